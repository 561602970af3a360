//! Proposing themes: something reads the calls and says what it found. Nothing here is believed; [`crate::evidence`] checks every quote.
//!
//! A [`Finder`] is whoever proposes. The built-in one, [`offline`], needs nothing but the calls. A model's synthesis, [`model`], is another.

mod codebook;
pub mod model;
pub mod offline;

pub use codebook::{BUILT_IN, Codebook, CodebookError, Entry};

use crate::calls::{Call, CallId};
use crate::themes::Draft;

/// A call that a finder could not use, and why, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The call.
    pub call: CallId,
    /// The reason, and what to do about it.
    pub why: String,
}

/// What came of asking a finder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposed {
    /// The themes, the most widely heard first.
    pub themes: Vec<Draft>,
    /// What was left out: never dropped in silence.
    pub left_out: Vec<LeftOut>,
    /// Findings that rest on nothing that a customer said.
    pub set_aside: Vec<SetAside>,
    /// Turns that read like instructions to a machine. They were sent as data, and their words count as any others.
    pub flagged: Vec<Flagged>,
    /// What else did not go as it should, as sentences for people.
    pub notes: Vec<String>,
}

/// A finding none of whose quotes is verified and a customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The call it was claimed for.
    pub call: CallId,
    /// What was claimed.
    pub statement: String,
    /// What checking its quotes gave, in words.
    pub why: String,
}

/// A turn that a reviewer should read with care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flagged {
    /// The call.
    pub call: CallId,
    /// The turn, from 1.
    pub turn: u32,
}

/// Why nothing of a call can count.
fn why_left_out(call: &Call) -> &'static str {
    if call.metadata.same_as.is_some() {
        "It is the same conversation as another file, which counts."
    } else if call.metadata.source_type.is_call() {
        "Nobody in it is known to be a customer. Say who is, with `verbatim speakers`."
    } else {
        "It is not a conversation with a customer, so it supports nothing."
    }
}

/// Whoever proposes themes. A finder that can fail says so call by call in [`Proposed::left_out`].
pub trait Finder {
    /// Reads the calls and says what it found.
    fn propose(&self, calls: &[Call], codebook: &Codebook) -> Proposed;
}
