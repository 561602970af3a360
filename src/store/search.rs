//! Full-text search over the turns of all calls, as they are now.

use rusqlite::params;

use super::{Store, StoreError};
use crate::calls::CallId;

/// Marks the start and the end of a word that was searched for, in [`Hit::snippet`].
pub const MARKS: (char, char) = ('\u{2}', '\u{3}');

/// A turn with words that were searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The call.
    pub call: CallId,
    /// The turn, from 1.
    pub turn: u32,
    /// The piece of the turn around the words, each between [`MARKS`].
    pub snippet: String,
}

impl Store {
    /// The turns with all of `words`, in any form that a stem has ("ships", "shipping"), the best first. Words between quotation marks
    /// must stand together. No sign in `words` has a meaning beside those.
    pub fn search(&self, words: &str) -> Result<Vec<Hit>, StoreError> {
        let query = query(words);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|db| {
            let mut found = db.prepare_cached(
                "SELECT c.id, t.turn, snippet(turn_words, 0, char(2), char(3), '…', 24)
                 FROM turn_words w JOIN turns t ON t.seq = w.rowid JOIN calls c ON c.current = t.version
                 WHERE turn_words MATCH ?1 ORDER BY w.rank, c.seq, t.turn",
            )?;
            let hits =
                found.query_map(params![query], |row| Ok(Hit { call: CallId(row.get(0)?), turn: row.get(1)?, snippet: row.get(2)? }))?;
            hits.collect()
        })
    }
}

/// The words as FTS5 wants them: each a string of its own, so that no operator is heard.
fn query(words: &str) -> String {
    let mut out = Vec::new();
    for (at, piece) in words.split(['"', '“', '”', '„']).enumerate() {
        if at % 2 == 1 {
            out.push(piece.trim().to_owned());
        } else {
            out.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    // A piece without a letter or digit would be an empty phrase.
    out.retain(|p| p.chars().any(char::is_alphanumeric));
    out.iter().map(|p| format!("\"{}\"", p.replace('\0', ""))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn words_are_words_and_nothing_else() {
        assert_eq!(query("ran out"), r#""ran" "out""#);
        assert_eq!(query(r#"labels "ran out" NOT *"#), r#""labels" "ran out" "NOT""#);
        assert_eq!(query(" - \" "), "");
    }
}
