//! A claimed quote taken apart: its words, and what stands between them (marked cuts, words in brackets).

use std::borrow::Cow;
use std::rc::Rc;

use super::{
    lexicon::{self, ByHash},
    scan::{self, Token},
    words,
};
use crate::calls::decode_entities;

/// What stands in a quote between two words beside punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Joint {
    /// A mark of a cut: `…`, `...`, `[…]`.
    pub cut: bool,
    /// Words in square brackets, added or standing for others.
    pub added: Vec<Token>,
}

/// What stands at an end of a quote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Edge {
    #[default]
    Plain,
    /// The mark of a cut, or of a pause.
    Cut,
    /// Words in brackets.
    Words,
}

impl Edge {
    fn of(joint: &Joint) -> Edge {
        match (joint.added.is_empty(), joint.cut) {
            (false, _) => Edge::Words,
            (true, true) => Edge::Cut,
            (true, false) => Edge::Plain,
        }
    }
}

/// A quote's words in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Wording {
    /// The quote without marks, markup and brackets; what the tokens point into.
    pub text: Rc<str>,
    /// Its words.
    pub words: Vec<Token>,
    /// What stands before a word, by the word's position; only where something does. Marks before the first and after the last word are in `edges`.
    pub joints: ByHash<Joint>,
    /// What stands before the first word, and after the last.
    pub edges: [Edge; 2],
    /// The hashes of bracketed words that stand right before the first word, and right behind the last, likely for others that were said.
    pub stands_in: [Vec<u64>; 2],
    /// The words before which nothing but one hyphen stands, in order. Asked for at each step, so found once.
    hyphens: Vec<u32>,
}

impl Wording {
    /// Takes `quote` apart. Linear in its length.
    pub fn of(quote: &str) -> Wording {
        let plain = plain_text(quote);
        let mut w = Wording::default();
        let mut text = String::with_capacity(plain.len() + 1);
        let mut rest: &str = &plain;
        let mut pending = Joint::default();
        while !rest.is_empty() {
            let (at, mark) = next_mark(rest);
            w.speak(&rest[..at], &mut pending, &mut text);
            match mark {
                Mark::None => break,
                Mark::Cut(len) => {
                    pending.cut = true;
                    rest = &rest[at + len..];
                }
                Mark::Words(len) => {
                    let inside = &rest[at + 1..at + len - 1];
                    let base = u32::try_from(text.len()).unwrap_or(u32::MAX);
                    text.push_str(inside);
                    text.push(' ');
                    pending.added.extend(scan::tokens(inside).into_iter().map(|t| moved(t, base)));
                    rest = &rest[at + len..];
                }
            }
        }
        w.edges[usize::from(!w.words.is_empty())] = Edge::of(&pending);
        w.hold_edges(&pending);
        w.text = text.into();
        if w.text.bytes().any(|b| b == b'-' || b >= 0x80) {
            w.hyphens = (1..w.words.len()).filter(|i| w.is_hyphened(*i)).filter_map(|i| u32::try_from(i).ok()).collect();
        }
        w
    }

    /// Adds the words of `text`, the first of them after `pending`; `whole` is the quote's text so far.
    fn speak(&mut self, text: &str, pending: &mut Joint, whole: &mut String) {
        let base = u32::try_from(whole.len()).unwrap_or(u32::MAX);
        let found = scan::tokens(text);
        whole.push_str(text);
        whole.push(' ');
        if found.is_empty() {
            return;
        }
        if *pending != Joint::default() {
            if self.words.is_empty() {
                self.edges[0] = Edge::of(pending);
            }
            self.joints.insert(self.words.len() as u64, std::mem::take(pending));
        }
        self.words.extend(found.into_iter().map(|t| moved(t, base)));
    }

    /// Makes words of the quote of what may not be added in brackets before its first word or after its last: they must have been said.
    fn hold_edges(&mut self, last: &Joint) {
        if !may_be_added(&last.added) {
            self.words.extend(&last.added);
        }
        let stands_in = |joint: &Joint| if joint.cut { Vec::new() } else { joint.added.iter().map(|t| t.hash).collect() };
        self.stands_in = [self.joints.get(&0).map(stands_in).unwrap_or_default(), stands_in(last)];
        let first = self.joints.get_mut(&0).map(|j| std::mem::take(&mut j.added)).unwrap_or_default();
        if !may_be_added(&first) {
            let n = first.len() as u64;
            self.words.splice(0..0, first);
            self.joints = self.joints.drain().map(|(k, j)| (k + n, j)).collect();
        }
    }

