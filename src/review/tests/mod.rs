//! Sessions played in memory, over small invented calls.

mod ledger;
mod machine;
mod pace;
mod screens;
mod shape;
mod standing;
mod world;
