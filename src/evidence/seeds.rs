//! Finds where quotes may stand: all quotes are indexed, all calls stream past them once.
//!
//! A seed is the hash of three words in a row of a quote (two or one where a piece is shorter; pairs too for short quotes), taken from a
//! *plain* stream in which fillers, lone consonants, "you know" and immediate repetitions are left out on both sides, so that what an
//! honest quote leaves out doesn't break a seed. One pass over the calls looks each seed up in a bitmap first and a table next: about a
//! nanosecond for each byte of talk, whatever the number of quotes. A seed keeps its first places, in the order of the calls' ids, and all that
//! stand in a call that one of its quotes claims.

use super::{
    lexicon::{self, ByHash},
    scan::{self, Token},
    wording::Wording,
};
use crate::calls::Call;

/// Places kept for each seed outside the calls that its quotes claim. A seed with more says little about where its quote stands.
pub(super) const PLACES: usize = 64;
/// The same inside one claimed call.
const PLACES_CLAIMED: usize = 256;
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

/// What is known of one seed.
#[derive(Debug, Default, Clone)]
pub(super) struct Seed {
    /// How often it occurs in all calls.
    pub count: u32,
    /// The first of these places, and those in claimed calls.
    pub hits: Vec<Hit>,
    claimed: Vec<u32>,
    in_claimed: u32,
}

impl Seed {
    /// Whether all of its places are known.
    pub fn is_complete(&self) -> bool {
        self.hits.len() == self.count as usize
    }

    /// The places that can be relied on whatever the order of calls: all, or those in the claimed call.
    pub fn reliable(&self, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let complete = self.is_complete();
        self.hits.iter().filter(move |h| complete || Some(h.call) == claimed)
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
    table: ByHash<u32>,
    /// What was found of each.
    pub found: Vec<Seed>,
    filter: Vec<u64>,
    ones: bool,
    pairs: bool,
}

/// A plain word's hash, and where it starts.
type Heard = (u64, u32);

const FILTER_BITS: u32 = 20;

impl Seeds {
    /// Adds the seeds of `quote`, which claims the call at `claimed`; gives them in the quote's order.
    pub fn plant(&mut self, quote: &Wording, claimed: Option<u32>) -> Vec<Planted> {
        let mut planted = Vec::new();
        let short = quote.words.len() <= 8;
        let stride = quote.words.len() / SEEDS + 1;
        for (from, to) in quote.runs() {
            let mut plain = Plain::default();
            let mut words: Vec<(u64, u32)> = Vec::new();
            for (i, t) in quote.words[from..to].iter().enumerate() {
                plain.push(t, u32::try_from(from + i).unwrap_or(u32::MAX), |h, at| words.push((h, at)));
            }
            plain.finish(|h, at| words.push((h, at)));
            match words.as_slice() {
                [] => {}
                [a] => planted.push(self.add(one(a.0), a.1, 1, claimed)),
                [a, b] => planted.push(self.add(two(a.0, b.0), a.1, 2, claimed)),
                words => {
                    for w in words.windows(3).step_by(stride) {
                        planted.push(self.add(three(w[0].0, w[1].0, w[2].0), w[0].1, 3, claimed));
                    }
                    for w in words.windows(2).filter(|_| short) {
                        planted.push(self.add(two(w[0].0, w[1].0), w[0].1, 2, claimed));
                    }
                }
            }
        }
        planted.sort_by_key(|p| (p.word, p.len));
        planted
    }

    fn add(&mut self, key: u64, word: u32, len: u8, claimed: Option<u32>) -> Planted {
        self.ones |= len == 1;
        self.pairs |= len == 2;
        let seed = *self.table.entry(key).or_insert_with(|| {
            self.found.push(Seed::default());
            u32::try_from(self.found.len() - 1).unwrap_or(u32::MAX)
        });
        if let (Some(call), Some(s)) = (claimed, self.found.get_mut(seed as usize))
            && !s.claimed.contains(&call)
        {
            s.claimed.push(call);
        }
        if self.filter.is_empty() {
            self.filter = vec![0; 1 << (FILTER_BITS - 6)];
        }
        let bit = key >> (64 - FILTER_BITS);
        self.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
        Planted { seed, word, len }
    }

    fn look_up(&self, key: u64) -> Option<u32> {
        let bit = key >> (64 - FILTER_BITS);
        if self.filter[(bit >> 6) as usize] & (1 << (bit & 63)) == 0 {
            return None;
        }
        self.table.get(&key).copied()
    }

