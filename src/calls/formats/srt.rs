//! SubRip subtitles: numbers may be missing or start again, and a blank line may stand inside a cue.

use super::cues::{Cue, spoken};
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, webvtt};
use crate::calls::Parsed;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// SubRip.
pub const FORMAT: Format = Format {
    id: "srt",
    name: "Subtitles (.srt)",
    recognised_by: "has lines such as 00:00:03,120 --> 00:00:06,900 and is no WebVTT",
    fits: |s| {
        let first = s.lines().iter().map(|l| l.text.trim()).filter(|l| !l.is_empty()).take(3).any(|l| webvtt::time_line(l, true).is_some());
        if s.is_text() && !webvtt::is(&s.text) && first { Fit::Sure } else { Fit::No }
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let cues = cues_of(&source.text);
    if cues.iter().all(|c| c.lines.iter().all(|l| l.trim().is_empty())) {
        return Err(reject("E_NO_SPEECH", "The subtitle file holds time codes but no words."));
    }
    let mut call = call("srt", spoken(&cues), Roster::default(), Order::Lines);
    if call.turns.iter().all(|t| t.speaker.is_none()) && source.options.speaker.is_none() && is_graph_text(source) {
        return Err(reject(
            "E_NO_SPEAKERS",
            "Times and words, but no speaker names: the plain text that Microsoft's Graph gives. Ask for the transcript as .vtt or .docx, which have the names.",
        ));
    }
    if cues.len() > 1 && cues.iter().all(|c| c.start_ms == 0 && c.end_ms == Some(0)) {
        call.turns.iter_mut().for_each(|t| {
            (t.start_ms, t.end_ms) = (None, None);
            t.forget_units();
        });
    }
    Ok(Parsed::Call(Box::new(call)))
}

/// A text with times as WebVTT has them, without its first line and without numbers: neither subtitles nor captions.
fn is_graph_text(source: &Source) -> bool {
    let name = source.file_name.to_lowercase();
    let dotted = |l: &str| l.contains("-->") && l.contains('.') && !l.contains(',');
    let numbered = source.lines().iter().any(|l| !l.text.trim().is_empty() && l.text.trim().bytes().all(|b| b.is_ascii_digit()));
    !name.ends_with(".srt") && !numbered && source.lines().first().is_some_and(|l| dotted(&l.text))
}

/// The cues; the number above a time line belongs to no cue.
pub fn cues_of(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut blank_before = true;
    let mut last_blank_line_index = None;
    for line in text.lines() {
        if let Some((start_ms, end_ms, _)) = webvtt::time_line(line, false) {
            if let Some(last) = cues.last_mut() {
                let number = last.lines.last().is_some_and(|l| !l.trim().is_empty() && l.trim().chars().all(|c| c.is_ascii_digit()));
                if number && last_blank_line_index == Some(last.lines.len() - 1) {
                    last.lines.pop();
                }
            }
            cues.push(Cue { start_ms, end_ms: Some(end_ms), ..Default::default() });
            last_blank_line_index = None;
            blank_before = false;
            continue;
        }
        if line.trim().is_empty() {
            blank_before = true;
            continue;
        }
        if let Some(cue) = cues.last_mut() {
            if blank_before {
                last_blank_line_index = Some(cue.lines.len());
            }
            cue.lines.push(line.to_owned());
        }
        blank_before = false;
    }
    cues
}

#[cfg(test)]
mod tests {
    use super::cues_of;

    #[test]
    fn numbers_and_blank_lines() {
        let cues = cues_of(
            "1\n00:00:01,000 --> 00:00:02,000 X1:10\nOne\n\nstill\n\n\n00:00:02.5 --> 00:00:03.0\n14\n\n7\n00:00:04,000 --> 00:00:05,000\nThree",
        );
        let lines: Vec<_> = cues.iter().map(|c| c.lines.join("|")).collect();
        assert_eq!(lines, ["One|still", "14", "Three"]);
        assert_eq!(cues[1].start_ms, 2500);
    }
}
