//! What a user does, through the program: over a real terminal, real files and a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics says what is wrong")]

mod program;
mod terminal;
mod three_calls;

mod attacks;
mod bad_input;
mod contract;
mod export;
mod first_read;
mod first_run;
mod formats;
mod hostile;
mod model;
mod reading;
mod reviewing;
mod shaping;
mod whole_run;
mod windows;
