//! From text to word tokens: the one place that says when two spellings are the same word.
//!
//! A token is a run of letters and digits, a number with its separators, one character of a script written without spaces, or a sign
//! that carries meaning (`%`, `$`, a minus before a digit). Its hash is that of its *folded* form, which [`fold`] defines:
//! compatibility form (NFKC) in lower case, without soft hyphens, zero-width characters and apostrophes, numbers without thousands
//! separators. ASCII words, nearly all of English talk, never get that far: they are hashed as they are read, eight bytes at a time.
//! Everything between tokens (white space, punctuation, dashes, emphasis) is not a word and never compared.

mod ascii_words;
mod block;
mod hash;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::number;
use ascii_words::{ascii_word, contraction, ends_word};
use block::{BLOCK, Block, LONGEST, READ};
pub(super) use hash::{hash, mix};

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Hash of the folded word.
    pub hash: u64,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Whether it starts with a digit.
    pub number: bool,
}

/// Contractions that are other words without their apostrophe ("we're" is not "were"): they keep it.
const KEEP_APOSTROPHE: &[&str] = &["were", "well", "hell", "shell", "ill", "wed", "shed", "id", "whore"];

/// The folded form of one word (a slice that [`scan`] gave as a token): equal words have equal folded forms.
pub(super) fn fold(slice: &str) -> String {
    let mut out = String::with_capacity(slice.len());
    let mut apostrophe = false;
    if slice.is_ascii() && !slice.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        out.extend(slice.chars().filter(|c| !is_apostrophe(*c)).map(|c| c.to_ascii_lowercase()));
        if out.len() < slice.len() && keeps_apostrophe(&out) {
            out.push('\'');
        }
        return out;
    }
    for c in slice.chars() {
        if is_ignorable(c) {
            continue;
        }
        if is_apostrophe(c) {
            apostrophe = true;
            continue;
        }
        if keeps_its_form(c) {
            out.push(c);
            continue;
        }
        for d in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
            match d {
                'ß' => out.push_str("ss"),
                'ς' => out.push('σ'),
                d => out.push(d),
            }
        }
    }
    if !out.is_ascii() {
        // A capital I with a dot leaves the dot behind in lower case.
        out = out.replace("i\u{307}", "i").nfc().collect();
    }
    if slice.starts_with(|c: char| c.is_ascii_digit() || is_wide_digit(c) || c == '.' || c == ',') {
        return number::normal(&raw_number(slice));
    }
    if apostrophe && keeps_apostrophe(&out) {
        out.push('\'');
    }
    out
}

fn keeps_apostrophe(folded: &str) -> bool {
    KEEP_APOSTROPHE.contains(&folded)
}

fn raw_number(slice: &str) -> String {
    slice.chars().filter(|c| !is_ignorable(*c)).nfkc().collect()
}

/// Superscripts, fractions and circled numbers fold to plain digits in NFKC ("10²" would be "102"): they stay what they are.
fn keeps_its_form(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209C}' | '\u{2150}'..='\u{218B}' | '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}')
}

fn is_wide_digit(c: char) -> bool {
    matches!(c, '\u{FF10}'..='\u{FF19}' | '\u{1D7CE}'..='\u{1D7FF}')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '´' | '`' | '′')
}

/// Characters that take no part in a word: soft hyphens, zero-width and direction marks, variation selectors.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}' | '\u{E0000}'..='\u{E007F}'
    )
}

pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '\u{A2}'..='\u{A5}' | '\u{20A0}'..='\u{20CF}' | '\u{FFE0}' | '\u{FFE1}' | '\u{FFE5}' | '\u{FFE6}' | '\u{FF04}')
}

/// Scripts written without spaces between words: each character is a token.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{323AF}'
    )
}

/// Halfwidth voicing marks and the like, which belong to the character before.
fn continues(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}' | '\u{200D}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() && !stands_alone(c) && !keeps_its_form(c)
}

/// Calls `emit` for each token of `text`, in order. Bracketed time marks (`[00:12:33]`, `(1:02)`) are not words.
/// Texts beyond 4 GiB are not read.
#[inline]
pub(super) fn scan(text: &str, emit: impl FnMut(Token)) {
    scan_some(text, 0, text.len(), emit);
}

