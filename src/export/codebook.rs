//! The codebook: what each kind means, what belongs to it and what doesn't, and the accepted themes with an example and a near miss.
//!
//! The six parts of an entry are those of MacQueen et al. 1998: code, brief definition, full definition, when to use, when not to use, example.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::model::{Definition, KindShown};
use super::quote_library::MEANINGS;
use super::quoted::Quoted;
use super::theme::ThemeShown;
use super::{ExportError, Reviewed, table};
use crate::themes::Kind;

const COLUMNS: [&str; 19] = [
    "code",
    "code_family",
    "brief_definition",
    "full_definition",
    "when_to_use",
    "when_not_to_use",
    "example",
    "example_id",
    "near_miss",
    "near_miss_id",
    "near_miss_judged",
    "calls",
    "of_calls",
    "severity",
    "wordings",
    "merged_from",
    "accepted_by",
    "accepted_on",
    "run_id",
];

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    families: Vec<Family<'a>>,
    /// What columns of the quote library mean.
    columns: &'static [(&'static str, &'static str)],
}

/// A kind with its accepted themes.
#[derive(Serialize)]
struct Family<'a> {
    shown: &'a KindShown,
    definition: Option<&'a Definition>,
    codes: Vec<Code<'a>>,
}

/// An accepted theme as a code.
#[derive(Serialize)]
struct Code<'a> {
    theme: &'a ThemeShown,
    example: Option<&'a Quoted>,
    near_miss: Option<&'a Quoted>,
}

fn families<'a>(reviewed: &'a Reviewed<'_>) -> Vec<Family<'a>> {
    let code = |theme: &'a ThemeShown| Code {
        theme,
        example: theme.supports.first(),
        // What nearly fits shows where the code ends.
        near_miss: theme.partly.first().or(theme.contradicts.first()),
    };
    let family = |kind: Kind| {
        let shown = reviewed.kinds.get(kind.as_str())?;
        let codes = shown.repeated.iter().chain(&shown.heard_once).map(code).collect();
        Some(Family { shown, definition: reviewed.codebook.get(kind.as_str()), codes })
    };
    Kind::ALL.into_iter().filter_map(family).collect()
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    Value::from(Serde(Page { reviewed, families: families(reviewed), columns: MEANINGS }))
}

/// A row for each kind, then one for each accepted theme of it.
pub(super) fn csv(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let run = format!("ledger {} {}", reviewed.head.count, reviewed.head.hash);
    let mut rows = Vec::new();
    for family in families(reviewed) {
        let blank = Definition::default();
        let d = family.definition.unwrap_or(&blank);
        let [full, include, exclude] = [d.definition.clone(), d.include.join("; "), d.exclude.join("; ")];
        let kind = family.shown.kind.as_str();
        let mut row =
            vec![kind.to_owned(), kind.to_owned(), family.shown.heading.to_owned(), full.clone(), include.clone(), exclude.clone()];
        row.resize(COLUMNS.len() - 1, String::new());
        row.push(run.clone());
        rows.push(row);
        for Code { theme: t, example, near_miss } in &family.codes {
            let number = |q: &Option<&Quoted>| q.map(|q| format!("E{}", q.evidence)).unwrap_or_default();
            let text = |q: &Option<&Quoted>| q.map(|q| q.text.clone()).unwrap_or_default();
            rows.push(vec![
                t.id.clone(),
                kind.to_owned(),
                t.statement.clone(),
                full.clone(),
                include.clone(),
                exclude.clone(),
                text(example),
                number(example),
                text(near_miss),
                number(near_miss),
                near_miss.map(|q| q.judgement.as_str().to_owned()).unwrap_or_default(),
                t.support.calls.to_string(),
                t.support.of_calls.to_string(),
                t.severity.map(|s| s.to_string()).unwrap_or_default(),
                t.wordings.to_string(),
                t.merged_from.join("; "),
                t.accepted_by.clone(),
                super::method::day(&t.accepted_at).to_owned(),
                run.clone(),
            ]);
        }
    }
    table::csv(&COLUMNS, rows)
}
