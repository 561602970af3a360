//! Segments with start, text and perhaps a speaker: the Whisper family, OpenAI, Grain, tl;dv, Sonix, and unknown JSON of that shape.

use std::collections::HashMap;

use serde_json::Value;

use super::json::{self, filled, list, millis, number, seconds};
use super::source::reject;
use super::{Fit, Format, ReadResult, Source};
use crate::calls::roster::Roster;
use crate::calls::turns::Spoken;
use crate::calls::{Parsed, ParsedCall, ParsedParticipant, Warning, clock};

/// Whisper, WhisperX and OpenAI's verbose and diarized answers (section 3.22).
pub const WHISPER: Format = Format {
    id: "whisperx-json",
    name: "Whisper, WhisperX or OpenAI transcription (.json)",
    recognised_by: "JSON with segments that have start and text, or whisper.cpp's transcription with offsets",
    fits: |s| match s.json() {
        Some(v) if list(v, "segments").iter().any(|g| g.get("text").is_some() && g.get("start").is_some()) => Fit::Sure,
        Some(v) if list(v, "transcription").iter().any(|g| g.get("offsets").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read: whisper,
};

/// Grain's list of segments (section 3.15).
pub const GRAIN: Format = Format {
    id: "grain-json",
    name: "Grain (.json)",
    recognised_by: "a JSON list of segments with participant_id, start and text, in milliseconds",
    fits: |s| match s.json() {
        Some(v) if grain(v).iter().take(5).any(|g| g.get("participant_id").is_some() && g.get("text").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read: |s| {
        s.json().map_or_else(none, |v| {
            units("grain-json", v, grain(v).iter().map(|g| unit(g, "speaker", millis(g, "start"), millis(g, "end"))).collect())
        })
    },
};

/// tl;dv's list of segments (section 3.15).
pub const TLDV: Format = Format {
    id: "tldv-json",
    name: "tl;dv (.json)",
    recognised_by: "JSON with data that has startTime, speaker and text, in seconds",
    fits: |s| match s.json() {
        Some(v) if list(v, "data").iter().any(|g| g.get("startTime").is_some() && g.get("text").is_some()) => Fit::Sure,
        _ => Fit::No,
    },
    read: |s| {
        s.json().map_or_else(none, |v| {
            units(
                "tldv-json",
                v,
                list(v, "data").iter().map(|g| unit(g, "speaker", seconds(g, "startTime"), seconds(g, "endTime"))).collect(),
            )
        })
    },
};

/// JSON of an unknown maker that has an array of speech.
pub const GUESSED: Format = Format {
    id: "json-segments",
    name: "JSON with a list of speaker and text",
    recognised_by: "JSON of unknown make with a list of objects that have a speaker and a text",
    fits: |s| if s.json().is_some_and(|v| speech_array(v, 0).is_some()) { Fit::Hits(1) } else { Fit::No },
    read: guessed,
};

fn none() -> ReadResult {
    Err(reject("E_UNKNOWN_JSON", "No JSON."))
}

fn grain(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| list(value, "transcript"), Vec::as_slice)
}

fn unit(g: &Value, speaker: &str, start_ms: Option<u64>, end_ms: Option<u64>) -> Spoken {
    Spoken { label: filled(g, speaker), start_ms, end_ms, text: filled(g, "text").unwrap_or_default(), ..Default::default() }
}

fn units(format: &str, value: &Value, spoken: Vec<Spoken>) -> ReadResult {
    let mut roster = Roster::default();
    for person in list(value, "participants") {
        if let Some(name) = filled(person, "name") {
            let role = filled(person, "scope").filter(|s| s == "internal" || s == "external");
            roster.add(ParsedParticipant {
                name,
                role_given_by: role.as_ref().map(|_| "Grain's scope".into()),
                role,
                email: filled(person, "email"),
                ..Default::default()
            });
        }
    }
    let info = ParsedCall {
        title: filled(value, "title"),
        call_id: filled(value, "meetingId").or_else(|| filled(value, "id")),
        date: json::date(value, &["start_datetime", "date"]),
        ..Default::default()
    };
    json::read(format, spoken, roster, info)
}

fn whisper(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return none() };
    let cpp = list(value, "transcription");
    let spoken: Vec<Spoken> = if cpp.is_empty() {
        list(value, "segments")
            .iter()
            .map(|g| unit(g, "", seconds(g, "start"), seconds(g, "end")))
            .zip(list(value, "segments"))
            .map(|(u, g)| Spoken { label: filled(g, "speaker").or_else(|| majority(list(g, "words"))), ..u })
            .collect()
    } else {
        let offset = |g: &Value, key: &str| g.get("offsets").and_then(|o| millis(o, key));
        let mut fresh = false;
        let mut out = Vec::new();
        for g in cpp {
            let text = filled(g, "text").unwrap_or_default();
            let turns = text.contains("[SPEAKER_TURN]");
            out.push(Spoken {
                start_ms: offset(g, "from"),
                end_ms: offset(g, "to"),
                text: text.replace("[SPEAKER_TURN]", " "),
                fresh,
                ..Default::default()
            });
            fresh = turns;
        }
        out
    };
    let invented = invented(&spoken);
    let format =
        match (cpp.is_empty(), spoken.iter().any(|s| s.label.is_some()), list(value, "segments").iter().any(|g| g.get("type").is_some())) {
            (false, ..) => "whisper-cpp-json",
            (_, _, true) => "openai-diarized-json",
            (_, true, _) => "whisperx-json",
            _ => "whisper-json",
        };
    let mut parsed = json::read(format, spoken, Default::default(), Default::default())?;
    if let (Parsed::Call(call), Some(line)) = (&mut parsed, invented) {
        call.warnings.push(Warning {
            code: "W_LIKELY_INVENTED".into(),
            message: format!("\"{line}\" looks like what Whisper invents in silence; check it against the recording."),
        });
    }
    Ok(parsed)
}

/// The speaker of most words of a segment that has none itself.
fn majority(words: &[Value]) -> Option<String> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        if let Some(speaker) = filled(word, "speaker") {
            counts.entry(speaker).or_insert((0, usize::MAX - at)).0 += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(speaker, _)| speaker)
}

/// A stock phrase, or three equal segments in a row.
fn invented(spoken: &[Spoken]) -> Option<String> {
    const STOCK: &[&str] = &[
        "thank you for watching",
        "thanks for watching",
        "transcribed by https://otter.ai",
        "subtitles by the amara.org community",
        "please subscribe",
        "like and subscribe",
    ];
    let plain = |s: &Spoken| s.text.trim().trim_end_matches(['.', '!']).to_lowercase();
    let stock = spoken.iter().find(|s| STOCK.iter().any(|p| plain(s).contains(p)));
    let repeated = spoken
        .windows(3)
        .find(|w| w.iter().all(|s| !plain(s).is_empty() && w.first().is_some_and(|f| plain(f) == plain(s))))
        .and_then(|w| w.first());
    stock.or(repeated).map(|s| s.text.trim().to_owned())
}

const TEXT: &[&str] = &["text", "transcript", "words", "sentence", "content", "body", "human_transcript", "utterance", "message"];
const SPEAKER: &[&str] =
    &["speaker", "speaker_name", "speakerName", "name", "participant", "role", "speaker_role", "speaker_label", "author", "from", "user"];

/// The first array of objects that have a text and a speaker, at most four levels down.
fn speech_array(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    if depth > 4 {
        return None;
    }
    match value {
        Value::Array(items) => {
            let fits = items.iter().take(50).filter(|i| said(i).is_some() && who(i).is_some()).count();
            if fits >= 1 && fits * 2 >= items.len().min(50) {
                return Some(items);
            }
            items.iter().take(3).find_map(|i| speech_array(i, depth + 1))
        }
        Value::Object(map) => map.values().find_map(|v| speech_array(v, depth + 1)),
        _ => None,
    }
}

fn said(item: &Value) -> Option<String> {
    TEXT.iter().find_map(|k| match item.get(*k)? {
        Value::String(s) => Some(s.clone()),
        Value::Array(words) => {
            let words: Vec<String> = words
                .iter()
                .filter_map(|w| filled(w, "text").or_else(|| filled(w, "word")).or_else(|| w.as_str().map(str::to_owned)))
                .collect();
            (!words.is_empty()).then(|| words.join(" "))
        }
        _ => None,
    })
}

fn who(item: &Value) -> Option<String> {
    SPEAKER.iter().find_map(|k| match item.get(*k)? {
        Value::Object(_) => item.get(*k).and_then(|o| filled(o, "name").or_else(|| filled(o, "display_name")).or_else(|| filled(o, "id"))),
        other => json::text_of(Some(other)).filter(|t| !t.trim().is_empty() && t.chars().count() <= 80),
    })
}

fn guessed(source: &Source) -> ReadResult {
    let Some(value) = source.json() else { return none() };
    let Some(items) = speech_array(value, 0) else { return none() };
    let timed = |item: &Value, keys: &[&str]| {
        keys.iter().find_map(|k| item.get(*k).map(|v| ((*k).to_owned(), v.clone()))).or_else(|| {
            Some((
                String::new(),
                list(item, "words").first()?.get("start_timestamp").or_else(|| list(item, "words").first()?.get("start"))?.clone(),
            ))
        })
    };
    let starts: Vec<Option<(String, Value)>> = items
        .iter()
        .map(|i| {
            timed(
                i,
                &[
                    "start_ms",
                    "startMs",
                    "offset_ms",
                    "start",
                    "start_time",
                    "startTime",
                    "start_timestamp",
                    "timestamp",
                    "time",
                    "offset",
                    "begin",
                ],
            )
        })
        .collect();
    let scale = scale(items, &starts);
    let spoken = items.iter().zip(&starts).map(|(item, start)| {
        let ms = |key: &str, v: &Value| {
            v.as_str().and_then(|t| clock::whole(t, false)).map(|c| c.ms).or_else(|| {
                number(Some(v))
                    .or_else(|| v.get("relative").and_then(Value::as_f64))
                    .and_then(|n| clock::seconds(n * if key.to_lowercase().ends_with("ms") { 0.001 } else { scale }))
            })
        };
        let start_ms = start.as_ref().and_then(|(k, v)| ms(k, v));
        let end = ["end_ms", "endMs", "end", "end_time", "endTime", "end_timestamp"].iter().find_map(|k| ms(k, item.get(*k)?));
        let last_word = || {
            let word = list(item, "words").last()?;
            ["end_timestamp", "end", "end_time"].iter().find_map(|k| ms(k, word.get(*k)?))
        };
        let end_ms = end.or_else(|| Some(start_ms? + millis(item, "duration_ms")?)).or_else(last_word);
        Spoken { label: who(item), start_ms, end_ms, text: said(item).unwrap_or_default(), ..Default::default() }
    });
    let mut parsed = json::read(
        "json-segments",
        spoken.collect(),
        Default::default(),
        ParsedCall { title: filled(value, "title"), ..Default::default() },
    )?;
    if let Parsed::Call(call) = &mut parsed {
        call.warnings.push(Warning {
            code: "W_JSON_GUESSED".into(),
            message: "JSON of a make that we don't know; speakers and words were taken from the list that looks like speech.".into(),
        });
    }
    Ok(parsed)
}

/// Seconds per unit of plain numbers: the unit for which speech runs at 5 to 30 characters a second.
fn scale(items: &[Value], starts: &[Option<(String, Value)>]) -> f64 {
    let numbers: Vec<f64> = starts.iter().filter_map(|s| number(s.as_ref().map(|(_, v)| v))).collect();
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return 1.0 };
    #[allow(clippy::cast_precision_loss)] // a rate, not a count
    let characters = items.iter().filter_map(said).map(|t| t.chars().count()).sum::<usize>() as f64;
    let span = (last - first).abs();
    // Pauses make speech slower than the rule's 5; text without pauses is never faster than 30.
    [1.0, 1e-3, 1e-7].into_iter().find(|unit| span > 0.0 && characters / (span * unit) >= 2.0).unwrap_or(1.0)
}
