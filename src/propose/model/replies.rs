//! What a model's replies must look like. What they say is claimed, no more.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::themes::Kind;

/// The kinds, without words of explanation: those stand in the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindName {
    Problem,
    Success,
    Objection,
    Trigger,
    Alternative,
    Doubt,
    Request,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Kind {
        match name {
            KindName::Problem => Kind::Problem,
            KindName::Success => Kind::Success,
            KindName::Objection => Kind::Objection,
            KindName::Trigger => Kind::Trigger,
            KindName::Alternative => Kind::Alternative,
            KindName::Doubt => Kind::Doubt,
            KindName::Request => Kind::Request,
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Found {
    pub findings: Vec<FoundOne>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct FoundOne {
    pub call: u32,
    pub kind: KindName,
    pub statement: String,
    pub quotes: Vec<Quoted>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Quoted {
    pub turn: u32,
    pub text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Repaired {
    pub quotes: Vec<RepairedOne>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct RepairedOne {
    pub id: u32,
    #[serde(rename = "do")]
    pub act: RepairAct,
    pub turn: u32,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum RepairAct {
    Correct,
    Withdraw,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct LookedAgain {
    pub findings: Vec<SeenAgain>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SeenAgain {
    pub passage: u32,
    pub kind: KindName,
    pub statement: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Grouped {
    pub themes: Vec<GroupedOne>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct GroupedOne {
    pub statement: String,
    pub ids: Vec<u32>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Challenged {
    pub passages: Vec<Stance>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Stance {
    pub passage: u32,
    pub stands: Stands,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stands {
    For,
    Against,
    Neither,
}
