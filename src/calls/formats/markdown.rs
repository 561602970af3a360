//! Markdown: labels may be bold, headings name sections, bullets and block quotes are notes (section 3.12).

use super::script::Line;
use super::source::Source;
use super::{Fit, Format, sections, text};
use crate::calls::markup::{decode_entities, has_entity};

/// Interview notes and transcripts in Markdown.
pub const FORMAT: Format = Format {
    id: "markdown",
    name: "Markdown transcript or interview notes (.md)",
    recognised_by: "has Markdown headings, bold labels or front matter between --- lines",
    fits: |s| if s.is_text() && is_markdown(s) { Fit::Hits(8) } else { Fit::No },
    read: |s| text::read(s, "markdown"),
};

/// The same Doc that Google Meet writes, exported as Markdown.
pub const MEET: Format = Format {
    id: "meet-gemini-md",
    name: "Google Meet transcript (.md)",
    recognised_by: "Markdown with a heading \"Transcript\" and headings that are times, or the line \"Transcription ended after\"",
    fits: |s| {
        let ended = s.lines().iter().any(|l| l.heading > 0 && super::furniture::ends_the_talk(&l.text));
        let timed = s.lines().iter().any(|l| l.heading > 0 && super::script::bare_time(&l.text).is_some());
        if s.is_text() && (ended || timed && s.lines().iter().any(|l| sections::is_speech_name(&l.text))) { Fit::Sure } else { Fit::No }
    },
    read: |s| super::tools::titled(s, "meet-gemini-md", |t| t),
};

/// Whether the file's name says that it is Markdown.
pub fn is_by_name(file_name: &str) -> bool {
    let lower = file_name.to_lowercase();
    lower.ends_with(".md") || lower.ends_with(".markdown")
}

fn is_markdown(source: &Source) -> bool {
    let by_name = is_by_name(source.file_name);
    let marked = source.lines().iter().filter(|l| l.heading > 0 || l.bold > 0).count();
    by_name || source.text.starts_with("---\n") || marked >= 2
}

/// Lines of a text, with Markdown's marks taken off and noted. A plain text has none, so it comes out as it is.
pub fn lines_of(text: &str) -> Vec<Line> {
    let mut lines = super::script::lines_of(text);
    for line in &mut lines {
        if is_marked(&line.text) {
            *line = unmark(std::mem::take(line));
        }
    }
    lines
}

/// Whether a line may hold any of the marks that [`unmark`] takes off. Most lines of most files hold none.
pub fn is_marked(text: &str) -> bool {
    let first = text.trim_start().as_bytes().first();
    first.is_some_and(|b| matches!(b, b'#' | b'>' | b'-' | b'*' | b'+' | b'_') || !b.is_ascii())
        || text.contains('\\')
        || has_entity(text)
        || memchr::memmem::find(text.as_bytes(), b"[[").is_some()
}

fn unmark(mut line: Line) -> Line {
    line.untouched = line.untouched.or_else(|| Some(line.text.clone()));
    let mut text = line.text.trim_start();
    let indented = line.text.len() - text.len();
    let level = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && text.get(level..).is_some_and(|t| t.starts_with(' ')) {
        line.heading = u8::try_from(level).unwrap_or(6);
        text = text.get(level..).unwrap_or_default().trim();
    }
    while let Some(rest) = text.strip_prefix('>').filter(|r| !r.starts_with('>') && (r.is_empty() || r.starts_with([' ', '*', '_']))) {
        line.quote = true;
        text = rest.trim_start();
    }
    if let Some(rest) = ["- ", "* ", "+ ", "• "].iter().find_map(|b| text.strip_prefix(b)) {
        line.bullet = true;
        text = rest.trim_start();
    }
    let (plain, bold) = unbold(text);
    let plain = unescape(&unlink(&plain));
    line.bold = if bold > 0 {
        plain
            .chars()
            .map(char::len_utf8)
            .scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            .find(|n| *n >= bold.min(plain.len()))
            .unwrap_or(0)
    } else {
        0
    };
    // Decoded once, as all else is (C7); labels are told by where they end.
    let (label, words) = plain.split_at(line.bold);
    let (label, words) = (decode_entities(label), decode_entities(words));
    line.bold = label.len();
    let plain = label + &words;
    line.text = if indented > 0 && !line.bullet && line.heading == 0 && !line.quote && bold == 0 {
        format!("{}{plain}", " ".repeat(indented))
    } else {
        plain
    };
    line
}

/// Takes `**…**` off the start of a line; gives how many bytes were bold.
fn unbold(text: &str) -> (String, usize) {
    for mark in ["***", "**", "__"] {
        if let Some(rest) = text.strip_prefix(mark)
            && let Some(end) = rest.find(mark)
            && end > 0
        {
            let (inner, after) = rest.split_at(end);
            return (format!("{inner}{}", after.get(mark.len()..).unwrap_or_default()), inner.len());
        }
    }
    (text.to_owned(), 0)
}

/// `[[people/dana|Dana]]` shows as `Dana`.
fn unlink(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((link, tail)) = after.split_once("]]") else { break };
        out.push_str(before);
        out.push_str(link.rsplit_once('|').map_or_else(|| link.rsplit('/').next().unwrap_or(link), |(_, shown)| shown));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// `Ann\-Marie` is `Ann-Marie`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn entities_are_decoded_once_and_labels_end_where_they_did() {
        let lines = lines_of("**Tom &amp; Dana:** It&#39;s &amp;lt; so, R&D; is &lt;was&gt;.\nDana: Q&A");
        assert_eq!(lines[0].text, "Tom & Dana: It's &lt; so, R&D; is <was>.");
        assert_eq!(&lines[0].text[..lines[0].bold], "Tom & Dana:");
        assert_eq!(lines[1].text, "Dana: Q&A");
    }
}
