//! The calls behind the documents: how many count, who was heard, and what was left out and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grounds::Grounds;
use super::quoted::{unquoted, words};
use super::screened::{OnScreen, Share};
use crate::calls::{Call, CallId, Chars, Metadata, Outcome, Role};
use crate::evidence::support::{self, Support};
use crate::evidence::{Piece, Verbatim};

/// A call as documents show it.
#[derive(Debug, Clone, Serialize)]
pub struct CallShown {
    /// Its id.
    pub id: CallId,
    /// Its file's name.
    pub file: String,
    /// The transcript's format.
    pub format: String,
    /// SHA-256 of the file's bytes.
    pub version: String,
    /// What is known beside the words.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// How it stood, in words.
    pub outcome_words: Option<String>,
    /// How many turns it has.
    pub turns: usize,
    /// Whether it is among the calls that themes are counted over.
    pub counted: bool,
    /// Why not.
    pub why_not: Option<String>,
    /// How many of its customers' turns a person had on screen.
    pub on_screen: Share,
    /// What was odd while reading it, without quotation marks, which are for verbatims alone.
    pub warnings: Vec<String>,
}

/// A value of the calls' metadata, and in how many of the counted calls it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// The persona, segment, outcome or competitor.
    pub name: String,
    /// How many counted calls.
    pub calls: usize,
}

/// Somebody who spoke and of whom nobody said on which side they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleNotGiven {
    /// The call.
    pub call: CallId,
    /// The speaker's name; none for turns without one.
    pub speaker: Option<String>,
    /// How many turns are theirs.
    pub turns: usize,
}

/// The calls behind the documents.
#[derive(Debug, Clone, Serialize)]
pub struct Sample {
    /// All calls, in the project's order.
    pub calls: Vec<CallShown>,
    /// How many calls, accounts and customers could be heard at all: the count of everything that customers said.
    pub heard: Support,
    /// The outcomes of the counted calls.
    pub outcomes: Vec<Heard>,
    /// The personas of the counted calls.
    pub personas: Vec<Heard>,
    /// The segments of the counted calls.
    pub segments: Vec<Heard>,
    /// The competitors named for the counted calls.
    pub competitors: Vec<Heard>,
    /// The date of the first counted call that has one.
    pub first_date: Option<String>,
    /// The date of the last.
    pub last_date: Option<String>,
    /// How many of the counted calls' customers' turns a person had on screen.
    pub on_screen: Share,
    /// Speakers whose words count for nothing until somebody says who they are.
    pub roles_not_given: Vec<RoleNotGiven>,
}

impl Sample {
    pub(super) fn of(grounds: &Grounds<'_>) -> Sample {
        let (calls, on_screen, counted) = (grounds.docket.calls(), &grounds.on_screen, &grounds.counted);
        let said: Vec<Verbatim> = counted.iter().flat_map(|c| c.customer_turns().filter_map(|t| first_word(c, t.index))).collect();
        let mut dates: Vec<&str> = counted.iter().filter_map(|c| c.metadata.date.as_deref()).collect();
        dates.sort_unstable();
        let known = |of: fn(&Metadata) -> Option<&String>| heard(counted.iter().filter_map(|c| of(&c.metadata)).map(String::as_str));
        let outcome = |o: Outcome| {
            let calls = counted.iter().filter(|c| c.metadata.outcome == Some(o)).count();
            Heard { name: words(o.as_str()), calls }
        };
        Sample {
            heard: support::count(&said.iter().collect::<Vec<_>>(), calls),
            outcomes: Outcome::ALL.into_iter().map(outcome).filter(|h| h.calls > 0).collect(),
            personas: known(|m| m.persona.as_ref()),
            segments: known(|m| m.segment.as_ref()),
            competitors: heard(counted.iter().flat_map(|c| &c.metadata.competitors).map(String::as_str)),
            first_date: dates.first().map(|&d| d.to_owned()),
            last_date: dates.last().map(|&d| d.to_owned()),
            on_screen: on_screen.share(counted.iter().copied()),
            roles_not_given: calls.iter().flat_map(roles_not_given).collect(),
            calls: calls.iter().map(|c| shown(c, on_screen)).collect(),
        }
    }
}

fn shown(call: &Call, on_screen: &OnScreen) -> CallShown {
    CallShown {
        id: call.id.clone(),
        file: call.file.clone(),
        format: call.format.clone(),
        version: call.version.0.clone(),
        metadata: call.metadata.clone(),
        outcome_words: call.metadata.outcome.map(|o| words(o.as_str())),
        turns: call.turns.len(),
        counted: call.counts(),
        why_not: why_not(call),
        on_screen: on_screen.share([call]),
        warnings: call.warnings.iter().map(|w| unquoted(&w.message)).collect(),
    }
}

/// Why a call is not among those that themes are counted over.
fn why_not(call: &Call) -> Option<String> {
    if call.counts() {
        None
    } else if let Some(first) = &call.metadata.same_as {
        Some(format!("another file of the conversation in {first}, which is the one that counts"))
    } else if !call.metadata.source_type.is_call() {
        Some(format!("not a customer call but a {}", words(call.metadata.source_type.as_str())))
    } else if call.turns.iter().any(|t| call.role_of(t) == Role::Unknown) {
        Some("nobody has said yet who in it is the customer".into())
    } else {
        Some("no customer speaks in it".into())
    }
}

/// Any words of a turn: enough for who said something in which call to be counted by the one rule for counts.
fn first_word(call: &Call, turn: u32) -> Option<Verbatim> {
    Verbatim::slice(call, &[Piece { turn, start: Chars(0), end: Chars(1) }])
}

/// Each value once, most calls first, then by name.
fn heard<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Heard> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    let mut heard: Vec<Heard> = counts.into_iter().map(|(name, calls)| Heard { name: name.to_owned(), calls }).collect();
    heard.sort_by_key(|h| std::cmp::Reverse(h.calls));
    heard
}

fn roles_not_given(call: &Call) -> Vec<RoleNotGiven> {
    let mut turns: Vec<RoleNotGiven> = Vec::new();
    for turn in call.turns.iter().filter(|t| call.role_of(t) == Role::Unknown) {
        match turns.iter_mut().find(|r| r.speaker.as_deref() == turn.speaker.as_deref()) {
            Some(one) => one.turns += 1,
            None => turns.push(RoleNotGiven { call: call.id.clone(), speaker: turn.speaker.as_deref().map(str::to_owned), turns: 1 }),
        }
    }
    turns
}
