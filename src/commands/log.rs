//! `verbatim log`: the ledger, and whether its chain holds.

use serde_json::json;

use super::Workspace;
use crate::error::Error;
use crate::page::{Line, Tone, plural};
use crate::review::{Act, Entry, Hash};
use crate::ui::Ui;

/// The arguments of `verbatim log`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim log                              who judged and decided what, and when\n  verbatim log --verify                     check that nothing was changed, removed or reordered\n  verbatim log --verify --head 3f9a…        also check it against the head that a document prints"
)]
pub struct LogArgs {
    /// Check the chain, and say whether it holds.
    #[arg(long)]
    verify: bool,
    /// The head (hash) that an exported document prints: the chain must hold it.
    #[arg(long, value_name = "HASH", requires = "verify")]
    head: Option<String>,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where the chain doesn't hold.
pub fn run(ui: &Ui, workspace: &Workspace, args: &LogArgs) -> Result<(), Error> {
    let (entries, head) = workspace.ledger()?;
    if args.verify {
        if let Some(wanted) = &args.head {
            known_head(&entries, wanted)?;
        }
        if args.json {
            ui.data(&format!("{}\n", json!({"holds": true, "entries": head.count, "head": head.hash})));
        } else {
            ui.show(&[Line::of(Tone::Good, "The chain holds: ").then(Tone::Plain, format!("{} entries, head {}.", head.count, head.hash))]);
        }
        return Ok(());
    }
    if args.json {
        let lines: String = entries.iter().map(|e| format!("{}\n", as_json(e))).collect();
        ui.data(&lines);
        return Ok(());
    }
    if entries.is_empty() {
        ui.say("Nothing was judged or decided yet.");
    }
    let lines: Vec<Line> = entries.iter().map(line).collect();
    ui.show(&lines);
    Ok(())
}

/// A document's head names the last entry that it knew: it must still be in the chain.
fn known_head(entries: &[Entry], wanted: &str) -> Result<(), Error> {
    let wanted = wanted.trim().to_lowercase();
    let long_enough = wanted.len() >= 12;
    if long_enough && (entries.iter().any(|e| e.hash.0.starts_with(&wanted)) || Hash::start().0.starts_with(&wanted)) {
        return Ok(());
    }
    if !long_enough {
        return Err(Error::usage("That head is too short to tell anything: at least 12 characters of it are needed."));
    }
    Err(Error::failed("The ledger does not hold the entry that this head names: it was rewritten or cut short after that document was written, or the document is of another project.")
        .hint("Compare with a copy of the project's .verbatim folder from the time of the document."))
}

fn as_json(entry: &Entry) -> serde_json::Value {
    json!({"seq": entry.seq, "at": entry.at, "who": entry.who, "model": entry.model, "prompt": entry.prompt, "what": entry.act, "hash": entry.hash})
}

fn line(entry: &Entry) -> Line {
    let at = entry.at.get(..16).unwrap_or(&entry.at).replace('T', " ");
    Line::of(Tone::Quiet, format!("{:>4}  {at}  {:<16}  ", entry.seq, entry.who)).then(Tone::Plain, words(&entry.act))
}

/// What was done, in words.
pub(super) fn words(act: &Act) -> String {
    match act {
        Act::Judged { theme, quote, judgement, shown_ms, .. } => {
            format!("{theme}: quote {quote} {} ({} s on the screen)", judgement.as_str(), shown_ms / 1000)
        }
        Act::Accepted { theme, .. } => format!("{theme}: accepted"),
        Act::Rejected { theme, reason, .. } => format!("{theme}: rejected, {}", reason.words()),
        Act::PutOff { theme } => format!("{theme}: put off"),
        Act::Revised { theme, kind, .. } => format!("{theme}: statement or kind changed ({})", kind.as_str()),
        Act::Carried { theme, quote, to } => {
            format!("{theme}: quote {quote} stands unchanged in a new version of its call, as {to}; its judgement goes with it")
        }
        Act::Lapsed { theme, quote, reason } => format!("{theme}: quote {quote} lapsed, {}", reason.words()),
        Act::Taken { theme, quote, .. } => format!("{theme}: quote {quote} taken in, which nobody had cited"),
        Act::Reworded { theme, quote, .. } => format!("{theme}: quote {quote} cut to other words of its turn"),
        Act::Merged { theme, into } => format!("{theme}: merged into {into}"),
        Act::Split { theme, into, moved, .. } => format!("{theme}: {} split off into {into}", plural(moved.len(), "quote")),
        Act::Made { theme, .. } => format!("{theme}: made by hand"),
        Act::NoneAgainst { theme, passages, of_calls } => {
            format!("{theme}: none found against it, after looking at {passages} passages from {of_calls} calls")
        }
        Act::Noted { theme, quote, .. } => format!("{theme}: note on quote {quote}"),
        Act::Rated { theme, severity } => format!("{theme}: severity {severity} of 5"),
        Act::Felt { theme, quote, intensity } => format!("{theme}: quote {quote}, intensity {intensity} of 3"),
        Act::Read { call, from, to, .. } => format!("{call}: turns {from} to {to} read"),
        Act::Sampled { call, turn, missed, .. } => {
            format!("{call}: turn {turn} drawn at random, {}", if *missed { "something was missed" } else { "nothing was missed" })
        }
        Act::Coded { theme, quote, judgement, shown_ms, .. } => {
            format!("{theme}: quote {quote} {} as second coder ({} s on the screen)", judgement.as_str(), shown_ms / 1000)
        }
        Act::Cleared { of, .. } => format!("{of}: may go outside, names looked for"),
        Act::Held { of } => format!("{of}: stays inside"),
        Act::Adjudicated { theme, quote, judgement, shown_ms, with, .. } => format!(
            "{theme}: quote {quote} {} after talking it through with {with} ({} s on the screen)",
            judgement.as_str(),
            shown_ms / 1000
        ),
        Act::Undone { entry } => format!("entry {entry} taken back"),
    }
}
