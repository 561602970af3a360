//! What a key does while somebody reads and marks.

use super::{Marking, Page, Round};
use crate::calls::Chars;
use crate::evidence::{Checked, Piece};
use crate::review::cut::{Edge, moved};
use crate::review::{Act, NewTheme, Step, claim_hash, quote_at, replay, sentences};
use crate::review::{DocketTheme, Hash, made};
use crate::themes::{Kind, ThemeId};

/// What a reader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkAction {
    /// Reads on: the turn is read, and the next one comes.
    Next,
    /// Goes back a turn.
    Back,
    /// Goes to the next call.
    NextCall,
    /// Goes to the call before.
    CallBefore,
    /// Scrolls a line down.
    LineDown,
    /// Scrolls a line up.
    LineUp,
    /// Scrolls a page up.
    PageUp,
    /// Starts to mark words of the turn as this.
    Mark(Kind),
    /// While marking: the next sentence of the turn.
    NextSentence,
    /// While marking: the words start or end elsewhere.
    Cut(Edge),
    /// Takes the last mark back.
    Undo,
    /// Opens or closes the help.
    Help,
    /// Leaves, or leaves the words as they are.
    Quit,
}

impl Marking {
    /// What `action` asks to be kept.
    pub fn press(&mut self, action: MarkAction) -> Step {
        self.viewport.clear_note();
        if self.viewport.help().is_some() {
            self.quit = action == MarkAction::Quit;
            self.viewport.page_help(self.quit);
            return Step::default();
        }
        let shown = std::mem::take(&mut self.viewport.shown);
        match (self.page, action) {
            (_, MarkAction::Help) => self.viewport.open_help(),
            (Page::Words { .. }, MarkAction::Back | MarkAction::Quit) => self.go(self.at, Page::Turn),
            (_, MarkAction::Quit) => self.quit = true,
            (Page::Compared, MarkAction::Next) if self.viewport.scroll.has_more() => self.viewport.scroll.page_down(),
            (Page::Compared, MarkAction::Next) => self.quit = true,
            (Page::Compared, MarkAction::Back) => self.go(self.stops.len().saturating_sub(1), Page::Turn),
            (_, MarkAction::LineDown) => self.viewport.scroll.line_down(),
            (_, MarkAction::LineUp) => self.viewport.scroll.line_up(),
            (_, MarkAction::PageUp) => self.viewport.scroll.page_up(),
            (Page::Turn | Page::Compared, MarkAction::Undo) => return self.undo(),
            (Page::Words { kind, from, to }, MarkAction::Cut(edge)) => {
                let text = self.turn().map(|(_, turn)| turn.text.clone()).unwrap_or_default();
                let (from, to) = moved(&text, (from, to), edge);
                self.go(self.at, Page::Words { kind, from, to });
            }
            (Page::Words { kind, from, .. }, MarkAction::NextSentence) => {
                if let Some((from, to)) = self.sentence_after(Some(from)) {
                    self.go(self.at, Page::Words { kind, from, to });
                }
            }
            (Page::Turn, MarkAction::Mark(kind)) => {
                if let Some((from, to)) = self.sentence_after(None) {
                    self.go(self.at, Page::Words { kind, from, to });
                }
            }
            (Page::Turn, MarkAction::Next) if shown => return self.read_on(),
            (Page::Turn, MarkAction::Next) => self.say("That key came before the screen was drawn, so it was not taken."),
            (Page::Turn, MarkAction::Back) => self.go(self.at.saturating_sub(1), Page::Turn),
            (Page::Turn, MarkAction::NextCall) => self.turn_to_call(true),
            (Page::Turn, MarkAction::CallBefore) => self.turn_to_call(false),
            _ => {}
        }
        Step::default()
    }

    /// The words that are chosen, verified at their place; says why where they can't be a quote, or were not on the screen.
    pub fn chosen(&mut self) -> Option<(Kind, Checked)> {
        let Page::Words { kind, from, to } = self.page else { return None };
        if !self.viewport.shown || !self.viewport.read {
            self.say("Look at the words to their last line first.");
            return None;
        }
        let chosen = self.turn().and_then(|(call, turn)| quote_at(call, &Piece { turn: turn.index, start: from, end: to }));
        if chosen.is_none() {
            self.say("These words can't be told from others of the call: choose a few more.");
        }
        chosen.map(|quote| (kind, quote))
    }

