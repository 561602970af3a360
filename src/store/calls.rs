//! Calls: each reading of a file's bytes is a version; one of them is current.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::facts::Facts;
use super::identity::{hashed, identify};
use super::roles::Roles;
use super::{Is, Source, Store, StoreError, from_json, to_json};
use crate::calls::{Aside, Call, CallId, Millis, Turn, Unit, Version, same_call};

/// What keeping a call did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    New,
    /// The same bytes, read the same way: nothing changed.
    Same,
    /// The same bytes, but what is known beside them changed, such as a sidecar or a role in a file.
    Updated,
    /// Other content for a call that we had.
    NewVersion {
        /// What was current before; [`Store::version`] still has it.
        previous: Version,
    },
    /// A copy of what was replaced since, or a call that somebody had forgotten: nothing was kept.
    LeftAlone,
}

impl Store {
    /// Keeps `call`, read from the bytes `raw` of the file at `path` (`part` as in [`Source`]): all of it or nothing. Its id is the one
    /// that [`Store::identify`] gave; roles that a person gave by hand are no part of it, see [`Store::give_role`].
    pub fn put_call(&mut self, call: &Call, raw: &[u8], path: &str, part: u32) -> Result<Put, StoreError> {
        let put = self.write(|db| put(db, call, raw, path, part))?;
        put.ok_or_else(|| StoreError::IdTaken { id: call.id.0.clone() })
    }

    /// All calls as they are now, in the order they were first read, with the roles and the
    /// metadata that a person gave by hand.
    pub fn calls(&self) -> Result<Vec<Call>, StoreError> {
        let mut calls = Vec::new();
        self.each_call(|call| calls.push(call))?;
        same_call::share_limits(&mut calls);
        Ok(calls)
    }

    /// Hands over all calls as [`Store::calls`] gives them, one at a time, so that not all of them need room at once.
    pub fn each_call(&self, mut work: impl FnMut(Call)) -> Result<(), StoreError> {
        self.read(|db| {
            let (roles, facts) = (Roles::load(db)?, Facts::load(db)?);
            let mut found = db.prepare_cached("SELECT seq, id, current FROM calls WHERE current IS NOT NULL ORDER BY seq")?;
            for call in found.query_map([], |row| Ok((row.get(0)?, CallId(row.get(1)?), row.get(2)?)))? {
                let (seq, id, version) = call?;
                work(facts.applied(seq, roles.applied(seq, read_version(db, id, version)?)));
            }
            Ok(())
        })
    }

    /// The ids of all calls as they are now, in the order they were first read.
    pub fn call_ids(&self) -> Result<Vec<CallId>, StoreError> {
        self.read(|db| {
            let mut found = db.prepare_cached("SELECT id FROM calls WHERE current IS NOT NULL ORDER BY seq")?;
            found.query_map([], |row| Ok(CallId(row.get(0)?)))?.collect()
        })
    }

    /// One call as it is now.
    pub fn call(&self, id: &CallId) -> Result<Option<Call>, StoreError> {
        self.one(id, "SELECT seq, current FROM calls WHERE id = ?1 AND current IS NOT NULL", params![id.0])
    }

    /// One call as it was before its current version, if there was one.
    pub fn previous(&self, id: &CallId) -> Result<Option<Call>, StoreError> {
        self.one(id, "SELECT seq, replaced FROM calls WHERE id = ?1 AND replaced IS NOT NULL", params![id.0])
    }

    /// One call as it was read from these bytes.
    pub fn version(&self, id: &CallId, version: &Version) -> Result<Option<Call>, StoreError> {
        let sql = "SELECT c.seq, v.seq FROM calls c JOIN versions v ON v.call = c.seq
                   WHERE c.id = ?1 AND v.sha256 = ?2 AND c.current IS NOT NULL";
        self.one(id, sql, params![id.0, version.0])
    }

    /// The bytes that a version was read from; `None` after one of its calls was forgotten.
    pub fn raw(&self, version: &Version) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| db.query_row("SELECT bytes FROM files WHERE sha256 = ?1", [&version.0], |row| row.get(0)).optional())
    }

    fn one(&self, id: &CallId, sql: &str, parameters: impl rusqlite::Params) -> Result<Option<Call>, StoreError> {
        self.read(|db| {
            let found = db.prepare_cached(sql)?.query_row(parameters, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((seq, version)) = found else { return Ok(None) };
            let call = Roles::load(db)?.applied(seq, read_version(db, id.clone(), version)?);
            Ok(Some(Facts::load(db)?.applied(seq, call)))
        })
    }
}

