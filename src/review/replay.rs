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
    /// The quotes whose judgement lapsed, and why: they are to be judged again.
    pub lapsed: BTreeMap<QuoteId, LapseReason>,
}

/// All that was said of all themes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviews {
    themes: BTreeMap<ThemeId, ThemeReview>,
    /// The evidence numbers of each quote, with the theme that it got each in: the same number, but while a call's new version is
    /// settled theme by theme. The last one given stands last.
    numbers: BTreeMap<QuoteId, Vec<(ThemeId, u32)>>,
    last_number: u32,
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
        let Act::Undone { entry: taken } = last.act else { return self.apply(last) };
        let Some(theme) = numbered(entries, taken).and_then(|e| e.act.theme()) else { return };
        // A theme's review rests on its own entries alone.
        let gone = undone(entries);
        self.themes.remove(theme);
        for entry in entries.iter().filter(|e| e.act.theme() == Some(theme) && !gone.contains(&e.seq)) {
            self.apply(entry);
        }
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
            Act::Judged { theme, quote, .. } => {
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

    fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.who.clone(), entry.at.clone());
        let Some(theme) = entry.act.theme() else { return };
        let review = self.themes.entry(theme.clone()).or_default();
        match &entry.act {
            Act::Judged { quote, judgement, seen, .. } => {
                review.judge(quote, Judged { judgement: *judgement, seen: seen.clone(), by, at });
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
                review.lapsed.clear();
                review.decision = None;
            }
            Act::Carried { quote, to, .. } => review.carry(quote, to),
            Act::Lapsed { quote, reason, .. } => review.lapse(quote, *reason),
            Act::Undone { .. } => {}
        }
    }
}

impl ThemeReview {
    fn judge(&mut self, quote: &QuoteId, now: Judged) {
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
        if let Some(Decision::Accepted { judged, .. }) = &mut self.decision
            && let Some(one) = judged.remove(quote)
        {
            judged.insert(to.clone(), one);
        }
    }

    fn lapse(&mut self, quote: &QuoteId, reason: LapseReason) {
        if self.judged.remove(quote).is_some() {
            self.lapsed.insert(quote.clone(), reason);
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
