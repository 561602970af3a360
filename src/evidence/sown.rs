//! Streams talk past the seeds of all quotes.
//!
//! Each word of talk costs a few nanoseconds, whatever the number of quotes: what it begins falls through a sieve, nearly always, and only what
//! is left is looked up in a table. A turn's words are hashed first and looked up next, so that the processor needn't wait for one
//! answer before it asks for the next. Commonplaces ("I think that") would still be met at every turn, and say nothing of where a quote
//! stands: soon they are looked for only in the calls that their quotes claim.

use std::collections::HashMap;

use super::{
    index::{Index, Slot},
    plain::{self, PlainWord},
    scan,
    seed_places::{Hit, SeedPlaces},
    sieve::{Likely, Place, Sieve},
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

/// Room for the words of one text after the other, and for what of them is likely to be a seed.
#[derive(Default)]
pub(super) struct Room {
    words: Vec<PlainWord>,
    likely: Likely,
    slots: Vec<Slot>,
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
        let (mut room, mut touched, all) = (Room::default(), Vec::new(), calls.len());
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
                self.note(&t.text, turn, &mut room);
                if room.likely.are_many() || turns.peek().is_none() {
                    touched.extend(self.known(&mut room));
                    touched.iter().for_each(|(seed, _)| places.count_one(*seed));
                    touched.drain(..).for_each(|(seed, (turn, byte))| places.keep(seed, Hit { call, turn, byte }));
                }
            }
            self.sieve.forget();
        }
        places
    }

    /// Notes what in the text of a turn is likely to be a seed.
    pub fn note(&self, text: &str, turn: u32, room: &mut Room) {
        plain::read(text, &mut room.words);
        self.note_words(&room.words, turn, &mut room.likely);
    }

    /// The seeds among what was noted, each with its turn and the byte it starts at.
    pub fn known(&self, room: &mut Room) -> impl Iterator<Item = (u32, Place)> {
        let likely = room.likely.take();
        room.slots.clear();
        room.slots.extend(likely.iter().map(|(hash, _)| self.index.first_slot(*hash)));
        likely.iter().zip(&room.slots).filter_map(|((hash, place), slot)| Some((self.index.find_from(*slot, *hash)?, *place)))
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

    /// Notes what of these words, of the pairs and of the threes among them is likely to be a seed. By itself, as reading words is: together, they
    /// have more to remember than the processor has places for.
    #[inline(never)]
    fn note_words(&self, words: &[PlainWord], turn: u32, likely: &mut Likely) {
        let is_single = |word: &PlainWord| self.single_words >> (word.0 & 63) & 1 == 1;
        let mut noting = likely.room_for(&self.sieve, turn, 3 * words.len());
        for three in words.windows(3) {
            if is_single(&three[0]) {
                noting.note(three[0]);
            }
            let two = and(three[0], three[1]);
            if self.are_pairs {
                noting.note(two);
            }
            noting.note(and(two, three[2]));
        }
        // What the last words begin.
        let last = words.get(words.len().saturating_sub(2)..).unwrap_or_default();
        last.iter().filter(|word| is_single(word)).for_each(|word| noting.note(*word));
        last.windows(2).filter(|_| self.are_pairs).map(pair).for_each(|two| noting.note(two));
        noting.done();
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
