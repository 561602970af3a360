//! A model's synthesis: batches of transcripts in, honest proposals out.
//!
//! Six steps: *find* in each batch, *check* every quote ([`crate::evidence`]), *repair* those that were not verified, a *second look* at
//! passages that nobody cited, *group* what says the same thing, *challenge* each theme. The model never touches a quote after it was
//! found: from there on it gets numbers and gives back numbers. What it says is a claim; which of it counts is computed elsewhere.

mod ask;
mod batch;
mod challenge;
mod check;
mod envelope;
mod find;
mod group;
mod prompts;
mod replies;
mod second_look;

pub use ask::{Ask, Step, Stopped, asked_about, run};
pub use batch::BatchSize;
pub use envelope::Secret;
pub use prompts::{Prompt, PromptError, Prompts};

use super::offline::Heard;
use super::{Codebook, Flagged, LeftOut, Proposed, why_left_out};
use crate::calls::{Call, CallId, reads_like_instruction};
use crate::evidence::{ClaimedQuote, Library};
use crate::themes::{Draft, Finding, Kind, Origin};

/// Everything that a synthesis goes by.
#[derive(Debug)]
pub struct Synthesis<'a, A> {
    /// The kinds that are looked for.
    pub codebook: &'a Codebook,
    /// The prompts, rendered for that codebook.
    pub prompts: &'a Prompts,
    /// Marks what is data.
    pub secret: &'a Secret,
    /// How much goes into one request.
    pub size: BatchSize,
    /// Whom to ask.
    pub ask: &'a A,
}

/// A finding as a model gave it, its quotes not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    call: CallId,
    kind: Kind,
    statement: String,
    quotes: Vec<ClaimedQuote>,
    step: Step,
}

/// What the built-in finder makes of the same calls: a second opinion, and a helper where the model fails.
#[derive(Debug)]
struct SecondOpinion<'a> {
    heard: Heard<'a>,
    themes: Vec<Draft>,
}

impl<'a> SecondOpinion<'a> {
    fn of(calls: &'a [Call], codebook: &Codebook) -> Self {
        let heard = Heard::read(calls);
        let themes = heard.themes(codebook);
        Self { heard, themes }
    }
}

impl<A: Ask> Synthesis<'_, A> {
    /// Reads the calls and says what was found. The same calls and replies give the same proposal.
    ///
    /// What needs no reply is worked out on another thread while the first replies are waited for.
    ///
    /// # Errors
    /// [`std::io::Error`] where the system gives no runtime; [`Stopped`] where going on is of no use. Every reply so far is kept by
    /// whoever answers.
    pub fn propose(&self, calls: &[Call]) -> std::io::Result<Result<Proposed, Stopped>> {
        let (calls, left_out) = may_be_sent(calls);
        let (calls, codebook) = (&calls, self.codebook);
        std::thread::scope(|threads| {
            let opinion = threads.spawn(move || SecondOpinion::of(calls, codebook));
            // Its panic is ours.
            run(self.steps(calls, left_out, || opinion.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
        })
    }

    async fn steps<'c>(
        &self,
        calls: &'c [Call],
        left_out: Vec<LeftOut>,
        opinion: impl FnOnce() -> SecondOpinion<'c>,
    ) -> Result<Proposed, Stopped> {
        let mut proposed = Proposed { left_out, flagged: flagged(calls), ..Proposed::default() };
        let raw = self.find(calls, &mut proposed).await?;
        let library = Library::new(calls);
        let mut findings = self.checked(raw, &library, &mut proposed).await?;
        let opinion = opinion();
        let more = self.second_look(calls, &opinion, &findings, &mut proposed).await?;
        findings.extend(check::supported(more, &library, &mut proposed));
        let mut themes = self.group(findings, calls, &opinion, &mut proposed).await?;
        self.challenge(&mut themes, &opinion.heard, calls, &mut proposed).await?;
        themes.sort_by_key(|theme| {
            let kind = self.codebook.kinds().position(|kind| kind == theme.kind);
            (std::cmp::Reverse(theme.calls()), kind)
        });
        proposed.themes = themes;
        Ok(proposed)
    }

    fn finding(&self, raw: Raw) -> Finding {
        let (model, settings) = (self.ask.model(raw.step), self.ask.settings(raw.step));
        let origin = Origin::Model { model, prompt_hash: self.prompts.of(raw.step).hash.clone(), settings };
        Finding { call: raw.call, kind: raw.kind, statement: raw.statement, quotes: raw.quotes, origin, at: None }
    }
}

/// The calls that a model may see, and that would count; the others with the reason.
fn may_be_sent(calls: &[Call]) -> (Vec<Call>, Vec<LeftOut>) {
    let (sent, kept): (Vec<&Call>, Vec<&Call>) =
        calls.iter().partition(|c| c.counts() && c.metadata.consent != Some(crate::calls::Consent::No));
    let why = |c: &Call| {
        if c.metadata.consent == Some(crate::calls::Consent::No) {
            "There is no consent to its use, so it was not sent."
        } else {
            why_left_out(c)
        }
    };
    let left_out = kept.into_iter().map(|c| LeftOut { call: c.id.clone(), why: why(c).to_owned() }).collect();
    (sent.into_iter().cloned().collect(), left_out)
}

/// The turns that read like instructions to a machine, in order.
fn flagged(calls: &[Call]) -> Vec<Flagged> {
    let turns = calls.iter().flat_map(|call| call.turns.iter().map(move |turn| (call, turn)));
    let flagged = turns.filter(|(_, turn)| reads_like_instruction(&turn.text));
    flagged.map(|(call, turn)| Flagged { call: call.id.clone(), turn: turn.index }).collect()
}

/// A model's sentence: on one line, without quotation marks around it, of bounded length.
fn statement(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['"', '“', '”', '„', '«', '»']).trim();
    text.chars().take(300).collect()
}

#[cfg(test)]
mod tests;