/// So many tokens more than there are bytes up to `to` may be found there: the last block reaches beyond it.
pub(super) const BEYOND: usize = BLOCK;

/// As [`scan`], from the byte at `at` on, where a token may begin, at least up to `to`; gives where the next may begin.
#[inline]
pub(super) fn scan_some(text: &str, mut at: usize, to: usize, mut emit: impl FnMut(Token)) -> usize {
    if u32::try_from(text.len()).is_err() {
        return text.len();
    }
    let mut padded = [b' '; READ];
    while at < to {
        at = scan_block(text, at, &mut padded, &mut emit);
    }
    at
}

/// Calls `emit` for each token of the block at `at`; gives where the next begins.
#[inline(always)]
fn scan_block(text: &str, at: usize, padded: &mut [u8; READ], emit: &mut impl FnMut(Token)) -> usize {
    let block = Block::of(&text.as_bytes()[at..], padded);
    let (mut letters, mut odd) = (block.letters, block.odd);
    loop {
        let next_odd = odd.trailing_zeros();
        let before_odd = 1_u64.checked_shl(next_odd).map_or(u64::MAX, |bit| bit - 1);
        let mut starts = letters & !(letters << 1);
        let mut ends = !letters & (letters << 1) & before_odd;
        while ends != 0 {
            let (start, end) = (starts.trailing_zeros() as usize, ends.trailing_zeros() as usize);
            if end - start <= LONGEST {
                emit(token(block.hash(start, end), at + start, at + end, false));
            } else {
                let (end, hash) = other_word(text, at + start);
                emit(token(hash, at + start, end, false));
            }
            starts &= starts - 1;
            ends &= ends - 1;
        }
        // A word may reach what is odd, or the end of the block.
        let mut from = starts.trailing_zeros().min(next_odd) as usize;
        let next_odd = next_odd as usize;
        let Some(&byte) = block.bytes().get(next_odd) else {
            if from > 0 {
                return at + from;
            }
            let (after, token) = scan_one(text, at);
            token.into_iter().for_each(emit);
            return after;
        };
        if from < next_odd && next_odd - from <= LONGEST && ends_word(byte) {
            emit(token(block.hash(from, next_odd), at + from, at + next_odd, false));
            from = next_odd;
        }
        let is_blank = from == next_odd && KINDS[usize::from(byte)] == Kind::Blank;
        let mut after = next_odd + 1;
        if byte == b'\''
            && from < next_odd
            && let Some((end, hash)) = contraction(text.as_bytes(), at + from)
        {
            emit(token(hash, at + from, end, false));
            after = end - at;
        } else if !is_blank {
            let (end, token) = scan_one(text, at + from);
            token.into_iter().for_each(&mut *emit);
            after = end - at;
        }
        if after >= BLOCK {
            return at + after;
        }
        letters &= u64::MAX << after;
        odd &= u64::MAX << after;
    }
}

/// Where what may follow the one at `at` begins, and the token there, if it is one.
#[inline(never)]
fn scan_one(text: &str, at: usize) -> (usize, Option<Token>) {
    let bytes = text.as_bytes();
    match KINDS[usize::from(bytes[at])] {
        Kind::Blank => (at + 1, None),
        Kind::Letter => {
            let (end, h) = other_word(text, at);
            (end, Some(token(h, at, end, false)))
        }
        Kind::Digit => {
            let start = if at > 0 && opens_fraction(bytes, at - 1) { at - 1 } else { at };
            let end = number_end(text, start);
            let plain = bytes[start..end].iter().all(u8::is_ascii_digit);
            let h = if plain { hash(&text[start..end]) } else { hash(&fold(&text[start..end])) };
            (end, Some(token(h, start, end, true)))
        }
        Kind::Sign => ascii_sign(bytes, at),
        Kind::Other => other_char(text, at),
    }
}

