//! A checked quote as `check --json` prints it.

use serde_json::{Value, json};

use super::Checked;
use crate::calls::{Call, Chars, Role};

/// The object for one quote; `id` is what the input called it. `start` and `end` are characters in the turn's text and span all of the quote's pieces
/// in its first turn, `source` is the slice there; all are null where the words were not located. `error` is added by the caller where the claimed call does not exist.
pub fn json_line(id: &Value, checked: &Checked, calls: &[Call]) -> Value {
    let place = checked.verbatim.as_ref().map(super::Verbatim::place);
    let first = place.and_then(|p| p.pieces.first());
    let end = place.zip(first).and_then(|(p, f)| p.pieces.iter().filter(|x| x.turn == f.turn).map(|x| x.end).max());
    let call = place.and_then(|p| calls.iter().find(|c| c.id == p.call));
    let source = call.zip(first).zip(end).and_then(|((c, f), end)| Chars::slice(&c.turn(f.turn)?.text, f.start, end));
    let verbatim = checked.verbatim.as_ref();
    json!({
        "id": id,
        "quote": checked.claim.text,
        "verdict": checked.verdict,
        "call": place.map(|p| &p.call),
        "turn": first.map(|p| p.turn),
        "start": first.map(|p| p.start),
        "end": end,
        "pieces": place.map(|p| &p.pieces),
        "places": checked.places,
        "speaker": verbatim.and_then(super::Verbatim::speaker),
        "role": verbatim.map(|v| v.role()),
        "source": source,
        "difference": checked.difference,
        "nearest": checked.nearest,
        "flags": checked.flags,
    })
}

/// Whether nobody's role was given, so that no quote can count yet.
pub fn roles_unknown(calls: &[Call]) -> bool {
    calls.iter().flat_map(|c| &c.speakers).all(|s| s.role() == Role::Unknown)
}
