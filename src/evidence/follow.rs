//! Follows a quote's words through the source, word by word.
//!
//! All readings are followed at once (a set of positions for each word of the quote, the cheapest way to each kept), so a quote that
//! invites backtracking costs no more than another: time is linear in the quote, times a bounded number of positions. Words are compared by
//! hash on the way and by their folded letters at the end. What may lie between two matched words: nothing; fillers and stutters;
//! another speaker's "mm-hm"; a cut, where the quote marks one; a bracketed word and what it stands for.

use super::{
    cut, ends, lexicon, scan,
    source::Window,
    turning,
    wording::{self, Wording},
};

/// The most words that one marked cut may leave out.
pub(super) const CUT_LIMIT: usize = 100;
/// The same where speakers and distance don't matter, to recognise what was stitched together.
const LOOSE_LIMIT: usize = 600;
/// Readings kept at a time; after a cut, which multiplies them, the cheapest few.
const STATES: usize = 64;
const STATES_AFTER_CUT: usize = 32;
/// From this word of the quote on; before it, each place of a long turn may be the one.
const BOUNDED_FROM: usize = 12;

/// How two neighbouring words of a quote stand to each other in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Side by side, but for fillers and stutters.
    Beside,
    /// With a marked cut between; `hides` says that it swallows a negation, condition or exception right beside a kept piece.
    Cut { hides: bool },
    /// With a bracket between.
    Bracket,
    /// With somebody's interjection between.
    Broken,
    /// Over a change of speaker.
    OtherSpeaker,
}

/// Words of the quote matched with words of the source; several only where hyphens make one word of two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// First and one past the last word of the quote.
    pub quote: (usize, usize),
    /// First and one past the last word of the window.
    pub source: (usize, usize),
    /// How it follows the one before.
    pub link: Link,
}

/// One way the whole quote stands in the source.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The fits in order; never empty.
    pub fits: Vec<Fit>,
}

impl Reading {
    /// The words of the window from its first to one past its last.
    pub(super) fn span(&self) -> (usize, usize) {
        (self.fits.first().map_or(0, |fit| fit.source.0), self.fits.last().map_or(0, |fit| fit.source.1))
    }
}

#[derive(Clone, Copy)]
struct State {
    next: usize,
    cost: u32,
    speaker: u32,
    /// How it came here; becomes `node` once the state is kept.
    fit: Fit,
    prev: u32,
    node: u32,
}

struct Node {
    fit: Fit,
    prev: u32,
}

const START: u32 = u32::MAX;
const NO_FIT: Fit = Fit { quote: (0, 0), source: (0, 0), link: Link::Beside };

/// All ways in which the words of `quote` stand in `window`, the cheapest for each end. With `loose`, over changes of speaker too.
pub(super) fn follow(window: &Window<'_>, quote: &Wording, loose: bool) -> Vec<Reading> {
    let Some(first) = quote.words.first() else { return Vec::new() };
    // Hyphens make at most four words of one.
    if quote.words.len() > 4 * window.words.len() {
        return Vec::new();
    }
    let first_cut = quote.joints.iter().filter(|(_, j)| j.cut).filter_map(|(at, _)| usize::try_from(*at).ok()).filter(|at| *at > 0).min();
    let turning = if first_cut.is_some() { turning::in_window(window) } else { Vec::new() };
    let mut walk = Walk { window, quote, loose, turning, first_cut, nodes: Vec::new(), sets: vec![Vec::new()], spare: Vec::new() };
    let quote_joins = quote.hyphen_before(1);
    // Brackets before the first word stand outside the span.
    for at in 0..window.words.len() {
        let may_join = || quote_joins || window.words.get(at + 1).is_some_and(|w| w.before.hyphen || w.before.space && w.token.number);
        if window.words[at].token.hash == first.hash || may_join() {
            let speaker = window.spoken(at).speaker;
            walk.fits_at(0, at, State { next: at, cost: 0, speaker, fit: NO_FIT, prev: START, node: START }, Link::Beside, 0);
        }
    }
    for i in 1..quote.words.len() {
        let mut states = walk.take(i);
        for state in states.drain(..) {
            walk.step(i, state);
        }
        walk.spare.push(states);
        if walk.sets.iter().skip(i).all(Vec::is_empty) {
            return Vec::new();
        }
    }
    let finished = walk.take(quote.words.len());
    let readings = finished.iter().map(|s| walk.reading(s));
    readings.filter(|r| is_confirmed(window, quote, r) && ends::hidden(window, quote, r.span()).is_none()).collect()
}

