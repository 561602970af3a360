//! `verbatim review`: the loop of draw, key, append. What a key does stands in [`crate::review`].

use std::cell::RefCell;
use std::time::Instant;

use super::Workspace;
use crate::calls::CallId;
use crate::error::Error;
use crate::review::keys::{Ask, Key, ask};
use crate::review::screens::screen;
use crate::review::{Act, Action, Docket, INTENSITY, NewTheme, Passages, RejectReason, SEVERITY, Session, Step, View, look_further};
use crate::store::{Store, StoreError};
use crate::themes::Kind;
use crate::ui::{Answer, Input, ReviewScreen, Ui};

/// The arguments of `verbatim review`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim review               judge the quotes and decide on the themes; every key is kept at once\n  verbatim review --as \"Jo\"     a second person judges, without seeing the first one's judgements; `verbatim agreement` compares"
)]
pub struct ReviewArgs {
    /// Judge as a second coder of this name: nothing is accepted or rejected by it
    #[arg(long = "as", value_name = "NAME")]
    coder: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Where there is no terminal, nothing to review, or an entry can't be kept.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ReviewArgs) -> Result<(), Error> {
    if let Some(coder) = &args.coder {
        return second(ui, workspace, coder);
    }
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
    let docket = opened(ui, workspace)?;
    let reviewer = reviewer(ui, workspace)?;
    let (entries, _) = workspace.ledger()?;
    stay(ui, workspace, Session::open(docket, entries, &reviewer))
}

/// A second coder's session.
fn second(ui: &Ui, workspace: &mut Workspace, coder: &str) -> Result<(), Error> {
    let coder = coder.split_whitespace().collect::<Vec<_>>().join(" ");
    if coder.is_empty() || workspace.reviewer()?.is_some_and(|lead| lead == coder) {
        return Err(Error::usage("A second coder is somebody else than the one who leads the review.")
            .hint("Give another name with --as, or run `verbatim review` without it."));
    }
    let docket = opened(ui, workspace)?;
    let (entries, _) = workspace.ledger()?;
    let session = stay(ui, workspace, Session::open_as_second(docket, entries, &coder))?;
    let left: usize = session.glances().iter().map(|g| g.unjudged).sum();
    ui.say(match left {
        0 => "Every quote is judged. `verbatim agreement` compares the two of you.".to_owned(),
        1 => "1 quote is left. The same command goes on there; `verbatim agreement` compares what both judged.".to_owned(),
        n => format!("{n} quotes are left. The same command goes on there; `verbatim agreement` compares what both judged."),
    });
    Ok(())
}

fn opened(ui: &Ui, workspace: &mut Workspace) -> Result<Docket, Error> {
    if !ui.is_interactive() {
        return Err(Error::person_needed("A review needs a person at a terminal, and this is none.")
            .hint("Open a terminal in the project's folder and run `verbatim review` there."));
    }
    let docket = workspace.settled_docket()?;
    if docket.themes().is_empty() {
        return Err(Error::failed("There are no themes to review yet.")
            .hint("`verbatim run FOLDER` reads your transcripts and proposes themes; `verbatim propose` does so again."));
    }
    Ok(docket)
}

/// Draw, key, keep, until the reviewer leaves.
fn stay(ui: &Ui, workspace: &mut Workspace, mut session: Session) -> Result<Session, Error> {
    let mut terminal = ui.review_screen()?;
    let (mut view, mut since) = (session.view(), Instant::now());
    while !session.has_quit() {
        look_further_where_wanted(workspace, &mut session)?;
        let shown = screen(&session, terminal.size()?);
        terminal.draw(&shown.lines)?;
        session.drawn(shown.drawn);
        if session.view() != view {
            (view, since) = (session.view(), Instant::now());
        }
        let Input::Key(key) = terminal.input()? else { continue };
        let shown_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let step = match pressed(ui, &mut terminal, &mut session, key, shown_ms)? {
            Pressed::Step(step) => step,
            Pressed::Split(new) => {
                let id = workspace.add_theme(&new)?;
                session.split_into(id, &new)
            }
        };
        keep(workspace, &mut session, step)?;
    }
    Ok(session)
}

