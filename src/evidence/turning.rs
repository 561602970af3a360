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
    let turns = |i: usize| said.turn_at(i) && !asks(window, i) && !is_prefix(window, i);
    (0..window.words.len()).map(|i| turns(i) || excepts(window, i) || is_hardly_any(window, i)).collect()
}

/// "Ask them if" asks and sets no condition; so does "I don't know if", never "you know, if" nor "for sure if".
fn asks(window: &Window<'_>, i: usize) -> bool {
    let is = |list, i| window.is_in(list, i);
    let is_beside = |i: usize| i > 0 && window.words[i].turn == window.words[i - 1].turn && !window.words[i].before.set_off;
    if window.hash(i) != Some(*lexicon::IF) || !is_beside(i) {
        return false;
    }
    // One word may stand between: "ask them if", "ask now if".
    let verbs = [Some(i - 1), (i - 1).checked_sub(1).filter(|_| is_beside(i - 1))];
    let is_open =
        |verb: usize| (verb.saturating_sub(3)..verb).any(|before| is(&lexicon::NEGATIONS, before) || is(&lexicon::OPEN_QUESTIONS, before));
    verbs.into_iter().flatten().any(|verb| is(&lexicon::ASKING, verb) || is(&lexicon::KNOWING, verb) && is_open(verb))
}

/// "Everyone but the CFO".
fn excepts(window: &Window<'_>, i: usize) -> bool {
    let is_beside = |before: usize| window.words[before].turn == window.words[i].turn && !window.words[i].before.set_off;
    window.hash(i) == Some(*lexicon::BUT) && i.checked_sub(1).is_some_and(|before| is_beside(before) && window.is_in(&lexicon::ALL, before))
}

/// "There is little demand", never "a little".
fn is_hardly_any(window: &Window<'_>, i: usize) -> bool {
    let is = |list, i| window.is_in(list, i);
    is(&lexicon::HARDLY_ANY, i) && i.checked_sub(1).is_some_and(|before| !is(&lexicon::SOME, before)) && !is(&lexicon::BIT, i + 1)
}

/// Whether a word belongs to the next, which it turns alone: "non-intuitive", "uh-uh".
fn is_prefix(window: &Window<'_>, i: usize) -> bool {
    let joins = window.words.get(i + 1).is_some_and(|next| next.before.hyphen && next.turn == window.words[i].turn);
    let is_uh_uh = || window.hash(i + 1) == window.hash(i) && window.slice(i).eq_ignore_ascii_case("uh");
    joins && (window.is_in(&lexicon::NEGATIVE_PREFIXES, i) || is_uh_uh())
}

/// Whether an edge of what is kept, before the word at `edge`, parts a word that means the opposite without its other part: "non-intuitive", "error-free".
pub(super) fn parts_word(window: &Window<'_>, edge: usize) -> bool {
    let (Some(before), Some(word)) = (edge.checked_sub(1), window.words.get(edge)) else { return false };
    let is_joined = word.before.hyphen && word.turn == window.words[before].turn;
    is_joined && (is_prefix(window, before) || lexicon::NEGATIVE_SUFFIXES.has(word.token.hash))
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
            0 => turns_within((self.slice)(i)),
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

/// Whether a word has a negation or condition in it that no list can tell: "daren't", French "n'est" and "s'il", Korean 없어요.
fn turns_within(word: &str) -> bool {
    if word.len() > 2 && ["n't", "n’t", "N'T", "N’T"].iter().any(|not| word.ends_with(not)) {
        return true;
    }
    let elided = word.strip_prefix(['n', 'N']).and_then(|rest| rest.strip_prefix(['\'', '’']));
    // Italian "ce n'è" means that there is some.
    let is_if = || matches!(word.to_lowercase().as_str(), "s'il" | "s’il" | "s'ils" | "s’ils");
    elided.is_some_and(|verb| !verb.is_empty() && !matches!(verb, "è" | "e"))
        || word.starts_with(['s', 'S']) && is_if()
        || !word.is_ascii() && words::NEGATIVE_SYLLABLES.iter().any(|syllable| word.contains(syllable))
}
