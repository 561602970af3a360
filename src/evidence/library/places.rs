//! Finds the places where all words of a quote stand.

use std::ops::Range;

use super::super::{
    as_written::AsWritten,
    follow::follow,
    found::{self, Found},
    seed_places::SeedPlaces,
    seeds::Planted,
};
use super::clusters::{Cluster, ENOUGH, ENOUGH_FOR_WHOLE, clusters_in, clusters_of};
use super::everywhere::{as_written_seed, is_wanted_as_written};
use super::{Library, PLACES, Prepared, exact};

/// After so many likely places without the whole quote no other is tried.
const IN_VAIN: usize = 12;
/// So many are looked at with the turns around them.
const WIDENED: usize = 4;

impl Library<'_> {
    /// Where a quote stands, and the likeliest places, which aren't gathered for one that stands as claimed in the call that it claims.
    pub(super) fn look_for(&self, q: &Prepared<'_>, seeds: &SeedPlaces) -> (Vec<Found>, Vec<Cluster>) {
        let claimed = q.wanted.call.flatten();
        let mut found = Vec::new();
        // The claimed call first: what is found there as claimed settles it.
        let in_claimed = claimed.map_or(Vec::new(), |call| clusters_in(call, &q.planted, seeds));
        self.find_among(q, in_claimed.iter(), &mut found);
        if found.iter().any(is_as_claimed) {
            return (found, Vec::new());
        }
        let clusters = self.clusters(q, seeds, &found);
        self.find_among(q, clusters.iter().filter(|c| Some(c.call) != claimed), &mut found);
        (found, clusters)
    }

    /// Where the seeds of a quote stand together, the likeliest places first. `found` is where it is known to stand.
    pub(super) fn clusters(&self, q: &Prepared<'_>, seeds: &SeedPlaces, found: &[Found]) -> Vec<Cluster> {
        let claimed = q.wanted.call.flatten();
        if found.iter().any(|f| !f.hides) {
            let elsewhere: Vec<Planted> = q.planted.iter().filter(|p| seeds.is_complete(p.seed)).copied().collect();
            return clusters_of(&elsewhere, seeds, claimed, ENOUGH_FOR_WHOLE, self);
        }
        clusters_of(&q.planted, seeds, claimed, ENOUGH, self)
    }

    /// Follows the quote through clusters, the likeliest first.
    fn find_among<'k>(&self, q: &Prepared<'_>, clusters: impl Iterator<Item = &'k Cluster>, out: &mut Vec<Found>) {
        // A quarter of the seeds is the least: what may be left out of a quote breaks some. More, once the words were found in a heavier place.
        let mut least = 0;
        let mut in_vain = 0;
        let mut heaviest = 0;
        for cluster in clusters {
            heaviest = heaviest.max(cluster.weight);
            // Where the likeliest places don't have it, those with half of their seeds or less needn't be asked.
            let unlikely = cluster.weight * 2 < heaviest;
            if out.len() >= PLACES || cluster.weight < cluster.whole / 4 || in_vain >= IN_VAIN || in_vain >= WIDENED && unlikely {
                break;
            }
            // Somebody else's words, likelier as they are, don't settle what the claimed speaker said.
            if cluster.weight < least && (out.iter().any(is_as_claimed) || !self.is_claimed_in(q, cluster)) {
                continue;
            }
            let before = out.len();
            self.follow_in(q, cluster, in_vain < WIDENED && !unlikely, out);
            if out.len() > before {
                least = least.max(cluster.weight / 4 * 3);
            } else {
                in_vain += 1;
            }
        }
    }

    /// Whether any of a cluster's turns is where the claim says the quote is.
    fn is_claimed_in(&self, q: &Prepared<'_>, cluster: &Cluster) -> bool {
        let (first, last) = (cluster.turns.0 as usize, cluster.turns.1 as usize);
        let turns = self.call(cluster.call).turns.get(first..=last).unwrap_or_default();
        turns.iter().any(|turn| self.is_as_claimed(q, cluster.call, turn))
    }

    /// Follows the quote through a cluster's turns, and with `widen` those around them where that is not enough.
    pub(super) fn follow_in(&self, q: &Prepared<'_>, cluster: &Cluster, widen: bool, out: &mut Vec<Found>) {
        if let Some(found) = exact::found_in(self.call(cluster.call), cluster, q) {
            out.push(found);
            return;
        }
        let before = out.len();
        let (call, turns) = (cluster.call, cluster.turns);
        for margin in [0, 2] {
            let (from, to) = (turns.0.saturating_sub(margin), turns.1.saturating_add(margin + 1));
            let is_asked = margin == 0 || widen;
            if !is_asked || !self.may_hold(call, (from, to), &q.wording, q.telling.as_ref()) || margin > 0 && !self.may_go_on(call, turns) {
                continue;
            }
            let window = self.window(call, from, to);
            let readings = follow(&window, &q.wording, false);
            out.extend(readings.iter().filter_map(|r| found::found(call, &window, &q.wording, r, &q.wanted)));
            if out.len() > before {
                return;
            }
        }
    }

    /// Adds the places where a quote with marks in it stands as it is written, if it is known in which turns that may be.
    pub(super) fn look_as_written(&self, q: &Prepared<'_>, seeds: &SeedPlaces, found: &mut Vec<Found>) {
        if !is_wanted_as_written(q, found) {
            return;
        }
        let claimed = q.wanted.call.flatten();
        let mut places: Vec<(u32, Range<usize>)> = match (as_written_seed(q, seeds), claimed) {
            (Some(seed), _) => seeds.places(seed, claimed).map(|h| (h.call, h.turn as usize..h.turn as usize + 1)).collect(),
            (None, Some(call)) => vec![(call, 0..self.call(call).turns.len())],
            (None, None) => return,
        };
        places.sort_unstable_by_key(|(call, turns)| (self.rank(*call), turns.start));
        places.dedup();
        places.retain(|(call, _)| claimed.is_none_or(|c| c == *call));
        let Some(text) = (!places.is_empty()).then(|| AsWritten::of(&q.wanted)).flatten() else { return };
        found.extend(places.into_iter().flat_map(|(at, turns)| text.places(at, self.call(at), turns)).take(PLACES));
    }
}

/// Whether the quote stands there as it is claimed: then no other place needs to be looked at.
fn is_as_claimed(f: &Found) -> bool {
    f.is_meant && !f.hides
}
