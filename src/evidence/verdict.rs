//! What checking a quote against the source can give.

use serde::{Deserialize, Serialize};

/// Was it said? Tested in this order; the first that holds is the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Character for character.
    Exact,
    /// The same words in the same order; only case, white space, punctuation, glyphs or fillers differ.
    Normalized,
    /// The customer's words with a marked and bounded cut, or broken by a short interjection.
    Elided,
    /// Said so, but by somebody else than claimed, or in another call.
    Misattributed,
    /// The pieces are there, but from distant places, out of order, or joined without a mark.
    Stitched,
    /// Close, but a word differs.
    Altered,
    /// Nowhere.
    NotFound,
}

impl Verdict {
    /// All of them, in the order they are tested.
    pub const ALL: [Verdict; 7] = [
        Verdict::Exact,
        Verdict::Normalized,
        Verdict::Elided,
        Verdict::Misattributed,
        Verdict::Stitched,
        Verdict::Altered,
        Verdict::NotFound,
    ];

    /// Whether the quote may be used as it is claimed.
    pub fn is_verified(self) -> bool {
        matches!(self, Verdict::Exact | Verdict::Normalized | Verdict::Elided)
    }

    /// The word in JSON and on the screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Normalized => "normalized",
            Verdict::Elided => "elided",
            Verdict::Misattributed => "misattributed",
            Verdict::Stitched => "stitched",
            Verdict::Altered => "altered",
            Verdict::NotFound => "not_found",
        }
    }

    /// What it means, in words that a marketer uses.
    pub fn meaning(self) -> &'static str {
        match self {
            Verdict::Exact => "said exactly so",
            Verdict::Normalized => "said so; only punctuation, case or fillers differ",
            Verdict::Elided => "said so, with a marked cut",
            Verdict::Misattributed => "said by somebody else, or in another call",
            Verdict::Stitched => "put together from separate places",
            Verdict::Altered => "close, but a word differs",
            Verdict::NotFound => "not said in any call",
        }
    }
}

/// What the words may hide, beside the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The rest of the sentence holds a negation, hedge, condition, question or reported speech.
    Clipped,
    /// A cut left out a negation, condition or exception further off.
    MeaningAtRisk,
    /// The customer repeats somebody else.
    Reported,
    /// The rep said it first, or a question just before held the same words.
    Echo,
}

impl Flag {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Flag::Clipped => "clipped",
            Flag::MeaningAtRisk => "meaning_at_risk",
            Flag::Reported => "reported",
            Flag::Echo => "echo",
        }
    }

    /// What it means, in words that a marketer uses.
    pub fn meaning(self) -> &'static str {
        match self {
            Flag::Clipped => "the rest of the sentence changes or softens it",
            Flag::MeaningAtRisk => "the cut leaves out a \"not\", \"if\", \"except\" or \"maybe\", or a part of a number",
            Flag::Reported => "the customer repeats what somebody else said",
            Flag::Echo => "the rep said it first",
        }
    }
}
