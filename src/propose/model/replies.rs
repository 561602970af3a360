//! What a model's replies must look like. What they say is claimed, no more.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::themes::Kind;

/// The schema of a kind: its words alone. What they mean stands in the prompt, once, and so not in the docstrings of [`Kind`].
fn kind_words(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "enum": Kind::ALL.map(Kind::as_str),
        // Part of every request, and so of the hash under which a reply is kept: other words would ask everything anew.
        "description": "The kinds, without words of explanation: those stand in the prompt.",
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Found {
    pub findings: Vec<FoundOne>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct FoundOne {
    pub call: u32,
    #[schemars(schema_with = "kind_words")]
    pub kind: Kind,
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
    #[schemars(schema_with = "kind_words")]
    pub kind: Kind,
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
