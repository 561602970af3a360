//! How the documents came about: who proposed, who decided, when, and what checking the quotes gave. All of it from the ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::grounds::Grounds;
use super::quoted::words;
use crate::evidence::{QuoteId, Verdict};
use crate::review::adjudication::judged_by_both;
use crate::review::agreement::{Agreement, of_answers, of_support};
use crate::review::{Act, Docket, Entry, Reviews, Standing, blind_spots};
use crate::themes::{Judgement, Origin, State, ThemeId};

/// Who or what proposed, and by which prompt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finder {
    /// The model's name, or the built-in finder.
    pub name: String,
    /// SHA-256 of each prompt that it answered.
    pub prompts: BTreeSet<String>,
}

/// How many there are of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What is counted.
    pub name: String,
    /// What that means.
    pub meaning: String,
    /// How many.
    pub count: usize,
}

/// What one reviewer did on one day (of the ledger's times, UTC).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The date.
    pub date: String,
    /// Who.
    pub who: String,
    /// What, as `4 themes accepted`.
    pub done: Vec<String>,
    /// The number of the last entry.
    pub entry: u64,
}

/// A second person who judged the same verbatims without seeing the first one's judgements.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SecondCoder {
    /// Who.
    pub name: String,
    /// How far both agree on all four answers; none where they judged nothing in common as it stands now.
    pub answers: Option<Agreement>,
    /// How far they agree on whether a verbatim supports its claim.
    pub support: Option<Agreement>,
}

/// What the blind-spot check says: turns that no theme cites, drawn at random, in which something was missed or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlindSpots {
    /// In how many of them something was missed.
    pub missed: u32,
    /// How many were looked at.
    pub looked_at: u32,
    /// How many turns no theme cites.
    pub of: u32,
    /// The fewest of those in which something may stand that was missed, by the 95 % interval.
    pub low: u32,
    /// The most.
    pub high: u32,
}

/// How the documents came about.
#[derive(Debug, Clone, Serialize)]
pub struct Method {
    /// Who proposed the themes.
    pub finders: Vec<Finder>,
    /// Who judged and decided, by name.
    pub reviewers: BTreeSet<String>,
    /// The date of the first entry of the ledger.
    pub first_on: Option<String>,
    /// The date of the last.
    pub last_on: Option<String>,
    /// What checking the proposed quotes gave.
    pub verdicts: Vec<Tally>,
    /// How many quotes were proposed.
    pub quotes: usize,
    /// How many of them were verified as words of a customer.
    pub verified: usize,
    /// Where the themes stand.
    pub states: Vec<Tally>,
    /// What was done on which day.
    pub days: Vec<Day>,
    /// Who else judged, and how far they agree with the one who leads; empty where agreement was not assessed.
    pub second_coders: Vec<SecondCoder>,
    /// What was looked for in turns that no theme cites; none where nobody looked.
    pub blind_spots: Option<BlindSpots>,
}

impl Method {
    pub(super) fn of(grounds: &Grounds<'_>) -> Method {
        let Grounds { docket, reviews, entries, .. } = *grounds;
        let quotes = || docket.themes().iter().flat_map(|t| &t.quotes);
        let states: Vec<State> = docket.themes().iter().map(|t| Standing::of(docket, reviews, t).state).collect();
        let date = |e: &Entry| day(&e.at).to_owned();
        Method {
            finders: finders(docket, entries),
            reviewers: entries.iter().filter(|e| e.act.by_hand() && !matches!(e.act, Act::Coded { .. })).map(|e| e.who.clone()).collect(),
            first_on: entries.first().map(date),
            last_on: entries.last().map(date),
            verdicts: Verdict::ALL
                .into_iter()
                .map(|v| Tally {
                    name: words(v.as_str()),
                    meaning: v.meaning().to_owned(),
                    count: quotes().filter(|q| q.verdict == v).count(),
                })
                .filter(|t| t.count > 0)
                .collect(),
            quotes: quotes().count(),
            verified: quotes().filter(|q| q.customer_verbatim().is_some()).count(),
            states: [State::Accepted, State::Rejected, State::Later, State::Lapsed, State::Merged, State::Proposed]
                .into_iter()
                .map(|s| Tally { name: s.as_str().into(), meaning: meaning(s).into(), count: states.iter().filter(|&&o| o == s).count() })
                .filter(|t| t.count > 0)
                .collect(),
            days: days(entries, &grounds.undone),
            second_coders: second_coders(docket, entries),
            blind_spots: blind_spots::estimate(reviews).map(|e| {
                let (fewest, most) = e.turns();
                BlindSpots { missed: e.missed, looked_at: e.looked_at, of: e.of, low: fewest, high: most }
            }),
        }
    }
}

fn second_coders(docket: &Docket, entries: &[Entry]) -> Vec<SecondCoder> {
    let coder = |name: String| {
        let both: Vec<(Judgement, Judgement)> = judged_by_both(docket, entries, &name).iter().map(|d| (d.lead, d.second)).collect();
        SecondCoder { answers: of_answers(&both), support: of_support(&both), name }
    };
    Reviews::coders(entries).into_iter().map(coder).collect()
}

/// The date of an RFC 3339 time.
pub(super) fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

