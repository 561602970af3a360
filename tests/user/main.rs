//! What a user does, through the program: over a real terminal, real files and a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics says what is wrong")]

mod program;
mod terminal;

mod bad_input;
mod contract;
mod export;
mod export_options;
mod first_run;
mod formats;
mod hostile;
mod model;
mod reading;
mod reviewing;
mod whole_run;