struct Walk<'w, 'a> {
    window: &'w Window<'a>,
    quote: &'w Wording,
    loose: bool,
    /// Which words of the window negate, condition or except, where the quote has cuts.
    turning: Vec<bool>,
    first_cut: Option<usize>,
    nodes: Vec<Node>,
    /// The states after each number of the quote's words; emptied as they are used.
    sets: Vec<Vec<State>>,
    /// Emptied sets, to be used again.
    spare: Vec<Vec<State>>,
}

impl Walk<'_, '_> {
    fn set(&mut self, i: usize) -> &mut Vec<State> {
        while self.sets.len() <= i {
            let emptied = self.spare.pop().unwrap_or_default();
            self.sets.push(emptied);
        }
        &mut self.sets[i]
    }

    /// The states after the quote's first `i` words, the cheapest for each position, bounded.
    fn take(&mut self, i: usize) -> Vec<State> {
        let mut states = std::mem::take(self.set(i));
        states.sort_unstable_by_key(|s| (s.next, s.cost));
        states.dedup_by_key(|s| s.next);
        let cut = self.first_cut.is_some_and(|c| c < i);
        let limit = if cut { STATES_AFTER_CUT } else { STATES };
        if states.len() > limit && (cut || i >= BOUNDED_FROM) {
            states.sort_unstable_by_key(|s| (s.cost, s.next));
            states.truncate(limit);
        }
        // Only what is kept is remembered.
        for state in &mut states {
            state.node = u32::try_from(self.nodes.len()).unwrap_or(START);
            self.nodes.push(Node { fit: state.fit, prev: state.prev });
        }
        states
    }

    /// Goes on from `state` to the quote's word at `i`.
    fn step(&mut self, i: usize, state: State) {
        let joint = self.quote.joint(i);
        if joint.is_none() && self.goes_straight_on(state) {
            return self.fits_at(i, state.next, state, Link::Beside, 0);
        }
        let cut = joint.is_some_and(|j| j.cut);
        let mut places = vec![(state.next, 0u32, Link::Beside)];
        self.without_skippable(&mut places, state.speaker);
        if let Some(j) = joint.filter(|j| !j.added.is_empty()) {
            places = self.over_bracket(&places, &j.added, state.speaker);
        }
        if cut {
            // What a bracket beside the cut may not add must have been said.
            if places.is_empty() {
                return;
            }
            let from = places.iter().map(|p| p.0).min().unwrap_or(state.next).min(state.next);
            return self.over_cut(i, state, from);
        }
        for (at, cost, link) in places {
            self.fits_at(i, at, state, link, cost);
        }
    }

    /// Whether nothing may be left out at the next word: it is the same speaker's, no filler and no stutter.
    fn goes_straight_on(&self, state: State) -> bool {
        self.window.words.get(state.next).is_some_and(|w| w.skips == [0; 3] && self.window.spoken(state.next).speaker == state.speaker)
    }

    /// Adds to `places` those reached by leaving out fillers, stutters and interjections.
    fn without_skippable(&self, places: &mut Vec<(usize, u32, Link)>, speaker: u32) {
        let mut k = 0;
        while k < places.len() && places.len() < 24 {
            let (at, cost, link) = places[k];
            k += 1;
            let Some(word) = self.window.words.get(at) else { continue };
            let turn = self.window.spoken(at);
            if at == turn.first && at > 0 && !self.loose && turn.speaker != speaker {
                // Another speaker has begun: go on behind an interjection.
                if turn.interjection && cost < 60 {
                    push(places, (turn.end, cost + 20, Link::Broken));
                }
                continue;
            }
            for skip in word.skips.iter().filter(|s| **s > 0) {
                let to = at + *skip as usize;
                if to <= turn.end {
                    push(places, (to, cost + u32::from(*skip), link));
                }
            }
        }
    }

