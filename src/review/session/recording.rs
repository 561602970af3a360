//! What was kept, and what it changes; what another window kept; and taking back.

use super::{Part, Session, Step, View};
use crate::evidence::Checked;
use crate::review::{Act, Docket, Entry, Recorder, replay};
use crate::themes::ThemeId;

impl Recorder for Session {
    fn docket(&self) -> &Docket {
        &self.docket
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn who(&self) -> &str {
        &self.reviewer
    }

    fn add_quote(&mut self, theme: &ThemeId, quote: Checked) {
        self.docket.add_quote(theme, quote);
    }

    fn record(&mut self, entry: Entry) {
        let act = entry.act.clone();
        self.entries.push(entry);
        match self.is_second() {
            true => self.reviews = self.replayed(),
            false => self.reviews.take_last(&self.entries),
        }
        self.viewport.shown = false;
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
            Act::Judged { .. } | Act::Coded { .. } | Act::Adjudicated { .. } => self.go_to_next_quote(),
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
            Act::Sampled { missed, .. } => {
                self.next_sample();
                if missed {
                    self.say("Kept. To mark what was missed: g, at the end, leafs through all that no theme cites.");
                }
            }
            Act::Taken { .. } | Act::Made { .. } | Act::Read { .. } | Act::Cleared { .. } | Act::Held { .. } => {}
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

    fn reload(&mut self, entries: Vec<Entry>) {
        let more = entries.len().saturating_sub(self.entries.len());
        self.entries = entries;
        self.reviews = self.replayed();
        self.look_again(None);
        // What is on the screen may say something else now: it is to be read again.
        (self.viewport.shown, self.viewport.read) = (false, false);
        self.say(format!(
            "Another window added {more} {}. Your last key was not taken: press it again.",
            if more == 1 { "entry" } else { "entries" }
        ));
    }
}

impl Session {
    /// Takes calls, themes and entries that changed beside the review, and stays with the theme on the screen.
    pub fn look_afresh(&mut self, docket: Docket, entries: Vec<Entry>) {
        let theme = self.current().map(|s| s.proposed.theme.id.clone());
        (self.docket, self.entries) = (docket, entries);
        self.reviews = self.replayed();
        let before = std::mem::replace(&mut self.order, super::order(&self.docket, &self.reviews));
        if self.is_second() {
            // A second coder may have a part of the themes.
            self.order.retain(|id| before.contains(id));
        }
        // The passages beside a theme's quotes, and those drawn at random, may be other ones now.
        self.offers.clear();
        self.sample = None;
        self.reading = None;
        self.look_again(None);
        match (self.view, theme.and_then(|id| self.order.iter().position(|o| *o == id))) {
            _ if self.is_adjudicating() => self.go_to_open_difference(),
            (_, Some(theme)) => self.enter(theme),
            (View::Summary | View::End, None) => self.go(self.view),
            (_, None) => self.go(View::Summary),
        }
    }

    pub(super) fn undo(&mut self) -> Step {
        let gone = replay::undone(&self.entries);
        let of_part = |e: &Entry| match &self.part {
            Part::Lead => !matches!(e.act, Act::Coded { .. }),
            Part::Second => matches!(e.act, Act::Coded { .. }),
            Part::Adjudicating(_) => matches!(e.act, Act::Adjudicated { .. }),
        };
        let mine = |e: &&Entry| {
            of_part(e) && e.who == self.reviewer && e.act.by_hand() && !gone.contains(&e.seq) && !matches!(e.act, Act::Undone { .. })
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
