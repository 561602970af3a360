//! Captions that roll: each cue shows the last line and a new one. Every word must come out once (section 3.25).

use super::cues::Cue;
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, cues, webvtt};
use crate::calls::Parsed;
use crate::calls::markup::plain;
use crate::calls::roster::Roster;
use crate::calls::tidy::tidy;
use crate::calls::turns::{Order, call};

/// YouTube's captions and others that repeat their lines.
pub const FORMAT: Format = Format {
    id: "vtt-rolling",
    name: "Rolling captions, as from YouTube (.vtt)",
    recognised_by: "starts with WEBVTT, and cues repeat the line before",
    fits: |s| if webvtt::is(&s.text) && rolls(&webvtt::read(&s.text).cues) { Fit::Sure } else { Fit::No },
    read,
};

fn lines(cue: &Cue) -> Vec<String> {
    cue.lines.iter().map(|l| tidy(&plain(l))).filter(|l| !l.is_empty()).collect()
}

/// Whether most cues start with the line that the cue before ended with.
fn rolls(cues: &[Cue]) -> bool {
    let shown: Vec<Vec<String>> = cues.iter().map(lines).filter(|l| !l.is_empty()).collect();
    let repeats = shown.windows(2).filter(|w| matches!(w, [a, b] if b.first() == a.last())).count();
    shown.len() > 2 && repeats * 2 >= shown.len() - 1 && shown.iter().any(|l| l.len() > 1)
}

fn read(source: &Source) -> ReadResult {
    let mut kept: Vec<Cue> = Vec::new();
    let mut before: Vec<String> = Vec::new();
    for cue in webvtt::read(&source.text).cues {
        let shown = lines(&cue);
        for (at, line) in shown.iter().enumerate() {
            // Lines that the cue before showed last, in the same order, are still on screen.
            let still = (1..=before.len()).rev().find(|n| before.get(before.len() - n..) == shown.get(..*n)).unwrap_or(0);
            if at < still {
                continue;
            }
            let fresh = match kept.last().and_then(|k| k.lines.last()) {
                Some(last) => without_overlap(last, line),
                None => line.as_str(),
            };
            if !fresh.is_empty() {
                kept.push(Cue { lines: vec![fresh.to_owned()], ..cue.clone() });
            } else if let Some(last) = kept.last_mut() {
                last.end_ms = last.end_ms.max(cue.end_ms);
            }
        }
        if shown.is_empty() {
            continue;
        }
        if let Some(last) = kept.last_mut() {
            last.end_ms = last.end_ms.max(cue.end_ms);
        }
        before = shown;
    }
    let call = call("vtt-rolling", cues::spoken(&kept), Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The caption file holds no speech."));
    }
    Ok(Parsed::Call(Box::new(call)))
}

/// What of `line` goes on after the tail of `last`, at word borders; three words at least, since two people may say "yes yes".
fn without_overlap<'a>(last: &str, line: &'a str) -> &'a str {
    let words: Vec<(usize, &str)> = line.split_whitespace().map(|w| (w.as_ptr() as usize - line.as_ptr() as usize, w)).collect();
    let tail: Vec<&str> = last.split_whitespace().collect();
    for n in (3..=words.len().min(tail.len())).rev() {
        if words.iter().take(n).map(|(_, w)| *w).eq(tail.iter().skip(tail.len() - n).copied()) {
            return words.get(n).and_then(|(at, _)| line.get(*at..)).unwrap_or_default();
        }
    }
    line
}
