//! Deepgram: utterances, else paragraphs, else words; channels merged by time (section 3.20).

use serde_json::Value;

use super::json::{self, filled, list, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::ParsedCall;
use crate::calls::turns::Spoken;

/// An answer of the listen API. `metadata.created` is when the job ran, not when the call was.
pub const FORMAT: Format = Format {
    id: "deepgram-json",
    name: "Deepgram (.json)",
    recognised_by: "JSON with results.channels or results.utterances",
    fits: |s| match s.json().and_then(|v| v.get("results")) {
        Some(r) if r.get("channels").is_some() || r.get("utterances").is_some() => Fit::Sure,
        _ => Fit::No,
    },
    read,
};

fn read(source: &Source) -> ReadResult {
    let Some(results) = source.json().and_then(|v| v.get("results")) else { return Err(reject("E_UNKNOWN_JSON", "No JSON.")) };
    let channels = list(results, "channels");
    let utterances = list(results, "utterances");
    let several = channels.len() > 1 || utterances.iter().any(|u| json::number(u.get("channel")).is_some_and(|c| c > 0.0));
    let spoken = if utterances.is_empty() {
        let all = channels.iter().enumerate().flat_map(|(at, c)| channel(c, several.then(|| format!("Channel {at}")))).collect();
        if several { json::by_time(all) } else { all }
    } else {
        let units = utterances.iter().map(|u| {
            let label = if several { filled(u, "channel").map(|c| format!("Channel {c}")) } else { filled(u, "speaker") };
            Spoken {
                label,
                start_ms: seconds(u, "start"),
                end_ms: seconds(u, "end"),
                text: filled(u, "transcript").unwrap_or_default(),
                ..Default::default()
            }
        });
        if several { json::by_time(units.collect()) } else { units.collect() }
    };
    json::read("deepgram-json", spoken, Default::default(), ParsedCall::default())
}

fn channel(channel: &Value, name: Option<String>) -> Vec<Spoken> {
    let Some(best) = list(channel, "alternatives").first() else { return Vec::new() };
    let paragraphs = best.pointer("/paragraphs/paragraphs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if !paragraphs.is_empty() {
        let sentence = |p: &Value, s: &Value| Spoken {
            label: name.clone().or_else(|| filled(p, "speaker")),
            start_ms: seconds(s, "start"),
            end_ms: seconds(s, "end"),
            text: filled(s, "text").unwrap_or_default(),
            ..Default::default()
        };
        return paragraphs.iter().flat_map(|p| list(p, "sentences").iter().map(|s| sentence(p, s)).collect::<Vec<_>>()).collect();
    }
    let words = list(best, "words");
    if words.is_empty() {
        return vec![Spoken { label: name, text: filled(best, "transcript").unwrap_or_default(), ..Default::default() }];
    }
    json::from_words(words.iter().map(|w| {
        (
            name.clone().or_else(|| filled(w, "speaker")),
            seconds(w, "start"),
            seconds(w, "end"),
            filled(w, "punctuated_word").or_else(|| filled(w, "word")).unwrap_or_default(),
        )
    }))
}
