//! Where words stand in a call.

use serde::{Deserialize, Serialize};

use crate::calls::{Call, CallId, Chars};

/// One run of characters in one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// The turn's index, from 1.
    pub turn: u32,
    /// First character, from 0, in the turn's text.
    pub start: Chars,
    /// One past the last character.
    pub end: Chars,
}

/// One or more pieces of one call, in order: where a quote's words stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The call.
    pub call: CallId,
    /// The pieces, in the order of the call; never empty. More than one where the quote is elided.
    pub pieces: Vec<Piece>,
}

impl Place {
    /// What is left out between one piece and the next, for each two that follow each other: what their speaker said there, and what stands between. `call`
    /// is the place's own.
    pub fn left_out(&self, call: &Call) -> Vec<String> {
        self.pieces.windows(2).map(|p| between(call, &p[0], &p[1])).collect()
    }

    /// Whether some characters are in both.
    pub(super) fn overlaps(&self, other: &Place) -> bool {
        let shared = |a: &Piece, b: &Piece| a.turn == b.turn && a.start < b.end && b.start < a.end;
        self.call == other.call && self.pieces.iter().any(|a| other.pieces.iter().any(|b| shared(a, b)))
    }
}

/// What the speaker of one piece said between it and a later one, and what stands between.
pub(super) fn between(call: &Call, a: &Piece, b: &Piece) -> String {
    let speaker = call.turn(a.turn).and_then(|t| t.speaker.as_deref());
    let mut out = String::new();
    for turn in a.turn..=b.turn {
        let Some(t) = call.turn(turn).filter(|t| t.speaker.as_deref() == speaker) else { continue };
        let from = if turn == a.turn { a.end } else { Chars(0) };
        let to = if turn == b.turn { b.start } else { Chars::count(&t.text) };
        out.push_str(Chars::slice(&t.text, from, to).unwrap_or_default());
        out.push(' ');
    }
    out
}
