//! Evidence: is it really there, word for word, said by a customer, in that call?
//!
//! A model's or a marketer's words are a [`ClaimedQuote`]. Checking one against the calls gives a [`Checked`]: a verdict, flags, the
//! place, and the source's own words there as a [`Verbatim`], which nothing outside this module can build.

mod claim;
mod place;
pub mod support;
mod verbatim;
mod verdict;

pub use claim::{Checked, ClaimedQuote, Difference, DifferenceKind, Passage, QuoteId};
pub use place::{Piece, Place};
pub use verbatim::Verbatim;
pub use verdict::{Flag, Verdict};
