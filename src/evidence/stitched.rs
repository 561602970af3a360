//! Tells a quote put together from separate places from one that was never said.

use super::{
    Passage,
    follow::follow,
    found,
    library::{Cluster, ENOUGH, Library, Prepared, clusters_of},
    seed_places::SeedPlaces,
    seeds::Planted,
    wording::Wording,
};

/// Clusters looked at for a quote or a piece of it.
const LOOKED_AT: usize = 6;
/// Quotes longer than this are not taken apart.
const LONGEST: usize = 2000;
/// More pieces than this are no quotation any more.
const PIECES: usize = 64;
/// An unmarked piece has at least this many words, and all have [`AVERAGE`] on average.
const PIECE: usize = 3;
const AVERAGE: usize = 4;

/// The parts of a quote whose words stand in order where several people speak, or too far apart for a cut.
pub(super) fn over_speakers(library: &Library<'_>, q: &Prepared<'_>, clusters: &[Cluster]) -> Option<Vec<Passage>> {
    if q.wording.words.len() < 4 {
        return None;
    }
    // Where less than half of the seeds stand, the words don't stand in order.
    let heaviest = clusters.first().map_or(0, |c| c.weight);
    clusters.iter().take(LOOKED_AT).take_while(|c| c.weight * 2 >= heaviest).find_map(|c| {
        let (from, to) = (c.turns.0.saturating_sub(1), c.turns.1.saturating_add(2));
        if !library.may_hold(c.call, (from, to), &q.wording, q.telling.as_ref()) {
            return None;
        }
        let window = library.window(c.call, from, to);
        let reading = follow(&window, &q.wording, true).into_iter().next()?;
        Some(found::pieces(&window, &reading).iter().filter_map(|piece| Passage::of(window.call, &[*piece])).collect())
    })
}

/// Where each part of the quote was said, if all were: parts between marked cuts, and where none are marked, long runs of words.
pub(super) fn from_pieces(library: &Library<'_>, q: &Prepared<'_>, seeds: &SeedPlaces) -> Option<Vec<Passage>> {
    let words = q.wording.words.len();
    let mut bounds: Vec<usize> = (0..words).filter(|i| q.wording.cut_before(*i)).chain([0, words]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    if !(2 * PIECE..=LONGEST).contains(&words) || bounds.len() > PIECES + 1 {
        return None;
    }
    let mut runs = Vec::new();
    for pair in bounds.windows(2) {
        let whole = q.wording.part(pair[0], pair[1]);
        if let Some(said) = said(library, q, seeds, &whole, pair[0]) {
            runs.push((pair[1] - pair[0], said));
            continue;
        }
        runs.extend(unmarked_runs(library, q, seeds, pair[0], pair[1])?);
    }
    let are_parts = runs.len() > 1 && runs.len() <= PIECES && runs.iter().any(|(words, _)| *words >= PIECE);
    are_parts.then(|| runs.into_iter().map(|(_, said)| said).collect())
}

/// Splits the words `from..to` into the longest runs that were said somewhere, if that accounts for them all.
fn unmarked_runs(library: &Library<'_>, q: &Prepared<'_>, seeds: &SeedPlaces, from: usize, to: usize) -> Option<Vec<(usize, Passage)>> {
    let mut runs: Vec<(usize, Passage)> = Vec::new();
    let mut at = from;
    while at < to {
        // The longest run that starts here, by halving: a run that was said has all its beginnings said too.
        let (mut longest, mut unsaid) = (PIECE - 1, to - at + 1);
        let mut passage = None;
        while unsaid - longest > 1 {
            let middle = usize::midpoint(longest, unsaid);
            match said(library, q, seeds, &q.wording.part(at, at + middle), at) {
                Some(said) => (longest, passage) = (middle, Some(said)),
                None => unsaid = middle,
            }
        }
        runs.push((longest, passage.filter(|_| runs.len() < PIECES)?));
        at += longest;
    }
    (runs.len() > 1 && to - from >= AVERAGE * runs.len()).then_some(runs)
}

/// Where a part of the quote, which starts at its word `at`, was said by somebody in one place.
fn said(library: &Library<'_>, q: &Prepared<'_>, seeds: &SeedPlaces, part: &Wording, at: usize) -> Option<Passage> {
    let to = at + part.words.len();
    let planted: Vec<Planted> =
        q.planted.iter().filter(|p| (p.word as usize) >= at && (p.word as usize) + usize::from(p.len) <= to).copied().collect();
    let clusters = clusters_of(&planted, seeds, q.wanted.call.flatten(), ENOUGH, library);
    clusters.iter().take(LOOKED_AT).find_map(|c| {
        let (from, to) = (c.turns.0, c.turns.1.saturating_add(1));
        if !library.may_hold(c.call, (from, to), part, None) {
            return None;
        }
        let window = library.window(c.call, from, to);
        let reading = follow(&window, part, false).into_iter().next()?;
        Passage::of(window.call, &found::pieces(&window, &reading))
    })
}
