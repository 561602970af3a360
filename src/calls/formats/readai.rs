//! Read.ai's webhook: absolute times, in seconds or milliseconds since 1970 (section 3.15).

use serde_json::Value;

use super::json::{self, filled, list, number};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{ParsedCall, ParsedParticipant, clock, date};

/// One meeting.
pub const FORMAT: Format = Format {
    id: "readai-json",
    name: "Read.ai (.json)",
    recognised_by: "JSON with speaker_blocks",
    fits: |s| match s.json() {
        Some(v) if v.pointer("/transcript/speaker_blocks").is_some() || v.get("speaker_blocks").is_some() => Fit::Sure,
        _ => Fit::No,
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    let blocks = list(value.get("transcript").unwrap_or(value), "speaker_blocks");
    let first = blocks.iter().find_map(|b| epoch_ms(b.get("start_time")));
    // The start as printed goes first; relative times need none.
    let origin = value
        .get("start_time")
        .and_then(|t| epoch_ms(Some(t)))
        .filter(|o| first.is_some_and(|f| f >= *o))
        .or(first)
        .filter(|o| *o > 1e11)
        .unwrap_or(0.0);
    let ms = |v: Option<&Value>| epoch_ms(v).and_then(|t| clock::seconds((t - origin) / 1000.0));
    let mut roster = Roster::default();
    for person in list(value, "participants") {
        if let Some(name) = filled(person, "name").or_else(|| filled(person, "email")) {
            roster.add(ParsedParticipant { name, email: filled(person, "email"), ..Default::default() });
        }
    }
    let spoken = blocks.iter().map(|b| {
        let label = b.get("speaker").and_then(|s| filled(s, "name")).or_else(|| filled(b, "speaker"));
        Spoken {
            label,
            start_ms: ms(b.get("start_time")),
            end_ms: ms(b.get("end_time")),
            text: filled(b, "words").or_else(|| filled(b, "text")).unwrap_or_default(),
            ..Default::default()
        }
    });
    let mut info = ParsedCall {
        title: filled(value, "title"),
        date: json::date(value, &["start_time"]),
        call_id: filled(value, "session_id"),
        ..Default::default()
    };
    if let Some(mail) = value.get("owner").and_then(|o| filled(o, "email")) {
        info.meta.insert("organizer_email".into(), Value::String(mail));
    }
    json::read("readai-json", spoken.collect(), roster, info)
}

/// Above 1e11 the number is milliseconds, else seconds; a text is a printed instant.
fn epoch_ms(value: Option<&Value>) -> Option<f64> {
    if let Some(text) = value.and_then(Value::as_str)
        && let Some(ms) = date::instant_ms(text)
    {
        #[allow(clippy::cast_precision_loss)] // instants of this century fit a double to the millisecond
        return Some(ms as f64);
    }
    number(value).map(|n| if n.abs() > 1e11 { n } else { n * 1000.0 })
}
