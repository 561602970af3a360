//! Whether a turn is no more than a listener's sound.

use super::{SKIPPED, Token, Word, lexicon, scan};

/// The first bytes of a turn, in which one that says more than an interjection shows it.
const BEGINNING: usize = 200;

/// Whether a turn of this text may be no more than a listener's sound: it begins without more than six different words that are none; `false`
/// is certain.
pub(in super::super) fn may_be_interjection(text: &str) -> bool {
    let beginning = (BEGINNING..text.len()).take(4).find_map(|to| text.get(..to)).unwrap_or(text);
    let mut words = scan::tokens(beginning);
    words.retain(|w| !lexicon::FILLERS.has(w.hash));
    let first = |w: &Token| text.as_bytes().get(w.start as usize).map(u8::to_ascii_lowercase);
    let mut others: Vec<u64> = Vec::new();
    for pair in words.windows(2) {
        let word = &pair[0];
        // A word broken off begins as the next one does.
        let known = first(word) == first(&pair[1]) || SKIPPED.may_begin(word.hash) || lexicon::INTERJECTIONS.has(word.hash);
        if !known && !others.contains(&word.hash) {
            others.push(word.hash);
        }
    }
    others.len() <= 6
}

/// Whether a turn is no more than a listener's sound: at most four words, one of them such a sound, no question, number or negation.
pub(super) fn is_interjection(words: &[Word], text: &str) -> bool {
    let spoken: Vec<u64> = words.iter().filter(|w| w.skips[0] == 0).take(LONGEST).map(|w| w.token.hash).collect();
    let (mut at, mut count, mut known, mut carry) = (0, 0, 0, false);
    while at < spoken.len() {
        // A sound may have several words: each character of はい is one.
        let of = |list: &lexicon::Phrases| list.at(|k| spoken.get(at + k).copied());
        let len = of(&lexicon::INTERJECTIONS);
        known += usize::from(len > 0);
        carry |= len > of(&lexicon::INTERJECTION_GLUE);
        count += 1;
        at += len.max(1);
    }
    let hashes: Vec<u64> = words.iter().map(|w| w.token.hash).collect();
    if count > 6 || text.contains(['?', '？']) || words.iter().any(|w| w.token.number) || lexicon::NEGATIONS.any_in(&hashes) {
        return false;
    }
    match count {
        0 => true,
        1..=3 => carry || words.iter().any(|w| w.skips[0] > 0 && carries(w.token.hash)),
        _ => known == count,
    }
}

/// Words beyond these are more than an interjection, whatever they are.
const LONGEST: usize = 24;

fn carries(hash: u64) -> bool {
    lexicon::INTERJECTIONS.has(hash) && !lexicon::INTERJECTION_GLUE.has(hash)
}
