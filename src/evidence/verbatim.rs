//! The customer's own words, sliced from the stored transcript at a known place.

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Piece, Place, QuoteId};
use crate::calls::{Call, CallId, Chars, Role, Version};

/// Words of the source at a known place. Its fields are private, it can't be deserialised and has no default:
/// the only ways to one are [`Verbatim::slice`], which reads the stored turns, and checking a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verbatim {
    place: Place,
    version: Version,
    text: String,
    speaker: Option<Arc<str>>,
    role: Role,
    time_ms: Option<u64>,
}

impl Verbatim {
    /// Slices `call` at `pieces` (in order, all of one speaker). `None` where they are empty, out of range, out of order, or of several speakers.
    pub fn slice(call: &Call, pieces: &[Piece]) -> Option<Verbatim> {
        let first = pieces.first()?;
        let turn = call.turn(first.turn)?;
        let mut words = Vec::with_capacity(pieces.len());
        let mut last: Option<&Piece> = None;
        for piece in pieces {
            let t = call.turn(piece.turn)?;
            let in_order = last.is_none_or(|l| (l.turn, l.end) <= (piece.turn, piece.start));
            if t.speaker != turn.speaker || piece.start >= piece.end || !in_order {
                return None;
            }
            words.push(Chars::slice(&t.text, piece.start, piece.end)?);
            last = Some(piece);
        }
        Some(Verbatim {
            place: Place { call: call.id.clone(), pieces: pieces.to_vec() },
            version: call.version.clone(),
            text: words.join(" … "),
            speaker: turn.speaker.clone(),
            role: call.role_of(turn),
            time_ms: turn.time_at(first.start),
        })
    }

    /// Where the words stand.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The call they were said in.
    pub fn call(&self) -> &CallId {
        &self.place.call
    }

    /// The index, from 1, of the turn they start in.
    pub fn turn(&self) -> u32 {
        self.place.pieces.first().map_or(0, |p| p.turn)
    }

    /// Which version of the call.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The source's words; several pieces are joined with ` … `, the mark of a cut.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who said them.
    pub fn speaker(&self) -> Option<&str> {
        self.speaker.as_deref()
    }

    /// The speaker's given role when the words were sliced.
    pub fn role(&self) -> Role {
        self.role
    }

    /// When, in milliseconds from the start of the recording.
    pub fn time_ms(&self) -> Option<u64> {
        self.time_ms
    }

    /// The quote's id: a hash of call, place and words.
    pub fn id(&self) -> QuoteId {
        let mut place = self.place.call.0.clone();
        for p in &self.place.pieces {
            // Writing to a string never fails.
            write!(place, "\n{}:{}..{}", p.turn, p.start.0, p.end.0).unwrap_or_default();
        }
        place.push('\n');
        place.push_str(&self.text);
        QuoteId::of_hash(&Sha256::digest(place))
    }
}
