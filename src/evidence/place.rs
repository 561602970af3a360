//! Where words stand in a call.

use serde::{Deserialize, Serialize};

use crate::calls::{CallId, Chars};

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
    /// Whether some characters are in both.
    pub(super) fn overlaps(&self, other: &Place) -> bool {
        let shared = |a: &Piece, b: &Piece| a.turn == b.turn && a.start < b.end && b.start < a.end;
        self.call == other.call && self.pieces.iter().any(|a| other.pieces.iter().any(|b| shared(a, b)))
    }
}
