//! AssemblyAI: utterances in milliseconds, if the job was asked for speakers (section 3.19).

use serde_json::Value;

use super::json::{filled, list, millis};
use super::source::reject;
use super::{Fit, Format, ReadResult, json};
use crate::calls::ParsedCall;
use crate::calls::turns::Spoken;

/// A finished job's answer.
pub const FORMAT: Format = Format {
    id: "assemblyai-json",
    name: "AssemblyAI (.json)",
    recognised_by: "JSON with status and audio_url, and utterances or words",
    fits: |s| match s.json() {
        Some(v) if v.get("status").is_some() && v.get("audio_url").is_some() => Fit::Sure,
        Some(v) if !list(v, "utterances").is_empty() && v.get("results").is_none() => Fit::Hits(30),
        _ => Fit::No,
    },
    read: |s| s.json().map_or_else(|| Err(reject("E_UNKNOWN_JSON", "No JSON.")), read),
};

fn read(value: &Value) -> ReadResult {
    match filled(value, "status").as_deref() {
        None | Some("completed") => {}
        Some("error") => {
            return Err(reject(
                "E_API_ERROR",
                format!("Holds an error message from AssemblyAI: \"{}\".", filled(value, "error").unwrap_or_default()),
            ));
        }
        Some(status) => {
            return Err(reject(
                "E_JOB_NOT_FINISHED",
                format!("The AssemblyAI job is still {status}, no text yet. Fetch it again when status is completed."),
            ));
        }
    }
    let utterances = list(value, "utterances");
    if utterances.is_empty() {
        let speech = filled(value, "text").is_some() || !list(value, "words").is_empty();
        return Err(if speech {
            reject(
                "E_NO_SPEAKERS",
                "AssemblyAI was not asked for speaker labels, so nobody's words can be told apart. Run the job again with speaker_labels.",
            )
        } else {
            reject("E_NO_SPEECH", "The AssemblyAI answer holds no speech.")
        });
    }
    let one_channel = utterances.iter().map(|u| filled(u, "channel")).collect::<std::collections::HashSet<_>>().len() <= 1;
    let spoken = utterances.iter().map(|u| {
        let label = filled(u, "speaker").or_else(|| filled(u, "channel").filter(|_| !one_channel).map(|c| format!("Channel {c}")));
        Spoken {
            label,
            start_ms: millis(u, "start"),
            end_ms: millis(u, "end"),
            text: filled(u, "text").unwrap_or_default(),
            ..Default::default()
        }
    });
    json::read("assemblyai-json", spoken.collect(), Default::default(), ParsedCall { call_id: filled(value, "id"), ..Default::default() })
}
