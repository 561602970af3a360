//! What people cleared to go outside, and what they keep inside, from the ledger.

use std::collections::{BTreeMap, BTreeSet};

use crate::review::{Act, Entry, Hash};

/// What people said of single quotes and themes; the last word counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clearances {
    cleared: BTreeMap<String, Hash>,
    held: BTreeSet<String>,
}

impl Clearances {
    /// Replays the entries.
    pub fn of(entries: &[Entry]) -> Clearances {
        let mut all = Clearances::default();
        for entry in entries {
            match &entry.act {
                Act::Cleared { of, words } => {
                    all.held.remove(of);
                    all.cleared.insert(of.clone(), words.clone());
                }
                Act::Held { of } => {
                    all.cleared.remove(of);
                    all.held.insert(of.clone());
                }
                _ => {}
            }
        }
        all
    }

    /// Whether a person cleared exactly these words: other ones under the same number have to be looked at again.
    pub fn has_cleared(&self, of: &str, words: &Hash) -> bool {
        self.cleared.get(of) == Some(words)
    }

    /// Whether a person keeps it inside.
    pub fn holds(&self, of: &str) -> bool {
        self.held.contains(of)
    }
}
