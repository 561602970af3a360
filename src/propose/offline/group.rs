//! Sentences that say the same thing, across calls and in one.

use std::collections::{BTreeMap, HashMap};

use super::score::{Said, position};
use super::terms::{About, Terms};
use crate::themes::Kind;

/// Below this score a sentence does not speak for a kind.
const ENOUGH: f64 = 1.5;
/// A sentence speaks for a kind only if that scores at least this share of its best kind.
const BEST_SHARE: f64 = 0.7;
/// The best sentences of each call and kind that are looked at: bounds time on long calls.
const PER_CALL: usize = 40;
/// The best sentences with a term that are compared with another: bounds time over many calls.
const PER_TERM: usize = 300;
/// Added to both lengths, so that two sentences with one word each in common are not the same.
const SMOOTH: f64 = 2.0;

/// How like each other sentences must be.
pub struct Likeness {
    /// To the sentence in the middle.
    pub to_middle: f64,
    /// To the group as a whole, for those that join it after.
    pub to_group: f64,
}

/// Sentences that say the same thing.
#[derive(Debug, Clone)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// The sentence in the middle (an index into all sentences).
    pub middle: usize,
    /// All its sentences with their likeness to the group, the nearest first.
    pub members: Vec<(usize, f64)>,
    /// How much speaks for it.
    pub weight: f64,
}

/// The sentences that speak for a kind, best first, at most [`PER_CALL`] of a call.
pub fn candidates(said: &[Said], kind: Kind) -> Vec<usize> {
    let k = position(kind);
    let mut found: Vec<usize> = (0..said.len())
        .filter(|&i| {
            let best = said[i].scores.iter().copied().fold(0.0, f64::max);
            said[i].scores[k] >= ENOUGH && said[i].scores[k] >= BEST_SHARE * best
        })
        .collect();
    found.sort_by(|&a, &b| said[b].scores[k].total_cmp(&said[a].scores[k]).then(a.cmp(&b)));
    let mut of_call: HashMap<usize, usize> = HashMap::new();
    found.retain(|&i| {
        let n = of_call.entry(said[i].call).or_default();
        *n += 1;
        *n <= PER_CALL
    });
    found
}

/// How alike two sentences of different calls are, from 0 to 1.
fn alike(a: &About, b: &About, dot: f64) -> f64 {
    dot / ((a.across.powi(2) + SMOOTH) * (b.across.powi(2) + SMOOTH)).sqrt()
}

