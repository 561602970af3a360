//! Finds where quotes may stand: all quotes are indexed, all calls stream past them once.
//!
//! A seed is the hash of three words in a row of a quote (two or one where a piece is shorter; pairs too for short quotes), taken from a
//! *plain* stream in which fillers, lone consonants, "you know" and immediate repetitions are left out on both sides, so that what an
//! honest quote leaves out doesn't break a seed. One pass over the calls looks each seed up in a bitmap first and a table next: a few
//! nanoseconds for each word of talk, whatever the number of quotes. A seed keeps its first places, in the order of the calls' ids, and all that
//! stand in a call that one of its quotes claims. The places of all seeds lie in one list, each with the next of its seed: thousands of quotes need
//! no room of their own for each seed.

use super::{
    index::Index,
    lexicon::ByHash,
    plain::{Plain, Recent},
    scan::{self, Token},
    wording::Wording,
};
use crate::calls::Call;

/// Places kept for each seed outside the calls that its quotes claim. A seed with more says little about where its quote stands.
const PLACES: u32 = 256;
/// Seeds taken from one quote; a longer one gives evenly spaced seeds.
const SEEDS: usize = 2048;

/// A place where a seed's words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// The call's position in the list that is searched.
    pub call: u32,
    /// The turn's position in the call, from 0.
    pub turn: u32,
    /// The first byte of the first word.
    pub byte: u32,
}

impl Hit {
    /// One number for a place and a word of the quote there, in the order of calls, turns, bytes and words: quicker to sort than four.
    pub fn in_order(self, word: u32) -> u128 {
        [self.call, self.turn, self.byte, word].into_iter().fold(0, |all, n| all << 32 | u128::from(n))
    }

    /// The place and the word of such a number.
    #[expect(clippy::cast_possible_truncation, reason = "each part is the 32 bits that were put there")]
    pub fn from_order(place: u128) -> (Hit, u32) {
        let part = |at: u32| (place >> (32 * at)) as u32;
        (Hit { call: part(3), turn: part(2), byte: part(1) }, part(0))
    }
}

/// What stands for no position in a list.
const NONE: u32 = u32::MAX;

/// What is known of one seed.
#[derive(Debug, Clone, Copy)]
struct Seed {
    /// How often it occurs in all calls.
    count: u32,
    /// How many of its places are kept.
    kept: u32,
    /// How many of them are in the last call in which one was.
    in_last_call: u32,
    /// The first and the last of its places in the list of all.
    first: u32,
    last: u32,
    /// The first call that one of its quotes claims; the others are in [`Seeds::also_claimed`].
    claimed: u32,
    /// How many of the places are in that call, and the first of them.
    in_claimed: u32,
    first_in_claimed: u32,
}

impl Seed {
    fn claimed_in(call: Option<u32>) -> Seed {
        let claimed = call.unwrap_or(NONE);
        Seed { count: 0, kept: 0, in_last_call: 0, first: NONE, last: NONE, claimed, in_claimed: 0, first_in_claimed: NONE }
    }
}

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
    seeds: Vec<Seed>,
    /// Places, each with the position of the same seed's next.
    hits: Vec<(Hit, u32)>,
    /// A hash for each further claim of a call for a seed.
    also_claimed: ByHash<()>,
}

/// A quote with no more plain words is short: one changed word may leave no three in a row.
const SHORT: usize = 6;

impl Seeds {
    /// Room for about as many seeds as quotes of these lengths, in bytes, have.
    pub fn with_room(quotes: impl Iterator<Item = usize>) -> Seeds {
        let seeds = quotes.map(|bytes| (bytes / 5).min(SEEDS)).sum();
        let mut room = Seeds::default();
        room.by_len[2].reserve(seeds);
        room.seeds.reserve(seeds);
        room
    }

