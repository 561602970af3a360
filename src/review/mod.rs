//! The review: a person sees every quote in its context, judges it, and decides.
//!
//! [`ledger`] is the append-only chain of what was judged and decided; [`replay`](Reviews::replay) turns it into what holds; [`Standing`] holds
//! that against the transcripts as they are; [`Session`] is the state machine behind the screen, [`screens`] its pages, [`keys`] its
//! keys. Only [`accepted`] builds an [`AcceptedTheme`], which is all that an export takes. Nothing here knows the store, the terminal or the clock.

mod accepted;
mod act;
pub mod adjudication;
pub mod agreement;
pub mod blind_spots;
mod changed;
pub mod coverage;
mod cut;
mod docket;
mod figures;
mod further;
mod hash;
pub mod keys;
pub mod ledger;
pub mod marking;
mod quotes;
mod recorder;
mod replay;
pub mod screens;
mod session;
mod settle;
mod standing;
mod statement;
#[cfg(test)]
mod tests;
mod viewport;

pub use accepted::{AcceptedTheme, JudgedVerbatim, accepted};
pub use act::{Act, LapseReason, Moved, RejectReason, Seen};
pub use changed::{Changed, changed_around};
pub use docket::{CONTEXT_TURNS, Docket, DocketTheme};
pub use further::{Offer, Passages, Why, look_further, quote_at, sentences, small_words};
pub use hash::Hash;
pub use ledger::{Entry, Head};
pub use marking::{MarkAction, Marking};
pub use quotes::{claim_hash, is_by_hand, is_there, quotes_of};
pub use recorder::Recorder;
pub use replay::{Decision, Judged, Lapse, NoneAgainst, ReadTurns, Reviews, Sampled, ThemeReview, digest, undone};
pub use session::{
    Action, Glance, INTENSITY, NewTheme, Reading, SEVERITY, Session, Step, View, decision_words, lapsed_words, made, said_first,
};
pub use settle::settle;
pub use standing::{QuoteStanding, Standing};
pub use statement::{StatementFault, check_statement};
pub use viewport::{Drawn, Scroll, Viewport};
