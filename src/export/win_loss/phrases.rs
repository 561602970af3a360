//! Phrases that come up in several calls, on one side of the table: counted in calls, by a rule and not by anybody's judgement.
//!
//! A phrase is a run of two to four words without a mark of punctuation between them, that starts and ends with a word of some matter. The
//! same words in another letter case are the same phrase.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::calls::{Call, Chars, Role, Turn};
use crate::evidence::Piece;
use crate::review::small_words;

/// Words in a phrase.
const LONGEST: usize = 4;
const SHORTEST: usize = 2;
/// In how many calls a phrase has to come up.
const FEWEST_CALLS: u32 = 2;

/// From how many turns the language is told.
const TELLING: usize = 500;
/// English words that carry matter only with others.
const LITTLE: [&str; 14] =
    ["not", "never", "cannot", "nobody", "always", "sure", "thank", "thanks", "sorry", "hello", "tell", "let", "ask", "every"];

/// A phrase, and where it came up first in each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its words, in lower case.
    pub words: String,
    /// The calls, by their place in the list, with the first place in each.
    pub calls: Vec<(usize, Piece)>,
}

/// A word of a turn, in lower case, with its place.
struct Word {
    text: String,
    start: u32,
    end: u32,
    /// Whether punctuation stands before it.
    apart: bool,
}

/// The phrases that speakers of `role` used in two of `calls` or more, in the order of their words.
pub(super) fn phrases(calls: &[&Call], role: Role) -> Vec<Phrase> {
    let texts = calls.iter().flat_map(|c| c.turns.iter().filter(|t| c.role_of(t) == role)).map(|t| t.text.to_string());
    let texts: Vec<String> = texts.take(TELLING).collect();
    let stop: HashSet<&str> = small_words(&texts).into_iter().chain(LITTLE).collect();
    // Most runs of words come up once: first count their hashes, then collect the places of those that are left.
    let mut counts: HashMap<u64, (u32, usize)> = HashMap::new();
    for (at, call) in calls.iter().enumerate() {
        each_run(call, role, &stop, |run, _| {
            let (count, last) = counts.entry(hash(run)).or_insert((0, usize::MAX));
            if *last != at {
                (*count, *last) = (*count + 1, at);
            }
        });
    }
    counts.retain(|_, (count, _)| *count >= FEWEST_CALLS);
    let mut found: HashMap<String, Vec<(usize, Piece)>> = HashMap::new();
    for (at, call) in calls.iter().enumerate() {
        each_run(call, role, &stop, |run, turn| {
            if !counts.contains_key(&hash(run)) {
                return;
            }
            let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
            let words = run.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
            let places = found.entry(words).or_default();
            if places.last().is_none_or(|(call, _)| *call != at) {
                places.push((at, Piece { turn, start: Chars(first.start), end: Chars(last.end) }));
            }
        });
    }
    let mut phrases: Vec<Phrase> =
        found.into_iter().filter(|(_, calls)| calls.len() >= FEWEST_CALLS as usize).map(|(words, calls)| Phrase { words, calls }).collect();
    phrases.sort_by(|a, b| a.words.cmp(&b.words));
    without_parts(phrases)
}

/// A phrase that only comes up inside a longer one is no phrase of its own.
fn without_parts(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut longer: HashSet<(String, usize)> = HashSet::new();
    for phrase in &phrases {
        let words: Vec<&str> = phrase.words.split(' ').collect();
        for n in SHORTEST..words.len() {
            longer.extend(words.windows(n).map(|part| (part.join(" "), phrase.calls.len())));
        }
    }
    phrases.into_iter().filter(|p| !longer.contains(&(p.words.clone(), p.calls.len()))).collect()
}

fn each_run(call: &Call, role: Role, stop: &HashSet<&str>, mut run: impl FnMut(&[Word], u32)) {
    // Contractions ("it's", "don't") carry as little as what they stand for.
    let matters = |w: &Word| w.text.chars().count() > 2 && !w.text.contains('\'') && !stop.contains(w.text.as_str());
    for turn in call.turns.iter().filter(|t| call.role_of(t) == role) {
        let words = words(turn);
        for (i, first) in words.iter().enumerate().filter(|(_, w)| matters(w)) {
            debug_assert!(first.start < first.end);
            for n in SHORTEST..=LONGEST {
                let Some(found) = words.get(i..i + n) else { break };
                if found.iter().skip(1).any(|w| w.apart) {
                    break;
                }
                if found.last().is_some_and(matters) {
                    run(found, turn.index);
                }
            }
        }
    }
}

fn words(turn: &Turn) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut open, mut apart) = (false, false);
    for (at, c) in (0u32..).zip(turn.text.chars()) {
        let inside = matches!(c, '\'' | '’' | '-') && open;
        if c.is_alphanumeric() || inside {
            if !open {
                words.push(Word { text: String::new(), start: at, end: at, apart });
                (open, apart) = (true, false);
            }
            if let Some(word) = words.last_mut() {
                word.text.extend(if c == '’' { '\'' } else { c }.to_lowercase());
                word.end = at + 1;
            }
        } else {
            open = false;
            apart |= !c.is_whitespace();
        }
    }
    for word in &mut words {
        // "dogs'" and "well-" end before the mark.
        let kept = word.text.trim_end_matches(['\'', '-']);
        let cut = word.text.len() - kept.len();
        word.end -= u32::try_from(cut).unwrap_or(0);
        word.text.truncate(word.text.len() - cut);
    }
    words
}

fn hash(run: &[Word]) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.iter().for_each(|w| w.text.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{CallId, Given, Metadata, Speaker, Version};

    fn call(id: &str, said: &[(&str, &str)]) -> Call {
        let role = |name: &str| if name == "Rep" { Role::Rep } else { Role::Customer };
        let speaker =
            |name: &str| Speaker { name: name.into(), given: Some(Given { role: role(name), by: "test".into() }), ..Speaker::default() };
        Call {
            id: CallId(id.into()),
            version: Version(id.into()),
            file: id.into(),
            format: "plain".into(),
            title: None,
            metadata: Metadata::default(),
            speakers: vec![speaker("Rep"), speaker("Ana")],
            turns: (1..)
                .zip(said)
                .map(|(index, (who, text))| Turn { index, speaker: Some((*who).into()), text: (*text).into(), ..Turn::default() })
                .collect(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_phrase_is_counted_once_a_call_and_by_its_own_side() {
        let a = call(
            "a",
            &[("Ana", "The Night shift counts. We lost the night shift counts again, night shift counts!"), ("Rep", "Rebate tier?")],
        );
        let b = call("b", &[("Ana", "Our “night shift’s” gone; night shift counts were off"), ("Rep", "The rebate tier.")]);
        let calls = [&a, &b];
        let found = phrases(&calls, Role::Customer);
        assert_eq!(found.iter().map(|p| (p.words.as_str(), p.calls.len())).collect::<Vec<_>>(), [("night shift counts", 2)]);
        let (_, place) = found[0].calls[0];
        assert_eq!(Chars::slice(&a.turns[0].text, place.start, place.end), Some("Night shift counts"));
        assert_eq!(phrases(&calls, Role::Rep)[0].words, "rebate tier");
        let apart = [&call("c", &[("Ana", "price, spreadsheet")]), &call("d", &[("Ana", "price. Spreadsheet")])];
        assert_eq!(phrases(&apart, Role::Customer), []);
    }
}
