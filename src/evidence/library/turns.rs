//! The turns of the calls as words, made when a quote is looked for there and kept while its neighbours are.

use std::rc::Rc;

use super::super::{
    filter::Filter,
    lexicon,
    source::{self, Heard, Window},
    telling::TellingWord,
    wording::Wording,
};
use super::Library;

/// Words of turns kept at a time (40 bytes each).
const KEPT: usize = 48_000;
/// Filters of turns kept at a time (256 bytes each).
const FILTERS: usize = 4_000;
/// Turns kept at a time of which it is known whether they are interjections.
const INTERJECTIONS: usize = 4_000;
/// An interjection has six words at the most, fillers aside: no longer turn, in bytes, need be looked at.
const LONGEST_INTERJECTION: usize = 400;

/// A number of its own for each turn, and one that spreads well: a product with an odd number and a shift lose nothing.
fn turn_key(call: u32, at: usize) -> u64 {
    let key = (u64::from(call) << 32 | at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    key ^ key >> 32
}

/// Turns made into words, kept while many quotes look at the same ones.
#[derive(Default)]
pub(super) struct Kept {
    turns: lexicon::ByHash<Rc<Heard>>,
    words: usize,
}

impl Kept {
    /// Keeps a turn, forgetting all others when there are too many.
    fn keep(&mut self, key: u64, heard: Heard) -> Rc<Heard> {
        if self.words > KEPT {
            *self = Kept::default();
        }
        self.words += heard.len();
        let heard = Rc::new(heard);
        self.turns.insert(key, Rc::clone(&heard));
        heard
    }
}

impl<'a> Library<'a> {
    /// The turns `from..to` of a call (positions from 0) as words.
    pub(in super::super) fn window(&self, call: u32, from: u32, to: u32) -> Window<'a> {
        Window::of(self.call(call), from as usize, to as usize, |at| self.heard(call, at))
    }

    /// The words of a call's turn at the position `at`.
    fn heard(&self, call: u32, at: usize) -> Rc<Heard> {
        let key = turn_key(call, at);
        if let Some(heard) = self.heard.borrow().turns.get(&key) {
            return Rc::clone(heard);
        }
        let english = *self.english[call as usize].get_or_init(|| source::is_english(self.call(call)));
        self.heard.borrow_mut().keep(key, Heard::of(&self.call(call).turns[at].text, english))
    }

    fn filter(&self, call: u32, at: usize) -> Rc<Filter> {
        let key = turn_key(call, at);
        let mut filters = self.filters.borrow_mut();
        if filters.len() > FILTERS {
            filters.clear();
        }
        Rc::clone(filters.entry(key).or_insert_with(|| Rc::new(Filter::of(&self.call(call).turns[at].text))))
    }

    /// Whether a call's turn at the position `at` is no more than a listener's sound.
    fn is_interjection(&self, call: u32, at: usize) -> bool {
        let key = turn_key(call, at);
        if let Some(known) = self.interjections.borrow().get(&key) {
            return *known;
        }
        let text = &self.call(call).turns[at].text;
        let is_one = text.len() <= LONGEST_INTERJECTION && source::may_be_interjection(text) && self.heard(call, at).is_interjection();
        let mut known = self.interjections.borrow_mut();
        if known.len() > INTERJECTIONS {
            known.clear();
        }
        known.insert(key, is_one);
        is_one
    }

    /// Whether all words of a quote may stand in the turns `from..to`; where one certainly doesn't, nothing has to be followed there.
    pub(in super::super) fn may_hold(&self, call: u32, (from, to): (u32, u32), quote: &Wording, telling: Option<&TellingWord>) -> bool {
        let turns = &self.call(call).turns;
        let (from, to) = (from as usize, (to as usize).min(turns.len()));
        let spoken = turns.get(from..to).unwrap_or_default();
        if telling.is_some_and(|word| !spoken.iter().any(|turn| word.may_stand_in(&turn.text))) {
            return false;
        }
        let filters: Vec<Rc<Filter>> = (from..to).map(|at| self.filter(call, at)).collect();
        (0..quote.words.len()).all(|i| {
            // Words joined by a hyphen, and the groups of a number, may be one word there.
            let alone = !quote.words[i].number && !quote.hyphen_before(i) && !quote.hyphen_before(i + 1);
            !alone || filters.iter().any(|f| f.may_hold(quote.words[i].hash))
        })
    }

    /// Whether a quote may go on in the turns before or after `turns`: over somebody's interjection, or where the speaker stays the same.
    pub(super) fn may_go_on(&self, call: u32, turns: (u32, u32)) -> bool {
        let all = &self.call(call).turns;
        let over = |inside: u32, next: Option<u32>| {
            let Some((inside, turn)) = all.get(inside as usize).zip(next.and_then(|n| all.get(n as usize))) else { return false };
            turn.speaker == inside.speaker || self.is_interjection(call, next.unwrap_or_default() as usize)
        };
        over(turns.0, turns.0.checked_sub(1)) || over(turns.1, turns.1.checked_add(1))
    }
}
