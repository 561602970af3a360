//! HTML: block elements give passages, `blockquote` and `q` quotations, tables tables. Scripts, styles and code are no speech.

use super::{
    At,
    block::{Block, Passage},
};
use crate::calls::decode_entities;

/// Elements whose content is no text of the page.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "pre", "code", "svg", "head", "textarea", "select"];
/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr", "img", "del",
];

#[derive(Default)]
struct Page {
    out: Vec<Block>,
    text: String,
    line: u32,
    /// How many block quotes are open, and how many there were.
    depth: u32,
    quotes: u32,
    /// The open table's rows.
    table: Option<Vec<Vec<Passage>>>,
    in_cell: bool,
}

/// The blocks of an HTML page.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    let mut page = Page { line: 1, ..Page::default() };
    let mut rest = html;
    let mut line: u32 = 1;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        page.say(&rest[..at], line);
        line += newlines(&rest[..at]);
        rest = &rest[at..];
        if rest.is_empty() {
            break;
        }
        let (tag, len) = tag(rest);
        let (name, closes) = name_of(tag);
        let mut skip = len;
        if !closes && SILENT.contains(&name.as_str()) && !tag.ends_with('/') {
            skip = len + end_of(&rest[len..], &name);
        } else if !name.is_empty() {
            page.element(&name, closes);
        } else if len == 1 {
            page.say("<", line);
        }
        line += newlines(&rest[..skip]);
        rest = &rest[skip..];
    }
    page.end();
    if let Some(rows) = page.table.take() {
        page.out.push(Block::Table(rows));
    }
    page.out
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|b| *b == b'\n').count()).unwrap_or(0)
}

/// The tag or comment at the start of `rest`, without its brackets, and its length; the length 1 where it is a bare `<`.
fn tag(rest: &str) -> (&str, usize) {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return ("", 4 + comment.find("-->").map_or(comment.len(), |e| e + 3));
    }
    if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return ("", 1);
    }
    let mut quote = None;
    for (i, b) in rest.bytes().enumerate().skip(1) {
        match (quote, b) {
            (None, b'>') => return (&rest[1..i], i + 1),
            (None, b'"' | b'\'') if rest.as_bytes()[i - 1] == b'=' => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    ("", rest.len())
}

fn name_of(tag: &str) -> (String, bool) {
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    (name.to_ascii_lowercase(), tag.starts_with('/'))
}

/// Where the element `name` ends in `rest`, its closing tag included.
fn end_of(rest: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        let here = at + found;
        let (tag, len) = tag(&rest[here..]);
        if name_of(tag).0 == name {
            return here + len;
        }
        at = here + len.max(2);
    }
    rest.len()
}

impl Page {
    fn say(&mut self, text: &str, line: u32) {
        if self.text.trim().is_empty() {
            // The passage starts where its first word does.
            let lead = text.len() - text.trim_start().len();
            self.line = line + newlines(&text[..lead]);
        }
        let mut gap = false;
        for c in decode_entities(text).chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            if gap && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
                self.text.push(' ');
            }
            gap = false;
            self.text.push(c);
        }
        if gap && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
    }

    fn element(&mut self, name: &str, closes: bool) {
        match (name, closes) {
            ("br", _) => self.text.push('\n'),
            ("q", false) => self.text.push('“'),
            ("q", true) => {
                let end = self.text.trim_end().len();
                self.text.insert(end, '”');
            }
            ("cite", false) if self.depth > 0 && self.text.trim_end().ends_with(['.', '!', '?', '”', '"', '\n']) => {
                self.text.push_str("\n— ");
            }
            ("p" | "div", _) if self.in_cell => self.text.push('\n'),
            (name, _) if INLINE.contains(&name) => {}
            ("blockquote", false) => {
                self.end();
                self.depth += 1;
                self.quotes += u32::from(self.depth == 1);
            }
            ("blockquote", true) => {
                self.end();
                self.depth = self.depth.saturating_sub(1);
            }
            ("figcaption", false) => {
                self.end();
                self.text.push_str("— ");
            }
            ("footer", false) if self.depth > 0 => {
                self.end();
                self.text.push_str("— ");
            }
            ("table", false) if self.table.is_none() => {
                self.end();
                self.table = Some(Vec::new());
            }
            ("table", true) => {
                self.end_cell();
                self.out.extend(self.table.take().map(Block::Table));
            }
            ("tr", _) => {
                self.end_cell();
                if let Some(rows) = self.table.as_mut().filter(|_| !closes) {
                    rows.push(Vec::new());
                }
            }
            ("td" | "th", closes) => {
                self.end_cell();
                self.in_cell = !closes && self.table.is_some();
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) if !self.in_cell && self.depth == 0 => {
                let text = tidy(&std::mem::take(&mut self.text));
                if !text.is_empty() {
                    self.out.push(Block::Heading(Passage { text, at: At::Line(self.line), block_quote: None }));
                }
            }
            _ => self.end(),
        }
    }

    fn end_cell(&mut self) {
        if !self.in_cell {
            return;
        }
        self.in_cell = false;
        let text = tidy(&std::mem::take(&mut self.text));
        if let Some(rows) = &mut self.table {
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push(Passage { text, at: At::Line(self.line), block_quote: None });
            }
        }
    }

    fn end(&mut self) {
        if self.in_cell {
            self.text.push('\n');
            return;
        }
        let text = tidy(&std::mem::take(&mut self.text));
        if !text.is_empty() {
            let block_quote = (self.depth > 0).then(|| self.quotes - 1);
            self.out.push(Block::Passage(Passage { text, at: At::Line(self.line), block_quote }));
        }
    }
}

fn tidy(text: &str) -> String {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
