//! Reading passage by passage and marking what one hears: the blind first read of a call, and leafing through what no theme cites.
//!
//! A pure state machine like the [`Session`](super::Session): a [`MarkAction`] gives what the edge has to keep, and only what was kept moves it
//! on. A mark is a finding by hand: its words are cut from the turn on the screen, so they are verified by construction. It makes a theme
//! or joins one, and is judged in the review like any other quote. In a first read nothing that was proposed is shown before the last turn.

mod compare;
pub mod keys;
mod marks;
mod press;
mod recording;

pub use compare::{Compared, Heard, compared};
pub use marks::{Mark, marks};
pub use press::MarkAction;

use std::collections::BTreeSet;

use super::{Act, Docket, Drawn, Entry, Reviews, Viewport, coverage, replay};
use crate::calls::{Call, CallId, Chars, Turn};
use crate::themes::{Kind, ThemeId};

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// One call from its first turn to its last, before anything that was proposed is shown.
    First,
    /// The customers' turns that no theme cites, call by call.
    Unused,
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A turn, in its call.
    Turn,
    /// The words of the turn that are marked, while they are chosen.
    Words {
        /// What they are.
        kind: Kind,
        /// The first character.
        from: Chars,
        /// One past the last.
        to: Chars,
    },
    /// After a first read: what was heard beside what was proposed.
    Compared,
}

/// Somebody who reads and marks.
#[derive(Debug, Clone)]
pub struct Marking {
    docket: Docket,
    entries: Vec<Entry>,
    reviews: Reviews,
    reader: String,
    round: Round,
    /// The customers' turns to stop at, in order.
    stops: Vec<(CallId, u32)>,
    at: usize,
    page: Page,
    quit: bool,
    viewport: Viewport,
}

impl Marking {
    /// The first read of a call by `reader`, who goes on at the first turn that they haven't read; `None` where no customer speaks in it.
    pub fn first_read(docket: Docket, entries: Vec<Entry>, reader: &str, call: &CallId) -> Option<Marking> {
        let turns = docket.call(call)?.customer_turns().map(|t| (call.clone(), t.index)).collect();
        let mut marking = Marking::of(docket, entries, reader, Round::First, turns)?;
        match marking.first_unread() {
            Some(at) => marking.at = at,
            None => marking.page = Page::Compared,
        }
        if marking.has_judged(call) {
            marking.say("You have judged quotes of this call before, so this read is not blind any more.");
        }
        Some(marking)
    }

    /// Leafing through what no theme cites; `None` where there is no such turn.
    pub fn unused(docket: Docket, entries: Vec<Entry>, reader: &str) -> Option<Marking> {
        let turns = coverage::unused(&docket, &Reviews::replay(&entries), coverage::TELLING);
        let mut marking = Marking::of(docket, entries, reader, Round::Unused, turns)?;
        marking.at = marking.first_unread().unwrap_or_default();
        Some(marking)
    }

    fn of(docket: Docket, entries: Vec<Entry>, reader: &str, round: Round, stops: Vec<(CallId, u32)>) -> Option<Marking> {
        let reviews = Reviews::replay(&entries);
        (!stops.is_empty()).then(|| Marking {
            docket,
            entries,
            reviews,
            reader: reader.to_owned(),
            round,
            stops,
            at: 0,
            page: Page::Turn,
            quit: false,
            viewport: Viewport::default(),
        })
    }

    /// What was worked on and the ledger, as they are when the reader leaves.
    pub fn left(self) -> (Docket, Vec<Entry>) {
        (self.docket, self.entries)
    }

    /// What is read.
    pub fn round(&self) -> Round {
        self.round
    }

    /// What is on the screen.
    pub fn page(&self) -> Page {
        self.page
    }

    /// How it is looked at.
    pub fn viewport(&self) -> &Viewport {
        &self.viewport
    }

    /// Whether the reader left.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Puts a message on the next screen.
    pub fn say(&mut self, note: impl Into<String>) {
        self.viewport.say(note);
    }

    /// The turns to stop at.
    pub fn stops(&self) -> &[(CallId, u32)] {
        &self.stops
    }

    /// Which of them is on the screen.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The call and the turn on the screen.
    pub fn turn(&self) -> Option<(&Call, &Turn)> {
        let (call, turn) = self.stops.get(self.at)?;
        let call = self.docket.call(call)?;
        Some((call, call.turn(*turn)?))
    }

    /// The marks that may be shown: the reader's own in a first read, all that were made by hand when leafing.
    pub fn marks(&self) -> Vec<Mark> {
        marks(&self.docket, &self.reviews, &self.entries, (self.round == Round::First).then_some(self.reader.as_str()))
    }

    /// What was heard beside what was proposed, once the call was read to its end.
    pub fn compared(&self) -> Option<Compared> {
        let (call, _) = self.stops.first()?;
        (self.page == Page::Compared).then(|| compared(&self.docket, &self.entries, &self.reader, call))
    }

    /// The themes of a kind that a mark may join. In a first read only those that the reader made: others would show what was proposed.
    pub fn targets(&self, kind: Kind) -> Vec<(ThemeId, String)> {
        let own = marks::made_by(&self.entries, (self.round == Round::First).then_some(self.reader.as_str()));
        marks::open_themes(&self.docket, &self.reviews)
            .filter(|(id, of, _)| *of == kind && (self.round == Round::Unused || own.contains(id)))
            .map(|(id, _, statement)| (id, statement))
            .collect()
    }

    /// Takes note of what the screen showed.
    pub fn drawn(&mut self, drawn: Drawn) {
        self.viewport.drawn(drawn);
    }

    fn go(&mut self, at: usize, page: Page) {
        (self.at, self.page) = (at, page);
        self.viewport.turn_to_another();
    }

    /// The first stop that the reader has not read.
    fn first_unread(&self) -> Option<usize> {
        let read = self.read_turns();
        self.stops.iter().position(|(call, turn)| !read.contains(&(call, *turn)))
    }

    /// How many of the turns to stop at the reader has not read.
    pub fn unread(&self) -> usize {
        let read = self.read_turns();
        self.stops.iter().filter(|(call, turn)| !read.contains(&(call, *turn))).count()
    }

    fn has_read(&self, at: usize) -> bool {
        self.stops.get(at).is_some_and(|(call, turn)| self.read_turns().contains(&(call, *turn)))
    }

    /// The turns that the reader has read in the calls' versions of now.
    fn read_turns(&self) -> BTreeSet<(&CallId, u32)> {
        let gone = replay::undone(&self.entries);
        let mut read: BTreeSet<(&CallId, u32)> = BTreeSet::new();
        for entry in self.entries.iter().filter(|e| e.who == self.reader && !gone.contains(&e.seq)) {
            if let Act::Read { call, version, from, to } = &entry.act
                && let Some(now) = self.docket.call(call).filter(|c| c.version == *version)
            {
                let last = u32::try_from(now.turns.len()).unwrap_or(u32::MAX);
                read.extend((*from..=(*to).min(last)).map(|turn| (call, turn)));
            }
        }
        read
    }

    fn has_judged(&self, call: &CallId) -> bool {
        let of_call = |e: &Entry| matches!(&e.act, Act::Judged { seen, .. } if seen.place.call == *call);
        self.entries.iter().any(|e| e.who == self.reader && of_call(e))
    }
}
