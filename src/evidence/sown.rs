//! Streams talk past the seeds of all quotes.
//!
//! Each word of talk costs a few nanoseconds, whatever the number of quotes: what it begins falls through a sieve, nearly always, and only what
//! is left is looked up in a table. A turn's words are hashed first and looked up next, so that the processor needn't wait for one
//! answer before it asks for the next. Commonplaces ("I think that") would still be met at every turn, and say nothing of where a quote
//! stands: soon they are looked for only in the calls that their quotes claim.

use std::collections::HashMap;

use super::{
    index::Index,
    plain::{self, PlainWord},
    scan,
    seed_places::{Hit, SeedPlaces},
    sieve::{Likely, Place, Sieve},
};
use crate::calls::Call;

/// After so many calls, and twice as many each time, commonplaces are taken out.
const FIRST_LOOK: usize = 32;

/// The seeds of all quotes, to be looked for.
pub(super) struct Sown {
    index: Index,
    /// How many words each seed has.
    lengths: Vec<u8>,
    /// For the seeds that are looked for in every call.
    everywhere: Sieves,
    /// By the call's position, the commonplaces that are looked for there.
    commonplaces: HashMap<u32, Vec<u32>>,
}

/// For the seeds of one word, of two and of three.
#[derive(Default)]
struct Sieves([Sieve; 3]);

/// Room for the words of one text after the other, and for what of them is likely to be a seed.
#[derive(Default)]
pub(super) struct Room {
    words: Vec<PlainWord>,
    likely: Likely,
}

impl Sown {
    /// The seeds of an index, each of so many words.
    pub fn of(index: Index, lengths: Vec<u8>) -> Sown {
        let mut sown = Sown { index, lengths, everywhere: Sieves::default(), commonplaces: HashMap::new() };
        sown.everywhere = sown.sieves(0..u32::try_from(sown.lengths.len()).unwrap_or(u32::MAX));
        sown
    }

    /// Streams the calls, given in their order with their positions in the list, past the seeds; adds where each stands to `places`.
    pub fn pass<'c>(mut self, calls: impl ExactSizeIterator<Item = (u32, &'c Call)>, mut places: SeedPlaces) -> SeedPlaces {
        let (mut room, mut touched, all) = (Room::default(), Vec::new(), calls.len());
        for ((call, c), seen) in calls.zip(0..) {
            if seen >= FIRST_LOOK && seen.is_power_of_two() && places.find_commonplaces(seen, all) {
                self.take_out_commonplaces(&places);
            }
            let here = self.commonplaces.get(&call).map(|seeds| self.sieves(seeds.iter().copied()));
            let mut turns = (0u32..).zip(&c.turns).peekable();
            while let Some((turn, t)) = turns.next() {
                self.note(&t.text, turn, &mut room);
                if let Some(here) = &here {
                    here.note(&room.words, turn, &mut room.likely);
                }
                if room.likely.are_many() || turns.peek().is_none() {
                    touched.extend(self.known(&mut room));
                    touched.drain(..).for_each(|(seed, (turn, byte))| places.keep(seed, Hit { call, turn, byte }));
                }
            }
        }
        places
    }

    /// Notes what in the text of a turn is likely to be a seed.
    pub fn note(&self, text: &str, turn: u32, room: &mut Room) {
        plain::read(text, &mut room.words);
        self.everywhere.note(&room.words, turn, &mut room.likely);
    }

    /// The seeds among what was noted, each with its turn and the byte it starts at.
    pub fn known(&self, room: &mut Room) -> impl Iterator<Item = (u32, Place)> {
        room.likely.take().iter().filter_map(|(hash, place)| Some((self.index.find(*hash)?, *place)))
    }

    fn take_out_commonplaces(&mut self, places: &SeedPlaces) {
        self.everywhere = self.sieves((0..).take(self.lengths.len()).filter(|seed| !places.is_commonplace(*seed)));
        self.commonplaces.clear();
        for (seed, call) in places.claims().filter(|(seed, _)| places.is_commonplace(*seed)) {
            self.commonplaces.entry(call).or_default().push(seed);
        }
    }

    fn sieves(&self, seeds: impl Iterator<Item = u32> + Clone) -> Sieves {
        let place = |seed: u32| self.lengths.get(seed as usize).map(|len| usize::from(*len) - 1);
        let mut many = [0; 3];
        seeds.clone().filter_map(place).for_each(|len| many[len] += 1);
        let mut sieves = many.map(Sieve::for_so_many);
        for seed in seeds {
            if let (Some(len), Some(hash)) = (place(seed), self.index.hashes().get(seed as usize)) {
                sieves[len].add(*hash);
            }
        }
        Sieves(sieves)
    }
}

impl Sieves {
    fn note(&self, words: &[PlainWord], turn: u32, likely: &mut Likely) {
        let Sieves([of_one, of_two, of_three]) = self;
        let placed = |(hash, byte): PlainWord| (hash, (turn, byte));
        of_one.note(words.iter().copied().map(placed), likely);
        of_two.note(words.windows(2).map(pair).map(placed), likely);
        of_three.note(words.windows(3).map(three).map(placed), likely);
    }
}

/// The hash of two words in a row, and where the first starts.
#[inline]
pub(super) fn pair(words: &[PlainWord]) -> PlainWord {
    (scan::mix(words[0].0, words[1].0), words[0].1)
}

/// The hash of three words in a row, and where the first starts.
#[inline]
pub(super) fn three(words: &[PlainWord]) -> PlainWord {
    (scan::mix(scan::mix(words[0].0, words[1].0), words[2].0), words[0].1)
}
