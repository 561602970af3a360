//! What the verifier must get right.

use super::*;
use crate::calls::{Call, CallId, Given, Metadata, Role, Speaker, Turn, Version};

/// A call of these turns. Speakers whose names start with `Rep` are reps; `Someone` has no given role; all others are customers.
pub(crate) fn call(id: &str, turns: &[(&str, &str)]) -> Call {
    let mut speakers: Vec<Speaker> = Vec::new();
    for (name, _) in turns {
        if speakers.iter().all(|s| s.name != *name) {
            let role = match *name {
                n if n.starts_with("Rep") => Some(Role::Rep),
                "Someone" => None,
                _ => Some(Role::Customer),
            };
            let given = role.map(|role| Given { role, by: "speakers.csv".into() });
            speakers.push(Speaker { name: (*name).into(), given, ..Speaker::default() });
        }
    }
    let turns = (1..).zip(turns).map(|(index, (name, text))| Turn {
        index,
        speaker: Some((*name).into()),
        text: (*text).into(),
        ..Turn::default()
    });
    Call {
        id: CallId(id.into()),
        version: Version("v".into()),
        file: format!("{id}.txt"),
        format: "plain".into(),
        title: None,
        metadata: Metadata::default(),
        speakers,
        turns: turns.collect(),
        warnings: Vec::new(),
    }
}

mod attacks;
mod edits;
mod languages;
mod verdicts;
