//! The sentence around some words of a turn.

use crate::calls::Chars;

/// How far a sentence may reach to either side of the words, in bytes: talk without punctuation has no end.
const REACH: usize = 600;

/// The whole sentence (or sentences) that the characters `start..end` of `turn_text` stand in, in characters, trimmed of white space.
/// Where a turn has no punctuation it reaches a few hundred characters to either side, to a space.
pub fn sentence(turn_text: &str, start: Chars, end: Chars) -> (Chars, Chars) {
    let (Some(from), Some(to)) = (start.byte_in(turn_text), end.byte_in(turn_text)) else { return (start, end) };
    let (from, to) = in_bytes(turn_text, from, to.max(from));
    (chars_at(turn_text, from), chars_at(turn_text, to))
}

/// The same in bytes.
pub(super) fn in_bytes(text: &str, from: usize, to: usize) -> (usize, usize) {
    let (before, after) = (&text[..from], &text[to..]);
    let start = starts(before).unwrap_or(0);
    // What the words themselves end with may be the sentence's end.
    let ended = is_end(text[..to].trim_end_matches(closes), after);
    let end = if ended { to + after.len() - after.trim_start_matches(closes).len() } else { to + ends(after) };
    let lead = text[start..from].len() - text[start..from].trim_start().len();
    let tail = text[to..end].len() - text[to..end].trim_end().len();
    (start + lead, end - tail)
}

pub(super) fn chars_at(text: &str, byte: usize) -> Chars {
    text.get(..byte).map_or(Chars::count(text), Chars::count)
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』')
}

fn terminates(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '\u{FF0E}')
}

/// Whether `before` ends a sentence, given what comes after it.
fn is_end(before: &str, after: &str) -> bool {
    let Some(last) = before.chars().next_back().filter(|c| terminates(*c)) else { return false };
    if matches!(last, '。' | '！' | '？') {
        return true;
    }
    let next = after.trim_start_matches(closes).chars().next();
    next.is_none_or(char::is_whitespace) && !(last == '.' && is_abbreviation(before, after))
}

/// Whether the full stop at the end of `before` belongs to an abbreviation or an initial, and so ends no sentence.
pub(super) fn is_abbreviation(before: &str, after: &str) -> bool {
    let word = before.trim_end_matches('.').rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
    // These may end one.
    let goes_on = || after.trim_start().starts_with(char::is_lowercase);
    initial
        || matches!(word.as_str(), "p.m" | "a.m" | "inc" | "ltd" | "etc") && goes_on()
        || matches!(
            word.as_str(),
            "mr" | "mrs" | "ms" | "dr" | "prof" | "e.g" | "i.e" | "vs" | "approx" | "u.s" | "u.k" | "st" | "z.b" | "bzw"
        )
}

/// Where the sentence that goes on at the end of `before` starts.
fn starts(before: &str) -> Option<usize> {
    let floor = before.len().saturating_sub(REACH);
    for (at, c) in before.char_indices().rev() {
        if at < floor {
            // No end of a sentence within reach: break at a space.
            return before[at..].find(char::is_whitespace).map_or(Some(at), |s| Some(at + s));
        }
        if terminates(c) {
            let end = at + c.len_utf8();
            if is_end(&before[..end], &before[end..]) && !(before[end..].trim().is_empty() && c == '…') {
                let closing = before[end..].len() - before[end..].trim_start_matches(closes).len();
                return Some(end + closing);
            }
        }
    }
    None
}

/// How long the rest of the sentence at the start of `after` is.
fn ends(after: &str) -> usize {
    for (at, c) in after.char_indices() {
        if at > REACH && c.is_whitespace() {
            return at;
        }
        let end = at + c.len_utf8();
        if terminates(c) && is_end(&after[..end], &after[end..]) {
            return end + (after[end..].len() - after[end..].trim_start_matches(closes).len());
        }
    }
    after.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        let (from, to) = in_bytes(text, at, at + words.len());
        text[from..to].to_owned()
    }

    #[test]
    fn a_sentence_is_whole() {
        let text = "We tried. I wouldn't say it's slow, e.g. at night, but 3.5 seconds is a lot! Why? Well.";
        assert_eq!(around(text, "it's slow"), "I wouldn't say it's slow, e.g. at night, but 3.5 seconds is a lot!");
        assert_eq!(around(text, "We tried."), "We tried.");
        assert_eq!(around(text, "Why"), "Why?");
        assert_eq!(around("遅いです。困ります。", "困り"), "困ります。");
    }

    #[test]
    fn talk_without_punctuation_is_bounded() {
        let text = "so and so ".repeat(1000);
        let (from, to) = sentence(&text, Chars(5000), Chars(5005));
        assert!(to.0 - from.0 < 1300);
    }
}
