//! Avoma: one start for each word, and a flag that says who is a rep (section 3.15).

use super::json::{filled, list, number};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source, json};
use crate::calls::clock::seconds;
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{ParsedCall, ParsedParticipant};

/// Avoma's API answer.
pub const FORMAT: Format = Format {
    id: "avoma-json",
    name: "Avoma (.json)",
    recognised_by: "JSON with a transcript that has timestamps, and speakers with is_rep",
    fits: |s| match s.json() {
        Some(v)
            if list(v, "transcript").iter().any(|t| t.get("timestamps").is_some())
                || list(v, "speakers").iter().any(|p| p.get("is_rep").is_some()) =>
        {
            Fit::Sure
        }
        _ => Fit::No,
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    let mut roster = Roster::default();
    for speaker in list(value, "speakers") {
        let id = filled(speaker, "id");
        let Some(name) = filled(speaker, "name").or_else(|| filled(speaker, "email")) else { continue };
        let role =
            speaker.get("is_rep").and_then(serde_json::Value::as_bool).map(|rep| if rep { "internal" } else { "external" }.to_owned());
        let at = roster.add(ParsedParticipant {
            name,
            role_given_by: role.as_ref().map(|_| "Avoma's is_rep".into()),
            role,
            email: filled(speaker, "email"),
            ..Default::default()
        });
        if let Some(id) = id {
            roster.tie(&id, at);
        }
    }
    let spoken = list(value, "transcript").iter().map(|t| {
        let start_ms = list(t, "timestamps").first().and_then(|n| number(Some(n))).and_then(seconds);
        Spoken { label: filled(t, "speaker_id"), start_ms, text: filled(t, "transcript").unwrap_or_default(), ..Default::default() }
    });
    let spoken: Vec<Spoken> = spoken.collect();
    json::read(
        "avoma-json",
        spoken,
        roster,
        ParsedCall {
            title: filled(value, "subject").or_else(|| filled(value, "title")),
            date: json::date(value, &["start_at", "start_time"]),
            ..Default::default()
        },
    )
    .map(json::without_ids)
}
