//! Breaks a line of toned text into lines that fit.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Line, Span, Tone};

/// How many columns of a terminal `text` takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks `line` at spaces into lines of at most `columns` columns, each after the first with `indent` spaces before it; a word that is
/// longer than a line is broken inside. Nothing is dropped but the spaces at the breaks.
pub fn wrap(line: &Line, columns: usize, indent: usize) -> Vec<Line> {
    let columns = columns.max(indent + 2);
    let mut lines = Vec::new();
    let mut current = Builder::default();
    for (word, tone) in line.0.iter().flat_map(words) {
        let space = word.trim().is_empty();
        if current.width + width(word) > columns {
            if space {
                continue;
            }
            if current.width > current.indent {
                lines.push(std::mem::replace(&mut current, Builder::indented(indent)).finish());
            }
        }
        if space && current.width == current.indent && !lines.is_empty() {
            continue;
        }
        for grapheme in word.graphemes(true) {
            if current.width + width(grapheme) > columns {
                lines.push(std::mem::replace(&mut current, Builder::indented(indent)).finish());
            }
            current.push(grapheme, tone);
        }
    }
    lines.push(current.finish());
    lines
}

fn words(span: &Span) -> impl Iterator<Item = (&str, Tone)> {
    let tone = span.tone;
    span.text
        .split_inclusive(' ')
        .flat_map(|w| {
            let word = w.trim_end_matches(' ');
            [word, &w[word.len()..]]
        })
        .filter(|w| !w.is_empty())
        .map(move |w| (w, tone))
}

#[derive(Default)]
struct Builder {
    spans: Vec<Span>,
    width: usize,
    indent: usize,
}

impl Builder {
    fn indented(indent: usize) -> Builder {
        let spans = if indent == 0 { Vec::new() } else { vec![Span { text: " ".repeat(indent), tone: Tone::Plain }] };
        Builder { spans, width: indent, indent }
    }

    fn push(&mut self, text: &str, tone: Tone) {
        self.width += width(text);
        match self.spans.last_mut().filter(|s| s.tone == tone) {
            Some(last) => last.text.push_str(text),
            None => self.spans.push(Span { text: text.to_owned(), tone }),
        }
    }

    fn finish(mut self) -> Line {
        if let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self.spans.retain(|s| !s.text.is_empty());
        Line(self.spans)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_nothing_is_lost() {
        let line =
            Line::plain("one two three ").then(Tone::Quoted, "four-and-a-very-long-word five").then(Tone::Plain, ", six 日本語の文章です");
        for columns in 6..40 {
            let lines = wrap(&line, columns, 2);
            assert!(lines.iter().all(|l| l.width() <= columns), "{columns}: {lines:?}");
            let squashed = |s: String| s.replace(' ', "");
            assert_eq!(squashed(lines.iter().map(Line::text).collect()), squashed(line.text()));
        }
    }
}
