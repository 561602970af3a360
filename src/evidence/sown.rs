//! Streams talk past the seeds of all quotes.
//!
//! Each word of talk costs a few nanoseconds, whatever the number of quotes: what it begins falls through a sieve, nearly always, and only what
//! is left is looked up in a table. Some turns are read together, since most are short: their words are hashed first and looked up next, so
//! that the processor needn't wait for one answer before it asks for the next. Commonplaces ("I think that") would still be met at every turn, and say
//! nothing of where a quote stands: soon they are looked for only in the calls that their quotes claim.

use std::collections::HashMap;
use std::ops::Range;

use super::{
    draft::Draft,
    index::{Index, Slot},
    plain::{PlainWord, PlainWords},
    scan,
    seed_places::{Hit, SeedPlaces},
    sieve::Sieve,
};
use crate::calls::Call;

/// After so many calls, and half as many more each time, commonplaces are taken out.
const FIRST_LOOK: usize = 32;

/// The seeds of all quotes, to be looked for.
pub(super) struct Sown {
    index: Index,
    /// How many words each seed has.
    lengths: Vec<u8>,
    /// For the seeds that are looked for.
    sieve: Sieve,
    /// Whether there are seeds of two words.
    are_pairs: bool,
    /// A bit for each seed of one word, of which there are few: by the lowest bits of its hash.
    single_words: u64,
    /// By the call's position, the commonplaces that are looked for there.
    commonplaces: HashMap<u32, Vec<u32>>,
}

/// Turns that are read together have about so many bytes.
const TOGETHER: usize = 4096;

/// A seed, and where it stands: a turn, and a byte of its text.
pub(super) type Met = (u32, (u32, u32));

/// Turns to be read together, and room for their words and for what of them is likely to be a seed, to be used again.
#[derive(Default)]
pub(super) struct Room {
    /// The turns' texts, each with a line break behind it.
    texts: String,
    /// Which turns, and where the text of each starts and ends among them all.
    turns: Vec<(u32, Range<u32>)>,
    words: PlainWords,
    /// Hashes that the sieve let through, and where their first words start.
    likely: Draft<(u64, u32)>,
    slots: Vec<Slot>,
}

impl Room {
    /// Adds a turn to those that will be read.
    pub fn add(&mut self, turn: u32, text: &str) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = self.texts.len();
        self.texts.push_str(text);
        self.turns.push((turn, place(start)..place(self.texts.len())));
        self.texts.push('\n');
    }

    fn is_full(&self) -> bool {
        self.texts.len() >= TOGETHER
    }
}

impl Sown {
    /// The seeds of an index, each of so many words.
    pub fn of(index: Index, lengths: Vec<u8>) -> Sown {
        let are_pairs = lengths.contains(&2);
        let single_words =
            lengths.iter().zip(index.hashes()).filter(|(len, _)| **len == 1).fold(0, |bits, (_, hash)| bits | 1 << (hash & 63));
        let mut sown = Sown { index, lengths, sieve: Sieve::default(), are_pairs, single_words, commonplaces: HashMap::new() };
        sown.look_for_all_but(|_| false);
        sown
    }

