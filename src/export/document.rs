//! The documents, in the order they are listed. Adding one is a file, a template where it has one, and a row here.

use minijinja::Value;

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
                    docx::file(&templates.fill_with_own_text(name, model(reviewed))?, self.title, day)?
                }
                _ => templates.fill(name, model(reviewed))?.into_bytes(),
            },
        };
        Ok(Rendered { file_name: self.file_name.to_owned(), bytes })
    }
}

const MSD: Document = Document {
    name: "msd",
    format: "md",
    title: "Messaging source document",
    file_name: "messaging-source-document.md",
    make: Make::Template("messaging-source-document.md", msd::page),
};
const VOC: Document = Document {
    name: "voc",
    format: "md",
    title: "Voice of customer report",
    file_name: "voc-report.md",
    make: Make::Template("voc-report.md", voc::page),
};
const OBJECTIONS: Document = Document {
    name: "objections",
    format: "md",
    title: "Objection handling sheet",
    file_name: "objection-sheet.md",
    make: Make::Template("objection-sheet.md", objections::page),
};
const QUOTES: Document = Document {
    name: "quotes",
    format: "csv",
    title: "Quote library",
    file_name: "quote-library.csv",
    make: Make::Bytes(quote_library::csv),
};

const WIN_LOSS: Document = Document {
    name: "winloss",
    format: "md",
    title: "Win/loss language comparison",
    file_name: "win-loss-language.md",
    make: Make::Template("win-loss-language.md", win_loss::page),
};
const CODEBOOK: Document = Document {
    name: "codebook",
    format: "md",
    title: "Codebook",
    file_name: "codebook.md",
    make: Make::Template("codebook.md", codebook::page),
};
const DECISIONS: Document = Document {
    name: "decisions",
    format: "md",
    title: "Decision log",
    file_name: "decision-log.md",
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
