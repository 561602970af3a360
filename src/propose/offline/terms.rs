//! What a sentence is about: its content words, pairs of them, and the concepts it touches, each weighed by how rare it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use super::cues::Cues;
use super::score::Said;

/// What a neighbouring sentence of the same turn adds to what a sentence is about.
const NEIGHBOUR: f64 = 0.3;
/// What a concept weighs beside a word.
const CONCEPT: f64 = 1.2;
/// What a common word weighs beside a trade's own.
const COMMON: f64 = 0.5;
/// What is left of a word by which a concept was recognised.
const COVERED: f64 = 0.5;
/// What a pair of words in a row weighs beside a word.
const PAIR: f64 = 0.8;

/// A sentence's content words, stemmed, in order.
pub fn content(words: &[String], cues: &Cues) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    words.iter().filter(|w| w.len() > 1 && !cues.stop.contains(*w)).map(|w| stemmer.stem(w).into_owned()).collect()
}

/// What a sentence is about: term numbers with their weights, by number.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The terms.
    pub terms: Vec<(u32, f64)>,
    /// Those of them that the sentence itself has, not only a neighbour.
    pub own: Vec<u32>,
    /// The length over terms heard in two calls or more.
    pub across: f64,
    /// The length over all terms.
    pub within: f64,
}

impl About {
    /// Whether the sentence itself, not only its neighbours, has a term of another.
    pub fn speaks_of(&self, other: &About) -> bool {
        self.own.iter().any(|t| other.terms.binary_search_by_key(t, |(t, _)| *t).is_ok())
    }

    /// The product with another, term by term.
    pub fn dot(&self, other: &About) -> f64 {
        let (mut a, mut b) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        let mut sum = 0.0;
        while let (Some((i, x)), Some((j, y))) = (a.peek(), b.peek()) {
            match i.cmp(j) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// Every sentence's terms, and what each term weighs.
#[derive(Debug)]
pub struct Terms {
    /// By sentence.
    pub about: Vec<About>,
    numbers: HashMap<String, u32>,
    weights: Vec<f64>,
}

impl Terms {
    /// What other words than the sentences' own are about, as far as they share terms with them.
    pub fn of_words(&self, words: &[String], cues: &Cues) -> About {
        let mut terms: BTreeMap<u32, f64> = BTreeMap::new();
        for (name, weight) in named(words, cues) {
            if let Some(&t) = self.numbers.get(&name) {
                terms.insert(t, weight * self.weights.get(t as usize).copied().unwrap_or_default());
            }
        }
        let length = terms.values().map(|w| w * w).sum::<f64>().sqrt();
        About { own: terms.keys().copied().collect(), terms: terms.into_iter().collect(), across: length, within: length }
    }
}

/// Works out what all sentences are about. A term weighs more the fewer calls it is heard in, and the more often in those.
pub fn terms(said: &[Said], calls: usize, cues: &Cues) -> Terms {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let own: Vec<BTreeMap<u32, f64>> = said
        .iter()
        .map(|s| {
            let mut terms = BTreeMap::new();
            for (name, weight) in named(&s.words, cues) {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(name).or_insert(next);
                terms.insert(number, weight);
            }
            terms
        })
        .collect();
    let mut heard: Vec<(BTreeSet<usize>, usize)> = vec![Default::default(); numbers.len()];
    for (s, terms) in said.iter().zip(&own) {
        for &t in terms.keys() {
            heard[t as usize].0.insert(s.call);
            heard[t as usize].1 += 1;
        }
    }
    let weights: Vec<f64> = heard
        .iter()
        .map(|(in_calls, times)| {
            let (n, times) = (in_calls.len() as f64, *times as f64);
            (1.0 + calls as f64 / n).ln() * (1.0 + 0.5 * (times / n).ln())
        })
        .collect();
    let about = (0..said.len())
        .map(|i| {
            let mut terms: BTreeMap<u32, f64> = BTreeMap::new();
            for j in i.saturating_sub(1)..(i + 2).min(said.len()) {
                if (said[j].call, said[j].turn) == (said[i].call, said[i].turn) {
                    for (&t, &w) in &own[j] {
                        let w = w * weights[t as usize] * if i == j { 1.0 } else { NEIGHBOUR };
                        let here = terms.entry(t).or_default();
                        *here = f64::max(*here, w);
                    }
                }
            }
            let length = |terms: &mut dyn Iterator<Item = &f64>| terms.map(|w| w * w).sum::<f64>().sqrt();
            let across = length(&mut terms.iter().filter(|(t, _)| heard[**t as usize].0.len() > 1).map(|(_, w)| w));
            let within = length(&mut terms.values());
            About { terms: terms.into_iter().collect(), own: own[i].keys().copied().collect(), across, within }
        })
        .collect();
    Terms { about, numbers, weights }
}

fn named(words: &[String], cues: &Cues) -> Vec<(String, f64)> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut named = Vec::new();
    // A word by which a concept was recognised says little beside it: what was said once is not counted twice.
    let mut covered = vec![false; words.len()];
    for hit in cues.concept_patterns.find(words) {
        if let Some(name) = cues.concepts.get(hit.of) {
            named.push((format!("<{name}>"), CONCEPT));
            covered[hit.from..hit.to].fill(true);
        }
    }
    let rarity = |i: usize| {
        let word = &words[i];
        let common = if cues.common.contains(word) { COMMON } else { 1.0 };
        common * if covered[i] { COVERED } else { 1.0 }
    };
    let carries = |i: usize| words[i].len() > 1 && !cues.stop.contains(&words[i]);
    for i in 0..words.len() {
        if carries(i) {
            named.push((stemmer.stem(&words[i]).into_owned(), rarity(i)));
        }
        if i > 0 && (carries(i) || carries(i - 1)) {
            let pair = format!("{} {}", stemmer.stem(&words[i - 1]), stemmer.stem(&words[i]));
            let both = if carries(i) && carries(i - 1) { 1.0 } else { 0.6 };
            named.push((pair, PAIR * both * rarity(i).min(rarity(i - 1))));
        }
    }
    named
}
