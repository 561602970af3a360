//! An accepted theme as documents show it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::grounds::Grounds;
use super::method::day;
use super::quoted::Quoted;
use super::screened::Share;
use crate::calls::{Call, CallId};
use crate::evidence::support::Support;
use crate::review::{AcceptedTheme, Act, SEVERITY};
use crate::themes::{Judgement, Kind};

/// The calls in which nothing was found: never "nobody said", since a person has not read all of them.
#[derive(Debug, Clone, Serialize)]
pub struct Silence {
    /// The calls, of those that count.
    pub calls: Vec<CallId>,
    /// How many of their customers' turns a person had on screen.
    pub on_screen: Share,
    /// How many accepted themes of the kind a copy for outside leaves out.
    pub left_out: usize,
    /// How many proposed themes of the kind nobody has accepted or rejected: where they wait, nothing is known to be missing.
    pub undecided: usize,
}

impl Silence {
    /// The counted calls that are not among `found`.
    pub(super) fn of(grounds: &Grounds<'_>, found: &BTreeSet<&CallId>) -> Silence {
        let silent: Vec<&Call> = grounds.counted.iter().filter(|c| !found.contains(&c.id)).copied().collect();
        Silence {
            calls: silent.iter().map(|c| c.id.clone()).collect(),
            on_screen: grounds.on_screen.share(silent),
            left_out: 0,
            undecided: 0,
        }
    }

    /// The same of all themes of a kind.
    pub(super) fn of_kind(grounds: &Grounds<'_>, kind: Kind, found: &BTreeSet<&CallId>) -> Silence {
        Silence { undecided: grounds.undecided.get(&kind).copied().unwrap_or_default(), ..Silence::of(grounds, found) }
    }
}

/// That somebody looked for the opposite of a theme and found none.
#[derive(Debug, Clone, Serialize)]
pub struct Looked {
    /// Who looked.
    pub by: String,
    /// On which day.
    pub on: String,
    /// How many passages they had before them.
    pub passages: u32,
    /// Over how many calls those were looked for.
    pub of_calls: u32,
}

/// An accepted theme as documents show it.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeShown {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The statement that was accepted.
    pub statement: String,
    /// Whether the statement is, character for character, a verbatim that supports it: only then it stands in quotation marks.
    pub is_verbatim: bool,
    /// Whether two or more calls support it.
    pub repeated: bool,
    /// The computed count.
    pub support: Support,
    /// The same as a line.
    pub count: String,
    /// The account that all supporting calls are of, where there are two or more of them.
    pub one_account: Option<String>,
    /// The calls that support it.
    pub calls: Vec<CallId>,
    /// The personas of those who said so, as far as they are known.
    pub personas: Vec<String>,
    /// The verbatims that carry it.
    pub supports: Vec<Quoted>,
    /// The verbatims that carry part of it.
    pub partly: Vec<Quoted>,
    /// The verbatims that speak against it.
    pub contradicts: Vec<Quoted>,
    /// The calls in which nothing was found, neither for nor against.
    pub silence: Silence,
    /// Who looked for the opposite and found none; none where nobody recorded it.
    pub none_against: Option<Looked>,
    /// How much harm the reviewer says is in it, from 1 to 5.
    pub severity: Option<u8>,
    /// What that means.
    pub severity_words: Option<&'static str>,
    /// The themes that went into it.
    pub merged_from: Vec<String>,
    /// How many wordings its statement had, the accepted one among them.
    pub wordings: usize,
    /// Who accepted it.
    pub accepted_by: String,
    /// When, as an RFC 3339 time in UTC.
    pub accepted_at: String,
}

impl ThemeShown {
    pub(super) fn of(grounds: &Grounds<'_>, theme: &AcceptedTheme) -> ThemeShown {
        let quoted = |j: Judgement| -> Vec<Quoted> { theme.evidence(j).filter_map(|e| Quoted::of(grounds, e)).collect() };
        let (supports, partly, contradicts) = (quoted(Judgement::Supports), quoted(Judgement::Partly), quoted(Judgement::Contradicts));
        let calls: BTreeSet<&CallId> = supports.iter().map(|q| &q.call).collect();
        let found = supports.iter().chain(&partly).chain(&contradicts).map(|q| &q.call).collect();
        let personas: BTreeSet<&str> = supports.iter().filter_map(|q| q.persona.as_deref()).collect();
        ThemeShown {
            id: theme.id().0.clone(),
            kind: theme.kind(),
            statement: theme.statement().to_owned(),
            is_verbatim: supports.iter().any(|q| q.text == theme.statement()),
            repeated: theme.support().calls >= 2,
            support: theme.support().clone(),
            count: theme.support().to_string(),
            one_account: supports
                .first()
                .and_then(|q| q.account.clone())
                .filter(|account| calls.len() > 1 && supports.iter().all(|q| q.account.as_ref() == Some(account))),
            calls: calls.iter().map(|&c| c.clone()).collect(),
            personas: personas.into_iter().map(str::to_owned).collect(),
            silence: Silence::of(grounds, &found),
            none_against: theme.none_against().map(|n| Looked {
                by: n.by.clone(),
                on: day(&n.at).to_owned(),
                passages: n.passages,
                of_calls: n.of_calls,
            }),
            severity: theme.severity(),
            severity_words: theme.severity().and_then(|s| meaning(&SEVERITY, s)),
            wordings: 1 + grounds.acts_on(theme.id()).filter(|act| matches!(act, Act::Revised { .. })).count(),
            merged_from: theme.merged_from().iter().map(|t| t.0.clone()).collect(),
            accepted_by: theme.accepted_by().to_owned(),
            accepted_at: theme.accepted_at().to_owned(),
            supports,
            partly,
            contradicts,
        }
    }

    /// All its verbatims: those that support it first, then partly, then counter-evidence.
    pub fn verbatims(&self) -> impl Iterator<Item = &Quoted> {
        self.supports.iter().chain(&self.partly).chain(&self.contradicts)
    }
}

/// What a level of a scale means, without its number: the scales' texts start as `3 · `.
pub(super) fn meaning(scale: &[&'static str], level: u8) -> Option<&'static str> {
    let text = scale.get(usize::from(level).checked_sub(1)?)?;
    Some(text.split_once(" · ").map_or(*text, |(_, words)| words))
}
