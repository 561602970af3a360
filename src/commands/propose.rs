//! `verbatim propose`: asks for themes, and checks their quotes.

use std::collections::{BTreeMap, HashSet};

use super::Workspace;
use super::dry_run;
use super::model::{Asking, Model, Terms, codebook, settings};
use crate::calls::{Call, CallId, Consent};
use crate::endpoint::EndpointConfig;
use crate::error::{Error, Exit};
use crate::evidence::Verdict;
use crate::page::{Line, Tone, plural};
use crate::propose::model::{Step, Stopped, Synthesis};
use crate::propose::offline::Offline;
use crate::propose::{Finder, Proposed};
use crate::review::{Docket, Hash, Reviews};
use crate::themes::{Draft, Theme, ThemeId};
use crate::ui::Ui;

/// What was proposed from, as a setting of the project.
const PROPOSED_FROM: &str = "proposed_from";
/// Turns that read like instructions, and findings set aside, that are named one by one.
const NAMED: usize = 10;

/// The arguments of `verbatim propose`.
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim propose                   look for themes again, after calls or speakers changed; nothing you decided is touched\n  verbatim propose --dry-run         requests, tokens and estimated price, without sending anything\n  verbatim propose --dry-run --show  every byte that would be sent\n  verbatim propose --budget 2.00     stop before more than 2.00 is spent; what was paid for is kept"
)]
pub struct ProposeArgs {
    /// Send nothing; say what would be sent, and what it would cost
    #[arg(long)]
    dry_run: bool,
    /// With --dry-run: print every byte that would leave this machine
    #[arg(long, requires = "dry_run")]
    show: bool,
    /// Stop before more than this is spent, in the currency of the configured price
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    budget: Option<f64>,
    /// Ask everything anew, also what was answered before
    #[arg(long, conflicts_with = "dry_run")]
    fresh: bool,
}

fn amount(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|amount: &f64| amount.is_finite() && *amount >= 0.0)
        .ok_or_else(|| "an amount such as 2.00 is needed".to_owned())
}

/// Runs the command.
///
/// # Errors
/// Where there are no calls to read, the endpoint stops us, or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ProposeArgs) -> Result<Exit, Error> {
    let asking = Asking { budget: args.budget, fresh: args.fresh, dry: args.dry_run };
    if args.dry_run {
        return dry_run::run(ui, workspace, &calls(workspace)?, asking, args.show).map(|()| Exit::Done);
    }
    if !workspace.config.has_endpoint() && (args.fresh || args.budget.is_some()) {
        return Err(Error::usage("No model endpoint is configured, so nothing is asked that could cost anything.").hint(HOW_TO));
    }
    let left = propose(ui, workspace, asking)?;
    checked(ui, &workspace.settled_docket()?);
    if !workspace.config.has_endpoint() {
        how_to_configure(ui);
    }
    if !workspace.store.themes()?.is_empty() {
        ui.say("`verbatim themes` lists them; `verbatim review` shows you each quote in its context.");
    }
    Ok(if left { Exit::Left } else { Exit::Done })
}

/// Proposes as `run` does: with all that the config says, and nothing else.
///
/// # Errors
/// As [`run`].
pub fn as_configured(ui: &Ui, workspace: &mut Workspace) -> Result<bool, Error> {
    let left = propose(ui, workspace, Asking::default())?;
    if !workspace.config.has_endpoint() {
        how_to_configure(ui);
    }
    Ok(left)
}

fn calls(workspace: &Workspace) -> Result<Vec<Call>, Error> {
    let calls = workspace.store.calls()?;
    if calls.is_empty() {
        return Err(Error::failed("There are no calls in this project yet.").hint("`verbatim ingest FOLDER` reads your transcripts."));
    }
    Ok(calls)
}

/// Proposes themes over all calls and keeps them; gives whether anything was left.
fn propose(ui: &Ui, workspace: &mut Workspace, asking: Asking) -> Result<bool, Error> {
    let calls = calls(workspace)?;
    let by_model = workspace.config.has_endpoint();
    let proposed = if by_model { ask_model(ui, workspace, &calls, asking)? } else { ask_offline(ui, workspace, &calls)? };
    say(ui, &proposed);
    let left = !proposed.left_out.is_empty() || !proposed.notes.is_empty();
    // After a request that failed, the same command tries again what is missing.
    let unanswered = by_model && (!proposed.notes.is_empty() || proposed.left_out.iter().any(|left| was_sent(&calls, &left.call)));
    let unsupported = proposed.themes.is_empty() && !proposed.set_aside.is_empty();
    if by_model && proposed.themes.is_empty() {
        ui.say_line(&Line::of(Tone::Warning, if unsupported { MADE_UP } else { NOTHING }), 2);
        return Ok(true);
    }
    keep(workspace, proposed.themes)?;
    if !unanswered {
        mark(workspace)?;
    }
    Ok(left)
}

