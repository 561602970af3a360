//! The built-in offline finder: no AI, word cues.
//!
//! It looks at customers' sentences only. Cues from a data file say what kind of thing a sentence is; content words, weighed by how
//! rare they are, and a small thesaurus of what customers of any trade talk about say which sentences speak of the same thing.
//! A group is named by a customer's sentence near to its middle that says it clearly, word for word. The same calls give the same themes.
//! Of a rep's words only the questions are used, and only to know what an answer is about.

mod cues;
mod group;
mod name;
mod pattern;
mod score;
mod sentences;
mod terms;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use cues::Cues;
use group::Group;
use score::Said;
use terms::Terms;

use super::{Codebook, Finder, LeftOut, Proposed, why_left_out};
use crate::calls::Call;
use crate::evidence::ClaimedQuote;
use crate::themes::Draft;

/// The most repeated themes of one kind: more is not reviewed.
const OF_A_KIND: usize = 6;
/// The most repeated themes in all.
const REPEATED: usize = 16;
/// Below this weight a group across calls is more likely chance than a theme.
const ENOUGH: f64 = 1.2;
/// The most themes heard in one call only.
const HEARD_ONCE: usize = 10;
/// The most quotes against a theme.
const COUNTER: usize = 5;
/// How like a theme's words a passage must be to be worth a look.
const LIKE_ENOUGH: f64 = 0.2;
/// The most such passages of one call: the others may say otherwise.
const LIKE_OF_A_CALL: usize = 3;
/// The fewest words of such a passage.
const SHORTEST: usize = 3;

/// The built-in finder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offline;

impl Finder for Offline {
    fn propose(&self, calls: &[Call], codebook: &Codebook) -> Proposed {
        let left_out =
            calls.iter().filter(|c| !c.counts()).map(|c| LeftOut { call: c.id.clone(), why: why_left_out(c).to_owned() }).collect();
        Proposed { themes: find(calls, codebook), left_out, ..Proposed::default() }
    }
}

/// The calls that count, by id, so that it doesn't matter in which order they come.
fn counting(calls: &[Call]) -> Vec<&Call> {
    let mut counting: Vec<&Call> = calls.iter().filter(|c| c.counts()).collect();
    counting.sort_by(|a, b| a.id.cmp(&b.id));
    counting
}

/// The customers' sentences of the calls, and what they are about.
fn read(calls: &[&Call], cues: &Cues) -> (Vec<Said>, Terms) {
    let said: Vec<Said> = calls.par_iter().enumerate().flat_map_iter(|(i, call)| score::read(i, call, cues)).collect();
    let terms = terms::terms(&said, calls.len(), cues);
    (said, terms)
}

/// Finds themes in the customers' sentences of the calls: first the repeated, by distinct calls, then the best of those heard once.
pub fn find(calls: &[Call], codebook: &Codebook) -> Vec<Draft> {
    Heard::read(calls).themes(codebook)
}

/// What customers said in some calls, read once: a second opinion beside what a model found.
#[derive(Debug)]
pub struct Heard<'a> {
    calls: Vec<&'a Call>,
    said: Vec<Said>,
    terms: Terms,
}

impl<'a> Heard<'a> {
    /// Reads the customers' sentences of the calls that count.
    pub fn read(calls: &'a [Call]) -> Heard<'a> {
        let calls = counting(calls);
        let (said, terms) = read(&calls, Cues::built_in());
        Heard { calls, said, terms }
    }

    /// Their themes: first the repeated, by distinct calls, then the best of those heard once.
    pub fn themes(&self, codebook: &Codebook) -> Vec<Draft> {
        let Heard { calls, said, terms } = self;
        let weightiest = |a: &Group, b: &Group| b.weight.total_cmp(&a.weight).then(a.middle.cmp(&b.middle));
        let mut repeated: Vec<Group> = codebook.kinds().flat_map(|kind| group::across_calls(said, terms, kind, OF_A_KIND)).collect();
        repeated.retain(|g| g.weight >= ENOUGH);
        repeated.sort_by(weightiest);
        repeated.truncate(REPEATED);
        let taken: BTreeSet<usize> = repeated.iter().flat_map(|g| &g.members).map(|(i, _)| *i).collect();
        let mut once: Vec<Group> = codebook.kinds().flat_map(|kind| group::within_calls(said, terms, kind, &taken)).collect();
        once.sort_by(weightiest);
        once.truncate(HEARD_ONCE);
        let theme = |g: &Group| name::theme(g, &group::against(g, said, terms, COUNTER), said, calls);
        let mut themes: Vec<Draft> = repeated.iter().map(theme).collect();
        themes.sort_by_key(|t| std::cmp::Reverse(t.calls()));
        themes.extend(once.iter().map(theme));
        themes
    }

    /// Customers' sentences that speak of the same thing as a theme, by its statement alone or with its quotes, and that nobody cited yet,
    /// the nearest first, but only the nearest few of one call. What speaks against the theme is among them.
    pub fn passages_like(&self, statement: &str, quotes: &[ClaimedQuote], most: usize) -> Vec<ClaimedQuote> {
        let Heard { calls, said, terms } = self;
        let of = |words: Vec<String>| terms.of_words(&words, Cues::built_in());
        let alone = sentences::words(statement);
        let all = quotes.iter().flat_map(|q| sentences::words(&q.text)).chain(alone.iter().cloned()).collect();
        let wanted = [of(alone), of(all)];
        let likeness = |i: usize| {
            let speaks = wanted.iter().filter(|wanted| said[i].words.len() >= SHORTEST && terms.about[i].speaks_of(wanted));
            speaks.map(|wanted| group::like(wanted, &terms.about[i])).fold(0.0, f64::max)
        };
        let mut found: Vec<(usize, f64)> =
            (0..said.len()).into_par_iter().map(|i| (i, likeness(i))).filter(|(_, likeness)| *likeness >= LIKE_ENOUGH).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut of_call: HashMap<usize, usize> = HashMap::new();
        let passages = found.into_iter().map(|(i, _)| (said[i].call, name::quote(&said[i], calls)));
        let open = passages.filter(|(_, q)| !quotes.iter().any(|c| c.call == q.call && c.turn == q.turn && overlaps(&c.text, &q.text)));
        let few = open.filter(|(call, _)| {
            let taken = of_call.entry(*call).or_default();
            *taken += 1;
            *taken <= LIKE_OF_A_CALL
        });
        few.map(|(_, quote)| quote).take(most).collect()
    }
}

fn overlaps(a: &str, b: &str) -> bool {
    a.contains(b) || b.contains(a)
}

#[cfg(test)]
mod tests;
