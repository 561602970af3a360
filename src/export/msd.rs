//! The messaging source document: what customers told us, with the places where a marketer writes kept apart.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Reviewed;
use super::theme::ThemeShown;
use crate::themes::Kind;

/// How many themes of a kind the first page names, and how many pillars the message house starts with.
const AT_THE_TOP: usize = 3;
const PILLARS: usize = 4;

/// What the template sees: the reviewed model, and what the rules of this document pick from it.
#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    /// The first themes of the mission's three kinds.
    top: Vec<Top<'a>>,
    /// The repeated problem statements and success language with most calls: where a message house can start.
    pillars: Vec<&'a ThemeShown>,
    /// The themes of each persona.
    personas: Vec<Persona<'a>>,
    /// Themes that customers also spoke against.
    contradicted: Vec<&'a ThemeShown>,
    /// Themes that one call supports.
    heard_once: Vec<&'a ThemeShown>,
    /// Themes whose calls are all of one account.
    one_account: Vec<&'a ThemeShown>,
}

#[derive(Serialize)]
struct Top<'a> {
    kind: Kind,
    heading: &'a str,
    themes: Vec<&'a ThemeShown>,
    more: usize,
    /// How many of those are heard in as many calls as the last one shown.
    tied: usize,
    silence: &'a super::theme::Silence,
}

#[derive(Serialize)]
struct Persona<'a> {
    name: &'a str,
    calls: usize,
    themes: Vec<&'a ThemeShown>,
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    Value::from(Serde(picked(reviewed)))
}

fn picked<'a>(reviewed: &'a Reviewed<'a>) -> Page<'a> {
    let of = |kinds: &'static [Kind]| reviewed.themes().filter(move |t| kinds.contains(&t.kind));
    let mut pillars: Vec<&ThemeShown> = of(&[Kind::Problem, Kind::Success]).filter(|t| t.repeated).collect();
    pillars.sort_by_key(|t| std::cmp::Reverse(t.support.calls));
    pillars.truncate(PILLARS);
    let top = [Kind::Problem, Kind::Success, Kind::Objection].into_iter().filter_map(|kind| {
        let shown = reviewed.kinds.get(kind.as_str())?;
        let all: Vec<&ThemeShown> = shown.repeated.iter().chain(&shown.heard_once).collect();
        let more = all.len().saturating_sub(AT_THE_TOP);
        let (themes, tied) = first(all, AT_THE_TOP);
        Some(Top { kind, heading: shown.heading, themes, more, tied, silence: &shown.silence })
    });
    let persona = |name: &'a str, calls: usize| Persona {
        name,
        calls,
        themes: reviewed.themes().filter(|t| t.personas.iter().any(|p| p == name)).collect(),
    };
    Page {
        top: top.collect(),
        pillars,
        personas: reviewed.sample.personas.iter().map(|p| persona(&p.name, p.calls)).filter(|p| !p.themes.is_empty()).collect(),
        contradicted: reviewed.themes().filter(|t| !t.contradicts.is_empty()).collect(),
        heard_once: reviewed.themes().filter(|t| !t.repeated).collect(),
        one_account: reviewed.themes().filter(|t| t.one_account.is_some()).collect(),
        reviewed,
    }
}

/// The first `n` themes, and how many of the others are heard in as many calls as the last of them: a rank that is shared is said to be.
pub(super) fn first(mut themes: Vec<&ThemeShown>, n: usize) -> (Vec<&ThemeShown>, usize) {
    let left = themes.split_off(n.min(themes.len()));
    let last = themes.last().map(|t| t.support.calls);
    let tied = left.iter().filter(|t| Some(t.support.calls) == last).count();
    (themes, tied)
}
