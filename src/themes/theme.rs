//! Findings across calls that say the same thing.

use serde::{Deserialize, Serialize};

use super::{Finding, Kind};
use crate::evidence::ClaimedQuote;

/// A theme's id, such as `T3`: given once and never used again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThemeId(pub String);

impl std::fmt::Display for ThemeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a theme stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody decided yet.
    Proposed,
    /// Put off.
    Later,
    /// A person accepted it, and what they accepted still stands.
    Accepted,
    /// A person rejected it.
    Rejected,
    /// Its evidence went into another theme.
    Merged,
    /// It was accepted, but something it rested on changed: it is back in review.
    Lapsed,
}

impl State {
    /// The word in JSON and on the screen.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Later => "later",
            State::Accepted => "accepted",
            State::Rejected => "rejected",
            State::Merged => "merged",
            State::Lapsed => "lapsed",
        }
    }
}

/// What the reviewer says of a verbatim in its context: does it carry the claim?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It carries the claim.
    Supports,
    /// It carries part of it: shown as that, never counted.
    Partly,
    /// It speaks against the claim: counter-evidence.
    Contradicts,
    /// It has nothing to do with it: it leaves the theme.
    Unrelated,
}

impl Judgement {
    /// All of them, in the order of their keys.
    pub const ALL: [Judgement; 4] = [Judgement::Supports, Judgement::Partly, Judgement::Contradicts, Judgement::Unrelated];

    /// The word in JSON and on the screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Judgement::Supports => "supports",
            Judgement::Partly => "partly",
            Judgement::Contradicts => "contradicts",
            Judgement::Unrelated => "unrelated",
        }
    }
}

/// Findings across calls that say the same thing, as proposed: what a person said of it stands in the ledger alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Given once.
    pub id: ThemeId,
    /// The kind.
    pub kind: Kind,
    /// The statement as proposed.
    pub statement: String,
    /// The findings it was made of.
    pub findings: Vec<Finding>,
    /// Quotes that are claimed to speak against it.
    #[serde(default)]
    pub counter: Vec<ClaimedQuote>,
}

impl Theme {
    /// The claimed quotes of all findings, in order, each claim once.
    pub fn claims(&self) -> Vec<&ClaimedQuote> {
        let mut seen = std::collections::HashSet::new();
        self.findings.iter().flat_map(|f| &f.quotes).filter(|q| seen.insert(*q)).collect()
    }
}
