//! Sentences that say the same thing, across calls and in one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::score::{Said, position};
use super::terms::{About, Terms};
use crate::themes::Kind;

/// Below this score a sentence does not speak for a kind.
const ENOUGH: f64 = 2.0;
/// A sentence speaks for a kind only if that scores at least this share of its best kind.
const BEST_SHARE: f64 = 0.7;
/// The best sentences of each call and kind that are looked at: bounds time on long calls.
const PER_CALL: usize = 40;
/// The best sentences with a term that are compared with another: bounds time over many calls.
const PER_TERM: usize = 300;
/// How many middles are tried for each group wanted: bounds time where sentences only look alike.
const TRIES: usize = 4;
/// Added to both lengths, so that two sentences with one word each in common are not the same.
const SMOOTH: f64 = 1.5;

/// How like the sentence in the middle others must be to make a group with it.
const TO_MIDDLE: f64 = 0.14;
/// How like the group as a whole those must be that join it after.
const TO_GROUP: f64 = 0.2;
/// How like the group the best sentence of each of its calls must be.
const BEST_OF_CALL: f64 = 0.3;
/// How alike sentences of one call must be to be one thing heard once.
const IN_CALL: f64 = 0.3;

/// Sentences that say the same thing.
#[derive(Debug, Clone)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// The sentence nearest to the middle that says it best (an index into all sentences).
    pub middle: usize,
    /// All its sentences with their likeness to the group, the nearest first.
    pub members: Vec<(usize, f64)>,
    /// What they are about together.
    pub centre: About,
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

/// A sentence's own strength, with less and less for more and more cues.
fn strength(said: &Said, kind: Kind) -> f64 {
    said.scores[position(kind)].min(5.0).sqrt()
}

/// Groups across calls, of one kind, the weightiest first: every sentence is tried as the middle of those like it.
pub fn across_calls(said: &[Said], terms: &Terms, kind: Kind, most: usize) -> Vec<Group> {
    let found = candidates(said, kind);
    let near = neighbours(&found, said, terms);
    let mut free: BTreeSet<usize> = found.iter().copied().collect();
    let mut groups = Vec::new();
    for _ in 0..most * TRIES {
        if groups.len() == most {
            break;
        }
        let Some((seed, weight)) =
            free.iter().map(|&i| (i, star(i, &near, &free, said, kind))).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        else {
            break;
        };
        if weight <= 0.0 {
            break;
        }
        let first: Vec<usize> = near[&seed].iter().map(|(j, _)| *j).filter(|j| free.contains(j)).chain([seed]).collect();
        let members = joined(&centre_of(&first, said, terms), &found, &free, said, terms);
        free.remove(&seed);
        for (i, _) in &members {
            free.remove(i);
        }
        if members.iter().map(|(i, _)| said[*i].call).collect::<BTreeSet<_>>().len() > 1 {
            groups.push(around_their_centre(kind, members, weight, said, terms));
        }
    }
    groups
}

/// The group of these members, each by its likeness to all of them together.
fn around_their_centre(kind: Kind, mut members: Vec<(usize, f64)>, weight: f64, said: &[Said], terms: &Terms) -> Group {
    let centre = centre_of(&members.iter().map(|(i, _)| *i).collect::<Vec<_>>(), said, terms);
    for (i, likeness) in &mut members {
        *likeness = like(&centre, &terms.about[*i]);
    }
    members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Group { kind, middle: middle(&members, said, kind), members, centre, weight }
}

/// For each sentence, those of other calls that are like it. Looked up by term, so that no sentence is compared with all others.
fn neighbours(found: &[usize], said: &[Said], terms: &Terms) -> BTreeMap<usize, Vec<(usize, f64)>> {
    let mut with_term: HashMap<u32, Vec<(usize, f64)>> = HashMap::new();
    for &i in found {
        for &(t, weight) in &terms.about[i].terms {
            let list = with_term.entry(t).or_default();
            if list.len() < PER_TERM {
                list.push((i, weight));
            }
        }
    }
    let of = |i: usize| {
        let mut dots: HashMap<usize, f64> = HashMap::new();
        for (t, x) in &terms.about[i].terms {
            for (j, y) in with_term.get(t).into_iter().flatten() {
                *dots.entry(*j).or_default() += x * y;
            }
        }
        let mut near: Vec<(usize, f64)> = dots
            .into_iter()
            .filter(|(j, _)| said[*j].call != said[i].call && !copied(&said[*j], &said[i]))
            .map(|(j, dot)| (j, alike(&terms.about[i], &terms.about[j], dot)))
            .filter(|(_, likeness)| *likeness >= TO_MIDDLE)
            .collect();
        near.sort_unstable_by_key(|(j, _)| *j);
        near
    };
    found.iter().map(|&i| (i, of(i))).collect()
}

