//! What each part of the model is made from: the stored calls, the replayed ledger, and what is computed of them once.

use std::collections::{BTreeMap, BTreeSet};

use super::persona::Personas;
use super::screened::OnScreen;
use crate::calls::closing::closing_from;
use crate::calls::{Call, CallId};
use crate::review::{Act, Docket, Entry, Reviews, Standing, undone};
use crate::themes::{Kind, State, ThemeId};

/// What each part of the model is made from.
pub(super) struct Grounds<'a> {
    pub docket: &'a Docket,
    pub reviews: &'a Reviews,
    pub entries: &'a [Entry],
    /// The calls that themes are counted over.
    pub counted: Vec<&'a Call>,
    pub on_screen: OnScreen,
    /// Whose personas are known.
    pub personas: Personas,
    /// The first turn of each call's end, where people become candid.
    closings: BTreeMap<&'a CallId, u32>,
    /// The numbers of the entries that later ones took back.
    pub undone: BTreeSet<u64>,
    /// How many themes of each kind nobody has accepted or rejected, those that were put off and those that are back in review among them.
    pub undecided: BTreeMap<Kind, usize>,
    by_theme: BTreeMap<&'a ThemeId, Vec<&'a Act>>,
}

impl<'a> Grounds<'a> {
    pub fn of(docket: &'a Docket, reviews: &'a Reviews, entries: &'a [Entry]) -> Grounds<'a> {
        let counted: Vec<&Call> = docket.calls().iter().filter(|c| c.counts()).collect();
        let closings = counted.iter().filter_map(|c| Some((&c.id, closing_from(c)?))).collect();
        let undone = undone(entries);
        let mut by_theme: BTreeMap<&ThemeId, Vec<&Act>> = BTreeMap::new();
        for entry in entries.iter().filter(|e| !undone.contains(&e.seq)) {
            entry.act.theme().into_iter().for_each(|theme| by_theme.entry(theme).or_default().push(&entry.act));
        }
        let mut undecided: BTreeMap<Kind, usize> = BTreeMap::new();
        for standing in docket.themes().iter().map(|t| Standing::of(docket, reviews, t)) {
            if matches!(standing.state, State::Proposed | State::Later | State::Lapsed) {
                *undecided.entry(standing.kind).or_default() += 1;
            }
        }
        let (on_screen, personas) = (OnScreen::of(docket, reviews), Personas::of(docket.calls()));
        Grounds { docket, reviews, entries, counted, on_screen, personas, closings, undone, undecided, by_theme }
    }

    /// What was done with a theme and not taken back, in order.
    pub fn acts_on(&self, theme: &ThemeId) -> impl Iterator<Item = &'a Act> {
        self.by_theme.get(theme).into_iter().flatten().copied()
    }

    /// Whether a turn is in the end of its call, after the last question or the goodbye.
    pub fn is_candid(&self, call: &CallId, turn: u32) -> bool {
        self.closings.get(call).is_some_and(|from| turn >= *from)
    }
}
