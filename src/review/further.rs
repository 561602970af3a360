//! Looking further: customers' sentences that may speak against a theme, and sentences like it that nobody cited.
//!
//! The words of a theme are its statement's and its quotes'. A sentence's nearness to them is Okapi BM25 (Robertson & Zaragoza 2009,
//! "The Probabilistic Relevance Framework", k1 = 1.2, b = 0.75) over stems. It may speak against the theme where it denies what the theme says, or
//! says what the theme denies, or uses words of the other side ("fine", "easy" beside a problem), in the language that the theme speaks. It only
//! proposes: a person judges.

mod language;

use std::collections::{BTreeMap, BTreeSet};

use super::{Docket, Standing};
use crate::calls::{Call, CallId, Chars, Role, Turn};
use crate::evidence::{Checked, ClaimedQuote, Library, Piece, sentence};
use crate::themes::{Judgement, Kind};
use language::Words;
pub use language::small_words;

/// Where words stand: what a search over all calls gives.
pub trait Passages {
    /// Up to `most` turns that hold any of these words, the best first. Words are lower case; one that ends in `*` stands for all that begin
    /// so; the search may match other forms of them.
    fn with_any(&self, words: &[String], most: usize) -> Vec<(CallId, u32)>;
}

/// Why a passage is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Whoever proposed the theme says that it speaks against it.
    Claimed,
    /// It may speak against it, by its words.
    Against,
    /// It looks like the theme, and nobody cited it.
    Uncited,
}

impl Why {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Why::Claimed => "proposed as speaking against the claim",
            Why::Against => "may speak against the claim, by its words",
            Why::Uncited => "nobody cited it, and it looks like the claim",
        }
    }
}

/// A passage to look at.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The words and their place.
    pub quote: Checked,
    /// Why it is shown.
    pub why: Why,
}

/// The most passages of each reason.
const OF_A_REASON: usize = 4;
/// The most turns that are looked at sentence by sentence: bounds time.
const TURNS: usize = 80;
/// The most sentences of a turn: bounds time.
const SENTENCES: usize = 60;
/// The fewest words that say anything.
const SHORTEST: usize = 4;
/// Below this share of the best sentence's score, a sentence only happens to share a word. What speaks against a theme says it in other words.
const NEAR_ENOUGH: f64 = 0.3;
const NEAR_ENOUGH_AGAINST: f64 = 0.15;
/// The least that a word weighs.
const COMMONEST: f64 = 0.5;
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// A customer's sentence that shares words with the theme.
struct Heard<'a> {
    call: &'a Call,
    turn: &'a Turn,
    piece: Piece,
    stems: Vec<String>,
    denies: bool,
    other_side: bool,
}

/// The passages to look at beside a theme's quotes: those proposed as counter-evidence first, then those that may speak against it, then
/// those that look like it. The same theme, calls and search results give the same passages.
pub fn look_further(docket: &Docket, standing: &Standing<'_>, search: &dyn Passages) -> Vec<Offer> {
    let has: BTreeSet<_> = standing.quotes.iter().map(|q| &q.checked.id).collect();
    let mut offers: Vec<Offer> = standing
        .proposed
        .counter
        .iter()
        .filter(|q| q.customer_verbatim().is_some() && !has.contains(&q.id))
        .map(|quote| Offer { quote: quote.clone(), why: Why::Claimed })
        .collect();
    let about = about(standing);
    let words = Words::of_language(&about);
    let theme_words: Vec<Vec<String>> = about.iter().map(|text| language::words(text)).collect();
    let wanted: BTreeSet<String> = theme_words.iter().flat_map(|w| words.stems(w)).collect();
    let asked: BTreeSet<String> = theme_words.iter().flat_map(|w| words.to_ask_for(w)).collect();
    if wanted.is_empty() {
        return offers;
    }
    let statement_denies = theme_words.first().is_some_and(|statement| words.denies(statement));
    let theme_denies = theme_words.iter().any(|text| words.denies(text));
    let turns = search.with_any(&asked.into_iter().collect::<Vec<_>>(), TURNS);
    let heard = heard(docket, standing.kind, &turns, &wanted, &words);
    let mut scored = scored(heard, &wanted);
    scored.retain(|(_, h)| !cited(standing, h) && !offers.iter().any(|o| overlaps(&o.quote, h)));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    let is_against = |h: &Heard<'_>| h.other_side || (h.denies && !theme_denies) || (statement_denies && !h.denies);
    let (mut against, mut like): (Vec<_>, Vec<_>) = scored.into_iter().partition(|(_, h)| is_against(h));
    against.retain(|(score, _)| *score >= best * NEAR_ENOUGH_AGAINST);
    like.retain(|(score, _)| *score >= best * NEAR_ENOUGH);
    for (list, why) in [(against, Why::Against), (like, Why::Uncited)] {
        offers.extend(list.iter().take(OF_A_REASON).filter_map(|(_, h)| Some(Offer { quote: quote_at(h.call, &h.piece)?, why })));
    }
    offers
}

