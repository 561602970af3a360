//! The way through a session: from quote to quote, from theme to theme, and up and down a page.

use super::{Action, Drawn, Glance, Session, View};
use crate::review::replay::numbered;
use crate::review::{Act, QuoteStanding, Standing, docket};
use crate::themes::State;

impl Session {
    pub(super) fn go(&mut self, view: View) {
        self.view = view;
        self.context = docket::CONTEXT_TURNS;
        self.top = None;
        (self.shown, self.read) = (false, false);
        self.drawn = Drawn::default();
    }

    /// Any key turns the page of the help, and the last one closes it.
    pub(super) fn page_help(&mut self, action: Action) {
        let Drawn { height, length, .. } = self.drawn;
        self.quit = action == Action::Quit;
        self.help_top += height.max(1);
        if self.quit || self.help_top >= length {
            self.help = false;
        }
    }

    pub(super) fn scroll_to(&mut self, top: usize) {
        self.top = Some(top.min(self.drawn.length.saturating_sub(self.drawn.height)));
    }

    pub(super) fn page_down(&mut self) {
        let Drawn { top, height, length, .. } = self.drawn;
        let can_be_judged = match self.view {
            View::Quote { quote, .. } => self.current().and_then(|s| s.quotes.get(quote).map(QuoteStanding::is_evidence)).unwrap_or(false),
            _ => true,
        };
        if top + height < length {
            self.scroll_to(top + height.saturating_sub(1).max(1));
        } else if !can_be_judged && self.read {
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
        let View::Quote { theme, quote } = self.view else { return };
        let next = self.standing(theme).and_then(|s| self.open_quote(&s, quote + 1));
        self.go(next.map_or(View::Decision { theme }, |quote| View::Quote { theme, quote }));
    }

    pub(super) fn go_to_next_theme(&mut self) {
        let after = match self.view {
            View::Quote { theme, .. } | View::Decision { theme } => theme + 1,
            View::Summary | View::End => 0,
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
        match self.view {
            View::Summary if self.waiting() == 0 && !self.order.is_empty() => self.enter(0),
            View::Summary => self.go_to_next_theme(),
            View::Quote { theme, quote } => {
                let last = self.standing(theme).is_none_or(|s| quote + 1 >= s.quotes.len());
                self.go(if last { View::Decision { theme } } else { View::Quote { theme, quote: quote + 1 } });
            }
            View::Decision { theme } => match self.order.len() > theme + 1 {
                true => self.enter(theme + 1),
                false => self.go(View::End),
            },
            View::End => self.quit = true,
        }
    }

    pub(super) fn back(&mut self) {
        let view = match self.view {
            View::Quote { theme, quote } if quote > 0 => View::Quote { theme, quote: quote - 1 },
            View::Quote { theme, .. } if theme > 0 => View::Decision { theme: theme - 1 },
            View::Decision { theme } => match self.standing(theme).map_or(0, |s| s.quotes.len()) {
                0 => View::Decision { theme },
                n => View::Quote { theme, quote: n - 1 },
            },
            View::Quote { .. } | View::Summary => View::Summary,
            View::End if !self.order.is_empty() => View::Decision { theme: self.order.len() - 1 },
            View::End => View::End,
        };
        self.go(view);
    }

    /// Shows the place where an entry that was taken back had been made.
    pub(super) fn go_to_entry(&mut self, seq: u64) {
        let Some(act) = numbered(&self.entries, seq).map(|e| e.act.clone()) else { return };
        self.say("Taken back.");
        let Some(theme) = act.theme().and_then(|id| self.order.iter().position(|o| o == id)) else { return };
        let view = match &act {
            Act::Judged { quote, .. } => {
                let at = self.standing(theme).and_then(|s| s.quotes.iter().position(|q| q.checked.id == *quote));
                at.map_or(View::Decision { theme }, |quote| View::Quote { theme, quote })
            }
            _ => View::Decision { theme },
        };
        self.go(view);
    }
}