/// Whether the same long sentence stands in two calls: read out, or a script. It is nobody's second opinion.
fn copied(a: &Said, b: &Said) -> bool {
    a.words.len() >= 8 && a.words == b.words
}

/// How much speaks for a group around a sentence: of each other call, the free sentence that is most like it.
fn star(i: usize, near: &BTreeMap<usize, Vec<(usize, f64)>>, free: &BTreeSet<usize>, said: &[Said], kind: Kind) -> f64 {
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    for &(j, likeness) in near.get(&i).into_iter().flatten().filter(|(j, _)| free.contains(j)) {
        let call = best.entry(said[j].call).or_default();
        *call = f64::max(*call, likeness * strength(&said[j], kind));
    }
    best.values().sum::<f64>() * strength(&said[i], kind)
}

/// The free sentences that are like the group as a whole, the nearest first, of calls that have one very like it.
fn joined(centre: &About, found: &[usize], free: &BTreeSet<usize>, said: &[Said], terms: &Terms) -> Vec<(usize, f64)> {
    let mut members: Vec<(usize, f64)> = found
        .iter()
        .filter(|i| free.contains(i) && terms.about[**i].speaks_of(centre))
        .map(|&i| (i, like(centre, &terms.about[i])))
        .filter(|(_, likeness)| *likeness >= TO_GROUP)
        .collect();
    members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let near: BTreeSet<usize> = members.iter().filter(|(_, likeness)| *likeness >= BEST_OF_CALL).map(|(i, _)| said[*i].call).collect();
    let mut kept: Vec<(usize, f64)> = Vec::new();
    for (i, likeness) in members {
        if near.contains(&said[i].call) && !kept.iter().any(|(k, _)| said[*k].call != said[i].call && copied(&said[*k], &said[i])) {
            kept.push((i, likeness));
        }
    }
    kept
}

/// How like a group's centre a sentence is, from 0 to 1.
pub fn like(centre: &About, sentence: &About) -> f64 {
    alike(centre, sentence, centre.dot(sentence))
}

/// The sentence to name a group by: near to its middle, clear, and neither a scrap nor a speech.
fn middle(members: &[(usize, f64)], said: &[Said], kind: Kind) -> usize {
    let fit = |i: usize, likeness: f64| {
        let readable = match said[i].words.len() {
            ..6 => 0.7,
            6..=30 => 1.0,
            _ => 0.8,
        };
        likeness * said[i].scores[position(kind)].min(5.0) * readable
    };
    let best = members.iter().max_by(|a, b| fit(a.0, a.1).total_cmp(&fit(b.0, b.1)).then(b.0.cmp(&a.0)));
    best.map_or(0, |(i, _)| *i)
}

/// What sentences are about together: each call has one voice, however often it says it.
fn centre_of(members: &[usize], said: &[Said], terms: &Terms) -> About {
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
    About { own: terms.iter().map(|(t, _)| *t).collect(), terms, across, within: across }
}

/// Groups within one call, what a customer comes back to most first; nothing that is `taken` by a repeated theme.
pub fn within_calls(said: &[Said], terms: &Terms, kind: Kind, taken: &BTreeSet<usize>) -> Vec<Group> {
    let k = position(kind);
    let mut of_call: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in candidates(said, kind).into_iter().filter(|i| !taken.contains(i)) {
        of_call.entry(said[i].call).or_default().push(i);
    }
    let mut groups = Vec::new();
    for mut free in of_call.into_values() {
        while let Some(&seed) = free.first() {
            let a = &terms.about[seed];
            let like = |i: usize| {
                let b = &terms.about[i];
                if i == seed { 1.0 } else { a.dot(b) / ((a.within.powi(2) + SMOOTH) * (b.within.powi(2) + SMOOTH)).sqrt() }
            };
            let mut members: Vec<(usize, f64)> = free.iter().map(|&i| (i, like(i))).filter(|(_, likeness)| *likeness >= IN_CALL).collect();
            members.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            free.retain(|i| !members.iter().any(|(m, _)| m == i));
            let weight = members.iter().map(|(i, _)| said[*i].scores[k]).sum::<f64>().sqrt() * said[seed].scores[k];
            groups.push(Group { kind, middle: seed, members, centre: a.clone(), weight });
        }
    }
    groups.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.middle.cmp(&b.middle)));
    groups
}

/// What speaks against a group: sentences about the same thing that say it is not so, or was taken back; the nearest first.
pub fn against(group: &Group, said: &[Said], terms: &Terms, most: usize) -> Vec<usize> {
    let k = position(group.kind);
    let mut found: Vec<(usize, f64)> = (0..said.len())
        .filter(|&i| said[i].denies[k] && terms.about[i].speaks_of(&group.centre) && !group.members.iter().any(|(m, _)| *m == i))
        .map(|i| (i, like(&group.centre, &terms.about[i])))
        .filter(|(_, likeness)| *likeness >= TO_GROUP)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.into_iter().take(most).map(|(i, _)| i).collect()
}