fn meaning(state: State) -> &'static str {
    match state {
        State::Proposed => "not decided yet",
        State::Later => "put off",
        State::Accepted => "accepted",
        State::Rejected => "rejected",
        State::Merged => "merged into another",
        State::Lapsed => "back in review, since something they rested on changed",
    }
}

/// Whoever the findings of the themes or the entries of the ledger name.
fn finders(docket: &Docket, entries: &[Entry]) -> Vec<Finder> {
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in docket.themes().iter().flat_map(|t| &t.theme.findings) {
        match &finding.origin {
            Origin::Offline => drop(named.entry("offline finder".into()).or_default()),
            Origin::Hand => drop(named.entry("the reviewer, by hand".into()).or_default()),
            Origin::Model { model, prompt_hash, .. } => drop(named.entry(model.clone()).or_default().insert(prompt_hash.clone())),
        }
    }
    for (model, prompt) in entries.iter().filter_map(|e| Some((e.model.clone()?, &e.prompt))) {
        named.entry(model).or_default().extend(prompt.iter().map(|p| p.0.clone()));
    }
    named.into_iter().map(|(name, prompts)| Finder { name, prompts }).collect()
}

/// How often what was done: its place in the line, its words for one and for many.
type Done = BTreeMap<(u8, &'static str, &'static str), usize>;

/// What was done on each day by whom. What was taken back later is not done, and a verbatim that was judged again is judged once, the last time.
fn days(entries: &[Entry], undone: &BTreeSet<u64>) -> Vec<Day> {
    let mut days: BTreeMap<(&str, &str), (Done, u64)> = BTreeMap::new();
    let judged_again = judged_again(entries, undone);
    for entry in entries {
        let (tallies, last) = days.entry((day(&entry.at), &entry.who)).or_default();
        let (order, one, many) = match &entry.act {
            Act::Accepted { .. } => (0, "theme accepted", "themes accepted"),
            Act::Rejected { .. } => (1, "theme rejected", "themes rejected"),
            Act::PutOff { .. } => (2, "theme put off", "themes put off"),
            Act::Revised { .. } => (3, "statement or kind changed", "statements or kinds changed"),
            Act::Judged { .. } => (4, "verbatim judged", "verbatims judged"),
            Act::Undone { .. } => (5, "entry taken back", "entries taken back"),
            Act::Carried { .. } => {
                (6, "judgement carried to a new version of its call", "judgements carried to a new version of their call")
            }
            Act::Lapsed { .. } => (7, "judgement lapsed", "judgements lapsed"),
            Act::Taken { .. } => (8, "uncited passage taken in", "uncited passages taken in"),
            Act::Reworded { .. } => (9, "quote cut otherwise", "quotes cut otherwise"),
            Act::Merged { .. } => (10, "theme merged into another", "themes merged into others"),
            Act::Split { .. } => (11, "theme split", "themes split"),
            Act::Made { .. } => (12, "theme made by hand", "themes made by hand"),
            Act::NoneAgainst { .. } => (13, "theme with nothing found against it", "themes with nothing found against them"),
            Act::Noted { .. } => (14, "note written", "notes written"),
            Act::Rated { .. } | Act::Felt { .. } => (15, "rating given", "ratings given"),
            Act::Read { .. } => (16, "stretch of a call read", "stretches of calls read"),
            Act::Sampled { .. } => (17, "turn drawn at random and looked at", "turns drawn at random and looked at"),
            Act::Adjudicated { .. } => (19, "difference of two coders talked through", "differences of two coders talked through"),
            Act::Coded { .. } => (18, "verbatim judged as second coder", "verbatims judged as second coder"),
            Act::Cleared { .. } => (19, "quote or theme cleared for outside", "quotes or themes cleared for outside"),
            Act::Held { .. } => (20, "quote or theme kept inside", "quotes or themes kept inside"),
        };
        *last = entry.seq;
        if !undone.contains(&entry.seq) && !judged_again.contains(&entry.seq) {
            *tallies.entry((order, one, many)).or_default() += 1;
        }
    }
    let done = |tallies: Done| tallies.into_iter().map(|((_, one, many), n)| format!("{n} {}", if n == 1 { one } else { many })).collect();
    days.into_iter()
        .map(|((date, who), (tallies, entry))| Day { date: date.to_owned(), who: who.to_owned(), done: done(tallies), entry })
        .filter(|day| !day.done.is_empty())
        .collect()
}

/// The numbers of the judgements of a verbatim in a theme after which the same coder judged it again.
fn judged_again(entries: &[Entry], undone: &BTreeSet<u64>) -> BTreeSet<u64> {
    let mut latest: BTreeMap<(&ThemeId, &QuoteId), BTreeMap<Option<&str>, u64>> = BTreeMap::new();
    let mut again = BTreeSet::new();
    for entry in entries.iter().filter(|e| !undone.contains(&e.seq)) {
        let (theme, quote, coder) = match &entry.act {
            Act::Judged { theme, quote, .. } => (theme, quote, None),
            Act::Coded { theme, quote, .. } => (theme, quote, Some(entry.who.as_str())),
            Act::Carried { theme, quote, to, .. } => {
                if let Some(judged) = latest.remove(&(theme, quote)) {
                    latest.entry((theme, to)).or_default().extend(judged);
                }
                continue;
            }
            _ => continue,
        };
        again.extend(latest.entry((theme, quote)).or_default().insert(coder, entry.seq));
    }
    again
}
