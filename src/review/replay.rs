//! Replays the ledger: entries in, what was said of each theme out. The same entries always give the same value.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Entry, Hash, LapseReason, RejectReason, Seen};
use crate::calls::{CallId, Version};
use crate::evidence::QuoteId;
use crate::themes::{Judgement, Kind, ThemeId};

/// A judgement in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What was said.
    pub judgement: Judgement,
    /// What was on the screen.
    pub seen: Seen,
    /// Who judged.
    pub by: String,
    /// When.
    pub at: String,
}

/// A judgement that no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapse {
    /// Why.
    pub reason: LapseReason,
    /// What was on the screen when it was judged.
    pub seen: Seen,
}

/// A decision in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Accepted, on exactly these judgements.
    Accepted {
        /// Who.
        by: String,
        /// When.
        at: String,
        /// Hash of the statement.
        statement: Hash,
        /// The kind.
        kind: Kind,
        /// The judgements it rests on.
        judged: BTreeMap<QuoteId, Judged>,
    },
    /// Rejected.
    Rejected {
        /// Who.
        by: String,
        /// When.
        at: String,
        /// Why.
        reason: RejectReason,
        /// Hash of a note.
        note: Option<Hash>,
    },
    /// Put off.
    PutOff,
    /// It was accepted, and something that it rested on changed since.
    Lapsed(LapseReason),
    /// Its quotes went into another theme.
    Merged(ThemeId),
}

/// That somebody looked for the opposite of a theme and found none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoneAgainst {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// How many passages were on the screen.
    pub passages: u32,
    /// Over how many calls they were looked for.
    pub of_calls: u32,
}

/// One answer of the blind-spot check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampled {
    /// The seed that it was drawn by.
    pub seed: Hash,
    /// The call.
    pub call: CallId,
    /// The turn.
    pub turn: u32,
    /// Hash of the turn's words.
    pub words: Hash,
    /// How many uncited turns it was drawn from.
    pub of: u32,
    /// Whether something was missed in it.
    pub missed: bool,
}

/// Turns that somebody read in the call itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTurns {
    /// The call.
    pub call: CallId,
    /// Its version then.
    pub version: Version,
    /// The first and the last turn.
    pub turns: (u32, u32),
}

/// All that was said of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeReview {
    /// The statement's and kind's last revision.
    pub revised: Option<(Hash, Kind)>,
    /// The judgements in force.
    pub judged: BTreeMap<QuoteId, Judged>,
    /// The decision in force.
    pub decision: Option<Decision>,
    /// The quotes whose judgement lapsed: they are to be judged again.
    pub lapsed: BTreeMap<QuoteId, Lapse>,
    /// Hashes of the claims that were taken in by hand.
    pub taken: BTreeSet<Hash>,
    /// Hashes of the claims that left: cut otherwise, or gone into another theme.
    pub left: BTreeSet<Hash>,
    /// Hashes of the notes on its quotes.
    pub notes: BTreeMap<QuoteId, Hash>,
    /// How much harm is in it, from 1 to 5.
    pub severity: Option<u8>,
    /// How strongly its quotes are felt, from 1 to 3.
    pub felt: BTreeMap<QuoteId, u8>,
    /// That nothing speaks against it, after somebody looked.
    pub none_against: Option<NoneAgainst>,
    /// Whether it was made by hand.
    pub made: bool,
}

/// All that was said of all themes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviews {
    themes: BTreeMap<ThemeId, ThemeReview>,
    /// The evidence numbers of each quote, with the theme that it got each in: the same number, but while a call's new version is
    /// settled theme by theme. The last one given stands last.
    numbers: BTreeMap<QuoteId, Vec<(ThemeId, u32)>>,
    last_number: u32,
    /// Which theme went into which.
    merged: BTreeMap<ThemeId, ThemeId>,
    sampled: Vec<Sampled>,
    read: Vec<ReadTurns>,
}

/// The hash of a set of judgements: what an acceptance names as its ground.
pub fn digest(judged: &BTreeMap<QuoteId, Judged>) -> Hash {
    let lines: Vec<String> = judged
        .iter()
        .map(|(id, Judged { judgement, seen, .. })| {
            let Seen { words, speaker, role, context, statement, kind, .. } = seen;
            format!("{id} {} {words} {speaker} {} {context} {statement} {}", judgement.as_str(), role.as_str(), kind.as_str())
        })
        .collect();
    Hash::of(&lines.join("\n"))
}

