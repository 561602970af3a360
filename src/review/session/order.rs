//! The order of the themes in a session, and which of them a second coder gets.

use std::collections::BTreeSet;

use crate::review::{Docket, DocketTheme, Hash, Reviews, Standing};
use crate::themes::{State, ThemeId};

/// What lapsed first, then what waits as it was proposed (most calls first), then what got new evidence, then what was put off, then the rest.
pub(super) fn order(docket: &Docket, reviews: &Reviews) -> Vec<ThemeId> {
    let rank = |t: &DocketTheme| {
        let standing = Standing::of(docket, reviews, t);
        let group = match standing.state {
            State::Lapsed => 0,
            State::Proposed => 1,
            State::Accepted if standing.has_new_evidence() => 2,
            State::Later => 3,
            State::Accepted | State::Rejected | State::Merged => 4,
        };
        // Of two that as many calls speak of, the one that is quicker to judge.
        (group, std::cmp::Reverse(standing.candidate(docket).calls), standing.quotes.len())
    };
    let mut order: Vec<_> = docket.themes().iter().map(|t| (rank(t), t.theme.id.clone())).collect();
    order.sort_by_key(|(rank, _)| *rank);
    order.into_iter().map(|(_, id)| id).collect()
}

/// Themes drawn at random, in their order, until they have `share` percent of the quotes to judge. The coder's name seeds the draw, so that
/// the same coder gets the same themes at every start.
pub(super) fn drawn(docket: &Docket, order: Vec<ThemeId>, coder: &str, share: u8) -> Vec<ThemeId> {
    let quotes = |id: &ThemeId| docket.theme(id).map_or(0, |t| t.quotes.iter().filter(|q| q.customer_verbatim().is_some()).count());
    let wanted = (order.iter().map(quotes).sum::<usize>() * usize::from(share)).div_ceil(100);
    let mut ranked: Vec<(Hash, &ThemeId)> = order.iter().map(|id| (Hash::of_parts([coder, id.0.as_str()]), id)).collect();
    ranked.sort();
    let mut have = 0;
    let chosen: BTreeSet<&ThemeId> = ranked
        .into_iter()
        .map(|(_, id)| id)
        .take_while(|id| {
            let more = have < wanted;
            have += quotes(id);
            more
        })
        .collect();
    order.iter().filter(|id| chosen.contains(id)).cloned().collect()
}
