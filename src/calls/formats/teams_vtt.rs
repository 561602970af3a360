//! Microsoft Teams' WebVTT: voice tags, and cue ids of a GUID and two counts.

use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, cues, webvtt};
use crate::calls::Parsed;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// Teams transcripts.
pub const FORMAT: Format = Format {
    id: "teams-vtt",
    name: "Microsoft Teams transcript (.vtt)",
    recognised_by: "starts with WEBVTT and has <v Name> tags, or cue ids such as 5b1f6c0e-2f0b-4c2e-9a57-0d5f3a9c1e42/11-0",
    fits: |s| if webvtt::is(&s.text) && (has_voice(&s.text) || has_ids(&s.text)) { Fit::Sure } else { Fit::No },
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
    let file = webvtt::read(&source.text);
    let mut spoken = cues::spoken(&webvtt::voices(file.cues));
    if spoken.iter().all(|u| u.text.trim().is_empty()) {
        return Err(reject("E_NO_SPEECH", "The transcript file holds no speech. Check that transcription ran, and download it again."));
    }
    // A cue without its tag is a known fault of Teams: the speaker is unknown, never continued.
    let tagged = has_voice(&source.text);
    let named: Vec<bool> = webvtt::voices(webvtt::read(&source.text).cues).iter().map(|c| c.voice.is_some()).collect();
    if tagged && named.len() == spoken.len() {
        spoken.iter_mut().zip(named).filter(|(_, named)| !named).for_each(|(unit, _)| unit.label = None);
    }
    Ok(Parsed::Call(Box::new(call("teams-vtt", spoken, Roster::default(), Order::Lines))))
}