/// What may begin with a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: white space, and signs that never mean a word.
    Blank,
    Letter,
    Digit,
    /// A sign that may mean something, or open a time mark.
    Sign,
    /// A character beyond ASCII.
    Other,
}

/// The kind of each byte.
static KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Blank; 256];
    let mut b = 0;
    while b < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let byte = b as u8;
        kinds[b] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'%' | b'$' | b'&' | b'-' | b'+' | b'#' | b'<' | b'>' | b'[' | b'(' | b'~' => Kind::Sign,
            0x80.. => Kind::Other,
            _ => Kind::Blank,
        };
        b += 1;
    }
    kinds
};

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "scan refuses texts beyond 4 GiB")]
fn token(hash: u64, start: usize, end: usize, number: bool) -> Token {
    Token { hash, start: start as u32, end: end as u32, number }
}

/// A word that isn't plain: (end, hash).
#[inline(never)]
fn other_word(text: &str, start: usize) -> (usize, u64) {
    let bytes = text.as_bytes();
    contraction(bytes, start).or_else(|| ascii_word(bytes, start)).unwrap_or_else(|| slow_word(text, start))
}

/// Any word: where it ends, and its hash.
fn slow_word(text: &str, start: usize) -> (usize, u64) {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let inside = is_word_char(c)
            || (i > 0 && (continues(c) || is_ignorable(c)))
            || (i > 0 && is_apostrophe(c) && next.is_some_and(|n| is_word_char(n) || is_ignorable(n)));
        if !inside {
            break;
        }
        end = start + i + c.len_utf8();
    }
    let word = text[start..end].trim_end_matches(is_ignorable);
    (start + word.len().max(1), hash(&fold(word)))
}

/// Whether a dot or comma at `at` begins a number: ".5".
fn opens_fraction(bytes: &[u8], at: usize) -> bool {
    let separates = matches!(bytes.get(at), Some(b'.' | b','));
    let after_sign = || {
        matches!(bytes[at - 1], b'$' | b'-' | b'+' | b'~') || bytes[..at].ends_with("€".as_bytes()) || bytes[..at].ends_with("£".as_bytes())
    };
    separates && (may_begin_number(bytes, at) || after_sign()) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Whether a sign at `at` may belong to a number behind it: nothing stands before it, or only what opens something or parts words.
fn may_begin_number(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| bytes.get(i)) else { return true };
    // Dashes and quotation marks of Unicode: U+2013 to U+201F.
    let beyond_ascii = || matches!(bytes[..at], [.., 0xE2, 0x80, 0x93..=0x9F]);
    matches!(before, b' ' | b'\n' | b'\t' | b'(' | b'[' | b'"' | b'\'' | b'*' | b'_' | b'/') || beyond_ascii()
}

/// Whether the character may stand between the digits of one number.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '\'' | '’' | '，' | '．' | '：' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '٬' | '٫')
}

/// Where the number that starts at `start` ends: digits, and separators with a digit behind them.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let digit = c.is_ascii_digit() || is_wide_digit(c);
        let next = chars.clone().map(|(_, n)| n).find(|n| !is_ignorable(*n));
        let separator = is_separator(c) && next.is_some_and(|n| n.is_ascii_digit() || is_wide_digit(n));
        // A space parts thousands, and else numbers: "5 2024".
        let separator = separator && (!c.is_whitespace() || chars.clone().take_while(|(_, n)| n.is_numeric()).count() == 3);
        if !(digit || separator || (is_ignorable(c) && i > 0)) {
            break;
        }
        if !is_ignorable(c) {
            end = start + i + c.len_utf8();
        }
    }
    end.max(start + 1)
}

