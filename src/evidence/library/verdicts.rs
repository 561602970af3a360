//! Chooses among the places where a quote's words stand, or says what they are instead.

use std::ops::Range;

use super::super::{
    compare::{self, Comparison},
    echo,
    ends::{self, Hidden},
    flags,
    found::{self, Found},
    seed_places::SeedPlaces,
    source::Window,
    stitched,
};
use super::clusters::{Cluster, FEW_WORDS, anchors};
use super::{Library, PLACES, Prepared, claim_id, nothing};
use crate::calls::{Call, Role};
use crate::evidence::{Checked, Difference, DifferenceKind, Flag, Passage, Piece, Place, Verbatim, Verdict};

/// How many places are compared with a quote that was found nowhere.
const COMPARED: usize = 6;
/// How many with one of few words.
const COMPARED_WITH_FEW: usize = 16;

impl<'a> Library<'a> {
    /// Chooses among the places where the words stand, or says what they are instead.
    pub(super) fn judge(&self, q: &Prepared<'_>, mut found: Vec<Found>, clusters: &[Cluster], seeds: &SeedPlaces) -> Checked {
        if q.wording.words.is_empty() {
            return nothing(q.claim);
        }
        self.look_as_written(q, seeds, &mut found);
        found.sort_by_cached_key(|f| self.preference(q, f));
        found.dedup_by(|a, b| a.call == b.call && a.pieces == b.pieces);
        let meant = |f: &&Found| f.is_meant && !f.hides;
        if let Some(best) = found.iter().find(meant) {
            let same = |f: &&Found| meant(f) && self.is_as_good(f, best);
            return self.located(q, best, best.verdict, found.iter().filter(same), seeds);
        }
        if let Some(best) = found.iter().find(|f| !f.hides) {
            return self.located(q, best, Verdict::Misattributed, found.iter().filter(|f| !f.hides), seeds);
        }
        if let Some(best) = found.first() {
            let mut checked = self.located(q, best, Verdict::Altered, std::iter::once(best), seeds);
            checked.difference = vec![hidden(self.call(best.call), best)];
            return checked;
        }
        let compared = self.compare_with(q, clusters);
        let near = compared.as_ref().filter(|(_, _, c)| c.is_near_omission() || c.is_one_change());
        let from_pieces = || near.is_none().then(|| stitched::from_pieces(self, q, seeds)).flatten();
        if let Some(parts) = stitched::over_speakers(self, q, clusters).or_else(from_pieces) {
            return Checked { parts, ..self.lost(q, Verdict::Stitched, compared) };
        }
        match compared {
            Some((call, window, comparison)) if comparison.is_close() => self.altered(q, call, &window, &comparison),
            compared => self.lost(q, Verdict::NotFound, compared),
        }
    }

    /// Smaller is better: as claimed, said by a customer, with the better verdict, in the claimed turn, earlier.
    fn preference(&self, q: &Prepared<'_>, f: &Found) -> impl Ord + use<> {
        let turn = f.pieces.first().map_or(0, |p| p.turn);
        let role = match f.role {
            Role::Customer => 0,
            Role::Unknown => 1,
            Role::Other => 2,
            Role::Rep => 3,
        };
        let elsewhere = q.wanted.call.is_some_and(|c| c != Some(f.call));
        let other_turn = q.wanted.turn.is_some_and(|t| t != turn);
        (!f.is_meant, elsewhere, role, f.hides, f.verdict, other_turn, self.rank(f.call), f.pieces.clone())
    }

    fn is_as_good(&self, f: &Found, best: &Found) -> bool {
        f.role == best.role || f.role == Role::Customer
    }

