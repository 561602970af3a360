//! What every document is made into: passages and tables.

use super::At;

/// A run of text: a paragraph, a list item, a table cell. Lines that the writer broke by hand are parted by `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub text: String,
    pub at: At,
    /// Which block quote it stands in, numbered from 0.
    pub block_quote: Option<u32>,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Passage(Passage),
    /// What follows stands under this heading, up to the next.
    Heading(Passage),
    /// The rows of a table; the first may be its headings.
    Table(Vec<Vec<Passage>>),
}
