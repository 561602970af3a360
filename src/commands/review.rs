//! `verbatim review`: the loop of draw, key, append. What a key does stands in [`crate::review`].

use std::time::Instant;

use super::Workspace;
use crate::error::Error;
use crate::review::keys::{Ask, Key, ask};
use crate::review::screens::screen;
use crate::review::{Action, RejectReason, Session, Step, View};
use crate::themes::Kind;
use crate::ui::{Answer, Input, ReviewScreen, Ui};

/// The arguments of `verbatim review`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  verbatim review        judge the quotes and decide on the themes; every key is kept at once")]
pub struct ReviewArgs {}

/// Runs the command.
///
/// # Errors
/// Where there is no terminal, nothing to review, or an entry can't be kept.
pub fn run(ui: &Ui, workspace: &mut Workspace) -> Result<(), Error> {
    let session = review(ui, workspace)?;
    let waiting = session.waiting();
    if waiting > 0 {
        ui.say(format!("{waiting} of {} themes are still open. `verbatim review` goes on there.", session.order().len()));
    }
    ui.say("`verbatim export` writes the documents from what was accepted.");
    Ok(())
}

/// Opens the review and stays in it until the reviewer leaves; gives the session as it was left.
///
/// # Errors
/// Where there is no terminal, nothing to review, or an entry can't be kept: the review stops there instead of going on unrecorded.
pub fn review(ui: &Ui, workspace: &mut Workspace) -> Result<Session, Error> {
    if !ui.is_interactive() {
        return Err(Error::person_needed("A review needs a person at a terminal, and this is none.")
            .hint("Open a terminal in the project's folder and run `verbatim review` there."));
    }
    let docket = workspace.settled_docket()?;
    if docket.themes().is_empty() {
        return Err(Error::failed("There are no themes to review yet.")
            .hint("`verbatim run FOLDER` reads your transcripts and proposes themes; `verbatim propose` does so again."));
    }
    let reviewer = reviewer(ui, workspace)?;
    let (entries, _) = workspace.ledger()?;
    let mut session = Session::open(docket, entries, &reviewer);
    let mut terminal = ui.review_screen()?;
    let (mut view, mut since) = (session.view(), Instant::now());
    while !session.has_quit() {
        let shown = screen(&session, terminal.size()?);
        terminal.draw(&shown.lines)?;
        session.drawn(shown.drawn);
        if session.view() != view {
            (view, since) = (session.view(), Instant::now());
        }
        let Input::Key(key) = terminal.input()? else { continue };
        let shown_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let step = pressed(ui, &mut terminal, &mut session, key, shown_ms)?;
        keep(workspace, &mut session, &reviewer, step)?;
    }
    Ok(session)
}

/// What a key asks to be kept; asks for the text where one is needed.
fn pressed(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session, key: Key, shown_ms: u64) -> Result<Step, Error> {
    if session.help() {
        // Any key closes the help, and does nothing else.
        let action = if key == Key::Interrupt { Action::Quit } else { Action::Help };
        return Ok(session.press(action, shown_ms));
    }
    match ask(key, session.view()) {
        Some(Ask::Do(action)) => Ok(session.press(action, shown_ms)),
        Some(Ask::EditStatement) => edit_statement(ui, terminal, session),
        Some(Ask::ChangeKind) => change_kind(ui, terminal, session),
        Some(Ask::RejectWithNote) => reject_with_note(ui, terminal, session),
        None => {
            if matches!(session.view(), View::Quote { .. } | View::Decision { .. }) && key != Key::Other {
                session.say("That key does nothing here; ? shows those that do.");
            }
            Ok(Step::default())
        }
    }
}

fn edit_statement(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    let Some((statement, kind)) = session.current().map(|s| (s.statement.clone().unwrap_or_default(), s.kind)) else {
        return Ok(Step::default());
    };
    let help =
        "Enter keeps it and shows its quotes again; Esc leaves it as it was. Numbers and words in quotation marks must be the customers'.";
    match terminal.aside(|| ui.edit("The claim, in your words:", &statement, help))? {
        Answer::Given(text) => Ok(session.revise(&text, kind)),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

fn change_kind(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    let Some((statement, kind)) = session.current().map(|s| (s.statement.clone().unwrap_or_default(), s.kind)) else {
        return Ok(Step::default());
    };
    let kinds: Vec<String> = Kind::ALL.iter().map(|k| k.as_str().to_owned()).collect();
    let at = Kind::ALL.iter().position(|k| *k == kind).unwrap_or_default();
    match terminal.aside(|| ui.choose("What is it?", &kinds, at, "Its quotes are then judged again; Esc leaves it as it was."))? {
        Answer::Given(chosen) => Ok(Kind::ALL.get(chosen).map(|kind| session.revise(&statement, *kind)).unwrap_or_default()),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

fn reject_with_note(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    match terminal.aside(|| ui.edit("Why is it rejected?", "", "Enter rejects the theme; Esc goes back."))? {
        Answer::Given(note) => Ok(session.reject(RejectReason::Other, Some(&note))),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

/// Keeps what a key asked for, then lets the session go on. Where another window wrote first, nothing is kept and the session is told.
fn keep(workspace: &mut Workspace, session: &mut Session, reviewer: &str, step: Step) -> Result<(), Error> {
    for text in &step.texts {
        workspace.keep_text(text)?;
    }
    for act in &step.acts {
        let model = act.theme().and_then(|id| session.docket().theme(id)).map(|t| t.theme.clone());
        match workspace.append(session.entries(), reviewer, model.as_ref(), act)? {
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

/// The one who leads the review: from the config, else from the project, else asked for once.
fn reviewer(ui: &Ui, workspace: &mut Workspace) -> Result<String, Error> {
    if let Some(name) = workspace.reviewer()? {
        return Ok(name);
    }
    loop {
        match ui.edit("Your name, as it will stand beside your decisions:", "", "It is asked for once.")? {
            Answer::Given(name) if !name.trim().is_empty() => {
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                workspace.set_reviewer(&name)?;
                return Ok(name);
            }
            Answer::Given(_) => {}
            Answer::Skipped | Answer::Interrupted => {
                return Err(Error::person_needed("A review needs the name of the person who decides.")
                    .hint("Run `verbatim review` again, or set reviewer under [review] in verbatim.toml."));
            }
        }
    }
}