    /// Makes a theme of chosen words: it was kept as `theme`.
    pub fn make(&mut self, theme: ThemeId, new: &NewTheme, quote: Checked) -> Step {
        let claims = vec![claim_hash(&quote.claim)];
        self.docket.add_theme(DocketTheme { theme: made(theme.clone(), new), quotes: vec![quote], counter: Vec::new() });
        let statement: Hash = self.docket.keep_text(&new.statement);
        Step { acts: vec![Act::Made { theme, statement, claims }], ..Step::default() }
    }

    /// Lets chosen words join a theme.
    pub fn join(&mut self, theme: &ThemeId, quote: &Checked) -> Step {
        let Page::Words { kind, .. } = self.page else { return Step::default() };
        if !self.targets(kind).iter().any(|(id, _)| id == theme) {
            return Step::default();
        }
        let claim = quote.claim.clone();
        let act = Act::Taken { theme: theme.clone(), quote: quote.id.clone(), claim: claim_hash(&claim) };
        Step { quotes: vec![(theme.clone(), claim)], acts: vec![act], ..Step::default() }
    }

    /// The turn was read: kept once, then the next one comes.
    fn read_on(&mut self) -> Step {
        if !self.viewport.read {
            self.viewport.scroll.page_down();
            return Step::default();
        }
        let Some((id, turn)) = self.stops.get(self.at).cloned() else { return Step::default() };
        let Some(call) = self.docket.call(&id) else { return Step::default() };
        if self.has_read(self.at) {
            self.advance();
            return Step::default();
        }
        // What others said since the customer's last turn stood above it.
        let before = self.at.checked_sub(1).and_then(|i| self.stops.get(i)).filter(|(before, _)| *before == id);
        let from = match self.round {
            Round::First => before.map_or(1, |(_, turn)| turn + 1),
            Round::Unused => turn,
        };
        Step::of(Act::Read { call: id, version: call.version.clone(), from, to: turn })
    }

    pub(super) fn advance(&mut self) {
        match (self.at + 1 < self.stops.len(), self.round) {
            (true, _) => self.go(self.at + 1, Page::Turn),
            (false, Round::First) => self.go(self.at, Page::Compared),
            (false, Round::Unused) => self.quit = true,
        }
    }

    fn turn_to_call(&mut self, forward: bool) {
        let here = self.stops.get(self.at).map(|(call, _)| call);
        let other = |i: &usize| self.stops.get(*i).map(|(call, _)| call) != here;
        let first_of = |i: usize| self.stops.iter().position(|(call, _)| Some(call) == self.stops.get(i).map(|s| &s.0));
        let to = if forward { (self.at..self.stops.len()).find(other) } else { (0..self.at).rev().find(other).and_then(first_of) };
        match to {
            Some(at) => self.go(at, Page::Turn),
            None => self.say(if forward { "This is the last call." } else { "This is the first call." }),
        }
    }

    /// The sentence of the turn that follows the one at `after`, from the last one round to the first; the first that is not marked
    /// yet where nothing is chosen.
    fn sentence_after(&self, after: Option<Chars>) -> Option<(Chars, Chars)> {
        let (call, turn) = self.turn()?;
        let all = sentences(&turn.text);
        let marked: Vec<Piece> = self.marks().into_iter().filter(|m| m.call == call.id).flat_map(|m| m.pieces).collect();
        let is_free = |(from, to): &&(Chars, Chars)| !marked.iter().any(|p| p.turn == turn.index && p.start < *to && *from < p.end);
        let next = match after {
            Some(at) => all.iter().find(|(from, _)| *from > at),
            None => all.iter().find(is_free),
        };
        next.or(all.first()).copied()
    }

    fn undo(&mut self) -> Step {
        let gone = replay::undone(&self.entries);
        let is_mark = |act: &Act| matches!(act, Act::Made { .. } | Act::Taken { .. });
        let last = self.entries.iter().rev().find(|e| e.who == self.reader && !gone.contains(&e.seq) && is_mark(&e.act));
        // A mark that was judged since is the review's: there it is taken back after its judgement.
        let is_free = |theme: &ThemeId| self.reviews.theme(theme).is_none_or(|r| r.judged.is_empty() && r.decision.is_none());
        match last.filter(|e| e.act.theme().is_some_and(is_free)) {
            Some(entry) => Step::of(Act::Undone { entry: entry.seq }),
            None => {
                self.say("There is no mark of yours to take back that was not judged since.");
                Step::default()
            }
        }
    }
}
