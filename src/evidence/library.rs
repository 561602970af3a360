//! Checks quotes against calls.
//!
//! # How
//!
//! 1. Each quote is taken apart into words, marked cuts and brackets (`wording`), and its seeds are indexed (`seeds`).
//! 2. All calls stream past the seeds once. This is the cost that grows with the calls: reading each byte of talk about once.
//! 3. The places of a quote's seeds are gathered into clusters of neighbouring turns. Only these turns are made into word tokens (`source`), and the
//!    quote is followed through them word by word (`follow`): linear in quote and window.
//! 4. A quote found nowhere whole is looked at piece by piece (`stitched`), then compared with the likeliest places (`compare`), to tell `altered`
//!    from `not_found` and to show each difference.
//! 5. A quote all of whose seeds are very common ("I think that we") has too many places to keep: such quotes get a second pass over the
//!    calls that looks at every place, in the order of the calls' ids.
//!
//! Nothing depends on the order in which calls are given. No similarity decides: a quote is verified only if each of its words was matched with the
//! source's, in order, by [`super::follow`].
//!
//! # Sources
//!
//! Seed and extend is how BLAST finds near matches in long sequences (Altschul et al., 1990); following all readings at once is Thompson's simulation
//! of a non-deterministic automaton (1968); walking two texts and resynchronising at the nearest agreement is Heckel's way of telling them
//! apart (1978). Indexing the queries and streaming the text follows Aho and Corasick (1975), with words for characters and a hash table for the automaton.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use super::{
    Checked, ClaimedQuote, Difference, DifferenceKind, Flag, Passage, Place, QuoteId, Verbatim, Verdict, as_written,
    compare::{self, Comparison},
    echo,
    filter::Filter,
    follow::follow,
    found::{self, Found, Wanted},
    lexicon,
    seeds::{Hit, Planted, Seeds},
    source::{self, Heard, Window},
    stitched,
    who::{self, CallNames, Claimant},
    wording::Wording,
};
use crate::calls::{Call, CallId, Chars, Role};

/// The most places listed for one quote.
const PLACES: usize = 100;
/// How many turns apart the seeds of one place may be.
const APART: u32 = 4;
/// Places of seeds that are enough to tell where a quote stands.
const ENOUGH: usize = 96;
/// The most turns that one place may span, for each ten words of a quote more.
const SPAN: u32 = 12;
/// Words of turns kept at a time (40 bytes each).
const KEPT: usize = 200_000;
/// Filters of turns kept at a time (256 bytes each).
const FILTERS: usize = 20_000;
/// An interjection has six words at the most, fillers aside: no longer turn, in bytes, need be looked at.
const LONGEST_INTERJECTION: usize = 400;
/// After so many likely places without the whole quote no other is tried.
const IN_VAIN: usize = 12;
/// So many are looked at with the turns around them.
const WIDENED: usize = 4;
/// How many places are compared with a quote that was found nowhere.
const COMPARED: usize = 6;

/// The calls that quotes are checked against.
pub struct Library<'a> {
    calls: &'a [Call],
    names: CallNames,
    /// The calls' positions in the order of their ids.
    order: Vec<u32>,
    english: Vec<OnceCell<bool>>,
    heard: RefCell<Kept>,
    filters: RefCell<lexicon::ByHash<Rc<Filter>>>,
}

/// Turns made into words, kept while many quotes look at the same ones.
#[derive(Default)]
struct Kept {
    turns: lexicon::ByHash<Rc<Heard>>,
    words: usize,
}

impl Kept {
    /// Keeps a turn, forgetting all others when there are too many.
    fn keep(&mut self, key: u64, heard: Heard) -> Rc<Heard> {
        if self.words > KEPT {
            *self = Kept::default();
        }
        self.words += heard.len();
        let heard = Rc::new(heard);
        self.turns.insert(key, Rc::clone(&heard));
        heard
    }
}

/// A claimed quote, prepared.
pub(super) struct Prepared<'c> {
    claim: &'c ClaimedQuote,
    pub wanted: Wanted<'c>,
    pub wording: Wording,
    pub planted: Vec<Planted>,
}

/// Neighbouring turns of one call in which seeds of a quote stand.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub call: u32,
    /// First and last turn, positions from 0.
    pub turns: (u32, u32),
    /// How much the seeds there say.
    pub weight: u32,
    /// How much all seeds say that were looked for.
    pub whole: u32,
    /// The places, each with the quote's word there and the seed's weight.
    pub hits: Vec<(Hit, u32, u32)>,
}

