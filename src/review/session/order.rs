//! The order of the themes in a session.

use crate::review::{Docket, DocketTheme, Reviews, Standing};
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
