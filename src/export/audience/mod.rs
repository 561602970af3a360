//! Who may see the documents. A copy for outside leaves out what nobody permitted to be quoted, and says of people and accounts what they are
//! instead of who they are.
//!
//! Names that the calls know (speakers, accounts) are replaced, also inside the words, marked with [ ]. A quote or a statement that may hold another
//! name stays out until a person looked at it and cleared exactly these words. What was left out is listed, by number and reason.

mod clearance;
mod composed;
mod names;
mod outside;
mod reading;
#[cfg(test)]
mod tests;
mod word;

pub use clearance::Clearances;
pub use names::NameLists;
pub use outside::{LeftOut, Waiting};

use serde::Serialize;

/// Who the documents are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody in the house: with the names of people and accounts.
    #[default]
    Internal,
    /// Anybody: without names, and without what nobody permitted to be quoted.
    External,
}

impl Audience {
    /// Whether it may go outside.
    pub fn is_external(self) -> bool {
        self == Audience::External
    }
}
