//! Quotes whose marks are words of the source: `**bold**`, `<tag>`, `[...]`. Reading a quote takes such marks for Markdown, markup or cuts; where
//! they stand in a turn as they are, character for character, the quote is exact all the same.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;

use super::found::{Found, Wanted};
use super::{Piece, Verdict, scan};
use crate::calls::{Call, Chars, Turn};

/// The most places that are looked for in one call.
const PLACES: usize = 100;
/// So many bytes of a quote are looked for together with other quotes' before the rest is.
const BEGINNING: usize = 64;

/// Whether a quote has a mark that reading it would take for something else.
pub(super) fn has_marks(text: &str) -> bool {
    let is_mark =
        |b: u8| matches!(b, b'<' | b'>' | b'*' | b'_' | b'&' | b'[' | b']' | b'`' | b'~' | b'\\' | b'|' | b'#' | b'{' | b'}' | b'(' | b')');
    text.bytes().any(is_mark) || text.contains("...") || !text.is_ascii() && text.contains('…')
}

/// A quote, ready to be looked for as it is written.
pub(super) struct AsWritten<'q> {
    wanted: &'q Wanted<'q>,
    text: Finder<'q>,
    /// As a reader sees it.
    shown: Finder<'q>,
    hides: bool,
}

impl<'q> AsWritten<'q> {
    /// Nothing where nothing of the quote is seen.
    pub fn of(wanted: &'q Wanted<'q>) -> Option<AsWritten<'q>> {
        let text = wanted.text.trim();
        let shown = Shown::of(text);
        let visible = shown.text.trim();
        let finder = || Finder::new(visible).into_owned();
        (!visible.is_empty()).then(|| AsWritten { wanted, text: Finder::new(text), shown: finder(), hides: hides(text) })
    }

    /// The places in some turns of a call (positions from 0) where the quote stands character for character; where it does but for
    /// characters that nobody sees, it is normalized.
    pub fn places(&self, at: u32, call: &Call, turns: Range<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        for turn in call.turns.get(turns).unwrap_or_default() {
            let before = found.len();
            let spans = self.text.find_iter(turn.text.as_bytes()).map(|from| (from, from + self.text.needle().len()));
            found.extend(spans.filter(|span| is_whole(&turn.text, *span)).map(|span| (turn, span, Verdict::Exact)));
            if found.len() == before && (self.hides || hides(&turn.text)) {
                let here = Shown::of(&turn.text);
                let spans = self.shown.find_iter(here.text.as_bytes()).map(|from| here.span(from, from + self.shown.needle().len()));
                found.extend(spans.filter(|span| is_whole(&turn.text, *span)).map(|span| (turn, span, Verdict::Normalized)));
            }
        }
        let piece = |turn: &Turn, (from, to): (usize, usize)| {
            let start = Chars::count(&turn.text[..from]);
            Piece { turn: turn.index, start, end: Chars(start.0 + Chars::count(&turn.text[from..to]).0) }
        };
        let of = |(turn, span, verdict): (&Turn, (usize, usize), Verdict)| {
            let role = call.role_of(turn);
            let is_meant = self.wanted.is_meant(at, call, turn.speaker.as_deref(), role);
            Found { call: at, pieces: vec![piece(turn, span)], verdict, role, is_meant, hides: false }
        };
        found.into_iter().take(PLACES).map(of).collect()
    }
}

/// The beginnings of many quotes, looked for together: one pass over a turn, however many there are (Aho and Corasick, 1975).
pub(super) struct Beginnings {
    automaton: AhoCorasick,
    /// The quote of each beginning, by its position among all.
    quotes: Vec<usize>,
}

