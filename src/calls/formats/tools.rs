//! Text copied or downloaded from meeting tools, known by a fixed mark each: Otter, Rev, Fathom, Happy Scribe, Granola, Google Meet.

use super::pattern::Pattern;
use super::source::Source;
use super::{Fit, Format, ReadResult, script, sections, text};
use crate::calls::tidy::tidy;
use crate::calls::{Parsed, ParsedCall, clock};

/// Otter.ai's text export (section 3.6).
pub const OTTER: Format = Format {
    id: "otter-txt",
    name: "Otter.ai (.txt)",
    recognised_by: "lines of a name, two spaces and a time such as 0:16, or the footer \"Transcribed by https://otter.ai\"",
    fits: |s| match pattern(s) {
        Some(Pattern::NameTime)
            if s.lines().iter().any(|l| l.text.contains("otter.ai")) || s.survey().best.as_ref().is_some_and(script::Style::is_otter) =>
        {
            Fit::Hits(15)
        }
        _ => Fit::No,
    },
    read: |s| text::read(s, "otter-txt"),
};

/// Rev's and other agencies' text (section 3.13).
pub const REV: Format = Format {
    id: "rev-txt",
    name: "Rev (.txt)",
    recognised_by: "lines such as Name (00:16): with the words below",
    fits: |s| {
        if s.is_text() && s.lines().iter().filter(|l| Pattern::LabelTimeText.read(l).is_some_and(|h| h.text.is_empty())).count() >= 2 {
            Fit::Hits(15)
        } else {
            Fit::No
        }
    },
    read: |s| text::read(s, "rev-txt"),
};

/// Fathom's copied transcript (section 3.8 a).
pub const FATHOM: Format = Format {
    id: "fathom-copy",
    name: "Fathom, copied (.txt)",
    recognised_by: "lines such as 0:03 - Name (Company), words indented below, and VIEW RECORDING",
    fits: |s| {
        if pattern(s) == Some(Pattern::TimeName)
            && s.lines().iter().any(|l| l.text.contains("VIEW RECORDING") || l.text.contains("fathom.video"))
        {
            Fit::Sure
        } else {
            Fit::No
        }
    },
    read: |s| titled(s, "fathom-copy", |title| title.rsplit_once(" - ").map_or(title, |(t, _)| t)),
};

/// Happy Scribe's text (section 3.24).
pub const HAPPY_SCRIBE: Format = Format {
    id: "happyscribe-txt",
    name: "Happy Scribe (.txt)",
    recognised_by: "lines such as [00:00:06.48] - Speaker 2",
    fits: |s| {
        let header = |l: &script::Line| {
            clock::bracketed_at_start(l.text.trim()).is_some_and(|(t, b, rest)| b == Some('[') && t.fraction && rest.starts_with(" - "))
        };
        if s.is_text() && s.lines().iter().filter(|l| header(l)).count() >= 2 { Fit::Hits(20) } else { Fit::No }
    },
    read: |s| text::read(s, "happyscribe-txt"),
};

/// Granola's copied transcript (section 3.14).
pub const GRANOLA: Format = Format {
    id: "granola-copy",
    name: "Granola, copied (.txt)",
    recognised_by: "lines that begin with Me: and Them:",
    fits: |s| {
        let me = s.lines().iter().any(|l| l.text.starts_with("Me:"));
        if s.is_text() && pattern(s) == Some(Pattern::Label) && me && s.lines().iter().any(|l| l.text.starts_with("Them:")) {
            Fit::Hits(20)
        } else {
            Fit::No
        }
    },
    read: |s| text::read(s, "granola-copy"),
};

/// Google Meet's transcript as text (section 3.4 b).
pub const MEET: Format = Format {
    id: "meet-text",
    name: "Google Meet transcript (.txt)",
    recognised_by: "a first line that ends in \"- Transcript\", or the line \"Meeting ended after\"",
    fits: |s| if s.is_text() && pattern(s) == Some(Pattern::Label) && is_meet(s.lines()) { Fit::Hits(25) } else { Fit::No },
    read: |s| titled(s, "meet-text", |t| t),
};

fn pattern(source: &Source) -> Option<Pattern> {
    source.survey().best.as_ref().filter(|_| source.is_text()).map(|s| s.pattern)
}

/// Whether the lines have the marks of Meet's Doc.
pub fn is_meet(lines: &[script::Line]) -> bool {
    lines.iter().any(|l| super::furniture::ends_the_talk(&l.text))
        || lines.iter().take(60).any(|l| sections::is_transcript_title(&l.text))
        || lines.iter().any(|l| l.text.starts_with("This editable transcript was computer generated"))
}

/// Reads a text and takes the tool's additions off its title.
pub fn titled(source: &Source, id: &str, cut: fn(&str) -> &str) -> ReadResult {
    let mut parsed = text::read(source, id)?;
    if let Parsed::Call(call) = &mut parsed {
        call.title = call.title.take().map(|t| cut(&t).to_owned());
        meet_title(call, source.lines());
    }
    Ok(parsed)
}

/// `Title (2024-06-18 11:02 GMT-4) - Transcript` and its kin: the line that ends in "- Transcript" holds the title.
pub fn meet_title(call: &mut ParsedCall, lines: &[script::Line]) {
    let line = lines.iter().find(|l| sections::is_transcript_title(&l.text)).map(|l| tidy(&l.text));
    if let Some(line) = line {
        let title = line.trim_end_matches(['*', ' ']).rsplit_once('-').map_or(line.as_str(), |(t, _)| t).trim();
        call.title = Some(without_stamp(title).to_owned());
    }
    if call.title.as_deref().is_some_and(sections::is_section_name) {
        call.title = None;
    }
}

/// Cuts ` (2024-06-18 11:02 GMT-4)` or ` - 2024/11/19 12:00 EST` off a title.
fn without_stamp(title: &str) -> &str {
    let stamp = |t: &str| matches!(crate::calls::date::find(t, None), Some(crate::calls::date::Found::Date(_)));
    if let (base, Some(inner)) = crate::calls::labels::split_bracket(title)
        && stamp(inner)
    {
        return base;
    }
    match title.rsplit_once(" - ") {
        Some((base, tail)) if stamp(tail) => base,
        _ => title,
    }
}
