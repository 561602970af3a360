//! What is kept, in one embedded database (`.verbatim/project.db`), and the ledger in it.
//!
//! Nothing here judges: a theme's state, a quote's verdict and all counts are computed anew from what is kept. The ledger only
//! grows: the database itself refuses to change, remove or insert its rows. Each change is one transaction, so that a process killed
//! at any moment leaves nothing half kept. `docs/store.md` tells why the tables are shaped as they are.

mod calls;
mod error;
mod facts;
mod forget;
mod identity;
mod kept;
mod ledger;
mod passages;
mod replies;
mod roles;
mod schema;
mod search;
mod themes;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::{Serialize, de::DeserializeOwned};

pub use calls::Put;
pub use error::StoreError;
pub use identity::{Identity, Is, Source};
pub use ledger::LedgerRow;
pub use replies::Replies;
pub use search::{Hit, MARKS};

/// How long another terminal's write is waited for. Ours take milliseconds; a folder of a thousand calls some seconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// A project's database.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the database at `path`; makes it where there is none, and brings one of an older version up to date.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the database at `path` to look at it only.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn open_with(path: &Path, mode: OpenFlags) -> Result<Self, StoreError> {
        let fail = |error| StoreError::from_sql(path, error);
        let mut db = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fail)?;
        db.busy_timeout(PATIENCE).map_err(fail)?;
        // A rollback journal and full syncs: project folders lie on synced and shared drives.
        db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")
            .map_err(fail)?;
        db.set_prepared_statement_cache_capacity(64);
        schema::bring_up_to_date(&mut db, path)?;
        Ok(Self { db, path: path.to_owned() })
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that is another one once anybody else has written to the database.
    pub fn written_by_others(&self) -> Result<i64, StoreError> {
        self.db.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(|error| StoreError::from_sql(&self.path, error))
    }

    /// Reads, all from one moment.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let fail = |error| StoreError::from_sql(&self.path, error);
        let moment = self.db.unchecked_transaction().map_err(fail)?;
        work(&moment).map_err(fail)
    }

    /// Writes all of `work` or nothing. Other terminals wait meanwhile.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let Self { db, path } = self;
        let fail = |error| StoreError::from_sql(path, error);
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let done = work(&change).map_err(fail)?;
        change.commit().map_err(fail)?;
        Ok(done)
    }
}

/// A value as JSON for a column.
fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A value from a column of JSON.
fn from_json<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|error| not_as_written(column, error))
}

/// An enum's value from a column that holds its word.
fn from_word<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_value(serde_json::Value::String(row.get(column)?)).map_err(|error| not_as_written(column, error))
}

fn not_as_written(column: usize, error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
}

/// SHA-256 in lower-case hex.
fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
