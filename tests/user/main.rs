//! What a user does, through the program: over a real terminal, real files and a real database.

mod program;
mod terminal;

mod bad_input;
mod contract;
mod export;
mod first_run;
mod reading;
mod reviewing;
mod whole_run;
