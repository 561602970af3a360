//! Where a theme stands now: what the ledger says of it, held against the transcripts as they are.

use std::collections::BTreeMap;

use super::{Decision, Docket, DocketTheme, Hash, Judged, LapseReason, Reviews, ThemeReview, quotes, settle};
use crate::calls::Role;
use crate::evidence::support::{self, Support};
use crate::evidence::{Checked, QuoteId, Verbatim};
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
        let quotes = quotes::quotes_of(docket, reviews, proposed)
            .into_iter()
            .map(|checked| {
                let judged = holds(docket, review, checked, statement.as_deref(), kind);
                let decided = match (decision, judged) {
                    (Some(Decision::Accepted { judged: on, .. }), Some(now)) => {
                        on.get(&checked.id).is_some_and(|then| then.says_the_same(now))
                    }
                    _ => false,
                };
                QuoteStanding { checked, judged, decided }
            })
            .collect();
        let mut standing = Standing { proposed, state: State::Proposed, statement, kind, quotes, decision, lapsed: None };
        (standing.state, standing.lapsed) = standing.decided(docket);
        standing
    }

    fn decided(&self, docket: &Docket) -> (State, Option<LapseReason>) {
        match self.decision {
            None => (State::Proposed, None),
            Some(Decision::Rejected { .. }) => (State::Rejected, None),
            Some(Decision::PutOff) => (State::Later, None),
            Some(Decision::Lapsed(reason)) => (State::Lapsed, Some(*reason)),
            Some(Decision::Merged(_)) => (State::Merged, None),
            Some(Decision::Accepted { judged, statement, kind, .. }) => match self.obstacle(docket, judged, statement, *kind) {
                None => (State::Accepted, None),
                reason => (State::Lapsed, reason),
            },
        }
    }

    /// Why an acceptance no longer stands.
    fn obstacle(&self, docket: &Docket, judged: &BTreeMap<QuoteId, Judged>, statement: &Hash, kind: Kind) -> Option<LapseReason> {
        if self.statement.as_deref().map(Hash::of).as_ref() != Some(statement) || self.kind != kind {
            return Some(LapseReason::ClaimChanged);
        }
        let mut rests_on = judged.iter().filter(|(_, j)| j.judgement != Judgement::Unrelated);
        let gone = rests_on.find(|(id, _)| !self.quotes.iter().any(|q| q.checked.id == **id && q.decided));
        if let Some((_, then)) = gone {
            let quotes: Vec<&Checked> = self.quotes.iter().map(|q| q.checked).collect();
            return Some(settle::reason(docket, &quotes, &then.seen));
        }
        (self.support_of(docket, |q| q.decided).calls == 0).then_some(LapseReason::SupportGone)
    }

    /// The customers' verbatims that got this judgement.
    pub fn verbatims(&self, judgement: Judgement) -> impl Iterator<Item = &'a Verbatim> {
        self.quotes.iter().filter(move |q| q.judgement() == Some(judgement)).filter_map(|q| q.checked.customer_verbatim())
    }

    /// The computed support: judged verbatims that carry the claim. Of an accepted theme, those that were accepted with it.
    pub fn support(&self, docket: &Docket) -> Support {
        let accepted = self.state == State::Accepted;
        self.support_of(docket, |q| q.decided || !accepted)
    }

    /// The support that it has once it is accepted as it is judged now: with new evidence, more than [`support`](Standing::support).
    pub fn support_if_accepted(&self, docket: &Docket) -> Support {
        self.support_of(docket, |_| true)
    }

    fn support_of(&self, docket: &Docket, which: impl Fn(&QuoteStanding<'_>) -> bool) -> Support {
        let carrying = self.quotes.iter().filter(|q| q.judgement() == Some(Judgement::Supports) && which(q));
        let carrying: Vec<&Verbatim> = carrying.filter_map(|q| q.checked.customer_verbatim()).collect();
        support::count(&carrying, docket.calls())
    }

    /// Whether it is accepted, and evidence came since that the acceptance doesn't rest on: to judge, or to accept with the rest.
    pub fn has_new_evidence(&self) -> bool {
        let new = |q: &QuoteStanding<'_>| q.is_evidence() && !q.decided && q.judgement() != Some(Judgement::Unrelated);
        self.state == State::Accepted && self.quotes.iter().any(new)
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
