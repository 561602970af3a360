//! `verbatim status`: where the project stands, and what comes next.

use serde_json::json;

use super::{Workspace, speakers, themes};
use crate::error::Error;
use crate::page::{Line, Tone};
use crate::review::{Reviews, Standing};
use crate::themes::State;
use crate::ui::Ui;

/// The arguments of `verbatim status`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  verbatim status        where the project stands, and the next thing to do")]
pub struct StatusArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where the store can't be read.
pub fn run(ui: &Ui, workspace: Option<Workspace>, args: &StatusArgs) -> Result<(), Error> {
    let Some(workspace) = workspace else {
        if args.json {
            ui.data(&format!("{}\n", json!({"project": null})));
        } else {
            ui.show(&[
                Line::plain("There is no project here yet."),
                Line::of(Tone::Strong, "Next: ").then(Tone::Plain, "verbatim run FOLDER"),
            ]);
        }
        return Ok(());
    };
    let docket = workspace.docket()?;
    let (entries, head) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let standings: Vec<Standing<'_>> = docket.themes().iter().map(|t| Standing::of(&docket, &reviews, t)).collect();
    let open = standings.iter().filter(|s| matches!(s.state, State::Proposed | State::Later | State::Lapsed)).count();
    let accepted = standings.iter().filter(|s| s.state == State::Accepted).count();
    let counted = docket.calls().iter().filter(|c| c.counts()).count();
    let not_given = speakers::not_given(docket.calls());
    let next = next(docket.calls().len(), docket.themes().len(), open, accepted, not_given);
    if args.json {
        let value = json!({
            "project": workspace.project.root().display().to_string(), "calls": docket.calls().len(), "calls_that_count": counted,
            "speakers_without_role": not_given, "themes": standings.len(), "accepted": accepted, "open": open,
            "ledger": head, "next": next,
        });
        ui.data(&format!("{value}\n"));
        return Ok(());
    }
    let mut lines = vec![
        Line::of(Tone::Strong, "Calls    ").then(Tone::Plain, calls(docket.calls().len(), counted)),
        Line::of(Tone::Strong, "Themes   ").then(Tone::Plain, themes::tally(&standings)),
        Line::of(Tone::Strong, "Ledger   ")
            .then(Tone::Plain, format!("{} entries, the chain holds, head {}", head.count, head.hash.short())),
    ];
    if not_given > 0 {
        lines.insert(
            1,
            Line::of(Tone::Warning, "Speakers ").then(Tone::Plain, format!("{not_given} without a given role: they count for nothing")),
        );
    }
    lines.push(Line::of(Tone::Strong, "Next     ").then(Tone::Plain, next));
    ui.show(&lines);
    Ok(())
}

fn next(calls: usize, themes: usize, open: usize, accepted: usize, not_given: usize) -> &'static str {
    match (calls, themes, open, accepted, not_given) {
        (0, ..) => "verbatim run FOLDER (reads your transcripts)",
        (_, 0, _, _, 1..) => "verbatim speakers (says who is a customer), then verbatim propose",
        (_, 0, ..) => "verbatim propose (looks for themes)",
        (_, _, 1.., ..) => "verbatim review (shows each quote in its context; you decide)",
        (_, _, 0, 1.., _) => "verbatim export (writes the documents)",
        _ => "verbatim ingest FOLDER (nothing was accepted; more calls may help)",
    }
}

/// How many calls there are, and how many of them count.
fn calls(all: usize, counted: usize) -> String {
    match (all, counted) {
        (0, _) => "none yet".to_owned(),
        (1, 1) => "1 call".to_owned(),
        (1, _) => "1 call, which doesn't count".to_owned(),
        (all, counted) if all == counted => format!("{all} calls"),
        (all, 1) => format!("{all} calls, of which 1 counts"),
        (all, counted) => format!("{all} calls, of which {counted} count"),
    }
}