/// `None` where the call's id belongs to another call by now.
fn put(db: &Transaction<'_>, call: &Call, raw: &[u8], path: &str, part: u32) -> rusqlite::Result<Option<Put>> {
    let source_id = call.metadata.source_id.as_deref();
    let identity = identify(db, &Source { stem: &call.id.0, path, part, version: &call.version, source_id })?;
    if identity.id != call.id {
        return Ok(None);
    }
    let put = match identity.is {
        Is::Superseded | Is::Forgotten => return Ok(Some(Put::LeftAlone)),
        Is::New => {
            db.execute("INSERT INTO calls (id) VALUES (?1)", [&call.id.0])?;
            make_current(db, call, raw, path, part)?;
            Put::New
        }
        Is::NewVersion => {
            let previous =
                db.query_row("SELECT v.sha256 FROM calls c JOIN versions v ON v.seq = c.current WHERE c.id = ?1", [&call.id.0], |row| {
                    row.get(0)
                })?;
            make_current(db, call, raw, path, part)?;
            Put::NewVersion { previous: Version(previous) }
        }
        Is::Same => {
            let current = db.query_row("SELECT current FROM calls WHERE id = ?1", [&call.id.0], |row| row.get(0))?;
            if read_version(db, call.id.clone(), current)? == *call {
                Put::Same
            } else {
                make_current(db, call, raw, path, part)?;
                Put::Updated
            }
        }
    };
    db.prepare_cached(
        "INSERT INTO paths (path_hash, part, call) SELECT ?1, ?2, seq FROM calls WHERE id = ?3
         ON CONFLICT DO UPDATE SET call = excluded.call WHERE call <> excluded.call",
    )?
    .execute(params![hashed(path), part, call.id.0])?;
    Ok(Some(put))
}

/// Writes `call` as the current version, over an earlier reading of the same bytes.
fn make_current(db: &Transaction<'_>, call: &Call, raw: &[u8], path: &str, part: u32) -> rusqlite::Result<()> {
    let (seq, before): (i64, Option<i64>) =
        db.query_row("SELECT seq, current FROM calls WHERE id = ?1", [&call.id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if let Some(before) = before {
        take_out_of_search(db, before)?;
    }
    db.prepare_cached("INSERT INTO files (sha256, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?.execute(params![call.version.0, raw])?;
    let version: i64 = db
        .prepare_cached(
            "INSERT INTO versions (call, sha256, part, source_hash, file, path, format, title, metadata, speakers, warnings)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (call, sha256) DO UPDATE SET source_hash = excluded.source_hash, file = excluded.file, format = excluded.format,
                title = excluded.title, metadata = excluded.metadata, speakers = excluded.speakers, warnings = excluded.warnings
             RETURNING seq",
        )?
        .query_row(
            params![
                seq,
                call.version.0,
                part,
                call.metadata.source_id.as_deref().map(hashed),
                call.file,
                path,
                call.format,
                call.title,
                to_json(&call.metadata)?,
                to_json(&call.speakers)?,
                to_json(&call.warnings)?,
            ],
            |row| row.get(0),
        )?;
    db.execute("DELETE FROM turns WHERE version = ?1", [version])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO turns (version, turn, speaker, text, start_ms, end_ms, units, label, clock, anchor_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for turn in &call.turns {
        insert.execute(params![
            version,
            turn.index,
            turn.speaker,
            turn.text,
            turn.start_ms.map(Millis::get),
            turn.end_ms.map(Millis::get),
            units_to_column(turn)?,
            turn.label(),
            turn.clock(),
            turn.anchor_ms().map(Millis::get),
        ])?;
    }
    db.prepare_cached("INSERT INTO turn_words (rowid, text) SELECT seq, text FROM turns WHERE version = ?1")?.execute([version])?;
    // An update in place replaces nothing.
    db.prepare_cached("UPDATE calls SET replaced = CASE WHEN current = ?2 THEN replaced ELSE current END, current = ?2 WHERE seq = ?1")?
        .execute([seq, version])?;
    Ok(())
}

/// FTS5 keeps no text of its own here, so it is told each text that goes.
pub(super) fn take_out_of_search(db: &Connection, version: i64) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO turn_words (turn_words, rowid, text) SELECT 'delete', seq, text FROM turns WHERE version = ?1")?
        .execute([version])?;
    Ok(())
}

fn read_version(db: &Connection, id: CallId, version: i64) -> rusqlite::Result<Call> {
    let mut call = db
        .prepare_cached("SELECT sha256, file, format, title, metadata, speakers, warnings FROM versions WHERE seq = ?1")?
        .query_row([version], |row| {
            Ok(Call {
                id,
                version: Version(row.get(0)?),
                file: row.get(1)?,
                format: row.get(2)?,
                title: row.get(3)?,
                metadata: from_json(row, 4)?,
                speakers: from_json(row, 5)?,
                warnings: from_json(row, 6)?,
                turns: Vec::new(),
            })
        })?;
    call.turns = db
        .prepare_cached(
            "SELECT turn, speaker, text, start_ms, end_ms, units, label, clock, anchor_ms FROM turns WHERE version = ?1 ORDER BY turn",
        )?
        .query_map([version], |row| {
            let units: Vec<Unit> = match row.get_ref(5)? {
                rusqlite::types::ValueRef::Null => Vec::new(),
                _ => from_json(row, 5)?,
            };
            let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<u64>>(column)?.map(Millis::from));
            let aside = Aside { units: units.into(), label: row.get(6)?, clock: row.get(7)?, anchor_ms: time(8)?, columns: None };
            Ok(Turn {
                index: row.get(0)?,
                speaker: row.get(1)?,
                text: row.get(2)?,
                start_ms: time(3)?,
                end_ms: time(4)?,
                aside: aside.kept(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(call)
}

fn units_to_column(turn: &Turn) -> rusqlite::Result<Option<String>> {
    // Most turns are one unit, and need no column.
    if turn.units().is_empty() { Ok(None) } else { to_json(&turn.units()).map(Some) }
}
