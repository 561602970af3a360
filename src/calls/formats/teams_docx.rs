//! Microsoft Teams' Word files: today's, with header and words in one paragraph, and those of 2021 to 2023 (section 3.2 b and c).

use super::cues::{Cue, tagged};
use super::pattern::Pattern;
use super::script::Line;
use super::source::{Content, Source, reject};
use super::{Fit, Format, ReadResult, webvtt, written};
use crate::calls::Parsed;
use crate::calls::labels::clean;
use crate::calls::roster::Roster;
use crate::calls::tidy::tidy;
use crate::calls::turns::{Order, call};

/// Today's layout.
pub const CURRENT: Format = Format {
    id: "teams-docx",
    name: "Microsoft Teams transcript (.docx)",
    recognised_by: "a Word file with paragraphs headed by a name, spaces and a time such as 0:03",
    fits: |s| {
        let heads = s.lines().iter().filter(|l| Pattern::NameTime.read(l).is_some_and(|h| h.gap >= 3)).count();
        if matches!(s.content, Content::Word(_)) && heads >= 1 { Fit::Hits(20 + heads) } else { Fit::No }
    },
    read,
};

/// The layout of 2021 to 2023.
pub const OLD: Format = Format {
    id: "teams-docx-2022",
    name: "Microsoft Teams transcript of 2021 to 2023 (.docx)",
    recognised_by: "a Word file with lines such as 0:0:3.120 --> 0:0:7.86",
    fits: |s| {
        if matches!(s.content, Content::Word(_)) && s.lines().iter().any(|l| webvtt::time_line(&l.text, false).is_some()) {
            Fit::Sure
        } else {
            Fit::No
        }
    },
    read: read_old,
};

fn read(source: &Source) -> ReadResult {
    let Content::Word(document) = &source.content else { return Err(reject("E_UNKNOWN", "No Word file.")) };
    // A header is the first line of its paragraph; "X stopped transcription" has none, in any language.
    let head = |l: &Line| Pattern::NameTime.read(l).filter(|h| h.gap >= 2).map(|h| clean(h.label));
    let names: Vec<String> = source.lines().iter().filter_map(head).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut begun = false;
    for block in &document.blocks {
        let super::docx::Block::Paragraph(paragraph) = block else { continue };
        let paragraph: Vec<&Line> = paragraph.iter().filter(|l| !l.text.trim().is_empty()).collect();
        let headed = paragraph.iter().any(|l| head(l).is_some());
        let event = !headed
            && paragraph.len() == 1
            && paragraph
                .first()
                .is_some_and(|l| names.iter().any(|n| tidy(&l.text).starts_with(n.as_str())) && l.text.split_whitespace().count() <= 8);
        begun |= headed;
        if !event || !begun {
            lines.extend(paragraph.into_iter().cloned());
        }
    }
    let mut call = written::read("teams-docx", &lines, Roster::default(), source.options.speaker.as_deref())?;
    call.title = call.title.take().map(|t| without_stamp(&t).to_owned());
    Ok(Parsed::Call(Box::new(call)))
}

/// `Corvid Freight win review-20250312_110204-Meeting Transcript` without its tail.
fn without_stamp(title: &str) -> &str {
    for (at, _) in title.match_indices('-') {
        let Some(tail) = title.get(at + 1..) else { continue };
        let stamp: String = tail.chars().take(15).collect();
        let fits = stamp.len() == 15 && stamp.char_indices().all(|(i, c)| if i == 8 { c == '_' } else { c.is_ascii_digit() });
        if fits {
            return title.get(..at).unwrap_or(title).trim();
        }
    }
    title
}

fn read_old(source: &Source) -> ReadResult {
    let mut cues: Vec<Cue> = Vec::new();
    for line in source.lines() {
        if let Some((start_ms, end_ms, _)) = webvtt::time_line(&line.text, false) {
            cues.push(Cue { start_ms, end_ms: Some(end_ms), ..Default::default() });
        } else if let Some(cue) = cues.last_mut() {
            cue.lines.push(line.text.replace('&', "&amp;").replace('<', "&lt;"));
        }
    }
    // The line below the times is the speaker if at least one more follows.
    for cue in cues.iter_mut().filter(|c| c.lines.len() > 1) {
        let name = cue.lines.remove(0);
        cue.voice = Some(clean(&name)).filter(|n| !n.is_empty());
    }
    let call = call("teams-docx-2022", tagged(&cues), Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The transcript holds times but no words."));
    }
    Ok(Parsed::Call(Box::new(call)))
}