    /// What stands before the word at `i`.
    pub fn joint(&self, i: usize) -> Option<&Joint> {
        self.joints.get(&(i as u64))
    }

    /// Whether a cut is marked before the word at `i`.
    pub fn cut_before(&self, i: usize) -> bool {
        self.joint(i).is_some_and(|j| j.cut)
    }

    /// The characters of a token.
    pub fn slice(&self, t: &Token) -> &str {
        self.text.get(t.start as usize..t.end as usize).unwrap_or_default()
    }

    /// Whether nothing but one hyphen stands between the word at `i` and the one before.
    pub fn hyphen_before(&self, i: usize) -> bool {
        !self.hyphens.is_empty() && u32::try_from(i).is_ok_and(|i| self.hyphens.binary_search(&i).is_ok())
    }

    fn is_hyphened(&self, i: usize) -> bool {
        let (Some(a), Some(b)) = (i.checked_sub(1).and_then(|p| self.words.get(p)), self.words.get(i)) else { return false };
        self.joint(i).is_none() && self.text.get(a.end as usize..b.start as usize).is_some_and(is_hyphen)
    }

    /// The positions at which runs of words without a cut or bracket inside start and end.
    pub fn runs(&self) -> Vec<(usize, usize)> {
        let mut breaks: Vec<usize> = self.joints.keys().filter_map(|k| usize::try_from(*k).ok()).chain([0, self.words.len()]).collect();
        breaks.sort_unstable();
        breaks.dedup();
        breaks.windows(2).map(|w| (w[0], w[1])).collect()
    }

    /// The words `from..to` as a wording of their own.
    pub fn part(&self, from: usize, to: usize) -> Wording {
        Wording {
            text: Rc::clone(&self.text),
            words: self.words[from..to].to_vec(),
            joints: self.joints.iter().filter_map(|(k, j)| inside(*k, from, to).map(|k| (k, j.clone()))).collect(),
            edges: Default::default(),
            stands_in: Default::default(),
            hyphens: self
                .hyphens
                .iter()
                .filter(|h| (from + 1..to).contains(&(**h as usize)))
                .map(|h| h - u32::try_from(from).unwrap_or(0))
                .collect(),
        }
    }
}

fn inside(key: u64, from: usize, to: usize) -> Option<u64> {
    let at = usize::try_from(key).ok()?;
    (from < at && at < to).then(|| (at - from) as u64)
}

fn moved(t: Token, base: u32) -> Token {
    Token { start: t.start.saturating_add(base), end: t.end.saturating_add(base), ..t }
}

/// Whether the text between two words is one hyphen and nothing else.
pub(super) fn is_hyphen(between: &str) -> bool {
    let mut chars = between.chars().filter(|c| !scan::is_ignorable(*c));
    matches!((chars.next(), chars.next()), (Some('-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{FE63}' | '\u{FF0D}'), None))
}

/// Whether `words` may stand in square brackets inside a quote, for a name or a pronoun.
pub fn may_stand_in_brackets(words: &str) -> bool {
    may_be_added(&scan::tokens(words))
}

/// Whether these bracketed words may be added to a quote: never a negation, nor a part of one ("[un]", "can['t]"), a number, condition, exception or
/// comparison, and not many.
pub(super) fn may_be_added(added: &[Token]) -> bool {
    let hashes: Vec<u64> = added.iter().map(|t| t.hash).collect();
    let is_part = |part: u64| lexicon::NEGATIVE_PREFIXES.has(part) && !lexicon::PRONOUNS.has(part) || part == *lexicon::T;
    let negates = matches!(hashes[..], [part] if is_part(part));
    added.len() <= 8 && !negates && !added.iter().any(|t| t.number) && !lexicon::NOT_IN_BRACKETS.any_in(&hashes)
}

enum Mark {
    None,
    Cut(usize),
    Words(usize),
}