/// Searches all calls for passages beside the quotes of the theme that is decided now.
fn look_further_where_wanted(workspace: &Workspace, session: &mut Session) -> Result<(), Error> {
    let Some(theme) = session.wants_offers() else { return Ok(()) };
    let search = Search { store: &workspace.store, failed: RefCell::new(None) };
    let offers = session.current().map(|standing| look_further(session.docket(), &standing, &search)).unwrap_or_default();
    if let Some(error) = search.failed.into_inner() {
        return Err(error.into());
    }
    session.offer(theme, offers);
    Ok(())
}

/// The store's full-text search, as the review asks for it.
struct Search<'a> {
    store: &'a Store,
    failed: RefCell<Option<StoreError>>,
}

impl Passages for Search<'_> {
    fn with_any(&self, words: &[String], most: usize) -> Vec<(CallId, u32)> {
        self.store.turns_with_any(words, most).unwrap_or_else(|error| {
            *self.failed.borrow_mut() = Some(error);
            Vec::new()
        })
    }
}

/// What a key came to.
enum Pressed {
    /// Something to keep, or nothing.
    Step(Step),
    /// Some quotes become a theme, which needs an id first.
    Split(NewTheme),
}

impl From<Step> for Pressed {
    fn from(step: Step) -> Pressed {
        Pressed::Step(step)
    }
}

/// What a key asks to be kept; asks for the text where one is needed.
fn pressed(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session, key: Key, shown_ms: u64) -> Result<Pressed, Error> {
    if session.help() {
        // Any key closes the help, and does nothing else.
        let action = if key == Key::Interrupt { Action::Quit } else { Action::Help };
        return Ok(session.press(action, shown_ms).into());
    }
    let asked = ask(key, session.view());
    let words_needed = !matches!(asked, Some(Ask::Do(_)) | None);
    if words_needed && (session.is_second() || session.reading().is_some()) {
        session.say("A second coder only judges: s, p, c or u. The one who leads the review decides.");
        return Ok(Step::default().into());
    }
    Ok(match asked {
        Some(Ask::Do(action)) => session.press(action, shown_ms).into(),
        Some(Ask::EditStatement) => edit_statement(ui, terminal, session)?.into(),
        Some(Ask::ChangeKind) => change_kind(ui, terminal, session)?.into(),
        Some(Ask::RejectWithNote) => reject_with_note(ui, terminal, session)?.into(),
        Some(Ask::Merge) => merge(ui, terminal, session)?.into(),
        Some(Ask::Split) => return split(ui, terminal, session),
        Some(Ask::WriteNote) => write_note(ui, terminal, session)?.into(),
        Some(Ask::Rate) => {
            let levels: Vec<String> = SEVERITY.iter().map(|s| (*s).to_owned()).collect();
            rate(ui, terminal, session, "How much does it hurt?", &levels, Session::rate)?.into()
        }
        Some(Ask::Feel) => {
            let levels: Vec<String> = INTENSITY.iter().map(|s| (*s).to_owned()).collect();
            rate(ui, terminal, session, "How strongly is it felt?", &levels, Session::feel)?.into()
        }
        None => {
            if !matches!(session.view(), View::Summary | View::End) && key != Key::Other {
                session.say("That key does nothing here; ? shows those that do.");
            }
            Step::default().into()
        }
    })
}

fn merge(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
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

fn split(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Pressed, Error> {
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

fn write_note(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session) -> Result<Step, Error> {
    let before = session.quote_note().unwrap_or_default().to_owned();
    match terminal.aside(|| ui.edit("A note on this quote:", &before, "Enter keeps it; Esc leaves it as it was."))? {
        Answer::Given(text) => Ok(session.write_note(&text)),
        Answer::Skipped => Ok(Step::default()),
        Answer::Interrupted => Ok(session.press(Action::Quit, 0)),
    }
}

fn rate(
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
fn keep(workspace: &mut Workspace, session: &mut Session, step: Step) -> Result<(), Error> {
    for text in &step.texts {
        workspace.keep_text(text)?;
    }
    for (theme, quote) in step.quotes {
        if let Some(checked) = workspace.add_quote(session.docket(), &theme, &quote)? {
            session.add_quote(&theme, checked);
        }
    }
    let reviewer = session.reviewer().to_owned();
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
    Error::failed(format!("This could not be kept, so the review stops here: {}.", super::log::words(act)))
        .because(error)
        .hint("Everything before it is kept. Make room on the disk, or make the project's folder writable, and run `verbatim review` again: it goes on there.")
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
