//! Finds where quotes may stand: all quotes are indexed, all calls stream past them once (`sown`).
//!
//! A seed is the hash of three words in a row of a quote (two or one where a piece is shorter; pairs too for short quotes), taken from a
//! *plain* stream in which fillers, lone consonants, "you know" and immediate repetitions are left out on both sides, so that what an
//! honest quote leaves out doesn't break a seed.

use super::{
    index::Index,
    plain, scan,
    seed_places::SeedPlaces,
    sown::{Sown, pair, three},
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
    index: Index,
    /// How many words each has.
    lengths: Vec<u8>,
    places: SeedPlaces,
}

/// A quote with no more plain words is short: one changed word may leave no three in a row.
const SHORT: usize = 6;

impl Seeds {
    /// Room for about as many seeds as quotes of these lengths, in bytes, have.
    pub fn with_room(quotes: impl Iterator<Item = usize>) -> Seeds {
        let seeds = quotes.map(|bytes| (bytes / 5).min(SEEDS)).sum();
        Seeds { index: Index::with_room(seeds), lengths: Vec::with_capacity(seeds), places: SeedPlaces::with_room(seeds) }
    }

    /// Adds the seeds of `quote`, which claims the call at `claimed`; gives them in the quote's order.
    pub fn plant(&mut self, quote: &Wording, claimed: Option<u32>) -> Vec<Planted> {
        let mut planted = Vec::with_capacity(quote.words.len());
        let stride = quote.words.len() / SEEDS + 1;
        let runs: Vec<_> = quote.runs().into_iter().map(|(from, to)| plain::words_of(&quote.words[from..to], from)).collect();
        let short = runs.iter().map(Vec::len).sum::<usize>() <= SHORT;
        for words in &runs {
            // A long quote has other seeds.
            let words = if short { plain::certain(words) } else { words };
            match *words {
                [] => {}
                [(one, at)] => planted.push(self.add(one, at, 1, claimed)),
                [_, _] => {
                    let (key, at) = pair(words);
                    planted.push(self.add(key, at, 2, claimed));
                }
                _ => {
                    planted.extend(words.windows(3).step_by(stride).map(three).map(|(key, at)| self.add(key, at, 3, claimed)));
                    if short {
                        planted.extend(words.windows(2).map(pair).map(|(key, at)| self.add(key, at, 2, claimed)));
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
        let words = plain::words_of(&scan::tokens(text), 0);
        let inner = words.get(2..words.len().saturating_sub(1)).unwrap_or_default();
        inner.windows(3).take(SEEDS).map(three).map(|(key, _)| self.add(key, 0, 3, claimed).seed).collect()
    }

    fn add(&mut self, key: u64, word: u32, len: u8, claimed: Option<u32>) -> Planted {
        let seed = self.index.position_of(key);
        if self.index.hashes().len() > self.lengths.len() {
            self.lengths.push(len);
            self.places.add();
        }
        if let Some(call) = claimed {
            self.places.claim(seed, call);
        }
        Planted { seed, word, len }
    }

    /// Streams the calls, given in their order with their positions in the list, past the seeds; gives where each stands.
    pub fn pass<'c>(self, calls: impl ExactSizeIterator<Item = (u32, &'c Call)>) -> SeedPlaces {
        let Seeds { index, lengths, places } = self;
        Sown::of(index, lengths).pass(calls, places)
    }

    /// The seeds when all have been planted.
    pub fn sown(self) -> Sown {
        Sown::of(self.index, self.lengths)
    }
}
