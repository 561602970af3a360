//! Beside a theme's quotes: what may speak against it, and what was missed.

use super::{Part, Session, Step, View};
use crate::evidence::QuoteId;
use crate::review::{Act, Offer, QuoteStanding, Standing, Why, claim_hash};
use crate::themes::{Judgement, ThemeId};

impl Session {
    /// The passages to look at beside the quotes of a theme; `None` where nobody looked for them yet.
    pub fn offers(&self, theme: &ThemeId) -> Option<&[Offer]> {
        self.offers.get(theme).map(Vec::as_slice)
    }

    /// Takes the passages that a search gave.
    pub fn offer(&mut self, theme: ThemeId, offers: Vec<Offer>) {
        self.offers.insert(theme, offers);
    }

    /// The theme being decided whose passages nobody looked for yet: the edge searches for them before it draws.
    pub fn wants_offers(&self) -> Option<ThemeId> {
        let View::Decision { theme } = self.view else { return None };
        let id = self.order.get(theme)?;
        (self.part == Part::Lead && !self.offers.contains_key(id)).then(|| id.clone())
    }

    /// How many of the theme's passages were on the screen, judged now or before.
    pub fn offers_seen(&self, theme: &ThemeId) -> usize {
        let seen = |o: &&Offer| self.passed.contains(&(theme.clone(), o.quote.id.clone())) || self.is_judged(theme, &o.quote.id);
        self.offers.get(theme).map_or(0, |offers| offers.iter().filter(seen).count())
    }

    fn is_judged(&self, theme: &ThemeId, quote: &QuoteId) -> bool {
        self.reviews.theme(theme).is_some_and(|r| r.judged.contains_key(quote))
    }

    /// Goes to the first passage that was not on the screen yet, else to the first.
    pub(super) fn look_further(&mut self) {
        let View::Decision { theme } = self.view else { return };
        let Some(id) = self.order.get(theme).cloned() else { return };
        let offers = self.offers.get(&id).map(Vec::as_slice).unwrap_or_default();
        if offers.is_empty() {
            self.say("Nothing that customers said looks like it or speaks against it, beside its own quotes.");
            return;
        }
        let new = |o: &Offer| !self.passed.contains(&(id.clone(), o.quote.id.clone())) && !self.is_judged(&id, &o.quote.id);
        let offer = offers.iter().position(new).unwrap_or_default();
        self.go(View::Offer { theme, offer });
    }

    pub(super) fn go_to_next_offer(&mut self) {
        let View::Offer { theme, offer } = self.view else { return };
        let count = self.order.get(theme).and_then(|id| self.offers.get(id)).map_or(0, Vec::len);
        self.go(if offer + 1 < count { View::Offer { theme, offer: offer + 1 } } else { View::Decision { theme } });
    }

    /// What has to be kept before a passage that is no quote of the theme yet is judged: that it was taken in.
    pub(super) fn taken_in(&self, standing: &Standing<'_>, one: &QuoteStanding<'_>) -> Option<Step> {
        let View::Offer { offer, .. } = self.view else { return None };
        if standing.quotes.iter().any(|q| q.checked.id == one.checked.id) {
            return None;
        }
        let theme = standing.proposed.theme.id.clone();
        let why = self.offers.get(&theme)?.get(offer)?.why;
        let claim = one.checked.claim.clone();
        let act = Act::Taken { theme: theme.clone(), quote: one.checked.id.clone(), claim: claim_hash(&claim) };
        // What was proposed as counter-evidence is kept with the theme already.
        let quotes = if why == Why::Claimed { Vec::new() } else { vec![(theme, claim)] };
        Some(Step { quotes, acts: vec![act], ..Step::default() })
    }

    /// Records that nothing was found against the theme: only after each passage was on the screen, and none contradicts.
    pub(super) fn none_against(&mut self) -> Step {
        let (View::Decision { .. }, Some(standing)) = (self.view, self.current()) else { return Step::default() };
        let theme = standing.proposed.theme.id.clone();
        let against = standing.quotes.iter().any(|q| q.judgement() == Some(Judgement::Contradicts));
        let of_calls = standing.support(&self.docket).of_calls;
        let (all, seen) = (self.offers.get(&theme).map(Vec::len), self.offers_seen(&theme));
        match all {
            _ if against => self.say("A quote that you judged to contradict it is counter-evidence: something was found."),
            None => self.say("Nobody looked yet: o looks for passages that may speak against it."),
            Some(all) if seen < all => self.say(format!("{} of {all} passages were not on the screen yet: o shows them.", all - seen)),
            Some(all) => {
                return Step::of(Act::NoneAgainst { theme, passages: u32::try_from(all).unwrap_or(u32::MAX), of_calls });
            }
        }
        Step::default()
    }
}
