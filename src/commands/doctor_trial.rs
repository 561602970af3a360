//! A tiny synthesis of a call that nobody ever held: the same steps, prompts and checks as with real calls.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::model::Terms;
use crate::calls::{Call, CallId, Given, Metadata, Role, Speaker, Turn, Version};
use crate::endpoint::{Endpoint, EndpointError, Question, ReqwestTransport};
use crate::page::plural;
use crate::propose::Proposed;
use crate::propose::model::{Ask, Step, Stopped, Synthesis};

const CUSTOMER: &str = "Ann Example";
const REP: &str = "Sam Sample";
const TALK: [(&str, &str); 4] = [
    (REP, "Thanks for your time. What was hard before?"),
    (CUSTOMER, "The problem is that month end takes us eleven days, because every invoice is typed twice."),
    (REP, "And what would good look like?"),
    (CUSTOMER, "I want to close the month in a day and go home at five."),
];

/// The made-up call.
fn call() -> Call {
    let speaker = |name: &str, role| Speaker { name: name.into(), given: Some(Given { role, by: "doctor".into() }), ..Speaker::default() };
    let turns =
        (1..).zip(TALK).map(|(index, (name, text))| Turn { index, speaker: Some(name.into()), text: text.into(), ..Turn::default() });
    Call {
        id: CallId("made-up".into()),
        version: Version(String::new()),
        file: "made-up".into(),
        format: "text".into(),
        title: None,
        metadata: Metadata::default(),
        turns: turns.collect(),
        speakers: vec![speaker(REP, Role::Rep), speaker(CUSTOMER, Role::Customer)],
        warnings: Vec::new(),
    }
}

/// One endpoint for all steps, whose replies nobody keeps: a second trial is to be one again.
struct Trial<'a>(&'a Endpoint<ReqwestTransport>);

impl Ask for Trial<'_> {
    async fn ask<V: JsonSchema + DeserializeOwned>(
        &self,
        step: Step,
        prompt: &str,
        input: &str,
        check: impl Fn(&V) -> Result<(), String> + Send + Sync,
    ) -> Result<V, EndpointError> {
        self.0.ask_checked(&Question { step: step.name(), prompt, input }, check).await.map(|answer| answer.value)
    }

    fn model(&self, _step: Step) -> String {
        self.0.config().model.clone()
    }

    fn settings(&self, _step: Step) -> String {
        String::new()
    }

    fn at_once(&self, _step: Step) -> usize {
        1
    }

    fn begins(&self, _step: Step, _questions: usize, _calls: usize) {}

    fn ends(&self, _step: Step) {}
}

/// Reads the made-up call with the model; gives what came of it in a sentence, or why nothing did.
///
/// # Errors
/// What went wrong, as a sentence.
pub(super) fn tiny_synthesis(endpoint: &Endpoint<ReqwestTransport>, terms: &Terms) -> Result<String, String> {
    let trial = Trial(endpoint);
    let synthesis = Synthesis { codebook: &terms.codebook, prompts: &terms.prompts, secret: &terms.secret, size: terms.size, ask: &trial };
    let proposed = synthesis.propose(&[call()]).map_err(|e| e.to_string())?;
    let proposed = proposed.map_err(|Stopped { step, error }| format!("In the step {}: {error}", step.name()))?;
    outcome(&proposed)
}

fn outcome(proposed: &Proposed) -> Result<String, String> {
    if let Some(why) = proposed.left_out.iter().map(|left| &left.why).chain(&proposed.notes).next() {
        return Err(format!("A tiny synthesis of a made-up call went wrong: {why}"));
    }
    let found = plural(proposed.themes.len(), "theme");
    Ok(match (proposed.themes.len(), proposed.set_aside.len()) {
        (0, 0) => "It found nothing in a made-up call in which a customer names a problem: expect little of it.".into(),
        (0, _) => "All that it quoted from a made-up call was never said there: expect no theme from it.".into(),
        (_, 0) => format!("A tiny synthesis of a made-up call gave {found}, every quote as it was said."),
        (_, aside) => {
            format!(
                "A tiny synthesis of a made-up call gave {found}; {} quoted what was never said: expect more of that.",
                plural(aside, "finding")
            )
        }
    })
}
