//! Which turns a person had on screen: what stands behind "nothing was found in this call".

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::calls::{Call, CallId};
use crate::evidence::{Place, QuoteId, Verbatim};
use crate::review::{Act, CONTEXT_TURNS, Docket, Entry, Seen};

/// The turns of each call that were on screen while a verbatim was judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnScreen(BTreeMap<CallId, BTreeSet<u32>>);

/// How many of the customers' turns of some calls a person had on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// Turns of customers that were on screen.
    pub seen: usize,
    /// Turns of customers.
    pub of: usize,
}

/// Replays which turns the judgements of `entries` had on screen: each verbatim's turns and [`CONTEXT_TURNS`] on either side. A judgement
/// counts where the same turns still stand in the call, also if they moved; whatever the reviewer scrolled to beyond them is not known and not counted.
pub fn on_screen(docket: &Docket, entries: &[Entry]) -> OnScreen {
    let carried: BTreeMap<&QuoteId, &QuoteId> = entries
        .iter()
        .filter_map(|e| match &e.act {
            Act::Carried { quote, to, .. } => Some((quote, to)),
            _ => None,
        })
        .collect();
    let places: BTreeMap<&QuoteId, &Place> =
        docket.themes().iter().flat_map(|t| &t.quotes).filter_map(|q| Some((&q.id, q.verbatim.as_ref()?.place()))).collect();
    let mut on_screen = OnScreen::default();
    for entry in entries {
        let Act::Judged { quote, seen, .. } = &entry.act else { continue };
        let moved = carried.get(quote).and_then(|to| places.get(to)).copied();
        for place in [Some(&seen.place), moved].into_iter().flatten() {
            on_screen.add(docket, place, seen);
        }
    }
    on_screen
}

impl OnScreen {
    fn add(&mut self, docket: &Docket, place: &Place, then: &Seen) {
        let Some(call) = docket.call(&place.call) else { return };
        let same = Verbatim::slice(call, &place.pieces)
            .and_then(|v| docket.seen(&v, "", then.kind))
            .is_some_and(|now| now.context == then.context && now.words == then.words);
        let (Some(first), Some(last), true) = (place.pieces.first(), place.pieces.last(), same) else { return };
        let last = last.turn.saturating_add(CONTEXT_TURNS).min(u32::try_from(call.turns.len()).unwrap_or(u32::MAX));
        self.0.entry(place.call.clone()).or_default().extend(first.turn.saturating_sub(CONTEXT_TURNS).max(1)..=last);
    }

    /// How many of the customers' turns of `calls` were on screen.
    pub fn share<'a>(&self, calls: impl IntoIterator<Item = &'a Call>) -> Share {
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
