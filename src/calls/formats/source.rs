//! A file, opened once: what its bytes are, before any format looks at it.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::Value;

use super::ReadOptions;
use super::docx::Document;
use super::markdown;
use super::script::{Line, Survey};
use super::webvtt;
use crate::calls::{Reject, Warning};

/// What a file holds, by its bytes.
pub enum Content {
    /// Text lines of a plain file.
    Text,
    /// One JSON value.
    Json(Value),
    /// A Word document.
    Word(Document),
    /// A workbook's sheets.
    Sheets(Vec<super::table::Sheet>),
    /// Text lines of a PDF or RTF, which the lines hold.
    Printed(&'static str),
}

/// A file on its way to a format.
pub struct Source<'a> {
    /// Without folders.
    pub file_name: &'a str,
    /// What the bytes are.
    pub content: Content,
    /// The decoded text (empty where the file has none).
    pub text: Cow<'a, str>,
    /// What had to be guessed while decoding.
    pub warnings: Vec<Warning>,
    /// What the caller said.
    pub options: &'a ReadOptions,
    lines: OnceCell<Vec<Line>>,
    survey: OnceCell<Survey>,
}

impl<'a> Source<'a> {
    /// A source whose lines are those of its text.
    pub fn of_text(file_name: &'a str, content: Content, text: Cow<'a, str>, warnings: Vec<Warning>, options: &'a ReadOptions) -> Self {
        Source { file_name, content, text, warnings, options, lines: OnceCell::new(), survey: OnceCell::new() }
    }

    /// A source whose lines are known otherwise: a document's paragraphs, or none.
    pub fn of_lines(file_name: &'a str, content: Content, lines: Vec<Line>, options: &'a ReadOptions) -> Self {
        Source { lines: OnceCell::from(lines), ..Source::of_text(file_name, content, Cow::Borrowed(""), Vec::new(), options) }
    }

    /// The text by lines, marked with what Markdown or Word says of them; made when the first format asks for them.
    pub fn lines(&self) -> &[Line] {
        self.lines.get_or_init(|| if self.json().is_some() { Vec::new() } else { markdown::lines_of(&self.text) })
    }

    /// Which header patterns the lines show, found once for all formats. Captions have none.
    pub fn survey(&self) -> &Survey {
        self.survey.get_or_init(|| if webvtt::is(&self.text) { Survey::default() } else { Survey::of(self.lines()) })
    }

    /// The JSON value, where it is JSON.
    pub fn json(&self) -> Option<&Value> {
        match &self.content {
            Content::Json(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is a plain text file.
    pub fn is_text(&self) -> bool {
        matches!(self.content, Content::Text)
    }
}

/// A refusal.
pub fn reject(code: &str, message: impl Into<String>) -> Reject {
    Reject { code: code.into(), message: message.into() }
}
