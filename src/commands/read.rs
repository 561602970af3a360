//! `verbatim read`: the blind first read of a call. What a key does stands in [`crate::review::marking`].

use serde_json::json;

use super::{Workspace, review, show};
use crate::calls::CallId;
use crate::error::Error;
use crate::page::plural;
use crate::review::marking::keys::{self, MarkAsk};
use crate::review::marking::{self, Page};
use crate::review::screens::marking_screen;
use crate::review::{Docket, Entry, MarkAction, Marking, NewTheme, Recorder, Step};
use crate::ui::{Answer, Input, ReviewScreen, Ui};

/// The arguments of `verbatim read`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim read acme-demo           read the call and mark what you hear; nothing that was proposed is shown before its end\n  verbatim read acme-demo --json    afterwards: what you marked beside what was proposed"
)]
pub struct ReadArgs {
    /// The call's name
    call: String,
    /// Print your marks as JSON, beside what was proposed once you have read to the end
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where there is no such call, no customer speaks in it, or there is no terminal.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ReadArgs) -> Result<(), Error> {
    let id = named(workspace, &args.call)?;
    if args.json {
        let reader = workspace.reviewer()?.unwrap_or_default();
        return as_json(ui, first_read(workspace, &reader, &id)?);
    }
    if !ui.is_interactive() {
        return Err(Error::person_needed("Reading a call needs a person at a terminal, and this is none.").hint(format!(
            "Open a terminal in the project's folder and run `verbatim read {id}` there; `verbatim show {id}` prints the call."
        )));
    }
    let reader = review::reviewer(ui, workspace)?;
    let marking = first_read(workspace, &reader, &id)?;
    let mut terminal = ui.review_screen()?;
    let marking = stay(ui, workspace, &mut terminal, marking)?;
    drop(terminal);
    let (marks, unread) = (plural(marking.marks().iter().filter(|m| m.call == id).count(), "mark"), marking.unread());
    ui.say(match unread {
        0 => format!("{marks} of yours in {id}. `verbatim review` judges them like any other quote."),
        n => format!(
            "{marks} of yours in {id} so far; {} of its customers still to read. The same command goes on there.",
            plural(n, "turn")
        ),
    });
    Ok(())
}

fn named(workspace: &Workspace, name: &str) -> Result<CallId, Error> {
    let calls = workspace.store.calls()?;
    let (call, turn) = show::found(&calls, name)?;
    match turn {
        None => Ok(call.id.clone()),
        Some(turn) => Err(Error::usage("A first read goes through the whole call, turn by turn.")
            .hint(format!("`verbatim read {}` reads it; `verbatim show {}:{turn}` shows one place.", call.id, call.id))),
    }
}

fn first_read(workspace: &mut Workspace, reader: &str, id: &CallId) -> Result<Marking, Error> {
    let docket = workspace.settled_docket()?;
    let (entries, _) = workspace.ledger()?;
    Marking::first_read(docket, entries, reader, id).ok_or_else(|| {
        Error::failed(format!("Nobody who speaks in {id} is known to be a customer, so there is nothing to mark."))
            .hint("`verbatim speakers` asks who is who.")
    })
}

/// Draw, key, keep, until the reader leaves.
///
/// # Errors
/// Where the terminal can't be used, or something can't be kept.
pub fn stay(ui: &Ui, workspace: &mut Workspace, terminal: &mut ReviewScreen, mut marking: Marking) -> Result<Marking, Error> {
    while !marking.has_quit() {
        let shown = marking_screen(&marking, terminal.size()?);
        terminal.draw(&shown.lines)?;
        marking.drawn(shown.drawn);
        let Input::Key(key) = terminal.input()? else { continue };
        let step = match keys::ask(key, marking.page(), marking.round()) {
            _ if marking.viewport().help().is_some() => marking.press(MarkAction::Help),
            Some(MarkAsk::Do(action)) => marking.press(action),
            Some(MarkAsk::Take) => take(ui, workspace, terminal, &mut marking)?,
            None => {
                marking.say("That key does nothing here; ? shows those that do.");
                Step::default()
            }
        };
        review::keep(workspace, &mut marking, step)?;
    }
    Ok(marking)
}

/// Asks what the chosen words say, and which theme they make or join.
fn take(ui: &Ui, workspace: &mut Workspace, terminal: &mut ReviewScreen, marking: &mut Marking) -> Result<Step, Error> {
    let Some((kind, quote)) = marking.chosen() else { return Ok(Step::default()) };
    let targets = marking.targets(kind);
    let words = quote.claim.text.clone();
    let asked = terminal.aside(|| {
        if !targets.is_empty() {
            let new = format!("None of these: another {}", kind.as_str());
            let options: Vec<String> =
                std::iter::once(new).chain(targets.iter().map(|(id, statement)| format!("{id}  {statement}"))).collect();
            match ui.choose("What do they say?", &options, 0, "Enter chooses; Esc marks nothing.")? {
                Answer::Given(0) => {}
                Answer::Given(at) => return Ok(Answer::Given(Target::Join(at - 1))),
                Answer::Skipped => return Ok(Answer::Skipped),
                Answer::Interrupted => return Ok(Answer::Interrupted),
            }
        }
        let question = format!("The {}, in a sentence:", kind.as_str());
        Ok(match ui.edit(&question, &words, "Enter keeps the mark; Esc marks nothing. Their own words are a good start.")? {
            Answer::Given(text) => Answer::Given(Target::Make(text)),
            Answer::Skipped => Answer::Skipped,
            Answer::Interrupted => Answer::Interrupted,
        })
    })?;
    Ok(match asked {
        Answer::Given(Target::Join(at)) => targets.get(at).map(|(id, _)| marking.join(id, &quote)).unwrap_or_default(),
        Answer::Given(Target::Make(text)) => {
            let statement = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if statement.is_empty() {
                marking.say("A mark says what you hear: give it a few words.");
                return Ok(Step::default());
            }
            let new = NewTheme { kind, statement, quotes: vec![quote.claim.clone()] };
            let id = workspace.add_theme(&new)?;
            marking.make(id, &new, quote)
        }
        Answer::Skipped => Step::default(),
        Answer::Interrupted => {
            marking.press(MarkAction::Quit);
            marking.press(MarkAction::Quit)
        }
    })
}

enum Target {
    Make(String),
    Join(usize),
}

fn as_json(ui: &Ui, marking: Marking) -> Result<(), Error> {
    let unread = marking.unread();
    let of = marking.stops().len();
    let (docket, entries, reader): (&Docket, &[Entry], &str) = (marking.docket(), marking.entries(), marking.who());
    let Some((call, _)) = marking.stops().first() else { return Ok(()) };
    let compared = (unread == 0 && marking.page() == Page::Compared).then(|| marking::compared(docket, entries, reader, call));
    if compared.is_none() {
        ui.say("What was proposed is left out until you have read the call to its end.");
    }
    let marks: Vec<_> = marking
        .marks()
        .into_iter()
        .filter(|m| m.call == *call)
        .map(|m| json!({"theme": m.theme, "kind": m.kind, "statement": m.statement, "pieces": m.pieces, "text": m.words}))
        .collect();
    let value = json!({"call": call, "customers_turns": {"read": of - unread, "of": of}, "marks": marks, "compared": compared});
    ui.data(&format!("{value}\n"));
    Ok(())
}
