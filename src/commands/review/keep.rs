//! Keeps what a key asked for: texts and quotes first, then the entries that name them.

use crate::commands::Workspace;
use crate::error::Error;
use crate::review::{Act, Recorder, Step};

/// Keeps a step, then lets the session go on. Where another window wrote first, nothing is kept and the session is told.
///
/// # Errors
/// Where it can't be kept: whoever pressed the key is told what did not count.
pub fn keep(workspace: &mut Workspace, session: &mut impl Recorder, step: Step) -> Result<(), Error> {
    let refused = |error| step.acts.first().map_or_else(|| Error::failed("This could not be kept."), |act| not_kept(error, act));
    for text in &step.texts {
        workspace.keep_text(text).map_err(refused)?;
    }
    for (theme, quote) in step.quotes {
        if let Some(checked) = workspace.add_quote(session.docket(), &theme, &quote).map_err(refused)? {
            session.add_quote(&theme, checked);
        }
    }
    let reviewer = session.who().to_owned();
    for act in &step.acts {
        let model = act.theme().and_then(|id| session.docket().theme(id)).map(|t| t.theme.clone());
        let appended = workspace.append(session.entries(), &reviewer, model.as_ref(), act);
        match appended.map_err(|error| not_kept(error, act))? {
            Some(entry) => session.record(entry),
            None => {
                let (entries, _) = workspace.ledger()?;
                session.reload(entries);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The entry that could not be kept is named: whoever pressed the key knows that it did not count.
fn not_kept(error: Error, act: &Act) -> Error {
    Error::failed(format!("This could not be kept, so the review stops here: {}.", crate::commands::log::words(act)))
        .because(error)
        .hint("Everything before it is kept. Make room on the disk, or make the project's folder writable, and run `verbatim review` again: it goes on there.")
}
