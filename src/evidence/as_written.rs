//! Quotes whose marks are words of the source: `**bold**`, `<tag>`, `[...]`. Reading a quote takes such marks for Markdown, markup or cuts; where
//! they stand in a turn as they are, character for character, the quote is exact all the same.

use memchr::memmem::Finder;

use super::found::{Found, Wanted};
use super::{Piece, Verdict};
use crate::calls::{Call, Chars};

/// The most places that are looked for in one call.
const PLACES: usize = 100;

/// Whether a quote has a mark that reading it would take for something else.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains(['<', '>', '*', '_', '&', '[', ']', '`', '~', '\\', '|', '#', '{', '}', '…', '(', ')']) || text.contains("...")
}

/// The places of a call's turns where the quote stands character for character.
pub(super) fn places(at: u32, call: &Call, wanted: &Wanted<'_>) -> Vec<Found> {
    let text = wanted.text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(text);
    let length = Chars::count(text).0;
    let whole_words = |turn: &str, from: usize| {
        let edge = |inside: Option<char>, outside: Option<char>| {
            !inside.zip(outside).is_some_and(|(i, o)| i.is_alphanumeric() && o.is_alphanumeric())
        };
        let after = from + text.len();
        edge(text.chars().next(), turn[..from].chars().next_back()) && edge(text.chars().next_back(), turn[after..].chars().next())
    };
    call.turns
        .iter()
        .flat_map(|turn| finder.find_iter(turn.text.as_bytes()).map(move |from| (turn, from)))
        .filter(|(turn, from)| whole_words(&turn.text, *from))
        .take(PLACES)
        .map(|(turn, from)| {
            let start = Chars::count(&turn.text[..from]);
            let role = call.role_of(turn);
            Found {
                call: at,
                pieces: vec![Piece { turn: turn.index, start, end: Chars(start.0 + length) }],
                verdict: Verdict::Exact,
                role,
                is_meant: wanted.is_meant(at, call, turn.speaker.as_deref(), role),
                hides: false,
            }
        })
        .collect()
}
