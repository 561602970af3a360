//! Which quotes a theme has: those proposed, less what left, with what a person took in and what came from themes that went into it.

use std::collections::BTreeSet;

use super::{Docket, DocketTheme, Hash, Reviews};
use crate::evidence::{Checked, ClaimedQuote, QuoteId};
use crate::themes::{Origin, Theme, ThemeId};

/// The hash that the ledger knows a claim by: its call, turn and words. It stays the same when the call gets a new version.
pub fn claim_hash(claim: &ClaimedQuote) -> Hash {
    let turn = claim.turn.map(|t| t.to_string()).unwrap_or_default();
    Hash::of_parts([claim.call.as_deref().unwrap_or_default(), &turn, &claim.text])
}

/// Whether `claim` stands in the theme by hand alone: it is a quote only once the ledger says that it was taken in.
pub fn is_by_hand(theme: &Theme, claim: &ClaimedQuote) -> bool {
    let mut of = theme.findings.iter().filter(|f| f.quotes.contains(claim)).peekable();
    of.peek().is_some() && of.all(|f| f.origin == Origin::Hand)
}

/// Whether a theme is one: one made by hand is there once the ledger says so, and no longer when that is taken back.
pub fn is_there(reviews: &Reviews, theme: &Theme) -> bool {
    let by_hand = !theme.findings.is_empty() && theme.findings.iter().all(|f| f.origin == Origin::Hand);
    // Of others only what was taken in may be left, where a call was forgotten.
    !by_hand || reviews.theme(&theme.id).is_some_and(|r| r.made || !r.taken.is_empty())
}

/// The quotes of a theme, each place once.
pub fn quotes_of<'a>(docket: &'a Docket, reviews: &Reviews, proposed: &'a DocketTheme) -> Vec<&'a Checked> {
    let left = reviews.theme(&proposed.theme.id).map(|r| &r.left).filter(|left| !left.is_empty());
    let mut gathered = Gathered { quotes: Vec::new(), places: BTreeSet::new(), themes: BTreeSet::new(), left };
    gathered.add(docket, reviews, proposed);
    gathered.quotes
}

struct Gathered<'a, 'r> {
    quotes: Vec<&'a Checked>,
    places: BTreeSet<&'a QuoteId>,
    themes: BTreeSet<&'a ThemeId>,
    /// What left the theme that is asked for, wherever it came from.
    left: Option<&'r BTreeSet<Hash>>,
}

impl<'a> Gathered<'a, '_> {
    fn add(&mut self, docket: &'a Docket, reviews: &Reviews, proposed: &'a DocketTheme) {
        // Nothing that the ledger says can send this in a circle.
        if !self.themes.insert(&proposed.theme.id) {
            return;
        }
        let review = reviews.theme(&proposed.theme.id);
        let has_hand = proposed.theme.findings.iter().any(|f| f.origin == Origin::Hand);
        let taken = |quote: &Checked| review.is_some_and(|r| !r.taken.is_empty() && r.taken.contains(&claim_hash(&quote.claim)));
        let left = |quote: &Checked| review.is_some_and(|r| !r.left.is_empty() && r.left.contains(&claim_hash(&quote.claim)));
        let is_in = |quote: &Checked| if has_hand && is_by_hand(&proposed.theme, &quote.claim) { taken(quote) } else { !left(quote) };
        let gone = self.left;
        let stays = |quote: &&Checked| gone.is_none_or(|left| !left.contains(&claim_hash(&quote.claim)));
        let own = proposed.quotes.iter().filter(|q| is_in(q)).chain(proposed.counter.iter().filter(|q| taken(q)));
        for quote in own.filter(stays) {
            if self.places.insert(&quote.id) {
                self.quotes.push(quote);
            }
        }
        for from in reviews.merged_into(&proposed.theme.id) {
            if let Some(other) = docket.theme(from) {
                self.add(docket, reviews, other);
            }
        }
    }
}
