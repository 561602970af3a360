//! Cutting words out of a turn, word by word.

use crate::calls::Chars;

/// Which end of the cut moves, and where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// It starts a word earlier.
    StartEarlier,
    /// It starts a word later.
    StartLater,
    /// It ends a word earlier.
    EndEarlier,
    /// It ends a word later.
    EndLater,
}

/// The cut `from..to` of `text` with one end moved by a word; as it was where there is no further word, and never empty.
pub fn moved(text: &str, (from, to): (Chars, Chars), edge: Edge) -> (Chars, Chars) {
    let words = word_ranges(text);
    let (mut starts, mut ends) = (words.iter().map(|w| w.0), words.iter().map(|w| w.1));
    match edge {
        Edge::StartEarlier => (starts.rev().find(|s| *s < from).unwrap_or(from), to),
        Edge::StartLater => (starts.find(|s| *s > from && *s < to).unwrap_or(from), to),
        Edge::EndLater => (from, ends.find(|e| *e > to).unwrap_or(to)),
        Edge::EndEarlier => (from, ends.rev().find(|e| *e < to && *e > from).unwrap_or(to)),
    }
}

/// Where the words of a text start and end, in characters; marks that belong to a word go with it.
fn word_ranges(text: &str) -> Vec<(Chars, Chars)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut count = 0;
    for c in text.chars() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push((Chars(from), Chars(count)));
                start = None;
            }
            (false, None) => start = Some(count),
            _ => {}
        }
        count += 1;
    }
    words.extend(start.map(|from| (Chars(from), Chars(count))));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_moves_by_words_and_is_never_empty() {
        let text = "It was, honestly, awful.";
        let at = |from, to| (Chars(from), Chars(to));
        assert_eq!(moved(text, at(3, 17), Edge::StartEarlier), at(0, 17));
        assert_eq!(moved(text, at(3, 17), Edge::StartLater), at(8, 17));
        assert_eq!(moved(text, at(8, 17), Edge::StartLater), at(8, 17));
        assert_eq!(moved(text, at(3, 17), Edge::EndLater), at(3, 24));
        assert_eq!(moved(text, at(3, 17), Edge::EndEarlier), at(3, 7));
        assert_eq!(moved(text, at(3, 7), Edge::EndEarlier), at(3, 7));
        assert_eq!(moved(text, at(0, 24), Edge::EndLater), at(0, 24));
    }
}
