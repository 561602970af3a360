//! `verbatim review`: the loop of draw, key, append. What a key does stands in [`crate::review`].

use std::cell::RefCell;
use std::time::Instant;

mod ask;
mod keep;
mod watch;

use super::{Workspace, read};
use crate::calls::CallId;
use crate::error::Error;
use crate::review::keys::{self, Ask, Key};
use crate::review::screens::screen;
use crate::review::{Action, Docket, INTENSITY, Marking, NewTheme, Passages, SEVERITY, Session, Step, View, look_further};
use crate::store::{Store, StoreError};
use crate::ui::{Answer, Input, ReviewScreen, Ui};
pub use keep::keep;
use watch::Watch;

/// The arguments of `verbatim review`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim review               judge the quotes and decide on the themes; every key is kept at once\n  verbatim review --as \"Jo\"     a second person judges, without seeing the first one's judgements; `verbatim agreement` compares\n  verbatim review --as \"Jo\" --sample 25    the same for about a quarter of the quotes, in themes drawn at random"
)]
pub struct ReviewArgs {
    /// Judge as a second coder of this name: nothing is accepted or rejected by it
    #[arg(long = "as", value_name = "NAME")]
    coder: Option<String>,
    /// With --as: judge themes drawn at random that have about this share of the quotes, in percent
    #[arg(long, value_name = "PERCENT", requires = "coder", value_parser = clap::value_parser!(u8).range(1..=100))]
    sample: Option<u8>,
}

/// Runs the command.
///
/// # Errors
/// Where there is no terminal, nothing to review, or an entry can't be kept.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ReviewArgs) -> Result<(), Error> {
    if let Some(coder) = &args.coder {
        return second(ui, workspace, coder, args.sample);
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
fn second(ui: &Ui, workspace: &mut Workspace, coder: &str, sample: Option<u8>) -> Result<(), Error> {
    let coder = coder.split_whitespace().collect::<Vec<_>>().join(" ");
    if coder.is_empty() || workspace.reviewer()?.is_some_and(|lead| lead == coder) {
        return Err(Error::usage("A second coder is somebody else than the one who leads the review.")
            .hint("Give another name with --as, or run `verbatim review` without it."));
    }
    let docket = opened(ui, workspace)?;
    let (entries, _) = workspace.ledger()?;
    let session = stay(ui, workspace, Session::open_as_second(docket, entries, &coder, sample))?;
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
///
/// # Errors
/// Where the terminal can't be used, or an entry can't be kept.
pub fn stay(ui: &Ui, workspace: &mut Workspace, mut session: Session) -> Result<Session, Error> {
    let mut terminal = ui.review_screen()?;
    let mut watch = Watch::of(workspace, session.docket())?;
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
            Pressed::LeafThrough => {
                leaf_through(ui, workspace, &mut terminal, &mut session)?;
                Step::default()
            }
        };
        if !step.acts.is_empty() && watch.sees_others(workspace)? {
            let docket = workspace.settled_docket()?;
            watch = Watch::of(workspace, &docket)?;
            session.look_afresh(docket, workspace.ledger()?.0);
            session.say("The calls, or who is who in them, changed in another window. Your last key was not taken: look again.");
            continue;
        }
        keep(workspace, &mut session, step)?;
    }
    Ok(session)
}

/// Leafs through the customers' turns that no theme cites, and goes on with what was marked on the way.
fn leaf_through(ui: &Ui, workspace: &mut Workspace, terminal: &mut ReviewScreen, session: &mut Session) -> Result<(), Error> {
    let who = session.reviewer().to_owned();
    match Marking::unused(session.docket().clone(), session.entries().to_vec(), &who) {
        Some(marking) => {
            let (docket, entries) = read::stay(ui, workspace, terminal, marking)?.left();
            session.look_afresh(docket, entries);
        }
        None => session.say("Every turn of the customers that says anything is cited: there is nothing to leaf through."),
    }
    Ok(())
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
    /// What no theme cites is leafed through.
    LeafThrough,
}

impl From<Step> for Pressed {
    fn from(step: Step) -> Pressed {
        Pressed::Step(step)
    }
}

/// What a key asks to be kept; asks for the text where one is needed.
fn pressed(ui: &Ui, terminal: &mut ReviewScreen, session: &mut Session, key: Key, shown_ms: u64) -> Result<Pressed, Error> {
    if session.viewport().help().is_some() {
        // Any key closes the help, and does nothing else.
        let action = if key == Key::Interrupt { Action::Quit } else { Action::Help };
        return Ok(session.press(action, shown_ms).into());
    }
    let asked = keys::ask(key, session.view());
    let words_needed = !matches!(asked, Some(Ask::Do(_)) | None);
    if let Some(why) = session.only_judges().filter(|_| words_needed) {
        session.say(why);
        return Ok(Step::default().into());
    }
    Ok(match asked {
        Some(Ask::Do(action)) => session.press(action, shown_ms).into(),
        Some(Ask::EditStatement) => ask::edit_statement(ui, terminal, session)?.into(),
        Some(Ask::ChangeKind) => ask::change_kind(ui, terminal, session)?.into(),
        Some(Ask::RejectWithNote) => ask::reject_with_note(ui, terminal, session)?.into(),
        Some(Ask::Merge) => ask::merge(ui, terminal, session)?.into(),
        Some(Ask::Split) => return ask::split(ui, terminal, session),
        Some(Ask::WriteNote) => ask::write_note(ui, terminal, session)?.into(),
        Some(Ask::Rate) => {
            let levels: Vec<String> = SEVERITY.iter().map(|s| (*s).to_owned()).collect();
            ask::rate(ui, terminal, session, "How much does it hurt?", &levels, Session::rate)?.into()
        }
        Some(Ask::LeafThrough) => return Ok(Pressed::LeafThrough),
        Some(Ask::Feel) => {
            let levels: Vec<String> = INTENSITY.iter().map(|s| (*s).to_owned()).collect();
            ask::rate(ui, terminal, session, "How strongly is it felt?", &levels, Session::feel)?.into()
        }
        None => {
            if !matches!(session.view(), View::Summary | View::End) && key != Key::Other {
                session.say("That key does nothing here; ? shows those that do.");
            }
            Step::default().into()
        }
    })
}

/// The one who leads the review: from the config, else from the project, else asked for once.
///
/// # Errors
/// Where nobody gives a name.
pub fn reviewer(ui: &Ui, workspace: &mut Workspace) -> Result<String, Error> {
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
