//! Which turns a person had on screen: what stands behind "nothing was found in this call".

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calls::{Call, CallId};
use crate::review::{Docket, Reviews, coverage};

/// The turns of each call that a person had on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OnScreen(BTreeMap<CallId, BTreeSet<u32>>);

/// How many of the customers' turns of some calls a person had on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// Turns of customers that were on screen.
    pub seen: usize,
    /// Turns of customers.
    pub of: usize,
}

impl OnScreen {
    pub(super) fn of(docket: &Docket, reviews: &Reviews) -> OnScreen {
        OnScreen(coverage::on_screen(docket, reviews))
    }

    /// How many of the customers' turns of `calls` were on screen.
    pub(super) fn share<'a>(&self, calls: impl IntoIterator<Item = &'a Call>) -> Share {
        let mut share = Share::default();
        for call in calls {
            let seen = self.0.get(&call.id);
            for turn in call.customer_turns() {
                share.of += 1;
                share.seen += usize::from(seen.is_some_and(|s| s.contains(&turn.index)));
            }
        }
        share
    }
}
