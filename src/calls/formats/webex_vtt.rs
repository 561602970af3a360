//! Webex: the speaker is in the cue's id (section 3.18).

use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, cues, webvtt};
use crate::calls::Parsed;
use crate::calls::labels::clean;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// Webex transcripts.
pub const FORMAT: Format = Format {
    id: "webex-vtt",
    name: "Webex transcript (.vtt)",
    recognised_by: "starts with WEBVTT, and cue ids hold a number and a quoted name",
    fits: |s| if webvtt::is(&s.text) && s.text.lines().take(200).any(|l| name_in(l).is_some()) { Fit::Sure } else { Fit::No },
    read,
};

/// `1 "Priya Nandakumar (she/her)" (2215540736)`: the name from the first to the last quotation mark.
fn name_in(id: &str) -> Option<&str> {
    let (number, rest) = id.split_once(' ')?;
    let (from, to) = (rest.find('"')?, rest.rfind('"')?);
    let fits = number.bytes().all(|b| b.is_ascii_digit())
        && from == 0
        && to > 0
        && (rest.get(to + 1..)?.trim().is_empty() || rest.get(to + 1..)?.trim().starts_with('('));
    fits.then(|| rest.get(1..to))?
}

fn read(source: &Source) -> ReadResult {
    let mut cues = webvtt::read(&source.text).cues;
    for cue in &mut cues {
        cue.voice = name_in(&cue.id).map(clean).filter(|n| !n.is_empty());
    }
    let call = call("webex-vtt", cues::tagged(&cues), Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The transcript file holds no speech."));
    }
    Ok(Parsed::Call(Box::new(call)))
}
