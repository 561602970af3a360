//! The frame of WebVTT: header, NOTE, STYLE and REGION blocks, cues. Which recorder wrote it is for the formats beside this one.

use super::cues::Cue;
use crate::calls::clock;
use crate::calls::labels::clean;
use crate::calls::markup::decode_entities;

/// A file's cues and what else was in it.
#[derive(Debug, Default)]
pub struct File {
    /// In the file's order.
    pub cues: Vec<Cue>,
    /// Texts of NOTE lines, in order.
    pub notes: Vec<String>,
}

/// Whether the text is WebVTT at all.
pub fn is(text: &str) -> bool {
    text.trim_start().strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace()))
}

/// `00:00:03.270 --> 00:00:07.590 align:start`, with a comma or dot and with or without hours.
pub fn time_line(line: &str, padded: bool) -> Option<(u64, u64, &str)> {
    let (start, rest) = clock::at_start(line.trim_start(), padded)?;
    let rest = rest.trim_start().strip_prefix("-->")?.trim_start();
    let (end, settings) = clock::at_start(rest, padded)?;
    (settings.is_empty() || settings.starts_with(char::is_whitespace)).then_some((start.ms, end.ms, settings.trim()))
}

/// Reads the frame. A block without a time line continues the cue before it (a blank line inside a cue).
pub fn read(text: &str) -> File {
    let mut file = File::default();
    let mut pending: Option<&str> = None;
    let mut skipping = false;
    let mut after_blank = true;
    let mut in_cue = false;
    for line in text.trim_start().lines().skip(1) {
        if line.is_empty() {
            pending = None;
            skipping = false;
            after_blank = true;
            continue;
        }
        if let Some((start_ms, end_ms, _)) = time_line(line, false) {
            let id = pending.take().unwrap_or_default().to_owned();
            if let (false, Some(last)) = (after_blank, file.cues.last_mut())
                && !id.is_empty()
                && last.lines.last() == Some(&id)
            {
                last.lines.pop();
            }
            file.cues.push(Cue { id, start_ms, end_ms: Some(end_ms), ..Default::default() });
            skipping = false;
            after_blank = false;
            in_cue = true;
            continue;
        }
        if is_stream_note(line) {
            file.notes.push(line.to_owned());
            after_blank = false;
            continue;
        }
        if after_blank && is_block(line) {
            skipping = true;
            if line.starts_with("NOTE") {
                file.notes.push(line.to_owned());
            }
        }
        if !skipping {
            let is_id = after_blank;
            pending = Some(line);
            if let (true, Some(cue)) = (in_cue, file.cues.last_mut()) {
                // After a blank line this is an id, unless no time line follows: then `place_orphans` gives it back.
                if is_id {
                    cue.lines.push(format!("{ORPHAN}{line}"));
                } else {
                    cue.lines.push(line.to_owned());
                }
            }
        }
        after_blank = false;
    }
    place_orphans(&mut file.cues);
    file
}

/// Marks a line that stood after a blank line, until it is known whether it was an id.
const ORPHAN: char = '\u{1}';

/// A line after a blank line was the next cue's id; if it was not, it continues the cue.
fn place_orphans(cues: &mut [Cue]) {
    let ids: Vec<String> = cues.iter().skip(1).map(|c| c.id.clone()).chain([String::new()]).collect();
    for (cue, next_id) in cues.iter_mut().zip(ids) {
        if let Some(last) = cue.lines.last()
            && last.strip_prefix(ORPHAN) == Some(next_id.as_str())
            && !next_id.is_empty()
        {
            cue.lines.pop();
        }
        for line in &mut cue.lines {
            if let Some(text) = line.strip_prefix(ORPHAN) {
                *line = text.to_owned();
            }
        }
    }
}

/// Lines that Microsoft Stream writes before every cue, and sometimes glued into one.
pub fn is_stream_note(line: &str) -> bool {
    line.strip_prefix("NOTE ")
        .is_some_and(|rest| ["confidence", "duration", "language"].iter().any(|word| rest.trim_start().to_lowercase().starts_with(word)))
}

/// A cue id may start with a reserved word; only the word itself, alone or before a space, opens a block.
fn is_block(line: &str) -> bool {
    let opens = |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    opens("NOTE") || line.trim_end() == "STYLE" || opens("REGION") && line.trim_end() == "REGION"
}

/// Splits cues at their voice tags: `<v.loud Dana (Guest)>text</v>`. Words outside of any tag have no voice.
pub fn voices(cues: Vec<Cue>) -> Vec<Cue> {
    let mut out = Vec::with_capacity(cues.len());
    for cue in cues {
        let payload = cue.lines.join("\n");
        if !payload.contains("<v") {
            out.push(cue);
            continue;
        }
        let mut rest = payload.as_str();
        let mut voice = None;
        while let Some((before, label, after)) = next_voice(rest) {
            push(&mut out, &cue, voice.take(), before);
            voice = Some(label);
            rest = after;
        }
        push(&mut out, &cue, voice, rest);
    }
    out
}

fn next_voice(text: &str) -> Option<(&str, String, &str)> {
    let at =
        text.match_indices("<v").map(|(at, _)| at).find(|at| text.get(at + 2..).is_some_and(|t| t.starts_with(['.', ' ', '\t', '\n'])))?;
    let tag = text.get(at + 2..)?;
    let close = tag.find('>')?;
    let inside = tag.get(..close)?;
    let name = inside.split_once(char::is_whitespace).map_or("", |(_, name)| name);
    Some((text.get(..at)?, clean(&decode_entities(name)), tag.get(close + 1..)?))
}

fn push(out: &mut Vec<Cue>, cue: &Cue, voice: Option<String>, text: &str) {
    let (said, after) = match (voice.is_some(), text.find("</v>")) {
        (true, Some(at)) => (text.get(..at).unwrap_or_default(), text.get(at + 4..).unwrap_or_default()),
        _ => (text, ""),
    };
    for (voice, said) in [(voice.filter(|v| !v.is_empty()), said), (None, after)] {
        if !said.trim().is_empty() {
            out.push(Cue { voice, lines: said.lines().map(str::to_owned).collect(), ..cue.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{read, voices};

    #[test]
    fn ids_notes_and_blank_lines_inside_cues() {
        let file = read(
            "WEBVTT - x\nKind: captions\n\nNOTE 1\nskip\n\nNOTEBOOK-1\n00:01.000 --> 00:02.000\nOne\n\nstill one\n\n2\n00:00:02.000 --> 00:00:03.000 line:1\nTwo A --> B\nNOTE Confidence: 0.9\nthree\n",
        );
        assert_eq!(file.cues.len(), 2);
        assert_eq!(file.cues[0].id, "NOTEBOOK-1");
        assert_eq!(file.cues[0].lines, ["One", "still one"]);
        assert_eq!(file.cues[1].lines, ["Two A --> B", "three"]);
        assert_eq!(file.cues[1].start_ms, 2000);
    }

    #[test]
    fn voice_tags_may_miss_their_end() {
        let cues = voices(read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann &amp; Bo>Hi\nthere</v> um <v Cy>yes\n").cues);
        let got: Vec<_> = cues.iter().map(|c| (c.voice.as_deref(), c.lines.join(" "))).collect();
        assert_eq!(got, [(Some("Ann & Bo"), "Hi there".into()), (None, " um ".into()), (Some("Cy"), "yes".into())]);
    }
}