/// The numbers of the entries that later ones took back. An entry takes back only what the same person did before.
pub fn undone(entries: &[Entry]) -> BTreeSet<u64> {
    let mut gone = BTreeSet::new();
    for entry in entries.iter().rev() {
        if let Act::Undone { entry: taken } = entry.act
            && !gone.contains(&entry.seq)
            && taken < entry.seq
            && numbered(entries, taken).is_some_and(|e| e.who == entry.who && e.act.by_hand())
        {
            gone.insert(taken);
        }
    }
    gone
}

/// The entry with this number: they count from 1 without gaps.
pub fn numbered(entries: &[Entry], seq: u64) -> Option<&Entry> {
    entries.get(usize::try_from(seq.checked_sub(1)?).ok()?)
}

impl Reviews {
    /// Replays `entries`, which [`super::ledger::read`] has checked.
    pub fn replay(entries: &[Entry]) -> Reviews {
        let gone = undone(entries);
        let mut reviews = Reviews::default();
        for entry in entries {
            reviews.number(&entry.act);
            if !gone.contains(&entry.seq) {
                reviews.apply(entry);
            }
        }
        reviews
    }

    /// Takes the last of `entries`, all before which these reviews hold already: the same value as replaying them all.
    pub fn take_last(&mut self, entries: &[Entry]) {
        let Some(last) = entries.last() else { return };
        self.number(&last.act);
        match last.act {
            // What was taken back may have touched more than one theme.
            Act::Undone { .. } => *self = Reviews::replay(entries),
            _ => self.apply(last),
        }
    }

    /// The same, without what was judged again after the two coders talked: what the one who leads said on their own.
    pub fn replay_before_adjudication(entries: &[Entry]) -> Reviews {
        let gone = undone(entries);
        let mut reviews = Reviews::default();
        for entry in entries.iter().filter(|e| !gone.contains(&e.seq) && !matches!(e.act, Act::Adjudicated { .. })) {
            reviews.apply(entry);
        }
        reviews
    }

    /// What a second coder sees: the themes as they were shaped, with their own judgements and nobody else's, and no decision.
    pub fn replay_coder(entries: &[Entry], coder: &str) -> Reviews {
        let gone = undone(entries);
        let mut reviews = Reviews::default();
        for entry in entries.iter().filter(|e| !gone.contains(&e.seq)) {
            match &entry.act {
                Act::Coded { theme, quote, judgement, seen, shown_ms } if entry.who == coder => {
                    let (theme, quote, seen) = (theme.clone(), quote.clone(), seen.clone());
                    let act = Act::Judged { theme, quote, judgement: *judgement, seen, shown_ms: *shown_ms };
                    reviews.apply(&Entry { act, ..entry.clone() });
                }
                Act::Revised { .. }
                | Act::Taken { .. }
                | Act::Reworded { .. }
                | Act::Merged { .. }
                | Act::Split { .. }
                | Act::Made { .. }
                | Act::Carried { .. } => reviews.apply(entry),
                _ => {}
            }
        }
        reviews
    }

    /// Who judged as a second coder.
    pub fn coders(entries: &[Entry]) -> BTreeSet<String> {
        let gone = undone(entries);
        let coded = entries.iter().filter(|e| matches!(e.act, Act::Coded { .. }) && !gone.contains(&e.seq));
        coded.map(|e| e.who.clone()).collect()
    }

    /// The themes that went into `theme`.
    pub fn merged_into<'a>(&'a self, theme: &'a ThemeId) -> impl Iterator<Item = &'a ThemeId> {
        self.merged.iter().filter(move |(_, into)| *into == theme).map(|(from, _)| from)
    }

    /// The answers of the blind-spot check.
    pub fn sampled(&self) -> &[Sampled] {
        &self.sampled
    }

    /// The turns that were read in the calls themselves.
    pub fn read(&self) -> &[ReadTurns] {
        &self.read
    }

    /// What was said of a theme.
    pub fn theme(&self, id: &ThemeId) -> Option<&ThemeReview> {
        self.themes.get(id)
    }

    /// The themes that anything was said of: a second proposal never replaces them.
    pub fn touched(&self) -> impl Iterator<Item = &ThemeId> {
        self.themes.keys()
    }

