//! What a sentence is about: its content words, pairs of them, and the concepts it touches, each weighed by how rare it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use super::cues::Cues;
use super::score::Said;

/// What a neighbouring sentence of the same turn adds to what a sentence is about.
const NEIGHBOUR: f64 = 0.4;
/// What a concept weighs beside a word.
const CONCEPT: f64 = 1.2;
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
    /// The length over terms heard in two calls or more.
    pub across: f64,
    /// The length over all terms.
    pub within: f64,
}

impl About {
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

/// Every sentence's terms, and each term's name and weight.
pub struct Terms {
    /// By sentence.
    pub about: Vec<About>,
    /// Names by term number.
    pub names: Vec<String>,
}

/// Works out what all sentences are about. A term weighs more the fewer calls it is heard in, and the more often in those.
pub fn terms(said: &[Said], calls: usize, cues: &Cues) -> Terms {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    let own: Vec<BTreeMap<u32, f64>> = said
        .iter()
        .map(|s| {
            let mut terms = BTreeMap::new();
            for (name, weight) in named(s, cues) {
                let number = *numbers.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    (names.len() - 1) as u32
                });
                terms.insert(number, weight);
            }
            terms
        })
        .collect();
    let mut heard: Vec<(BTreeSet<usize>, usize)> = vec![Default::default(); names.len()];
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
            About { terms: terms.into_iter().collect(), across, within }
        })
        .collect();
    Terms { about, names }
}

fn named(said: &Said, cues: &Cues) -> Vec<(String, f64)> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut named: Vec<(String, f64)> = content(&said.words, cues).into_iter().map(|stem| (stem, 1.0)).collect();
    for pair in said.words.windows(2) {
        if pair.iter().any(|w| w.len() > 2 && !cues.stop.contains(w)) {
            named.push((format!("{} {}", stemmer.stem(&pair[0]), stemmer.stem(&pair[1])), PAIR));
        }
    }
    for hit in cues.concept_patterns.find(&said.words) {
        if let Some(name) = cues.concepts.get(hit.of) {
            named.push((format!("<{name}>"), CONCEPT));
        }
    }
    named
}