    /// Where the quote goes on behind a bracket: where it only adds words, where it stands for up to three pronouns or names, or where its words were said.
    fn over_bracket(&self, places: &[(usize, u32, Link)], added: &[scan::Token], speaker: u32) -> Vec<(usize, u32, Link)> {
        let mut out = Vec::new();
        for &(at, cost, _) in places {
            let said = added.iter().enumerate().all(|(k, t)| self.window.hash(at + k) == Some(t.hash));
            if said {
                push(&mut out, (at + added.len(), cost, Link::Bracket));
            }
            if !wording::may_be_added(added) {
                continue;
            }
            push(&mut out, (at, cost + 2, Link::Bracket));
            // A pronoun of a script without spaces has several words.
            let pronoun = lexicon::PRONOUNS.at(|k| self.window.hash(at + k));
            for n in 1..=3 {
                let Some(turn) = self.window.words.get(at).map(|_| self.window.spoken(at)) else { break };
                if at + n > turn.end {
                    break;
                }
                if n != pronoun && !(at..at + n).all(|w| self.stands_for(w)) {
                    continue;
                }
                push(&mut out, (at + n, cost + 2 + u32::try_from(n).unwrap_or(3), Link::Bracket));
            }
        }
        self.without_skippable(&mut out, speaker);
        out.iter().map(|(at, cost, _)| (*at, *cost, Link::Bracket)).collect()
    }

    fn stands_for(&self, word: usize) -> bool {
        let h = self.window.words[word].token.hash;
        lexicon::PRONOUNS.has(h) || (self.window.is_name(word) && !lexicon::TURNING.has(h) && !self.window.words[word].token.number)
    }

    /// Goes on to each place behind a marked cut that starts at `from`.
    fn over_cut(&mut self, i: usize, state: State, from: usize) {
        let limit = if self.loose { LOOSE_LIMIT } else { CUT_LIMIT };
        let mut own = 0;
        let mut at = from;
        while at < self.window.words.len() && own <= limit {
            let turn = *self.window.spoken(at);
            if !self.loose && turn.speaker != state.speaker {
                if !turn.interjection {
                    return;
                }
                at = turn.end;
                continue;
            }
            let may_join = self.window.words.get(at + 1).is_some_and(|w| w.before.hyphen);
            if self.window.words[at].token.hash == self.quote.words[i].hash || may_join || self.quote.hyphen_before(i + 1) {
                let hides = cut::hides(self.window, &self.turning, from, at);
                let cost = u32::try_from(own).unwrap_or(0) + if hides { 10_000 } else { 0 };
                self.fits_at(i, at, state, Link::Cut { hides }, cost);
            }
            own += 1;
            at += 1;
        }
    }

    /// Records each way in which the quote's word at `i` fits the source at `at`.
    fn fits_at(&mut self, i: usize, at: usize, state: State, link: Link, cost: u32) {
        let Some(word) = self.window.words.get(at) else { return };
        let turn = *self.window.spoken(at);
        let link = if turn.speaker == state.speaker {
            link
        } else if self.loose {
            Link::OtherSpeaker
        } else {
            return;
        };
        let cost = state.cost.saturating_add(cost);
        if word.token.hash == self.quote.words[i].hash {
            self.record(Fit { quote: (i, i + 1), source: (at, at + 1), link }, state, cost, turn.speaker);
        }
        if let Some(n) = self.source_words_joined(i, at, turn.end) {
            self.record(Fit { quote: (i, i + 1), source: (at, at + n), link }, state, cost + 1, turn.speaker);
        }
        if let Some(n) = self.quote_words_joined(i, at) {
            self.record(Fit { quote: (i, i + n), source: (at, at + 1), link }, state, cost + 1, turn.speaker);
        }
    }

