//! The way through a session: from quote to quote, from theme to theme, and up and down a page.

use super::{Glance, Session, View};
use crate::review::replay::numbered;
use crate::review::{Act, Standing, docket};
use crate::themes::State;

impl Session {
    pub(super) fn go(&mut self, view: View) {
        self.view = view;
        self.context = docket::CONTEXT_TURNS;
        self.viewport.turn_to_another();
    }

    pub(super) fn page_down(&mut self) {
        let can_be_judged = match self.view {
            View::Quote { .. } | View::Offer { .. } => self.on_screen().is_some_and(|q| q.is_evidence()),
            _ => true,
        };
        if self.viewport.scroll.has_more() {
            self.viewport.scroll.page_down();
        } else if !can_be_judged && self.viewport.read {
            self.next();
        }
    }

    /// Goes to the first quote of a theme that is not judged or, of those that can't be, not seen; else to its decision.
    pub(super) fn enter(&mut self, theme: usize) {
        let view = self
            .standing(theme)
            .map_or(View::End, |s| self.open_quote(&s, 0).map_or(View::Decision { theme }, |quote| View::Quote { theme, quote }));
        self.go(view);
    }

    fn open_quote(&self, standing: &Standing<'_>, from: usize) -> Option<usize> {
        let id = &standing.proposed.theme.id;
        let open = |i: &usize| {
            standing.quotes.get(*i).is_some_and(|q| match q.is_evidence() {
                true => q.judged.is_none(),
                false => !self.passed.contains(&(id.clone(), q.checked.id.clone())),
            })
        };
        (from..standing.quotes.len()).chain(0..from).find(open)
    }

    pub(super) fn go_to_next_quote(&mut self) {
        if self.is_adjudicating() {
            return self.go_to_open_difference();
        }
        if let View::Offer { .. } = self.view {
            return self.go_to_next_offer();
        }
        let View::Quote { theme, quote } = self.view else { return };
        let next = self.standing(theme).and_then(|s| self.open_quote(&s, quote + 1));
        match next {
            Some(quote) => self.go(View::Quote { theme, quote }),
            None if self.is_second() => self.go_to_next_theme(),
            None => self.go(View::Decision { theme }),
        }
    }

    pub(super) fn go_to_next_theme(&mut self) {
        let after = match self.view {
            View::Quote { theme, .. } | View::Decision { theme } | View::Offer { theme, .. } | View::Trim { theme, .. } => theme + 1,
            View::Summary | View::End | View::Sample { .. } => 0,
        };
        let n = self.order.len();
        let open = |i: &usize| self.glances.get(*i).is_some_and(Glance::is_open);
        let put_off = |i: &usize| self.glances.get(*i).is_some_and(|g| g.state == State::Later);
        let next = (after..n).find(open).or_else(|| (0..after.min(n)).find(open));
        // What was put off in an earlier session stands at the end and comes up once, not round and round.
        match next.or_else(|| (after..n).find(put_off)) {
            Some(theme) => self.enter(theme),
            None => self.go(View::End),
        }
    }

    pub(super) fn next(&mut self) {
        if self.is_adjudicating() {
            return self.go_to_difference(true);
        }
        match self.view {
            View::Summary if self.waiting() == 0 && !self.order.is_empty() => self.enter(0),
            View::Summary => self.go_to_next_theme(),
            View::Quote { theme, quote } => {
                let last = self.standing(theme).is_none_or(|s| quote + 1 >= s.quotes.len());
                match last {
                    true if self.is_second() => self.next_theme(theme),
                    true => self.go(View::Decision { theme }),
                    false => self.go(View::Quote { theme, quote: quote + 1 }),
                }
            }
            View::Offer { .. } => self.go_to_next_offer(),
            View::Trim { theme, quote, .. } => self.go(View::Quote { theme, quote }),
            View::Sample { .. } => self.go(View::End),
            View::Decision { theme } => self.next_theme(theme),
            View::End if self.viewport.scroll.has_more() => self.page_down(),
            View::End => self.quit = true,
        }
    }

    /// The theme after this one in the order, whatever its state; what went into another or was never made is no theme.
    fn next_theme(&mut self, theme: usize) {
        let there = |i: &usize| self.glances.get(*i).is_some_and(|g| g.state != State::Merged);
        match (theme + 1..self.order.len()).find(there) {
            Some(next) => self.enter(next),
            None => self.go(View::End),
        }
    }

    fn theme_before(&self, theme: usize) -> Option<usize> {
        (0..theme).rev().find(|i| self.glances.get(*i).is_some_and(|g| g.state != State::Merged))
    }

    pub(super) fn back(&mut self) {
        if self.is_adjudicating() {
            return self.go_to_difference(false);
        }
        let view = match self.view {
            View::Quote { theme, quote } if quote > 0 => View::Quote { theme, quote: quote - 1 },
            View::Quote { theme, .. } => self.theme_before(theme).map_or(View::Summary, |theme| View::Decision { theme }),
            View::Offer { theme, offer: 0 } => View::Decision { theme },
            View::Offer { theme, offer } => View::Offer { theme, offer: offer - 1 },
            View::Trim { theme, quote, .. } => View::Quote { theme, quote },
            View::Sample { at: 0 } => View::End,
            View::Sample { at } => View::Sample { at: at - 1 },
            View::Decision { theme } => match self.standing(theme).map_or(0, |s| s.quotes.len()) {
                0 => View::Decision { theme },
                n => View::Quote { theme, quote: n - 1 },
            },
            View::Summary => View::Summary,
            View::End => self.theme_before(self.order.len()).map_or(View::End, |theme| View::Decision { theme }),
        };
        self.go(view);
    }

    /// Shows the place where an entry that was taken back had been made.
    pub(super) fn go_to_entry(&mut self, seq: u64) {
        let Some(act) = numbered(&self.entries, seq).map(|e| e.act.clone()) else { return };
        self.say("Taken back.");
        let Some(theme) = act.theme().and_then(|id| self.order.iter().position(|o| o == id)) else { return };
        let view = match &act {
            Act::Judged { quote, .. } | Act::Coded { quote, .. } | Act::Adjudicated { quote, .. } => {
                let at = self.standing(theme).and_then(|s| s.quotes.iter().position(|q| q.checked.id == *quote));
                at.map_or(View::Decision { theme }, |quote| View::Quote { theme, quote })
            }
            _ => View::Decision { theme },
        };
        self.go(view);
    }
}
