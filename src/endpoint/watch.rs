//! What happens while one waits, told to whoever shows progress.

use std::time::Duration;

use super::wire::Usage;

/// One thing that happened. `step` is the name that the caller gave to its question.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request is on its way.
    Sent {
        /// The question's step.
        step: &'a str,
        /// The tokens in it, estimated.
        tokens: u64,
    },
    /// Bytes of a reply have come in; with `stream = true` they come while the model writes.
    Receiving {
        /// The question's step.
        step: &'a str,
        /// Bytes of this reply so far.
        bytes: usize,
    },
    /// A limit, or the endpoint, makes us wait.
    Waiting {
        /// The question's step.
        step: &'a str,
        /// How long.
        time: Duration,
        /// Why, as a sentence.
        why: &'a str,
    },
    /// The endpoint refused a way of asking; from now on another is used. To be shown once.
    Adapted {
        /// What changed, as a sentence.
        said: &'a str,
    },
    /// A reply did not fit the schema and is sent back once.
    Repairing {
        /// The question's step.
        step: &'a str,
        /// What did not fit, in words.
        problems: &'a str,
    },
    /// A reply is there and safe.
    Answered {
        /// The question's step.
        step: &'a str,
        /// What it used, as the endpoint counts or as estimated.
        usage: Usage,
        /// What it cost; nothing when it was kept, none when no price is known.
        cost: Option<f64>,
        /// Whether it had been paid for before.
        kept: bool,
    },
}

/// Told of every [`Event`], from many requests at once.
pub trait Watch: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event<'_>);
}

/// Looks away.
impl Watch for () {
    fn event(&self, _event: &Event<'_>) {}
}
