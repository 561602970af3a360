//! The ledger's rows. What they say and whether their chain holds is the review's to know; that they only grow is the database's.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// From 1, without gaps.
    pub seq: u64,
    /// One line of JSON.
    pub body: String,
    /// The hash of the row before.
    pub prev: String,
    /// The row's own hash.
    pub hash: String,
}

impl Store {
    /// Appends a row, if the last one's hash still is `prev` (any `prev` goes for the first), and gives its number. It is on the disk
    /// when this returns. Where another terminal was first, nothing is added: [`StoreError::LedgerMoved`].
    pub fn append(&mut self, body: &str, prev: &str, hash: &str) -> Result<u64, StoreError> {
        let added = self.write(|db| {
            let end = end(db)?;
            if end.as_ref().is_some_and(|(_, hash)| hash != prev) {
                return Ok(None);
            }
            let seq = end.map_or(0, |(seq, _)| seq) + 1;
            db.prepare_cached("INSERT INTO ledger (seq, body, prev, hash) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![seq, body, prev, hash])?;
            Ok(Some(seq))
        })?;
        added.ok_or(StoreError::LedgerMoved)
    }

    /// All rows, in order.
    pub fn ledger(&self) -> Result<Vec<LedgerRow>, StoreError> {
        self.ledger_after(0)
    }

    /// The rows after number `seq`, in order: what other terminals added since.
    pub fn ledger_after(&self, seq: u64) -> Result<Vec<LedgerRow>, StoreError> {
        self.read(|db| {
            let mut rows = db.prepare_cached("SELECT seq, body, prev, hash FROM ledger WHERE seq > ?1 ORDER BY seq")?;
            rows.query_map([i64::try_from(seq).unwrap_or(i64::MAX)], |row| {
                Ok(LedgerRow { seq: row.get(0)?, body: row.get(1)?, prev: row.get(2)?, hash: row.get(3)? })
            })?
            .collect()
        })
    }
}

/// The last row's number and hash.
fn end(db: &Connection) -> rusqlite::Result<Option<(u64, String)>> {
    db.prepare_cached("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}
