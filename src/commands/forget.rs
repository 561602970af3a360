//! `verbatim forget`: deletes a call's words from the project.

use super::show::found;
use super::{Workspace, same_calls};
use crate::error::Error;
use crate::page::{Line, Tone, plural};
use crate::ui::{Answer, Ui};

/// The arguments of `verbatim forget`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim forget acme-demo     deletes what was said in acme-demo: its turns, the copy of its file, and what was found in it\n\nJudgements of its quotes lapse. The ledger stays whole and still verifies: it never held words. The transcript's own file is not touched, and is left alone when its folder is read again."
)]
pub struct ForgetArgs {
    /// The call's name
    #[arg(value_name = "CALL")]
    call: String,
    /// Don't ask
    #[arg(long)]
    yes: bool,
}

/// Runs the command.
///
/// # Errors
/// Where there is no such call, nobody is there to confirm, or the store can't be written.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ForgetArgs) -> Result<(), Error> {
    let calls = workspace.store.calls()?;
    let (call, _) = found(&calls, &args.call)?;
    if !args.yes {
        if !ui.is_interactive() {
            return Err(Error::person_needed(format!("Forgetting {} can't be undone, and there is no terminal to ask on.", call.id))
                .hint(format!("`verbatim forget \"{}\" --yes` does it without asking.", call.id)));
        }
        let question = format!("Forget {} ({}) for good?", call.id, plural(call.turns.len(), "turn"));
        let options = ["No, keep it".to_owned(), "Yes, delete its words".to_owned()];
        if ui.choose(&question, &options, 0, "Enter takes it; Esc keeps the call.")? != Answer::Given(1) {
            ui.say("Nothing was deleted.");
            return Ok(());
        }
    }
    let id = call.id.clone();
    workspace.store.forget(&id)?;
    same_calls::find(ui, workspace)?;
    // What was judged in it lapses now, not when somebody looks.
    workspace.settled_docket()?;
    ui.say_line(&Line::of(Tone::Good, "✓ ").then(Tone::Plain, format!("{id} is forgotten: its words are gone from the project.")), 2);
    let messaging = workspace.messaging_dir();
    if messaging.exists() {
        ui.say(format!("Documents in {} may still quote it. `verbatim export` writes them anew.", messaging.display()));
    }
    Ok(())
}
