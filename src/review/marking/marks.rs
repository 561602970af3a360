//! The marks that people made by hand.

use std::collections::BTreeSet;

use crate::calls::CallId;
use crate::evidence::{Checked, Piece};
use crate::review::{Act, Docket, Entry, Reviews, Standing, claim_hash, is_there, replay};
use crate::themes::{Kind, Origin, State, Theme, ThemeId};

/// Words that somebody marked, and what they heard in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The theme that they stand in.
    pub theme: ThemeId,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub statement: String,
    /// The call.
    pub call: CallId,
    /// Where the words stand.
    pub pieces: Vec<Piece>,
    /// The words.
    pub words: String,
}

/// The marks by hand, in the order of their places: those in themes that `reader` made, or all where none is named.
pub fn marks(docket: &Docket, reviews: &Reviews, entries: &[Entry], reader: Option<&str>) -> Vec<Mark> {
    let own = made_by(entries, reader);
    let mut marks = Vec::new();
    for proposed in docket.themes().iter().filter(|t| reader.is_none() || own.contains(&t.theme.id)) {
        let Some(review) = reviews.theme(&proposed.theme.id).filter(|r| !r.taken.is_empty()) else { continue };
        let standing = Standing::of(docket, reviews, proposed);
        let by_hand = |q: &&Checked| is_from(&proposed.theme, q, true) && review.taken.contains(&claim_hash(&q.claim));
        for quote in proposed.quotes.iter().filter(by_hand) {
            let Some(verbatim) = quote.customer_verbatim() else { continue };
            marks.push(Mark {
                theme: proposed.theme.id.clone(),
                kind: standing.kind,
                statement: standing.statement.clone().unwrap_or_default(),
                call: verbatim.call().clone(),
                pieces: verbatim.place().pieces.clone(),
                words: verbatim.text().to_owned(),
            });
        }
    }
    marks.sort_by(|a, b| (&a.call, &a.pieces).cmp(&(&b.call, &b.pieces)));
    marks
}

/// Whether a quote stands in the theme by hand, or by a proposal; one that was marked and proposed stands there by both.
pub(super) fn is_from(theme: &Theme, quote: &Checked, hand: bool) -> bool {
    theme.findings.iter().any(|f| (f.origin == Origin::Hand) == hand && f.quotes.contains(&quote.claim))
}

/// The themes that somebody made by marking words: `reader`, or anybody. What was split off a proposal is none of these.
pub(super) fn made_by(entries: &[Entry], reader: Option<&str>) -> BTreeSet<ThemeId> {
    let gone = replay::undone(entries);
    let mine = entries.iter().filter(|e| !gone.contains(&e.seq) && reader.is_none_or(|r| r == e.who));
    mine.filter_map(|e| if let Act::Made { theme, .. } = &e.act { Some(theme.clone()) } else { None }).collect()
}

/// The themes that are open to more quotes: their ids, kinds and statements.
pub(super) fn open_themes<'a>(docket: &'a Docket, reviews: &'a Reviews) -> impl Iterator<Item = (ThemeId, Kind, String)> + 'a {
    let there = docket.themes().iter().filter(|t| is_there(reviews, &t.theme));
    there.map(|t| Standing::of(docket, reviews, t)).filter(|s| !matches!(s.state, State::Merged | State::Rejected)).filter_map(|s| {
        let statement = s.statement.clone()?;
        Some((s.proposed.theme.id.clone(), s.kind, statement))
    })
}
