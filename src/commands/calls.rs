//! `verbatim calls`: the calls, and what is known about them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::speakers::who_is_who;
use super::{Workspace, calls_by_hand};
use crate::calls::{Call, Metadata, Outcome};
use crate::error::Error;
use crate::page::{Line, Tone, plural, thousands};
use crate::ui::Ui;

/// The arguments of `verbatim calls`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim calls                                 every call with its date, account, outcome and speakers, and the balance of the sample\n  verbatim calls --set \"acme-demo:outcome=lost\"   says by hand what no file says; it goes before what files say\n  verbatim calls --set \"acme-demo:outcome=\"       takes that back\n  verbatim calls --edit acme-demo                asks for each field of a call"
)]
pub struct CallsArgs {
    /// Say by hand what is known about a call: CALL:FIELD=VALUE
    #[arg(long, value_name = "CALL:FIELD=VALUE")]
    set: Vec<String>,
    /// Fill in what is known about a call, or about those of which something is missing
    #[arg(long, value_name = "CALL", num_args = 0..=1, default_missing_value = "")]
    edit: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where a call or field isn't known, or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &CallsArgs) -> Result<(), Error> {
    if !args.set.is_empty() {
        calls_by_hand::set(workspace, &args.set)?;
    }
    if let Some(call) = &args.edit {
        calls_by_hand::edit(ui, workspace, Some(call.as_str()).filter(|c| !c.is_empty()))?;
    }
    let calls = workspace.store.calls()?;
    if args.json {
        ui.data(&calls.iter().map(|c| format!("{}\n", as_json(c))).collect::<String>());
        return Ok(());
    }
    if calls.is_empty() {
        ui.say("No calls were read yet. `verbatim ingest FOLDER` reads them.");
        return Ok(());
    }
    let (comments, calls): (Vec<&Call>, Vec<&Call>) = calls.iter().partition(|c| c.metadata.source_type.is_comments());
    let mut lines: Vec<Line> = Vec::new();
    for call in &calls {
        lines.extend(one(call));
        lines.extend(calls_by_hand::suggestions(workspace, call)?.iter().map(|s| Line::of(Tone::Quiet, format!("    {}", s.said()))));
    }
    lines.push(Line::empty());
    lines.extend(balance(&calls));
    lines.extend(comments_apart(&comments));
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
    if let Some(first) = &m.same_as {
        lines.push(Line::of(Tone::Warning, format!("    another file of the conversation in {first}: the two count as one call")));
    }
    let by_hand: Vec<&str> = m.origins.iter().filter(|(_, by)| *by == "you").map(|(field, _)| field.as_str()).collect();
    if !by_hand.is_empty() {
        lines.push(Line::of(Tone::Quiet, format!("    said by you: {}", by_hand.join(", "))));
    }
    lines.extend(who_is_who(call));
    lines
}

/// Tables of comments, which are no calls.
fn comments_apart(tables: &[&Call]) -> Vec<Line> {
    if tables.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::empty(), Line::of(Tone::Strong, "Counted apart, as comments: they are in no number of calls.")];
    for table in tables {
        let what = format!(
            "  {} · {} · {} words",
            table.metadata.source_type.as_str(),
            plural(table.turns.len(), "comment"),
            thousands(table.words())
        );
        lines.push(Line::of(Tone::Plain, format!("    {}", table.id)).then(Tone::Quiet, what));
    }
    lines
}

/// How the sample is made up, and what is missing for a fair reading.
fn balance(calls: &[&Call]) -> Vec<Line> {
    let counted: Vec<&Call> = calls.iter().copied().filter(|c| c.counts()).collect();
    let accounts: BTreeSet<&str> = counted.iter().filter_map(|c| c.metadata.account.as_deref()).collect();
    let mut lines = vec![Line::of(
        Tone::Strong,
        format!("{} of {} count: a customer speaks in them, and we know who.", counted.len(), plural(calls.len(), "call")),
    )];
    let dates: Vec<&str> = counted.iter().filter_map(|c| c.metadata.date.as_deref()).collect();
    let span = match (dates.iter().min(), dates.iter().max()) {
        (Some(first), Some(last)) => format!(" · {first} to {last}"),
        _ => String::new(),
    };
    let outcomes = counts(&counted, |m| Some(m.outcome.map_or("outcome not known", Outcome::as_str).replace('_', " ")));
    if !counted.is_empty() {
        lines.push(Line::plain(format!("{} · {outcomes}{span}", plural(accounts.len(), "account"))));
    }
    for (name, part) in [
        ("types", counts(&counted, |m| m.conversation_type.clone())),
        ("personas", counts(&counted, |m| m.persona.clone())),
        ("segments", counts(&counted, |m| m.segment.clone())),
    ] {
        if !part.is_empty() {
            lines.push(Line::plain(format!("{name}: {part}")));
        }
    }
    if counted.is_empty() {
        return lines;
    }
    let has = |outcome: Outcome| counted.iter().any(|c| c.metadata.outcome == Some(outcome));
    let missing: Vec<&str> =
        [Outcome::Won, Outcome::Lost, Outcome::Churned, Outcome::Active].into_iter().filter(|o| !has(*o)).map(Outcome::as_str).collect();
    if !missing.is_empty() {
        lines.push(Line::of(Tone::Warning, format!("For a fair reading there is no call yet that was: {}.", missing.join(", "))));
    }
    let without = |lacks: fn(&Metadata) -> bool| counted.iter().filter(|c| lacks(&c.metadata)).count();
    let gaps: Vec<String> = [
        ("date", without(|m| m.date.is_none())),
        ("account", without(|m| m.account.is_none())),
        ("outcome", without(|m| m.outcome.is_none())),
        ("persona", without(|m| m.persona.is_none())),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(field, n)| format!("{field} in {n}"))
    .collect();
    if !gaps.is_empty() {
        let said = format!("Not known: {}. `verbatim calls --edit` fills them in, or a calls.csv beside the calls.", gaps.join(", "));
        lines.push(Line::of(Tone::Warning, said));
    }
    lines
}

/// `won 4, lost 3`, the most frequent first.
fn counts(calls: &[&Call], field: impl Fn(&Metadata) -> Option<String>) -> String {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    calls.iter().filter_map(|c| field(&c.metadata)).for_each(|value| *found.entry(value).or_default() += 1);
    let mut found: Vec<(String, usize)> = found.into_iter().collect();
    found.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    found.iter().map(|(value, n)| format!("{value} {n}")).collect::<Vec<_>>().join(" · ")
}
