//! Metadata that a person gave by hand, and which calls are one conversation.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};
use crate::calls::{Call, CallId, Warning, by_hand};

impl Store {
    /// Keeps that `by` said, at the time `at` (RFC 3339), that `field` of `call` is `value` (both as [`by_hand::checked`] gives them). It
    /// goes before what a file or a sidecar says, and stays through every later reading. An empty value takes it back.
    pub fn give_fact(&mut self, call: &CallId, field: &str, value: &str, by: &str, at: &str) -> Result<(), StoreError> {
        let known = self.write(|db| {
            let sql = "SELECT seq FROM calls WHERE id = ?1 AND current IS NOT NULL";
            let Some(seq) = db.query_row(sql, [&call.0], |row| row.get::<_, i64>(0)).optional()? else { return Ok(false) };
            db.prepare_cached("INSERT INTO given_facts (call, field, value, by, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![seq, field, value, by, at])?;
            Ok(true)
        })?;
        if known { Ok(()) } else { Err(StoreError::NoCall { id: call.0.clone() }) }
    }

    /// Keeps which calls are another file of a conversation that is here already: (call, the one that it repeats). All pairs at once.
    pub fn set_same_calls(&mut self, pairs: &[(CallId, CallId)]) -> Result<(), StoreError> {
        self.write(|db| {
            db.execute("DELETE FROM same_calls", [])?;
            let mut insert = db.prepare(
                "INSERT INTO same_calls (call, same_as) SELECT a.seq, b.seq FROM calls a, calls b
                 WHERE a.id = ?1 AND b.id = ?2 AND a.current IS NOT NULL AND b.current IS NOT NULL",
            )?;
            pairs.iter().try_for_each(|(call, same_as)| insert.execute(params![call.0, same_as.0]).map(drop))
        })
    }

    /// Where the file of a call was read from, as it was kept, and which part of the file it is.
    pub fn place_of(&self, call: &CallId) -> Result<Option<(String, u32)>, StoreError> {
        let sql = "SELECT v.path, v.part FROM calls c JOIN versions v ON v.seq = c.current WHERE c.id = ?1";
        self.read(|db| db.query_row(sql, [&call.0], |row| Ok((row.get(0)?, row.get(1)?))).optional())
    }
}

/// What is kept beside the calls, by their rows.
pub(super) struct Facts {
    given: HashMap<i64, Vec<(String, String)>>,
    same: HashMap<i64, CallId>,
}

impl Facts {
    pub(super) fn load(db: &Connection) -> rusqlite::Result<Self> {
        let mut given: HashMap<i64, Vec<(String, String)>> = HashMap::new();
        let mut all = db.prepare_cached("SELECT call, field, value FROM given_facts ORDER BY seq")?;
        for fact in all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
            let (call, field, value) = fact?;
            given.entry(call).or_default().push((field, value));
        }
        let mut pairs = db.prepare_cached("SELECT s.call, c.id FROM same_calls s JOIN calls c ON c.seq = s.same_as")?;
        let same = pairs.query_map([], |row| Ok((row.get(0)?, CallId(row.get(1)?))))?.collect::<rusqlite::Result<_>>()?;
        Ok(Self { given, same })
    }

    /// `call`, which is row `seq`, with these facts.
    pub(super) fn applied(&self, seq: i64, mut call: Call) -> Call {
        let mut latest: Vec<(&str, &str)> = Vec::new();
        for (field, value) in self.given.get(&seq).into_iter().flatten() {
            latest.retain(|(known, _)| known != field);
            latest.push((field, value));
        }
        for (field, value) in latest.into_iter().filter(|(_, value)| !value.is_empty()) {
            by_hand::apply(&mut call.metadata, field, value);
        }
        if let Some(first) = self.same.get(&seq) {
            call.warnings.push(Warning {
                code: "W_SAME_CALL_TWICE".into(),
                message: format!(
                    "Most of its words stand in {first} too: two files of one conversation count as one call, and that one counts."
                ),
            });
            call.metadata.same_as = Some(first.clone());
        }
        call
    }
}
