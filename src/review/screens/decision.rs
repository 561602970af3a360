//! The decision on a theme: its statement, the judgements, the computed support, and what can be done.

use super::quote::instruction_lines;
use super::{Frame, Screen, Size, at_most, key_lines, laid_out, note_line, rule, wrapped};
use crate::page::{Line, Tone, plural, wrap};
use crate::review::{SEVERITY, Session, Standing, coverage, decision_words, lapsed_words};
use crate::themes::Judgement;

/// The screen for the theme at a position. Its statement counts as read once its last line was shown.
pub fn screen(session: &Session, standing: &Standing<'_>, theme: usize, size: Size) -> Screen {
    let title = format!("Theme {} of {} · {} · your decision", theme + 1, session.order().len(), standing.kind.as_str());
    let statement = statement(standing, size);
    let statement_end = statement.len();
    let frame = Frame {
        header: vec![Line::of(Tone::Strong, title), rule(size)],
        body: statement.into_iter().chain(evidence(session, standing, size)).collect(),
        footer: footer(session, size),
        runs_on: false,
    };
    let mut screen = laid_out(frame, size, session.viewport().top(size.columns).unwrap_or_default());
    screen.drawn.quote_end = statement_end <= screen.drawn.top + screen.drawn.height;
    screen
}

fn statement(standing: &Standing<'_>, size: Size) -> Vec<Line> {
    let statement = standing.statement.as_deref().unwrap_or("(the edited statement is missing)");
    [wrapped(Line::of(Tone::Strong, statement), size, 0), instruction_lines(statement, size)].concat()
}

fn evidence(session: &Session, standing: &Standing<'_>, size: Size) -> Vec<Line> {
    let mut lines = Vec::new();
    let so_far = standing.lapsed.map(lapsed_words).or_else(|| standing.decision.map(decision_words));
    if let Some(words) = so_far {
        lines.extend(wrapped(Line::of(Tone::Quiet, format!("So far: {words}.")), size, 2));
    }
    lines.push(Line::empty());
    lines.extend(wrapped(support(session, standing), size, 9));
    lines.extend(wrapped(against(session, standing), size, 9));
    lines.extend(at_most(wrapped(silent(session, standing), size, 9), 2, size, ""));
    if let Some(severity) = session.reviews().theme(&standing.proposed.theme.id).and_then(|r| r.severity) {
        let words = SEVERITY.get(usize::from(severity.saturating_sub(1))).copied().unwrap_or_default();
        lines.extend(wrapped(Line::of(Tone::Strong, "Hurts    ").then(Tone::Plain, words), size, 9));
    }
    lines.push(Line::empty());
    for quote in standing.unjudged() {
        lines.extend(quote_lines(session, "not judged", quote.checked, size));
    }
    for judgement in Judgement::ALL {
        for quote in standing.quotes.iter().filter(|q| q.judgement() == Some(judgement)) {
            lines.extend(quote_lines(session, judgement.as_str(), quote.checked, size));
        }
    }
    let aside: Vec<_> = standing.quotes.iter().filter_map(|q| q.set_aside()).collect();
    if !aside.is_empty() {
        let words = format!("{} set aside: {}.", plural(aside.len(), "quote"), unique(&aside).join("; "));
        lines.extend(wrapped(Line::of(Tone::Quiet, words), size, 2));
    }
    lines
}

fn support(session: &Session, standing: &Standing<'_>) -> Line {
    let support = standing.support(session.docket());
    let tone = if support.calls == 0 { Tone::Warning } else { Tone::Good };
    let mut line = Line::of(Tone::Strong, "Support  ").then(tone, support.to_string());
    let against: std::collections::BTreeSet<_> = standing.verbatims(Judgement::Contradicts).map(crate::evidence::Verbatim::call).collect();
    if !against.is_empty() {
        line = line.then(Tone::Warning, format!(" · contradicted in {}", plural(against.len(), "call")));
    }
    let with_new = standing.support_if_accepted(session.docket());
    if with_new != support {
        line = line.then(Tone::Plain, format!(". With the new evidence, once you accept it: {with_new}"));
    }
    line
}

/// What was found against it, or that somebody looked, or that there is something to look at.
fn against(session: &Session, standing: &Standing<'_>) -> Line {
    let line = Line::of(Tone::Strong, "Against  ");
    let id = &standing.proposed.theme.id;
    let none = session.reviews().theme(id).and_then(|r| r.none_against.as_ref());
    let (all, seen) = (session.offers(id).map_or(0, <[_]>::len), session.offers_seen(id));
    match none {
        Some(none) => line.then(
            Tone::Good,
            format!("none found after looking at {} in {} ({})", plural(none.passages as usize, "passage"), calls(none.of_calls), none.by),
        ),
        None if all == 0 => {
            line.then(Tone::Plain, "no passage found that may speak against it").then(Tone::Key, "  [0]").then(Tone::Plain, " record")
        }
        None if seen < all => line
            .then(Tone::Warning, format!("{} to look at that may speak against it, or were missed", plural(all - seen, "passage")))
            .then(Tone::Key, "  [o]"),
        None if standing.verbatims(Judgement::Contradicts).next().is_some() => line.then(
            Tone::Warning,
            format!("{} judged to contradict it", plural(standing.verbatims(Judgement::Contradicts).count(), "quote")),
        ),
        None => line
            .then(Tone::Plain, format!("{} looked at, none judged to contradict it", plural(all, "passage")))
            .then(Tone::Key, "  [0]")
            .then(Tone::Plain, " record"),
    }
}

