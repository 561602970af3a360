//! A whole call, read at a line; and a turn drawn at random.

use super::quote::{about, instruction_lines, speaker_line, turn_lines};
use super::{Frame, Screen, Size, key_lines, laid_out, note_line, rule, wrapped};
use crate::calls::{Call, Chars};
use crate::evidence::Piece;
use crate::page::{Line, Tone};
use crate::review::session::Reading;
use crate::review::{Session, docket};

/// The call that is read.
pub fn reading(session: &Session, reading: &Reading, size: Size) -> Screen {
    let Some(call) = session.docket().call(&reading.call) else { return laid_out(Frame::default(), size, 0) };
    let Laid { lines, turns, words } = lay(call, &reading.pieces, 1..=u32::MAX, size);
    let header = [wrapped(Line::of(Tone::Strong, format!("The whole call · {}", call.file)), size, 0), vec![rule(size)]].concat();
    let keys = [("Space", "on"), ("↑↓", "a line"), ("b", "back to the quote"), ("?", "help")];
    let footer = [vec![rule(size)], key_lines("", &keys, size)].concat();
    let frame = Frame { header, body: lines, footer, runs_on: false };
    let height = frame.height(size);
    let top = reading.scroll.top().unwrap_or_else(|| words.start.saturating_sub(height / 3));
    let mut screen = laid_out(frame, size, top);
    let (top, bottom) = (screen.drawn.top, screen.drawn.top + screen.drawn.height);
    let whole = turns.iter().filter(|(_, lines)| top <= lines.start && lines.end <= bottom).map(|(turn, _)| *turn);
    screen.drawn.turns = whole.clone().min().zip(whole.max());
    screen
}

/// A turn that no theme cites, with the turns around it.
pub fn sample(session: &Session, at: usize, size: Size) -> Screen {
    let Some(sample) = session.sample() else { return laid_out(Frame::default(), size, 0) };
    let place = sample.turns.get(at).and_then(|(call, turn)| Some((session.docket().call(call)?, *turn)));
    let Some((call, turn)) = place else { return laid_out(Frame::default(), size, 0) };
    let end = call.turn(turn).map_or(Chars(0), |t| Chars::count(&t.text));
    let pieces = [Piece { turn, start: Chars(0), end }];
    let around = turn.saturating_sub(docket::CONTEXT_TURNS)..=turn.saturating_add(docket::CONTEXT_TURNS);
    let Laid { lines, words, .. } = lay(call, &pieces, around, size);
    let title = format!("Blind spots · turn {} of {}, drawn at random from {} that no theme cites", at + 1, sample.turns.len(), sample.of);
    let header = [wrapped(Line::of(Tone::Strong, title), size, 0), wrapped(about(call, &pieces), size, 0), vec![rule(size)]].concat();
    let mut footer = vec![rule(size), Line::of(Tone::Strong, "Did we miss something here that a theme should say?")];
    footer.extend(key_lines("", &[("y", "yes, missed"), ("0", "no, nothing missed")], size));
    footer.extend(key_lines("", &[("w", "whole call"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")], size));
    footer.extend(note_line(session, size));
    let frame = Frame { header, body: lines, footer, runs_on: false };
    let height = frame.height(size);
    let spare = height.saturating_sub(words.len());
    let top = session.viewport().top(size.columns).unwrap_or_else(|| words.start.saturating_sub((spare / 2).max(usize::from(spare > 0))));
    let mut screen = laid_out(frame, size, top);
    screen.drawn.quote_end = words.end <= screen.drawn.top + screen.drawn.height;
    screen
}

/// Turns as lines.
struct Laid {
    lines: Vec<Line>,
    /// The lines of each turn.
    turns: Vec<(u32, std::ops::Range<usize>)>,
    /// The lines of the words.
    words: std::ops::Range<usize>,
}

fn lay(call: &Call, pieces: &[Piece], which: std::ops::RangeInclusive<u32>, size: Size) -> Laid {
    let mut laid = Laid { lines: Vec::new(), turns: Vec::new(), words: 0..0 };
    let mut words: Option<std::ops::Range<usize>> = None;
    for turn in call.turns.iter().filter(|t| which.contains(&t.index)) {
        let from = laid.lines.len();
        laid.lines.push(speaker_line(call, turn, pieces));
        laid.lines.extend(instruction_lines(&turn.text, size));
        for line in turn_lines(turn, pieces, size) {
            let is_quoted = line.0.iter().any(|s| s.tone == Tone::Quoted);
            let at = laid.lines.len();
            if is_quoted {
                words = Some(words.map_or(at, |w| w.start)..at + 1);
            }
            let edge = if is_quoted { Line::of(Tone::Quoted, "▌ ") } else { Line::plain("  ") };
            laid.lines.push(Line(edge.0.into_iter().chain(line.0).collect()));
        }
        laid.turns.push((turn.index, from..laid.lines.len()));
    }
    laid.words = words.unwrap_or(0..laid.lines.len());
    laid
}
