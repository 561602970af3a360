//! Turns that hold some words, by the full-text index.

use rusqlite::params;

use super::{Store, StoreError};
use crate::calls::CallId;

/// The most words that one search asks for: bounds time.
const WORDS: usize = 48;

impl Store {
    /// Up to `most` turns of current calls that hold any of `words` (in any of their English forms), the best by BM25 first, then in the
    /// order of the calls; a word that ends in `*` stands for all that begin so. What is no letter or digit in a word is left out, so that nothing in it is read as the index's own syntax.
    pub fn turns_with_any(&self, words: &[String], most: usize) -> Result<Vec<(CallId, u32)>, StoreError> {
        let plain = |word: &String| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let asked = words.iter().map(|w| (plain(w), if w.ends_with('*') { " *" } else { "" })).filter(|(w, _)| !w.is_empty());
        let any: Vec<String> = asked.take(WORDS).map(|(word, rest)| format!("\"{word}\"{rest}")).collect();
        if any.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|db| {
            let sql = "SELECT c.id, t.turn FROM turn_words w JOIN turns t ON t.seq = w.rowid JOIN calls c ON c.current = t.version
                       WHERE turn_words MATCH ?1 ORDER BY w.rank, t.seq LIMIT ?2";
            let mut found = db.prepare_cached(sql)?;
            let found = found.query_map(params![any.join(" OR "), i64::try_from(most).unwrap_or(i64::MAX)], |row| {
                Ok((CallId(row.get(0)?), row.get(1)?))
            })?;
            found.collect()
        })
    }
}
