//! Speech engines of clouds: Azure, Google, Rev AI, and Google Meet's own entries (sections 3.4 d, 3.13, 3.23).

use serde_json::Value;

use super::json::{self, filled, list, millis, number, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{Parsed, ParsedCall, Warning, clock, date};

/// Azure batch and fast transcription.
pub const AZURE: Format = Format {
    id: "azure-speech-json",
    name: "Azure Speech (.json)",
    recognised_by: "JSON with recognizedPhrases, or phrases with offsetMilliseconds",
    fits: |s| match s.json() {
        Some(v) if v.get("recognizedPhrases").is_some() || list(v, "phrases").iter().any(|p| p.get("offsetMilliseconds").is_some()) => {
            Fit::Sure
        }
        _ => Fit::No,
    },
    read: azure,
};

/// Google Speech-to-Text, version 1 and 2.
pub const GOOGLE: Format = Format {
    id: "google-speech-json",
    name: "Google Speech-to-Text (.json)",
    recognised_by: "JSON with results that have alternatives",
    fits: |s| match s.json() {
        Some(v) if google_results(v).iter().any(|r| r.get("alternatives").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read: google,
};

/// Rev AI's monologues.
pub const REV_AI: Format = Format {
    id: "revai-json",
    name: "Rev AI (.json)",
    recognised_by: "JSON with monologues that have elements",
    fits: |s| match s.json() {
        Some(v) if list(v, "monologues").iter().any(|m| m.get("elements").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read: rev_ai,
};

/// Google Meet's REST entries, whose times are instants.
pub const MEET_REST: Format = Format {
    id: "meet-rest",
    name: "Google Meet API entries (.json)",
    recognised_by: "JSON with transcriptEntries",
    fits: |s| match s.json() {
        Some(v) if v.get("transcriptEntries").is_some() => Fit::Sure,
        _ => Fit::No,
    },
    read: meet,
};

fn value<'a>(source: &'a Source) -> Result<&'a Value, crate::calls::Reject> {
    source.json().ok_or_else(|| reject("E_UNKNOWN_JSON", "No JSON."))
}

fn azure(source: &Source) -> ReadResult {
    let value = value(source)?;
    let fast = list(value, "phrases");
    let ticks = |v: &Value, key: &str| number(v.get(key)).and_then(|n| clock::seconds(n / 1e7));
    let spoken: Vec<Spoken> = if fast.is_empty() {
        let phrases = list(value, "recognizedPhrases").iter().filter(|p| filled(p, "recognitionStatus").is_none_or(|s| s == "Success"));
        let several = list(value, "recognizedPhrases").iter().any(|p| number(p.get("channel")).is_some_and(|c| c > 0.0));
        phrases
            .map(|p| {
                let start_ms = ticks(p, "offsetInTicks").or_else(|| filled(p, "offset").and_then(|t| iso_duration(&t)));
                let length = ticks(p, "durationInTicks").or_else(|| filled(p, "duration").and_then(|t| iso_duration(&t)));
                let label = filled(p, "speaker").or_else(|| filled(p, "channel").filter(|_| several).map(|c| format!("Channel {c}")));
                let text = list(p, "nBest").first().and_then(|n| filled(n, "display")).unwrap_or_default();
                Spoken { label, start_ms, end_ms: start_ms.zip(length).map(|(a, b)| a + b), text, ..Default::default() }
            })
            .collect()
    } else {
        let several = fast.iter().any(|p| number(p.get("channel")).is_some_and(|c| c > 0.0));
        fast.iter()
            .map(|p| {
                let start_ms = millis(p, "offsetMilliseconds");
                let label = filled(p, "speaker").or_else(|| filled(p, "channel").filter(|_| several).map(|c| format!("Channel {c}")));
                Spoken {
                    label,
                    start_ms,
                    end_ms: start_ms.zip(millis(p, "durationMilliseconds")).map(|(a, b)| a + b),
                    text: filled(p, "text").unwrap_or_default(),
                    ..Default::default()
                }
            })
            .collect()
    };
    json::read("azure-speech-json", json::by_time(spoken), Default::default(), Default::default())
}

/// `PT1M1.5S` in milliseconds.
fn iso_duration(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total = 0.0;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let n: f64 = rest.get(..at)?.parse().ok()?;
        total += n * match rest.get(at..=at)? {
            "H" => 3600.0,
            "M" => 60.0,
            _ => 1.0,
        };
        rest = rest.get(at + 1..)?;
    }
    clock::seconds(total)
}

/// The results, which operations wrap in `response`, and batches in an object with a key for each recording: the first with words is read.
fn google_results(value: &Value) -> &[Value] {
    let value = value.get("response").unwrap_or(value);
    match value.get("results") {
        Some(Value::Object(files)) => files
            .values()
            .flat_map(|file| [file.get("transcript"), file.pointer("/inlineResult/transcript")])
            .flatten()
            .map(|transcript| list(transcript, "results"))
            .find(|results| !results.is_empty())
            .unwrap_or_default(),
        _ => list(value, "results"),
    }
}

fn google(source: &Source) -> ReadResult {
    let results = google_results(value(source)?);
    let words = |r: &Value| list(r, "alternatives").first().map(|a| list(a, "words").to_vec()).unwrap_or_default();
    let tag = |w: &Value| filled(w, "speakerLabel").or_else(|| filled(w, "speakerTag").filter(|t| t != "0"));
    let time = |w: &Value, a: &str, b: &str| seconds(w, a).or_else(|| seconds(w, b));
    // With diarization the last result repeats all words, with tags.
    let tagged: Vec<Value> = results.last().map(words).unwrap_or_default();
    let repeats = tagged.iter().any(|w| tag(w).is_some())
        && results.len() > 1
        && results.iter().rev().skip(1).all(|r| words(r).iter().all(|w| tag(w).is_none()));
    let all: Vec<Value> = if repeats { tagged } else { results.iter().flat_map(words).collect() };
    let spoken =
        if all.is_empty() {
            results
                .iter()
                .map(|r| Spoken {
                    text: list(r, "alternatives").first().and_then(|a| filled(a, "transcript")).unwrap_or_default(),
                    ..Default::default()
                })
                .collect()
        } else {
            json::from_words(all.iter().map(|w| {
                (tag(w), time(w, "startTime", "startOffset"), time(w, "endTime", "endOffset"), filled(w, "word").unwrap_or_default())
            }))
        };
    json::read("google-speech-json", spoken, Default::default(), Default::default())
}

fn rev_ai(source: &Source) -> ReadResult {
    let spoken = list(value(source)?, "monologues").iter().map(|m| {
        let elements = list(m, "elements");
        // Elements hold their own spaces; none is added.
        let text: String = elements.iter().filter_map(|e| json::text_of(e.get("value"))).collect();
        let label = m.get("speaker_info").and_then(|i| filled(i, "display_name")).or_else(|| filled(m, "speaker"));
        let start_ms = elements.iter().find_map(|e| seconds(e, "ts"));
        let end_ms = elements.iter().rev().find_map(|e| seconds(e, "end_ts"));
        Spoken { label, start_ms, end_ms, text, ..Default::default() }
    });
    json::read("revai-json", spoken.collect(), Default::default(), Default::default())
}

fn meet(source: &Source) -> ReadResult {
    let value = value(source)?;
    let entries = list(value, "transcriptEntries");
    let instant = |e: &Value, key: &str| filled(e, key).and_then(|t| date::instant_ms(&t));
    let origin = instant(value, "startTime").or_else(|| entries.iter().find_map(|e| instant(e, "startTime"))).unwrap_or_default();
    let mut roster = Roster::default();
    for person in list(value, "participants") {
        let name = ["signedinUser", "anonymousUser", "phoneUser"]
            .iter()
            .find_map(|k| filled(person.get(*k)?, "displayName"))
            .or_else(|| filled(person, "displayName"));
        if let (Some(id), Some(name)) = (filled(person, "name"), name) {
            let at = roster.add(crate::calls::ParsedParticipant { name, ..Default::default() });
            roster.tie(&id, at);
        }
    }
    let spoken = entries.iter().map(|e| {
        let ms = |key: &str| instant(e, key).and_then(|t| u64::try_from(t - origin).ok());
        let label = filled(e, "participant").map(|p| {
            if roster.tied.contains_key(&p.to_lowercase()) { p } else { format!("Speaker {}", p.rsplit('/').next().unwrap_or(&p)) }
        });
        Spoken {
            label,
            start_ms: ms("startTime"),
            end_ms: ms("endTime"),
            text: filled(e, "text").unwrap_or_default(),
            ..Default::default()
        }
    });
    let spoken: Vec<Spoken> = spoken.collect();
    let date = entries.iter().find_map(|e| json::date(e, &["startTime"]));
    let mut parsed = json::read("meet-rest", spoken, roster, ParsedCall { date, ..Default::default() }).map(json::without_ids)?;
    if let (Parsed::Call(call), Some(_)) = (&mut parsed, filled(value, "nextPageToken")) {
        call.warnings.push(Warning {
            code: "W_MORE_PAGES".into(),
            message: "Google says there are more pages than this file holds (nextPageToken); fetch them too.".into(),
        });
    }
    Ok(parsed)
}