    /// How many words of the source, joined by hyphens (or the groups of a long number), make the quote's word at `i`.
    fn source_words_joined(&self, i: usize, at: usize, end: usize) -> Option<usize> {
        let number = self.quote.words[i].number;
        let next = self.window.words.get(at + 1).filter(|_| at + 1 < end)?;
        if !(next.before.hyphen || (number && next.before.space && next.token.number)) {
            return None;
        }
        let mut joined = String::new();
        for n in 0..4 {
            let word = (at + n < end).then(|| &self.window.words[at + n])?;
            let tied = if number { word.before.space && self.window.slice(at + n).len() == 3 } else { word.before.hyphen };
            if word.token.number != number || (n > 0 && !tied) || (n == 0 && number && self.window.slice(at).len() > 3) {
                return None;
            }
            joined.push_str(&scan::fold(self.window.slice(at + n)));
            if n > 0 && scan::hash(&joined) == self.quote.words[i].hash {
                return Some(n + 1);
            }
            let next = self.window.words.get(at + n + 1)?;
            if !(next.before.hyphen || (number && next.before.space)) {
                return None;
            }
        }
        None
    }

    /// How many words of the quote, joined by hyphens (or the groups of a long number), make the source's word at `at`.
    fn quote_words_joined(&self, i: usize, at: usize) -> Option<usize> {
        let number = self.window.words[at].token.number;
        if !(self.quote.hyphen_before(i + 1) || (number && self.spaced_group(i + 1))) {
            return None;
        }
        let mut joined = String::new();
        for n in 0..4 {
            let t = self.quote.words.get(i + n)?;
            let tied = n == 0 || if number { self.spaced_group(i + n) } else { self.quote.hyphen_before(i + n) };
            if t.number != number || !tied || (n == 0 && number && self.quote.slice(t).len() > 3) {
                return None;
            }
            joined.push_str(&scan::fold(self.quote.slice(t)));
            if n > 0 && scan::hash(&joined) == self.window.words[at].token.hash {
                return Some(n + 1);
            }
        }
        None
    }

    fn spaced_group(&self, i: usize) -> bool {
        let (Some(a), Some(b)) = (i.checked_sub(1).and_then(|p| self.quote.words.get(p)), self.quote.words.get(i)) else { return false };
        b.number && b.end - b.start == 3 && self.quote.text.get(a.end as usize..b.start as usize) == Some(" ")
    }

    fn record(&mut self, fit: Fit, from: State, cost: u32, speaker: u32) {
        self.set(fit.quote.1).push(State { next: fit.source.1, cost, speaker, fit, prev: from.node, node: START });
    }

    fn reading(&self, end: &State) -> Reading {
        let mut fits = Vec::new();
        let mut node = end.node;
        while let Some(n) = self.nodes.get(node as usize) {
            fits.push(n.fit);
            node = n.prev;
        }
        fits.reverse();
        Reading { fits }
    }
}

fn push(places: &mut Vec<(usize, u32, Link)>, place: (usize, u32, Link)) {
    if !places.iter().any(|p| p.0 == place.0) {
        places.push(place);
    }
}

/// Whether the matched words are the same letter for letter when folded, not by hash alone.
fn is_confirmed(window: &Window<'_>, quote: &Wording, reading: &Reading) -> bool {
    reading.fits.iter().all(|f| {
        let (a, b) = (quote.slice(&quote.words[f.quote.0]), window.slice(f.source.0));
        if f.quote.1 - f.quote.0 == 1 && f.source.1 - f.source.0 == 1 && a.eq_ignore_ascii_case(b) {
            return true;
        }
        let claimed: String = (f.quote.0..f.quote.1).map(|i| scan::fold(quote.slice(&quote.words[i]))).collect();
        let said: String = (f.source.0..f.source.1).map(|i| scan::fold(window.slice(i))).collect();
        claimed == said
    })
}
