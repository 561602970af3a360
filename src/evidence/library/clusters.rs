//! Where a quote's seeds stand together.

use std::ops::Range;
use std::rc::Rc;

use super::super::seed_places::{Hit, SeedPlaces};
use super::super::seeds::Planted;
use super::{Library, Prepared};

/// A quote of no more words is like what is said in many places: more of them are looked at.
pub(super) const FEW_WORDS: usize = 8;
/// How many turns apart the seeds of one place may be.
const APART: u32 = 4;
/// How much is enough to tell where a quote stands: so many places, of so many seeds.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Enough {
    places: usize,
    seeds: usize,
}

/// For a quote that may stand nowhere whole.
pub(in super::super) const ENOUGH: Enough = Enough { places: 96, seeds: 0 };
/// For one that was found whole: where else it stands, so do its seeds, but for those that reach from one turn to the next.
pub(super) const ENOUGH_FOR_WHOLE: Enough = Enough { places: 12, seeds: 6 };
/// The most turns that one place may span, for each ten words of a quote more.
const SPAN: u32 = 12;

/// Neighbouring turns of one call in which seeds of a quote stand.
#[derive(Debug, Clone)]
pub(in super::super) struct Cluster {
    pub call: u32,
    /// First and last turn, positions from 0.
    pub turns: (u32, u32),
    /// How much the seeds there say.
    pub weight: u32,
    /// How much all seeds say that were looked for.
    pub whole: u32,
    /// The places of all clusters of a quote, in order, and which of them are in this one.
    hits: Rc<[u128]>,
    own: Range<usize>,
}

impl Cluster {
    /// A turn in which a quote may stand, without seeds there.
    pub fn of_turn(call: u32, turn: u32) -> Cluster {
        Cluster { call, turns: (turn, turn), weight: 0, whole: 0, hits: Rc::default(), own: 0..0 }
    }

    /// The places, each with the quote's word there and the seed's weight.
    pub fn hits(&self) -> impl Iterator<Item = (Hit, u32, u8)> {
        self.hits.get(self.own.clone()).unwrap_or_default().iter().map(|place| Hit::from_order(*place))
    }
}

/// The quotes in the order of where they likely stand: neighbours share the turns that were made into words.
pub(super) fn by_place(prepared: &[Prepared<'_>], seeds: &SeedPlaces) -> Vec<usize> {
    let place = |q: &Prepared<'_>| {
        let claimed = q.wanted.call.flatten();
        let planted = || q.planted.iter().map(|p| p.seed);
        let in_claimed = claimed.and_then(|call| planted().find_map(|s| seeds.in_call(s, call, claimed).next()));
        let rarest = || planted().filter(|s| seeds.count(*s) > 0).min_by_key(|s| seeds.count(*s));
        let hit = in_claimed.or_else(|| rarest().and_then(|s| seeds.places(s, claimed).next()));
        (claimed.or(hit.map(|h| h.call)), hit.map(|h| h.turn))
    };
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    order.sort_by_cached_key(|i| place(&prepared[*i]));
    order
}

/// Some anchors of a cluster, in different places: those that say most first.
pub(super) fn anchors(cluster: &Cluster, words: usize) -> Vec<(Hit, u32)> {
    let mut hits: Vec<(Hit, u32, u8)> = cluster.hits().collect();
    hits.sort_by_key(|(hit, word, weight)| (std::cmp::Reverse(*weight), *hit, *word));
    let limit = if words <= FEW_WORDS { 24 } else { 4 };
    let mut out: Vec<(Hit, u32)> = Vec::new();
    for (hit, word, _) in hits {
        if out.len() < limit && !out.iter().any(|(o, _)| o.turn == hit.turn && o.byte.abs_diff(hit.byte) < 60) {
            out.push((hit, word));
        }
    }
    out
}

/// How much a place of this seed says of where its quote stands: the rarer and the longer, the more.
fn weight_of(p: &Planted, seeds: &SeedPlaces) -> u8 {
    let common = seeds.count(p.seed).checked_ilog2().map_or(0, |log| log + 1);
    4 + u8::try_from(16u32.saturating_sub(common)).unwrap_or_default() * p.len
}

