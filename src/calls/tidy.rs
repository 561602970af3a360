//! White space and joins (rule C6): what is folded when lines and cues become the text of a turn. Nothing else is changed.

use std::borrow::Cow;

use wide::u8x16;

/// Han, kana and CJK punctuation, which are written without spaces.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// White space, and the marks without width that stand for it in exports. The joiners inside emoji and Persian words are not among them.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// `text` with each run of white space as one space and the ends trimmed. A line break beside CJK leaves nothing; soft hyphens go.
pub fn tidy(text: &str) -> String {
    tidied(text).into_owned()
}

/// As [`tidy`], without a copy where nothing has to change: nearly always.
pub fn tidied(text: &str) -> Cow<'_, str> {
    if is_tidy(text) { Cow::Borrowed(text) } else { Cow::Owned(folded(text)) }
}

/// As [`tidy`], for a text that is given away.
pub fn tidy_up(text: String) -> String {
    if is_tidy(&text) { text } else { folded(&text) }
}

/// How many bytes are looked at as one.
const WIDE: usize = 16;

/// Whether a text is printable ASCII with single spaces inside.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ([first, after @ ..], [before @ .., last]) = (bytes, bytes) else { return true };
    if !first.is_ascii_graphic() || !last.is_ascii_graphic() {
        return false;
    }
    // Each byte with the one after it. What is left at the end is looked at together with some of what was: no byte goes by itself.
    let (Some(end), Some(end_after)) = (before.last_chunk(), after.last_chunk()) else {
        // A shorter one is looked at with something tidy behind it.
        let mut padded = [b'.'; WIDE + 1];
        padded[..bytes.len()].copy_from_slice(bytes);
        return padded.first_chunk().zip(padded.last_chunk()).is_some_and(|(bytes, next)| are_untidy(bytes, next).none());
    };
    let mut untidy = are_untidy(end, end_after);
    let (wide, _) = before.as_chunks();
    let (wide_after, _) = after.as_chunks();
    for (bytes, next) in wide.iter().zip(wide_after) {
        untidy |= are_untidy(bytes, next);
    }
    untidy.none()
}

/// Which bytes are no printable ASCII, or spaces with a space next to them.
#[inline(always)]
fn are_untidy(bytes: &[u8; WIDE], next: &[u8; WIDE]) -> u8x16 {
    let (bytes, next, space) = (u8x16::new(*bytes), u8x16::new(*next), u8x16::splat(b' '));
    (bytes - space).simd_gt(u8x16::splat(b'~' - b' ')) | (bytes | next).simd_eq(space)
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    let mut rest = text;
    loop {
        // What needs no look is copied as one piece.
        let plain = plain_length(rest.as_bytes());
        if plain > 0 {
            let (piece, after) = rest.split_at(plain);
            if gap.take().is_some_and(|line_break| !(line_break && out.ends_with(is_cjk))) && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(piece);
            rest = after;
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return out };
        rest = chars.as_str();
        if c == '\u{ad}' {
            continue;
        }
        if is_space(c) {
            gap = Some(gap.unwrap_or(false) || matches!(c, '\n' | '\u{2028}' | '\u{2029}'));
            continue;
        }
        if let Some(line_break) = gap.take()
            && !out.is_empty()
            && !(line_break && (is_cjk(c) || out.ends_with(is_cjk)))
        {
            out.push(' ');
        }
        out.push(c);
    }
}

/// How many bytes from the start are printable ASCII with single spaces between them.
fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(b) = bytes.get(at) {
        let single_space = *b == b' ' && at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
        if !(b.is_ascii_graphic() || single_space) {
            break;
        }
        at += 1;
    }
    at
}

/// Appends a tidied unit to a turn's text by the rule for joins.
pub fn join(text: &mut String, unit: &str) {
    if !text.is_empty() && !unit.is_empty() && !text.ends_with(is_cjk) && !unit.starts_with(is_cjk) {
        text.push(' ');
    }
    text.push_str(unit);
}

#[cfg(test)]
mod tests {
    use super::{is_cjk, is_space, join, tidy};

    #[test]
    fn folds_white_space_and_nothing_else() {
        assert_eq!(tidy("  Um,\u{a0}so\u{200b} we\n kept…  “it” "), "Um, so we kept… “it”");
        assert_eq!(tidy("月次決算\nが 大変。"), "月次決算が 大変。");
        assert_eq!(tidy("네 그\n래요"), "네 그 래요");
        assert_eq!(tidy("co\u{ad}operate"), "cooperate");
    }

    proptest::proptest! {
        #[test]
        fn the_short_ways_give_what_looking_at_each_character_gives(text in "[a-z]{0,20}[a-z ]{0,20}[ \\n\u{a0}a\u{ad}月]{0,8}[a-zé ]{0,12}") {
            let mut expected = String::new();
            let mut gap = None;
            for c in text.chars().filter(|c| *c != '\u{ad}') {
                if is_space(c) {
                    gap = Some(gap.unwrap_or(false) || c == '\n');
                    continue;
                }
                if let Some(line_break) = gap.take()
                    && !expected.is_empty()
                    && !(line_break && (is_cjk(c) || expected.ends_with(is_cjk)))
                {
                    expected.push(' ');
                }
                expected.push(c);
            }
            proptest::prop_assert_eq!(tidy(&text), expected);
        }
    }

    #[test]
    fn joins_without_a_space_beside_cjk() {
        let mut text = "はい。".to_owned();
        join(&mut text, "そうです");
        assert_eq!(text, "はい。そうです");
        let mut text = "Yes.".to_owned();
        join(&mut text, "Fine.");
        assert_eq!(text, "Yes. Fine.");
    }
}
