//! Replays the ledger: entries in, what was said of each theme out. The same entries always give the same value.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Entry, Hash, LapseReason, RejectReason, Seen};
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
}

/// All that was said of all themes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviews {
    themes: BTreeMap<ThemeId, ThemeReview>,
    numbers: BTreeMap<QuoteId, u32>,
    last_number: u32,
}

/// The hash of a set of judgements: what an acceptance names as its ground.
pub fn digest(judged: &BTreeMap<QuoteId, Judged>) -> Hash {
    let lines: Vec<String> = judged
        .iter()
        .map(|(id, j)| format!("{id} {} {} {} {}", j.judgement.as_str(), j.seen.words, j.seen.context, j.seen.statement))
        .collect();
    Hash::of(&lines.join("\n"))
}

/// The numbers of the entries that later ones took back.
pub fn undone(entries: &[Entry]) -> BTreeSet<u64> {
    let mut gone = BTreeSet::new();
    for entry in entries.iter().rev() {
        if let Act::Undone { entry: taken } = entry.act
            && !gone.contains(&entry.seq)
        {
            gone.insert(taken);
        }
    }
    gone
}

impl Reviews {
    /// Replays `entries`, which [`super::ledger::read`] has checked.
    pub fn replay(entries: &[Entry]) -> Reviews {
        let gone = undone(entries);
        let mut reviews = Reviews::default();
        for entry in entries {
            // An evidence number once given stays given, even where the judgement that gave it was taken back.
            if let Act::Judged { quote, .. } = &entry.act {
                reviews.number(quote);
            }
            if !gone.contains(&entry.seq) {
                reviews.apply(entry);
            }
        }
        reviews
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
        self.numbers.get(quote).copied()
    }

    fn number(&mut self, quote: &QuoteId) {
        if !self.numbers.contains_key(quote) {
            self.last_number += 1;
            self.numbers.insert(quote.clone(), self.last_number);
        }
    }

    fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.who.clone(), entry.at.clone());
        let Some(theme) = entry.act.theme() else { return };
        let review = self.themes.entry(theme.clone()).or_default();
        match &entry.act {
            Act::Judged { quote, judgement, seen, .. } => {
                review.judged.insert(quote.clone(), Judged { judgement: *judgement, seen: seen.clone(), by, at });
            }
            Act::Accepted { statement, kind, judgements, .. } => {
                // An acceptance that names other judgements than those in force here is none.
                if digest(&review.judged) == *judgements {
                    let judged = review.judged.clone();
                    review.decision = Some(Decision::Accepted { by, at, statement: statement.clone(), kind: *kind, judged });
                }
            }
            Act::Rejected { reason, note, .. } => {
                review.decision = Some(Decision::Rejected { by, at, reason: *reason, note: note.clone() });
            }
            Act::PutOff { .. } => review.decision = Some(Decision::PutOff),
            Act::Revised { statement, kind, .. } => {
                review.revised = Some((statement.clone(), *kind));
                review.judged.clear();
                review.decision = None;
            }
            Act::Carried { quote, to, .. } => self.carry(theme, quote, to),
            Act::Lapsed { quote, reason, .. } => review.lapse(quote, *reason),
            Act::Undone { .. } => {}
        }
    }

    fn carry(&mut self, theme: &ThemeId, quote: &QuoteId, to: &QuoteId) {
        if let Some(&number) = self.numbers.get(quote) {
            self.numbers.entry(to.clone()).or_insert(number);
        }
        let Some(review) = self.themes.get_mut(theme) else { return };
        if let Some(judged) = review.judged.remove(quote) {
            review.judged.insert(to.clone(), judged);
        }
        if let Some(Decision::Accepted { judged, .. }) = &mut review.decision
            && let Some(one) = judged.remove(quote)
        {
            judged.insert(to.clone(), one);
        }
    }
}

impl ThemeReview {
    fn lapse(&mut self, quote: &QuoteId, reason: LapseReason) {
        self.judged.remove(quote);
        if let Some(Decision::Accepted { judged, .. }) = &self.decision
            && judged.get(quote).is_some_and(|j| j.judgement != Judgement::Unrelated)
        {
            self.decision = Some(Decision::Lapsed(reason));
        }
    }
}
