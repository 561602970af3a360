//! The kinds that we look for. Their definitions stand in `prompts/codebook.toml`.

use serde::{Deserialize, Serialize};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What hurts.
    Problem,
    /// What good looks like, in the customer's words.
    Success,
    /// A stated reason not to go on.
    Objection,
    /// What made them act now.
    Trigger,
    /// What they use or would use instead: a competitor, a workaround, doing nothing.
    Alternative,
    /// A moment when it nearly went the other way.
    Doubt,
    /// Something they ask for.
    Request,
}

impl Kind {
    /// All of them, the mission's three first.
    pub const ALL: [Kind; 7] =
        [Kind::Problem, Kind::Success, Kind::Objection, Kind::Trigger, Kind::Alternative, Kind::Doubt, Kind::Request];

    /// The word in JSON and in the codebook.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Problem => "problem",
            Kind::Success => "success",
            Kind::Objection => "objection",
            Kind::Trigger => "trigger",
            Kind::Alternative => "alternative",
            Kind::Doubt => "doubt",
            Kind::Request => "request",
        }
    }

    /// The heading in documents and on the screen.
    pub fn heading(self) -> &'static str {
        match self {
            Kind::Problem => "Problem statements",
            Kind::Success => "Success language",
            Kind::Objection => "Objections",
            Kind::Trigger => "Buying triggers",
            Kind::Alternative => "Alternatives",
            Kind::Doubt => "Moments of doubt",
            Kind::Request => "Requests",
        }
    }
}
