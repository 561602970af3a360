//! Decisions in the words of the screen.

use crate::review::{Decision, LapseReason};

/// A decision in the words of the screen.
pub fn decision_words(decision: &Decision) -> String {
    match decision {
        Decision::Accepted { by, at, .. } => format!("accepted by {by} on {}", day(at)),
        Decision::Rejected { by, at, reason, .. } => format!("rejected by {by} on {}: {}", day(at), reason.words()),
        Decision::PutOff => "put off".into(),
        Decision::Lapsed(reason) => lapsed_words(*reason),
        Decision::Merged(into) => format!("merged into {into}"),
    }
}

/// What became of an acceptance that no longer stands, in the words of the screen.
pub fn lapsed_words(reason: LapseReason) -> String {
    format!("was accepted and is back: {}", reason.words())
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}
