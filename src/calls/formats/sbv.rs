//! SubViewer: `0:00:03.120,0:00:07.860` above the words; Meet's chat log comes as one (section 3.25).

use super::cues::{Cue, spoken};
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::Parsed;
use crate::calls::clock;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// SubViewer captions.
pub const FORMAT: Format = Format {
    id: "sbv",
    name: "SubViewer captions (.sbv)",
    recognised_by: "has lines such as 0:00:03.120,0:00:07.860",
    fits: |s| if s.text.lines().map(str::trim).find(|l| !l.is_empty()).is_some_and(|l| times(l).is_some()) { Fit::Sure } else { Fit::No },
    read,
};

/// The times of a SubViewer line.
pub fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.trim().split_once(',')?;
    let (start, end) = (clock::whole(start, true)?, clock::whole(end, true)?);
    (start.fraction && end.fraction).then_some((start.ms, end.ms))
}

fn read(source: &Source) -> ReadResult {
    let mut cues: Vec<Cue> = Vec::new();
    for line in source.text.lines() {
        if let Some((start_ms, end_ms)) = times(line) {
            cues.push(Cue { start_ms, end_ms: Some(end_ms), ..Default::default() });
        } else if let Some(cue) = cues.last_mut().filter(|_| !line.trim().is_empty()) {
            cue.lines.push(line.to_owned());
        }
    }
    let call = call("sbv", spoken(&cues), Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The caption file holds no speech."));
    }
    Ok(Parsed::Call(Box::new(call)))
}
