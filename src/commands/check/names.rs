//! The names that the calls know: who spoke, and the accounts.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use super::accounts::Accounts;
use crate::evidence::Library;
use crate::quotations::Names;

/// The names of some calls. Labels that name nobody in particular ("Speaker 4") are none.
pub(super) struct Known<'l, 'a> {
    library: &'l Library<'a>,
    accounts: &'l Accounts<'a>,
    spoken: OnceCell<Spoken>,
    asked: RefCell<HashMap<String, bool>>,
}

/// Whole names, in lower case, and the words in them.
struct Spoken {
    whole: HashSet<String>,
    words: HashSet<String>,
}

impl<'l, 'a> Known<'l, 'a> {
    /// The names in the library's calls.
    pub fn of(library: &'l Library<'a>, accounts: &'l Accounts<'a>) -> Known<'l, 'a> {
        Known { library, accounts, spoken: OnceCell::new(), asked: RefCell::default() }
    }

    /// Gathered when a document first asks: lines of JSON name their speakers themselves.
    fn spoken(&self) -> &Spoken {
        self.spoken.get_or_init(|| {
            let speakers = self.library.calls().iter().flat_map(|c| &c.speakers).filter(|s| !s.is_generic());
            let whole: HashSet<String> = speakers.flat_map(|s| s.labels.iter().chain([&s.name])).map(|n| n.to_lowercase()).collect();
            let words = whole.iter().flat_map(|n| words(n).map(str::to_owned).collect::<Vec<_>>()).collect();
            Spoken { whole, words }
        })
    }
}

impl Names for Known<'_, '_> {
    fn is_speaker(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        // Most words are in nobody's name: only the others are looked up in all calls, and once.
        if !words(&lower).any(|w| self.spoken().words.contains(w)) {
            return false;
        }
        *self.asked.borrow_mut().entry(lower).or_insert_with(|| self.library.knows(name))
    }

    fn is_whole_name(&self, name: &str) -> bool {
        self.spoken().whole.contains(&name.to_lowercase())
    }

    fn is_account(&self, name: &str) -> bool {
        self.accounts.knows(name)
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}
