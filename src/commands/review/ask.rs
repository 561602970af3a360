//! What a key asks a person for before anything can be kept: a text, a choice, some of several.

use super::Pressed;
use crate::error::Error;
use crate::review::{Action, RejectReason, Session, Step};
use crate::themes::Kind;
use crate::ui::{Answer, ReviewScreen, Ui};

pub(super) fn merge(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    let targets = session.merge_targets();
    if targets.is_empty() {
        session.say("There is no other theme that it could go into.");
        return Ok(Step::default());
    }
    let statements: Vec<String> = targets.iter().map(|(id, statement)| format!("{id}  {statement}")).collect();
    let help = "Its quotes go there and are judged against that claim; Esc leaves it as it was.";
    match terminal.aside(|| ui.choose("Which theme says the same?", &statements, 0, help))? {
        Answer::Given(at) => Ok(targets.get(at).map(|(id, _)| session.merge(id)).unwrap_or_default()),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

pub(super) fn split(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Pressed, Error> {
    let quotes = session.split_choices();
    if quotes.len() < 2 {
        session.say("A theme needs two quotes to be split.");
        return Ok(Step::default().into());
    }
    let help = "Space chooses, Enter goes on; Esc leaves the theme as it was. Some have to stay.";
    let asked = terminal.aside(|| match ui.choose_some("Which quotes say something else?", &quotes, help)? {
        Answer::Given(chosen) if !chosen.is_empty() => {
            let first = chosen.first().and_then(|i| quotes.get(*i)).cloned().unwrap_or_default();
            let statement = ui.edit("What do they say?", &first, "The new theme's claim; its quotes are judged against it.")?;
            Ok(match statement {
                Answer::Given(text) => Answer::Given((chosen, text)),
                Answer::Skipped => Answer::Skipped,
                Answer::Interrupted => Answer::Interrupted,
            })
        }
        Answer::Given(_) | Answer::Skipped => Ok(Answer::Skipped),
        Answer::Interrupted => Ok(Answer::Interrupted),
    })?;
    Ok(match asked {
        Answer::Given((chosen, statement)) => session.split(&chosen, &statement).map_or(Pressed::Step(Step::default()), Pressed::Split),
        Answer::Skipped => Step::default().into(),
        Answer::Interrupted => session.press(Action::Quit, 0).into(),
    })
}

pub(super) fn write_note(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    let before = session.quote_note().unwrap_or_default().to_owned();
    match terminal.aside(|| ui.edit("A note on this quote:", &before, "Enter keeps it; Esc leaves it as it was."))? {
        Answer::Given(text) => Ok(session.write_note(&text)),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

pub(super) fn rate(
    ui: &Ui,
    terminal: &mut ReviewScreen,
    session: &mut Session,
    question: &str,
    levels: &[String],
    keep: fn(&mut Session, u8) -> Step,
) -> Result<Step, Error> {
    match terminal.aside(|| ui.choose(question, levels, 0, "Enter keeps it; Esc gives no rating, which is not a low one."))? {
        Answer::Given(at) => Ok(keep(session, u8::try_from(at + 1).unwrap_or_default())),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

pub(super) fn edit_statement(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
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

pub(super) fn change_kind(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
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

pub(super) fn reject_with_note(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    match terminal.aside(|| ui.edit("Why is it rejected?", "", "Enter rejects the theme; Esc goes back."))? {
        Answer::Given(note) => Ok(session.reject(RejectReason::Other, Some(&note))),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}
