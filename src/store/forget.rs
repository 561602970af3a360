//! Forgetting a call: its words go, its id and hashes stay, so that its id is never given again and the ledger's chain still holds.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::calls::take_out_of_search;
use super::themes::{number, remove, themes};
use super::{Store, StoreError};
use crate::calls::CallId;
use crate::evidence::ClaimedQuote;

impl Store {
    /// Deletes all text of a call: turns, the file's bytes, names, a model's replies about it, what was found in it, and statements that repeat its words. A theme
    /// that rested on this call alone goes too. What people decided stays in the ledger, as hashes.
    ///
    /// A file that held several calls loses its bytes for all of them; the others keep their turns.
    pub fn forget(&mut self, id: &CallId) -> Result<(), StoreError> {
        // Overwrites what is deleted, so that nobody finds it in the file's free pages.
        self.db.execute_batch("PRAGMA secure_delete = ON").map_err(|error| StoreError::from_sql(&self.path, error))?;
        let known = self.write(|db| {
            let sql = "SELECT seq FROM calls WHERE id = ?1 AND current IS NOT NULL";
            let Some(seq) = db.query_row(sql, [&id.0], |row| row.get(0)).optional()? else { return Ok(false) };
            forget(db, id, seq)?;
            Ok(true)
        })?;
        if known { Ok(()) } else { Err(StoreError::NoCall { id: id.0.clone() }) }
    }
}

fn forget(db: &Transaction<'_>, id: &CallId, seq: i64) -> rusqlite::Result<()> {
    let words = words_of(db, seq)?;
    forget_findings(db, id, &words)?;
    forget_texts(db, &words)?;
    super::replies::forget(db, id)?;
    take_out_of_search(db, db.query_row("SELECT current FROM calls WHERE seq = ?1", [seq], |row| row.get(0))?)?;
    for sql in [
        "UPDATE calls SET current = NULL, replaced = NULL WHERE seq = ?1",
        "DELETE FROM turns WHERE version IN (SELECT seq FROM versions WHERE call = ?1)",
        "DELETE FROM files WHERE sha256 IN (SELECT sha256 FROM versions WHERE call = ?1)",
        "DELETE FROM given_roles WHERE call = ?1",
        "DELETE FROM given_facts WHERE call = ?1",
        "DELETE FROM same_calls WHERE call = ?1 OR same_as = ?1",
        "UPDATE versions SET file = '', path = '', format = '', title = NULL, metadata = '{}', speakers = '[]', warnings = '[]' WHERE call = ?1",
    ] {
        db.execute(sql, [seq])?;
    }
    Ok(())
}

/// Everything said in any version of the call.
fn words_of(db: &Connection, seq: i64) -> rusqlite::Result<Vec<String>> {
    let mut turns = db.prepare("SELECT text FROM turns WHERE version IN (SELECT seq FROM versions WHERE call = ?1)")?;
    turns.query_map([seq], |row| row.get(0))?.collect()
}

/// Whether `text` repeats words of a turn; one or two words ("too expensive") are anybody's.
fn repeats(words: &[String], text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '…']).trim_end();
    text.split_whitespace().count() > 2 && words.iter().any(|turn| turn.contains(text))
}

/// Removes what was found in the call. A theme is often named by a customer's own sentence: one of this call's makes room for the
/// statement of a finding that is left.
fn forget_findings(db: &Transaction<'_>, id: &CallId, words: &[String]) -> rusqlite::Result<()> {
    let all = themes(db)?;
    db.execute("DELETE FROM findings WHERE call = ?1", [&id.0])?;
    for theme in all {
        let is_of_call = |quote: &ClaimedQuote| quote.call.as_ref() == Some(&id.0) || repeats(words, &quote.text);
        for quote in theme.counter.iter().filter(|quote| is_of_call(quote)) {
            db.execute("DELETE FROM quotes WHERE against = ?1 AND text = ?2", params![number(&theme.id), quote.text])?;
        }
        let had = theme.findings.iter().any(|finding| finding.call == *id);
        let left = theme.findings.iter().find(|finding| finding.call != *id);
        match left {
            None if had => remove(db, &theme.id)?,
            Some(left) if repeats(words, &theme.statement) => {
                db.execute("UPDATE themes SET statement = ?2 WHERE number = ?1", params![number(&theme.id), left.statement])?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn forget_texts(db: &Transaction<'_>, words: &[String]) -> rusqlite::Result<()> {
    let mut texts = db.prepare("SELECT sha256, text FROM texts")?;
    let texts = texts.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    for (hash, _) in texts.iter().filter(|(_, text)| repeats(words, text)) {
        db.execute("DELETE FROM texts WHERE sha256 = ?1", [hash])?;
    }
    Ok(())
}
