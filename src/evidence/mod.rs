//! Evidence: is it really there, word for word, said by a customer, in that call?
//!
//! A model's or a marketer's words are a [`ClaimedQuote`]. Checking one against the calls gives a [`Checked`]: a verdict, flags, the
//! place, and the source's own words there as a [`Verbatim`], which nothing outside this module can build.

mod as_written;
mod claim;
mod compare;
mod cut;
mod draft;
mod echo;
mod ends;
mod filter;
mod flags;
mod follow;
mod found;
mod index;
mod json;
mod lexicon;
mod library;
mod number;
mod place;
mod plain;
mod scan;
mod seed_places;
mod seeds;
mod sentence;
mod sieve;
mod source;
mod sown;
mod stitched;
pub mod support;
mod telling;
mod turning;
mod verbatim;
mod verdict;
mod who;
mod wording;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use claim::{Checked, ClaimedQuote, Difference, DifferenceKind, Passage, QuoteId};
pub use json::{json_line, roles_unknown};
pub use library::Library;
pub use place::{Piece, Place};
pub use sentence::sentence;
pub use verbatim::Verbatim;
pub use verdict::{Flag, Verdict};
pub use wording::may_stand_in_brackets;