/// The next cut or bracket in `text`: where it starts, and how long it is.
fn next_mark(text: &str) -> (usize, Mark) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|b| matches!(b, b'.' | b'[' | b'(' | b'<') || *b >= 0xE2) {
        at += offset;
        if let Some(len) = cut_mark(&text[at..]) {
            return (at, Mark::Cut(len));
        }
        if bytes[at] == b'['
            && let Some(len) = bracket(&bytes[at..])
        {
            return (at, Mark::Words(len));
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    (text.len(), Mark::None)
}

/// The length of the mark of a cut at the start of `text`, its brackets included. Dots and brackets may stand apart (`. . .`, `[… ]`).
fn cut_mark(text: &str) -> Option<usize> {
    let (open, close) = match text.chars().next()? {
        '[' => (1, Some(']')),
        '(' => (1, Some(')')),
        '<' => (1, Some('>')),
        _ => (0, None),
    };
    let mut dots = 0;
    let mut len = open;
    for c in text[open..].chars() {
        match c {
            '.' => dots += 1,
            '…' | '⋯' | '‥' => dots += 3,
            c if c.is_whitespace() || scan::is_ignorable(c) => {}
            c if Some(c) == close && dots >= 2 => return Some(len + c.len_utf8()),
            _ => break,
        }
        if dots > 60 {
            break;
        }
        len += c.len_utf8();
    }
    if close.is_some() || dots < 3 {
        return None;
    }
    Some(text[..len].trim_end_matches(|c: char| c.is_whitespace() || scan::is_ignorable(c)).len())
}

/// The length of a short bracketed text at the start of `bytes`; none inside another, and no time marks, which [`scan::scan`] knows.
fn bracket(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().take(240).skip(1).position(|b| matches!(b, b'[' | b']'))? + 1;
    let inside = &bytes[1..len];
    let is_time = inside.first().is_some_and(u8::is_ascii_digit) && inside.contains(&b':');
    (bytes[len] == b']' && !is_time).then_some(len + 1)
}

/// The words as a reader sees them: entities decoded, tags, link targets, emphasis inside words and cue time lines taken out, brackets that only
/// change a letter (`[T]he`) opened.
fn plain_text(quote: &str) -> Cow<'_, str> {
    let is_mark = |b: u8| matches!(b, b'<' | b'*' | b'`' | b'[' | b'\\');
    if !quote.bytes().any(|b| is_mark(b) || matches!(b, b'>' | b'&')) {
        return Cow::Borrowed(quote);
    }
    let quote = if quote.contains("-->") { Cow::Owned(without_cue_lines(quote)) } else { Cow::Borrowed(quote) };
    let quote = if quote.contains('&') { Cow::Owned(decode_entities(&quote)) } else { quote };
    if !quote.bytes().any(is_mark) {
        return quote;
    }
    let chars: Vec<char> = quote.chars().collect();
    let mut out = String::with_capacity(quote.len());
    let mut i = 0;
    while i < chars.len() {
        let before = i.checked_sub(1).map(|p| chars[p]);
        let after = chars.get(i + 1).copied();
        match chars[i] {
            '<' if after.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') => {
                if let Some((name, len)) = tag(&chars[i..]) {
                    if name.starts_with(['b', 'p', 'd', 'l', 't']) {
                        out.push(' ');
                    }
                    i += len;
                    continue;
                }
                out.push('<');
            }
            '*' | '`' if is_inside_word(out.chars().next_back(), &chars[i..]) => {}
            '[' => {
                let close = chars[i..]
                    .iter()
                    .take(240)
                    .skip(1)
                    .position(|c| matches!(c, '[' | ']'))
                    .map(|p| i + p + 1)
                    .filter(|c| chars[*c] == ']');
                let beyond = close.and_then(|c| chars.get(c + 1)).copied();
                match close {
                    Some(c) if beyond == Some('(') && is_target(&chars[c + 2..]) => {
                        out.extend(&chars[i + 1..c]);
                        i = c + 2 + chars[c + 2..].iter().position(|c| *c == ')').unwrap_or(0) + 1;
                        continue;
                    }
                    Some(c) if (begins_word(before) || begins_word(beyond)) && chars[i + 1..c].iter().all(|c| c.is_alphabetic()) => {
                        out.extend(&chars[i + 1..c]);
                        i = c + 1;
                        continue;
                    }
                    _ => out.push('['),
                }
            }
            '\\' if after.is_some_and(|c| c.is_ascii_punctuation()) => {}
            c => out.push(c),
        }
        i += 1;
    }
    Cow::Owned(out)
}