/// White space, punctuation and the signs that mean something; gives the next position.
fn ascii_sign(bytes: &[u8], at: usize) -> (usize, Option<Token>) {
    let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied();
    let digit_follows = bytes
        .get(at + 1)
        .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'.' | b'$') && bytes.get(at + 2).is_some_and(u8::is_ascii_digit));
    let meant = match bytes[at] {
        b'%' | b'$' | b'&' => true,
        b'-' | b'~' => digit_follows && may_begin_number(bytes, at),
        b'+' => digit_follows || before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'+'),
        b'#' => before.is_some_and(|b| b.is_ascii_alphanumeric()),
        b'<' | b'>' => {
            // Where nothing stands before it, it is the mark of a quotation.
            let is_between = || bytes[..at].iter().rev().take(8).any(|b| *b != b' ') && bytes.get(at + 1) == Some(&b' ');
            digit_follows || before == Some(b' ') && is_between() && bytes.get(at + 2).is_some_and(u8::is_ascii_digit)
        }
        b'[' | b'(' => return (time_mark_end(bytes, at).unwrap_or(at + 1), None),
        _ => false,
    };
    (at + 1, meant.then(|| token(mix(u64::from(bytes[at]), 0x516E), at, at + 1, false)))
}

/// One past a bracketed time mark that opens at `at`: `[1:02:33]`, `(00:12)`, `[12:40]`. "(5:1)" and "(9:30)" are said.
fn time_mark_end(bytes: &[u8], at: usize) -> Option<usize> {
    let close = if bytes[at] == b'[' { b']' } else { b')' };
    let inside = bytes.get(at + 1..bytes.len().min(at + 32))?;
    let len = inside.iter().position(|b| *b == close)?;
    let mark = &inside[..len];
    let shape = mark.iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b' '));
    let is_time = match mark.iter().filter(|b| **b == b':').count() {
        0 => false,
        // Minutes and seconds, in two digits each.
        1 => {
            matches!(mark, [m, b'0'..=b'9', b':', s, b'0'..=b'9', ..] if s.is_ascii_digit() && (*m == b'0' || m.is_ascii_digit() && close == b']'))
        }
        _ => mark.first().is_some_and(u8::is_ascii_digit),
    };
    (shape && is_time).then_some(at + 1 + len + 1)
}

/// A character beyond ASCII outside a word; gives the next position.
fn other_char(text: &str, at: usize) -> (usize, Option<Token>) {
    let Some(c) = text[at..].chars().next() else { return (text.len(), None) };
    let after = at + c.len_utf8();
    if is_wide_digit(c) {
        let end = number_end(text, at).max(after);
        return (end, Some(token(hash(&fold(&text[at..end])), at, end, true)));
    }
    if stands_alone(c) {
        let end = after + text[after..].chars().take_while(|c| continues(*c)).map(char::len_utf8).sum::<usize>();
        return (end, Some(token(hash(&fold(&text[at..end])), at, end, false)));
    }
    if is_word_char(c) {
        let (end, h) = slow_word(text, at);
        return (end.max(after), Some(token(h, at, end.max(after), false)));
    }
    let currency = is_currency(c);
    let before = text[..at].chars().next_back();
    let digit_follows = text[after..].starts_with(|d: char| d.is_ascii_digit());
    let minus = match c {
        '\u{2212}' => digit_follows && !before.is_some_and(char::is_alphanumeric),
        // With a space before and none behind, a dash is the minus of a number.
        '–' => digit_follows && may_begin_number(text.as_bytes(), at),
        '－' | '﹣' => {
            text[after..].starts_with(|d: char| d.is_ascii_digit() || is_wide_digit(d)) && may_begin_number(text.as_bytes(), at)
        }
        _ => false,
    };
    let is_meant = currency || minus || keeps_its_form(c) || matches!(c, '°' | '‰' | '％' | '≤' | '≥' | '×' | '÷' | '±' | '≈' | '≠');
    let meant = || {
        let h = match c {
            '％' => mix(u64::from(b'%'), 0x516E),
            '\u{FF04}' => mix(u64::from(b'$'), 0x516E),
            '\u{2212}' | '–' | '－' | '﹣' => mix(u64::from(b'-'), 0x516E),
            c => mix(hash(&fold(c.encode_utf8(&mut [0; 4]))), 0x516E),
        };
        token(h, at, after, keeps_its_form(c))
    };
    (after, is_meant.then(meant))
}

