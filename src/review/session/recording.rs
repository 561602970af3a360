//! What was kept, and what it changes; what another window kept; and taking back.

use super::{Session, Step, View};
use crate::review::{Act, Entry, replay};

impl Session {
    /// Takes an entry that was kept, and goes on.
    pub fn record(&mut self, entry: Entry) {
        let act = entry.act.clone();
        self.entries.push(entry);
        match self.second {
            true => self.reviews = self.replayed(),
            false => self.reviews.take_last(&self.entries),
        }
        self.shown = false;
        match &act {
            // These touch more than one theme.
            Act::Undone { .. } | Act::Merged { .. } | Act::Split { .. } => self.look_again(None),
            other => {
                if let Some(theme) = other.theme() {
                    self.look_again(Some(theme));
                }
            }
        }
        match act {
            Act::Judged { .. } | Act::Coded { .. } => self.go_to_next_quote(),
            Act::Merged { .. } => {
                self.go_to_next_theme();
                self.say("Merged. Its quotes now stand in the other theme, to be judged against that claim.");
            }
            Act::Split { theme, into, .. } => self.go_to_split(&theme, &into),
            Act::Reworded { .. } => {
                self.go_to_reworded();
                self.say("The quote was cut otherwise, so it is judged again.");
            }
            Act::NoneAgainst { .. } => self.say("Kept: none found against it after looking."),
            Act::Noted { .. } => self.say("The note is kept."),
            Act::Rated { .. } | Act::Felt { .. } => self.say("The rating is kept."),
            Act::Sampled { .. } => self.next_sample(),
            Act::Taken { .. } | Act::Made { .. } | Act::Read { .. } => {}
            Act::Accepted { .. } | Act::Rejected { .. } | Act::PutOff { .. } => self.go_to_next_theme(),
            Act::Revised { .. } => {
                if let View::Quote { theme, .. } | View::Decision { theme } | View::Offer { theme, .. } = self.view {
                    self.passed.retain(|(id, _)| self.order.get(theme) != Some(id));
                    self.enter(theme);
                    self.say("The claim changed, so each of its quotes is judged again.");
                }
            }
            Act::Undone { entry } => self.go_to_entry(entry),
            Act::Carried { .. } | Act::Lapsed { .. } => {}
        }
    }

    /// Takes a ledger that another window wrote to as well.
    pub fn reload(&mut self, entries: Vec<Entry>) {
        let more = entries.len().saturating_sub(self.entries.len());
        self.entries = entries;
        self.reviews = self.replayed();
        self.look_again(None);
        // What is on the screen may say something else now: it is to be read again.
        (self.shown, self.read) = (false, false);
        self.say(format!(
            "Another window added {more} {}. Your last key was not taken: press it again.",
            if more == 1 { "entry" } else { "entries" }
        ));
    }
    pub(super) fn undo(&mut self) -> Step {
        let gone = replay::undone(&self.entries);
        let second = |e: &Entry| matches!(e.act, Act::Coded { .. }) == self.second;
        let mine = |e: &&Entry| {
            second(e) && e.who == self.reviewer && e.act.by_hand() && !gone.contains(&e.seq) && !matches!(e.act, Act::Undone { .. })
        };
        match self.entries.iter().rev().find(mine) {
            Some(entry) => Step::of(Act::Undone { entry: entry.seq }),
            None => {
                self.say("There is nothing of yours to undo.");
                Step::default()
            }
        }
    }
}
