//! Why a document can't be made.

/// Why a document can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No theme is accepted, so there is nothing that may be said.
    #[error("nothing is accepted yet, so there is nothing to export")]
    NothingAccepted {
        /// How many themes wait for a decision.
        waiting: usize,
        /// How many were rejected.
        rejected: usize,
    },
    /// A template can't be used.
    #[error("the template {template} can't be used{}: {reason}", line.map(|l| format!(" (line {l})")).unwrap_or_default())]
    Template {
        /// The template's file name.
        template: String,
        /// The line, from 1.
        line: Option<usize>,
        /// What is wrong with it, and the nearest right name where a name is wrong.
        reason: String,
    },
    /// A table could not be written.
    #[error("the table could not be written")]
    Csv(#[from] csv::Error),
    /// A workbook could not be written.
    #[error("the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A Word file could not be written.
    #[error("the Word file could not be written")]
    Word(#[from] zip::result::ZipError),
    /// A page could not be written.
    #[error("the page could not be written")]
    Page(#[from] std::fmt::Error),
    /// A value could not be written as JSON.
    #[error("the JSON could not be written")]
    Json(#[from] serde_json::Error),
}