/// All tokens of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    scan(text, |t| out.push(t));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<u64> {
        tokens(text).iter().map(|t| t.hash).collect()
    }

    #[test]
    fn spellings_of_one_word_are_one_word() {
        for (a, b) in [
            ("Don’t STOP", "don't stop"),
            ("ﬁrst", "first"),
            ("mig\u{200b}ht add\u{AD}ressed", "might addressed"),
            ("１０ minutes", "10 minutes"),
            ("cafe\u{301}", "Café"),
            ("1,000 seats", "1000 seats"),
            ("1\u{202f}000\u{202f}000", "1,000,000"),
            ("Straße", "STRASSE"),
            ("ｶﾞ", "ガ"),
            ("well-known — yes", "well known, yes"),
            ("[00:12:33] so", "so"),
            ("(00:12) so [12:40]", "so"),
            ("May 5\u{A0}2024", "May 5 2024"),
            ("it is **-5** percent", "it is -5 percent"),
            ("about ~~15~~ of", "about 15 of"),
            ("$5M", "$5 M"),
        ] {
            assert_eq!(words(a), words(b), "{a} / {b}");
        }
    }

    #[test]
    fn other_words_are_other_words() {
        for (a, b) in [
            ("10²", "102"),
            ("1½", "11/2"),
            ("3.5", "35"),
            (".5 percent", "5 percent"),
            ("-5", "5"),
            ("by “-5” percent", "by “5” percent"),
            ("3/-5", "3/5"),
            ("－5", "5"),
            ("€.50", "€50"),
            ("\".5 percent\"", "\"5 percent\""),
            ("(5:1)", "(3:1)"),
            ("at nine (9:15)", "at nine (9:45)"),
            ("[3:1] of", "of"),
            ("May 5\u{A0}2024", "May 52024"),
            ("we're", "were"),
            ("C++", "C"),
            ("$25", "€25"),
            ("25%", "25"),
            ("10+", "10"),
            ("résumé", "resume"),
            ("1.000", "1000"),
        ] {
            assert_ne!(words(a), words(b), "{a} / {b}");
        }
    }

    #[test]
    fn scripts_without_spaces_give_a_token_for_each_character() {
        assert_eq!(tokens("遅いです。").len(), 4);
    }

    proptest! {
        #[test]
        fn any_text_gives_ordered_slices_that_fold_to_their_hash(text in "\\PC{0,60}") {
            let mut last = 0;
            for t in tokens(&text) {
                prop_assert!(last <= t.start && t.start < t.end);
                prop_assert!(text.get(t.start as usize..t.end as usize).is_some());
                last = t.end;
            }
        }

        #[test]
        fn where_a_block_begins_changes_nothing(
            text in "(([a-zA-Z]{1,18}|[a-z]{1,3}'(s|re|t)|[0-9]{1,3}([.,:][0-9]{1,3})?|[-+#$%&<>'`().,?!;:\\[\\]{}]|\\(1:02\\)|\\PC)( |  )?){0,40}", blanks in 0usize..=BLOCK,
        ) {
            let further: Vec<Token> = tokens(&format!("{}{text}", " ".repeat(blanks)));
            let by = u32::try_from(blanks).unwrap();
            let back: Vec<Token> = further.into_iter().map(|t| Token { start: t.start - by, end: t.end - by, ..t }).collect();
            prop_assert_eq!(back, tokens(&text));
        }

        #[test]
        fn words_seen_side_by_side_are_those_seen_one_by_one(text in "[a-zA-Z0-9 .,'?!%$&+#()-]{0,90}") {
            let mut at = 0;
            let mut one_by_one = Vec::new();
            while at < text.len() {
                let (after, token) = scan_one(&text, at);
                one_by_one.extend(token);
                at = after;
            }
            prop_assert_eq!(tokens(&text), one_by_one);
        }

        #[test]
        fn the_fast_path_agrees_with_the_definition(
            word in "([a-zA-Z]{1,20}('[a-zA-Z]{1,3})?|(we|WE|I|he|it|ca|don|shan)'(re|ll|d|t|m|ve|S))", behind in "[ .,?]{0,9}",
        ) {
            prop_assert_eq!(words(&format!("{word}{behind}")), vec![hash(&fold(&word))]);
        }
    }
}
