//! `verbatim doctor`: is everything in order? Tries key, model and structured output of each endpoint with a tiny question, then all steps
//! with a tiny call.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Workspace;
use super::doctor_trial::tiny_synthesis;
use super::model::{Terms, from_root};
use crate::endpoint::{Endpoint, EndpointConfig, EndpointError, Key, Question, ReqwestTransport};
use crate::error::{Error, Exit};
use crate::page::{Line, Tone};
use crate::propose::model;
use crate::ui::Ui;

/// The arguments of `verbatim doctor`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim doctor        check verbatim.toml, and ask each model endpoint a few tiny questions that hold nothing of your calls"
)]
pub struct DoctorArgs {}

/// What the tiny question wants back.
#[derive(Debug, Deserialize, JsonSchema)]
struct Tiny {
    /// The number of the turn that names a problem.
    turn: u32,
    /// The words of that turn, copied exactly.
    words: String,
}

const PROMPT: &str = "Below are two turns of a call. Give the number of the turn that names a problem, and its words, copied exactly.";
const WORDS: &str = "every invoice is typed twice";

/// Runs the command.
///
/// # Errors
/// Where the config or the project can't be read.
pub fn run(ui: &Ui, project: Option<&Path>, _args: &DoctorArgs) -> Result<Exit, Error> {
    let workspace = Workspace::make(project)?;
    let good = |text: String| ui.say_line(&Line::of(Tone::Good, "✓ ").then(Tone::Plain, text), 2);
    let bad = |text: &str, hint: &str| ui.say_line(&Line::of(Tone::Warning, "✗ ").then(Tone::Plain, format!("{text} {hint}")), 2);
    let config = workspace.project.config_file();
    good(if config.is_file() {
        format!("{} can be used.", config.display())
    } else {
        "There is no verbatim.toml; everything is at its default.".into()
    });
    good(format!("{} can be used.", workspace.project.database().display()));
    let terms = Terms::of(&workspace)?;
    good("The prompts and the codebook can be used.".into());
    if !workspace.config.has_endpoint() {
        good(
            "No model endpoint is configured: the built-in finder proposes, and nothing leaves this machine. `verbatim init` sets one up."
                .into(),
        );
        return Ok(Exit::Done);
    }
    let named = workspace.config.endpoint.iter().map(|c| ("endpoint".to_owned(), c));
    let others = workspace.config.endpoints.iter().map(|(name, c)| (format!("endpoints.{name}"), c));
    let mut failed = false;
    for (name, config) in named.chain(others) {
        match check(&from_root(config, workspace.project.root()), &terms) {
            Ok(said) => said.into_iter().for_each(|line| good(format!("[{name}] {line}"))),
            Err((text, hint)) => {
                failed = true;
                bad(&format!("[{name}] {text}"), &hint);
            }
        }
    }
    for step in model::Step::ALL {
        workspace.config.endpoint_for(step.name())?;
    }
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

fn check(config: &EndpointConfig, terms: &Terms) -> Result<Vec<String>, (String, String)> {
    let in_words = |error: EndpointError| (error.to_string(), error.hint(config));
    config.check().map_err(|error| in_words(error.into()))?;
    let key = Key::load(config, |name| std::env::var(name).ok()).map_err(|error| (error.to_string(), String::new()))?;
    let without = key.is_none();
    let transport = ReqwestTransport::new(config).map_err(|error| in_words(error.into()))?;
    let endpoint = Endpoint::new(config.clone(), key, transport).map_err(in_words)?;
    let input = format!("1 Thanks for your time.\n2 {WORDS}");
    let question = Question { step: "doctor", prompt: PROMPT, input: &input };
    let answer = model::run(endpoint.ask::<Tiny>(&question)).map_err(|error| (error.to_string(), String::new()))?.map_err(in_words)?;
    let mut said = vec![format!("{} at {} answers{}.", config.model, config.base_url(), if without { ", without a key" } else { "" })];
    said.push(format!(
        "It takes the wanted shape as {}{}.",
        endpoint.dialect().mode.words(),
        if answer.repaired { ", at the second try" } else { "" }
    ));
    let copied = answer.value.turn == 2 && answer.value.words.trim() == WORDS;
    said.push(if copied {
        "It copies words exactly.".into()
    } else {
        "It did not copy a short sentence exactly: expect that many of its quotes are refused.".into()
    });
    said.push(
        tiny_synthesis(&endpoint, terms)
            .map_err(|why| (why, "The answers above were fine; `verbatim propose` would meet the same.".into()))?,
    );
    match config.price {
        Some(price) => said.push(format!("Prices of {}: {} for a million tokens out, {} back.", price.date, price.input, price.output)),
        None => said.push("No price is configured, so costs are not shown and `--budget` can't be used.".into()),
    }
    Ok(said)
}