    /// A verbatim's evidence number: given with its first judgement and never used again.
    pub fn evidence_number(&self, quote: &QuoteId) -> Option<u32> {
        self.numbers.get(quote).and_then(|n| n.last()).map(|(_, number)| *number)
    }

    /// The same, as the judgement in `theme` has it.
    pub fn evidence_number_in(&self, theme: &ThemeId, quote: &QuoteId) -> Option<u32> {
        let own = self.numbers.get(quote)?.iter().find(|(t, _)| t == theme);
        own.map(|(_, number)| *number).or_else(|| self.evidence_number(quote))
    }

    /// Gives and moves evidence numbers. A number once given stays given, even where the judgement that gave it is taken back.
    fn number(&mut self, act: &Act) {
        match act {
            Act::Judged { theme, quote, .. } | Act::Adjudicated { theme, quote, .. } => {
                let known = self.numbers.entry(quote.clone()).or_default();
                if known.iter().all(|(t, _)| t != theme) {
                    let number = known.last().map_or(self.last_number + 1, |(_, number)| *number);
                    self.last_number = self.last_number.max(number);
                    known.push((theme.clone(), number));
                }
            }
            Act::Carried { theme, quote, to, .. } => {
                let known = self.numbers.entry(quote.clone()).or_default();
                let Some(at) = known.iter().position(|(t, _)| t == theme) else { return };
                let moved = known.remove(at);
                // What stood at the new place before is another verbatim, which moves away itself or is gone.
                let known = self.numbers.entry(to.clone()).or_default();
                known.retain(|(t, _)| t != theme);
                known.push(moved);
            }
            _ => {}
        }
    }

    /// The claims that were taken into a theme by hand, and into those that went into it.
    fn taken_with(&self, theme: &ThemeId) -> BTreeSet<Hash> {
        let (mut claims, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![theme]);
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                claims.extend(self.themes.get(id).into_iter().flat_map(|r| r.taken.iter().cloned()));
                open.extend(self.merged_into(id));
            }
        }
        claims
    }

    fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.who.clone(), entry.at.clone());
        match &entry.act {
            Act::Sampled { seed, call, turn, words, of, missed } => self.sampled.push(Sampled {
                seed: seed.clone(),
                call: call.clone(),
                turn: *turn,
                words: words.clone(),
                of: *of,
                missed: *missed,
            }),
            Act::Read { call, version, from, to } => {
                self.read.push(ReadTurns { call: call.clone(), version: version.clone(), turns: (*from, *to) });
            }
            Act::Merged { theme, into } => {
                // What was once split off comes back with the theme that it went into.
                let back = self.taken_with(theme);
                self.merged.insert(theme.clone(), into.clone());
                // Somebody touched it: a second proposal never replaces it.
                self.themes.entry(into.clone()).or_default().left.retain(|claim| !back.contains(claim));
            }
            Act::Split { into, moved, .. } => {
                let new = self.themes.entry(into.clone()).or_default();
                new.made = true;
                new.taken.extend(moved.iter().map(|m| m.claim.clone()));
            }
            Act::Rejected { theme, .. } | Act::Accepted { theme, .. } | Act::PutOff { theme } => drop(self.merged.remove(theme)),
            // A second coder's judgements stand apart.
            Act::Coded { .. } => return,
            _ => {}
        }
        let Some(theme) = entry.act.theme() else { return };
        self.themes.entry(theme.clone()).or_default().apply(&entry.act, by, at);
    }
}

