//! Replies that were paid for: raw, under the hash of everything that was asked.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};
use crate::calls::CallId;

/// A second way into the database, for many requests at once: each reply is one short transaction of its own.
#[derive(Debug)]
pub struct Replies {
    store: Mutex<Store>,
}

impl Replies {
    /// Opens the replies in the database at `path`, which must be there already.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { store: Mutex::new(Store::open(path)?) })
    }

    /// The reply to this request, if it is kept.
    pub fn get(&self, request: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT body FROM replies WHERE request = ?1";
        self.store().read(|db| db.prepare_cached(sql)?.query_row([request.as_slice()], |row| row.get(0)).optional())
    }

    /// Keeps a reply, over an older one, with the calls that it is about. It is on disk when this returns.
    pub fn put(&self, request: &[u8; 32], body: &[u8], about: &[CallId]) -> Result<(), StoreError> {
        self.store().write(|db| {
            db.prepare_cached(
                "INSERT INTO replies (request, body) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at",
            )?
            .execute(params![request.as_slice(), body])?;
            let mut link = db.prepare_cached("INSERT INTO reply_calls (request, call) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
            about.iter().try_for_each(|call| link.execute(params![request.as_slice(), call.0]).map(drop))
        })
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the replies that were about a call. A reply about none may be about any, so it goes as well.
pub(super) fn forget(db: &Connection, call: &CallId) -> rusqlite::Result<()> {
    db.execute(
        "DELETE FROM replies WHERE request IN (SELECT request FROM reply_calls WHERE call = ?1)
            OR request NOT IN (SELECT request FROM reply_calls)",
        [&call.0],
    )?;
    Ok(())
}

impl Store {
    /// The second way into this database.
    pub fn replies(&self) -> Result<Replies, StoreError> {
        Replies::open(self.path())
    }

    /// The project's secret of 32 random bytes, from which the marks around sent transcripts are made.
    pub fn envelope_secret(&self) -> Result<[u8; 32], StoreError> {
        let hex = self.setting("envelope_secret")?.unwrap_or_default();
        let byte = |i: usize| hex.get(2 * i..2 * i + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
        bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| StoreError::NoSecret { path: self.path().to_owned() })
    }
}