/// Groups across calls, of one kind: every sentence is tried as the middle of those like it.
pub fn across_calls(said: &[Said], terms: &Terms, kind: Kind, taken: &[bool], like: &Likeness, most: usize) -> Vec<Group> {
    let k = position(kind);
    let found: Vec<usize> = candidates(said, kind).into_iter().filter(|&i| !taken[i]).collect();
    let mut with_term: HashMap<u32, Vec<usize>> = HashMap::new();
    for &i in &found {
        for &(t, _) in &terms.about[i].terms {
            let list = with_term.entry(t).or_default();
            if list.len() < PER_TERM {
                list.push(i);
            }
        }
    }
    let strength = |i: usize| said[i].scores[k].min(5.0).sqrt();
    let near: BTreeMap<usize, Vec<(usize, f64)>> = found
        .iter()
        .map(|&i| {
            let mut dots: BTreeMap<usize, f64> = BTreeMap::new();
            for (t, x) in &terms.about[i].terms {
                for &j in with_term.get(t).into_iter().flatten().filter(|&&j| said[j].call != said[i].call) {
                    let y = terms.about[j].terms.binary_search_by_key(t, |(t, _)| *t).map_or(0.0, |n| terms.about[j].terms[n].1);
                    *dots.entry(j).or_default() += x * y;
                }
            }
            let near =
                dots.into_iter().map(|(j, dot)| (j, alike(&terms.about[i], &terms.about[j], dot))).filter(|(_, s)| *s >= like.to_middle);
            (i, near.collect())
        })
        .collect();
    let mut free: BTreeMap<usize, bool> = found.iter().map(|&i| (i, true)).collect();
    let mut groups = Vec::new();
    while groups.len() < most {
        let star = |i: usize| {
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            for &(j, s) in near.get(&i).into_iter().flatten().filter(|(j, _)| free.get(j) == Some(&true)) {
                let call = best.entry(said[j].call).or_default();
                *call = f64::max(*call, s * strength(j));
            }
            best.values().sum::<f64>() * strength(i)
        };
        let Some((middle, weight)) =
            found.iter().filter(|i| free[i]).map(|&i| (i, star(i))).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        else {
            break;
        };
        if weight <= 0.0 {
            break;
        }
        let first: Vec<usize> = near[&middle].iter().map(|(j, _)| *j).filter(|j| free[j]).chain([middle]).collect();
        let centre = centre(&first, said, terms);
        let mut members: Vec<(usize, f64)> = found
            .iter()
            .filter(|i| free[i])
            .map(|&i| (i, alike(&centre, &terms.about[i], centre.dot(&terms.about[i]))))
            .filter(|(i, s)| *s >= like.to_group || *i == middle)
            .collect();
        members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (i, _) in &members {
            free.insert(*i, false);
        }
        free.insert(middle, false);
        let calls: std::collections::BTreeSet<usize> = members.iter().map(|(i, _)| said[*i].call).collect();
        if calls.len() > 1 {
            groups.push(Group { kind, middle, members, weight });
        }
    }
    groups
}

/// What sentences are about together: each call has one voice, however often it says it.
fn centre(members: &[usize], said: &[Said], terms: &Terms) -> About {
    let mut of_call: BTreeMap<usize, BTreeMap<u32, f64>> = BTreeMap::new();
    for &i in members {
        let call = of_call.entry(said[i].call).or_default();
        for &(t, w) in &terms.about[i].terms {
            let here = call.entry(t).or_default();
            *here = f64::max(*here, w);
        }
    }
    let calls = of_call.len().max(1) as f64;
    let mut sum: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    for (t, w) in of_call.values().flatten() {
        let here = sum.entry(*t).or_default();
        here.0 += w / calls;
        here.1 += 1;
    }
    // What only one of the calls speaks of is not what they have in common.
    let terms: Vec<(u32, f64)> = sum.into_iter().filter(|(_, (_, n))| *n > 1).map(|(t, (w, _))| (t, w)).collect();
    let across = terms.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
    About { terms, across, within: across }
}

/// Groups within one call: what a customer comes back to.
pub fn within_calls(said: &[Said], terms: &Terms, kind: Kind, taken: &[bool], likeness: f64) -> Vec<Group> {
    let k = position(kind);
    let mut of_call: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in candidates(said, kind).into_iter().filter(|&i| !taken[i]) {
        of_call.entry(said[i].call).or_default().push(i);
    }
    let mut groups = Vec::new();
    for mut free in of_call.into_values() {
        while let Some(&middle) = free.first() {
            let a = &terms.about[middle];
            let like = |i: usize| {
                let b = &terms.about[i];
                a.dot(b) / ((a.within.powi(2) + SMOOTH) * (b.within.powi(2) + SMOOTH)).sqrt()
            };
            let mut members: Vec<(usize, f64)> =
                free.iter().map(|&i| (i, if i == middle { 1.0 } else { like(i) })).filter(|(_, s)| *s >= likeness).collect();
            members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            free.retain(|i| *i != middle && !members.iter().any(|(m, _)| m == i));
            let weight = members.iter().map(|(i, _)| said[*i].scores[k]).sum::<f64>().sqrt() * said[middle].scores[k];
            groups.push(Group { kind, middle, members, weight });
        }
    }
    groups.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.middle.cmp(&b.middle)));
    groups
}
