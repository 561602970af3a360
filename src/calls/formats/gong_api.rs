//! Gong's API: `/v2/calls/transcript`, whose speakers are ids, and `/v2/calls/extensive`, which names them (section 3.3 b).

use serde_json::Value;

use super::json::{self, text_of};
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, Spoken, call};
use crate::calls::{Parsed, ParsedCall, ParsedParticipant, Turn, Warning, date};

/// Transcripts, with or without the parties in the same file.
pub const FORMAT: Format = Format {
    id: "gong-api",
    name: "Gong API transcript (.json)",
    recognised_by: "JSON with callTranscripts, or parties beside a transcript of sentences",
    fits: |s| match s.json() {
        Some(v) if v.get("callTranscripts").is_some() || (v.get("parties").is_some() && v.get("transcript").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read,
};

/// The list of parties that goes with a transcript.
pub const COMPANION: Format = Format {
    id: "gong-extensive",
    name: "Gong API call list with parties (.json)",
    recognised_by: "JSON with calls that have parties, and no transcript",
    fits: |s| match s.json() {
        Some(v) if json::list(v, "calls").iter().any(|c| c.get("parties").is_some()) => Fit::Hits(50),
        _ => Fit::No,
    },
    read: |s| {
        let calls = s.json().map(|v| json::list(v, "calls").iter().map(|c| about(c).0).collect()).unwrap_or_default();
        Ok(Parsed::Companion { format: "gong-extensive".into(), calls })
    },
};

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    if let (Some(_), Some(transcript)) = (value.get("parties"), value.get("transcript")) {
        let (info, mut roster) = about(value);
        let found = one(&info.call_id.clone().unwrap_or_default(), transcript, &mut roster);
        return Ok(Parsed::Call(Box::new(with_info(found, info))));
    }
    let infos: Vec<(ParsedCall, Roster)> = json::list(value, "calls").iter().map(about).collect();
    let more = value.pointer("/records/cursor").and_then(Value::as_str).is_some_and(|c| !c.is_empty());
    let mut calls = Vec::new();
    for transcript in json::list(value, "callTranscripts") {
        let id = text_of(transcript.get("callId")).unwrap_or_default();
        let known = infos.iter().find(|(info, _)| info.call_id.as_deref() == Some(&id));
        let mut roster = known.map(|(_, r)| r.clone()).unwrap_or_default();
        let mut found = one(&id, transcript.get("transcript").unwrap_or(&Value::Null), &mut roster);
        match known {
            Some((info, _)) => found = with_info(found, info.clone()),
            None => found.warnings.push(Warning {
                code: "W_NO_ROSTER".into(),
                message: "The file has speaker ids but no names. Put Gong's /v2/calls/extensive answer into the same folder.".into(),
            }),
        }
        if more {
            found.warnings.push(Warning {
                code: "W_MORE_PAGES".into(),
                message: "Gong says there are more pages than this file holds (records.cursor); fetch them too.".into(),
            });
        }
        calls.push(found);
    }
    json::one_or_many(calls)
}

fn one(id: &str, transcript: &Value, roster: &mut Roster) -> ParsedCall {
    let mut spoken = Vec::new();
    for monologue in transcript.as_array().into_iter().flatten() {
        let speaker = text_of(monologue.get("speakerId"));
        let label = speaker.map(|s| if roster.tied.contains_key(&s) { s } else { format!("Speaker {s}") });
        for sentence in json::list(monologue, "sentences") {
            let text = text_of(sentence.get("text")).unwrap_or_default();
            let ms = |key: &str| json::number(sentence.get(key)).and_then(|n| crate::calls::clock::seconds(n / 1000.0));
            spoken.push(Spoken { label: label.clone(), start_ms: ms("start"), end_ms: ms("end"), text, ..Default::default() });
        }
    }
    let mut found = call("gong-api", spoken, std::mem::take(roster), Order::Json);
    let ids: Vec<String> = found.participants.iter().flat_map(|p| p.labels.clone()).collect();
    // Ids are how Gong joins its answers, not how people are called.
    found.participants.iter_mut().for_each(|p| p.labels.retain(|l| !ids.contains(l)));
    found.turns.iter_mut().for_each(Turn::forget_label);
    found.call_id = Some(id.to_owned()).filter(|i| !i.is_empty());
    if found.turns.is_empty() {
        found.warnings.push(Warning { code: "W_EMPTY_CALL".into(), message: "This call has no transcript.".into() });
    }
    found
}

/// Title, date and people of a call.
fn about(value: &Value) -> (ParsedCall, Roster) {
    let meta = value.get("metaData").or_else(|| value.get("call")).unwrap_or(value);
    let mut info = ParsedCall {
        format: "gong-extensive".into(),
        title: text_of(meta.get("title")).filter(|t| !t.trim().is_empty()),
        call_id: text_of(meta.get("id")),
        ..Default::default()
    };
    info.date = ["started", "scheduled"].iter().find_map(|k| text_of(meta.get(*k))).and_then(|s| match date::find(&s, None) {
        Some(date::Found::Date(d)) => Some(d),
        _ => None,
    });
    let mut roster = Roster::default();
    for party in json::list(value, "parties") {
        let field = |key: &str| text_of(party.get(key)).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let id = field("speakerId");
        let Some(name) = field("name")
            .or_else(|| field("emailAddress"))
            .or_else(|| field("phoneNumber"))
            .or_else(|| id.as_ref().map(|i| format!("Speaker {i}")))
        else {
            continue;
        };
        let (role, by) = match field("affiliation").as_deref() {
            Some("Internal") => (Some("internal"), Some("Gong affiliation")),
            Some("External") => (Some("external"), Some("Gong affiliation")),
            Some(_) => (Some("unknown"), None),
            None => (None, None),
        };
        let person = ParsedParticipant {
            name,
            role: role.map(str::to_owned),
            role_given_by: by.map(str::to_owned),
            title: field("title"),
            email: field("emailAddress"),
            company: account(party),
            ..Default::default()
        };
        let at = roster.add(person);
        if let Some(id) = id {
            roster.tie(&id, at);
        }
    }
    info.participants = ties(&roster);
    (info, roster)
}

/// The account that the CRM knows for a party.
fn account(party: &Value) -> Option<String> {
    let objects = json::list(party, "context").iter().flat_map(|c| json::list(c, "objects"));
    let account = objects
        .filter(|o| text_of(o.get("objectType")).as_deref() == Some("Account"))
        .flat_map(|o| json::list(o, "fields"))
        .find(|f| text_of(f.get("name")).as_deref() == Some("Name"))?;
    text_of(account.get("value"))
}

/// The people of a companion carry their speaker ids as labels, so that they can be joined to a transcript later.
fn ties(roster: &Roster) -> Vec<ParsedParticipant> {
    let mut people = roster.people.clone();
    for (id, at) in &roster.tied {
        if let Some(p) = people.get_mut(*at) {
            p.labels.push(id.clone());
        }
    }
    people
}

fn with_info(mut call: ParsedCall, info: ParsedCall) -> ParsedCall {
    call.title = info.title.or(call.title);
    call.date = info.date.or(call.date);
    call.call_id = call.call_id.or(info.call_id);
    call
}

/// Names the speakers of a transcript by its companion; says whether it was one of its calls.
pub fn join(call: &mut ParsedCall, companion: &ParsedCall) -> bool {
    if call.format != "gong-api" || call.call_id.is_none() || call.call_id != companion.call_id {
        return false;
    }
    for turn in &mut call.turns {
        let Some(id) = turn.speaker.as_deref().and_then(|s| s.strip_prefix("Speaker ")) else { continue };
        if let Some(person) = companion.participants.iter().find(|p| p.labels.iter().any(|l| l == id)) {
            turn.speaker = Some(person.name.as_str().into());
            turn.forget_label();
        }
    }
    call.participants = companion.participants.iter().cloned().map(|p| ParsedParticipant { labels: Vec::new(), ..p }).collect();
    call.title = call.title.take().or_else(|| companion.title.clone());
    call.date = call.date.take().or_else(|| companion.date.clone());
    call.warnings.retain(|w| !matches!(w.code.as_str(), "W_NO_ROSTER" | "W_GENERIC_LABELS"));
    true
}
