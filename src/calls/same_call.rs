//! One conversation in two files (a recorder's transcript and its captions, say): most of the words are the same.
//!
//! Each call is sketched by the smallest hashes of its runs of five words (bottom-k MinHash, Broder 1997), so that a thousand calls
//! are compared without holding their words; the share of common hashes estimates how much of the text is the same.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Call, CallId, Consent, Role};

/// How many hashes a sketch keeps: the estimate is right to some four points in a hundred.
const KEPT: usize = 512;
/// Words in a run.
const RUN: usize = 5;
/// A call with fewer words is never held for another: greetings are alike.
const FEWEST_WORDS: usize = 60;
/// Of all runs of both files, the share that both must have. A word heard otherwise changes five runs, so half of the runs is most of the text.
const ENOUGH: f64 = 0.5;

/// What is remembered of a call to know it again.
#[derive(Debug, Clone)]
pub struct Sketch {
    id: CallId,
    date: Option<String>,
    named: usize,
    customer: bool,
    hashes: Vec<u64>,
}

impl Sketch {
    /// Sketches a call; `None` for comments, notes, and calls too short to be known again.
    pub fn of(call: &Call) -> Option<Sketch> {
        if !call.metadata.source_type.is_call() {
            return None;
        }
        let words: Vec<u64> = call
            .turns
            .iter()
            .flat_map(|t| t.text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')))
            .filter(|w| !w.is_empty())
            .map(|w| hash(&w.to_lowercase().replace('’', "'")))
            .collect();
        if words.len() < FEWEST_WORDS {
            return None;
        }
        let mut hashes: Vec<u64> = words.windows(RUN).map(|run| hash(&run)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(KEPT);
        Some(Sketch {
            id: call.id.clone(),
            date: call.metadata.date.clone(),
            named: call.turns.iter().filter(|t| t.speaker.is_some()).count(),
            customer: call.turns.iter().any(|t| call.role_of(t) == Role::Customer),
            hashes,
        })
    }

    /// How much of both texts is common, from 0 to 1.
    fn likeness(&self, other: &Sketch) -> f64 {
        let (mut a, mut b) = (self.hashes.iter().peekable(), other.hashes.iter().peekable());
        let (mut common, mut seen) = (0_usize, 0_usize);
        while seen < KEPT {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x == y => {
                    common += 1;
                    a.next();
                    b.next();
                }
                (Some(x), Some(y)) if x < y => drop(a.next()),
                (_, Some(_)) => drop(b.next()),
                (Some(_), None) => drop(a.next()),
                (None, None) => break,
            }
            seen += 1;
        }
        #[allow(clippy::cast_precision_loss)] // at most 512
        let share = common as f64 / seen.max(1) as f64;
        share
    }

    /// Calls of two known dates are two calls, however much is said again.
    fn may_be(&self, other: &Sketch) -> bool {
        !matches!((&self.date, &other.date), (Some(a), Some(b)) if a != b)
    }

    /// The better file of a conversation: customers are known in it, then more of its turns have names.
    fn worth(&self) -> (bool, bool) {
        (self.customer, self.named > 0)
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The calls that are another file of one among `sketches` (in the order in which they were first read): (call, the one that counts).
pub fn twice(sketches: &[Sketch]) -> Vec<(CallId, CallId)> {
    // Only calls that share a hash can be alike.
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, sketch) in sketches.iter().enumerate() {
        sketch.hashes.iter().take(64).for_each(|h| having.entry(*h).or_default().push(at));
    }
    let mut order: Vec<usize> = (0..sketches.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(sketches.get(*at).map(Sketch::worth)), *at));
    let mut repeats: HashMap<usize, usize> = HashMap::new();
    let mut first: Vec<bool> = vec![false; sketches.len()];
    for at in order {
        let Some(sketch) = sketches.get(at) else { continue };
        let mut near: Vec<usize> = sketch
            .hashes
            .iter()
            .take(64)
            .filter_map(|h| having.get(h))
            .flatten()
            .copied()
            .filter(|other| first.get(*other) == Some(&true))
            .collect();
        near.sort_unstable();
        near.dedup();
        let same = near
            .into_iter()
            .filter_map(|other| Some((other, sketches.get(other)?)))
            .find(|(_, other)| sketch.may_be(other) && sketch.likeness(other) >= ENOUGH);
        match same {
            Some((other, _)) => drop(repeats.insert(at, other)),
            None => {
                if let Some(slot) = first.get_mut(at) {
                    *slot = true;
                }
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = repeats.into_iter().collect();
    pairs.sort_unstable();
    let id = |at: usize| sketches.get(at).map(|s| s.id.clone());
    pairs.into_iter().filter_map(|(call, first)| Some((id(call)?, id(first)?))).collect()
}

/// What one file of a conversation forbids, the other files of it forbid too: the people and their words are the same.
pub fn share_limits(calls: &mut [Call]) {
    let first_of = |call: &Call| call.metadata.same_as.clone().unwrap_or_else(|| call.id.clone());
    let several: HashSet<CallId> = calls.iter().filter_map(|c| c.metadata.same_as.clone()).collect();
    let mut limits: HashMap<CallId, (bool, Option<String>)> = HashMap::new();
    for call in calls.iter().filter(|c| several.contains(&first_of(c))) {
        let (refused, permission) = limits.entry(first_of(call)).or_default();
        *refused |= call.metadata.consent == Some(Consent::No);
        if let Some(narrow) = call.metadata.permission.as_ref().filter(|_| !call.metadata.may_go_outside()) {
            *permission = Some(narrow.clone());
        }
    }
    for call in calls {
        let Some((refused, permission)) = limits.get(&first_of(call)) else { continue };
        if *refused {
            call.metadata.consent = Some(Consent::No);
        }
        if permission.is_some() {
            call.metadata.permission.clone_from(permission);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Metadata, Turn, Version};

    fn call(id: &str, date: Option<&str>, text: &str, speaker: Option<&str>) -> Call {
        Call {
            id: CallId(id.into()),
            version: Version(id.into()),
            file: format!("{id}.txt"),
            format: "plain".into(),
            title: None,
            metadata: Metadata { date: date.map(str::to_owned), ..Default::default() },
            speakers: Vec::new(),
            turns: vec![Turn { index: 1, speaker: speaker.map(Into::into), text: text.into(), ..Default::default() }],
            warnings: Vec::new(),
        }
    }

    fn found(calls: &[Call]) -> Vec<(String, String)> {
        let sketches: Vec<Sketch> = calls.iter().filter_map(Sketch::of).collect();
        twice(&sketches).into_iter().map(|(a, b)| (a.0, b.0)).collect()
    }

    #[test]
    fn two_files_of_one_conversation_are_found() {
        let text: String = (0..200).map(|n| format!("word{n} ")).collect();
        let heard_otherwise = text.replace("word50 ", "ward50 ").replace("word120 ", "");
        let other: String = (300..500).map(|n| format!("word{n} ")).collect();
        let captions = call("captions", None, &heard_otherwise.to_uppercase(), None);
        let named = call("named", Some("2025-03-12"), &text, Some("Dana"));
        assert_eq!(
            found(&[captions.clone(), named.clone(), call("other", None, &other, Some("Dana"))]),
            [("captions".to_owned(), "named".to_owned())],
            "the file with names counts, whichever came first"
        );
        assert_eq!(found(&[named.clone(), call("next-week", Some("2025-03-19"), &text, Some("Dana"))]), [], "two dates are two calls");
        let mut survey = call("survey", None, &text, Some("Dana"));
        survey.metadata.source_type = crate::calls::SourceType::Survey;
        assert_eq!(found(&[named, survey]), []);
        assert_eq!(found(&[call("a", None, "hello there", None), call("b", None, "hello there", None)]), [], "too short to know");
    }
}
