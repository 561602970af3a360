//! A checked quote as `check --json` prints it.

use serde::Serialize;
use serde_json::Value;

use super::{Checked, Difference, Flag, Library, Passage, Piece, Place, Verbatim, Verdict};
use crate::calls::{Call, CallId, Chars, Role};

/// The object for one quote. `start` and `end` are characters in the turn's text and span all of the quote's pieces in its first turn, `source` is the
/// slice there; all are null where the words were not located.
#[derive(Serialize)]
struct Line<'c> {
    id: &'c Value,
    quote: &'c str,
    verdict: Verdict,
    call: Option<&'c CallId>,
    turn: Option<u32>,
    start: Option<Chars>,
    end: Option<Chars>,
    pieces: Option<&'c [Piece]>,
    places: &'c [Place],
    speaker: Option<&'c str>,
    role: Option<Role>,
    source: Option<&'c str>,
    difference: &'c [Difference],
    nearest: Option<&'c Passage>,
    flags: &'c [Flag],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'c str>,
}

/// The line for one quote, which the input called `id`. `error` says what is wrong with the claim itself: it names a call that does not exist.
pub fn json_line(id: &Value, checked: &Checked, error: Option<&str>, library: &Library<'_>) -> String {
    let verbatim = checked.verbatim.as_ref();
    let place = verbatim.map(Verbatim::place);
    let first = place.and_then(|p| p.pieces.first());
    let end = place.zip(first).and_then(|(p, f)| p.pieces.iter().filter(|x| x.turn == f.turn).map(|x| x.end).max());
    let call = place.and_then(|p| library.by_id(&p.call));
    let line = Line {
        id,
        quote: &checked.claim.text,
        verdict: checked.verdict,
        call: place.map(|p| &p.call),
        turn: first.map(|p| p.turn),
        start: first.map(|p| p.start),
        end,
        pieces: place.map(|p| p.pieces.as_slice()),
        places: &checked.places,
        speaker: verbatim.and_then(Verbatim::speaker),
        role: verbatim.map(Verbatim::role),
        source: call.zip(first).zip(end).and_then(|((c, f), end)| Chars::slice(&c.turn(f.turn)?.text, f.start, end)),
        difference: &checked.difference,
        nearest: checked.nearest.as_ref(),
        flags: &checked.flags,
        error,
    };
    // The words come up to three times; room for all of it at once.
    let mut out = Vec::with_capacity(512 + 4 * checked.claim.text.len());
    // Text, numbers and lists of them: nothing here can fail to be JSON.
    serde_json::to_writer(&mut out, &line).unwrap_or_default();
    String::from_utf8(out).unwrap_or_default()
}

/// Whether nobody's role was given, so that no quote can count yet.
pub fn roles_unknown(calls: &[Call]) -> bool {
    calls.iter().flat_map(|c| &c.speakers).all(|s| s.role() == Role::Unknown)
}