/// The seeds that say most, the rarest first, until their reliable places are `enough`: commoner ones would only blur them.
fn rarest<'p>(planted: &'p [Planted], seeds: &SeedPlaces, claimed: Option<u32>, enough: Enough) -> Vec<&'p Planted> {
    let mut rarest: Vec<(usize, &Planted)> =
        planted.iter().filter(|p| seeds.count(p.seed) > 0).map(|p| (seeds.places_count(p.seed, claimed), p)).collect();
    rarest.sort_by_key(|(places, p)| (*places, std::cmp::Reverse(p.len), p.word));
    let mut before = 0;
    let is_needed = |(taken, (places, _)): &(usize, (usize, &Planted))| {
        let is_needed = before <= enough.places || *taken < enough.seeds;
        before += places;
        is_needed
    };
    rarest.into_iter().enumerate().take_while(is_needed).map(|(_, (_, p))| p).collect()
}

/// Gathers the reliable places of `planted` seeds into clusters, the likeliest first; in a tie the claimed call, then by id and turn.
pub(in super::super) fn clusters_of(
    planted: &[Planted],
    seeds: &SeedPlaces,
    claimed: Option<u32>,
    enough: Enough,
    library: &Library<'_>,
) -> Vec<Cluster> {
    let rarest = rarest(planted, seeds, claimed, enough);
    let mut out = gathered(&rarest, planted.len(), seeds, |seed| seeds.places(seed, claimed));
    out.sort_by_cached_key(|c| (std::cmp::Reverse(c.weight), Some(c.call) != claimed, library.rank(c.call), c.turns));
    out
}

/// Those of the clusters that lie in `call`, which the quote claims.
pub(super) fn clusters_in(call: u32, planted: &[Planted], seeds: &SeedPlaces) -> Vec<Cluster> {
    let rarest = rarest(planted, seeds, Some(call), ENOUGH);
    let mut out = gathered(&rarest, planted.len(), seeds, |seed| seeds.in_call(seed, call, Some(call)));
    out.sort_by_key(|c| (std::cmp::Reverse(c.weight), c.turns));
    out
}

/// The places of some of a quote's seeds by the turns that are neighbours.
fn gathered<'s, I: Iterator<Item = &'s Hit>>(
    some: &[&Planted],
    planted: usize,
    seeds: &SeedPlaces,
    places: impl Fn(u32) -> I,
) -> Vec<Cluster> {
    let mut hits: Vec<u128> = Vec::with_capacity(2 * some.len());
    let mut whole = 0;
    let mut walks = Vec::with_capacity(some.len());
    for p in some {
        let weight = weight_of(p, seeds);
        whole += u32::from(weight);
        walks.push((places(p.seed), p.word, weight));
    }
    // A place of each seed in turn: where one lies is known by the one before, so that the processor would wait for each of a seed, but not for those of
    // several.
    while !walks.is_empty() {
        walks.retain_mut(|(places, word, weight)| places.next().map(|hit| hits.push(hit.in_order(*word, *weight))).is_some());
    }
    hits.sort_unstable();
    let hits: Rc<[u128]> = hits.into();
    let span = SPAN + u32::try_from(planted / 10).unwrap_or(0);
    let mut out: Vec<Cluster> = Vec::new();
    // A bit for each of the last cluster's words: most come once.
    let mut words = 0u64;
    for (at, place) in hits.iter().enumerate() {
        let (hit, word, weight) = Hit::from_order(*place);
        let bit = 1 << (word & 63);
        match out.last_mut() {
            Some(c) if c.call == hit.call && hit.turn - c.turns.1 <= APART && hit.turn - c.turns.0 <= span => {
                // A word counts once, with what says most of it there.
                let of_word = |place: &u128| Some(Hit::from_order(*place)).filter(|known| known.1 == word).map(|known| known.2);
                let known = || hits[c.own.clone()].iter().rev().take(64).filter_map(of_word).max().unwrap_or_default();
                c.weight += u32::from(if words & bit == 0 { weight } else { weight.saturating_sub(known()) });
                c.turns.1 = hit.turn;
                c.own.end = at + 1;
            }
            _ => {
                words = 0;
                let (turns, weight) = ((hit.turn, hit.turn), u32::from(weight));
                out.push(Cluster { call: hit.call, turns, weight, whole, hits: Rc::clone(&hits), own: at..at + 1 });
            }
        }
        words |= bit;
    }
    out
}
