//! One quote in its context: the turns around, the words in their turn, then the claim, then the question.

use super::{Frame, Screen, Size, key_line, laid_out, note_line, rule, wrapped};
use crate::calls::{Call, Chars, Role, Turn};
use crate::evidence::{Checked, Piece, Verdict};
use crate::page::{Line, Tone, wrap};
use crate::review::{QuoteStanding, Session, Standing};

/// The screen for the quote at a position of the theme at a position.
pub fn screen(session: &Session, standing: &Standing<'_>, theme: usize, quote: usize, size: Size) -> Screen {
    let Some(one) = standing.quotes.get(quote) else { return laid_out(Frame::default(), size, None) };
    let header = header(session, standing, one, theme, quote, size);
    let footer = footer(session, standing, one, size);
    let height = size.lines.saturating_sub(header.len() + footer.len()).max(1);
    let (body, quoted) = body(session, one, size);
    let first = quoted.as_ref().map_or(0, |r| r.start);
    let last = quoted.as_ref().map_or(body.len(), |r| r.end);
    // The words themselves come first on the screen, with as much of the turns before them as fits.
    let spare = height.saturating_sub(last - first);
    let top = session.top().unwrap_or_else(|| first.saturating_sub((spare / 2).max(usize::from(spare > 0))));
    let top = top.min(body.len().saturating_sub(height));
    let mut screen = laid_out(Frame { header, body, footer }, size, Some(top));
    screen.drawn.quote_end = last <= screen.drawn.top + screen.drawn.height;
    screen
}

fn header(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, theme: usize, quote: usize, size: Size) -> Vec<Line> {
    let place = format!(
        "Theme {} of {} · {} · quote {} of {}",
        theme + 1,
        session.order().len(),
        standing.kind.as_str(),
        quote + 1,
        standing.quotes.len()
    );
    let mut lines = vec![Line::of(Tone::Strong, place)];
    let id = place_of(one.checked).map(|(call, _)| call);
    if let Some(call) = id.and_then(|id| session.docket().call(&id)) {
        lines.push(about(call));
    }
    let mut lines: Vec<Line> = lines.into_iter().flat_map(|l| wrapped(l, size, 0).into_iter().take(2)).collect();
    lines.push(rule(size));
    lines
}

/// The call, account, outcome, persona and date in one line.
fn about(call: &Call) -> Line {
    let m = &call.metadata;
    let facts = [m.account.as_deref(), m.outcome.map(|o| o.as_str()), m.persona.as_deref(), m.date.as_deref()];
    let facts: Vec<&str> = facts.into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" · {}", facts.join(" · ")) };
    Line::of(Tone::Quiet, format!("{}{facts}", call.file))
}

fn place_of(checked: &Checked) -> Option<(crate::calls::CallId, Vec<Piece>)> {
    if let Some(v) = &checked.verbatim {
        return Some((v.call().clone(), v.place().pieces.clone()));
    }
    checked.nearest.as_ref().map(|p| (p.call.clone(), vec![Piece { turn: p.turn, start: p.start, end: p.end }]))
}

/// The turns around, and which of the lines the words stand in.
fn body(session: &Session, one: &QuoteStanding<'_>, size: Size) -> (Vec<Line>, Option<std::ops::Range<usize>>) {
    let mut lines = Vec::new();
    if let Some(why) = one.set_aside() {
        lines.extend(wrapped(Line::of(Tone::Warning, format!("Can't be evidence: {why}.")), size, 0));
        lines.extend(wrapped(Line::of(Tone::Quiet, "Claimed: ").then(Tone::Plain, &one.checked.claim.text), size, 9));
        for d in one.checked.difference.iter().take(6) {
            let line = Line::of(Tone::Quiet, "Differs: claimed ").then(Tone::Plain, word_or_nothing(&d.claimed));
            lines.extend(wrapped(line.then(Tone::Quiet, ", said ").then(Tone::Plain, word_or_nothing(&d.source)), size, 9));
        }
        lines.push(Line::empty());
    }
    let Some((id, pieces)) = place_of(one.checked) else {
        lines.push(Line::of(Tone::Quiet, "Nothing like it was said in any call."));
        return (lines, None);
    };
    let Some(call) = session.docket().call(&id) else { return (lines, None) };
    let (first, last) = (pieces.first().map_or(1, |p| p.turn), pieces.last().map_or(1, |p| p.turn));
    let around = first.saturating_sub(session.context())..=last.saturating_add(session.context());
    let mut quoted: Option<std::ops::Range<usize>> = None;
    for turn in call.turns.iter().filter(|t| around.contains(&t.index)) {
        lines.push(speaker_line(call, turn, &pieces));
        for line in turn_lines(turn, &pieces, size) {
            let is_quoted = line.0.iter().any(|s| s.tone == Tone::Quoted);
            if is_quoted {
                let at = lines.len();
                quoted = Some(quoted.map_or(at, |q| q.start)..at + 1);
            }
            let edge = if is_quoted { Line::of(Tone::Quoted, "▌ ") } else { Line::plain("  ") };
            lines.push(Line(edge.0.into_iter().chain(line.0).collect()));
        }
    }
    (lines, quoted)
}

