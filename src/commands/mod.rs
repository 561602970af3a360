//! One file for each command: the only place where stages meet the store, the screen and the clock.

mod agreement;
mod calls;
mod calls_by_hand;
mod check;
mod cli;
mod doctor;
mod doctor_trial;
mod dry_run;
mod export;
mod forget;
mod formats;
mod ingest;
mod init;
mod known_tables;
mod log;
mod meter;
mod model;
mod propose;
mod read;
mod read_files;
mod review;
mod run;
mod same_calls;
mod search;
mod show;
mod speakers;
mod status;
mod themes;
mod workspace;

use std::ffi::OsString;

pub use cli::Cli;
pub(crate) use workspace::Workspace;

use crate::error::{Error, Exit};
use crate::page::{Line, Tone};
use crate::ui::Ui;

/// Runs the program: arguments in, exit code out. What went wrong is said on stderr.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let ui = Ui::new();
    match Cli::read(arguments) {
        Ok(cli) => cli.run(&ui).unwrap_or_else(|error| say_error(&ui, &error)),
        Err(exit) => exit,
    }
}

fn say_error(ui: &Ui, error: &Error) -> Exit {
    for line in error.render().lines() {
        let tone = if line.starts_with("Error: ") { Tone::Warning } else { Tone::Plain };
        ui.say_line(&Line::of(tone, line), 0);
    }
    error.exit()
}
