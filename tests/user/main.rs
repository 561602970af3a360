//! What a user does, through the program: over a real terminal, real files and a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics says what is wrong")]

#[allow(dead_code, reason = "the endpoint's own tests use the rest")]
#[path = "../../src/endpoint/tests/server.rs"]
mod loopback;
mod program;
mod replay;
mod reviewer;
mod scripted;
mod spoken;
mod terminal;
mod three_calls;

mod attacks;
mod bad_input;
mod by_hand;
mod check;
mod contract;
mod endpoint_faults;
mod endpoints;
mod export;
mod export_options;
mod first_read;
mod first_run;
mod formats;
mod hostile;
mod killed;
mod model;
mod model_run;
mod reading;
mod reviewing;
mod setting_up;
mod shaping;
mod whole_run;
mod windows;
