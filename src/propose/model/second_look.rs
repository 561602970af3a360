//! *Second look*: customers' passages that look like findings to the built-in finder, and that nobody cited, are offered once.

use std::fmt::Write as _;

use super::ask::{about, all};
use super::batch::one_line;
use super::replies::LookedAgain;
use super::{Ask, Raw, SecondOpinion, Step, Stopped, Synthesis, statement};
use crate::calls::{Call, CallId};
use crate::evidence::ClaimedQuote;
use crate::propose::Proposed;
use crate::themes::Draft;

/// Passages of one call that are offered.
const OF_A_CALL: usize = 6;
/// Passages in one request.
const AT_ONCE: usize = 40;
/// Characters shown of what was asked just before.
const ASKED: usize = 200;

impl<A: Ask> Synthesis<'_, A> {
    /// What the model says of the passages that nobody cited. Their words are the transcripts', not the model's.
    pub(super) async fn second_look(
        &self,
        calls: &[Call],
        opinion: &SecondOpinion<'_>,
        findings: &[Raw],
        proposed: &mut Proposed,
    ) -> Result<Vec<Raw>, Stopped> {
        let cited: Vec<&ClaimedQuote> = findings.iter().flat_map(|f| &f.quotes).collect();
        let passages = not_cited(calls, &opinion.themes, &cited);
        if passages.is_empty() {
            return Ok(Vec::new());
        }
        let chunks: Vec<&[ClaimedQuote]> = passages.chunks(AT_ONCE).collect();
        self.ask.begins(Step::SecondLook, chunks.len(), calls.len());
        let work = chunks.iter().map(|chunk| self.looked_again(calls, chunk)).collect();
        let replies = all(self.ask.at_once(Step::SecondLook), work).await?;
        self.ask.ends(Step::SecondLook);
        let mut found = Vec::new();
        for (chunk, reply) in chunks.into_iter().zip(replies) {
            match reply {
                Ok(reply) => found.extend(self.seen(chunk, reply)),
                Err(why) => proposed.notes.push(format!("{} passages could not be looked at again: {why}", chunk.len())),
            }
        }
        Ok(found)
    }

    async fn looked_again(&self, calls: &[Call], passages: &[ClaimedQuote]) -> Result<Result<LookedAgain, String>, Stopped> {
        let input = self.secret.wrap(&render(calls, passages));
        let question = self.ask.ask::<LookedAgain>(Step::SecondLook, &self.prompts.of(Step::SecondLook).text, &input, |_| Ok(()));
        match about(calls_of(passages), question).await {
            Ok(reply) => Ok(Ok(reply)),
            Err(error) if error.stops_run() => Err(Stopped { step: Step::SecondLook, error }),
            Err(error) => Ok(Err(error.to_string())),
        }
    }

    fn seen(&self, passages: &[ClaimedQuote], reply: LookedAgain) -> Vec<Raw> {
        let mut answered = std::collections::BTreeSet::new();
        let seen = reply.findings.into_iter().filter_map(|one| {
            let passage = passages.get((one.passage as usize).checked_sub(1)?)?;
            let statement = statement(&one.statement);
            let known = self.codebook.kinds().any(|k| k == one.kind) && !statement.is_empty();
            let call = CallId(passage.call.clone()?);
            (known && answered.insert(one.passage)).then(|| Raw {
                call,
                kind: one.kind,
                statement,
                quotes: vec![passage.clone()],
                step: Step::SecondLook,
            })
        });
        seen.collect()
    }
}

/// What the built-in finder would quote and no finding does, call by call.
fn not_cited(calls: &[Call], themes: &[Draft], cited: &[&ClaimedQuote]) -> Vec<ClaimedQuote> {
    let mut quotes: Vec<&ClaimedQuote> = themes.iter().flat_map(|t| &t.findings).flat_map(|f| &f.quotes).collect();
    quotes.sort_by_key(|q| (q.turn, &q.text));
    quotes.dedup();
    let is_cited = |q: &ClaimedQuote| cited.iter().any(|c| c.call == q.call && (c.text.contains(&q.text) || q.text.contains(&c.text)));
    let of_call = |call: &Call| -> Vec<ClaimedQuote> {
        let own = quotes.iter().filter(|q| q.call.as_ref() == Some(&call.id.0) && !is_cited(q));
        own.take(OF_A_CALL).map(|q| (*q).clone()).collect()
    };
    calls.iter().flat_map(of_call).collect()
}

/// Passages with their numbers, each after what was asked just before it.
pub(super) fn render(calls: &[Call], passages: &[ClaimedQuote]) -> String {
    let mut text = String::new();
    for (number, passage) in passages.iter().enumerate() {
        let call = calls.iter().find(|c| passage.call.as_ref() == Some(&c.id.0));
        let before = passage.turn.and_then(|turn| call?.turn(turn.checked_sub(1)?));
        if let Some(asked) = before.filter(|turn| turn.text.contains('?')) {
            let words = one_line(&asked.text);
            let start = words.char_indices().rev().nth(ASKED).map_or(0, |(at, _)| at);
            let _ = writeln!(text, "asked: {}", words.get(start..).unwrap_or_default());
        }
        let _ = writeln!(text, "PASSAGE {} {}", number + 1, one_line(&passage.text));
    }
    text
}

/// The calls that the passages stand in, each once.
pub(super) fn calls_of(passages: &[ClaimedQuote]) -> Vec<CallId> {
    let calls: std::collections::BTreeSet<&String> = passages.iter().filter_map(|p| p.call.as_ref()).collect();
    calls.into_iter().map(|call| CallId(call.clone())).collect()
}
