//! Another cut of a quote; and the source's own words where a quote was altered.

use super::{Action, Session, Step, View};
use crate::calls::{Call, Role};
use crate::evidence::Piece;
use crate::review::cut::moved;
use crate::review::{Act, claim_hash, quote_at};

impl Session {
    /// Where the words of the quote on the screen stand in their first turn; of one that can't be evidence, what was really said there, or the
    /// nearest to it. `None` where that is no customer's.
    fn source(&self) -> Option<(&Call, Piece)> {
        let one = self.on_screen()?;
        let (id, pieces) = match (&one.checked.verbatim, &one.checked.nearest) {
            (Some(verbatim), _) => (verbatim.call().clone(), verbatim.place().pieces.clone()),
            (None, Some(near)) => (near.call.clone(), vec![Piece { turn: near.turn, start: near.start, end: near.end }]),
            (None, None) => return None,
        };
        let call = self.docket.call(&id)?;
        let first = pieces.first()?;
        let end = pieces.iter().filter(|p| p.turn == first.turn).map(|p| p.end).max()?;
        let by_customer = call.role_of(call.turn(first.turn)?) == Role::Customer;
        by_customer.then_some((call, Piece { turn: first.turn, start: first.start, end }))
    }

    /// Whether the quote on the screen can be replaced by what a customer really said.
    pub fn has_source(&self) -> bool {
        self.source().is_some()
    }

    /// Starts to cut the quote on the screen to other words of its turn.
    pub(super) fn start_trim(&mut self) {
        let View::Quote { theme, quote } = self.view else { return };
        let piece = self.source().map(|(_, piece)| (piece.start, piece.end));
        match piece {
            Some((from, to)) => self.go(View::Trim { theme, quote, from, to }),
            None => self.say("Only a customer's own words can be a quote, and here are none."),
        }
    }

    /// The words that the quote is cut to, as a place in its call.
    pub fn trimmed(&self) -> Option<Piece> {
        let View::Trim { from, to, .. } = self.view else { return None };
        let (_, piece) = self.source()?;
        Some(Piece { turn: piece.turn, start: from, end: to })
    }

    pub(super) fn trim(&mut self, action: Action) -> Step {
        let View::Trim { theme, quote, from, to } = self.view else { return Step::default() };
        let text = self.source().and_then(|(call, piece)| Some(call.turn(piece.turn)?.text.clone()));
        let edge = match action {
            Action::Cut(edge) => edge,
            Action::Help => {
                self.viewport.open_help();
                return Step::default();
            }
            Action::Back | Action::Close | Action::Quit => {
                self.go(View::Quote { theme, quote });
                return Step::default();
            }
            Action::Next if self.viewport.shown => return self.reword(),
            _ => return Step::default(),
        };
        let (from, to) = moved(&text.unwrap_or_default(), (from, to), edge);
        self.view = View::Trim { theme, quote, from, to };
        self.viewport.shown = false;
        Step::default()
    }

    fn reword(&mut self) -> Step {
        let View::Trim { theme, quote, .. } = self.view else { return Step::default() };
        let new = self.trimmed().zip(self.source()).and_then(|(piece, (call, _))| quote_at(call, &piece));
        let new = new.zip(self.on_screen().map(|q| q.checked.clone()));
        let Some((new, old)) = new else {
            self.say("These words can't be told from others of the call, so the quote stays as it was.");
            return Step::default();
        };
        let has = self.current().is_some_and(|s| s.quotes.iter().any(|q| q.is_evidence() && q.checked.id == new.id));
        let Some(id) = self.order.get(theme).cloned().filter(|_| !has) else {
            self.go(View::Quote { theme, quote });
            self.say("The theme has that quote already, so nothing changed.");
            return Step::default();
        };
        let act = Act::Reworded { theme: id.clone(), quote: old.id.clone(), claim: claim_hash(&old.claim), to: claim_hash(&new.claim) };
        Step { quotes: vec![(id, new.claim)], acts: vec![act], ..Step::default() }
    }

    /// Shows the quote that was cut otherwise: it stands last.
    pub(super) fn go_to_reworded(&mut self) {
        if let View::Trim { theme, .. } = self.view {
            let last = self.standing(theme).map_or(0, |s| s.quotes.len().saturating_sub(1));
            self.go(View::Quote { theme, quote: last });
        }
    }
}
