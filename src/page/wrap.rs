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
    for word in words(line) {
        let wide: usize = word.iter().map(|(text, _)| width(text)).sum();
        let space = word.iter().all(|(text, _)| text.trim_matches(' ').is_empty());
        if current.width + wide > columns {
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
        if current.width + wide <= columns {
            word.iter().for_each(|(text, tone)| current.push(text, *tone));
            continue;
        }
        for (grapheme, tone) in word.iter().flat_map(|(text, tone)| text.graphemes(true).map(move |g| (g, *tone))) {
            if current.width + width(grapheme) > columns {
                lines.push(std::mem::replace(&mut current, Builder::indented(indent)).finish());
            }
            current.push(grapheme, tone);
        }
    }
    lines.push(current.finish());
    lines
}

/// `line` in one line of at most `columns` columns, with `…` at the end where something was cut off.
pub fn clip(line: &Line, columns: usize) -> Line {
    if line.width() <= columns {
        return line.clone();
    }
    let mut kept = Builder::default();
    'line: for span in &line.0 {
        for grapheme in span.text.graphemes(true) {
            if kept.width + width(grapheme) >= columns {
                break 'line;
            }
            kept.push(grapheme, span.tone);
        }
    }
    if columns > 0 {
        kept.push("…", Tone::Quiet);
    }
    kept.finish()
}

/// The words and the spaces between them; a word may go on from one span into the next.
fn words(line: &Line) -> Vec<Vec<(&str, Tone)>> {
    let mut words: Vec<Vec<(&str, Tone)>> = Vec::new();
    let mut after_space = None;
    for span in &line.0 {
        for part in span.text.split_inclusive(' ') {
            let word = part.trim_end_matches(' ');
            for piece in [word, &part[word.len()..]].into_iter().filter(|p| !p.is_empty()) {
                let space = piece.starts_with(' ');
                match words.last_mut().filter(|_| after_space == Some(space)) {
                    Some(last) => last.push((piece, span.tone)),
                    None => words.push(vec![(piece, span.tone)]),
                }
                after_space = Some(space);
            }
        }
    }
    words
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
