//! Calls: what was recorded, as turns of speakers, with what is known about the conversation.
//!
//! A transcript file is read by one of the [`formats`] into a [`Parsed`] value (the canonical parse), and
//! joined with sidecars, front matter and the config into a [`Call`]. Nothing here touches the disk, the
//! screen or the clock: bytes in, values out.

pub mod assemble;
pub mod by_hand;
mod call;
pub mod canonical;
mod clock;
pub mod closing;
mod date;
mod decode;
pub mod file_name;
pub mod formats;
mod front_matter;
mod instruction;
mod labels;
mod markup;
mod metadata;
mod millis;
mod parsed;
pub mod roles;
mod roster;
pub mod same_call;
pub mod sidecar;
mod speaker;
mod tidy;
mod titles;
mod turns;
mod voices;

pub use call::{Aside, Call, CallId, Chars, Turn, Unit, Version};
pub use decode::decode;
pub use instruction::reads_like_instruction;
pub use markup::decode_entities;
pub use metadata::{Consent, Metadata, Outcome, SourceType};
pub use millis::Millis;
pub use parsed::{Parsed, ParsedCall, ParsedParticipant, Reject, SidecarRow, Warning};
pub use speaker::{Given, Guess, Role, Speaker};
pub use titles::split_title;
