//! `verbatim run`: the main job, each step skipped where it is done already.

use std::path::PathBuf;

use super::{Workspace, export, ingest, propose, review, speakers, themes};
use crate::calls::Call;
use crate::error::{Error, Exit};
use crate::page::{Line, Tone};
use crate::review::{Reviews, Standing};
use crate::themes::State;
use crate::ui::Ui;

/// The arguments of `verbatim run`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim run calls/        read the transcripts in calls/, propose, check, review with you, and write messaging/\n\nRun it again at any time: it goes on where you left, and reads what is new."
)]
pub struct RunArgs {
    /// Transcripts, or folders with transcripts in them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Whatever stopped it. What was kept before stays kept.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &RunArgs) -> Result<Exit, Error> {
    ui.say_line(&Line::of(Tone::Strong, "Reading"), 0);
    let mut left = ingest::ingest(ui, workspace, &ingest::IngestArgs::of(args.paths.clone()))?;
    let calls = workspace.store.calls()?;
    if calls.is_empty() {
        return Err(Error::failed("None of these files could be read as a transcript.")
            .hint("`verbatim formats` lists what can be read; each file above says why it wasn't."));
    }
    if ui.is_interactive() && speakers::ask(ui, workspace)? {
        return Err(
            Error::person_needed("Left before everything was asked; what you answered is kept.").hint("The same command goes on there.")
        );
    }
    let open = speakers::not_given(&workspace.store.calls()?);
    if open > 0 {
        ui.say_line(
            &Line::of(
                Tone::Warning,
                format!(
                    "{open} of the speakers {} not confirmed as customer or rep, and {} for nothing. ",
                    if open == 1 { "is" } else { "are" },
                    if open == 1 { "counts" } else { "count" }
                ),
            )
            .then(Tone::Plain, "`verbatim speakers` asks for them; `verbatim speakers --set \"NAME=customer\"` says it."),
            2,
        );
    }
    ui.say("");
    if workspace.store.themes()?.is_empty() || !propose::is_up_to_date(workspace)? {
        left |= propose::as_configured(ui, workspace)?;
    } else {
        ui.say_line(&Line::of(Tone::Strong, "Proposing").then(Tone::Plain, " nothing new: no call and no speaker changed."), 2);
    }
    let docket = workspace.settled_docket()?;
    propose::checked(ui, &docket);
    ui.say("");
    if docket.themes().is_empty() {
        return Err(nothing_proposed(docket.calls()));
    }
    if !ui.is_interactive() {
        return without_terminal(ui, workspace);
    }
    if waiting(workspace)? > 0 {
        let session = review::review(ui, workspace)?;
        if session.waiting() > 0 {
            ui.say(format!(
                "{} of {} themes are still open; the same command or `verbatim review` goes on there.",
                session.waiting(),
                session.order().len()
            ));
        }
    } else {
        ui.say_line(
            &Line::of(Tone::Strong, "Review").then(Tone::Plain, ": every theme is decided. `verbatim review` looks through them again."),
            2,
        );
    }
    ui.say("");
    export::export(ui, workspace, &export::ExportArgs::default())?;
    Ok(if left { Exit::Left } else { Exit::Done })
}

/// Why there is nothing to review, and what to do about it.
fn nothing_proposed(calls: &[Call]) -> Error {
    if calls.iter().any(Call::counts) {
        return Error::person_needed("No theme was found in these calls, so there is nothing to review yet.")
            .hint("Run it again with more calls, or have a model look: `verbatim init` asks which.");
    }
    Error::person_needed("No theme could be looked for, because nobody in these calls is known to be a customer.")
        .hint("`verbatim speakers` asks who is who; `verbatim speakers --set \"NAME=customer\"` says it. Then run the same command again.")
}

/// How many themes wait for a person.
fn waiting(workspace: &Workspace) -> Result<usize, Error> {
    let docket = workspace.docket()?;
    let (entries, _) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let open = |s: &Standing<'_>| matches!(s.state, State::Proposed | State::Later | State::Lapsed);
    Ok(docket.themes().iter().map(|t| Standing::of(&docket, &reviews, t)).filter(open).count())
}

/// Prints the themes with their evidence, and says that a person is needed.
fn without_terminal(ui: &Ui, workspace: &mut Workspace) -> Result<Exit, Error> {
    let docket = workspace.docket()?;
    let (entries, _) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let standings: Vec<Standing<'_>> = docket.themes().iter().map(|t| Standing::of(&docket, &reviews, t)).collect();
    let lines: Vec<Line> = themes::lines(&docket, &standings).iter().flat_map(|l| crate::page::wrap(l, ui.columns(), 6)).collect();
    ui.show(&lines);
    Err(Error::person_needed("These are proposals. A person has to see each quote in its context and decide before anything is exported.")
        .hint("Run `verbatim review` in a terminal, in this folder. Then `verbatim export` writes the documents."))
}