    /// Streams the call at position `at` of the list past the seeds.
    pub fn pass(&mut self, at: u32, call: &Call) {
        if self.found.is_empty() {
            return;
        }
        let mut touched = Vec::new();
        for (turn, t) in call.turns.iter().enumerate() {
            let turn = u32::try_from(turn).unwrap_or(u32::MAX);
            self.each_seed(&t.text, |seed, byte| touched.push((seed, Hit { call: at, turn, byte })));
        }
        for (seed, hit) in touched {
            let Some(s) = self.found.get_mut(seed as usize) else { continue };
            s.count = s.count.saturating_add(1);
            if s.hits.last().is_none_or(|h| h.call != at) {
                s.in_claimed = 0;
            }
            let claimed = s.claimed.contains(&at) && s.in_claimed < u32::try_from(PLACES_CLAIMED).unwrap_or(u32::MAX);
            if s.hits.len() < PLACES || claimed {
                s.in_claimed += 1;
                s.hits.push(hit);
            }
        }
    }

    /// As [`Seeds::each_seed`], at no cost where nothing was planted.
    pub fn each_seed_if_any(&self, text: &str, found: impl FnMut(u32, u32)) {
        if !self.found.is_empty() {
            self.each_seed(text, found);
        }
    }

    /// Calls `found` with each seed in `text` and the byte it starts at.
    #[inline]
    pub fn each_seed(&self, text: &str, mut found: impl FnMut(u32, u32)) {
        let mut plain = Plain::default();
        // The last two plain words and where they start.
        let (mut a, mut b): (Option<Heard>, Option<Heard>) = (None, None);
        let mut next = |h: u64, at: u32| {
            if let (Some(a), Some(b)) = (a, b)
                && let Some(seed) = self.look_up(three(a.0, b.0, h))
            {
                found(seed, a.1);
            }
            if self.pairs
                && let Some(b) = b
                && let Some(seed) = self.look_up(two(b.0, h))
            {
                found(seed, b.1);
            }
            if self.ones
                && let Some(seed) = self.look_up(one(h))
            {
                found(seed, at);
            }
            a = b;
            b = Some((h, at));
        };
        scan::scan(text, |t| plain.push(&t, t.start, &mut next));
        plain.finish(next);
    }
}

fn one(a: u64) -> u64 {
    scan::mix(a, 0x0001)
}

fn two(a: u64, b: u64) -> u64 {
    scan::mix(scan::mix(a, b), 0x0002)
}

fn three(a: u64, b: u64, c: u64) -> u64 {
    scan::mix(scan::mix(a, b), c)
}

/// The plain stream of words: without fillers, lone consonants, "you know", and immediate repetitions.
struct Plain {
    known: &'static Known,
    last: u64,
    you: Option<u32>,
}

impl Default for Plain {
    fn default() -> Plain {
        Plain { known: &KNOWN, last: 0, you: None }
    }
}

/// Hashes that the plain stream needs, worked out once.
struct Known {
    you: u64,
    know: u64,
    consonants: Vec<u64>,
    fillers: &'static lexicon::Phrases,
}

static KNOWN: std::sync::LazyLock<Known> = std::sync::LazyLock::new(|| Known {
    you: scan::hash("you"),
    know: scan::hash("know"),
    consonants: "bcdfghjklmnpqrstvwxyz".chars().map(|c| scan::hash(&c.to_string())).collect(),
    fillers: &lexicon::FILLERS,
});

impl Plain {
    /// Takes the next word, which stands at `at`; gives the plain words that are certain by now.
    #[inline]
    fn push(&mut self, t: &Token, at: u32, mut give: impl FnMut(u64, u32)) {
        let known = self.known;
        if is_left_out(t, known) {
            return;
        }
        if let Some(before) = self.you.take() {
            if t.hash == known.know {
                return;
            }
            self.give(known.you, before, &mut give);
        }
        if t.hash == known.you {
            self.you = Some(at);
        } else {
            self.give(t.hash, at, &mut give);
        }
    }

    /// Gives what was still waiting.
    fn finish(mut self, mut give: impl FnMut(u64, u32)) {
        if let Some(at) = self.you.take() {
            self.give(self.known.you, at, &mut give);
        }
    }

    #[inline]
    fn give(&mut self, hash: u64, at: u32, give: &mut impl FnMut(u64, u32)) {
        if hash != self.last {
            self.last = hash;
            give(hash, at);
        }
    }
}

#[inline]
fn is_left_out(t: &Token, known: &Known) -> bool {
    let len = t.end - t.start;
    len <= 6 && ((len == 1 && known.consonants.contains(&t.hash)) || (len >= 2 && known.fillers.has(t.hash)))
}
