//! A turn that is read and marked, in its call; and what was heard beside what was proposed.

use super::quote::{facts, speaker_line, turn_lines};
use super::{Frame, SMALLEST, Screen, Size, at_most, help, key_lines, laid_out, note_lines, rule, too_small, wrapped};
use crate::calls::{Call, Chars, Turn};
use crate::evidence::Piece;
use crate::page::{Line, Tone, plural};
use crate::review::marking::{Compared, Heard, Mark, Marking, Page, Round};

/// The screen that `marking` shows on a terminal of `size`.
pub fn screen(marking: &Marking, size: Size) -> Screen {
    if size.columns < SMALLEST.columns || size.lines < SMALLEST.lines {
        return too_small(size);
    }
    if let Some(top) = marking.viewport().help() {
        return laid_out(help::of_marking(size), size, top);
    }
    match (marking.compared(), marking.turn()) {
        (Some(compared), _) => laid_out(beside(marking, &compared, size), size, marking.viewport().top(size.columns).unwrap_or_default()),
        (None, Some((call, turn))) => reading(marking, call, turn, size),
        (None, None) => laid_out(Frame::default(), size, 0),
    }
}

fn reading(marking: &Marking, call: &Call, turn: &Turn, size: Size) -> Screen {
    let marks: Vec<Mark> = marking.marks().into_iter().filter(|m| m.call == call.id).collect();
    let chosen = match marking.page() {
        Page::Words { from, to, .. } => Some(Piece { turn: turn.index, start: from, end: to }),
        _ => None,
    };
    let mut body = Vec::new();
    let (mut here, mut words) = (0..0, None::<std::ops::Range<usize>>);
    for one in &call.turns {
        let is_here = one.index == turn.index;
        let pieces: Vec<Piece> = match &chosen {
            Some(piece) if is_here => vec![*piece],
            _ => pieces_in(&marks, one.index),
        };
        let from = body.len();
        let edge = |line: Line| {
            let edge = if is_here { Line::of(Tone::Key, "▌ ") } else { Line::plain("  ") };
            Line(edge.0.into_iter().chain(line.0).collect())
        };
        let name = speaker_line(call, one, &[]);
        body.push(if is_here { edge(name) } else { name });
        for line in turn_lines(one, &pieces, size) {
            if is_here && chosen.is_some() && line.0.iter().any(|s| s.tone == Tone::Quoted) {
                let at = body.len();
                words = Some(words.map_or(at, |w| w.start)..at + 1);
            }
            body.push(edge(line));
        }
        for mark in marks.iter().filter(|m| m.pieces.first().is_some_and(|p| p.turn == one.index)) {
            let line = Line::of(Tone::Good, format!("  → {}: ", mark.kind.as_str())).then(Tone::Plain, &mark.statement);
            body.extend(wrapped(line, size, 4));
        }
        if is_here {
            here = from..body.len();
        }
    }
    let shown = words.unwrap_or(here.clone());
    let footer = footer(marking, call, &marks, chosen.as_ref().and_then(|p| Chars::slice(&turn.text, p.start, p.end)), size);
    let frame = Frame { header: header(marking, call, turn, size), body, footer, runs_on: true };
    let height = frame.height(size);
    // The turn stands below the middle: what led to it is read with it.
    let top = marking.viewport().top(size.columns).unwrap_or_else(|| {
        let spare = height.saturating_sub(shown.len());
        shown.start.saturating_sub(spare - spare / 3)
    });
    let mut screen = laid_out(frame, size, top);
    screen.drawn.quote_end = shown.end <= screen.drawn.top + screen.drawn.height;
    screen
}

fn pieces_in(marks: &[Mark], turn: u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = marks.iter().flat_map(|m| &m.pieces).filter(|p| p.turn == turn).cloned().collect();
    pieces.sort();
    // Where marks overlap, the words of the first one are shown once.
    let mut end = Chars(0);
    for piece in &mut pieces {
        piece.start = piece.start.max(end);
        piece.end = piece.end.max(piece.start);
        end = piece.end;
    }
    pieces
}

fn header(marking: &Marking, call: &Call, turn: &Turn, size: Size) -> Vec<Line> {
    let title = match marking.round() {
        Round::First => format!("First read · turn {} of {} · {}", turn.index, call.turns.len(), call.file),
        Round::Unused => {
            let of_call = marking.stops().iter().filter(|(id, _)| *id == call.id);
            let before = marking.stops().iter().take(marking.at()).filter(|(id, _)| *id == call.id).count();
            format!("What no theme cites · {} of {} in this call · {}", before + 1, of_call.count(), call.file)
        }
    };
    let facts = facts(call).join(" · ");
    let facts = if facts.is_empty() { Vec::new() } else { at_most(wrapped(Line::plain(facts), size, 0), 2, size, "") };
    [wrapped(Line::of(Tone::Strong, title), size, 0), facts, vec![rule(size)]].concat()
}

