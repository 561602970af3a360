//! Whether the customer's words were put into their mouth: the rep said them first, or a question just before held them.

use super::{
    found::Found,
    lexicon,
    library::{Library, Prepared},
    scan,
    seed_places::SeedPlaces,
};
use crate::calls::{Call, Role, Turn};

/// A shared run of this many words, or the whole quote, is the same phrase.
const RUN: usize = 4;
/// How far from a shared word on a phrase is looked for, in bytes.
const LOOKED_INTO: usize = 2000;
/// Earlier places looked at.
const LOOKED_AT: usize = 64;

/// Whether the rep said the phrase first in that call, or the question just before it held the same words.
pub(super) fn is_echo(library: &Library<'_>, q: &Prepared<'_>, seeds: &SeedPlaces, best: &Found) -> bool {
    let call = library.call(best.call);
    let Some(turn) = best.pieces.first().map(|p| p.turn) else { return false };
    is_prompted(call, turn, q.wording.words.iter().map(|t| t.hash)) || rep_said_it(call, q, seeds, best.call, turn)
}

/// Whether the rep said a phrase of the quote in an earlier turn.
fn rep_said_it(call: &Call, q: &Prepared<'_>, seeds: &SeedPlaces, at: u32, turn: u32) -> bool {
    if call.speakers.iter().all(|s| s.role() != Role::Rep) {
        return false;
    }
    let earlier = q.planted.iter().flat_map(|p| seeds.in_call(p.seed, at, q.wanted.call.flatten()).map(move |h| (h, p.word)));
    let by_rep = |t: &Turn| call.role_of(t) == Role::Rep;
    earlier
        .filter(|(h, _)| h.turn + 1 < turn)
        .filter_map(|(h, word)| Some((call.turns.get(h.turn as usize).filter(|t| by_rep(t))?, h.byte, word as usize)))
        .take(LOOKED_AT)
        .any(|(t, byte, word)| shares_phrase(&t.text, byte, q, word))
}

/// Whether a phrase of the quote from its word `word` on stands at `byte` of `text`.
fn shares_phrase(text: &str, byte: u32, q: &Prepared<'_>, word: usize) -> bool {
    let from = byte as usize;
    let Some(rest) = (from + LOOKED_INTO..).take(4).find_map(|to| text.get(from..to)).or_else(|| text.get(from..)) else { return false };
    let said = scan::tokens(rest);
    let filler = |h: u64| lexicon::FILLERS.has(h);
    let said = said.iter().map(|t| t.hash).filter(|h| !filler(*h));
    let words: Vec<u64> = q.wording.words[word..].iter().map(|t| t.hash).filter(|h| !filler(*h)).collect();
    let run = words.iter().copied().zip(said).take_while(|(a, b)| a == b).count();
    let content = words[..run].iter().filter(|h| !lexicon::EMPTY.has(**h)).count();
    let whole = word == 0 && run == words.len();
    (run >= RUN && content >= 2) || (whole && content >= 1)
}

/// Whether the turn just before `turn` (interjections aside) is somebody else's and asks with the same content words: half of them or more.
pub(super) fn is_prompted(call: &Call, turn: u32, words: impl Iterator<Item = u64>) -> bool {
    let content: Vec<u64> = words.take(60).filter(|h| !lexicon::EMPTY.has(*h) && !lexicon::FILLERS.has(*h)).collect();
    if content.is_empty() {
        return false;
    }
    let Some(now) = call.turn(turn) else { return false };
    let before = call.turns.iter().take((turn as usize).saturating_sub(1)).rev().take(4);
    let Some(asked) = before.filter(|t| t.speaker != now.speaker).find(|t| t.text.split_whitespace().nth(2).is_some()) else {
        return false;
    };
    let questions: Vec<u64> = asked
        .text
        .split_inclusive(['?', '？', '.', '!', '。'])
        .filter(|s| s.ends_with(['?', '？']))
        .flat_map(scan::tokens)
        .map(|t| t.hash)
        .collect();
    let shared = content.iter().filter(|h| questions.contains(h)).count();
    shared > 0 && shared * 2 >= content.len()
}
