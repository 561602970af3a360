//! Sessions played in memory, over small invented calls.

mod adjudication;
mod ledger;
mod machine;
mod marking;
mod pace;
mod screens;
mod shape;
mod standing;
mod world;
