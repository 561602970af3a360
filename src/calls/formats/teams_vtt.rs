//! Microsoft Teams' WebVTT: voice tags, cue ids of a GUID and two counts; and the same frame with JSON in its cues, from Graph (section 3.2 a).

use serde_json::Value;

use super::cues::Cue;
use super::json::filled;
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, cues, webvtt};
use crate::calls::Parsed;
use crate::calls::labels::clean;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// Teams transcripts.
pub const FORMAT: Format = Format {
    id: "teams-vtt",
    name: "Microsoft Teams transcript (.vtt)",
    recognised_by: "starts with WEBVTT and has <v Name> tags, or cue ids such as 5b1f6c0e-2f0b-4c2e-9a57-0d5f3a9c1e42/11-0",
    fits: |s| {
        if webvtt::is(&s.text) && (has_voice(&s.text) || has_ids(&s.text) || s.text.contains("\"spokenText\"")) {
            Fit::Sure
        } else {
            Fit::No
        }
    },
    read,
};

fn has_voice(text: &str) -> bool {
    text.contains("<v ") || text.contains("<v.")
}

fn has_ids(text: &str) -> bool {
    text.lines()
        .take(60)
        .any(|l| l.split_once('/').is_some_and(|(guid, count)| guid.len() == 36 && guid.matches('-').count() == 4 && count.contains('-')))
}

fn read(source: &Source) -> ReadResult {
    let cues: Vec<Cue> = webvtt::voices(webvtt::read(&source.text).cues).into_iter().map(from_graph).collect();
    // A tenant can turn names off; then a label may stand in the words, as in any captions.
    let spoken = if cues.iter().any(|c| c.voice.is_some()) { cues::tagged(&cues) } else { cues::spoken(&cues) };
    let call = call("teams-vtt", spoken, Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The transcript file holds no speech. Check that transcription ran, and download it again."));
    }
    Ok(Parsed::Call(Box::new(call)))
}

/// A cue of Graph's metadata is JSON with the speaker and the words.
fn from_graph(cue: Cue) -> Cue {
    let payload = cue.lines.join("\n");
    if !payload.trim_start().starts_with('{') {
        return cue;
    }
    match serde_json::from_str::<Value>(&payload) {
        Ok(value) if value.get("spokenText").is_some() => Cue {
            voice: filled(&value, "speakerName").map(|n| clean(&n)),
            lines: vec![filled(&value, "spokenText").unwrap_or_default()],
            ..cue
        },
        _ => cue,
    }
}
