//! What was kept while somebody reads, and what it changes.

use super::{Marking, Page};
use crate::evidence::Checked;
use crate::review::{Act, Docket, Entry, Recorder, Reviews, replay};
use crate::themes::ThemeId;

impl Recorder for Marking {
    fn docket(&self) -> &Docket {
        &self.docket
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn who(&self) -> &str {
        &self.reader
    }

    fn add_quote(&mut self, theme: &ThemeId, quote: Checked) {
        self.docket.add_quote(theme, quote);
    }

    fn record(&mut self, entry: Entry) {
        let act = entry.act.clone();
        self.entries.push(entry);
        self.reviews.take_last(&self.entries);
        match act {
            Act::Read { .. } => self.advance(),
            Act::Made { .. } | Act::Taken { .. } => {
                self.go(self.at, Page::Turn);
                self.say("The mark is kept.");
            }
            Act::Undone { entry } => self.show_mark_of(entry),
            _ => {}
        }
    }

    fn reload(&mut self, entries: Vec<Entry>) {
        self.entries = entries;
        self.reviews = Reviews::replay(&self.entries);
        self.go(self.at, self.page);
        self.say("Another window wrote to the ledger. Your last key was not taken: press it again.");
    }
}

impl Marking {
    /// Shows the turn of a mark that was taken back.
    fn show_mark_of(&mut self, seq: u64) {
        let claims: Vec<_> = match replay::numbered(&self.entries, seq).map(|e| &e.act) {
            Some(Act::Made { claims, .. }) => claims.clone(),
            Some(Act::Taken { claim, .. }) => vec![claim.clone()],
            _ => Vec::new(),
        };
        let quotes = self.docket.themes().iter().flat_map(|t| &t.quotes);
        let place = quotes.filter(|q| claims.contains(&crate::review::claim_hash(&q.claim))).find_map(|q| {
            let verbatim = q.customer_verbatim()?;
            Some((verbatim.call().clone(), verbatim.turn()))
        });
        let at = place.and_then(|place| self.stops.iter().position(|stop| *stop == place)).unwrap_or(self.at);
        self.go(at, Page::Turn);
        self.say("Taken back.");
    }
}
