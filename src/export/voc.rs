//! The voice of customer report: what was found, in how many calls, in whose words, and what was not found.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Reviewed;
use super::msd::first;
use super::quoted::Quoted;
use super::sample::{CallShown, Heard};
use super::severity::{Matrix, matrix};
use super::theme::ThemeShown;
use crate::calls::Outcome;
use crate::themes::Kind;

/// How many findings the summary names, and how many verbatims stand under a theme.
const SUMMARY: usize = 5;
const VERBATIMS: usize = 4;
/// How many calls an outcome needs before it is compared with another.
const COMPARABLE: usize = 3;

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    /// The repeated themes of the mission's kinds that most calls support.
    summary: Vec<&'a ThemeShown>,
    /// How many more are heard in as many calls as the last of them.
    tied: usize,
    /// Each theme's verbatims, from different calls first, by theme id.
    shown: std::collections::BTreeMap<&'a str, Vec<&'a Quoted>>,
    /// The outcomes with enough calls to be compared, and how many of their calls support each repeated theme.
    outcomes: Vec<&'static str>,
    differences: Vec<Difference<'a>>,
    /// The outcomes with too few calls, and how many calls have none.
    outcomes_left_out: Vec<&'a Heard>,
    outcome_unknown: usize,
    /// The same by segment and by persona, over all of their calls.
    splits: Vec<Split<'a>>,
    matrix: Matrix<'a>,
    /// All themes.
    all: Vec<&'a ThemeShown>,
    /// The verbatims that support a theme and were said as their call ended, each once.
    candid: Vec<&'a Quoted>,
    contradicted: Vec<&'a ThemeShown>,
    heard_once: Vec<&'a ThemeShown>,
}

#[derive(Serialize)]
struct Difference<'a> {
    theme: &'a ThemeShown,
    /// Calls that support it, of those with the outcome at the same place.
    calls: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct Split<'a> {
    name: &'static str,
    values: Vec<&'a str>,
    rows: Vec<Difference<'a>>,
    /// The values with too few calls to be compared: without them the rows don't add up, so they are said.
    left_out: Vec<&'a Heard>,
    /// How many calls have no value.
    unknown: usize,
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    let repeated = || reviewed.themes().filter(|t| t.repeated);
    let mut summary: Vec<&ThemeShown> = repeated().filter(|t| matches!(t.kind, Kind::Problem | Kind::Success | Kind::Objection)).collect();
    summary.sort_by_key(|t| std::cmp::Reverse(t.support.calls));
    let (summary, tied) = first(summary, SUMMARY);
    let with = |outcome: Outcome| {
        reviewed.sample.calls.iter().filter(move |c| c.counted && c.metadata.outcome == Some(outcome)).map(|c| &c.id).collect::<Vec<_>>()
    };
    let outcomes: Vec<(Outcome, Vec<_>)> =
        Outcome::ALL.into_iter().map(|o| (o, with(o))).filter(|(_, calls)| calls.len() >= COMPARABLE).collect();
    let difference = |theme: &'_ ThemeShown| {
        outcomes.iter().map(|(_, calls)| (calls.iter().filter(|c| theme.calls.contains(c)).count(), calls.len())).collect()
    };
    Value::from(Serde(Page {
        summary,
        tied,
        shown: reviewed.themes().map(|t| (t.id.as_str(), first_of_each_call(t))).collect(),
        outcomes: outcomes.iter().map(|(o, _)| o.as_str()).collect(),
        differences: repeated().map(|theme| Difference { theme, calls: difference(theme) }).collect(),
        outcomes_left_out: too_few(&reviewed.sample.outcomes),
        outcome_unknown: unknown(reviewed, &reviewed.sample.outcomes),
        splits: vec![
            split(reviewed, "segment", &reviewed.sample.segments, |c| c.metadata.segment.as_deref()),
            split(reviewed, "persona", &reviewed.sample.personas, |c| c.metadata.persona.as_deref()),
        ],
        matrix: matrix(reviewed),
        all: reviewed.themes().collect(),
        candid: candid(reviewed),
        contradicted: reviewed.themes().filter(|t| !t.contradicts.is_empty()).collect(),
        heard_once: reviewed.themes().filter(|t| !t.repeated).collect(),
        reviewed,
    }))
}

/// For each repeated theme, the calls that support it, of the calls with each value that enough calls have to be compared.
fn split<'a>(reviewed: &'a Reviewed<'_>, name: &'static str, heard: &'a [Heard], of: fn(&CallShown) -> Option<&str>) -> Split<'a> {
    let values: Vec<&Heard> = heard.iter().filter(|h| h.calls >= COMPARABLE).collect();
    let calls = |theme: &ThemeShown, value: &str| {
        reviewed.sample.calls.iter().filter(|c| c.counted && of(c) == Some(value) && theme.calls.contains(&c.id)).count()
    };
    let row = |theme: &'a ThemeShown| Difference { theme, calls: values.iter().map(|h| (calls(theme, &h.name), h.calls)).collect() };
    Split {
        name,
        rows: reviewed.themes().filter(|t| t.repeated).map(row).collect(),
        values: values.iter().map(|h| h.name.as_str()).collect(),
        left_out: too_few(heard),
        unknown: unknown(reviewed, heard),
    }
}

/// The values with too few calls to be compared.
fn too_few(heard: &[Heard]) -> Vec<&Heard> {
    heard.iter().filter(|h| h.calls < COMPARABLE).collect()
}

/// How many counted calls have none of the values.
fn unknown(reviewed: &Reviewed<'_>, heard: &[Heard]) -> usize {
    reviewed.sample.calls.iter().filter(|c| c.counted).count().saturating_sub(heard.iter().map(|h| h.calls).sum())
}

fn candid<'a>(reviewed: &'a Reviewed<'_>) -> Vec<&'a Quoted> {
    let mut seen = std::collections::BTreeSet::new();
    reviewed.themes().flat_map(|t| &t.supports).filter(|q| q.candid && seen.insert(q.evidence)).collect()
}

/// The verbatims that support a theme: one of each call first, then the others, up to a few.
fn first_of_each_call(theme: &ThemeShown) -> Vec<&Quoted> {
    let mut calls = std::collections::BTreeSet::new();
    let (first, more): (Vec<&Quoted>, Vec<&Quoted>) = theme.supports.iter().partition(|q| calls.insert(&q.call));
    first.into_iter().chain(more).take(VERBATIMS).collect()
}
