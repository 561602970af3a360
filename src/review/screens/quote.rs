//! One quote in its context: the turns around, the words in their turn, then the claim, then the question.

use super::{Frame, Screen, Size, at_most, key_lines, laid_out, note_line, rule, wrapped};
use crate::calls::{Call, Chars, Millis, Role, Turn, reads_like_instruction};
use crate::evidence::{Checked, Flag, Piece, Verdict};
use crate::page::{Line, Tone, clip, wrap};
use crate::review::{Lapse, QuoteStanding, Session, Standing, View, changed_around};

/// The screen for a quote of a theme, for a passage beside its quotes, or for a quote that is cut otherwise.
pub fn screen(session: &Session, standing: &Standing<'_>, theme: usize, size: Size) -> Screen {
    let Some(one) = &session.on_screen() else { return laid_out(Frame::default(), size, 0) };
    let (body, quoted) = body(session, one, size);
    let quoted = quoted.unwrap_or(0..body.len());
    let mut frame = Frame { header: header(session, standing, one, theme, size), body, footer: Vec::new(), runs_on: false };
    // The footer has as many lines either way: whether the quote's last line shows never depends on what the footer says of it.
    frame.footer = footer(session, standing, one, session.viewport().has_read(), size);
    let height = frame.height(size);
    let spare = height.saturating_sub(quoted.len());
    // The words themselves come first on the screen, with as much of the turns before them as fits.
    let top = session.viewport().top(size.columns).unwrap_or_else(|| quoted.start.saturating_sub((spare / 2).max(usize::from(spare > 0))));
    let quote_end = quoted.end <= top.min(frame.body.len().saturating_sub(height)) + height;
    if quote_end && !session.viewport().has_read() {
        frame.footer = footer(session, standing, one, true, size);
    }
    let mut screen = laid_out(frame, size, top);
    screen.drawn.quote_end = quote_end;
    screen
}

fn header(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, theme: usize, size: Size) -> Vec<Line> {
    let (themes, quotes) = (session.order().len(), standing.quotes.len());
    let what = match session.view() {
        View::Offer { offer, .. } => {
            let all = session.offers(&standing.proposed.theme.id).map_or(0, <[_]>::len);
            format!("passage {} of {all} beside its quotes", offer + 1)
        }
        View::Trim { quote, .. } => format!("quote {} of {quotes}, cut otherwise", quote + 1),
        View::Quote { quote, .. } => format!("quote {} of {quotes}", quote + 1),
        _ => String::new(),
    };
    let place = match session.difference() {
        Some((at, ..)) => {
            format!("Difference {} of {} · {} · talking it through", at + 1, session.differences().len(), standing.kind.as_str())
        }
        None => format!("Theme {} of {themes} · {}{} · {what}", theme + 1, standing.kind.as_str(), by_hand(session, standing)),
    };
    let mut lines = vec![Line::of(Tone::Strong, place)];
    if let Some((id, pieces)) = place_of(one.checked)
        && let Some(call) = session.docket().call(&id)
    {
        lines.extend(at_most(wrapped(about(call, &pieces), size, 0), 2, size, ""));
    }
    lines.extend(changes(session, standing, one, size));
    lines.push(rule(size));
    lines
}

