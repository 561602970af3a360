//! The opening page, and the page when nothing is left.

use std::collections::BTreeMap;

use super::{Frame, Size, key_lines, note_line, rule, wrapped};
use crate::calls::CallId;
use crate::page::{Line, Tone, plural};
use crate::review::{Act, Session, blind_spots, coverage};
use crate::themes::State;

/// What one judgement takes where nobody has judged yet, in milliseconds.
const USUAL_PACE_MS: u64 = 12_000;

/// The opening page.
pub fn frame(session: &Session, size: Size) -> Frame {
    let waiting = session.waiting();
    let quotes: usize = session.glances().iter().filter(|g| g.waits()).map(|g| g.unjudged).sum();
    let mut body = Vec::new();
    body.extend(wrapped(Line::plain(waits(session, waiting, quotes)), size, 0));
    for words in changed(session) {
        body.extend(wrapped(Line::of(Tone::Warning, words), size, 0));
    }
    body.push(Line::empty());
    body.extend(tally(session));
    body.push(Line::empty());
    for words in [
        "A theme is a claim until you have seen what it rests on. You see one quote at a time, in the conversation it comes from, and say with one key what it does for the claim.",
        "Only quotes that you judge to support a theme count, and only themes that you accept are exported, in the customers' own words.",
        "Everything is kept with each key. Leave whenever you like; you go on where you left.",
    ] {
        body.extend(wrapped(Line::of(Tone::Quiet, words), size, 0));
        body.push(Line::empty());
    }
    let mut keys = vec![("Enter", if waiting == 0 { "look through" } else { "start" })];
    if session.only_judges().is_none() {
        keys.push(("g", "what no theme cites"));
    }
    keys.extend([("?", "help"), ("q", "leave")]);
    let mut footer = [vec![rule(size)], key_lines("", &keys, size)].concat();
    footer.extend(note_line(session, size));
    Frame {
        header: vec![
            Line::of(Tone::Strong, format!("Review · {}{}", session.reviewer(), if session.is_second() { ", second coder" } else { "" })),
            rule(size),
        ],
        body,
        footer,
        runs_on: false,
    }
}

fn waits(session: &Session, waiting: usize, quotes: usize) -> String {
    if waiting == 0 {
        return "Every theme is decided.".into();
    }
    let verb = if waiting == 1 { "waits" } else { "wait" };
    let judges = if session.is_second() { "your judgement" } else { "your decision" };
    match quotes {
        0 => format!("{} {verb} for {judges}; every quote is judged.", plural(waiting, "theme")),
        _ => format!(
            "{} {verb} for {judges}, with {} to judge on the way: {}.",
            plural(waiting, "theme"),
            plural(quotes, "quote"),
            about(minutes(session, quotes))
        ),
    }
}

/// What changed since the reviewer was here last: lapsed decisions, and new evidence for what stands.
fn changed(session: &Session) -> Vec<String> {
    let lapsed = match count(session, State::Lapsed) {
        0 => None,
        1 => Some("1 theme that you had accepted is back, because something that it rests on changed. It comes first.".to_owned()),
        n => Some(format!("{n} themes that you had accepted are back, because something that they rest on changed. They come first.")),
    };
    let news = session.glances().iter().filter(|g| g.new_evidence).count();
    let news = (news > 0).then(|| {
        let themes = plural(news, "theme");
        format!("New evidence came for {themes} that you had accepted. It counts once you have judged it and accepted again.")
    });
    lapsed.into_iter().chain(news).collect()
}

/// The page when nothing is left.
pub fn end(session: &Session, size: Size) -> Frame {
    let mut body = wrapped(Line::of(Tone::Strong, "That was the last theme."), size, 0);
    body.push(Line::empty());
    body.extend(tally(session));
    let waiting = session.waiting();
    if waiting > 0 {
        body.push(Line::empty());
        body.extend(wrapped(
            Line::plain(match waiting {
                1 => "1 theme is still open or put off; the next review starts with it.".to_owned(),
                n => format!("{n} themes are still open or put off; the next review starts with them."),
            }),
            size,
            0,
        ));
    }
    if !session.is_second() {
        body.extend(looked_at(session, size));
    }
    let mut keys = vec![
        ("Enter", "done"),
        ("r", "a few turns at random"),
        ("g", "all that no theme cites"),
        ("b", "back"),
        ("z", "undo"),
        ("?", "help"),
    ];
    if session.is_second() {
        keys.retain(|(key, _)| !matches!(*key, "r" | "g"));
    }
    let mut footer = [vec![rule(size)], key_lines("", &keys, size)].concat();
    footer.extend(note_line(session, size));
    Frame { header: vec![Line::of(Tone::Strong, "Review"), rule(size)], body, footer, runs_on: false }
}

/// What was on the reviewer's screen, what no theme cites, and what the blind-spot check gave.
fn looked_at(session: &Session, size: Size) -> Vec<Line> {
    let (docket, reviews) = (session.docket(), session.reviews());
    let mut lines = vec![Line::empty()];
    match blind_spots::estimate(reviews) {
        Some(estimate) => {
            lines.extend(wrapped(Line::of(Tone::Strong, "Blind spots  ").then(Tone::Plain, format!("{estimate}.")), size, 13));
        }
        None => lines.extend(wrapped(
            Line::of(Tone::Strong, "Blind spots  ").then(Tone::Quiet, "not checked yet: r shows a few turns that no theme cites"),
            size,
            13,
        )),
    }
    lines.push(Line::empty());
    lines.push(Line::of(Tone::Strong, "Customers' turns that were on your screen, and longer ones that no theme cites:"));
    let mut unused: BTreeMap<CallId, usize> = BTreeMap::new();
    for (call, _) in coverage::unused(docket, reviews, coverage::TELLING) {
        *unused.entry(call).or_default() += 1;
    }
    for c in coverage::coverage(docket, reviews) {
        let uncited = unused.get(&c.call).copied().unwrap_or_default();
        lines.push(
            Line::of(Tone::Plain, format!("{:>9}  ", format!("{} of {}", c.shown, c.of)))
                .then(Tone::Quiet, format!("{uncited:>4} uncited  "))
                .then(Tone::Plain, &c.call.0),
        );
    }
    lines
}

fn count(session: &Session, state: State) -> usize {
    session.glances().iter().filter(|g| g.state == state).count()
}

fn tally(session: &Session) -> Vec<Line> {
    [
        (State::Accepted, "accepted"),
        (State::Rejected, "rejected"),
        (State::Later, "put off"),
        (State::Lapsed, "lapsed"),
        (State::Proposed, "not decided"),
    ]
    .into_iter()
    .map(|(state, word)| (count(session, state), word))
    .filter(|(n, _)| *n > 0)
    .map(|(n, word)| Line::of(Tone::Strong, format!("{n:>5}  ")).then(Tone::Plain, word))
    .collect()
}

/// How long `quotes` judgements take at the reviewer's own pace, in minutes.
fn minutes(session: &Session, quotes: usize) -> u64 {
    // A screen left open over lunch says nothing about the pace.
    let times: Vec<u64> = session
        .entries()
        .iter()
        .filter_map(|e| match e.act {
            Act::Judged { shown_ms, .. } => Some(shown_ms.min(60_000)),
            _ => None,
        })
        .collect();
    let pace = if times.len() < 5 { USUAL_PACE_MS } else { times.iter().sum::<u64>() / times.len() as u64 };
    (pace * quotes as u64).div_ceil(60_000)
}

fn about(minutes: u64) -> String {
    match minutes {
        0 | 1 => "about a minute".into(),
        n => format!("about {n} minutes"),
    }
}
