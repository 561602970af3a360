//! Which call a file is: same bytes, else same source id, else same path is the same call.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, sha256};
use crate::calls::{CallId, Version};

/// What is known of a file before it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name without its ending: the id, if the call is new.
    pub stem: &'a str,
    /// The path as read; see [`crate::project::Project::path_as_kept`].
    pub path: &'a str,
    /// Which call of a file that holds several, from 1; 0 for a file that is one call.
    pub part: u32,
    /// The hash of the file's bytes.
    pub version: &'a Version,
    /// The recorder's own id of the conversation.
    pub source_id: Option<&'a str>,
}

/// The call that a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id: the one it has, or the one it gets.
    pub id: CallId,
    /// What it is to what is kept.
    pub is: Is,
}

/// What a file is to what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// A call not seen before.
    New,
    /// The bytes that are current.
    Same,
    /// Other content for a call that we have, or an earlier content back in its place.
    NewVersion,
    /// A copy, elsewhere, of what was replaced since: to be left alone.
    Superseded,
    /// A call that somebody had forgotten: to be left alone.
    Forgotten,
}

impl Store {
    /// Which call `source` is, and the id it has or would get.
    pub fn identify(&self, source: &Source<'_>) -> Result<Identity, StoreError> {
        self.read(|db| identify(db, source))
    }
}

/// What is kept in place of a path or a recorder's id, so that a forgotten call is known again without its names.
pub(super) fn hashed(words: &str) -> String {
    sha256(words.as_bytes())
}

pub(super) fn identify(db: &Connection, source: &Source<'_>) -> rusqlite::Result<Identity> {
    if let Some(identity) = by_bytes(db, source)? {
        return Ok(identity);
    }
    if let Some((id, is_kept)) = by_source_or_path(db, source)? {
        return Ok(Identity { id, is: if is_kept { Is::NewVersion } else { Is::Forgotten } });
    }
    Ok(Identity { id: free_id(db, source.stem)?, is: Is::New })
}

fn by_bytes(db: &Connection, source: &Source<'_>) -> rusqlite::Result<Option<Identity>> {
    let found = db
        .prepare_cached(
            "SELECT c.id, c.current IS NOT NULL, v.seq IS c.current, now.path
             FROM versions v JOIN calls c ON c.seq = v.call LEFT JOIN versions now ON now.seq = c.current
             WHERE v.sha256 = ?1 AND v.part = ?2
             ORDER BY v.seq IS c.current DESC, v.seq DESC LIMIT 1",
        )?
        .query_row(params![source.version.0, source.part], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?, row.get::<_, bool>(2)?, row.get::<_, Option<String>>(3)?))
        })
        .optional()?;
    Ok(found.map(|(id, is_kept, is_current, path_now)| {
        let is = match (is_kept, is_current) {
            (false, _) => Is::Forgotten,
            (true, true) => Is::Same,
            // A file put back as it was replaces what replaced it; a copy of it elsewhere does not.
            (true, false) if path_now.as_deref() == Some(source.path) => Is::NewVersion,
            (true, false) => Is::Superseded,
        };
        Identity { id: CallId(id), is }
    }))
}

/// The call's id, and whether it is still kept.
fn by_source_or_path(db: &Connection, source: &Source<'_>) -> rusqlite::Result<Option<(CallId, bool)>> {
    let known = |row: &rusqlite::Row<'_>| Ok((CallId(row.get(0)?), row.get(1)?));
    let source_hash = source.source_id.map(hashed);
    if let Some(hash) = &source_hash {
        let found = db
            .prepare_cached(
                "SELECT c.id, c.current IS NOT NULL FROM versions v JOIN calls c ON c.seq = v.call
                 WHERE v.source_hash = ?1 ORDER BY v.seq DESC LIMIT 1",
            )?
            .query_row([hash], known)
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    // Another conversation that was saved over the old file has another source id: it is no version of the old call.
    db.prepare_cached(
        "SELECT c.id, c.current IS NOT NULL FROM paths p JOIN calls c ON c.seq = p.call
         WHERE p.path_hash = ?1 AND p.part = ?2
         AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.seq = c.current AND v.source_hash <> ?3)",
    )?
    .query_row(params![hashed(source.path), source.part, source_hash], known)
    .optional()
}

/// `stem`, or `stem-2`, `stem-3`… where it is taken; capitals make no difference, as on many disks.
fn free_id(db: &Connection, stem: &str) -> rusqlite::Result<CallId> {
    let mut taken = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM calls WHERE id = ?1 COLLATE NOCASE)")?;
    let stem = if stem.trim().is_empty() { "call" } else { stem };
    let mut id = stem.to_owned();
    let mut n = 1_u64;
    while taken.query_row([&id], |row| row.get(0))? {
        n += 1;
        id = format!("{stem}-{n}");
    }
    Ok(CallId(id))
}