/// Whose theme it is, where a person made it.
fn by_hand(session: &Session, standing: &Standing<'_>) -> &'static str {
    let made = session.reviews().theme(&standing.proposed.theme.id).is_some_and(|r| r.made);
    if made { " · by hand" } else { "" }
}

/// Who speaks, when, and of the call the account, outcome, persona, date and file.
pub(super) fn about(call: &Call, pieces: &[Piece]) -> Line {
    let turn = pieces.first().and_then(|p| Some((call.turn(p.turn)?, p.start)));
    let line = turn.map(|(turn, start)| speaker(call, turn, turn.time_at(start))).unwrap_or_default();
    facts(call)
        .into_iter()
        .chain([call.file.as_str()])
        .fold(line, |line, fact| line.then(Tone::Quiet, " · ").then(Tone::Plain, clipped(fact)))
}

/// The account, outcome, persona and date of a call, as far as they are known.
pub(super) fn facts(call: &Call) -> Vec<&str> {
    let m = &call.metadata;
    [m.account.as_deref(), m.outcome.map(|o| o.as_str()), m.persona.as_deref(), m.date.as_deref()].into_iter().flatten().collect()
}

/// A name or a fact in no more room than it deserves.
fn clipped(text: &str) -> String {
    clip(&Line::plain(text), 32).text()
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
            let line = Line::of(Tone::Quiet, "Differs: claimed ").then(Tone::Warning, word_or_nothing(&d.claimed));
            lines.extend(wrapped(line.then(Tone::Quiet, ", said ").then(Tone::Strong, word_or_nothing(&d.source)), size, 9));
        }
        for (passage, nth) in one.checked.parts.iter().zip(1..) {
            let line = Line::of(Tone::Quiet, format!("Part {nth}: ")).then(Tone::Plain, format!("“{}” — ", passage.text));
            let turn = session.docket().call(&passage.call).and_then(|call| Some((call, call.turn(passage.turn)?)));
            let who = turn.map(|(call, turn)| speaker(call, turn, turn.time_at(passage.start))).unwrap_or_default();
            let line = Line(line.0.into_iter().chain(who.0).collect()).then(Tone::Quiet, format!(", {}", passage.call));
            lines.extend(wrapped(line, size, 8));
        }
        if one.checked.verbatim.is_none() && one.checked.nearest.is_some() {
            lines.push(Line::of(Tone::Quiet, "The nearest that was said:"));
        }
        lines.push(Line::empty());
    }
    let Some((id, pieces)) = session.trimmed().and_then(|p| Some((place_of(one.checked)?.0, vec![p]))).or_else(|| place_of(one.checked))
    else {
        lines.extend(wrapped(Line::of(Tone::Quiet, "Nothing like it was said in any call."), size, 0));
        return (lines, None);
    };
    let Some(call) = session.docket().call(&id) else { return (lines, None) };
    let (first, last) = (pieces.first().map_or(1, |p| p.turn), pieces.last().map_or(1, |p| p.turn));
    let around = first.saturating_sub(session.context())..=last.saturating_add(session.context());
    let mut quoted: Option<std::ops::Range<usize>> = None;
    for turn in call.turns.iter().filter(|t| around.contains(&t.index)) {
        lines.push(speaker_line(call, turn, &pieces));
        // Beside the words, however far down in their turn they stand.
        let mut mark = instruction_lines(&turn.text, size);
        let holds_words = pieces.iter().any(|p| p.turn == turn.index);
        for line in turn_lines(turn, &pieces, size) {
            let is_quoted = line.0.iter().any(|s| s.tone == Tone::Quoted);
            if is_quoted || !holds_words {
                lines.append(&mut mark);
            }
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

pub(super) fn speaker_line(call: &Call, turn: &Turn, pieces: &[Piece]) -> Line {
    let at = pieces.iter().find(|p| p.turn == turn.index).map_or(turn.start_ms.map(Millis::get), |p| turn.time_at(p.start));
    speaker(call, turn, at)
}

/// The mark over words that may be meant for a machine: a model may have done as they say.
pub(super) fn instruction_lines(text: &str, size: Size) -> Vec<Line> {
    if !reads_like_instruction(text) {
        return Vec::new();
    }
    wrapped(Line::of(Tone::Warning, "! reads like an instruction to a machine; taken as something that was said"), size, 2)
}

/// Who speaks in a turn, on which side, and when.
fn speaker(call: &Call, turn: &Turn, at_ms: Option<u64>) -> Line {
    let role = call.role_of(turn);
    let tone = match role {
        Role::Customer => Tone::Customer,
        Role::Rep => Tone::Rep,
        Role::Other | Role::Unknown => Tone::Quiet,
    };
    let role = if role == Role::Unknown { "role not given" } else { role.as_str() };
    let at = at_ms.map(|ms| format!(" · {}", clock(ms))).unwrap_or_default();
    Line::of(tone, clipped(turn.speaker.as_deref().unwrap_or("(no name)")))
        .then(Tone::Quiet, format!(" ({role}) · turn {}{at}", turn.index))
}

/// A turn's words, with the pieces toned as quoted.
pub(super) fn turn_lines(turn: &Turn, pieces: &[Piece], size: Size) -> Vec<Line> {
    let mut line = Line::empty();
    let mut at = Chars(0);
    let slice = |from: Chars, to: Chars| Chars::slice(&turn.text, from, to).unwrap_or_default();
    for (i, piece) in pieces.iter().filter(|p| p.turn == turn.index).enumerate() {
        // What a cut leaves out is not to be overlooked.
        let before = if i > 0 { Tone::Warning } else { Tone::Plain };
        line = line.then(before, slice(at, piece.start)).then(Tone::Quoted, slice(piece.start, piece.end));
        at = piece.end;
    }
    line = line.then(Tone::Plain, slice(at, Chars::count(&turn.text)));
    wrap(&line, size.columns.saturating_sub(2), 0)
}

fn footer(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, read: bool, size: Size) -> Vec<Line> {
    let tight = size.is_tight();
    let mut lines = vec![rule(size)];
    if one.is_evidence() {
        lines.extend(hints(session, standing, one, size));
    }
    let claim =
        Line::of(Tone::Strong, "Claim: ").then(Tone::Plain, standing.statement.as_deref().unwrap_or("(the edited statement is missing)"));
    lines.extend(at_most(wrapped(claim, size, 7), if tight { 2 } else { 4 }, size, " (whole: x)"));
    if let View::Trim { .. } = session.view() {
        lines.push(Line::of(Tone::Strong, "Which of these words are the quote?"));
        lines.extend(key_lines("", &[("↑↓", "where it starts"), ("←→", "where it ends"), ("Enter", "take"), ("Esc", "as it was")], size));
        lines.extend(note_line(session, size));
        return lines;
    }
    if !tight {
        let why = match session.view() {
            View::Offer { offer, .. } => session.offers(&standing.proposed.theme.id).and_then(|o| o.get(offer)).map(|o| o.why),
            _ => None,
        };
        lines.push(why.map_or(Line::empty(), |why| Line::of(Tone::Quiet, format!("Shown because: {}.", why.words()))));
    }
    if let Some((_, difference, coder)) = session.difference() {
        lines.push(match read {
            true => Line::of(Tone::Strong, "What do you say now? ")
                .then(Tone::Quiet, format!("You said {}, {coder} said {}.", difference.lead.as_str(), difference.second.as_str())),
            false => goes_on(),
        });
        lines.extend(key_lines("", &JUDGEMENTS, size));
    } else if one.is_evidence() {
        let so_far = one.judgement().map(|j| format!("  So far: {}.", j.as_str())).unwrap_or_default();
        let question = match read {
            true => Line::of(Tone::Strong, "Do these words carry the claim?").then(Tone::Quiet, so_far),
            false => goes_on(),
        };
        lines.push(question);
        lines.extend(key_lines("", &JUDGEMENTS, size));
    } else {
        let line = Line::of(Tone::Strong, "It counts for nothing. ").then(Tone::Key, "[Space]").then(Tone::Plain, " goes on");
        lines.push(match session.has_source() && session.only_judges().is_none() {
            true => line.then(Tone::Key, "  [t]").then(Tone::Plain, " take what was said instead"),
            false => line,
        });
    }
    let more: &[(&str, &str)] = match tight {
        _ if session.only_judges().is_some() => {
            &[("w", "whole call"), ("n", "next"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")]
        }
        true => &[("x", "decide"), ("b", "back"), ("z", "undo"), ("?", "keys")],
        false if matches!(session.view(), View::Offer { .. }) => {
            &[("n", "skip"), ("w", "whole call"), ("x", "decide"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")]
        }
        false => &[("w", "whole call"), ("e", "edit"), ("x", "decide"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")],
    };
    lines.extend(key_lines("", more, size));
    lines.extend(note_line(session, size));
    lines
}

/// What may be said of a quote.
const JUDGEMENTS: [(&str, &str); 4] = [("s", "supports"), ("p", "partly"), ("c", "contradicts"), ("u", "unrelated")];

fn goes_on() -> Line {
    Line::of(Tone::Warning, "The quote goes on: read it first. ").then(Tone::Key, "[Space]")
}

/// The judgement of the quote that lapsed, as long as it was not judged again.
fn lapse<'s>(session: &'s Session, standing: &Standing<'_>, one: &QuoteStanding<'_>) -> Option<&'s Lapse> {
    let lapsed = session.reviews().theme(&standing.proposed.theme.id)?.lapsed.get(&one.checked.id);
    lapsed.filter(|_| one.judged.is_none())
}

/// What changed around the quote since it was judged, then and now.
fn changes(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, size: Size) -> Vec<Line> {
    let changed = lapse(session, standing, one).zip(one.checked.customer_verbatim());
    let changed = changed.map(|(lapse, verbatim)| changed_around(session.docket(), lapse, verbatim)).unwrap_or_default();
    let words = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let lines = changed.iter().flat_map(|c| {
        let line = Line::of(Tone::Strong, format!("Changed, turn {}: ", c.turn)).then(Tone::Quiet, "it was ");
        let line = line.then(Tone::Plain, words(&c.then)).then(Tone::Quiet, ", it is ").then(Tone::Warning, words(&c.now));
        at_most(wrapped(line, size, 2), 2, size, "")
    });
    at_most(lines.collect(), if size.is_tight() { 2 } else { 4 }, size, "")
}

/// What the words may hide, before what checking them gave.
fn hints(session: &Session, standing: &Standing<'_>, one: &QuoteStanding<'_>, size: Size) -> Vec<Line> {
    let verdict = one.checked.verdict;
    let tone = if verdict == Verdict::Elided { Tone::Warning } else { Tone::Good };
    let lapsed = lapse(session, standing, one);
    let lines = |flag: fn(Flag) -> &'static str, back: &str, said: &str| {
        let line = lapsed.map(|_| Line::of(Tone::Warning, format!("! {back}  "))).unwrap_or_default();
        let line = session
            .quote_note()
            .into_iter()
            .fold(line, |line, note| line.then(Tone::Strong, "note: ").then(Tone::Plain, format!("{note}  ")));
        let line = one.checked.flags.iter().fold(line, |line, f| line.then(Tone::Warning, format!("! {}  ", flag(*f))));
        wrapped(line.then(tone, format!("✓ {said}")), size, 2)
    };
    let back = lapsed.map(|why| format!("judged before, and back: {}", why.reason.words())).unwrap_or_default();
    let most = if size.is_tight() { 2 } else { 3 };
    let whole = lines(Flag::meaning, &back, verdict.meaning());
    if whole.len() <= most { whole } else { at_most(lines(Flag::as_str, "judged before", verdict.as_str()), most, size, "") }
}

/// Milliseconds as `hh:mm:ss`.
pub fn clock(ms: u64) -> String {
    let s = ms / 1000;
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}
