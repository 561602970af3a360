//! The decision on a theme: its statement, the judgements, the computed support, and what can be done.

use super::{Frame, Size, key_line, note_line, plural, rule, wrapped};
use crate::page::{Line, Tone, wrap};
use crate::review::{RejectReason, Session, Standing, decision_words};
use crate::themes::Judgement;

/// The frame for the theme at a position.
pub fn frame(session: &Session, standing: &Standing<'_>, theme: usize, size: Size) -> Frame {
    let title = format!("Theme {} of {} · {} · your decision", theme + 1, session.order().len(), standing.kind.as_str());
    Frame {
        header: vec![Line::of(Tone::Strong, title), rule(size)],
        body: body(session, standing, size),
        footer: footer(session, standing, size),
    }
}

fn body(session: &Session, standing: &Standing<'_>, size: Size) -> Vec<Line> {
    let statement = standing.statement.as_deref().unwrap_or("(the edited statement is missing)");
    let mut lines = wrapped(Line::of(Tone::Strong, statement), size, 0);
    if let Some(decision) = standing.decision {
        lines.extend(wrapped(Line::of(Tone::Quiet, format!("So far: {}.", decision_words(decision))), size, 2));
    }
    lines.push(Line::empty());
    let support = standing.support(session.docket());
    let tone = if support.calls == 0 { Tone::Warning } else { Tone::Good };
    lines.extend(wrapped(Line::of(Tone::Strong, "Support  ").then(tone, support.to_string()), size, 9));
    lines.push(Line::empty());
    for judgement in Judgement::ALL {
        let judged = standing.quotes.iter().filter(|q| q.judgement() == Some(judgement));
        for quote in judged {
            lines.extend(quote_lines(judgement.as_str(), quote.checked, size));
        }
    }
    for quote in standing.unjudged() {
        lines.extend(quote_lines("not judged", quote.checked, size));
    }
    let aside: Vec<_> = standing.quotes.iter().filter_map(|q| q.set_aside()).collect();
    if !aside.is_empty() {
        let words = format!("{} set aside: {}.", plural(aside.len(), "quote"), unique(&aside).join("; "));
        lines.extend(wrapped(Line::of(Tone::Quiet, words), size, 2));
    }
    lines
}

fn quote_lines(label: &str, checked: &crate::evidence::Checked, size: Size) -> Vec<Line> {
    let Some(verbatim) = &checked.verbatim else { return Vec::new() };
    let tone = match label {
        "supports" => Tone::Good,
        "contradicts" | "not judged" => Tone::Warning,
        _ => Tone::Quiet,
    };
    let words = Line::of(tone, format!("{label:<12}")).then(Tone::Plain, format!("“{}”", verbatim.text()));
    let mut lines: Vec<Line> = wrap(&words, size.columns, 12).into_iter().take(3).collect();
    let from = format!("{:12}{}, {}", "", verbatim.speaker().unwrap_or("(no name)"), verbatim.call());
    lines.push(Line::of(Tone::Quiet, from.chars().take(size.columns).collect::<String>()));
    lines
}

fn unique(texts: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.iter().filter(|t| seen.insert(*t)).cloned().collect()
}

fn footer(session: &Session, standing: &Standing<'_>, size: Size) -> Vec<Line> {
    let mut lines = vec![rule(size)];
    match session.accept_obstacle() {
        None => lines.extend(wrapped(key_line(&[("a", "accept")]), size, 0)),
        Some(obstacle) => lines.extend(wrapped(Line::of(Tone::Warning, format!("Not ready to accept. {obstacle}")), size, 0)),
    }
    let reject = RejectReason::ALL.iter().enumerate().fold(Line::of(Tone::Plain, "reject: "), |line, (i, reason)| {
        line.then(Tone::Key, format!("[{}]", i + 1)).then(Tone::Plain, format!(" {}  ", reason.words()))
    });
    lines.extend(wrapped(reject, size, 8));
    let edit = if standing.quotes.is_empty() { "edit" } else { "edit the statement" };
    let more = [("l", "later"), ("e", edit), ("K", "kind"), ("n", "next"), ("b", "back"), ("z", "undo"), ("?", "help"), ("q", "leave")];
    lines.extend(wrapped(key_line(&more), size, 0));
    lines.extend(note_line(session, size));
    lines
}