fn word_or_nothing(text: &str) -> &str {
    if text.is_empty() { "(nothing)" } else { text }
}

fn speaker_line(call: &Call, turn: &Turn, pieces: &[Piece]) -> Line {
    let role = call.role_of(turn);
    let tone = match role {
        Role::Customer => Tone::Customer,
        Role::Rep => Tone::Rep,
        Role::Other | Role::Unknown => Tone::Quiet,
    };
    let role = if role == Role::Unknown { "role not given" } else { role.as_str() };
    let at = pieces.iter().find(|p| p.turn == turn.index).map_or(turn.start_ms, |p| turn.time_at(p.start));
    let at = at.map(|ms| format!("  {}", clock(ms))).unwrap_or_default();
    Line::of(tone, turn.speaker.as_deref().unwrap_or("(no name)")).then(Tone::Quiet, format!(" ({role}) · turn {}{at}", turn.index))
}

/// A turn's words, with the pieces toned as quoted.
fn turn_lines(turn: &Turn, pieces: &[Piece], size: Size) -> Vec<Line> {
    let mut line = Line::empty();
    let mut at = Chars(0);
    let slice = |from: Chars, to: Chars| Chars::slice(&turn.text, from, to).unwrap_or_default();
    for piece in pieces.iter().filter(|p| p.turn == turn.index) {
        line = line.then(Tone::Plain, slice(at, piece.start)).then(Tone::Quoted, slice(piece.start, piece.end));
        at = piece.end;
    }
    line = line.then(Tone::Plain, slice(at, Chars::count(&turn.text)));
    wrap(&line, size.columns.saturating_sub(2), 0)
}

fn footer(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, size: Size) -> Vec<Line> {
    let mut lines = vec![rule(size)];
    if one.is_evidence() {
        let verdict = one.checked.verdict;
        let tone = if verdict == Verdict::Elided { Tone::Warning } else { Tone::Good };
        let mut line = Line::of(tone, format!("✓ {}", verdict.meaning()));
        for flag in &one.checked.flags {
            line = line.then(Tone::Warning, format!("  ! {}", flag.meaning()));
        }
        lines.extend(wrapped(line, size, 2));
    }
    let claim =
        Line::of(Tone::Strong, "Claim: ").then(Tone::Plain, standing.statement.as_deref().unwrap_or("(the edited statement is missing)"));
    lines.extend(shortened(wrapped(claim, size, 7), 4, size));
    lines.push(Line::empty());
    if one.is_evidence() {
        let so_far = one.judgement().map(|j| format!("  (judged: {})", j.as_str())).unwrap_or_default();
        let question = Line::of(Tone::Strong, "Do these words carry the claim?").then(Tone::Quiet, so_far);
        lines.extend(wrapped(question, size, 0));
        lines.extend(wrapped(key_line(&[("s", "supports"), ("p", "partly"), ("c", "contradicts"), ("u", "unrelated")]), size, 0));
    } else {
        lines.extend(wrapped(
            Line::of(Tone::Strong, "This quote counts for nothing. ").then(Tone::Key, "[Space]").then(Tone::Plain, " goes on"),
            size,
            0,
        ));
    }
    let more = [
        ("Space", "read on"),
        ("m", "more context"),
        ("e", "edit"),
        ("x", "decide"),
        ("b", "back"),
        ("z", "undo"),
        ("?", "help"),
        ("q", "leave"),
    ];
    lines.extend(wrapped(key_line(&more), size, 0));
    lines.extend(note_line(session, size));
    lines
}

/// At most `most` lines, the last of which says that there is more.
fn shortened(mut lines: Vec<Line>, most: usize, size: Size) -> Vec<Line> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let text = last.text();
            let kept: String = text.chars().take(size.columns.saturating_sub(24)).collect();
            *last = Line::plain(kept).then(Tone::Quiet, " … (whole with x)");
        }
    }
    lines
}

/// Milliseconds as `hh:mm:ss`.
pub fn clock(ms: u64) -> String {
    let s = ms / 1000;
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}
