//! AWS Transcribe: words and punctuation as items, speakers on items or looked up by time; and Call Analytics (section 3.21).

use std::collections::HashMap;

use serde_json::Value;

use super::json::{self, filled, list, millis, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::turns::Spoken;
use crate::calls::{Parsed, ParsedParticipant};

/// A finished job's answer.
pub const FORMAT: Format = Format {
    id: "aws-transcribe-json",
    name: "AWS Transcribe (.json)",
    recognised_by: "JSON with results.items beside results.transcripts, or Call Analytics' Transcript",
    fits: |s| match s.json() {
        Some(v) if v.pointer("/results/items").is_some() && v.pointer("/results/transcripts").is_some() => Fit::Sure,
        Some(v) if list(v, "Transcript").iter().any(|t| t.get("ParticipantRole").is_some()) => Fit::Sure,
        Some(v) if v.get("jobName").is_some() && v.get("status").is_some() => Fit::Sure,
        _ => Fit::No,
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    if let Some(status) = filled(value, "status").or_else(|| filled(value, "JobStatus")).filter(|s| s != "COMPLETED") {
        return Err(if status == "FAILED" {
            reject("E_API_ERROR", "Holds an error message from AWS Transcribe: the job failed.")
        } else {
            reject(
                "E_JOB_NOT_FINISHED",
                format!("The AWS Transcribe job is still {status}, no text yet. Fetch it again when it is COMPLETED."),
            )
        });
    }
    if value.get("Transcript").is_some() {
        return analytics(value);
    }
    let results = value.get("results").unwrap_or(&Value::Null);
    let channels = results.pointer("/channel_labels/channels").and_then(Value::as_array);
    let segments = list(results, "audio_segments");
    let spoken = if list(results, "items").is_empty() && !segments.is_empty() {
        segments.iter().map(segment).collect()
    } else if let Some(channels) = channels.filter(|c| c.len() > 1) {
        json::by_time(channels.iter().flat_map(|c| items(list(c, "items"), &HashMap::new(), filled(c, "channel_label"))).collect())
    } else {
        let mut by_start = HashMap::new();
        for item in
            results.pointer("/speaker_labels/segments").and_then(Value::as_array).into_iter().flatten().flat_map(|s| list(s, "items"))
        {
            if let (Some(start), Some(speaker)) = (filled(item, "start_time"), filled(item, "speaker_label")) {
                by_start.insert(start, speaker);
            }
        }
        items(list(results, "items"), &by_start, None)
    };
    json::read("aws-transcribe-json", spoken, Default::default(), Default::default())
}

/// Newer answers hold what was said in one piece as well.
fn segment(segment: &Value) -> Spoken {
    Spoken {
        label: filled(segment, "speaker_label").or_else(|| filled(segment, "channel_label")),
        start_ms: seconds(segment, "start_time"),
        end_ms: seconds(segment, "end_time"),
        text: filled(segment, "transcript").unwrap_or_default(),
        ..Default::default()
    }
}

fn items(items: &[Value], by_start: &HashMap<String, String>, channel: Option<String>) -> Vec<Spoken> {
    let mut last = None;
    json::from_words(items.iter().map(|item| {
        let punctuation = filled(item, "type").as_deref() == Some("punctuation");
        let speaker = channel
            .clone()
            .or_else(|| filled(item, "speaker_label"))
            .or_else(|| filled(item, "start_time").and_then(|s| by_start.get(&s).cloned()));
        if !punctuation {
            last.clone_from(&speaker);
        }
        let word = list(item, "alternatives").first().and_then(|a| filled(a, "content")).unwrap_or_default();
        let (start, end) = if punctuation { (None, None) } else { (seconds(item, "start_time"), seconds(item, "end_time")) };
        (last.clone(), start, end, word)
    }))
}

fn analytics(value: &Value) -> ReadResult {
    let spoken = list(value, "Transcript").iter().map(|t| Spoken {
        label: filled(t, "ParticipantRole"),
        start_ms: millis(t, "BeginOffsetMillis"),
        end_ms: millis(t, "EndOffsetMillis"),
        text: filled(t, "Content").unwrap_or_default(),
        ..Default::default()
    });
    let mut parsed = json::read("aws-transcribe-json", json::by_time(spoken.collect()), Default::default(), Default::default())?;
    if let Parsed::Call(call) = &mut parsed {
        let mut names: Vec<_> = call.turns.iter().filter_map(|t| t.speaker.clone()).collect();
        names.sort();
        names.dedup();
        call.participants = names
            .into_iter()
            .map(|name| {
                let role = match &*name {
                    "AGENT" => Some("internal".to_owned()),
                    "CUSTOMER" => Some("external".to_owned()),
                    _ => None,
                };
                ParsedParticipant {
                    name: name.to_string(),
                    role_given_by: role.as_ref().map(|_| "AWS ParticipantRole".into()),
                    role,
                    ..Default::default()
                }
            })
            .collect();
    }
    Ok(parsed)
}
