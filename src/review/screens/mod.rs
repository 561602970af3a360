//! What the reviewer sees: the session's state as a page of lines, for a terminal of a given size.

mod decision;
mod help;
mod quote;
mod summary;

use super::{Drawn, Session, View};
use crate::page::{Line, Tone, wrap};

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

/// The screen that `session` shows on a terminal of `size`.
pub fn screen(session: &Session, size: Size) -> Screen {
    if size.columns < SMALLEST.columns || size.lines < SMALLEST.lines {
        let words =
            format!("This window is too small for a review. Make it at least {} columns by {} lines.", SMALLEST.columns, SMALLEST.lines);
        return laid_out(Frame { body: wrap(&Line::plain(words), size.columns.max(4), 0), ..Frame::default() }, size, None);
    }
    if session.help() {
        return laid_out(help::frame(size), size, session.top());
    }
    match (session.view(), session.current()) {
        (View::Quote { theme, quote }, Some(standing)) => quote::screen(session, &standing, theme, quote, size),
        (View::Decision { theme }, Some(standing)) => laid_out(decision::frame(session, &standing, theme, size), size, session.top()),
        (View::End, _) => laid_out(summary::end(session, size), size, session.top()),
        _ => laid_out(summary::frame(session, size), size, session.top()),
    }
}

/// A screen before it is fitted: what stays at the top and bottom, and a body that scrolls between.
#[derive(Debug, Default)]
struct Frame {
    header: Vec<Line>,
    body: Vec<Line>,
    footer: Vec<Line>,
}

/// Fits a frame: the footer always shows, the body scrolls.
fn laid_out(frame: Frame, size: Size, top: Option<usize>) -> Screen {
    let Frame { header, body, footer } = frame;
    let fixed = (header.len() + footer.len()).min(size.lines.saturating_sub(1));
    let height = size.lines - fixed;
    let top = top.unwrap_or(0).min(body.len().saturating_sub(height));
    let length = body.len();
    let mut lines: Vec<Line> = header;
    let shown: Vec<Line> = body.into_iter().skip(top).take(height).collect();
    let blank = height - shown.len();
    lines.extend(shown);
    lines.extend(std::iter::repeat_n(Line::empty(), blank));
    lines.extend(footer);
    lines.truncate(size.lines);
    Screen { lines, drawn: Drawn { quote_end: false, top, height, length } }
}

fn rule(size: Size) -> Line {
    Line::of(Tone::Quiet, "─".repeat(size.columns))
}

fn wrapped(line: Line, size: Size, indent: usize) -> Vec<Line> {
    wrap(&line, size.columns, indent)
}

/// `[k] word` pairs in one line.
fn key_line(pairs: &[(&str, &str)]) -> Line {
    pairs.iter().enumerate().fold(Line::empty(), |line, (i, (key, word))| {
        let line = if i == 0 { line } else { line.then(Tone::Plain, "  ") };
        line.then(Tone::Key, format!("[{key}]")).then(Tone::Plain, format!(" {word}"))
    })
}

fn note_line(session: &Session, size: Size) -> Vec<Line> {
    session.note().map(|n| wrapped(Line::of(Tone::Warning, n), size, 0)).unwrap_or_default()
}

/// `n thing` or `n things`.
fn plural(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}
