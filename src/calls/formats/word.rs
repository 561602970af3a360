//! Word documents of agencies and people (section 3.10): labels in paragraphs.

use super::source::{Content, Source};
use super::{Fit, Format, ReadResult, written};
use crate::calls::Parsed;
use crate::calls::roster::Roster;

/// Paragraphs with labels.
pub const FORMAT: Format = Format {
    id: "docx-text",
    name: "Word transcript (.docx)",
    recognised_by: "a Word file whose paragraphs are headed by names, with or without times",
    fits: |s| if matches!(s.content, Content::Word(_)) { Fit::Hits(1) } else { Fit::No },
    read,
};

fn read(source: &Source) -> ReadResult {
    if let Content::Word(document) = &source.content
        && source.lines().is_empty()
        && document.pictures
    {
        return Err(super::source::reject("E_NO_TEXT_LAYER", "No text inside, only pictures. Run OCR or export the text."));
    }
    let call = written::read("docx-text", source.lines(), Roster::default(), source.options.speaker.as_deref())?;
    Ok(Parsed::Call(Box::new(call)))
}