/// Whether marks of emphasis or code at the start of `chars` stand inside of a word ("w**a**s"), and aren't said: "5*5", "we`re".
fn is_inside_word(before: Option<char>, chars: &[char]) -> bool {
    let Some(behind) = chars.iter().take(8).find(|c| !matches!(c, '*' | '`')) else { return false };
    let is_apostrophe = || {
        chars.first() == Some(&'`') && chars.get(1).is_some_and(|c| c.is_alphabetic()) && !chars.iter().skip(1).take(16).any(|c| *c == '`')
    };
    let is_product = before.is_some_and(char::is_numeric) && behind.is_numeric();
    letter(before) && behind.is_alphanumeric() && !is_product && !is_apostrophe()
}

/// The name of the tag that stands at the start of `chars`, and how many characters it has.
fn tag(chars: &[char]) -> Option<(String, usize)> {
    let len = chars.iter().take(120).position(|c| *c == '>')?;
    let inside = chars[..len].iter().collect::<String>().to_lowercase();
    let name = inside.trim_start_matches(['<', '/']).split([' ', '/', '.', '\t', '\n']).next().unwrap_or_default();
    words::TAGS.contains(&name).then(|| (name.to_owned(), len + 1))
}

/// Whether a letter beside a bracket makes one word with what is in it: not in a script without spaces.
fn begins_word(c: Option<char>) -> bool {
    letter(c) && !c.is_some_and(scan::stands_alone)
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether a link target and its closing bracket follow.
fn is_target(chars: &[char]) -> bool {
    let Some(end) = chars.iter().take(300).position(|c| *c == ')') else { return false };
    let target: String = chars[..end].iter().collect();
    !target.contains(' ') && (target.contains("://") || target.starts_with(['#', '/', '.']) || target.starts_with("mailto:"))
}

/// Without the lines that a caption file has between words: `00:00:05.000 --> 00:00:08.000` and the cue's number above.
fn without_cue_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_timing =
        |l: &str| l.split_once("-->").is_some_and(|(a, b)| is_clock(a) && is_clock(b.split_whitespace().next().unwrap_or_default()));
    let kept = lines.iter().enumerate().filter(|(i, l)| {
        let numbered =
            !l.trim().is_empty() && l.trim().bytes().all(|b| b.is_ascii_digit()) && lines.get(i + 1).is_some_and(|n| is_timing(n));
        !is_timing(l) && !numbered
    });
    kept.map(|(_, l)| *l).collect::<Vec<_>>().join("\n")
}

fn is_clock(text: &str) -> bool {
    let text = text.trim();
    text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(quote: &str) -> (Vec<String>, Vec<usize>) {
        let w = Wording::of(quote);
        let mut cuts: Vec<usize> = (0..w.words.len()).filter(|i| w.cut_before(*i)).collect();
        cuts.sort_unstable();
        (w.words.iter().map(|t| w.slice(t).to_owned()).collect(), cuts)
    }

    #[test]
    fn cuts_are_marked_in_many_ways() {
        for q in [
            "it was … slow",
            "it was... slow",
            "it was . . . slow",
            "it was [...] slow",
            "it was (…) slow",
            "it was [… ] slow",
            "it was [\n…\u{200B}] slow",
            "it was .\n.\n. slow",
            "it was...slow",
        ] {
            assert_eq!(said(q), (vec!["it".into(), "was".into(), "slow".into()], vec![2]), "{q}");
        }
        assert_eq!(said("It was slow.. really").1, Vec::<usize>::new());
    }

    #[test]
    fn markup_is_not_words() {
        for q in [
            "it **was** slow",
            "it w**a**s slow",
            "it [was](https://x.y/z) slow",
            "<p>it <em>was</em> slow</p>",
            "it&nbsp;was &quot;slow&quot;",
            "[i]t was slow",
        ] {
            assert_eq!(said(q).0.join(" ").to_lowercase(), "it was slow", "{q}");
        }
        assert_eq!(said("1\n00:00:01,000 --> 00:00:02,000\nit was\n\n2\n00:00:02,000 --> 00:00:03,000\nslow").0.join(" "), "it was slow");
    }

    #[test]
    fn brackets_are_kept_apart() {
        let w = Wording::of("we moved [the portal] in May");
        assert_eq!(w.words.len(), 4);
        assert_eq!(w.joint(2).map(|j| j.added.len()), Some(2));
        assert!(!may_be_added(&Wording::of("x [not] y").joint(1).unwrap().added));
    }
}
