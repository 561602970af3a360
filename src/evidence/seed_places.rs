//! Where the words of seeds stand in the calls: the first places of each, and all that stand in a call that one of its quotes claims.
//!
//! The places of all seeds lie in lines of a few, each of one seed and with the line before of the same seed: thousands of quotes need no room of
//! their own for each seed, a place is added without a look at those before it, and going through a seed's places waits for memory once a line.

use super::{lexicon::ByHash, scan};

/// Places kept for each seed outside the calls that its quotes claim. A seed with more says little about where its quote stands.
const PLACES: u32 = 256;
/// Places in a line: as many as the processor gets from memory at once.
const LINE: usize = 5;
/// Positions from one line to the next: a power of two, so that a position is taken apart at once.
const STEP: usize = 8;
/// Lines that lie beside each other in memory.
const RUN: usize = 1 << 13;
/// What stands for no position in a list.
const NONE: u32 = u32::MAX;

/// A place where a seed's words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
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
    /// The first call that one of its quotes claims, and the position of that claim.
    claimed: u32,
    claim: u32,
    /// Whether quotes claim other calls too.
    is_shared: bool,
    /// Whether it is met everywhere: its places outside of the calls that its quotes claim aren't known.
    is_commonplace: bool,
    /// The last call in which it was, and the position of the claim for that call, if there is one.
    last_call: u32,
    claim_there: u32,
}

impl Seed {
    fn is_complete(&self) -> bool {
        self.kept == self.count && !self.is_commonplace
    }
}

/// What is known of one seed in one call that a quote claims. The places lie one behind the other, since calls come so.
#[derive(Debug, Clone, Copy)]
struct Claim {
    seed: u32,
    call: u32,
    /// How many places are kept there, and the last of them.
    kept: u32,
    last: u32,
}

/// Some places of one seed.
struct Line {
    hits: [Hit; LINE],
    /// The last place of the line before.
    before: u32,
}

/// The places of all seeds, which are known by their position.
#[derive(Default)]
pub(super) struct SeedPlaces {
    seeds: Vec<Seed>,
    /// The position of a place is [`STEP`] times its line's, and its own in the line. In runs of [`RUN`]: a million places needn't move when more come.
    lines: Vec<Vec<Line>>,
    claims: Vec<Claim>,
    /// The positions of the claims that aren't the first of their seed.
    more_claims: ByHash<u32>,
}

impl SeedPlaces {
    pub fn with_room(seeds: usize) -> SeedPlaces {
        SeedPlaces { seeds: Vec::with_capacity(seeds), ..SeedPlaces::default() }
    }

    /// Adds a seed without places.
    pub fn add(&mut self) {
        let none = Seed {
            count: 0,
            kept: 0,
            last: NONE,
            claimed: NONE,
            claim: NONE,
            is_shared: false,
            is_commonplace: false,
            last_call: NONE,
            claim_there: NONE,
        };
        self.seeds.push(none);
    }

    /// Notes that a quote with this seed claims a call.
    pub fn claim(&mut self, seed: u32, call: u32) {
        let Some(s) = self.seeds.get_mut(seed as usize) else { return };
        let next = position(self.claims.len());
        let claim = if s.claimed == NONE {
            (s.claimed, s.claim) = (call, next);
            next
        } else if s.claimed == call {
            s.claim
        } else {
            s.is_shared = true;
            *self.more_claims.entry(claim_key(seed, call)).or_insert(next)
        };
        if claim == next {
            self.claims.push(Claim { seed, call, kept: 0, last: NONE });
        }
    }

    /// Counts a place. Where many are counted before they are kept, the processor gets what is known of their seeds from memory for all at once.
    #[inline]
    pub fn count_one(&mut self, seed: u32) {
        if let Some(s) = self.seeds.get_mut(seed as usize) {
            s.count = s.count.saturating_add(1);
        }
    }

    /// Keeps a place that was counted, as long as its seed has few, there or in all. Calls come one after the other.
    #[inline(always)]
    pub fn keep(&mut self, seed: u32, hit: Hit) {
        let Some(s) = self.seeds.get_mut(seed as usize) else { return };
        if s.last_call != hit.call {
            s.last_call = hit.call;
            s.claim_there = claim_of(s, seed, hit.call, &self.more_claims);
        }
        let claim = self.claims.get_mut(s.claim_there as usize);
        if s.kept >= PLACES && claim.as_ref().is_none_or(|claim| claim.kept >= PLACES) {
            return;
        }
        s.kept += 1;
        s.last = add_behind(s.last, hit, &mut self.lines);
        if let Some(claim) = claim {
            claim.kept += 1;
            claim.last = s.last;
        }
    }

    /// Finds the seeds that have turned out to be commonplaces, when so many calls of all have been seen; whether there are any new ones.
    pub fn find_commonplaces(&mut self, seen: usize, all: usize) -> bool {
        let mut any = false;
        for s in self.seeds.iter_mut().filter(|s| s.count > PLACES && !s.is_commonplace) {
            s.is_commonplace = true;
            any = true;
            // How often it occurs isn't counted any more: as often as before, most likely.
            let often = u64::from(s.count) * all as u64 / seen.max(1) as u64;
            s.count = u32::try_from(often).unwrap_or(u32::MAX);
        }
        any
    }

