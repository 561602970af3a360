//! What of the calls a person had on screen, and what no theme cites.

use std::collections::{BTreeMap, BTreeSet};

use super::docket::CONTEXT_TURNS;
use super::{Docket, Reviews, is_there, quotes_of};
use crate::calls::{Call, CallId, Role};

/// Turns of fewer words say nothing that a theme could miss.
pub const TELLING: usize = 6;

/// How much of one call a person had on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The call.
    pub call: CallId,
    /// The turns, of customers and others.
    pub turns: BTreeSet<u32>,
    /// How many of its customers' turns are among them.
    pub shown: u32,
    /// How many turns of customers it has.
    pub of: u32,
}

/// The coverage of each call that counts, in the order of the calls. A turn was on screen where a quote in it, or near enough to be its
/// context, was judged as it stands now, and where the call itself was read.
pub fn coverage(docket: &Docket, reviews: &Reviews) -> Vec<Coverage> {
    let mut shown = on_screen(docket, reviews);
    docket.calls().iter().filter(|c| c.counts()).map(|call| covered(call, shown.remove(&call.id).unwrap_or_default())).collect()
}

/// The same for one call.
pub fn of_call(docket: &Docket, reviews: &Reviews, call: &Call) -> Coverage {
    covered(call, on_screen(docket, reviews).remove(&call.id).unwrap_or_default())
}

fn covered(call: &Call, turns: BTreeSet<u32>) -> Coverage {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let shown = count(call.customer_turns().filter(|t| turns.contains(&t.index)).count());
    Coverage { call: call.id.clone(), turns, shown, of: count(call.customer_turns().count()) }
}

/// The turns of each call that a person had on screen, also of calls that don't count.
pub fn on_screen(docket: &Docket, reviews: &Reviews) -> BTreeMap<CallId, BTreeSet<u32>> {
    let mut shown: BTreeMap<CallId, BTreeSet<u32>> = BTreeMap::new();
    for theme in docket.themes() {
        let Some(review) = reviews.theme(&theme.theme.id).filter(|r| !r.judged.is_empty()) else { continue };
        for quote in theme.quotes.iter().chain(&theme.counter).filter(|q| review.judged.contains_key(&q.id)) {
            let Some(place) = quote.verbatim.as_ref().map(|v| v.place()) else { continue };
            let (Some(first), Some(last)) = (place.pieces.first(), place.pieces.last()) else { continue };
            let turns = first.turn.saturating_sub(CONTEXT_TURNS).max(1)..=last.turn.saturating_add(CONTEXT_TURNS);
            shown.entry(place.call.clone()).or_default().extend(turns);
        }
    }
    for read in reviews.read() {
        if let Some(call) = docket.call(&read.call).filter(|c| c.version == read.version) {
            let last = u32::try_from(call.turns.len()).unwrap_or(u32::MAX);
            shown.entry(read.call.clone()).or_default().extend(read.turns.0..=read.turns.1.min(last));
        }
    }
    shown
}

/// The turns in which a quote of a theme stands.
pub fn cited(docket: &Docket, reviews: &Reviews) -> BTreeSet<(CallId, u32)> {
    let themes = docket.themes().iter().filter(|t| is_there(reviews, &t.theme));
    let verbatims = themes.flat_map(|t| quotes_of(docket, reviews, t)).filter_map(|q| q.verbatim.as_ref());
    verbatims.flat_map(|v| v.place().pieces.iter().map(|p| (v.call().clone(), p.turn))).collect()
}

/// The customers' turns of at least `words` words that no theme cites.
pub fn unused(docket: &Docket, reviews: &Reviews, words: usize) -> Vec<(CallId, u32)> {
    let cited = cited(docket, reviews);
    let mut unused = Vec::new();
    for call in docket.calls().iter().filter(|c| c.counts()) {
        let turns = call.turns.iter().filter(|t| call.role_of(t) == Role::Customer && t.text.split_whitespace().nth(words - 1).is_some());
        unused.extend(turns.map(|t| (call.id.clone(), t.index)).filter(|place| !cited.contains(place)));
    }
    unused
}
