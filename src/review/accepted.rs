//! What was accepted: the only thing that an export takes.

use super::{Decision, Docket, NoneAgainst, Reviews, Standing, is_there};
use crate::evidence::support::Support;
use crate::evidence::{Flag, Verbatim, Verdict};
use crate::themes::{Judgement, Kind, State, ThemeId};

/// A verbatim that a person judged in its context, in an accepted theme.
#[derive(Debug, Clone)]
pub struct JudgedVerbatim {
    number: u32,
    verbatim: Verbatim,
    verdict: Verdict,
    flags: Vec<Flag>,
    judgement: Judgement,
    by: String,
    at: String,
    intensity: Option<u8>,
    note: Option<String>,
}

impl JudgedVerbatim {
    /// The evidence number, given once: `E7` is 7.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The source's words and their place.
    pub fn verbatim(&self) -> &Verbatim {
        &self.verbatim
    }

    /// What checking the quote gave.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What the words may hide.
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// What the reviewer said of it.
    pub fn judgement(&self) -> Judgement {
        self.judgement
    }

    /// Who judged it.
    pub fn judged_by(&self) -> &str {
        &self.by
    }

    /// When, as an RFC 3339 time in UTC.
    pub fn judged_at(&self) -> &str {
        &self.at
    }

    /// How strongly it is felt, from 1 to 3 ([`super::INTENSITY`]); `None` where nobody said.
    pub fn intensity(&self) -> Option<u8> {
        self.intensity
    }

    /// The reviewer's note on it.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// A theme that a person accepted and that still stands. Only replaying the ledger over the stored transcripts gives one.
#[derive(Debug, Clone)]
pub struct AcceptedTheme {
    id: ThemeId,
    kind: Kind,
    statement: String,
    evidence: Vec<JudgedVerbatim>,
    support: Support,
    severity: Option<u8>,
    none_against: Option<NoneAgainst>,
    merged_from: Vec<ThemeId>,
    by: String,
    at: String,
}

impl AcceptedTheme {
    /// The theme's id.
    pub fn id(&self) -> &ThemeId {
        &self.id
    }

    /// The kind it was accepted as.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The statement that was accepted.
    pub fn statement(&self) -> &str {
        &self.statement
    }

    /// The verbatims with this judgement, in the order of their evidence numbers.
    pub fn evidence(&self, judgement: Judgement) -> impl Iterator<Item = &JudgedVerbatim> {
        self.evidence.iter().filter(move |e| e.judgement == judgement)
    }

    /// The computed support.
    pub fn support(&self) -> &Support {
        &self.support
    }

    /// How much harm is in it, from 1 to 5 ([`super::SEVERITY`]); `None` where nobody said.
    pub fn severity(&self) -> Option<u8> {
        self.severity
    }

    /// That somebody looked for the opposite and found none.
    pub fn none_against(&self) -> Option<&NoneAgainst> {
        self.none_against.as_ref()
    }

    /// The themes that went into it.
    pub fn merged_from(&self) -> &[ThemeId] {
        &self.merged_from
    }

    /// Who accepted it.
    pub fn accepted_by(&self) -> &str {
        &self.by
    }

    /// When, as an RFC 3339 time in UTC.
    pub fn accepted_at(&self) -> &str {
        &self.at
    }
}

/// The themes that were accepted and still stand, most calls first, then in the order they were proposed.
pub fn accepted(docket: &Docket, reviews: &Reviews) -> Vec<AcceptedTheme> {
    let mut themes: Vec<AcceptedTheme> = docket
        .themes()
        .iter()
        .filter(|t| is_there(reviews, &t.theme))
        .filter_map(|t| one(docket, reviews, &Standing::of(docket, reviews, t)))
        .collect();
    themes.sort_by_key(|t| std::cmp::Reverse(t.support.calls));
    themes
}

fn one(docket: &Docket, reviews: &Reviews, standing: &Standing<'_>) -> Option<AcceptedTheme> {
    let Some(Decision::Accepted { by, at, .. }) = standing.decision.filter(|_| standing.state == State::Accepted) else { return None };
    let id = &standing.proposed.theme.id;
    let review = reviews.theme(id);
    let mut evidence: Vec<JudgedVerbatim> = standing
        .quotes
        .iter()
        .filter(|q| q.decided && q.judgement() != Some(Judgement::Unrelated))
        .filter_map(|q| {
            let judged = q.judged?;
            Some(JudgedVerbatim {
                number: reviews.evidence_number_in(id, &q.checked.id)?,
                verbatim: q.checked.customer_verbatim()?.clone(),
                verdict: q.checked.verdict,
                flags: q.checked.flags.clone(),
                judgement: judged.judgement,
                by: judged.by.clone(),
                at: judged.at.clone(),
                intensity: review.and_then(|r| r.felt.get(&q.checked.id).copied()),
                note: review.and_then(|r| r.notes.get(&q.checked.id)).and_then(|hash| docket.text(hash)).map(str::to_owned),
            })
        })
        .collect();
    evidence.sort_by_key(JudgedVerbatim::number);
    Some(AcceptedTheme {
        id: id.clone(),
        kind: standing.kind,
        statement: standing.statement.clone()?,
        evidence,
        support: standing.support(docket),
        severity: review.and_then(|r| r.severity),
        none_against: review.and_then(|r| r.none_against.clone()),
        merged_from: reviews.merged_into(id).cloned().collect(),
        by: by.clone(),
        at: at.clone(),
    })
}
