//! *Challenge*: for each theme, what customers said that may speak against it. A person decides whether it does.

use super::ask::{about, all};
use super::batch::one_line;
use super::replies::{Challenged, Stands};
use super::second_look::{calls_of, render};
use super::{Ask, Step, Stopped, Synthesis};
use crate::calls::Call;
use crate::evidence::ClaimedQuote;
use crate::propose::Proposed;
use crate::propose::offline::Heard;
use crate::themes::Draft;

/// Passages shown for one theme.
const PASSAGES: usize = 12;
/// Quotes against one theme that are kept.
const COUNTER: usize = 5;

impl<A: Ask> Synthesis<'_, A> {
    /// Adds to each theme the passages that are said to speak against it, in the transcripts' words.
    pub(super) async fn challenge(
        &self,
        themes: &mut [Draft],
        heard: &Heard<'_>,
        calls: &[Call],
        proposed: &mut Proposed,
    ) -> Result<(), Stopped> {
        let open: Vec<(usize, Vec<ClaimedQuote>)> =
            themes.iter().enumerate().map(|(at, theme)| (at, passages(theme, heard))).filter(|(_, found)| !found.is_empty()).collect();
        if open.is_empty() {
            return Ok(());
        }
        self.ask.begins(Step::Challenge, open.len(), calls.len());
        let work = open.iter().map(|(at, passages)| self.challenged(&themes[*at].statement, passages, calls)).collect();
        let replies = all(self.ask.at_once(Step::Challenge), work).await?;
        self.ask.ends(Step::Challenge);
        let mut failed = Vec::new();
        for ((at, passages), reply) in open.into_iter().zip(replies) {
            match reply {
                Ok(reply) => themes[at].counter = against(&passages, &reply),
                Err(why) => failed.push(why),
            }
        }
        if let Some(why) = failed.first() {
            let n = failed.len();
            proposed
                .notes
                .push(format!("For {n} of the themes nobody looked for what speaks against them, because the model did not answer: {why}"));
        }
        Ok(())
    }

    async fn challenged(&self, statement: &str, passages: &[ClaimedQuote], calls: &[Call]) -> Result<Result<Challenged, String>, Stopped> {
        let input = self.secret.wrap(&format!("STATEMENT {}\n{}", one_line(statement), render(calls, passages)));
        let question = self.ask.ask::<Challenged>(Step::Challenge, &self.prompts.of(Step::Challenge).text, &input, |_| Ok(()));
        match about(calls_of(passages), question).await {
            Ok(reply) => Ok(Ok(reply)),
            Err(error) if error.stops_run() => Err(Stopped { step: Step::Challenge, error }),
            Err(error) => Ok(Err(error.to_string())),
        }
    }
}

/// What customers said of the same matter and no quote of the theme says, in the order of calls and turns: where a passage stands in the
/// list of the likeliest must not make another question of it.
fn passages(theme: &Draft, heard: &Heard<'_>) -> Vec<ClaimedQuote> {
    let cited: Vec<ClaimedQuote> = theme.findings.iter().flat_map(|f| &f.quotes).cloned().collect();
    let mut found = heard.passages_like(&theme.statement, &cited, PASSAGES);
    found.sort_by(|a, b| (&a.call, a.turn, &a.text).cmp(&(&b.call, b.turn, &b.text)));
    found
}

fn against(passages: &[ClaimedQuote], reply: &Challenged) -> Vec<ClaimedQuote> {
    let said = |number: usize| reply.passages.iter().any(|p| p.passage as usize == number + 1 && p.stands == Stands::Against);
    passages.iter().enumerate().filter(|(number, _)| said(*number)).map(|(_, passage)| passage.clone()).take(COUNTER).collect()
}
