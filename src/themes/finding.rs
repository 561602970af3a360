//! One thing claimed to have been found in one call.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::calls::CallId;
use crate::evidence::ClaimedQuote;

/// Who or what claims it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The built-in offline finder.
    Offline,
    /// A model, by the endpoint's name, with the hash of the prompt that it answered.
    Model {
        /// The model's name.
        model: String,
        /// SHA-256 of the rendered prompt, lower-case hex.
        prompt_hash: String,
        /// Whom it was asked of and how, in words: protocol, address, tokens, temperature, seed.
        #[serde(default)]
        settings: String,
    },
    /// A person, by hand.
    Hand,
}

/// One thing claimed to have been found in one call: a kind, a statement, and the quotes it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The call.
    pub call: CallId,
    /// The kind.
    pub kind: Kind,
    /// What is claimed, in customers' words where it can be.
    pub statement: String,
    /// The words it rests on.
    pub quotes: Vec<ClaimedQuote>,
    /// Who claims it.
    pub origin: Origin,
    /// When it was kept first (RFC 3339, UTC); none before that.
    #[serde(default)]
    pub at: Option<String>,
}

impl Finding {
    /// Whether both claim the same and come from the same place, whenever they were kept.
    pub fn is(&self, other: &Finding) -> bool {
        let Finding { call, kind, statement, quotes, origin, at: _ } = self;
        (call, kind, statement, quotes, origin) == (&other.call, &other.kind, &other.statement, &other.quotes, &other.origin)
    }
}
