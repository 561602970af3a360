//! A theme before it is kept.

use std::collections::BTreeSet;

use super::{Finding, Kind, Theme};
use crate::evidence::ClaimedQuote;

/// A theme before it has an id: what a finder proposes, or a person makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The kind.
    pub kind: Kind,
    /// The statement; the offline finder's is a customer's sentence, word for word.
    pub statement: String,
    /// One finding for each call it was found in.
    pub findings: Vec<Finding>,
    /// Quotes that are claimed to speak against it.
    pub counter: Vec<ClaimedQuote>,
}

impl Draft {
    /// In how many distinct calls it was found.
    pub fn calls(&self) -> usize {
        self.findings.iter().map(|f| &f.call).collect::<BTreeSet<_>>().len()
    }

    /// Whether `theme` is this draft, kept: what it says and rests on is the same, whenever it was found.
    pub fn is(&self, theme: &Theme) -> bool {
        self.kind == theme.kind
            && self.statement == theme.statement
            && self.findings.len() == theme.findings.len()
            && self.findings.iter().zip(&theme.findings).all(|(one, other)| one.is(other))
            && self.counter == theme.counter
    }
}