fn footer(marking: &Marking, call: &Call, marks: &[Mark], chosen: Option<&str>, size: Size) -> Vec<Line> {
    let mut lines = vec![rule(size)];
    if let Page::Words { kind, .. } = marking.page() {
        let words =
            Line::of(Tone::Strong, format!("The {}: ", kind.as_str())).then(Tone::Plain, format!("“{}”", chosen.unwrap_or_default()));
        lines.extend(at_most(wrapped(words, size, 2), if size.is_tight() { 2 } else { 4 }, size, ""));
        let keys =
            [("Tab", "next sentence"), ("↑↓", "where it starts"), ("←→", "where it ends"), ("Enter", "take"), ("Esc", "mark nothing")];
        lines.extend(key_lines("", &keys, size));
        lines.extend(note_lines(marking.viewport().note(), size));
        return lines;
    }
    let so_far = match marks.len() {
        0 => String::new(),
        n => format!("  {} in this call so far.", plural(n, "mark")),
    };
    let question = match marking.round() {
        Round::First => "What do you hear?",
        Round::Unused => "Is there something here that a theme should say?",
    };
    lines.push(Line::of(Tone::Strong, question).then(Tone::Quiet, so_far));
    let kinds =
        [("1", "problem"), ("2", "success"), ("3", "objection"), ("4", "trigger"), ("5", "alternative"), ("6", "doubt"), ("7", "request")];
    lines.extend(key_lines("", &kinds, size));
    let mut more = vec![("Space", "read on"), ("b", "back")];
    if marking.round() == Round::Unused && marking.stops().iter().any(|(id, _)| *id != call.id) {
        more.extend([("N", "next call"), ("P", "call before")]);
    }
    if !marks.is_empty() {
        more.push(("z", "take the last mark back"));
    }
    more.extend([("?", "help"), ("q", "leave")]);
    lines.extend(key_lines("", &more, size));
    lines.extend(note_lines(marking.viewport().note(), size));
    lines
}

fn beside(marking: &Marking, compared: &Compared, size: Size) -> Frame {
    let file = marking.turn().map_or("", |(call, _)| call.file.as_str());
    let header = [wrapped(Line::of(Tone::Strong, format!("First read · done · {file}")), size, 0), vec![rule(size)]].concat();
    let mut body = Vec::new();
    let (marks, proposed) = (compared.both.len() + compared.only_reader.len(), compared.both.len() + compared.only_proposed.len());
    let words = match compared.proposers.as_slice() {
        [] => format!(
            "You marked {}. Nothing was proposed yet: after `verbatim propose`, the same command says what you heard and it didn't, and the reverse.",
            plural(marks, "passage")
        ),
        names => format!(
            "You marked {}, and {} proposed {} of this call. Where the words overlap, both heard it.",
            plural(marks, "passage"),
            names.join(" and "),
            plural(proposed, "passage")
        ),
    };
    body.extend(wrapped(Line::plain(words), size, 0));
    let mut section = |heading: &str, heard: Vec<Vec<Line>>| {
        if !heard.is_empty() {
            body.extend([Line::empty(), Line::of(Tone::Strong, format!("{heading} ({})", heard.len()))]);
            body.extend(heard.into_iter().flatten());
        }
    };
    if !compared.proposers.is_empty() {
        section("Only you heard it", compared.only_reader.iter().map(|h| one(h, size)).collect());
        section("You did not mark it", compared.only_proposed.iter().map(|h| one(h, size)).collect());
        section("Both heard it", compared.both.iter().map(|(you, other)| pair(you, other, size)).collect());
    } else {
        section("Your marks", compared.only_reader.iter().map(|h| one(h, size)).collect());
    }
    body.push(Line::empty());
    body.extend(wrapped(
        Line::of(Tone::Quiet, "All of it waits in `verbatim review`, where each quote is judged, yours like any other."),
        size,
        0,
    ));
    let mut footer =
        [vec![rule(size)], key_lines("", &[("Space", "on, then done"), ("b", "back to the call"), ("?", "help"), ("q", "leave")], size)]
            .concat();
    footer.extend(note_lines(marking.viewport().note(), size));
    Frame { header, body, footer, runs_on: false }
}

fn one(heard: &Heard, size: Size) -> Vec<Line> {
    let line = Line::of(Tone::Quiet, format!("  turn {:<4} {:<11} ", heard.turn, heard.kind.as_str()))
        .then(Tone::Plain, format!("“{}”", heard.words));
    let mut lines = wrapped(line, size, 4);
    if !heard.words.contains(&heard.statement) {
        lines.extend(wrapped(Line::of(Tone::Quiet, "    as: ").then(Tone::Plain, &heard.statement), size, 8));
    }
    lines
}

fn pair(you: &Heard, other: &Heard, size: Size) -> Vec<Line> {
    let line = Line::of(Tone::Quiet, format!("  turn {:<4} ", you.turn)).then(Tone::Plain, format!("“{}”", you.words));
    let mut lines = wrapped(line, size, 4);
    for (who, heard) in [("you", you), ("proposed", other)] {
        let line = Line::of(Tone::Quiet, format!("    {who}: {}: ", heard.kind.as_str())).then(Tone::Plain, &heard.statement);
        lines.extend(wrapped(line, size, 8));
    }
    lines
}
