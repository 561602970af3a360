//! *Find*: what the model says it found in each batch, smaller pieces where a reply was cut, the others where one call is refused.

use super::ask::{about, all};
use super::batch::{Batch, batches};
use super::replies::Found;
use super::{Ask, Raw, Step, Stopped, Synthesis, statement};
use crate::calls::{Call, CallId};
use crate::endpoint::EndpointError;
use crate::evidence::ClaimedQuote;
use crate::propose::{LeftOut, Proposed};

/// More findings of one batch are noise.
const FINDINGS: usize = 400;
/// More quotes of one finding are not read.
const QUOTES: usize = 6;
/// A longer quote is no quote.
const LONGEST_QUOTE: usize = 4_000;

/// What came of one batch.
#[derive(Default)]
struct Outcome {
    found: Vec<Raw>,
    failed: Vec<(Vec<CallId>, String)>,
    /// Findings that name a call which was not sent, or have no quote.
    homeless: usize,
}

impl<A: Ask> Synthesis<'_, A> {
    /// What the model claims to have found, in the order of the calls.
    pub(super) async fn find(&self, calls: &[Call], proposed: &mut Proposed) -> Result<Vec<Raw>, Stopped> {
        let batches = batches(calls, self.size);
        self.ask.begins(Step::Find, batches.len(), calls.len());
        let work = batches.into_iter().map(|batch| self.find_in(batch)).collect();
        let outcomes = all(self.ask.at_once(Step::Find), work).await?;
        self.ask.ends(Step::Find);
        let mut found = Vec::new();
        for outcome in outcomes {
            found.extend(outcome.found);
            for (calls, why) in outcome.failed {
                proposed.left_out.extend(calls.into_iter().map(|call| LeftOut { call, why: why.clone() }));
            }
            if outcome.homeless > 0 {
                let n = outcome.homeless;
                proposed
                    .notes
                    .push(format!("{n} of the model's findings named no call that was sent, or quoted nothing; they were dropped."));
            }
        }
        // A call in several pieces may have failed in several.
        proposed.left_out.dedup();
        Ok(found)
    }

    async fn find_in(&self, batch: Batch<'_>) -> Result<Outcome, Stopped> {
        let mut outcome = Outcome::default();
        let mut open = vec![batch];
        while let Some(batch) = open.pop() {
            let input = self.secret.wrap(&batch.render());
            let question = self.ask.ask::<Found>(Step::Find, &self.prompts.of(Step::Find).text, &input, |_| Ok(()));
            match about(batch.calls(), question).await {
                Ok(reply) => self.read(&batch, reply, &mut outcome),
                Err(error) if error.stops_run() => return Err(Stopped { step: Step::Find, error }),
                Err(error) => match batch.halves() {
                    // The second half waits while the first is asked.
                    Some((first, second)) if may_help(&error, &batch) => open.extend([second, first]),
                    _ => outcome.failed.push((batch.calls(), error.to_string())),
                },
            }
        }
        Ok(outcome)
    }

    fn read(&self, batch: &Batch<'_>, reply: Found, outcome: &mut Outcome) {
        let mut found = Vec::new();
        for one in reply.findings.into_iter().take(FINDINGS) {
            let piece = (one.call as usize).checked_sub(1).and_then(|at| batch.0.get(at));
            let Some(call) = piece.map(|piece| piece.call) else {
                outcome.homeless += 1;
                continue;
            };
            let said = |text: &str| !text.trim().is_empty() && text.len() <= LONGEST_QUOTE;
            let quotes: Vec<ClaimedQuote> = one
                .quotes
                .into_iter()
                .filter(|quote| said(&quote.text))
                .take(QUOTES)
                // A turn that does not exist is no hint; where the words stand is found out anyway.
                .map(|quote| ClaimedQuote {
                    text: quote.text.trim().to_owned(),
                    call: Some(call.id.0.clone()),
                    turn: call.turn(quote.turn).map(|turn| turn.index),
                    speaker: None,
                })
                .collect();
            let statement = statement(&one.statement);
            if quotes.is_empty() || statement.is_empty() || !self.codebook.kinds().any(|known| known == one.kind) {
                outcome.homeless += 1;
                continue;
            }
            found.push((one.call, Raw { call: call.id.clone(), kind: one.kind, statement, quotes, step: Step::Find }));
        }
        // Whatever order the model chose: call by call.
        found.sort_by_key(|(call, _)| *call);
        outcome.found.extend(found.into_iter().map(|(_, raw)| raw));
    }
}

/// Whether asking in smaller pieces may give an answer: where it was too long, and where one call of several may be what is refused.
fn may_help(error: &EndpointError, batch: &Batch<'_>) -> bool {
    let refused = matches!(error, EndpointError::Refused { .. } | EndpointError::Filtered { .. });
    error.smaller_helps() || (refused && batch.0.len() > 1)
}
