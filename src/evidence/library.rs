//! Checks quotes against calls.
//!
//! # How
//!
//! 1. Each quote is taken apart into words, marked cuts and brackets (`wording`), and its seeds are indexed (`seeds`).
//! 2. All calls stream past the seeds once (`sown`). This is the cost that grows with the calls: reading each byte of talk about once.
//! 3. The places of a quote's seeds are gathered into clusters of neighbouring turns, first in the call that it claims. Where the quote stands there character for character, as most
//!    true ones do, that is seen at once (`exact`). Only other turns are made into word tokens (`source`), and the quote is followed through them
//!    word by word (`follow`): linear in quote and window. A look for its changed word (`telling`) and a filter of each turn's words (`filter`) spare those
//!    where a word is missing.
//! 4. A quote found nowhere whole is looked at piece by piece (`stitched`), then compared with the likeliest places (`compare`), to tell `altered`
//!    from `not_found` and to show each difference.
//! 5. A quote all of whose seeds are very common ("I think that we") has too many places to keep, and one whose marks may be words of the source
//!    (`as_written`) may have no seed: such quotes share a second pass over the calls that looks at every place, in the order of the calls' ids
//!    (`everywhere`).
//!
//! Nothing depends on the order in which calls are given. No similarity decides: a quote is verified only if each of its words was matched with the
//! source's, in order, by [`super::follow`].
//!
//! # Sources
//!
//! Seed and extend is how BLAST finds near matches in long sequences (Altschul et al., 1990); following all readings at once is Thompson's simulation
//! of a non-deterministic automaton (1968); walking two texts and resynchronising at the nearest agreement is Heckel's way of telling them
//! apart (1978). Indexing the queries and streaming the text follows Aho and Corasick (1975), with words for characters and a hash table for the automaton.

mod clusters;
mod everywhere;
mod exact;
mod places;
mod turns;
mod verdicts;

use std::borrow::Borrow;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::{
    Checked, ClaimedQuote, QuoteId, Verdict, as_written,
    filter::Filter,
    found::Wanted,
    lexicon,
    seeds::{Planted, Seeds},
    telling::TellingWord,
    who::{self, CallNames, Claimant},
    wording::Wording,
};
use crate::calls::{Call, CallId};
use clusters::by_place;
pub(super) use clusters::{Cluster, ENOUGH, clusters_of};
use everywhere::{Open, is_open, is_open_as_written};
use turns::Kept;

/// The most places listed for one quote.
const PLACES: usize = 100;

/// The calls that quotes are checked against.
pub struct Library<'a> {
    calls: &'a [Call],
    names: CallNames,
    /// The calls' positions in the order of their ids.
    order: Vec<u32>,
    /// Each call's place in that order.
    ranks: Vec<u32>,
    english: Vec<OnceCell<bool>>,
    heard: RefCell<Kept>,
    filters: RefCell<lexicon::ByHash<Rc<Filter>>>,
    interjections: RefCell<lexicon::ByHash<bool>>,
}

/// A claimed quote, prepared.
pub(super) struct Prepared<'c> {
    claim: &'c ClaimedQuote,
    pub wanted: Wanted<'c>,
    pub wording: Wording,
    pub planted: Vec<Planted>,
    /// Known when all calls have been seen.
    pub telling: Option<TellingWord>,
    /// Whether it can be compared as a whole.
    is_plain: bool,
    /// Seeds of the quote as it is written, for one whose marks may be words of the source.
    as_written: Option<Vec<u32>>,
}

