//! A quote as claimed, and what checking it gave.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Flag, Piece, Place, Verbatim, Verdict};
use crate::calls::{Call, CallId, Chars, Role};

/// Words that somebody (a model, a document, the offline finder) claims were said. Nothing about it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ClaimedQuote {
    /// The claimed words.
    pub text: String,
    /// The claimed call: its file name, stem or id. `None`: anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The claimed turn, from 1. A hint to choose among places, never a proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
    /// The claimed speaker. `None`: any customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
}

/// A quote's id: the first 16 hex digits of the SHA-256 of call, place and words (of the claim, where nothing was found).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuoteId(pub String);

impl QuoteId {
    /// The id that a hash gives.
    pub(super) fn of_hash(hash: &[u8]) -> QuoteId {
        let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or_default();
        QuoteId(hash.iter().take(8).flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect())
    }
}

impl std::fmt::Display for QuoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of word differs between a quote and its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// A digit or number word.
    Number,
    /// "not", "never", "can't".
    Negation,
    /// "probably", "I think", "kind of".
    Hedge,
    /// "often" for "always", "more" for "less".
    Comparison,
    /// A name or other capitalised word.
    Name,
    /// A cut that nobody marked.
    Cut,
    /// Any other word.
    Word,
}

/// One place where a quote's words differ from the source's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What the quote says there; empty where it leaves words out.
    pub claimed: String,
    /// What the source says there; empty where the quote adds words.
    pub source: String,
    /// What kind of change it is; the gravest, where several meet.
    pub kind: DifferenceKind,
}

/// The nearest that was really said, where a quote was not found as claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The call.
    pub call: CallId,
    /// The turn, from 1.
    pub turn: u32,
    /// First character, from 0, in the turn's text.
    pub start: Chars,
    /// One past the last character.
    pub end: Chars,
    /// Who said it.
    pub speaker: Option<Arc<str>>,
    /// Their given role.
    pub role: Role,
    /// The words there.
    pub text: String,
}

impl Passage {
    /// What some pieces cover in the turn of the first.
    pub(super) fn of(call: &Call, pieces: &[Piece]) -> Option<Passage> {
        let first = pieces.first()?;
        let end = pieces.iter().filter(|p| p.turn == first.turn).map(|p| p.end).max()?;
        let turn = call.turn(first.turn)?;
        let text = Chars::slice(&turn.text, first.start, end)?.to_owned();
        let (speaker, role) = (turn.speaker.clone(), call.role_of(turn));
        Some(Passage { call: call.id.clone(), turn: first.turn, start: first.start, end, speaker, role, text })
    }
}

/// A quote with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was claimed.
    pub claim: ClaimedQuote,
    /// The quote's id.
    pub id: QuoteId,
    /// Was it said?
    pub verdict: Verdict,
    /// What the words may hide.
    pub flags: Vec<Flag>,
    /// The source's own words where they were located: for a verified quote, for `misattributed` (what the other speaker said)
    /// and `altered` (what was really said). `None` for `stitched` and `not_found`.
    pub verbatim: Option<Verbatim>,
    /// All places where the claimed words stand as the verdict says, the chosen one first; bounded to 100.
    pub places: Vec<Place>,
    /// What differs, in the quote's order; empty where nothing does.
    pub difference: Vec<Difference>,
    /// The nearest passage, where the words were not found as claimed.
    pub nearest: Option<Passage>,
    /// Where the parts of a `stitched` quote were said, in its order; empty for other verdicts.
    pub parts: Vec<Passage>,
}

impl Checked {
    /// The verbatim, if the quote is verified; it may still be a rep's.
    pub fn verified(&self) -> Option<&Verbatim> {
        self.verbatim.as_ref().filter(|_| self.verdict.is_verified())
    }

    /// The verbatim, if the quote is verified and a customer whose role was given said it: the only kind that can support anything.
    pub fn customer_verbatim(&self) -> Option<&Verbatim> {
        self.verified().filter(|v| v.role() == Role::Customer)
    }
}
