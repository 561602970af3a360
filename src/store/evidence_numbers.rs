//! Evidence numbers: what a document calls a verbatim, given once and never used again.

use super::{Store, StoreError};
use crate::evidence::QuoteId;

impl Store {
    /// The evidence number of each of these verbatims, in their order; one that has none gets the next.
    pub fn evidence_numbers(&mut self, quotes: &[QuoteId]) -> Result<Vec<u32>, StoreError> {
        self.write(|db| {
            // Not `INSERT OR IGNORE`, which would use up a number for each that is there.
            let mut give = db.prepare_cached(
                "INSERT INTO evidence_numbers (quote) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM evidence_numbers WHERE quote = ?1)",
            )?;
            let mut number = db.prepare_cached("SELECT number FROM evidence_numbers WHERE quote = ?1")?;
            quotes
                .iter()
                .map(|quote| {
                    give.execute([&quote.0])?;
                    number.query_row([&quote.0], |row| row.get(0))
                })
                .collect()
        })
    }
}
