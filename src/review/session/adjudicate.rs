//! Talking differences through: what two coders judged differently is shown with both judgements, and the one who leads judges it again.

use super::{Part, Session, View};
use crate::review::adjudication::{Difference, adjudicated};
use crate::review::{Docket, Entry};

/// What is talked through, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Adjudication {
    pub(super) coder: String,
    differences: Vec<Difference>,
}

impl Session {
    /// Opens the differences of the one who leads and `coder`, at the first that nobody talked through yet; with none of them it has ended.
    pub fn open_to_adjudicate(docket: Docket, entries: Vec<Entry>, reviewer: &str, coder: &str, differences: Vec<Difference>) -> Session {
        let mut session = Session::open(docket, entries, reviewer);
        session.part = Part::Adjudicating(Adjudication { coder: coder.to_owned(), differences });
        session.go_to_open_difference();
        if session.quit {
            session.quit = session.differences().is_empty();
            session.show_difference(0);
        }
        session
    }

    /// Whether differences are talked through here.
    pub fn is_adjudicating(&self) -> bool {
        matches!(self.part, Part::Adjudicating(_))
    }

    /// Why somebody can do nothing here but judge; `None` for the one who leads the review.
    pub fn only_judges(&self) -> Option<&'static str> {
        match self.part {
            Part::Lead => None,
            Part::Second => Some("A second coder only judges: s, p, c or u. The one who leads the review decides."),
            Part::Adjudicating(_) => {
                Some("Here you only judge again what you two saw differently: s, p, c or u. You decide in `verbatim review`.")
            }
        }
    }

    /// The difference on the screen, its number among all, and the second coder's name.
    pub fn difference(&self) -> Option<(usize, &Difference, &str)> {
        let Part::Adjudicating(with) = &self.part else { return None };
        let at = self.difference_at()?;
        Some((at, with.differences.get(at)?, &with.coder))
    }

    /// All differences.
    pub fn differences(&self) -> &[Difference] {
        match &self.part {
            Part::Adjudicating(with) => &with.differences,
            _ => &[],
        }
    }

    fn difference_at(&self) -> Option<usize> {
        let View::Quote { theme, quote } = self.view else { return None };
        let id = self.order.get(theme)?;
        let quote = self.standing(theme)?.quotes.get(quote)?.checked.id.clone();
        self.differences().iter().position(|d| d.theme == *id && d.quote == quote)
    }

    fn show_difference(&mut self, at: usize) {
        let view = self.differences().get(at).and_then(|d| {
            let theme = self.order.iter().position(|id| *id == d.theme)?;
            let quote = self.standing(theme)?.quotes.iter().position(|q| q.checked.id == d.quote)?;
            Some(View::Quote { theme, quote })
        });
        if let Some(view) = view {
            self.go(view);
        }
    }

    /// The next difference that nobody talked through, from the last one round to the first; the end where there is none.
    pub(super) fn go_to_open_difference(&mut self) {
        let Part::Adjudicating(with) = &self.part else { return };
        let done = adjudicated(&self.entries, &self.reviewer, &with.coder);
        let open = |i: &usize| with.differences.get(*i).is_some_and(|d| !done.contains(&(d.theme.clone(), d.quote.clone())));
        let (from, n) = (self.difference_at().map_or(0, |at| at + 1), with.differences.len());
        match (from..n).chain(0..from.min(n)).find(open) {
            Some(at) => self.show_difference(at),
            None => self.quit = true,
        }
    }

    pub(super) fn go_to_difference(&mut self, forward: bool) {
        let at = self.difference_at().unwrap_or_default();
        match forward {
            true if at + 1 >= self.differences().len() => self.quit = true,
            true => self.show_difference(at + 1),
            false => self.show_difference(at.saturating_sub(1)),
        }
    }
}
