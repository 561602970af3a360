//! Chorus (ZoomInfo): utterances with a snippet of text, and whether a rep or a customer spoke (section 3.15).

use serde_json::Value;

use super::json::{self, filled, list, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{ParsedCall, ParsedParticipant, roles};

/// One conversation.
pub const FORMAT: Format = Format {
    id: "chorus-json",
    name: "Chorus by ZoomInfo (.json)",
    recognised_by: "JSON with utterances that have a speaker_type and a snippet",
    fits: |s| if s.json().is_some_and(|v| utterances(v, 0).is_some()) { Fit::Sure } else { Fit::No },
    read,
};

/// The list of utterances, at most five levels down: exports wrap it differently.
fn utterances(value: &Value, depth: usize) -> Option<(&Value, &[Value])> {
    let fields = value.as_object().filter(|_| depth <= 5)?;
    let speech = |items: &[Value]| items.iter().take(5).any(|u| u.get("speaker_type").is_some() && text(u).is_some());
    let here = ["utterances", "transcript"].iter().map(|key| list(value, key)).find(|items| speech(items));
    here.map(|items| (value, items)).or_else(|| fields.values().find_map(|inner| utterances(inner, depth + 1)))
}

fn text(utterance: &Value) -> Option<String> {
    ["snippet", "text"].iter().find_map(|key| filled(utterance, key))
}

fn read(source: &Source) -> ReadResult {
    let found = source.json().and_then(|v| utterances(v, 0).map(|(place, items)| (v, place, items)));
    let Some((whole, place, items)) = found else { return Err(reject("E_UNKNOWN_JSON", "No utterances with a speaker_type.")) };
    let mut roster = Roster::default();
    for utterance in items {
        let Some(name) = filled(utterance, "speaker_name") else { continue };
        let role = filled(utterance, "speaker_type").and_then(|word| {
            let customer = ["cust", "customer", "prospect", "external"].contains(&word.to_lowercase().as_str());
            if customer { Some("external") } else { roles::role_of_word(&word).map(|_| "internal") }
        });
        if !roster.people.iter().any(|p| p.name == name) {
            roster.add(ParsedParticipant {
                name,
                role_given_by: role.map(|_| "Chorus speaker_type".into()),
                role: role.map(str::to_owned),
                ..Default::default()
            });
        }
    }
    let spoken = items.iter().map(|u| Spoken {
        label: filled(u, "speaker_name"),
        start_ms: ["snippet_time", "start_time", "start"].iter().find_map(|key| seconds(u, key)),
        end_ms: ["end_time", "end"].iter().find_map(|key| seconds(u, key)),
        text: text(u).unwrap_or_default(),
        ..Default::default()
    });
    let said = |key: &str| filled(place, key).or_else(|| filled(whole, key));
    let info = ParsedCall {
        title: ["name", "title", "subject"].iter().find_map(|key| said(key)),
        call_id: said("id"),
        date: json::date(place, &["start_time", "date_time"]).or_else(|| json::date(whole, &["start_time", "date_time"])),
        ..Default::default()
    };
    json::read("chorus-json", spoken.collect(), roster, info)
}