impl ThemeReview {
    fn apply(&mut self, act: &Act, by: String, at: String) {
        match act {
            Act::Judged { quote, judgement, seen, .. } | Act::Adjudicated { quote, judgement, seen, .. } => {
                self.judge(quote, Judged { judgement: *judgement, seen: seen.clone(), by, at });
            }
            Act::Accepted { statement, kind, judgements, .. } => {
                // An acceptance that names other judgements than those in force here is none.
                if digest(&self.judged) == *judgements {
                    let judged = self.judged.clone();
                    self.decision = Some(Decision::Accepted { by, at, statement: statement.clone(), kind: *kind, judged });
                }
            }
            Act::Rejected { reason, note, .. } => {
                self.decision = Some(Decision::Rejected { by, at, reason: *reason, note: note.clone() });
            }
            Act::PutOff { .. } => self.decision = Some(Decision::PutOff),
            Act::Revised { statement, kind, .. } => {
                self.revised = Some((statement.clone(), *kind));
                self.judged.clear();
                self.lapsed.clear();
                self.decision = None;
                self.none_against = None;
            }
            Act::Carried { quote, to, .. } => self.carry(quote, to),
            Act::Lapsed { quote, reason, .. } => self.lapse(quote, *reason),
            Act::Taken { claim, .. } => self.take(claim),
            Act::Reworded { quote, claim, to, .. } => {
                self.leave(quote, claim);
                self.take(to);
            }
            Act::Merged { into, .. } => self.decision = Some(Decision::Merged(into.clone())),
            Act::Split { moved, .. } => moved.iter().for_each(|m| self.leave(&m.quote, &m.claim)),
            Act::Made { claims, .. } => {
                self.made = true;
                claims.iter().for_each(|claim| self.take(claim));
            }
            Act::NoneAgainst { passages, of_calls, .. } => {
                self.none_against = Some(NoneAgainst { by, at, passages: *passages, of_calls: *of_calls });
            }
            Act::Noted { quote, note, .. } => drop(self.notes.insert(quote.clone(), note.clone())),
            Act::Rated { severity, .. } => self.severity = Some(*severity),
            Act::Felt { quote, intensity, .. } => drop(self.felt.insert(quote.clone(), *intensity)),
            Act::Read { .. } | Act::Sampled { .. } | Act::Coded { .. } | Act::Cleared { .. } | Act::Held { .. } | Act::Undone { .. } => {}
        }
    }

    fn take(&mut self, claim: &Hash) {
        self.left.remove(claim);
        self.taken.insert(claim.clone());
    }

    /// A quote leaves: what was decided on it has to be decided again.
    fn leave(&mut self, quote: &QuoteId, claim: &Hash) {
        self.taken.remove(claim);
        self.left.insert(claim.clone());
        if self.rests_on(quote).is_some() {
            self.decision = Some(Decision::Lapsed(LapseReason::QuotesChanged));
        }
        self.judged.remove(quote);
        self.lapsed.remove(quote);
    }

    fn judge(&mut self, quote: &QuoteId, now: Judged) {
        if now.judgement == Judgement::Contradicts {
            self.none_against = None;
        }
        // A decision belongs to its judgements: another one of a quote that it rests on, and it has to be taken again.
        if self.rests_on(quote).is_some_and(|then| !then.says_the_same(&now)) {
            self.decision = Some(Decision::Lapsed(LapseReason::JudgedAgain));
        }
        self.lapsed.remove(quote);
        self.judged.insert(quote.clone(), now);
    }

    fn carry(&mut self, quote: &QuoteId, to: &QuoteId) {
        if let Some(judged) = self.judged.remove(quote) {
            self.judged.insert(to.clone(), judged);
        }
        if let Some(note) = self.notes.remove(quote) {
            self.notes.insert(to.clone(), note);
        }
        if let Some(felt) = self.felt.remove(quote) {
            self.felt.insert(to.clone(), felt);
        }
        if let Some(Decision::Accepted { judged, .. }) = &mut self.decision
            && let Some(one) = judged.remove(quote)
        {
            judged.insert(to.clone(), one);
        }
    }

    fn lapse(&mut self, quote: &QuoteId, reason: LapseReason) {
        if let Some(judged) = self.judged.remove(quote) {
            self.lapsed.insert(quote.clone(), Lapse { reason, seen: judged.seen });
        }
        if self.rests_on(quote).is_some() {
            self.decision = Some(Decision::Lapsed(reason));
        }
    }

    /// The judgement of `quote` that the acceptance in force rests on; one that left the theme carries nothing.
    fn rests_on(&self, quote: &QuoteId) -> Option<&Judged> {
        match &self.decision {
            Some(Decision::Accepted { judged, .. }) => judged.get(quote).filter(|j| j.judgement != Judgement::Unrelated),
            _ => None,
        }
    }
}

impl Judged {
    /// Whether both say the same of the same: who says it, and when, is beside the point.
    pub fn says_the_same(&self, other: &Judged) -> bool {
        self.judgement == other.judgement && self.seen.is_same(&other.seen)
    }
}
