//! The command line: what can be asked, with help that a marketer understands.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    Workspace, agreement, calls, check, doctor, export, forget, formats, ingest, init, log, propose, read, review, run, search, show,
    speakers, status, themes,
};
use crate::error::{Error, Exit};
use crate::ui::Ui;

/// Turns customer-call transcripts into messaging documents that you can defend line by line.
#[derive(Debug, Parser)]
#[command(
    name = "verbatim",
    version,
    about,
    long_about = "Turns customer-call transcripts into messaging documents that you can defend line by line.\n\nverbatim reads the transcripts, proposes themes with the customers' own words, checks every quote against the transcript, shows you each one in its context, and exports only what you accepted.",
    after_help = "Start here:\n  verbatim run calls/     read the transcripts in the folder calls, review what was found, write messaging/\n\nEvery command explains itself: verbatim review --help",
    max_term_width = 100
)]
pub struct Cli {
    /// The project's folder [default: the nearest one with a verbatim.toml or .verbatim, from here upwards]
    #[arg(long, global = true, value_name = "DIR")]
    project: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The main job: read transcripts, propose themes, check, review, export
    Run(run::RunArgs),
    /// Answer a few questions and write verbatim.toml
    Init(init::InitArgs),
    /// Check the config, the model endpoint and its key
    Doctor(doctor::DoctorArgs),
    /// Read transcripts into the project
    Ingest(ingest::IngestArgs),
    /// List the transcript formats that can be read
    Formats(formats::FormatsArgs),
    /// List the calls with what is known about them
    Calls(calls::CallsArgs),
    /// Say who is a customer and who is a rep
    Speakers(speakers::SpeakersArgs),
    /// Delete what was said in a call
    Forget(forget::ForgetArgs),
    /// Propose themes and check their quotes
    Propose(propose::ProposeArgs),
    /// List the themes with their support and quotes
    Themes(themes::ThemesArgs),
    /// Judge the quotes and decide on the themes, one key at a time
    Review(review::ReviewArgs),
    /// Read a call before you see what was proposed, and mark what you hear
    Read(read::ReadArgs),
    /// Compare a second coder's judgements with yours
    Agreement(agreement::AgreementArgs),
    /// Write the documents from what was accepted
    Export(export::ExportArgs),
    /// Check the quotes of any document against transcripts
    Check(check::CheckArgs),
    /// Find where words were said, and by whom
    Search(search::SearchArgs),
    /// Read a call, or one place in it
    Show(show::ShowArgs),
    /// Say where the project stands and what comes next
    Status(status::StatusArgs),
    /// Show the ledger of judgements and decisions, or check its chain
    Log(log::LogArgs),
}

impl Cli {
    /// Reads the arguments; help, version and mistakes are printed at once, and give the exit code instead.
    ///
    /// # Errors
    /// The exit code, where there is nothing to run.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Exit> {
        let matches = Cli::command().try_get_matches_from(arguments).and_then(|m| Cli::from_arg_matches(&m));
        matches.map_err(|error| {
            // A closed screen leaves nobody to tell.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Done }
        })
    }

    /// Runs the command.
    ///
    /// # Errors
    /// Whatever stopped it.
    pub fn run(self, ui: &Ui) -> Result<Exit, Error> {
        let project = self.project.as_deref();
        match self.command {
            Command::Formats(args) => return Ok(formats::run(ui, &args)),
            Command::Check(args) => return check::run(ui, &args),
            Command::Ingest(args) if args.is_dry_run() => return ingest::dry_run(ui, &args),
            Command::Run(args) => return run::run(ui, &mut Workspace::make(project)?, &args),
            Command::Ingest(args) => return ingest::run(ui, &mut Workspace::make(project)?, &args),
            Command::Status(args) => status::run(ui, Workspace::open_if_made(project)?, &args)?,
            Command::Calls(args) => calls::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Forget(args) => forget::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Search(args) => search::run(ui, &Workspace::open(project)?, &args)?,
            Command::Speakers(args) => speakers::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Init(args) => init::run(ui, project, &args)?,
            Command::Doctor(args) => return doctor::run(ui, project, &args),
            Command::Propose(args) => return propose::run(ui, &mut Workspace::open(project)?, &args),
            Command::Themes(args) => themes::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Review(args) => review::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Read(args) => read::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Agreement(args) => agreement::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Export(args) => export::run(ui, &mut Workspace::open(project)?, &args)?,
            Command::Show(args) => show::run(ui, &Workspace::open(project)?, &args)?,
            Command::Log(args) => log::run(ui, &Workspace::open(project)?, &args)?,
        }
        Ok(Exit::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