    /// Adds the seeds of `quote`, which claims the call at `claimed`; gives them in the quote's order.
    pub fn plant(&mut self, quote: &Wording, claimed: Option<u32>) -> Vec<Planted> {
        let mut planted = Vec::with_capacity(quote.words.len());
        let stride = quote.words.len() / SEEDS + 1;
        let runs: Vec<_> = quote.runs().into_iter().map(|(from, to)| plain_words(&quote.words[from..to], from)).collect();
        let short = runs.iter().map(Vec::len).sum::<usize>() <= SHORT;
        for words in runs {
            match words.as_slice() {
                [] => {}
                [a] => planted.push(self.add(a.0, a.1, 1, claimed)),
                [a, b] => planted.push(self.add(Recent::two(a.0, b.0), a.1, 2, claimed)),
                words => {
                    for w in words.windows(3).step_by(stride) {
                        planted.push(self.add(Recent::three(w[0].0, w[1].0, w[2].0), w[0].1, 3, claimed));
                    }
                    for w in words.windows(2).filter(|_| short) {
                        planted.push(self.add(Recent::two(w[0].0, w[1].0), w[0].1, 2, claimed));
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
        let words = plain_words(&scan::tokens(text), 0);
        let inner = words.get(2..words.len().saturating_sub(1)).unwrap_or_default();
        inner.windows(3).take(SEEDS).map(|w| self.add(Recent::three(w[0].0, w[1].0, w[2].0), w[0].1, 3, claimed).seed).collect()
    }

    fn add(&mut self, key: u64, word: u32, len: u8, claimed: Option<u32>) -> Planted {
        let next = u32::try_from(self.seeds.len()).unwrap_or(NONE);
        let seed = self.by_len[usize::from(len) - 1].place_of(key, next);
        if seed == next {
            self.seeds.push(Seed::claimed_in(claimed));
        }
        if let (Some(call), Some(s)) = (claimed, self.seeds.get_mut(seed as usize)) {
            if s.claimed == NONE {
                s.claimed = call;
            } else if s.claimed != call {
                self.also_claimed.insert(claim(seed, call), ());
            }
        }
        Planted { seed, word, len }
    }

    /// Streams the calls, given in their order with their positions in the list, past the seeds.
    pub fn pass<'c>(&mut self, calls: impl Iterator<Item = (u32, &'c Call)>) {
        if self.seeds.is_empty() {
            return;
        }
        let mut touched = Vec::new();
        for (call, c) in calls {
            for (turn, t) in (0u32..).zip(&c.turns) {
                self.each_seed(&t.text, |seed, byte| touched.push((seed, Hit { call, turn, byte })));
            }
            for (seed, hit) in touched.drain(..) {
                self.keep(seed, hit);
            }
        }
    }

    /// Counts a place, and keeps it as long as its seed has few.
    fn keep(&mut self, seed: u32, hit: Hit) {
        let Some(s) = self.seeds.get_mut(seed as usize) else { return };
        s.count = s.count.saturating_add(1);
        let last = self.hits.get_mut(s.last as usize);
        if last.as_ref().is_none_or(|(last, _)| last.call != hit.call) {
            s.in_last_call = 0;
        }
        if s.kept >= PLACES {
            let is_claimed = s.claimed == hit.call || self.also_claimed.contains_key(&claim(seed, hit.call));
            if !is_claimed || s.in_last_call >= PLACES {
                return;
            }
        }
        s.in_last_call += 1;
        s.kept += 1;
        let at = u32::try_from(self.hits.len()).unwrap_or(NONE);
        if s.claimed == hit.call {
            s.in_claimed += 1;
            s.first_in_claimed = s.first_in_claimed.min(at);
        }
        match self.hits.get_mut(s.last as usize) {
            Some((_, next)) => *next = at,
            None => s.first = at,
        }
        s.last = at;
        self.hits.push((hit, NONE));
    }

    /// How often the seed occurs in all calls.
    pub fn count(&self, seed: u32) -> u32 {
        self.seeds.get(seed as usize).map_or(0, |s| s.count)
    }

    /// Whether all places of the seed are known.
    pub fn is_complete(&self, seed: u32) -> bool {
        self.seeds.get(seed as usize).is_some_and(|s| s.kept == s.count)
    }

    /// The seed's places that can be relied on whatever the order of calls: all, or those in the claimed call.
    pub fn places(&self, seed: u32, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let complete = self.is_complete(seed);
        let get = |at: u32| self.hits.get(at as usize);
        // The places in one call lie one behind the other.
        let first = |s: &Seed| get(if !complete && Some(s.claimed) == claimed { s.first_in_claimed } else { s.first });
        let all = std::iter::successors(self.seeds.get(seed as usize).and_then(first), move |(_, next)| get(*next));
        let is_meant = move |hit: &&Hit| complete || Some(hit.call) == claimed;
        all.map(|(hit, _)| hit).skip_while(move |hit| !is_meant(hit)).take_while(is_meant)
    }

    /// How many places [`Seeds::places`] gives.
    pub fn places_count(&self, seed: u32, claimed: Option<u32>) -> usize {
        match self.seeds.get(seed as usize) {
            Some(s) if s.kept == s.count => s.count as usize,
            Some(s) if Some(s.claimed) == claimed => s.in_claimed as usize,
            _ => self.places(seed, claimed).count(),
        }
    }

    /// As [`Seeds::each_seed`], at no cost where nothing was planted.
    pub fn each_seed_if_any(&self, text: &str, found: impl FnMut(u32, u32)) {
        if !self.seeds.is_empty() {
            self.each_seed(text, found);
        }
    }

    /// Calls `found` with each seed in `text` and the byte it starts at.
    #[inline]
    fn each_seed(&self, text: &str, mut found: impl FnMut(u32, u32)) {
        let mut recent = Recent::default();
        let [ones, pairs, threes] = &self.by_len;
        let mut next = |hash: u64, at: u32| {
            if let Some(seed) = threes.get(recent.three_with(hash)) {
                found(seed, recent.starts.0);
            }
            if !pairs.is_empty()
                && let Some(seed) = pairs.get(recent.two_with(hash))
            {
                found(seed, recent.starts.1);
            }
            if !ones.is_empty()
                && let Some(seed) = ones.get(hash)
            {
                found(seed, at);
            }
            recent.add(hash, at);
        };
        let mut plain = Plain::default();
        scan::scan(text, |t| plain.push(&t, t.start, &mut next));
        plain.finish(next);
    }
}

/// The plain words of some tokens, each with its position; the first token is at `from`.
fn plain_words(tokens: &[Token], from: usize) -> Vec<(u64, u32)> {
    let mut plain = Plain::default();
    let mut words = Vec::with_capacity(tokens.len());
    for (i, t) in tokens.iter().enumerate() {
        plain.push(t, u32::try_from(from + i).unwrap_or(NONE), |hash, at| words.push((hash, at)));
    }
    plain.finish(|hash, at| words.push((hash, at)));
    words
}

fn claim(seed: u32, call: u32) -> u64 {
    scan::mix(u64::from(seed) + 1, u64::from(call) + 1)
}
