//! Where a theme stands now: what the ledger says of it, held against the transcripts as they are.

use super::{Decision, Docket, DocketTheme, Judged, LapseReason, Reviews, ThemeReview};
use crate::calls::Role;
use crate::evidence::support::{self, Support};
use crate::evidence::{Checked, Verbatim};
use crate::themes::{Judgement, Kind, State};

/// A quote of a theme, with the judgement that holds for it now.
#[derive(Debug, Clone)]
pub struct QuoteStanding<'a> {
    /// The quote and what checking it gave.
    pub checked: &'a Checked,
    /// The judgement, where there is one and what was seen then is what stands there now.
    pub judged: Option<&'a Judged>,
    /// Whether it was taken in the decision that holds.
    pub decided: bool,
}

impl QuoteStanding<'_> {
    /// The judgement that holds.
    pub fn judgement(&self) -> Option<Judgement> {
        self.judged.map(|j| j.judgement)
    }

    /// Whether a person has to judge it: a verified quote of a customer whose role was given.
    pub fn is_evidence(&self) -> bool {
        self.checked.customer_verbatim().is_some()
    }

    /// Why it can't be evidence, in words; `None` where it can.
    pub fn set_aside(&self) -> Option<String> {
        match self.checked.verified() {
            None => Some(self.checked.verdict.meaning().to_owned()),
            Some(v) if v.role() == Role::Customer => None,
            Some(v) if v.role() == Role::Unknown => Some("nobody has said yet whether its speaker is a customer".to_owned()),
            Some(v) => Some(format!("said by a {}, not by a customer", v.role().as_str())),
        }
    }
}

/// Where a theme stands now.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The theme as proposed.
    pub proposed: &'a DocketTheme,
    /// Its state.
    pub state: State,
    /// The statement as it is now; `None` where the text of a revision is missing or was changed outside.
    pub statement: Option<String>,
    /// The kind as it is now.
    pub kind: Kind,
    /// Its quotes.
    pub quotes: Vec<QuoteStanding<'a>>,
    /// The decision that holds.
    pub decision: Option<&'a Decision>,
    /// Why it lapsed.
    pub lapsed: Option<LapseReason>,
}

impl<'a> Standing<'a> {
    /// Where the theme `proposed` stands.
    pub fn of(docket: &'a Docket, reviews: &'a Reviews, proposed: &'a DocketTheme) -> Standing<'a> {
        let review = reviews.theme(&proposed.theme.id);
        let (statement, kind) = match review.and_then(|r| r.revised.as_ref()) {
            Some((hash, kind)) => (docket.text(hash).map(str::to_owned), *kind),
            None => (Some(proposed.theme.statement.clone()), proposed.theme.kind),
        };
        let decision = review.and_then(|r| r.decision.as_ref());
        let quotes = proposed
            .quotes
            .iter()
            .map(|checked| {
                let judged = holds(docket, review, checked, statement.as_deref(), kind);
                let decided =
                    matches!(decision, Some(Decision::Accepted { judged: on, .. }) if judged.is_some() && on.get(&checked.id) == judged);
                QuoteStanding { checked, judged, decided }
            })
            .collect();
        let mut standing = Standing { proposed, state: State::Proposed, statement, kind, quotes, decision, lapsed: None };
        (standing.state, standing.lapsed) = standing.decided();
        standing
    }

    fn decided(&self) -> (State, Option<LapseReason>) {
        match self.decision {
            None => (State::Proposed, None),
            Some(Decision::Rejected { .. }) => (State::Rejected, None),
            Some(Decision::PutOff) => (State::Later, None),
            Some(Decision::Lapsed(reason)) => (State::Lapsed, Some(*reason)),
            Some(Decision::Accepted { judged, statement, kind, .. }) => {
                let same_claim = self.statement.as_deref().map(super::Hash::of).as_ref() == Some(statement) && self.kind == *kind;
                let all_hold = judged
                    .iter()
                    .filter(|(_, j)| j.judgement != Judgement::Unrelated)
                    .all(|(id, j)| self.quotes.iter().any(|q| q.checked.id == *id && q.judged == Some(j)));
                let carried = self.decided_verbatims(Judgement::Supports).next().is_some();
                if same_claim && all_hold && carried { (State::Accepted, None) } else { (State::Lapsed, Some(LapseReason::WordsGone)) }
            }
        }
    }

    /// The customers' verbatims that got this judgement.
    pub fn verbatims(&self, judgement: Judgement) -> impl Iterator<Item = &'a Verbatim> {
        self.quotes.iter().filter(move |q| q.judgement() == Some(judgement)).filter_map(|q| q.checked.customer_verbatim())
    }

    /// The customers' verbatims with this judgement that the decision rests on.
    fn decided_verbatims(&self, judgement: Judgement) -> impl Iterator<Item = &'a Verbatim> {
        self.quotes.iter().filter(move |q| q.decided && q.judgement() == Some(judgement)).filter_map(|q| q.checked.customer_verbatim())
    }

    /// The computed support: judged verbatims that carry the claim. Of an accepted theme, those that were accepted with it.
    pub fn support(&self, docket: &Docket) -> Support {
        let decided_only = self.state == State::Accepted;
        let carrying: Vec<&Verbatim> = self
            .quotes
            .iter()
            .filter(|q| q.judgement() == Some(Judgement::Supports) && (q.decided || !decided_only))
            .filter_map(|q| q.checked.customer_verbatim())
            .collect();
        support::count(&carrying, docket.calls())
    }

    /// The same count over all verified customers' quotes, before judging.
    pub fn candidate(&self, docket: &Docket) -> Support {
        let all: Vec<&Verbatim> = self.quotes.iter().filter_map(|q| q.checked.customer_verbatim()).collect();
        support::count(&all, docket.calls())
    }

    /// The quotes that a person has to judge and hasn't.
    pub fn unjudged(&self) -> impl Iterator<Item = &QuoteStanding<'a>> {
        self.quotes.iter().filter(|q| q.is_evidence() && q.judged.is_none())
    }
}

/// The judgement of `checked` that holds: what was on the screen then is what stands there now.
fn holds<'a>(
    docket: &Docket,
    review: Option<&'a ThemeReview>,
    checked: &Checked,
    statement: Option<&str>,
    kind: Kind,
) -> Option<&'a Judged> {
    let judged = review?.judged.get(&checked.id)?;
    let now = docket.seen(checked.customer_verbatim()?, statement?, kind)?;
    judged.seen.is_same(&now).then_some(judged)
}