/// Whether a model may see this call, so that leaving it out means that something failed.
fn was_sent(calls: &[Call], id: &CallId) -> bool {
    calls.iter().any(|call| call.id == *id && call.counts() && call.metadata.consent != Some(Consent::No))
}

const MADE_UP: &str = "Nothing that the model quoted was said by a customer in these calls, so there is no theme: it made its quotes up, or the calls are not in a language that it reads. What was proposed before stays. Try a stronger model.";
const NOTHING: &str = "The model found no theme in these calls. What was proposed before stays.";

fn ask_offline(ui: &Ui, workspace: &Workspace, calls: &[Call]) -> Result<Proposed, Error> {
    ui.say_line(
        &Line::of(Tone::Strong, "Proposing").then(
            Tone::Plain,
            " with the built-in offline finder: no AI, it goes by the words that customers use for problems, success and objections.",
        ),
        2,
    );
    Ok(Offline.propose(calls, &codebook(workspace)?))
}

fn ask_model(ui: &Ui, workspace: &mut Workspace, calls: &[Call], asking: Asking) -> Result<Proposed, Error> {
    let terms = Terms::of(workspace)?;
    let model = Model::of(workspace, ui, asking)?;
    let (name, address) = model.config(Step::Find).map(|c| (c.model.clone(), c.base_url().to_owned())).unwrap_or_default();
    ui.say_line(&Line::of(Tone::Strong, "Proposing").then(Tone::Plain, format!(" with the model {name} at {address}.")), 2);
    let synthesis = Synthesis { codebook: &terms.codebook, prompts: &terms.prompts, secret: &terms.secret, size: terms.size, ask: &model };
    let proposed = synthesis.propose(calls).map_err(|e| Error::failed("Requests can't be made on this system.").because(e))?;
    model.meter.ends();
    model.keep_learnt(workspace)?;
    ui.say_line(&Line::of(Tone::Quiet, format!("  {}", model.meter.summary())), 2);
    proposed.map_err(|stopped| stopped_error(&stopped, model.config(stopped.step)))
}

fn stopped_error(stopped: &Stopped, config: Option<&EndpointConfig>) -> Error {
    let error = Error::failed(stopped.error.to_string());
    match config {
        Some(config) => error.hint(format!("{} All that was answered is kept.", stopped.error.hint(config))),
        None => error,
    }
}

/// Says what did not become a theme, and why.
fn say(ui: &Ui, proposed: &Proposed) {
    for left in &proposed.left_out {
        ui.say_line(&Line::of(Tone::Warning, format!("  {}: ", left.call)).then(Tone::Plain, &left.why), 4);
    }
    for note in &proposed.notes {
        ui.say_line(&Line::of(Tone::Warning, "  ").then(Tone::Plain, note), 4);
    }
    for flagged in proposed.flagged.iter().take(NAMED) {
        let (call, turn) = (&flagged.call, flagged.turn);
        ui.say_line(
            &Line::of(Tone::Warning, format!("  {call}, turn {turn} ")).then(
                Tone::Plain,
                "reads like an instruction to a machine. It was taken as something that was said; the review marks it wherever it is shown.",
            ),
            4,
        );
    }
    if proposed.flagged.len() > NAMED {
        ui.say_line(&Line::of(Tone::Warning, format!("  and {} more such turns", proposed.flagged.len() - NAMED)), 4);
    }
    let aside = &proposed.set_aside;
    if aside.is_empty() {
        return;
    }
    let number = plural(aside.len(), "finding");
    let were = if aside.len() == 1 { "was" } else { "were" };
    ui.say_line(&Line::of(Tone::Warning, format!("  {number} {were} set aside, for no customer said what was quoted:")), 4);
    for one in aside.iter().take(NAMED) {
        let words = Line::of(Tone::Quiet, format!("    {}: ", one.call)).then(Tone::Plain, &one.statement);
        ui.say_line(&words.then(Tone::Quiet, format!(" ({})", one.why)), 6);
    }
    if aside.len() > NAMED {
        ui.say_line(&Line::of(Tone::Quiet, format!("    and {} more", aside.len() - NAMED)), 6);
    }
}

