//! The messaging documents: what a product marketing manager opens, pastes and defends.
//!
//! [`Reviewed`] is the one model that every document is made of. It is built from what a person accepted and from nothing else, and it
//! can't be built where nothing was accepted. [`DOCUMENTS`] lists the documents, one file each; [`Templates`] holds the Markdown
//! templates that a user can replace; [`plan()`] says which files to write without losing a word that a marketer wrote into one.
//! Nothing here touches the disk or the clock: the same project gives the same bytes.

mod audience;
mod codebook;
mod count;
mod current;
mod decisions;
mod document;
mod docx;
mod error;
mod escape;
mod grounds;
mod html;
mod into;
mod json;
mod method;
mod model;
mod msd;
mod objections;
mod parts;
mod persona;
mod plan;
#[cfg(test)]
mod properties;
mod quote_library;
mod quoted;
mod report;
mod sample;
mod screened;
mod severity;
mod sheet;
mod table;
mod templates;
#[cfg(test)]
mod tests;
mod theme;
mod translations;
mod voc;
mod win_loss;
mod workbook;

pub use audience::{Audience, Clearances, LeftOut, NameLists, Waiting};
pub use current::{Current, Gap, Instead, MARKETING_SPEAK, Speak};
pub use document::{DOCUMENTS, Document, Rendered};
pub use docx::{Reference, ReferenceError};
pub use error::ExportError;
pub use into::{Fate, FilledPart, Into, IntoError, fill_into, parts_of};
pub use model::{Definition, Reviewed};
pub use parts::fingerprint;
pub use plan::{How, Write, plan};
pub use templates::Templates;
pub use translations::{Translation, Translations, TranslationsError};
