//! Fathom's API: display names, and invitees with a flag for outsiders (section 3.8 b).

use serde_json::Value;

use super::json::{self, filled, list, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{Parsed, ParsedCall, ParsedParticipant};

/// One meeting or a list of them.
pub const FORMAT: Format = Format {
    id: "fathom-api",
    name: "Fathom API (.json)",
    recognised_by: "JSON with a transcript whose speakers have a display_name",
    fits: |s| match s.json() {
        Some(v) if is(v) || list(v, "items").iter().any(is) => Fit::Sure,
        _ => Fit::No,
    },
    read,
};

fn is(value: &Value) -> bool {
    list(value, "transcript").iter().any(|t| t.pointer("/speaker/display_name").is_some())
}

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    let items = if is(value) { std::slice::from_ref(value) } else { list(value, "items") };
    let mut calls = Vec::new();
    for item in items.iter().filter(|i| is(i)) {
        if let Parsed::Call(call) = one(item)? {
            calls.push(*call);
        }
    }
    json::one_or_many(calls)
}

fn one(value: &Value) -> ReadResult {
    let mut roster = Roster::default();
    for invitee in list(value, "calendar_invitees") {
        let Some(name) = filled(invitee, "name").or_else(|| filled(invitee, "email")) else { continue };
        let role = invitee.get("is_external").and_then(Value::as_bool).map(|out| if out { "external" } else { "internal" }.to_owned());
        let at = roster.add(ParsedParticipant {
            name,
            role_given_by: role.as_ref().map(|_| "Fathom's is_external".into()),
            role,
            email: filled(invitee, "email"),
            ..Default::default()
        });
        if let Some(shown) = filled(invitee, "matched_speaker_display_name") {
            roster.tie(&shown, at);
        }
    }
    for speaker in list(value, "transcript").iter().filter_map(|t| t.get("speaker")) {
        if let (Some(shown), Some(mail)) = (filled(speaker, "display_name"), filled(speaker, "matched_calendar_invitee_email"))
            && let Some(at) = roster.people.iter().position(|p| p.email.as_ref().is_some_and(|e| e.eq_ignore_ascii_case(&mail)))
        {
            roster.tie(&shown, at);
        }
    }
    let spoken = list(value, "transcript").iter().map(|t| Spoken {
        label: t.get("speaker").and_then(|s| filled(s, "display_name")),
        start_ms: seconds(t, "timestamp"),
        text: filled(t, "text").unwrap_or_default(),
        ..Default::default()
    });
    let info = ParsedCall {
        title: filled(value, "title").or_else(|| filled(value, "meeting_title")),
        date: json::date(value, &["recording_start_time", "scheduled_start_time"]),
        call_id: filled(value, "recording_id"),
        ..Default::default()
    };
    json::read("fathom-api", spoken.collect(), roster, info)
}
