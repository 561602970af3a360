//! `verbatim calls`: the calls, and what is known about them.

use std::collections::BTreeMap;

use serde_json::json;

use super::Workspace;
use super::speakers::who_is_who;
use crate::calls::{Call, Outcome};
use crate::error::Error;
use crate::page::{Line, Tone, plural, thousands};
use crate::ui::Ui;

/// The arguments of `verbatim calls`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim calls        every call with its date, account, outcome and speakers, and the balance of the sample"
)]
pub struct CallsArgs {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where the store can't be read.
pub fn run(ui: &Ui, workspace: &Workspace, args: &CallsArgs) -> Result<(), Error> {
    let calls = workspace.store.calls()?;
    if args.json {
        ui.data(&calls.iter().map(|c| format!("{}\n", as_json(c))).collect::<String>());
        return Ok(());
    }
    if calls.is_empty() {
        ui.say("No calls were read yet. `verbatim ingest FOLDER` reads them.");
        return Ok(());
    }
    let mut lines: Vec<Line> = calls.iter().flat_map(one).collect();
    lines.push(Line::empty());
    lines.extend(balance(&calls));
    ui.show(&lines);
    Ok(())
}

fn as_json(call: &Call) -> serde_json::Value {
    json!({
        "call": call.id, "file": call.file, "format": call.format, "title": call.title, "version": call.version,
        "turns": call.turns.len(), "words": call.words(), "counts": call.counts(), "metadata": call.metadata,
        "speakers": call.speakers, "warnings": call.warnings,
    })
}

fn one(call: &Call) -> Vec<Line> {
    let m = &call.metadata;
    let facts = [m.date.as_deref(), m.account.as_deref(), m.segment.as_deref(), m.persona.as_deref(), m.outcome.map(Outcome::as_str)];
    let facts: Vec<&str> = facts.into_iter().flatten().collect();
    let size = format!("  {} · {} · {} words", call.format, plural(call.turns.len(), "turn"), thousands(call.words()));
    let mut lines = vec![Line::of(Tone::Strong, &call.id.0).then(Tone::Quiet, size)];
    if !facts.is_empty() {
        lines.push(Line::plain(format!("    {}", facts.join(" · "))));
    }
    if !m.source_type.is_call() {
        lines.push(Line::of(Tone::Warning, format!("    {}: does not count as a call", m.source_type.as_str().replace('_', " "))));
    }
    lines.extend(who_is_who(call));
    lines
}

/// How the sample is made up, and what is missing for a fair reading.
fn balance(calls: &[Call]) -> Vec<Line> {
    let counted: Vec<&Call> = calls.iter().filter(|c| c.counts()).collect();
    let accounts: std::collections::BTreeSet<&str> = counted.iter().filter_map(|c| c.metadata.account.as_deref()).collect();
    let mut lines = vec![Line::of(
        Tone::Strong,
        format!("{} of {} count: a customer speaks in them, and we know who.", counted.len(), plural(calls.len(), "call")),
    )];
    let mut outcomes: BTreeMap<Option<Outcome>, usize> = BTreeMap::new();
    for call in &counted {
        *outcomes.entry(call.metadata.outcome).or_default() += 1;
    }
    let outcomes: Vec<String> = outcomes.iter().map(|(o, n)| format!("{} {n}", o.map_or("outcome not known", Outcome::as_str))).collect();
    let dates: Vec<&str> = counted.iter().filter_map(|c| c.metadata.date.as_deref()).collect();
    let span = match (dates.iter().min(), dates.iter().max()) {
        (Some(first), Some(last)) => format!(" · {first} to {last}"),
        _ => String::new(),
    };
    lines.push(Line::plain(format!("{} · {}{span}", plural(accounts.len(), "account"), outcomes.join(" · "))));
    let has = |outcome: Outcome| counted.iter().any(|c| c.metadata.outcome == Some(outcome));
    let missing: Vec<&str> = [(Outcome::Won, "won"), (Outcome::Lost, "lost"), (Outcome::Churned, "churned"), (Outcome::Active, "active")]
        .into_iter()
        .filter(|(o, _)| !has(*o))
        .map(|(_, word)| word)
        .collect();
    if !missing.is_empty() {
        lines.push(Line::of(Tone::Warning, format!("For a fair reading there is no call yet that was: {}.", missing.join(", "))));
    }
    lines
}
