//! Findings and themes: what was claimed to have been found, call by call and across calls.

mod draft;
mod finding;
mod kind;
mod theme;

pub use draft::Draft;
pub use finding::{Finding, Origin};
pub use kind::Kind;
pub use theme::{Judgement, State, Theme, ThemeId};
