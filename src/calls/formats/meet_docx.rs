//! Google's Doc as Word: Gemini's notes above, the transcript below (section 3.4 a).

use super::source::{Content, Source};
use super::{Fit, Format, ReadResult, sections, tools, written};
use crate::calls::Parsed;
use crate::calls::roster::Roster;

/// Notes and transcript, or either alone.
pub const FORMAT: Format = Format {
    id: "meet-gemini-docx",
    name: "Google Meet transcript or Gemini notes (.docx)",
    recognised_by: "a Word file with Gemini's notes, a line that ends in \"- Transcript\", or \"Transcription ended after\"",
    fits: |s| {
        if matches!(s.content, Content::Word(_)) && (sections::summary_marks(s.lines()) >= 3 || tools::is_meet(s.lines())) {
            Fit::Hits(40)
        } else {
            Fit::No
        }
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let mut call = written::read("meet-gemini-docx", source.lines(), Roster::default(), source.options.speaker.as_deref())?;
    tools::meet_title(&mut call, source.lines());
    Ok(Parsed::Call(Box::new(call)))
}
