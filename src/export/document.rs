//! The documents, in the order they are listed. Adding one is a file with a `render` function and a row here.

use super::{ExportError, Reviewed, Templates, json, msd, quote_library, workbook};

/// A document in one format.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// The short name, as in `--only msd,quotes`.
    pub name: &'static str,
    /// The format, as in `--format md`: also the file's extension.
    pub format: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The file it becomes.
    pub file_name: &'static str,
    /// Makes its bytes: the same model and templates give the same bytes.
    pub render: fn(&Reviewed<'_>, &Templates) -> Result<Vec<u8>, ExportError>,
}

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file it becomes.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Makes the document.
    ///
    /// # Errors
    /// Where a template that a user changed can't be used.
    pub fn rendered(&self, reviewed: &Reviewed<'_>, templates: &Templates) -> Result<Rendered, ExportError> {
        Ok(Rendered { file_name: self.file_name.to_owned(), bytes: (self.render)(reviewed, templates)? })
    }
}

/// All documents.
pub const DOCUMENTS: &[Document] = &[
    Document {
        name: "msd",
        format: "md",
        title: "Messaging source document",
        file_name: "messaging-source-document.md",
        render: msd::markdown,
    },
    Document {
        name: "msd",
        format: "docx",
        title: "Messaging source document",
        file_name: "messaging-source-document.docx",
        render: msd::docx,
    },
    Document {
        name: "msd",
        format: "html",
        title: "Messaging source document",
        file_name: "messaging-source-document.html",
        render: msd::html,
    },
    Document { name: "quotes", format: "xlsx", title: "Quote library", file_name: "quote-library.xlsx", render: workbook::xlsx },
    Document { name: "quotes", format: "csv", title: "Quote library", file_name: "quote-library.csv", render: quote_library::csv },
    Document { name: "quotes", format: "json", title: "Quote library", file_name: "quote-library.json", render: json::render },
];
