//! How much each sentence of a customer speaks for each kind.

use std::collections::HashSet;
use std::ops::Range;

use super::cues::{Cues, Scope};
use super::sentences::{clauses, ranges, words};
use super::terms::content;
use crate::calls::{Call, Role};
use crate::themes::Kind;

/// A score for each kind, in the order of [`Kind::ALL`].
pub type Scores = [f64; Kind::ALL.len()];

/// Cues beyond the strongest add this share of their weight: a sentence full of hints is not a sentence that says it outright.
const FURTHER: f64 = 0.5;
/// What is left of what a question asks for, sentence by sentence of the answer.
const FADING: f64 = 0.75;
/// How many words before a cue are searched for a negation.
const REACH: usize = 5;

/// How many times in a call something can be taken back: bounds time.
const TAKEN_BACK: usize = 50;

/// A customer's sentence.
#[derive(Debug, Clone)]
pub struct Said {
    /// The call's position in the calls given.
    pub call: usize,
    /// The turn, from 1.
    pub turn: u32,
    /// Its byte range in the turn's text.
    pub range: Range<usize>,
    /// Its words, as [`words`] writes them.
    pub words: Vec<String>,
    /// What it speaks for.
    pub scores: Scores,
    /// What it denies: it would speak for the kind if it did not say that it is not so.
    pub denies: [bool; Kind::ALL.len()],
    /// Whether it takes back something said before.
    pub takes_back: bool,
}

/// A kind's position in [`Scores`].
pub fn position(kind: Kind) -> usize {
    Kind::ALL.iter().position(|k| *k == kind).unwrap_or_default()
}

/// The customers' sentences of a call, in order, each with its scores.
pub fn read(number: usize, call: &Call, cues: &Cues) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut asked: Scores = [0.0; 7];
    let mut before: HashSet<String> = HashSet::new();
    for turn in &call.turns {
        if call.role_of(turn) != Role::Customer {
            if turn.text.contains('?') {
                asked = asks(&turn.text, cues);
            }
            before = content(&words(&turn.text), cues).into_iter().collect();
            continue;
        }
        let first = all.len();
        for range in ranges(&turn.text) {
            let text = &turn.text[range.clone()];
            let said = one(
                Said { call: number, turn: turn.index, range, words: words(text), scores: [0.0; 7], denies: [false; 7], takes_back: false },
                text,
                &asked,
                &before,
                cues,
            );
            asked.iter_mut().for_each(|a| *a *= FADING);
            all.push(said);
        }
        temper(&mut all[first..], cues);
    }
    take_back(&mut all, cues);
    all
}

/// What the questions in somebody else's turn ask for. Its words are never read as a customer's: it only tells what an answer is about.
fn asks(text: &str, cues: &Cues) -> Scores {
    let mut scores = [0.0; 7];
    let sentences = ranges(text);
    let alone = sentences.len() == 1;
    for range in sentences {
        if text[range.clone()].ends_with('?') || alone {
            for hit in cues.ask_patterns.find(&words(&text[range])) {
                if let Some((kind, weight)) = cues.asks.get(hit.of) {
                    scores[position(*kind)] = f64::max(scores[position(*kind)], *weight);
                }
            }
        }
    }
    scores
}

/// The sentence with its scores.
fn one(mut said: Said, text: &str, asked: &Scores, before: &HashSet<String>, cues: &Cues) -> Said {
    let words = &said.words;
    let clauses = clauses(text);
    let mut strongest: Scores = [0.0; 7];
    let mut sum: Scores = [0.0; 7];
    for hit in cues.cue_patterns.find(words) {
        let Some(cue) = cues.cues.get(hit.of) else { continue };
        let k = position(cue.kind);
        let negated = cue.negatable
            && (hit.from.saturating_sub(REACH)..hit.from)
                .any(|i| clauses.get(i) == clauses.get(hit.from) && cues.negations.contains(&words[i]));
        if negated {
            said.denies[k] |= cue.weight >= 2.0;
            sum[k] -= cue.weight;
        } else {
            strongest[k] = f64::max(strongest[k], cue.weight);
            sum[k] += cue.weight;
        }
    }
    let topic = content(words, cues);
    let echoed = topic.len() >= 3 && topic.iter().filter(|t| before.contains(*t)).count() * 5 >= topic.len() * 3;
    let length = match words.len() {
        0..4 => 0.0,
        4..6 => 0.7,
        6..=40 => 1.0,
        _ => 0.8,
    };
    for k in 0..said.scores.len() {
        let own = strongest[k] + FURTHER * (sum[k] - strongest[k]);
        let asking = if text.ends_with('?') { 0.5 } else { 1.0 };
        // A question alone makes nothing of an answer that says nothing of the kind itself.
        let asked = if own > 0.0 { asked[k] } else { 0.0 };
        said.scores[k] = f64::max(own + asked, 0.0) * length * asking * if echoed { 0.4 } else { 1.0 };
    }
    said
}

/// Lets manners of speech take away from a turn's sentences what they seem to say.
fn temper(turn: &mut [Said], cues: &Cues) {
    // What reaches a whole turn does so once: saying it again takes nothing more away, and a turn of a million sentences stays cheap.
    let mut reached = HashSet::new();
    for i in 0..turn.len() {
        for hit in cues.manner_patterns.find(&turn[i].words) {
            let Some(manner) = cues.manners.get(hit.of) else { continue };
            turn[i].takes_back |= manner.name == "taken_back";
            if manner.scope == Scope::Turn && !reached.insert(hit.of) {
                continue;
            }
            let reach = match manner.scope {
                Scope::Sentence => i..i + 1,
                Scope::Before => i.saturating_sub(1)..i + 1,
                Scope::Turn => 0..turn.len(),
            };
            for said in &mut turn[reach] {
                for kind in &manner.touches {
                    let k = position(*kind);
                    said.denies[k] |= manner.name == "denial" && said.scores[k] > 0.0;
                    said.scores[k] *= manner.factor;
                }
            }
        }
    }
}

/// What somebody took back no longer speaks for an objection: what they said before of the same thing in this call.
fn take_back(call: &mut [Said], cues: &Cues) {
    let backward: Vec<usize> = (0..call.len()).filter(|&i| call[i].takes_back).take(TAKEN_BACK).collect();
    for i in backward {
        let turn = call[i].turn;
        let of: HashSet<String> = call.iter().filter(|s| s.turn == turn).flat_map(|s| content(&s.words, cues)).collect();
        let turns: HashSet<u32> =
            call[..i].iter().filter(|s| content(&s.words, cues).iter().any(|t| of.contains(t))).map(|s| s.turn).collect();
        for said in &mut call[..i] {
            if turns.contains(&said.turn) {
                for kind in [Kind::Objection, Kind::Doubt] {
                    said.denies[position(kind)] |= said.scores[position(kind)] > 0.0;
                    said.scores[position(kind)] = 0.0;
                }
            }
        }
    }
}
