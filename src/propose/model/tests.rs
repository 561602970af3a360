//! The whole synthesis with a model that is a function.

use crate::calls::{Call, CallId, Chars, Given, Metadata, Role, Speaker, Turn, Unit, Version};

/// A call in which Ann, a customer, says each of `lines`.
pub(super) fn call(id: &str, lines: &[&str]) -> Call {
    let said: Vec<(&str, &str)> = lines.iter().map(|line| ("Ann", *line)).collect();
    talk(id, &said)
}

/// A call of these turns; everybody but Ben is a customer.
pub(super) fn talk(id: &str, said: &[(&str, &str)]) -> Call {
    let mut speakers: Vec<Speaker> = Vec::new();
    for (name, _) in said {
        if !speakers.iter().any(|s| s.name == *name) {
            let role = if *name == "Ben" { Role::Rep } else { Role::Customer };
            speakers.push(Speaker { name: (*name).into(), given: Some(Given { role, by: "speakers.csv".into() }), ..Speaker::default() });
        }
    }
    let turns = said.iter().zip(1..).map(|((name, text), index)| Turn {
        index,
        speaker: Some((*name).to_owned()),
        text: (*text).to_owned(),
        units: vec![Unit { start: Chars(0), start_ms: None, end_ms: None }],
        ..Turn::default()
    });
    Call {
        id: CallId(id.to_owned()),
        version: Version(String::new()),
        file: format!("{id}.txt"),
        format: "text".to_owned(),
        title: None,
        metadata: Metadata::default(),
        turns: turns.collect(),
        speakers,
        warnings: Vec::new(),
    }
}