const HOW_TO: &str = "`verbatim init` asks for an endpoint; config.example.toml explains each key.";

/// Says in one line how to have a model propose.
fn how_to_configure(ui: &Ui) {
    ui.say_line(&Line::of(Tone::Quiet, format!("  A model finds more, and says it better: {HOW_TO}")), 2);
}

/// A hash of all that a proposal follows from: calls, roles, who proposes, and what is looked for.
fn basis(workspace: &Workspace) -> Result<String, Error> {
    let config = &workspace.config;
    let asked = if config.has_endpoint() {
        let models: Vec<String> = Step::ALL
            .iter()
            .filter_map(|s| config.endpoint_for(s.name()).ok())
            .map(|(_, c)| format!("{} {}", c.model, settings(c)))
            .collect();
        let terms = Terms::of(workspace)?;
        let prompts: Vec<&str> = Step::ALL.iter().map(|s| terms.prompts.of(*s).hash.as_str()).collect();
        format!("{} {} {:?}", models.join(" "), prompts.join(" "), terms.size)
    } else {
        format!("offline {:?}", codebook(workspace)?)
    };
    Ok(Hash::of_parts([workspace.fingerprint()?.0.as_str(), asked.as_str()]).0)
}

/// Whether the last proposal followed from what there is now.
///
/// # Errors
/// Where the store, the prompts or the codebook can't be read.
pub fn is_up_to_date(workspace: &Workspace) -> Result<bool, Error> {
    Ok(workspace.store.setting(PROPOSED_FROM)? == Some(basis(workspace)?))
}

fn mark(workspace: &mut Workspace) -> Result<(), Error> {
    let basis = basis(workspace)?;
    Ok(workspace.store.set_setting(PROPOSED_FROM, &basis)?)
}

/// Keeps a proposal: what nobody touched is replaced; what says the same as a theme that somebody touched joins it as new evidence.
fn keep(workspace: &mut Workspace, drafts: Vec<Draft>) -> Result<(), Error> {
    let (entries, _) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let touched: HashSet<ThemeId> = reviews.touched().cloned().collect();
    let themes = workspace.store.themes()?;
    let mut fresh = Vec::new();
    for draft in drafts {
        let home = themes.iter().filter(|t| touched.contains(&t.id) && t.kind == draft.kind).max_by_key(|t| shared(t, &draft));
        match home.filter(|t| shared(t, &draft) > 0) {
            Some(theme) => {
                workspace.store.add_to_theme(&theme.id, &draft.findings, &draft.counter)?;
            }
            None => fresh.push(draft),
        }
    }
    workspace.store.replace_untouched(&touched, &fresh)?;
    Ok(())
}

/// How many quotes a theme and a draft have in common: one that shares none says something else.
fn shared(theme: &Theme, draft: &Draft) -> usize {
    let has: HashSet<_> = theme.claims().into_iter().collect();
    draft.findings.iter().flat_map(|f| &f.quotes).filter(|q| has.contains(q)).count()
}

/// Says how many quotes got which verdict.
pub fn checked(ui: &Ui, docket: &Docket) {
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for quote in docket.themes().iter().flat_map(|t| &t.quotes) {
        *verdicts.entry(quote.verdict).or_default() += 1;
    }
    let total: usize = verdicts.values().sum();
    if total == 0 {
        ui.say_line(&Line::of(Tone::Strong, "Checking").then(Tone::Plain, " nothing: there is no theme yet."), 2);
        return;
    }
    let words: Vec<String> = verdicts.iter().map(|(v, n)| format!("{n} {}", v.as_str().replace('_', " "))).collect();
    let themes = plural(docket.themes().len(), "theme");
    let verified: usize = verdicts.iter().filter(|(v, _)| v.is_verified()).map(|(_, n)| n).sum();
    ui.say_line(
        &Line::of(Tone::Strong, "Checking").then(
            Tone::Plain,
            format!(" {themes}, {}: {verified} verified against the transcripts ({}).", plural(total, "quote"), words.join(", ")),
        ),
        2,
    );
}
