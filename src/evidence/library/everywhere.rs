//! The second pass over all calls, for quotes of which no seed tells where they stand: those whose words are all common, and those whose marks may be
//! words of the source.

use super::super::{
    as_written::{AsWritten, Beginnings},
    found::Found,
    seed_places::SeedPlaces,
    seeds::Seeds,
    sown::{Met, Room, Sown},
};
use super::clusters::Cluster;
use super::{Library, PLACES, Prepared};
use crate::calls::{Role, Turn};
use crate::evidence::Verdict;

/// A quote that is looked for everywhere.
pub(super) struct Open {
    /// Its position among all quotes.
    pub quote: usize,
    /// Where it stands, as far as is known.
    pub found: Vec<Found>,
}

/// The open quotes by what of them is looked for, each by its position among them.
struct Asked<'q> {
    /// The rarest seed of each, as far as it has one, and by seed which quotes have it.
    rarest: Sown,
    by_seed: Vec<Vec<usize>>,
    /// Those of words that make no seed.
    seedless: Vec<usize>,
    written: Vec<(usize, AsWritten<'q>)>,
    beginnings: Option<Beginnings>,
}

impl Library<'_> {
    /// Looks for all open quotes in one pass over the calls, in the order of their ids.
    pub(super) fn look_everywhere(&self, prepared: &[Prepared<'_>], seeds: &SeedPlaces, open: &mut [Open]) {
        if open.is_empty() {
            return;
        }
        let asked = Asked::of(prepared, seeds, open);
        let mut written: Vec<Vec<Found>> = vec![Vec::new(); open.len()];
        let (mut room, mut here) = Default::default();
        for &at in &self.order {
            for (turn, t) in (0u32..).zip(&self.call(at).turns) {
                asked.by_words(t, turn, open, &mut room, &mut here);
                let cluster = Cluster::of_turn(at, turn);
                for o in here.drain(..) {
                    let Open { quote, found } = &mut open[o];
                    self.follow_in(&prepared[*quote], &cluster, true, found);
                }
                asked.as_written(t, &mut here);
                for (o, text) in here.drain(..).filter_map(|w| asked.written.get(w)) {
                    if let Some(known) = written.get_mut(*o).filter(|known| known.len() < PLACES) {
                        known.extend(text.places(at, self.call(at), turn as usize..turn as usize + 1));
                    }
                }
            }
        }
        for (open, written) in open.iter_mut().zip(written) {
            if is_wanted_as_written(&prepared[open.quote], &open.found) {
                open.found.extend(written.into_iter().take(PLACES));
            }
        }
    }
}

impl<'q> Asked<'q> {
    fn of(prepared: &'q [Prepared<'_>], seeds: &SeedPlaces, open: &[Open]) -> Asked<'q> {
        let (mut rarest, mut by_seed, mut seedless, mut written) = (Seeds::default(), Vec::<Vec<usize>>::new(), Vec::new(), Vec::new());
        for (o, Open { quote, found }) in open.iter().enumerate() {
            let q = &prepared[*quote];
            if is_open_as_written(q, found, seeds) {
                written.extend(AsWritten::of(&q.wanted).map(|text| (o, text)));
            }
            if !is_open(q, found, seeds) {
                continue;
            }
            let Some(p) = q.planted.iter().min_by_key(|p| seeds.count(p.seed)) else {
                seedless.push(o);
                continue;
            };
            let part = q.wording.part(p.word as usize, q.wording.words.len());
            if let Some(first) = rarest.plant(&part, None).into_iter().find(|r| r.word == 0 && r.len == p.len) {
                let seed = first.seed as usize;
                by_seed.resize_with(by_seed.len().max(seed + 1), Vec::new);
                by_seed[seed].push(o);
            }
        }
        let beginnings = Beginnings::of(written.iter().map(|(_, text)| text));
        Asked { rarest: rarest.sown(), by_seed, seedless, written, beginnings }
    }

    /// Adds those of whose words the rarest stand in a turn, and of which not enough places are known.
    fn by_words(&self, t: &Turn, turn: u32, open: &[Open], (room, met): &mut (Room, Vec<Met>), here: &mut Vec<usize>) {
        let is_asked = |o: &&usize| open[**o].found.len() < PLACES;
        here.extend(self.seedless.iter().filter(is_asked));
        if self.by_seed.is_empty() {
            return;
        }
        room.add(turn, &t.text);
        self.rarest.meet(room, met);
        here.extend(met.drain(..).filter_map(|(seed, _)| self.by_seed.get(seed as usize)).flatten().filter(is_asked));
        here.sort_unstable();
        here.dedup();
    }

    /// Adds the positions of those that may stand in a turn as they are written.
    fn as_written(&self, t: &Turn, here: &mut Vec<usize>) {
        match &self.beginnings {
            Some(beginnings) => beginnings.in_turn(&t.text, here),
            None => here.extend(0..self.written.len()),
        }
    }
}

/// Whether other calls may still change what is said of a quote: it was not found as claimed, and all of its seeds are too common for their places to
/// be known, or it has none.
pub(super) fn is_open(q: &Prepared<'_>, found: &[Found], seeds: &SeedPlaces) -> bool {
    // Where it was looked for and stands in the claimed call, other calls change nothing.
    let in_claimed = q.wanted.call.flatten();
    let settles = |f: &Found| !f.hides && (Some(f.call) == in_claimed || in_claimed.is_none() && f.is_meant && f.role == Role::Customer);
    !q.wording.words.is_empty() && !q.planted.iter().any(|p| seeds.is_complete(p.seed)) && !found.iter().any(settles)
}

/// Whether a quote with marks in it may stand in any turn as it is written: it claims no call, and no seed names the turns.
pub(super) fn is_open_as_written(q: &Prepared<'_>, found: &[Found], seeds: &SeedPlaces) -> bool {
    let is_anywhere = q.wanted.call.flatten().is_none() && as_written_seed(q, seeds).is_none();
    is_anywhere && !q.wording.words.is_empty() && is_wanted_as_written(q, found)
}

/// Whether a quote has marks that may be words of the source, and no better place is known than where they are.
pub(super) fn is_wanted_as_written(q: &Prepared<'_>, found: &[Found]) -> bool {
    q.as_written.is_some() && !found.iter().any(|f| f.is_meant && f.verdict == Verdict::Exact)
}

/// A seed of a quote as it is written that names the few turns in which it can stand: all of its places are known.
pub(super) fn as_written_seed(q: &Prepared<'_>, seeds: &SeedPlaces) -> Option<u32> {
    let written = q.as_written.iter().flatten().copied();
    written.filter(|s| seeds.is_complete(*s)).min_by_key(|s| seeds.count(*s))
}
