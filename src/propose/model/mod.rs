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
mod instructions;
mod prompts;
mod replies;
mod second_look;

pub use ask::{Ask, Step, Stopped, asked_about, run};
pub use batch::BatchSize;
pub use envelope::Secret;
pub use prompts::{Prompt, PromptError, Prompts};

use super::offline::Heard;
use super::{Codebook, LeftOut, Proposed, why_left_out};
use crate::calls::{Call, CallId};
use crate::evidence::{ClaimedQuote, Library};
use crate::themes::{Finding, Kind, Origin};

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

impl<A: Ask> Synthesis<'_, A> {
    /// Reads the calls and says what was found. The same calls and replies give the same proposal.
    ///
    /// # Errors
    /// [`Stopped`] where going on is of no use. Every reply so far is kept by whoever answers.
    pub async fn propose(&self, calls: &[Call]) -> Result<Proposed, Stopped> {
        let (calls, left_out) = may_be_sent(calls);
        let mut proposed = Proposed { left_out, flagged: instructions::flagged(&calls), ..Proposed::default() };
        let library = Library::new(&calls);
        let raw = self.find(&calls, &mut proposed).await?;
        let mut findings = self.checked(raw, &library, &mut proposed).await?;
        let heard = Heard::read(&calls);
        let more = self.second_look(&calls, &heard, &findings, &mut proposed).await?;
        findings.extend(check::supported(more, &library, &mut proposed));
        let mut themes = self.group(findings, &calls, &mut proposed).await?;
        self.challenge(&mut themes, &heard, &calls, &mut proposed).await?;
        themes.sort_by_key(|theme| {
            let kind = self.codebook.kinds().position(|kind| kind == theme.kind);
            (std::cmp::Reverse(theme.calls()), kind)
        });
        proposed.themes = themes;
        Ok(proposed)
    }

    fn finding(&self, raw: Raw) -> Finding {
        let origin = Origin::Model { model: self.ask.model(raw.step), prompt_hash: self.prompts.of(raw.step).hash.clone() };
        Finding { call: raw.call, kind: raw.kind, statement: raw.statement, quotes: raw.quotes, origin }
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

/// A model's sentence: on one line, without quotation marks around it, of bounded length.
fn statement(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['"', '“', '”', '„', '«', '»']).trim();
    text.chars().take(300).collect()
}

#[cfg(test)]
mod tests;