    /// Whether the seed was found to be a commonplace.
    pub fn is_commonplace(&self, seed: u32) -> bool {
        self.seeds.get(seed as usize).is_some_and(|s| s.is_commonplace)
    }

    /// All seeds and calls that are claimed together.
    pub fn claims(&self) -> impl Iterator<Item = (u32, u32)> {
        self.claims.iter().map(|claim| (claim.seed, claim.call))
    }

    /// How often the seed occurs in all calls; of a commonplace, about how often.
    pub fn count(&self, seed: u32) -> u32 {
        self.seeds.get(seed as usize).map_or(0, |s| s.count)
    }

    /// Whether all places of the seed are known.
    pub fn is_complete(&self, seed: u32) -> bool {
        self.seeds.get(seed as usize).is_some_and(Seed::is_complete)
    }

    /// So many places up to the one at `last`, backwards.
    fn back_from(&self, last: u32, places: u32) -> impl Iterator<Item = &Hit> {
        let line = |(run, line, _): (usize, usize, usize)| self.lines.get(run)?.get(line);
        let before = move |at: &u32| if parts(*at).2 == 0 { line(parts(*at)).map(|line| line.before) } else { Some(at - 1) };
        let get = move |at: u32| line(parts(at))?.hits.get(parts(at).2);
        std::iter::successors(Some(last), before).map_while(get).take(places as usize)
    }

    /// Which of the seed's places can be relied on whatever the order of calls: all, or those in the claimed call. The last, and how many.
    fn reliable(&self, seed: u32, claimed: Option<u32>) -> (u32, u32) {
        match self.seeds.get(seed as usize) {
            Some(s) if s.is_complete() => (s.last, s.kept),
            _ => claimed.map_or((NONE, 0), |call| self.claimed(seed, call)),
        }
    }

    /// The last place in a call that a quote with this seed claims, and how many are kept there.
    fn claimed(&self, seed: u32, call: u32) -> (u32, u32) {
        let of = |s| claim_of(s, seed, call, &self.more_claims);
        let claim = self.seeds.get(seed as usize).and_then(|s| self.claims.get(of(s) as usize));
        claim.map_or((NONE, 0), |claim| (claim.last, claim.kept))
    }

    /// The seed's reliable places, the last first: all, or those in the claimed call.
    pub fn places(&self, seed: u32, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let (last, places) = self.reliable(seed, claimed);
        self.back_from(last, places)
    }

    /// How many places [`SeedPlaces::places`] gives.
    pub fn places_count(&self, seed: u32, claimed: Option<u32>) -> usize {
        self.reliable(seed, claimed).1 as usize
    }

    /// Those of the reliable places that lie in `call`, the last first.
    pub fn in_call(&self, seed: u32, call: u32, claimed: Option<u32>) -> impl Iterator<Item = &Hit> {
        let (last, places) = if claimed == Some(call) { self.claimed(seed, call) } else { self.reliable(seed, claimed) };
        self.back_from(last, places).filter(move |hit| hit.call == call)
    }
}

/// The run and the line that a position lies in, and its place in the line.
#[inline(always)]
fn parts(at: u32) -> (usize, usize, usize) {
    let (line, slot) = (at as usize / STEP, at as usize % STEP);
    (line / RUN, line % RUN, slot)
}

/// Adds a place behind the last of the same seed; gives its position.
#[inline(always)]
fn add_behind(last: u32, hit: Hit, lines: &mut Vec<Vec<Line>>) -> u32 {
    let is_full = last == NONE || parts(last).2 + 1 == LINE;
    let at = if is_full { add_line(last, lines) } else { last + 1 };
    let (run, line, slot) = parts(at);
    let slot = lines.get_mut(run).and_then(|run| run.get_mut(line)?.hits.get_mut(slot));
    slot.into_iter().for_each(|slot| *slot = hit);
    at
}

/// Adds a line behind the place at `last`; gives the position of its first place.
#[inline(always)]
fn add_line(last: u32, lines: &mut Vec<Vec<Line>>) -> u32 {
    if lines.last().is_none_or(|run| run.len() == RUN) {
        lines.push(Vec::with_capacity(RUN));
    }
    let Some((run, before)) = lines.split_last_mut() else { return NONE };
    let at = position(STEP * (before.len() * RUN + run.len()));
    run.push(Line { hits: [Hit::default(); LINE], before: last });
    at
}

/// The position of the claim of a call for a seed; none where no quote claims it.
#[inline]
fn claim_of(s: &Seed, seed: u32, call: u32, more: &ByHash<u32>) -> u32 {
    if s.claimed == call {
        s.claim
    } else if s.is_shared {
        more.get(&claim_key(seed, call)).copied().unwrap_or(NONE)
    } else {
        NONE
    }
}

fn claim_key(seed: u32, call: u32) -> u64 {
    scan::mix(u64::from(seed) + 1, u64::from(call) + 1)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
