//! The documents, in the order they are listed. Adding one is a file, a template where it has one, and a row here.

use std::collections::BTreeMap;

use minijinja::Value;

use super::into::parts_of;
use super::{
    ExportError, Reviewed, Templates, codebook, decisions, docx, html, json, msd, objections, quote_library, report, voc, win_loss,
    workbook,
};

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
    /// Whether it is for inside alone: it is made of the transcripts or of the ledger, and has no copy for outside.
    pub is_internal: bool,
    make: Make,
}

/// How a document is made.
#[derive(Debug, Clone, Copy)]
enum Make {
    /// From the Markdown template of this name, with what the function picks for it.
    Template(&'static str, fn(&Reviewed<'_>) -> Value),
    /// By a function that gives its bytes.
    Bytes(fn(&Reviewed<'_>) -> Result<Vec<u8>, ExportError>),
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
    /// Makes the document: the same model and templates give the same bytes.
    ///
    /// # Errors
    /// Where a template that a user changed can't be used.
    pub fn rendered(&self, reviewed: &Reviewed<'_>, templates: &Templates) -> Result<Rendered, ExportError> {
        let bytes = match self.make {
            Make::Bytes(make) => make(reviewed)?,
            Make::Template(name, model) => match self.format {
                "html" => html::page(&templates.fill_with_own_text(name, model(reviewed))?, self.title)?,
                "docx" => {
                    let day = reviewed.method.last_on.as_deref().unwrap_or("2000-01-01");
                    let text = templates.fill_with_own_text(name, model(reviewed))?;
                    docx::file(&text, self.title, day, &docx::notes(reviewed), templates.reference())?
                }
                _ => templates.fill(name, model(reviewed))?.into_bytes(),
            },
        };
        Ok(Rendered { file_name: self.file_name.to_owned(), bytes })
    }
}

impl Document {
    /// The parts of the messaging source document, by name, as they can be filled into another document. A part that a user's template leaves out
    /// is as ours has it.
    ///
    /// # Errors
    /// As [`Document::rendered`].
    pub fn parts(reviewed: &Reviewed<'_>, templates: &Templates) -> Result<BTreeMap<String, String>, ExportError> {
        let of =
            |templates: &Templates| Ok::<_, ExportError>(parts_of(&templates.fill("messaging-source-document.md", msd::page(reviewed))?));
        let mut parts = of(&Templates::default())?;
        parts.extend(of(templates)?);
        Ok(parts)
    }
}

const MSD: Document = Document {
    name: "msd",
    format: "md",
    title: "Messaging source document",
    file_name: "messaging-source-document.md",
    is_internal: false,
    make: Make::Template("messaging-source-document.md", msd::page),
};
const VOC: Document = Document {
    name: "voc",
    format: "md",
    title: "Voice of customer report",
    file_name: "voc-report.md",
    is_internal: false,
    make: Make::Template("voc-report.md", voc::page),
};
const OBJECTIONS: Document = Document {
    name: "objections",
    format: "md",
    title: "Objection handling sheet",
    file_name: "objection-sheet.md",
    is_internal: false,
    make: Make::Template("objection-sheet.md", objections::page),
};
const QUOTES: Document = Document {
    name: "quotes",
    format: "csv",
    title: "Quote library",
    file_name: "quote-library.csv",
    is_internal: false,
    make: Make::Bytes(quote_library::csv),
};

const WIN_LOSS: Document = Document {
    name: "winloss",
    format: "md",
    title: "Win/loss language comparison",
    file_name: "win-loss-language.md",
    is_internal: true,
    make: Make::Template("win-loss-language.md", win_loss::page),
};
const CODEBOOK: Document = Document {
    name: "codebook",
    format: "md",
    title: "Codebook",
    file_name: "codebook.md",
    is_internal: false,
    make: Make::Template("codebook.md", codebook::page),
};
const DECISIONS: Document = Document {
    name: "decisions",
    format: "md",
    title: "Decision log",
    file_name: "decision-log.md",
    is_internal: true,
    make: Make::Template("decision-log.md", decisions::page),
};

/// All documents.
pub const DOCUMENTS: &[Document] = &[
    MSD,
    Document { format: "docx", file_name: "messaging-source-document.docx", ..MSD },
    Document { format: "html", file_name: "messaging-source-document.html", ..MSD },
    VOC,
    Document { format: "docx", file_name: "voc-report.docx", ..VOC },
    Document { format: "html", file_name: "voc-report.html", ..VOC },
    OBJECTIONS,
    Document { format: "docx", file_name: "objection-sheet.docx", ..OBJECTIONS },
    WIN_LOSS,
    Document { format: "xlsx", file_name: "win-loss-language.xlsx", make: Make::Bytes(win_loss::xlsx), ..WIN_LOSS },
    Document {
        name: "evidence",
        format: "html",
        title: "Evidence report",
        file_name: "evidence-report.html",
        is_internal: false,
        make: Make::Bytes(report::page),
    },
    Document { format: "xlsx", file_name: "quote-library.xlsx", make: Make::Bytes(workbook::xlsx), ..QUOTES },
    QUOTES,
    Document { format: "json", file_name: "quote-library.json", make: Make::Bytes(json::render), ..QUOTES },
    CODEBOOK,
    Document { format: "csv", file_name: "codebook.csv", make: Make::Bytes(codebook::csv), ..CODEBOOK },
    DECISIONS,
    Document { format: "csv", file_name: "decision-log.csv", make: Make::Bytes(decisions::csv), ..DECISIONS },
];
