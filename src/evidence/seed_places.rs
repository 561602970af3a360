//! Where the words of seeds stand in the calls: the first places of each, and all that stand in a call that one of its quotes claims.
//!
//! The places of all seeds lie in one list, each with the one before of the same seed: thousands of quotes need no room of their own for each
//! seed, and a place is added without a look at those before it.

use super::{lexicon::ByHash, scan};

/// Places kept for each seed outside the calls that its quotes claim. A seed with more says little about where its quote stands.
const PLACES: u32 = 256;
/// Places that lie beside each other in memory.
const RUN: usize = 1 << 15;
/// What stands for no position in a list.
const NONE: u32 = u32::MAX;

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
    /// One number for a place, a word of the quote there and what the place says, in the order of calls, turns, bytes and words, what
    /// says most first: quicker to sort than five.
    pub fn in_order(self, word: u32, weight: u8) -> u128 {
        let place = [self.call, self.turn, self.byte].into_iter().fold(0, |all, n| all << 32 | u128::from(n));
        place << 32 | u128::from(word.min(MOST_WORDS) << 8 | u32::from(u8::MAX - weight))
    }

    /// The place, the word and the weight of such a number.
    #[expect(clippy::cast_possible_truncation, reason = "each part is the bits that were put there")]
    pub fn from_order(place: u128) -> (Hit, u32, u8) {
        let part = |at: u32| (place >> (32 * at)) as u32;
        (Hit { call: part(3), turn: part(2), byte: part(1) }, part(0) >> 8, u8::MAX - part(0) as u8)
    }
}

/// Words of one quote beyond these are taken for this one: 24 bits hold them.
const MOST_WORDS: u32 = (1 << 24) - 1;

/// What is known of one seed: in one line of the processor's memory, since seeds are met in no order.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Seed {
    /// How often it occurs in all calls.
    count: u32,
    /// How many of its places are kept, and the last of them.
    kept: u32,
    last: u32,
    /// The last call in which it was, and how many places are kept there.
    last_call: u32,
    in_last_call: u32,
    /// The first call that one of its quotes claims; the others are in [`SeedPlaces::also_claimed`].
    claimed: u32,
    /// How many of the places are in that call, and the last of them. They lie one behind the other.
    in_claimed: u32,
    last_in_claimed: u32,
}

/// The places of all seeds, which are known by their position.
#[derive(Default)]
pub(super) struct SeedPlaces {
    seeds: Vec<Seed>,
    /// Places, each with the position of the one before of the same seed. In runs of [`RUN`]: a million of them needn't move when more come.
    hits: Vec<Vec<(Hit, u32)>>,
    /// A hash for each further claim of a call for a seed.
    also_claimed: ByHash<()>,
}

impl SeedPlaces {
    pub fn with_room(seeds: usize) -> SeedPlaces {
        SeedPlaces { seeds: Vec::with_capacity(seeds), ..SeedPlaces::default() }
    }

    /// The position of the next seed that is added.
    pub fn next(&self) -> u32 {
        u32::try_from(self.seeds.len()).unwrap_or(NONE)
    }

    /// Adds a seed without places.
    pub fn add(&mut self) {
        let none =
            Seed { count: 0, kept: 0, last: NONE, last_call: NONE, in_last_call: 0, claimed: NONE, in_claimed: 0, last_in_claimed: NONE };
        self.seeds.push(none);
    }

    /// Notes that a quote with this seed claims a call.
    pub fn claim(&mut self, seed: u32, call: u32) {
        let Some(s) = self.seeds.get_mut(seed as usize) else { return };
        if s.claimed == NONE {
            s.claimed = call;
        } else if s.claimed != call {
            self.also_claimed.insert(claim_key(seed, call), ());
        }
    }

    /// Counts a place, and keeps it as long as its seed has few. Calls come one after the other.
    #[inline]
    pub fn keep(&mut self, seed: u32, hit: Hit) {
        let Some(s) = self.seeds.get_mut(seed as usize) else { return };
        s.count = s.count.saturating_add(1);
        if s.last_call != hit.call {
            s.last_call = hit.call;
            s.in_last_call = 0;
        }
        if s.kept >= PLACES {
            let is_claimed = s.claimed == hit.call || self.also_claimed.contains_key(&claim_key(seed, hit.call));
            if !is_claimed || s.in_last_call >= PLACES {
                return;
            }
        }
        s.in_last_call += 1;
        s.kept += 1;
        if self.hits.last().is_none_or(|run| run.len() == RUN) {
            self.hits.push(Vec::with_capacity(RUN));
        }
        let Some((run, before)) = self.hits.split_last_mut() else { return };
        let at = u32::try_from(before.len() * RUN + run.len()).unwrap_or(NONE);
        if s.claimed == hit.call {
            s.in_claimed += 1;
            s.last_in_claimed = at;
        }
        run.push((hit, s.last));
        s.last = at;
    }

    /// How often the seed occurs in all calls.
    pub fn count(&self, seed: u32) -> u32 {
        self.seeds.get(seed as usize).map_or(0, |s| s.count)
    }

    /// Whether all places of the seed are known.
    pub fn is_complete(&self, seed: u32) -> bool {
        self.seeds.get(seed as usize).is_some_and(|s| s.kept == s.count)
    }

    /// The places up to the one at `last`, backwards.
    fn back_from(&self, last: u32) -> impl Iterator<Item = &Hit> {
        let get = |at: u32| self.hits.get(at as usize / RUN)?.get(at as usize % RUN);
        std::iter::successors(get(last), move |(_, before)| get(*before)).map(|(hit, _)| hit)
    }

    /// The seed's places that can be relied on whatever the order of calls, the last first: all, or those in the claimed call.
    pub fn places(&self, seed: u32, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let complete = self.is_complete(seed);
        let last = |s: &Seed| if !complete && Some(s.claimed) == claimed { s.last_in_claimed } else { s.last };
        let last = self.seeds.get(seed as usize).map_or(NONE, last);
        let is_meant = move |hit: &&Hit| complete || Some(hit.call) == claimed;
        self.back_from(last).skip_while(move |hit| !is_meant(hit)).take_while(is_meant)
    }

    /// How many places [`SeedPlaces::places`] gives.
    pub fn places_count(&self, seed: u32, claimed: Option<u32>) -> usize {
        match self.seeds.get(seed as usize) {
            Some(s) if s.kept == s.count => s.count as usize,
            Some(s) if Some(s.claimed) == claimed => s.in_claimed as usize,
            _ => self.places(seed, claimed).count(),
        }
    }

    /// Those of the [places](SeedPlaces::places) that lie in `call`, the last first.
    pub fn in_call(&self, seed: u32, call: u32, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let is_known = self.is_complete(seed) || claimed == Some(call);
        let run = |s: &Seed| if s.claimed == call { (s.last_in_claimed, s.in_claimed) } else { (s.last, s.kept) };
        let (last, looked_at) = self.seeds.get(seed as usize).filter(|_| is_known).map_or((NONE, 0), run);
        self.back_from(last).take(looked_at as usize).filter(move |hit| hit.call == call)
    }

    /// Whether [`SeedPlaces::in_call`] needs to look at few places in other calls.
    pub fn is_at_hand(&self, seed: u32, call: u32) -> bool {
        self.seeds.get(seed as usize).is_some_and(|s| s.claimed == call || s.kept == s.count)
    }
}

fn claim_key(seed: u32, call: u32) -> u64 {
    scan::mix(u64::from(seed) + 1, u64::from(call) + 1)
}