/// The statement, then the words of the quotes that carry it; of those not judged yet, all.
fn about(standing: &Standing<'_>) -> Vec<String> {
    let carries = |j: Option<Judgement>| matches!(j, None | Some(Judgement::Supports | Judgement::Partly));
    let quotes = standing.quotes.iter().filter(|q| q.is_evidence() && carries(q.judgement())).filter_map(|q| q.checked.customer_verbatim());
    let statement = standing.statement.clone().unwrap_or_default();
    std::iter::once(statement).chain(quotes.map(|v| v.text().to_owned()).take(12)).collect()
}

fn heard<'a>(docket: &'a Docket, kind: Kind, turns: &[(CallId, u32)], wanted: &BTreeSet<String>, words: &Words) -> Vec<Heard<'a>> {
    let other_side = if kind == Kind::Success { &words.badly } else { &words.well };
    let mut heard = Vec::new();
    for (call, turn) in turns.iter().take(TURNS) {
        let Some(call) = docket.call(call).filter(|c| c.counts()) else { continue };
        let Some(turn) = call.turn(*turn).filter(|t| call.role_of(t) == Role::Customer) else { continue };
        for (start, end) in sentences(&turn.text) {
            let said = language::words(Chars::slice(&turn.text, start, end).unwrap_or_default());
            let stems = words.stems(&said);
            if said.len() >= SHORTEST && stems.iter().any(|s| wanted.contains(s)) {
                let other = stems.iter().any(|s| other_side.contains(s));
                let piece = Piece { turn: turn.index, start, end };
                heard.push(Heard { call, turn, piece, denies: words.denies(&said), other_side: other, stems });
            }
        }
    }
    heard
}

/// The sentences of a turn, in characters.
pub fn sentences(text: &str) -> Vec<(Chars, Chars)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < SENTENCES {
        let Some(start) = (at..chars.len()).find(|i| !chars[*i].is_whitespace()) else { break };
        let from = Chars(u32::try_from(start).unwrap_or(u32::MAX));
        let (_, end) = sentence(text, from, Chars(from.0 + 1));
        let end = Chars(end.0.max(from.0 + 1));
        found.push((from, end));
        at = end.0 as usize;
    }
    found
}

/// By BM25, the nearest first; among equals in the order of the calls.
fn scored<'a>(heard: Vec<Heard<'a>>, wanted: &BTreeSet<String>) -> Vec<(f64, Heard<'a>)> {
    let n = heard.len() as f64;
    let average = heard.iter().map(|h| h.stems.len()).sum::<usize>() as f64 / n.max(1.0);
    let mut in_sentences: BTreeMap<&str, f64> = BTreeMap::new();
    for h in &heard {
        for stem in h.stems.iter().collect::<BTreeSet<_>>() {
            *in_sentences.entry(stem.as_str()).or_default() += 1.0;
        }
    }
    let score = |h: &Heard<'_>| -> f64 {
        let mut times: BTreeMap<&str, f64> = BTreeMap::new();
        h.stems.iter().filter(|s| wanted.contains(*s)).for_each(|s| *times.entry(s.as_str()).or_default() += 1.0);
        let length = 1.0 - B + B * h.stems.len() as f64 / average.max(1.0);
        let weigh = |(stem, tf): (&str, f64)| {
            let df = in_sentences.get(stem).copied().unwrap_or_default();
            // All that the search gave share the theme's words, so even the commonest says something.
            (1.0 + (n - df + 0.5) / (df + 0.5)).ln().max(COMMONEST) * tf * (K1 + 1.0) / (tf + K1 * length)
        };
        times.into_iter().map(weigh).sum()
    };
    let scores: Vec<f64> = heard.iter().map(score).collect();
    let mut all: Vec<(f64, Heard<'a>)> = scores.into_iter().zip(heard).collect();
    all.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| (&x.call.id, &x.piece).cmp(&(&y.call.id, &y.piece))));
    all
}

fn cited(standing: &Standing<'_>, heard: &Heard<'_>) -> bool {
    standing.quotes.iter().any(|q| overlaps(q.checked, heard))
}

fn overlaps(quote: &Checked, heard: &Heard<'_>) -> bool {
    quote.verbatim.as_ref().is_some_and(|v| {
        let at = |p: &Piece| p.turn == heard.turn.index && p.start < heard.piece.end && heard.piece.start < p.end;
        *v.call() == heard.call.id && v.place().pieces.iter().any(at)
    })
}

/// The words at a place as a quote of the call, verified by looking them up there; `None` where they are no customer's.
pub fn quote_at(call: &Call, piece: &Piece) -> Option<Checked> {
    let turn = call.turn(piece.turn)?;
    let text = Chars::slice(&turn.text, piece.start, piece.end)?.trim().to_owned();
    let claim =
        ClaimedQuote { text, call: Some(call.id.0.clone()), turn: Some(turn.index), speaker: turn.speaker.as_deref().map(str::to_owned) };
    let library = Library::new(std::slice::from_ref(call));
    let checked = library.check_all(std::slice::from_ref(&claim)).into_iter().next()?;
    let there = checked.customer_verbatim().is_some_and(|v| v.turn() == turn.index);
    there.then_some(checked)
}