impl<'a> Library<'a> {
    /// The calls to check against. Costs next to nothing: calls are read when quotes are checked.
    pub fn new(calls: &'a [Call]) -> Library<'a> {
        let mut order: Vec<u32> = (0..u32::try_from(calls.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|a, b| calls[*a as usize].id.cmp(&calls[*b as usize].id));
        Library {
            calls,
            names: CallNames::of(calls),
            order,
            english: calls.iter().map(|_| OnceCell::new()).collect(),
            heard: RefCell::default(),
            filters: RefCell::default(),
        }
    }

    /// The calls.
    pub fn calls(&self) -> &'a [Call] {
        self.calls
    }

    /// The call that a claim means, by file name, stem or id.
    pub fn find(&self, call: &str) -> Option<&'a Call> {
        self.names.find(call).map(|at| self.call(at))
    }

    /// Whether anybody in the calls is called so: by name, label, or a first name that one person of a call has.
    pub fn knows(&self, speaker: &str) -> bool {
        who::is_known(self.calls, speaker)
    }

    pub(super) fn call(&self, at: u32) -> &'a Call {
        &self.calls[at as usize]
    }

    /// Checks one quote. Costs one pass over all calls: check many at once with [`Library::check_all`].
    pub fn check(&self, claim: &ClaimedQuote) -> Checked {
        let mut checked = self.check_all(std::slice::from_ref(claim));
        checked.pop().unwrap_or_else(|| nothing(claim))
    }

    /// Checks many quotes in one pass over the calls; gives one result for each, in order.
    pub fn check_all(&self, claims: &[ClaimedQuote]) -> Vec<Checked> {
        let mut seeds = Seeds::default();
        let prepared: Vec<Prepared<'_>> = claims.iter().map(|c| self.prepare(c, &mut seeds)).collect();
        for at in &self.order {
            seeds.pass(*at, self.call(*at));
        }
        let order = by_place(&prepared, &seeds);
        let mut founds: Vec<Vec<Found>> = vec![Vec::new(); prepared.len()];
        for &i in &order {
            founds[i] = self.find_in(&prepared[i], &self.clusters(&prepared[i], &seeds));
        }
        self.look_everywhere(&prepared, &seeds, &mut founds);
        let mut checked: Vec<Option<Checked>> = vec![None; prepared.len()];
        for &i in &order {
            let (q, mut found) = (&prepared[i], std::mem::take(&mut founds[i]));
            self.look_as_written(q, &mut found);
            checked[i] = Some(self.judge(q, found, &seeds));
        }
        checked.into_iter().zip(claims).map(|(checked, claim)| checked.unwrap_or_else(|| nothing(claim))).collect()
    }

    fn prepare<'c>(&self, claim: &'c ClaimedQuote, seeds: &mut Seeds) -> Prepared<'c> {
        let call = claim.call.as_deref().map(|name| self.names.find(name));
        let wording = Wording::of(&claim.text);
        let planted = seeds.plant(&wording, call.flatten());
        let wanted = Wanted { text: &claim.text, call, who: Claimant::of(claim.speaker.as_deref()), turn: claim.turn };
        Prepared { claim, wanted, wording, planted }
    }

    pub(super) fn window(&self, call: u32, from: u32, to: u32) -> Window<'a> {
        Window::of(self.call(call), from as usize, to as usize, |at| self.heard(call, at))
    }

    /// The words of a call's turn at the position `at`.
    fn heard(&self, call: u32, at: usize) -> Rc<Heard> {
        let key = u64::from(call) << 32 | at as u64;
        if let Some(heard) = self.heard.borrow().turns.get(&key) {
            return Rc::clone(heard);
        }
        let english = *self.english[call as usize].get_or_init(|| source::is_english(self.call(call)));
        self.heard.borrow_mut().keep(key, Heard::of(&self.call(call).turns[at].text, english))
    }

    fn filter(&self, call: u32, at: usize) -> Rc<Filter> {
        let key = u64::from(call) << 32 | at as u64;
        let mut filters = self.filters.borrow_mut();
        if filters.len() > FILTERS {
            filters.clear();
        }
        Rc::clone(filters.entry(key).or_insert_with(|| Rc::new(Filter::of(&self.call(call).turns[at].text))))
    }

    /// Whether all words of a quote may stand in the turns `from..to`; where one certainly doesn't, nothing has to be followed there.
    pub(super) fn may_hold(&self, call: u32, from: u32, to: u32, quote: &Wording) -> bool {
        let turns = self.call(call).turns.len();
        let filters: Vec<Rc<Filter>> = (from as usize..(to as usize).min(turns)).map(|at| self.filter(call, at)).collect();
        (0..quote.words.len()).all(|i| {
            // Words joined by a hyphen, and the groups of a number, may be one word there.
            let alone = !quote.words[i].number && !quote.hyphen_before(i) && !quote.hyphen_before(i + 1);
            !alone || filters.iter().any(|f| f.may_hold(quote.words[i].hash))
        })
    }

    /// Whether a quote may go on in the turns before or after `turns`: over somebody's interjection, or where the speaker stays the same.
    fn may_go_on(&self, call: u32, turns: (u32, u32)) -> bool {
        let all = &self.call(call).turns;
        let over = |inside: u32, next: Option<u32>| {
            let Some((inside, turn)) = all.get(inside as usize).zip(next.and_then(|n| all.get(n as usize))) else { return false };
            turn.speaker == inside.speaker
                || turn.text.len() <= LONGEST_INTERJECTION && self.heard(call, next.unwrap_or_default() as usize).is_interjection()
        };
        over(turns.0, turns.0.checked_sub(1)) || over(turns.1, turns.1.checked_add(1))
    }

    /// Where the seeds of a quote stand together, the likeliest places first.
    fn clusters(&self, q: &Prepared<'_>, seeds: &Seeds) -> Vec<Cluster> {
        let claimed = q.wanted.call.flatten();
        clusters_of(&q.planted, seeds, claimed, self)
    }

    /// Follows the quote through the likeliest clusters.
    fn find_in(&self, q: &Prepared<'_>, clusters: &[Cluster]) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        let claimed = q.wanted.call.flatten();
        // The claimed call first: what is found there as claimed settles it.
        self.find_among(q, clusters.iter().filter(|c| Some(c.call) == claimed), &mut out);
        if !out.iter().any(|f| f.is_meant && !f.hides) {
            self.find_among(q, clusters.iter().filter(|c| Some(c.call) != claimed), &mut out);
        }
        out
    }

    fn find_among<'k>(&self, q: &Prepared<'_>, clusters: impl Iterator<Item = &'k Cluster>, out: &mut Vec<Found>) {
        // A quarter of the seeds is the least: what may be left out of a quote breaks some. More, once the words were found in a heavier place.
        let mut least = 0;
        let mut in_vain = 0;
        let mut heaviest = 0;
        for cluster in clusters {
            heaviest = heaviest.max(cluster.weight);
            // Where the likeliest places don't have it, those with half of their seeds or less needn't be asked.
            let unlikely = in_vain >= WIDENED && cluster.weight * 2 < heaviest;
            if out.len() >= PLACES || cluster.weight < least.max(cluster.whole / 4) || in_vain >= IN_VAIN || unlikely {
                break;
            }
            let before = out.len();
            self.follow_in(q, cluster, in_vain < WIDENED, out);
            if out.len() > before {
                least = least.max(cluster.weight / 4 * 3);
            } else {
                in_vain += 1;
            }
        }
    }

    /// Follows the quote through a cluster's turns, and with `widen` those around them where that is not enough.
    fn follow_in(&self, q: &Prepared<'_>, cluster: &Cluster, widen: bool, out: &mut Vec<Found>) {
        let before = out.len();
        let (call, turns) = (cluster.call, cluster.turns);
        let margins: &[u32] = if widen && self.may_go_on(call, turns) { &[0, 2] } else { &[0] };
        for &margin in margins {
            let (from, to) = (turns.0.saturating_sub(margin), turns.1.saturating_add(margin + 1));
            if !self.may_hold(call, from, to, &q.wording) {
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

    /// The second pass, for quotes that were not found as claimed and whose seeds all are too common to be kept, or which have none.
    fn look_everywhere(&self, prepared: &[Prepared<'_>], seeds: &Seeds, founds: &mut [Vec<Found>]) {
        let mut rare = Seeds::default();
        let mut by_seed: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut seedless = Vec::new();
        for (i, q) in prepared.iter().enumerate() {
            let seen = |p: &&Planted| seeds.found.get(p.seed as usize);
            // Where it was looked for and stands in the claimed call, other calls change nothing.
            let in_claimed = q.wanted.call.flatten();
            let settled = founds[i]
                .iter()
                .any(|f| !f.hides && (Some(f.call) == in_claimed || in_claimed.is_none() && f.is_meant && f.role == Role::Customer));
            if settled || q.wording.words.is_empty() || q.planted.iter().any(|p| seen(&p).is_some_and(super::seeds::Seed::is_complete)) {
                continue;
            }
            let rarest = q.planted.iter().min_by_key(|p| seen(p).map_or(u32::MAX, |s| s.count));
            match rarest {
                Some(p) => {
                    let part = q.wording.part(p.word as usize, q.wording.words.len());
                    if let Some(first) = rare.plant(&part, None).into_iter().find(|r| r.word == 0 && r.len == p.len) {
                        by_seed.entry(first.seed).or_default().push(i);
                    }
                }
                None => seedless.push(i),
            }
        }
        if by_seed.is_empty() && seedless.is_empty() {
            return;
        }
        for &at in &self.order {
            for (turn, t) in (0u32..).zip(&self.call(at).turns) {
                let mut here: Vec<usize> = seedless.clone();
                rare.each_seed_if_any(&t.text, |seed, _| here.extend(by_seed.get(&seed).into_iter().flatten()));
                here.sort_unstable();
                here.dedup();
                for i in here {
                    if founds[i].len() < PLACES {
                        let here = Cluster { call: at, turns: (turn, turn), weight: 0, whole: 0, hits: Vec::new() };
                        self.follow_in(&prepared[i], &here, true, &mut founds[i]);
                    }
                }
            }
        }
    }

    /// Adds the places where a quote with marks in it stands as it is written.
    fn look_as_written(&self, q: &Prepared<'_>, found: &mut Vec<Found>) {
        if !as_written::has_marks(&q.claim.text) || found.iter().any(|f| f.is_meant && f.verdict == Verdict::Exact) {
            return;
        }
        let calls = q.wanted.call.flatten().map_or_else(|| self.order.clone(), |claimed| vec![claimed]);
        found.extend(calls.into_iter().flat_map(|at| as_written::places(at, self.call(at), &q.wanted)).take(PLACES));
    }

    /// Chooses among the places where the words stand, or says what they are instead.
    fn judge(&self, q: &Prepared<'_>, mut found: Vec<Found>, seeds: &Seeds) -> Checked {
        if q.wording.words.is_empty() {
            return nothing(q.claim);
        }
        found.sort_by_key(|f| self.preference(q, f));
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
        let clusters = self.clusters(q, seeds);
        let compared = self.compare_with(q, &clusters);
        let near = compared.as_ref().filter(|(_, _, c)| c.is_near_omission() || c.is_one_change());
        if stitched::over_speakers(self, q, &clusters) || (near.is_none() && stitched::from_pieces(self, q, seeds)) {
            return self.lost(q, Verdict::Stitched, compared);
        }
        match compared {
            Some((call, window, comparison)) if comparison.is_close() => self.altered(q, call, &window, &comparison),
            compared => self.lost(q, Verdict::NotFound, compared),
        }
    }

    /// Smaller is better: as claimed, said by a customer, with the better verdict, in the claimed turn, earlier.
    fn preference(&self, q: &Prepared<'_>, f: &Found) -> impl Ord + use<'a> {
        let turn = f.pieces.first().map_or(0, |p| p.turn);
        let role = match f.role {
            Role::Customer => 0,
            Role::Unknown => 1,
            Role::Other => 2,
            Role::Rep => 3,
        };
        let elsewhere = q.wanted.call.is_some_and(|c| c != Some(f.call));
        let other_turn = q.wanted.turn.is_some_and(|t| t != turn);
        (!f.is_meant, elsewhere, role, f.hides, f.verdict, other_turn, &self.call(f.call).id, f.pieces.clone())
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
        seeds: &Seeds,
    ) -> Checked {
        let call = self.call(best.call);
        let verbatim = Verbatim::slice(call, &best.pieces);
        let mut listed: Vec<Place> = vec![Place { call: call.id.clone(), pieces: best.pieces.clone() }];
        for f in places {
            let place = Place { call: self.call(f.call).id.clone(), pieces: f.pieces.clone() };
            if listed.len() < PLACES && !listed.contains(&place) {
                listed.push(place);
            }
        }
        let mut flags = Vec::new();
        if verdict.is_verified() {
            flags = found::flags(call, &best.pieces, &q.claim.text);
            if echo::is_echo(self, q, seeds, best) {
                flags.push(Flag::Echo);
            }
        }
        let nearest = (!verdict.is_verified()).then(|| passage(call, &best.pieces)).flatten();
        let id = verbatim.as_ref().map_or_else(|| claim_id(q.claim), Verbatim::id);
        Checked { claim: q.claim.clone(), id, verdict, flags, verbatim, places: listed, difference: Vec::new(), nearest }
    }

    /// The likeliest place, compared with the quote.
    fn compare_with(&self, q: &Prepared<'_>, clusters: &[Cluster]) -> Option<(u32, Window<'a>, Comparison)> {
        let mut best: Option<(usize, u32, Window<'a>, Comparison)> = None;
        let heaviest = clusters.first().map_or(0, |c| c.weight);
        let likely = |(i, c): &(usize, &Cluster)| *i < 2 || c.weight * 2 >= heaviest;
        for (_, cluster) in clusters.iter().take(COMPARED).enumerate().filter(likely) {
            let margin = if self.may_go_on(cluster.call, cluster.turns) { 2 } else { 0 };
            let window = self.window(cluster.call, cluster.turns.0.saturating_sub(margin), cluster.turns.1.saturating_add(1 + margin));
            let here = anchors(cluster, q.wording.words.len()).into_iter().filter_map(|(hit, word, _)| {
                let anchor = window.at(hit.turn as usize, hit.byte)?;
                let c = compare::compare(&window, &q.wording, anchor, word as usize)?;
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
    fn is_as_claimed(&self, q: &Prepared<'_>, at: u32, turn: &crate::calls::Turn) -> bool {
        let call = self.call(at);
        q.wanted.is_meant(at, call, turn.speaker.as_deref(), call.role_of(turn))
    }

    fn altered(&self, q: &Prepared<'_>, call: u32, window: &Window<'a>, comparison: &Comparison) -> Checked {
        let pieces = pieces_of(window, comparison);
        let verbatim = Verbatim::slice(window.call, &pieces);
        let places = verbatim.as_ref().map(|v| v.place().clone()).into_iter().collect();
        let mut difference = comparison.differences(window, &q.wording);
        if difference.is_empty() {
            difference.push(Difference {
                claimed: q.claim.text.clone(),
                source: verbatim.as_ref().map_or_else(String::new, |v| v.text().to_owned()),
                kind: DifferenceKind::Word,
            });
        }
        let id = verbatim.as_ref().map_or_else(|| claim_id(q.claim), Verbatim::id);
        let nearest = passage(self.call(call), &pieces);
        Checked { claim: q.claim.clone(), id, verdict: Verdict::Altered, flags: Vec::new(), verbatim, places, difference, nearest }
    }

    /// A quote that stands nowhere as one: with the nearest that was said, if anything is near.
    fn lost(&self, q: &Prepared<'_>, verdict: Verdict, compared: Option<(u32, Window<'a>, Comparison)>) -> Checked {
        let near = compared.filter(|(_, _, c)| c.matched >= 2);
        let nearest = near.and_then(|(call, window, c)| passage(self.call(call), &pieces_of(&window, &c)));
        Checked { nearest, verdict, ..nothing(q.claim) }
    }
}

/// The quotes in the order of where they likely stand: neighbours share the turns that were made into words.
fn by_place(prepared: &[Prepared<'_>], seeds: &Seeds) -> Vec<usize> {
    let place = |q: &Prepared<'_>| {
        let claimed = q.wanted.call.flatten();
        let rarest = q.planted.iter().filter_map(|p| seeds.found.get(p.seed as usize)).filter(|s| s.count > 0).min_by_key(|s| s.count);
        let hit =
            rarest.and_then(|s| s.reliable(claimed).find(|h| claimed.is_none_or(|c| h.call == c)).or_else(|| s.reliable(claimed).next()));
        (claimed.or(hit.map(|h| h.call)), hit.map(|h| h.turn))
    };
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    order.sort_by_cached_key(|i| place(&prepared[*i]));
    order
}

/// Some anchors of a cluster, in different places: those that say most first.
fn anchors(cluster: &Cluster, words: usize) -> Vec<(Hit, u32, u32)> {
    let mut hits = cluster.hits.clone();
    hits.sort_by_key(|(hit, word, weight)| (std::cmp::Reverse(*weight), *hit, *word));
    // Few words are common in many places.
    let limit = if words <= 8 { 24 } else { 4 };
    let mut out: Vec<(Hit, u32, u32)> = Vec::new();
    for h in &hits {
        if out.len() < limit && !out.iter().any(|o| o.0.turn == h.0.turn && o.0.byte.abs_diff(h.0.byte) < 60) {
            out.push(*h);
        }
    }
    out
}

/// Gathers the reliable places of `planted` seeds into clusters, the likeliest first; in a tie the claimed call, then by id and turn.
pub(super) fn clusters_of(planted: &[Planted], seeds: &Seeds, claimed: Option<u32>, library: &Library<'_>) -> Vec<Cluster> {
    // The rarest seeds say most; once they have named enough places, commoner ones would only blur them.
    let mut rarest: Vec<(&Planted, &super::seeds::Seed)> =
        planted.iter().filter_map(|p| Some((p, seeds.found.get(p.seed as usize)?))).filter(|(_, s)| s.count > 0).collect();
    rarest.sort_by_key(|(p, s)| (s.reliable(claimed).count(), std::cmp::Reverse(p.len), p.word));
    let mut hits: Vec<(Hit, u32, u32)> = Vec::new();
    let mut whole = 0;
    for (p, seed) in rarest {
        if hits.len() > ENOUGH {
            break;
        }
        let common = 32 - seed.count.leading_zeros();
        let weight = 4 + 16u32.saturating_sub(common) * u32::from(p.len);
        whole += weight;
        hits.extend(seed.reliable(claimed).map(|h| (*h, p.word, weight)));
    }
    hits.sort_unstable();
    let span = SPAN + u32::try_from(planted.len() / 10).unwrap_or(0);
    let mut out: Vec<Cluster> = Vec::new();
    for (hit, word, weight) in hits {
        match out.last_mut() {
            Some(c) if c.call == hit.call && hit.turn - c.turns.1 <= APART && hit.turn - c.turns.0 <= span => {
                if !c.hits.iter().rev().take(64).any(|(_, w, _)| *w == word) {
                    c.weight += weight;
                }
                c.turns.1 = hit.turn;
                c.hits.push((hit, word, weight));
            }
            _ => out.push(Cluster { call: hit.call, turns: (hit.turn, hit.turn), weight, whole, hits: vec![(hit, word, weight)] }),
        }
    }
    out.sort_by(|a, b| {
        let id = |c: &Cluster| &library.call(c.call).id;
        let elsewhere = |c: &Cluster| Some(c.call) != claimed;
        b.weight.cmp(&a.weight).then(elsewhere(a).cmp(&elsewhere(b))).then_with(|| id(a).cmp(id(b))).then(a.turns.cmp(&b.turns))
    });
    out
}

fn claim_id(claim: &ClaimedQuote) -> QuoteId {
    use sha2::{Digest, Sha256};
    let place = claim.call.as_deref().unwrap_or_default();
    let hash = Sha256::digest(format!("{place}\n\n{}", claim.text));
    QuoteId(hash.iter().take(8).map(|b| format!("{b:02x}")).collect())
}

fn nothing(claim: &ClaimedQuote) -> Checked {
    Checked {
        id: claim_id(claim),
        claim: claim.clone(),
        verdict: Verdict::NotFound,
        flags: Vec::new(),
        verbatim: None,
        places: Vec::new(),
        difference: Vec::new(),
        nearest: None,
    }
}

/// The words that a comparison covers, turn by turn.
fn pieces_of(window: &Window<'_>, c: &Comparison) -> Vec<super::Piece> {
    let (from, to) = c.span;
    let speaker = window.spoken(from).speaker;
    let turns = window.turns.iter().filter(|t| t.speaker == speaker && t.first < to && t.end > from && t.first < t.end);
    turns.filter_map(|t| found::piece(window, t.first.max(from), t.end.min(to))).collect()
}

/// The passage that some pieces cover in their first turn.
fn passage(call: &Call, pieces: &[super::Piece]) -> Option<Passage> {
    let first = pieces.first()?;
    let end = pieces.iter().filter(|p| p.turn == first.turn).map(|p| p.end).max()?;
    let turn = call.turn(first.turn)?;
    let id: CallId = call.id.clone();
    let text = Chars::slice(&turn.text, first.start, end)?.to_owned();
    Some(Passage { call: id, turn: first.turn, start: first.start, end, speaker: turn.speaker.clone(), role: call.role_of(turn), text })
}

/// What a cut swallowed that it must not.
fn hidden(call: &Call, f: &Found) -> Difference {
    let gap = found::worst_gap(call, &f.pieces);
    Difference { claimed: "…".into(), source: gap, kind: DifferenceKind::Negation }
}