fn calls(n: u32) -> String {
    plural(n as usize, "call")
}

/// The calls in which nothing of it was found, with how much of them was on screen: "nobody said" is never claimed.
fn silent(session: &Session, standing: &Standing<'_>) -> Line {
    let heard: std::collections::BTreeSet<_> = standing
        .quotes
        .iter()
        .filter(|q| q.judgement() != Some(Judgement::Unrelated))
        .filter_map(|q| q.checked.customer_verbatim())
        .map(|v| v.call().clone())
        .collect();
    let silent: Vec<_> = coverage::coverage(session.docket(), session.reviews()).into_iter().filter(|c| !heard.contains(&c.call)).collect();
    if silent.is_empty() {
        return Line::of(Tone::Strong, "Silent   ").then(Tone::Quiet, "no call: every one has a quote here");
    }
    // Two lines are shown: more names than fit there are not written.
    let words: Vec<String> = silent.iter().take(40).map(|c| format!("{} {}/{}", c.call, c.shown, c.of)).collect();
    Line::of(Tone::Strong, "Silent   ")
        .then(Tone::Plain, format!("{} ", plural(silent.len(), "call")))
        .then(Tone::Quiet, format!("(customers' turns on your screen: {})", words.join(", ")))
}

fn quote_lines(session: &Session, label: &str, checked: &crate::evidence::Checked, size: Size) -> Vec<Line> {
    let Some(verbatim) = &checked.verbatim else { return Vec::new() };
    let tone = match label {
        "supports" => Tone::Good,
        "contradicts" | "not judged" => Tone::Warning,
        _ => Tone::Quiet,
    };
    let words = Line::of(tone, format!("{label:<12}")).then(Tone::Plain, format!("“{}”", verbatim.text()));
    let mut lines = at_most(wrap(&words, size.columns, 12), 3, size, "");
    lines.push(Line::of(Tone::Quiet, format!("{:12}{}, {}", "", verbatim.speaker().unwrap_or("(no name)"), verbatim.call())));
    let said = |turn: u32| session.docket().call(verbatim.call()).and_then(|call| call.turn(turn));
    let turns = verbatim.place().pieces.iter().filter_map(|piece| said(piece.turn));
    if let Some(mark) = turns.map(|turn| instruction_lines(&turn.text, size)).find(|lines| !lines.is_empty()) {
        lines.extend(mark);
    }
    lines
}

fn unique(texts: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.iter().filter(|t| seen.insert(*t)).cloned().collect()
}

/// The reject reasons in as few words as a small window has room for.
const TIGHT: [&str; 5] = ["reject: unsupported", "not one", "duplicate", "no use", "other"];
/// The same, where there is some.
const SHORT: [&str; 5] = ["quotes don't carry it", "not one thing", "a duplicate", "of no use", "another reason, with a note"];

fn footer(session: &Session, size: Size) -> Vec<Line> {
    let tight = size.is_tight();
    let mut lines = vec![rule(size)];
    let obstacle = session.accept_obstacle();
    // What a key was refused for is said once.
    let said = obstacle.as_ref().is_some_and(|o| session.viewport().note().is_some_and(|n| n.contains(o.as_str())));
    match obstacle {
        None => lines.extend(key_lines(
            "",
            &[("a", "accept"), ("o", "look further"), ("M", "merge"), ("S", "split"), ("h", "how much it hurts")],
            size,
        )),
        Some(_) if said => {}
        Some(o) => lines.extend(at_most(
            wrapped(Line::of(Tone::Warning, format!("Not ready to accept. {o}")), size, 0),
            if tight { 2 } else { 3 },
            size,
            "",
        )),
    }
    let numbers = ["1", "2", "3", "4", "5"];
    let reject: Vec<(&str, &str)> = numbers.into_iter().zip(if tight { TIGHT } else { SHORT }).collect();
    lines.extend(key_lines(if tight { "" } else { "reject: " }, &reject, size));
    let mut more =
        vec![("l", "later"), ("e", "edit"), ("K", "kind"), ("n", "next"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")];
    if tight {
        more.retain(|(key, _)| !matches!(*key, "K" | "q"));
    }
    lines.extend(key_lines("", &more, size));
    lines.extend(note_line(session, size));
    lines
}
