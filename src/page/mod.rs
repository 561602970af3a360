//! A page: lines of toned text, before any terminal sees them. Screens are functions from state to pages.

mod counts;
mod visible;
mod wrap;

pub use counts::{clock, plural, thousands};
pub use visible::visible;
pub use wrap::{clip, width, wrap};

/// How a run of text is meant; the terminal decides what it looks like, with or without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Plain text.
    #[default]
    Plain,
    /// Beside the point.
    Quiet,
    /// A heading or a name.
    Strong,
    /// The words that are being judged.
    Quoted,
    /// The customer's side.
    Customer,
    /// The vendor's side.
    Rep,
    /// Something to be careful about.
    Warning,
    /// Something that went well.
    Good,
    /// A key to press.
    Key,
}

/// A run of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, harmless already (see [`visible`]).
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line of one span; `text` is made harmless.
    pub fn of(tone: Tone, text: impl AsRef<str>) -> Line {
        Line::default().then(tone, text)
    }

    /// A plain line.
    pub fn plain(text: impl AsRef<str>) -> Line {
        Line::of(Tone::Plain, text)
    }

    /// An empty line.
    pub fn empty() -> Line {
        Line::default()
    }

    /// The line with one more span; `text` is made harmless.
    #[must_use]
    pub fn then(mut self, tone: Tone, text: impl AsRef<str>) -> Line {
        self.0.push(Span { text: visible(text.as_ref()).into_owned(), tone });
        self
    }

    /// The words alone.
    pub fn text(&self) -> String {
        self.0.iter().map(|s| s.text.as_str()).collect()
    }

    /// How many columns of a terminal it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|s| width(&s.text)).sum()
    }
}
