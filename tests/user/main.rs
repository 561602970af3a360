//! What a user does, through the program: over a real terminal, real files and a real database.

mod program;
mod terminal;

mod bad_input;
mod contract;
mod export;
mod first_run;
mod model;
mod reading;
mod whole_run;