impl<'a> Library<'a> {
    /// The calls to check against. Costs next to nothing: calls are read when quotes are checked.
    pub fn new(calls: &'a [Call]) -> Library<'a> {
        let mut order: Vec<u32> = (0..u32::try_from(calls.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|a, b| calls[*a as usize].id.cmp(&calls[*b as usize].id));
        let mut ranks = vec![0; order.len()];
        for (rank, at) in (0..).zip(&order) {
            ranks[*at as usize] = rank;
        }
        Library {
            calls,
            names: CallNames::of(calls),
            order,
            ranks,
            english: calls.iter().map(|_| OnceCell::new()).collect(),
            heard: RefCell::default(),
            filters: RefCell::default(),
            interjections: RefCell::default(),
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

    /// The call of that id.
    pub fn by_id(&self, id: &CallId) -> Option<&'a Call> {
        let rank = self.order.partition_point(|at| self.call(*at).id < *id);
        self.order.get(rank).map(|at| self.call(*at)).filter(|call| call.id == *id)
    }

    /// Whether anybody in the calls is called so: by name, label, or a first name that one person of a call has.
    pub fn knows(&self, speaker: &str) -> bool {
        who::is_known(self.calls, speaker)
    }

    pub(super) fn call(&self, at: u32) -> &'a Call {
        &self.calls[at as usize]
    }

    /// The call's place among all calls by their ids: compared often, where the ids themselves would cost.
    fn rank(&self, at: u32) -> u32 {
        self.ranks[at as usize]
    }

    /// Checks one quote. Costs one pass over all calls: check many at once with [`Library::check_all`].
    pub fn check(&self, claim: &ClaimedQuote) -> Checked {
        let mut checked = self.check_all(std::slice::from_ref(claim));
        checked.pop().unwrap_or_else(|| nothing(claim))
    }

    /// Checks many quotes in one pass over the calls; gives one result for each, in order.
    pub fn check_all<C: Borrow<ClaimedQuote>>(&self, claims: &[C]) -> Vec<Checked> {
        if claims.is_empty() {
            return Vec::new();
        }
        let claims = || claims.iter().map(Borrow::borrow);
        let mut seeds = Seeds::with_room(claims().map(|c| c.text.len()));
        let mut prepared: Vec<Prepared<'_>> = claims().map(|c| self.prepare(c, &mut seeds)).collect();
        let seeds = seeds.pass(self.order.iter().map(|at| (*at, self.call(*at))));
        for q in &mut prepared {
            q.telling = TellingWord::of(&q.wording, &q.planted, &seeds);
        }
        let mut checked: Vec<Option<Checked>> = vec![None; prepared.len()];
        let mut open = Vec::new();
        for i in by_place(&prepared, &seeds) {
            let q = &prepared[i];
            let (found, clusters) = self.look_for(q, &seeds);
            if is_open(q, &found, &seeds) || is_open_as_written(q, &found, &seeds) {
                open.push(Open { quote: i, found });
            } else {
                checked[i] = Some(self.judge(q, found, &clusters, &seeds));
            }
        }
        self.look_everywhere(&prepared, &seeds, &mut open);
        for Open { quote, found } in open {
            let q = &prepared[quote];
            checked[quote] = Some(self.judge(q, found, &self.clusters(q, &seeds, &[]), &seeds));
        }
        checked.into_iter().zip(claims()).map(|(checked, claim)| checked.unwrap_or_else(|| nothing(claim))).collect()
    }

    fn prepare<'c>(&self, claim: &'c ClaimedQuote, seeds: &mut Seeds) -> Prepared<'c> {
        let call = claim.call.as_deref().map(|name| self.names.find(name));
        let wording = Wording::of(&claim.text);
        let planted = seeds.plant(&wording, call.flatten());
        let is_plain = exact::is_plain(&claim.text, &wording);
        let as_written = as_written::has_marks(&claim.text).then(|| seeds.plant_as_written(&claim.text, call.flatten()));
        let wanted = Wanted { text: &claim.text, call, who: Claimant::of(claim.speaker.as_deref()), turn: claim.turn };
        Prepared { claim, wanted, wording, planted, telling: None, is_plain, as_written }
    }
}

fn claim_id(claim: &ClaimedQuote) -> QuoteId {
    use sha2::{Digest, Sha256};
    let place = claim.call.as_deref().unwrap_or_default();
    let hash = Sha256::digest(format!("{place}\n\n{}", claim.text));
    QuoteId::of_hash(&hash)
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
        parts: Vec::new(),
    }
}