    fn located<'f>(
        &self,
        q: &Prepared<'_>,
        best: &Found,
        verdict: Verdict,
        places: impl Iterator<Item = &'f Found>,
        seeds: &SeedPlaces,
    ) -> Checked {
        let call = self.call(best.call);
        let verbatim = Verbatim::slice(call, &best.pieces);
        let mut listed: Vec<Place> = vec![Place { call: call.id.clone(), pieces: best.pieces.clone() }];
        for f in places {
            let place = Place { call: self.call(f.call).id.clone(), pieces: f.pieces.clone() };
            // A stutter lets the same words be read in two ways: that is one place.
            if listed.len() < PLACES && !listed.iter().any(|known| known.overlaps(&place)) {
                listed.push(place);
            }
        }
        let mut flags = Vec::new();
        if verdict.is_verified() {
            flags = flags::flags(call, &best.pieces, &q.claim.text);
            if echo::is_echo(self, q, seeds, best) {
                flags.push(Flag::Echo);
            }
        }
        let nearest = (!verdict.is_verified()).then(|| Passage::of(call, &best.pieces)).flatten();
        let id = verbatim.as_ref().map_or_else(|| claim_id(q.claim), Verbatim::id);
        Checked { claim: q.claim.clone(), id, verdict, flags, verbatim, places: listed, difference: Vec::new(), nearest, parts: Vec::new() }
    }

    /// The likeliest place, compared with the quote.
    fn compare_with(&self, q: &Prepared<'_>, clusters: &[Cluster]) -> Option<(u32, Window<'a>, Comparison)> {
        let mut best: Option<(usize, u32, Window<'a>, Comparison)> = None;
        let heaviest = clusters.first().map_or(0, |c| c.weight);
        let claim = compare::Claim::of(&q.wording);
        let likely = |(i, c): &(usize, &Cluster)| *i < 2 || c.weight * 2 >= heaviest;
        let most = if q.wording.words.len() <= FEW_WORDS { COMPARED_WITH_FEW } else { COMPARED };
        for (_, cluster) in clusters.iter().take(most).enumerate().filter(likely) {
            let margin = if self.may_go_on(cluster.call, cluster.turns) { 2 } else { 0 };
            let window = self.window(cluster.call, cluster.turns.0.saturating_sub(margin), cluster.turns.1.saturating_add(1 + margin));
            let here = anchors(cluster, q.wording.words.len()).into_iter().filter_map(|(hit, word)| {
                let anchor = window.at(hit.turn as usize, hit.byte)?;
                let c = compare::compare(&window, &claim, anchor, word as usize)?;
                Some((c.score() * 2 + usize::from(self.is_as_claimed(q, cluster.call, window.turn_of(anchor))), c))
            });
            let likeliest = here.reduce(|a, b| if b.0 > a.0 { b } else { a });
            if let Some((score, c)) = likeliest.filter(|(score, _)| best.as_ref().is_none_or(|b| b.0 < *score)) {
                let settled = c.is_one_change() && score % 2 == 1;
                best = Some((score, cluster.call, window, c));
                // One change, where the claim says: nothing else is nearer.
                if settled {
                    break;
                }
            }
        }
        best.map(|(_, call, window, comparison)| (call, window, comparison))
    }

    /// Whether `turn` of the call at `at` is where the claim says it was.
    pub(super) fn is_as_claimed(&self, q: &Prepared<'_>, at: u32, turn: &crate::calls::Turn) -> bool {
        let call = self.call(at);
        q.wanted.is_meant(at, call, turn.speaker.as_deref(), call.role_of(turn))
    }

    fn altered(&self, q: &Prepared<'_>, call: u32, window: &Window<'a>, comparison: &Comparison) -> Checked {
        let pieces = pieces_of(window, comparison);
        let verbatim = Verbatim::slice(window.call, &pieces);
        let places = verbatim.as_ref().map(|v| v.place().clone()).into_iter().collect();
        let mut difference = comparison.differences(window, &q.wording);
        if difference.is_empty() {
            difference.extend(ends::hidden(window, &q.wording, comparison.span).map(|hidden| of_hidden(window, q, &hidden)));
        }
        if difference.is_empty() {
            difference.push(Difference {
                claimed: q.claim.text.clone(),
                source: verbatim.as_ref().map_or_else(String::new, |v| v.text().to_owned()),
                kind: DifferenceKind::Word,
            });
        }
        let id = verbatim.as_ref().map_or_else(|| claim_id(q.claim), Verbatim::id);
        let nearest = Passage::of(self.call(call), &pieces);
        Checked {
            claim: q.claim.clone(),
            id,
            verdict: Verdict::Altered,
            flags: Vec::new(),
            verbatim,
            places,
            difference,
            nearest,
            parts: Vec::new(),
        }
    }

    /// A quote that stands nowhere as one: with the nearest that was said, if anything is near.
    fn lost(&self, q: &Prepared<'_>, verdict: Verdict, compared: Option<(u32, Window<'a>, Comparison)>) -> Checked {
        let near = compared.filter(|(_, _, c)| c.matched >= 2);
        let nearest = near.and_then(|(call, window, c)| Passage::of(self.call(call), &pieces_of(&window, &c)));
        Checked { nearest, verdict, ..nothing(q.claim) }
    }
}

/// The words that a comparison covers, turn by turn.
fn pieces_of(window: &Window<'_>, c: &Comparison) -> Vec<Piece> {
    let (from, to) = c.span;
    let speaker = window.spoken(from).speaker;
    let turns = window.turns.iter().filter(|t| t.speaker == speaker && t.first < to && t.end > from && t.first < t.end);
    turns.filter_map(|t| found::piece(window, t.first.max(from), t.end.min(to))).collect()
}

/// What an end of the quote hides.
fn of_hidden(window: &Window<'_>, q: &Prepared<'_>, hidden: &Hidden) -> Difference {
    let slice = |words: &Range<usize>| {
        let (Some(first), Some(last)) = (window.words.get(words.start), words.end.checked_sub(1).and_then(|last| window.words.get(last)))
        else {
            return "";
        };
        window.turn_of(words.start).text.get(first.token.start as usize..last.token.end as usize).unwrap_or_default()
    };
    let claim = &q.claim.text;
    let is_before = hidden.kept.start == hidden.said.end;
    let opening = if is_before { claim.find('[') } else { claim.rfind('[') };
    let bracket = || opening.and_then(|from| claim.get(from..from + claim.get(from..)?.find(']')? + 1)).unwrap_or_default();
    let claimed = if hidden.kept.is_empty() { bracket() } else { slice(&hidden.kept) };
    Difference { claimed: claimed.into(), source: slice(&hidden.said).into(), kind: hidden.kind }
}

/// What a cut swallowed that it must not.
fn hidden(call: &Call, f: &Found) -> Difference {
    let (gap, kind) = flags::worst_gap(call, &f.pieces);
    Difference { claimed: "…".into(), source: gap, kind }
}
