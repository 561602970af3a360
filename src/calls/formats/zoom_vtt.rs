//! Zoom's cloud transcript, and any other WebVTT with `Name: ` at the start of its cues or no names at all.

use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, cues, webvtt};
use crate::calls::Parsed;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, call};

/// Zoom cloud transcripts.
pub const ZOOM: Format = Format {
    id: "zoom-vtt",
    name: "Zoom transcript (.vtt)",
    recognised_by: "starts with WEBVTT, and most cues begin with a name and a colon",
    fits: |s| if webvtt::is(&s.text) && labelled(s) { Fit::Hits(20) } else { Fit::No },
    read: |s| read(s, "zoom-vtt"),
};

/// WebVTT of unknown origin.
pub const PLAIN: Format = Format {
    id: "vtt",
    name: "WebVTT captions (.vtt)",
    recognised_by: "starts with WEBVTT",
    fits: |s| if webvtt::is(&s.text) { Fit::Hits(10) } else { Fit::No },
    read: |s| read(s, "vtt"),
};

fn labelled(source: &Source) -> bool {
    let file = webvtt::read(&source.text);
    let units = cues::spoken(&file.cues);
    units.iter().filter(|u| u.label.is_some()).count() * 2 > units.len()
}

/// Reads labels in the cues, whoever wrote them.
pub fn read(source: &Source, id: &str) -> ReadResult {
    let file = webvtt::read(&source.text);
    if file.cues.iter().all(|c| c.lines.iter().all(|l| l.trim().is_empty())) {
        return Err(reject(
            "E_NO_SPEECH",
            "The transcript file holds no speech (Zoom writes an empty one where audio transcript was off). Export it again.",
        ));
    }
    Ok(Parsed::Call(Box::new(call(id, cues::spoken(&webvtt::voices(file.cues)), Roster::default(), Order::Lines))))
}
