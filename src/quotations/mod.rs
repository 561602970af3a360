//! The quotations in a document that somebody wrote: a messaging deck, a chatbot's summary, a web page, or a list of quotes in JSON Lines.
//!
//! Each format is made into the same few blocks (passages, block quotes, tables), and the quotations are taken from these:
//! what stands in quotation marks of any language, block quotes, and table cells under a heading like "Quote". Who is named beside a quotation, behind a
//! dash, in brackets, in the next cell, as the one who "said" it, or by a known name on a line beside it, is kept as its attribution, as it is written.

mod attribution;
mod block;
mod content;
mod docx;
mod html;
mod jsonl;
mod markdown;
mod marks;
mod names;
mod table;
mod take;
mod text;

use content::Content;
pub use jsonl::{Line, LineError};
pub use names::Names;

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
    /// Whether its closing mark is missing, so that it was read to the end of its paragraph. One that goes on in the next paragraph, with an
    /// opening mark of its own, is complete.
    pub is_open: bool,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quotations {
    /// The quotations of a document, in its order, and where it has quotation marks that belong to none of them.
    Document {
        /// The quotations.
        quotations: Vec<Quotation>,
        /// Where marks stand that open or close nothing.
        lone_marks: Vec<At>,
    },
    /// The lines of a JSON Lines file, in order, empty ones left out.
    Lines(Vec<Line>),
}

/// Why a file's quotations can't be taken out of it. The messages name no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Its name's ending says that it is something else.
    #[error("`check` reads Markdown, text, HTML, Word (.docx) and JSON Lines files, not .{0}. Save or export it as one of these.")]
    Format(String),
    /// It is called a Word file, and is none that can be opened.
    #[error("this is no Word document that can be opened: it is damaged, or something else. Open it in Word and save it again as .docx.")]
    Docx,
    /// Its bytes are no text, but this.
    #[error("this is no text file but {0}. Save or export it as Markdown, text, HTML or Word (.docx).")]
    NoText(&'static str),
}

/// Takes the quotations out of a file, by its name's ending: `md`, `txt`, `html`, `docx`, `jsonl`; without an ending as text. A Word
/// document or web page is read as what it is, whatever it is called. A name among `names` is an attribution also where its place alone doesn't say so.
///
/// # Errors
/// Where the ending is another, the bytes are no text, or a Word file can't be opened.
pub fn read(file_name: &str, bytes: &[u8], names: &dyn Names) -> Result<Quotations, ReadError> {
    Ok(open(file_name, bytes)?.quotations(names))
}

/// A document that can be read; its quotations are not looked for yet.
pub struct Opened(Inside);

enum Inside {
    Blocks(Vec<block::Block>),
    Lines(Vec<Line>),
}

/// Opens a file; who is named in it can be looked up afterwards, by [`Opened::quotations`].
///
/// # Errors
/// As [`read`].
pub fn open(file_name: &str, bytes: &[u8]) -> Result<Opened, ReadError> {
    if matches!(ending(file_name).as_str(), "jsonl" | "ndjson") {
        content::of(bytes, &crate::calls::decode(bytes).0)?;
        return Ok(Opened(Inside::Lines(jsonl::read(bytes))));
    }
    Ok(Opened(Inside::Blocks(blocks(file_name, bytes)?)))
}

impl Opened {
    /// Its quotations, with who is named beside them; `names` as in [`read`].
    pub fn quotations(self, names: &dyn Names) -> Quotations {
        match self.0 {
            Inside::Lines(lines) => Quotations::Lines(lines),
            Inside::Blocks(blocks) => {
                let taken = take::quotations(&blocks, names);
                Quotations::Document { quotations: taken.quotations, lone_marks: taken.lone_marks }
            }
        }
    }
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
    let text = crate::calls::decode(bytes).0;
    let ending = ending(file_name);
    let is_text = matches!(ending.as_str(), "md" | "markdown" | "mdx" | "qmd" | "html" | "htm" | "xhtml" | "txt" | "text" | "");
    let content = match content::of(bytes, &text) {
        Err(_) if ending == "docx" => return Err(ReadError::Docx),
        Err(_) if !is_text => return Err(ReadError::Format(ending)),
        content => content?,
    };
    Ok(match (content, ending.as_str()) {
        (Content::Word, _) => docx::blocks(bytes)?,
        (_, "docx") => return Err(ReadError::Docx),
        (_, "html" | "htm" | "xhtml") => html::blocks(&text),
        (Content::Html, _) if is_text => html::blocks(&text),
        (_, "txt" | "text" | "") => text::blocks(&text),
        _ if is_text => markdown::blocks(&text),
        _ => return Err(ReadError::Format(ending)),
    })
}

#[cfg(test)]
mod tests;
