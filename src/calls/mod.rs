//! Calls: what was recorded, as turns of speakers, with what is known about the conversation.
//!
//! A transcript file is read by one of the [`formats`] into a [`Parsed`] value (the canonical parse), and
//! joined with sidecars, front matter and the config into a [`Call`]. Nothing here touches the disk, the
//! screen or the clock: bytes in, values out.

mod call;
mod metadata;
mod parsed;
mod speaker;

pub use call::{Call, CallId, Chars, Turn, Unit, Version};
pub use metadata::{Consent, Metadata, Outcome, SourceType};
pub use parsed::{Parsed, ParsedCall, ParsedParticipant, ParsedTurn, Reject, SidecarRow, Warning};
pub use speaker::{Given, Guess, Role, Speaker};
