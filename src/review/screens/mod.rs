//! What the reviewer sees: the session's state as a page of lines, for a terminal of a given size.

mod call;
mod decision;
mod help;
mod marking;
mod quote;
mod summary;

pub use marking::screen as marking_screen;

use super::{Drawn, Session, View};
use crate::page::{Line, Tone, clip, plural, width, wrap};

/// A terminal's size, in columns and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Lines.
    pub lines: usize,
}

/// A whole screen: its lines from the top, never more or wider than the size it was made for, and what of the quote it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The lines.
    pub lines: Vec<Line>,
    /// What it shows, for [`Session::drawn`].
    pub drawn: Drawn,
}

/// The smallest terminal that a quote can be judged on.
pub const SMALLEST: Size = Size { columns: 40, lines: 16 };

impl Size {
    /// Whether there is no room for anything but what has to be there.
    fn is_tight(self) -> bool {
        self.lines < 22
    }
}

/// The screen that `session` shows on a terminal of `size`.
pub fn screen(session: &Session, size: Size) -> Screen {
    if size.columns < SMALLEST.columns || size.lines < SMALLEST.lines {
        return too_small(size);
    }
    if let Some(top) = session.viewport().help() {
        return laid_out(help::frame(size), size, top);
    }
    if let Some(reading) = session.reading() {
        return call::reading(session, reading, size);
    }
    let top = session.viewport().top(size.columns);
    match (session.view(), session.current()) {
        (View::Quote { theme, .. } | View::Offer { theme, .. } | View::Trim { theme, .. }, Some(standing)) => {
            quote::screen(session, &standing, theme, size)
        }
        (View::Sample { at }, _) => call::sample(session, at, size),
        (View::Decision { theme }, Some(standing)) => decision::screen(session, &standing, theme, size),
        (View::End, _) => laid_out(summary::end(session, size), size, top.unwrap_or_default()),
        _ => laid_out(summary::frame(session, size), size, top.unwrap_or_default()),
    }
}

fn too_small(size: Size) -> Screen {
    let words =
        format!("This window is too small for a review. Make it at least {} columns by {} lines.", SMALLEST.columns, SMALLEST.lines);
    let mut screen = laid_out(Frame { body: wrap(&Line::plain(words), size.columns, 0), ..Frame::default() }, size, 0);
    screen.drawn = Drawn::default();
    screen
}

/// A screen before it is fitted: what stays at the top and bottom, and a body that scrolls between.
#[derive(Debug, Default)]
struct Frame {
    header: Vec<Line>,
    body: Vec<Line>,
    footer: Vec<Line>,
    /// Whether the body is a call that goes on below: how far is not worth saying.
    runs_on: bool,
}

impl Frame {
    /// How many lines of the body show at a time.
    fn height(&self, size: Size) -> usize {
        size.lines.saturating_sub(self.header.len() + self.footer.len()).max(1)
    }
}

/// Fits a frame: the footer always shows, the body scrolls, and the line between says what is below.
fn laid_out(frame: Frame, size: Size, top: usize) -> Screen {
    let height = frame.height(size).min(size.lines);
    let Frame { mut header, body, mut footer, runs_on } = frame;
    footer.truncate(size.lines.saturating_sub(height));
    header.truncate(size.lines.saturating_sub(height + footer.len()));
    let length = body.len();
    let top = top.min(length.saturating_sub(height));
    let below = length.saturating_sub(top + height);
    if let Some(line) = footer.first_mut().filter(|_| below > 0 && !runs_on) {
        *line = rule_saying(&format!("↓ {} (Space)", plural(below, "more line")), size);
    }
    let shown = body.into_iter().skip(top).take(height);
    let blank = std::iter::repeat_n(Line::empty(), height.saturating_sub(length - top));
    let lines = header.into_iter().chain(shown).chain(blank).chain(footer);
    let lines = lines.map(|l| clip(&l, size.columns)).collect();
    Screen { lines, drawn: Drawn { quote_end: false, top, height, length, columns: size.columns, turns: None } }
}

fn rule_saying(words: &str, size: Size) -> Line {
    let rest = size.columns.saturating_sub(words.chars().count() + 5);
    Line::of(Tone::Quiet, "── ").then(Tone::Strong, words).then(Tone::Quiet, format!(" {}", "─".repeat(rest + 1)))
}

/// The first `most` of `lines`; the last says that there is more.
fn at_most(mut lines: Vec<Line>, most: usize, size: Size, more: &str) -> Vec<Line> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let kept = clip(last, size.columns.saturating_sub(width(more) + 1));
            let kept = if kept.text().ends_with('…') { kept } else { kept.then(Tone::Quiet, "…") };
            *last = kept.then(Tone::Quiet, more);
        }
    }
    lines
}

fn rule(size: Size) -> Line {
    Line::of(Tone::Quiet, "─".repeat(size.columns))
}

fn wrapped(line: Line, size: Size, indent: usize) -> Vec<Line> {
    wrap(&line, size.columns, indent)
}

/// `[k] word` pairs, as many to a line as fit, after `before`.
fn key_lines(before: &str, pairs: &[(&str, &str)], size: Size) -> Vec<Line> {
    let mut lines = vec![Line::plain(before)];
    for (key, word) in pairs {
        let pair = Line::of(Tone::Key, format!("[{key}]")).then(Tone::Plain, format!(" {word}"));
        let apart = lines.last().map_or(0, Line::width);
        let apart = if apart > before.len() { 2 } else { 0 };
        match lines.last_mut().filter(|l| l.width() + apart + pair.width() <= size.columns) {
            Some(line) => line.0.extend(Line::plain(" ".repeat(apart)).0.into_iter().chain(pair.0)),
            None => lines.push(Line(Line::plain(" ".repeat(before.len())).0.into_iter().chain(pair.0).collect())),
        }
    }
    lines
}

fn note_line(session: &Session, size: Size) -> Vec<Line> {
    note_lines(session.viewport().note(), size)
}

fn note_lines(note: Option<&str>, size: Size) -> Vec<Line> {
    let lines = note.map(|n| wrapped(Line::of(Tone::Warning, n), size, 0)).unwrap_or_default();
    at_most(lines, if size.is_tight() { 1 } else { 3 }, size, "")
}
