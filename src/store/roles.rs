//! Roles that a person gave by hand.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, from_word};
use crate::calls::{Call, CallId, Given, Role};

impl Store {
    /// Keeps that `by` said, at the time `at` (RFC 3339), that `speaker` is a `role`: in one `call`, or in every call where that name
    /// stands. The latest word counts, one for a single call before one for all, both before what a file or a sidecar gave.
    /// [`Role::Unknown`] takes the role back.
    pub fn give_role(&mut self, call: Option<&CallId>, speaker: &str, role: Role, by: &str, at: &str) -> Result<(), StoreError> {
        let known =
            self.write(|db| {
                let seq: Option<i64> = match call {
                    None => None,
                    Some(id) => {
                        let sql = "SELECT seq FROM calls WHERE id = ?1 AND current IS NOT NULL";
                        let Some(seq) = db.query_row(sql, [&id.0], |row| row.get(0)).optional()? else { return Ok(false) };
                        Some(seq)
                    }
                };
                db.prepare_cached("INSERT INTO given_roles (call, speaker, role, by, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![seq, speaker, role.as_str(), by, at])?;
                Ok(true)
            })?;
        match call {
            Some(id) if !known => Err(StoreError::NoCall { id: id.0.clone() }),
            _ => Ok(()),
        }
    }
}

/// All roles given by hand, in order: (the call's row or every call, the speaker's name, the role).
pub(super) struct Roles(Vec<(Option<i64>, String, Role)>);

impl Roles {
    pub(super) fn load(db: &Connection) -> rusqlite::Result<Self> {
        let mut all = db.prepare_cached("SELECT call, speaker, role FROM given_roles ORDER BY seq")?;
        let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, from_word(row, 2)?)))?;
        Ok(Self(all.collect::<rusqlite::Result<_>>()?))
    }

    /// `call`, which is row `seq`, with these roles.
    pub(super) fn applied(&self, seq: i64, mut call: Call) -> Call {
        for speaker in &mut call.speakers {
            let latest = |of: Option<i64>| self.0.iter().rev().find(|(call, name, _)| *call == of && *name == speaker.name);
            // "Speaker 4" of one call is not "Speaker 4" of another.
            let everywhere = || if speaker.is_generic() { None } else { latest(None) };
            if let Some((_, _, role)) = latest(Some(seq)).or_else(everywhere) {
                speaker.given = (*role != Role::Unknown).then(|| Given { role: *role, by: "you".to_owned() });
            }
        }
        call
    }
}
