//! Which words turn a statement round, or make it hold only here and there: those of the lists, and those that carry a negation in themselves.
//!
//! Some of them are common words of another language and turn nothing there (Dutch "als" is "if", German "als" is "than"). Which language is
//! spoken is told by the function words around them; where that doesn't tell, they turn.

use super::{
    lexicon::{self, Phrases},
    scan::{self, Token},
    source::Window,
    words,
};

/// How many words to either side tell which language is spoken.
const AROUND: usize = 60;

/// For each word of a window, whether a negation, condition or exception begins there.
pub(super) fn in_window(window: &Window<'_>) -> Vec<bool> {
    let count = |list: &Phrases, i: usize| {
        let near = window.words.iter().take(i + AROUND).skip(i.saturating_sub(AROUND));
        near.filter(|word| list.has(word.token.hash)).count()
    };
    let said = Said { hash: |i| window.hash(i), slice: |i| window.slice(i), count };
    // "Ask them if" asks and sets no condition.
    let asks = |i: usize| {
        window.hash(i) == Some(lexicon::if_hash())
            && (i.saturating_sub(2)..i).any(|b| window.hash(b).is_some_and(|h| lexicon::ASKING.has(h)))
    };
    (0..window.words.len()).map(|i| said.turn_at(i) && !asks(i)).collect()
}

/// Whether there is a negation, condition or exception in some text, of which these are the words, and which is a part of what is said `around` it.
pub(super) fn in_text(text: &str, tokens: &[Token], around: &str) -> bool {
    let said = Said {
        hash: |i: usize| Some(tokens.get(i)?.hash),
        slice: |i: usize| tokens.get(i).and_then(|t| text.get(t.start as usize..t.end as usize)).unwrap_or_default(),
        count: |list: &Phrases, _| scan::tokens(around).iter().filter(|t| list.has(t.hash)).count(),
    };
    (0..tokens.len()).any(|i| said.turn_at(i))
}

/// Some words, each with its hash and its characters, and how many of a list stand around it.
struct Said<H, S, C> {
    hash: H,
    slice: S,
    count: C,
}

impl<'t, H, S, C> Said<H, S, C>
where
    H: Fn(usize) -> Option<u64>,
    S: Fn(usize) -> &'t str,
    C: Fn(&Phrases, usize) -> usize,
{
    /// Whether a negation, condition or exception begins at a word.
    fn turn_at(&self, i: usize) -> bool {
        match lexicon::TURNING.at(|k| (self.hash)(i + k)) {
            0 => carries_negation((self.slice)(i)),
            1 => !(self.hash)(i).is_some_and(|hash| self.is_false_friend(hash, i)),
            _ => true,
        }
    }

    /// Whether a word turns nothing in the language that is spoken around it.
    fn is_false_friend(&self, hash: u64, i: usize) -> bool {
        let count = |list| (self.count)(list, i);
        lexicon::FALSE_FRIENDS.get(&hash).is_some_and(|friend| count(&friend.elsewhere) > count(&friend.turning))
    }
}

/// Whether a word has a negation in it that no list can tell: French "n'est", Korean 없어요.
fn carries_negation(word: &str) -> bool {
    let elided = word.strip_prefix(['n', 'N']).and_then(|rest| rest.strip_prefix(['\'', '’']));
    // Italian "ce n'è" means that there is some.
    elided.is_some_and(|verb| !verb.is_empty() && !matches!(verb, "è" | "e"))
        || !word.is_ascii() && words::NEGATIVE_SYLLABLES.iter().any(|syllable| word.contains(syllable))
}
