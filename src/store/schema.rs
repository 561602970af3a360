//! The database's shape: migrations, one after the other, each named by the issue that needed it.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Marks the file as ours: "Verb" in ASCII.
const APPLICATION: i64 = 0x5665_7262;

/// All migrations, in order. One that was released is never changed: the next is added below it.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/a-001-main-job.sql"),
    include_str!("migrations/d-002-reading.sql"),
    include_str!("migrations/c-001-replies.sql"),
    include_str!("migrations/c-002-findings-at.sql"),
];

/// The format that this program writes.
fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// Applies what is missing, all in one transaction. Where nothing is missing, this costs one small read.
pub(super) fn bring_up_to_date(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::from_sql(path, error);
    if is_current(db, path)? {
        return Ok(());
    }
    if db.is_readonly(rusqlite::MAIN_DB).map_err(fail)? {
        return Err(StoreError::Older { path: path.to_owned() });
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    // Asked again under the lock: another terminal may have been first.
    if is_current(&change, path)? {
        return Ok(());
    }
    for sql in MIGRATIONS.iter().skip(usize::try_from(format(&change).map_err(fail)?).unwrap_or(0)) {
        change.execute_batch(sql).map_err(fail)?;
    }
    change.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
    change.pragma_update(None, "user_version", newest()).map_err(fail)?;
    change.commit().map_err(fail)
}

fn format(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn is_current(db: &Connection, path: &Path) -> Result<bool, StoreError> {
    let fail = |error| StoreError::from_sql(path, error);
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(fail)?;
    let found = format(db).map_err(fail)?;
    if application != APPLICATION {
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fail)?;
        return if tables == 0 && application == 0 { Ok(false) } else { Err(StoreError::Foreign { path: path.to_owned() }) };
    }
    if found > newest() {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: newest() });
    }
    Ok(found == newest())
}
