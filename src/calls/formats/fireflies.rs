//! Fireflies.ai: the GraphQL answer, the webhook payload, and the app's list of sentences (section 3.7).

use serde_json::{Value, json};

use super::json::{self, filled, list, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{Parsed, ParsedCall, ParsedParticipant};

/// One transcript, or a list of them.
pub const FORMAT: Format = Format {
    id: "fireflies-json",
    name: "Fireflies.ai (.json)",
    recognised_by: "JSON with data.transcript, or sentences that have a speaker_name",
    fits: |s| match s.json() {
        Some(v) if v.pointer("/data/transcript").is_some() || v.pointer("/data/transcripts").is_some() => Fit::Sure,
        Some(v) if v.get("sentences").is_some() && (named(list(v, "sentences")) || v.get("duration").is_some()) => Fit::Sure,
        Some(Value::Array(items)) if named(items) && items.iter().any(|i| i.get("sentence").is_some() || i.get("raw_text").is_some()) => {
            Fit::Sure
        }
        _ => Fit::No,
    },
    read,
};

fn named(sentences: &[Value]) -> bool {
    sentences.iter().take(5).any(|s| s.get("speaker_name").is_some())
}

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    if let Some(Value::Array(many)) = value.pointer("/data/transcripts") {
        let calls = many.iter().filter_map(|t| match one(t) {
            Ok(Parsed::Call(call)) => Some(*call),
            _ => None,
        });
        return json::one_or_many(calls.collect());
    }
    match value {
        Value::Array(_) => one(&json!({ "sentences": value })),
        _ => one(value.pointer("/data/transcript").unwrap_or(value)),
    }
}

fn one(value: &Value) -> ReadResult {
    if value.get("sentences").is_none_or(Value::is_null) {
        return Err(reject("E_JOB_NOT_FINISHED", "Fireflies is still processing this meeting, no text yet. Fetch it again later."));
    }
    let mut roster = Roster::default();
    for speaker in list(value, "speakers") {
        if let (Some(id), Some(name)) = (filled(speaker, "id"), filled(speaker, "name")) {
            let at = roster.add(ParsedParticipant { name, ..Default::default() });
            roster.tie(&id, at);
        }
    }
    for person in list(value, "meeting_attendees") {
        if let (Some(name), Some(email)) = (filled(person, "displayName").or_else(|| filled(person, "name")), filled(person, "email")) {
            roster.add(ParsedParticipant { name, email: Some(email), ..Default::default() });
        }
    }
    let spoken = list(value, "sentences").iter().map(|s| {
        let label = filled(s, "speaker_name").or_else(|| filled(s, "speaker_id"));
        let text = ["text", "sentence", "raw_text"].iter().find_map(|k| filled(s, k)).unwrap_or_default();
        let start_ms = seconds(s, "start_time").or_else(|| seconds(s, "time")).or_else(|| seconds(s, "startTime"));
        Spoken { label, start_ms, end_ms: seconds(s, "end_time").or_else(|| seconds(s, "endTime")), text, ..Default::default() }
    });
    let mut info = ParsedCall {
        title: filled(value, "title"),
        call_id: filled(value, "id"),
        date: json::date(value, &["dateString", "date"]),
        ..Default::default()
    };
    if let Some(mail) = filled(value, "organizer_email").or_else(|| filled(value, "host_email")) {
        info.meta.insert("organizer_email".into(), Value::String(mail));
    }
    json::read("fireflies-json", spoken.collect(), roster, info).map(json::without_ids)
}
