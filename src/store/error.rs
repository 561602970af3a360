//! Why something could not be kept or read, by what a person can do about it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the store could not do it. After any of these nothing is half kept.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the database's path and the cause")]
pub enum StoreError {
    /// Missing, or not allowed.
    #[error("The project's database {} could not be opened.", path.display())]
    Open { path: PathBuf, source: rusqlite::Error },
    /// Damaged, or changed by hand so that it can't be read.
    #[error("The project's database {} is damaged.", path.display())]
    Damaged { path: PathBuf, source: rusqlite::Error },
    /// A database, but of another program.
    #[error("{} is not a project of verbatim.", path.display())]
    Foreign { path: PathBuf },
    /// Written by a newer verbatim.
    #[error("The project's database {} was written by a newer version of verbatim (its format is {found}, this program knows up to {known}).", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// Written by an older verbatim, and opened to look at only.
    #[error("The project's database {} was written by an older version of verbatim, and can't be brought up to date without writing.", path.display())]
    Older { path: PathBuf },
    /// Not to be written to.
    #[error("Nothing could be saved: {} is read-only.", path.display())]
    ReadOnly { path: PathBuf, source: rusqlite::Error },
    /// No room.
    #[error("Nothing could be saved: the disk of {} is full.", path.display())]
    DiskFull { path: PathBuf, source: rusqlite::Error },
    /// Another process holds it for too long.
    #[error("Another program is using {}.", path.display())]
    Busy { path: PathBuf, source: rusqlite::Error },
    /// Somebody else appended since the ledger was read.
    #[error("Another terminal added to the ledger in the meantime; this entry was not added.")]
    LedgerMoved,
    /// No such call, or it was forgotten.
    #[error("There is no call {id}.")]
    NoCall { id: String },
    /// The id that was given to a call belongs to another one by now.
    #[error("Another terminal read files in the meantime; {id} was not kept.")]
    IdTaken { id: String },
    /// The secret that every project has is gone.
    #[error("The project's database {} was changed by hand: its secret is missing.", path.display())]
    NoSecret { path: PathBuf },
    /// No such theme.
    #[error("There is no theme {id}.")]
    NoTheme { id: String },
    /// Anything else.
    #[error("The project's database {} could not be used.", path.display())]
    Other { path: PathBuf, source: rusqlite::Error },
}

impl StoreError {
    pub(super) fn from_sql(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let changed_by_hand = matches!(
            source,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
        );
        match source.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path, source },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path, source },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { path, source },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::Open { path, source },
            None if changed_by_hand => Self::Damaged { path, source },
            _ => Self::Other { path, source },
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Open { .. } => "Check that the folder is there and that you may read and write in it.",
            Self::Damaged { .. } | Self::NoSecret { .. } => {
                "Bring the `.verbatim` folder back from a backup. If there is none, move it away and read the calls again: reviews that were kept in it are lost."
            }
            Self::Foreign { .. } => "Move that file away, or work in another folder with `--project DIR`.",
            Self::Newer { .. } => "Install the newest verbatim.",
            Self::Older { .. } => "Run any command once from an account that may write there.",
            Self::ReadOnly { .. } => "Work from an account that may write there, or copy the project to a folder of your own.",
            Self::DiskFull { .. } => "Make room, then run the same command again: it goes on from what was saved.",
            Self::Busy { .. } => "Wait until the other terminal has finished, then run the same command again.",
            Self::LedgerMoved | Self::IdTaken { .. } => "Run the same command again.",
            Self::NoCall { .. } => "`verbatim calls` lists the calls.",
            Self::NoTheme { .. } => "`verbatim themes` lists the themes.",
            Self::Other { .. } => "Run the same command again; if it stays, check the disk.",
        }
    }
}

impl From<StoreError> for crate::error::Error {
    fn from(error: StoreError) -> Self {
        Self::failed(error.to_string()).hint(error.hint()).because(error)
    }
}