    /// Streams the calls, given in their order with their positions in the list, past the seeds; adds where each stands to `places`.
    pub fn pass<'c>(mut self, calls: impl ExactSizeIterator<Item = (u32, &'c Call)>, mut places: SeedPlaces) -> SeedPlaces {
        let (mut room, mut met, all) = (Room::default(), Vec::new(), calls.len());
        let mut next_look = FIRST_LOOK;
        for ((call, c), seen) in calls.zip(0..) {
            if seen == next_look {
                next_look += seen / 2;
                if places.find_commonplaces(seen, all) {
                    self.take_out_commonplaces(&places);
                }
            }
            self.put_in_commonplaces(call);
            let mut turns = (0u32..).zip(&c.turns).peekable();
            while let Some((turn, t)) = turns.next() {
                room.add(turn, &t.text);
                if room.is_full() || turns.peek().is_none() {
                    self.meet(&mut room, &mut met);
                    met.iter().for_each(|(seed, _)| places.count_one(*seed));
                    met.drain(..).for_each(|(seed, (turn, byte))| places.keep(seed, Hit { call, turn, byte }));
                }
            }
            self.sieve.forget();
        }
        places
    }

    /// Reads the turns that were added, and adds the seeds that stand in them, in their order.
    pub fn meet(&self, room: &mut Room, met: &mut Vec<Met>) {
        let Room { texts, turns, words, likely, slots } = room;
        self.note(words.read(texts, turns.iter().map(|(_, place)| place.end)), likely);
        slots.clear();
        slots.extend(likely.kept().iter().map(|(hash, _)| self.index.first_slot(*hash)));
        let mut turn = turns.iter();
        for ((hash, at), slot) in likely.kept().iter().zip(slots) {
            let Some(seed) = self.index.find_from(*slot, *hash) else { continue };
            while turn.as_slice().first().is_some_and(|(_, place)| place.end <= *at) {
                turn.next();
            }
            met.extend(turn.as_slice().first().and_then(|(turn, place)| Some((seed, (*turn, at.checked_sub(place.start)?)))));
        }
        texts.clear();
        turns.clear();
    }

    fn take_out_commonplaces(&mut self, places: &SeedPlaces) {
        self.look_for_all_but(|seed| places.is_commonplace(seed));
        self.commonplaces.clear();
        for (seed, call) in places.claims().filter(|(seed, _)| places.is_commonplace(*seed)) {
            self.commonplaces.entry(call).or_default().push(seed);
        }
    }

    /// Makes a sieve for all seeds, and puts in those that aren't left out.
    fn look_for_all_but(&mut self, is_left_out: impl Fn(u32) -> bool) {
        self.sieve = Sieve::for_so_many(self.lengths.len());
        let hashes = (0..).zip(self.index.hashes()).filter(|(seed, _)| !is_left_out(*seed));
        hashes.for_each(|(_, hash)| self.sieve.add(*hash));
    }

    /// Puts the commonplaces that quotes claim to be in a call into the sieve, for now.
    fn put_in_commonplaces(&mut self, call: u32) {
        let seeds = self.commonplaces.get(&call).into_iter().flatten();
        let hashes = seeds.filter_map(|seed| self.index.hashes().get(*seed as usize));
        hashes.for_each(|hash| self.sieve.add_for_now(*hash));
    }

    /// Notes what of these words, of the pairs and of the threes among them is likely to be a seed; behind the last that may be are two others. By
    /// itself, as reading words is: together, they have more to remember than the processor has places for.
    #[inline(never)]
    fn note(&self, words: &[PlainWord], likely: &mut Draft<(u64, u32)>) {
        let mesh = self.sieve.mesh();
        likely.clear();
        let mut likely = likely.room_for(3 * words.len());
        let mut note = |some: PlainWord| likely.put(some, mesh.may_hold(some.0));
        for three in words.windows(3) {
            if self.single_words >> (three[0].0 & 63) & 1 == 1 {
                note(three[0]);
            }
            let two = and(three[0], three[1]);
            if self.are_pairs {
                note(two);
            }
            note(and(two, three[2]));
        }
        likely.done();
    }
}

/// The hash of some words in a row with one more, and where the first starts.
#[inline(always)]
fn and((words, first): PlainWord, (next, _): PlainWord) -> PlainWord {
    (scan::mix(words, next), first)
}

/// The hash of two words in a row, and where the first starts.
#[inline]
pub(super) fn pair(words: &[PlainWord]) -> PlainWord {
    and(words[0], words[1])
}

/// The hash of three words in a row, and where the first starts.
#[inline]
pub(super) fn three(words: &[PlainWord]) -> PlainWord {
    and(pair(words), words[2])
}