impl Beginnings {
    /// Of these quotes; nothing where there is none, or where there are too many to be looked for together.
    pub fn of<'q>(quotes: impl Iterator<Item = &'q AsWritten<'q>>) -> Option<Beginnings> {
        let beginning = |needle: &'q [u8]| &needle[..needle.len().min(BEGINNING)];
        let of = |(at, quote): (usize, &'q AsWritten<'q>)| {
            let (text, shown) = (beginning(quote.text.needle()), beginning(quote.shown.needle()));
            [(at, text)].into_iter().chain((shown != text).then_some((at, shown)))
        };
        let (quotes, beginnings): (Vec<usize>, Vec<&[u8]>) = quotes.enumerate().flat_map(of).unzip();
        let automaton = (!quotes.is_empty()).then(|| AhoCorasick::new(beginnings).ok()).flatten()?;
        Some(Beginnings { automaton, quotes })
    }

    /// Adds the quotes that may have a place in a turn: all whose beginning stands there.
    pub fn in_turn(&self, turn: &str, out: &mut Vec<usize>) {
        let mut add =
            |text: &str| out.extend(self.automaton.find_overlapping_iter(text).map(|found| self.quotes[found.pattern().as_usize()]));
        add(turn);
        if hides(turn) {
            add(&Shown::of(turn).text);
        }
        out.sort_unstable();
        out.dedup();
    }
}

/// Whether no word of `turn` is cut at the ends of these bytes.
fn is_whole(turn: &str, (from, to): (usize, usize)) -> bool {
    let inside = &turn[from..to];
    let edge =
        |inside: Option<char>, outside: Option<char>| !inside.zip(outside).is_some_and(|(i, o)| i.is_alphanumeric() && o.is_alphanumeric());
    let before = turn[..from].chars().rfind(|c| !is_hidden(*c));
    let mut behind = turn[to..].chars().filter(|c| !is_hidden(*c));
    let (next, beyond) = (behind.next(), behind.next());
    edge(inside.chars().next(), before)
        && edge(inside.chars().next_back(), next)
        && !(is_digit(inside.chars().next()) && before.is_some_and(scan::is_separator))
        && !(is_digit(inside.chars().next_back()) && next.is_some_and(scan::is_separator) && is_digit(beyond))
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(char::is_numeric)
}

/// Whether a reader sees nothing of the character.
fn is_hidden(c: char) -> bool {
    scan::is_ignorable(c) || (c.is_control() && !c.is_whitespace())
}

/// Whether a reader sees less of the text than stands in it.
fn hides(text: &str) -> bool {
    // Asked of every turn for a quote with marks: printable ASCII hides nothing, and is seen to be that many bytes at a time.
    let plain = text.bytes().fold(true, |so_far, b| so_far & (0x20..=0x7e).contains(&b));
    !plain && text.chars().any(|c| is_hidden(c) || (c.is_whitespace() && c != ' '))
}

/// A text as a reader sees it: without hidden characters, each white space a blank.
struct Shown<'t> {
    text: Cow<'t, str>,
    /// Of each character its first byte here, and the bytes of the text itself; empty where they are the same.
    places: Vec<(usize, (usize, usize))>,
}

impl Shown<'_> {
    fn of(text: &str) -> Shown<'_> {
        if !hides(text) {
            return Shown { text: Cow::Borrowed(text), places: Vec::new() };
        }
        let (mut shown, mut places) = (String::with_capacity(text.len()), Vec::new());
        for (at, c) in text.char_indices().filter(|(_, c)| !is_hidden(*c)) {
            places.push((shown.len(), (at, at + c.len_utf8())));
            shown.push(if c.is_whitespace() { ' ' } else { c });
        }
        Shown { text: Cow::Owned(shown), places }
    }

    /// The bytes of the text itself that are seen as the bytes `from..to`, some whole characters.
    fn span(&self, from: usize, to: usize) -> (usize, usize) {
        let first = self.places.partition_point(|(shown, _)| *shown < from);
        let last = self.places.partition_point(|(shown, _)| *shown < to).saturating_sub(1);
        match (self.places.get(first), self.places.get(last)) {
            (Some((_, (start, _))), Some((_, (_, end)))) => (*start, *end),
            _ => (from, to),
        }
    }
}
