//! Finds where quotes may stand: all quotes are indexed, all calls stream past them once.
//!
//! A seed is the hash of three words in a row of a quote (two or one where a piece is shorter; pairs too for short quotes), taken from a
//! *plain* stream in which fillers, lone consonants, "you know" and immediate repetitions are left out on both sides, so that what an
//! honest quote leaves out doesn't break a seed. One pass over the calls looks each seed up in a bitmap first and a table next: a few
//! nanoseconds for each word of talk, whatever the number of quotes. A turn's words are hashed first and looked up next, so that
//! the processor needn't wait for one answer before it asks for the next.

use super::{
    index::{Index, Likely},
    plain::PlainWords,
    scan,
    seed_places::{Hit, SeedPlaces},
    wording::Wording,
};
use crate::calls::Call;

/// Seeds taken from one quote; a longer one gives evenly spaced seeds.
const SEEDS: usize = 2048;

/// A seed of a quote: which, and at which of the quote's words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planted {
    /// Position among all seeds.
    pub seed: u32,
    /// The quote's word at which it starts.
    pub word: u32,
    /// How many plain words it has.
    pub len: u8,
}

/// All quotes' seeds.
#[derive(Default)]
pub(super) struct Seeds {
    /// The seeds of one word, of two, and of three.
    by_len: [Index; 3],
    places: SeedPlaces,
}

/// A quote with no more plain words is short: one changed word may leave no three in a row.
const SHORT: usize = 6;

impl Seeds {
    /// Room for about as many seeds as quotes of these lengths, in bytes, have.
    pub fn with_room(quotes: impl Iterator<Item = usize>) -> Seeds {
        let seeds = quotes.map(|bytes| (bytes / 5).min(SEEDS)).sum();
        Seeds { by_len: [Index::default(), Index::default(), Index::with_room(seeds)], places: SeedPlaces::with_room(seeds) }
    }

    /// Adds the seeds of `quote`, which claims the call at `claimed`; gives them in the quote's order.
    pub fn plant(&mut self, quote: &Wording, claimed: Option<u32>) -> Vec<Planted> {
        let mut planted = Vec::with_capacity(quote.words.len());
        let stride = quote.words.len() / SEEDS + 1;
        let runs: Vec<_> = quote.runs().into_iter().map(|(from, to)| PlainWords::of(&quote.words[from..to], from)).collect();
        let short = runs.iter().map(|words| words.hashes.len()).sum::<usize>() <= SHORT;
        for PlainWords { hashes, starts } in runs {
            let starts = || starts.iter().copied();
            match *hashes.as_slice() {
                [] => {}
                [one] => planted.extend(starts().map(|at| self.add(one, at, 1, claimed))),
                [a, b] => planted.extend(starts().take(1).map(|at| self.add(scan::mix(a, b), at, 2, claimed))),
                _ => {
                    for (key, at) in threes(&hashes).zip(starts()).step_by(stride) {
                        planted.push(self.add(key, at, 3, claimed));
                    }
                    for (pair, at) in hashes.windows(2).zip(starts()).filter(|_| short) {
                        planted.push(self.add(scan::mix(pair[0], pair[1]), at, 2, claimed));
                    }
                }
            }
        }
        planted.sort_by_key(|p| (p.word, p.len));
        planted
    }

    /// Adds seeds of a text as it is written, marks and all; gives them. None from its first and last words, which may be read otherwise where
    /// others stand beside them.
    pub fn plant_as_written(&mut self, text: &str, claimed: Option<u32>) -> Vec<u32> {
        let words = PlainWords::of(&scan::tokens(text), 0);
        let inner = words.hashes.get(2..words.hashes.len().saturating_sub(1)).unwrap_or_default();
        threes(inner).take(SEEDS).map(|key| self.add(key, 0, 3, claimed).seed).collect()
    }

    fn add(&mut self, key: u64, word: u32, len: u8, claimed: Option<u32>) -> Planted {
        let next = self.places.next();
        let seed = self.by_len[usize::from(len) - 1].place_of(key, next);
        if seed == next {
            self.places.add();
        }
        if let Some(call) = claimed {
            self.places.claim(seed, call);
        }
        Planted { seed, word, len }
    }

    /// Streams the calls, given in their order with their positions in the list, past the seeds; gives where each stands.
    pub fn pass<'c>(mut self, calls: impl Iterator<Item = (u32, &'c Call)>) -> SeedPlaces {
        let (mut room, mut touched) = (Room::default(), Vec::new());
        for (call, c) in calls {
            for (turn, t) in (0u32..).zip(&c.turns) {
                self.each_seed(&t.text, &mut room, |seed, byte| touched.push((seed, Hit { call, turn, byte })));
            }
            for (seed, hit) in touched.drain(..) {
                self.places.keep(seed, hit);
            }
        }
        self.places
    }

    /// Calls `found` with each seed in `text` and the byte it starts at.
    #[inline]
    pub fn each_seed(&self, text: &str, room: &mut Room, mut found: impl FnMut(u32, u32)) {
        let [of_one, of_two, of_three] = &self.by_len;
        if of_one.is_empty() && of_two.is_empty() && of_three.is_empty() {
            return;
        }
        let Room { words, likely: [one, two, three] } = room;
        words.read(text);
        let PlainWords { hashes, starts } = words;
        [&mut *one, two, three].into_iter().for_each(|likely| likely.start(hashes.len()));
        let pairs = hashes.iter().zip(hashes.iter().skip(1)).map(|(a, b)| scan::mix(*a, *b));
        for ((pair, next), at) in pairs.zip(hashes.iter().skip(2)).zip(starts.iter()) {
            if !of_two.is_empty() {
                of_two.note(pair, *at, two);
            }
            let key = scan::mix(pair, *next);
            of_three.note(key, *at, three);
        }
        if let ([.., a, b], [.., at, _]) = (hashes.as_slice(), starts.as_slice()) {
            let pair = scan::mix(*a, *b);
            of_two.note(pair, *at, two);
        }
        if !of_one.is_empty() {
            hashes.iter().zip(starts.iter()).for_each(|(hash, at)| of_one.note(*hash, *at, one));
        }
        self.by_len.iter().zip([one, two, three]).for_each(|(index, likely)| index.each_of(likely, &mut found));
    }
}

/// Room for the words of one text after the other, and for what of them is likely to be a seed.
#[derive(Default)]
pub(super) struct Room {
    words: PlainWords,
    likely: [Likely; 3],
}

/// The hashes of all three words in a row.
fn threes(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(3).map(|w| scan::mix(scan::mix(w[0], w[1]), w[2]))
}
