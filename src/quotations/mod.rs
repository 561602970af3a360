//! The quotations in a document that somebody wrote: a messaging deck, a chatbot's summary, a web page, or a list of quotes in JSON Lines.
//!
//! Each format is made into the same few blocks (passages, block quotes, tables), and the quotations are taken from these:
//! what stands in quotation marks of any language, block quotes, and table cells under a heading like "Quote". Who is named beside a quotation, behind a
//! dash, in brackets, in the next cell or as the one who "said" it, is kept as its attribution, as it is written.

mod attribution;
mod block;
mod docx;
mod html;
mod jsonl;
mod markdown;
mod marks;
mod table;
mod take;
mod text;

pub use jsonl::{Line, LineError};

/// Where a quotation stands in its document, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The line it starts on.
    Line(u32),
    /// The paragraph, in documents that have no lines (Word).
    Paragraph(u32),
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            At::Line(n) => write!(f, "line {n}"),
            At::Paragraph(n) => write!(f, "paragraph {n}"),
        }
    }
}

/// What makes it a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quotation marks.
    Marks,
    /// A block quote.
    Block,
    /// A table cell under a heading like "Quote".
    Cell,
}

/// One quotation, as the document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its number in the document, from 1.
    pub ordinal: u32,
    /// The quoted words, without the marks around them.
    pub text: String,
    /// Who is named beside it, as written: "Dana Whitfield, VP Operations".
    pub attribution: Option<String>,
    /// The call that is named beside it, in a table with a column for it.
    pub call: Option<String>,
    /// Where it stands.
    pub at: At,
    /// The heading that it stands under, such as a slide's title.
    pub under: Option<String>,
    /// What makes it one.
    pub kind: Kind,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quotations {
    /// The quotations of a document, in its order.
    Document(Vec<Quotation>),
    /// The lines of a JSON Lines file, in order, empty ones left out.
    Lines(Vec<Line>),
}

/// Why a file's quotations can't be taken out of it. The messages name no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Its ending says that it is something else.
    #[error("`check` reads Markdown, text, HTML, Word (.docx) and JSON Lines files, not .{0}. Save or export it as one of these.")]
    Format(String),
    /// It is no Word file inside.
    #[error("this is no Word document that can be opened ({0}). Open it in Word and save it again as .docx.")]
    Docx(String),
}

/// Takes the quotations out of a file, by its name's ending: `md`, `txt`, `html`, `docx`, `jsonl`; without an ending it is read as text.
///
/// # Errors
/// Where the ending is another, or a Word file can't be opened.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Quotations, ReadError> {
    if matches!(ending(file_name).as_str(), "jsonl" | "ndjson") {
        return Ok(Quotations::Lines(jsonl::read(bytes)));
    }
    Ok(Quotations::Document(take::quotations(&blocks(file_name, bytes)?)))
}

/// The passages of a document: its paragraphs, list items and table cells, as text. It takes the same files as [`read`], but for JSON Lines.
///
/// # Errors
/// As [`read`].
pub fn passages(file_name: &str, bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let texts = blocks(file_name, bytes)?.into_iter().flat_map(|block| match block {
        block::Block::Passage(passage) | block::Block::Heading(passage) => vec![passage.text],
        block::Block::Table(rows) => rows.into_iter().flatten().map(|cell| cell.text).collect(),
    });
    Ok(texts.filter(|t| !t.trim().is_empty()).collect())
}

fn ending(file_name: &str) -> String {
    file_name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default()
}

fn blocks(file_name: &str, bytes: &[u8]) -> Result<Vec<block::Block>, ReadError> {
    let text = || crate::calls::decode(bytes).0;
    Ok(match ending(file_name).as_str() {
        "md" | "markdown" | "mdx" | "qmd" => markdown::blocks(&text()),
        "html" | "htm" | "xhtml" => html::blocks(&text()),
        "docx" => docx::blocks(bytes)?,
        "txt" | "text" | "" => text::blocks(&text()),
        other => return Err(ReadError::Format(other.to_owned())),
    })
}

#[cfg(test)]
mod tests;
