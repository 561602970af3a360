//! Tones as a terminal's colours and attributes.

use crate::page::{Line, Tone};

/// How much a terminal is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Nothing: a file or a pipe.
    None,
    /// Bold, underline and reverse only (`NO_COLOR`).
    Attributes,
    /// The sixteen colours that a person chose for light or dark.
    Full,
}

/// A line with the escape codes that its tones need.
pub fn line(line: &Line, colours: Colours) -> String {
    line.0
        .iter()
        .map(|span| match code(span.tone, colours) {
            "" => span.text.clone(),
            code => format!("\u{1b}[{code}m{}\u{1b}[0m", span.text),
        })
        .collect()
}

fn code(tone: Tone, colours: Colours) -> &'static str {
    match (colours, tone) {
        (Colours::None, _) | (_, Tone::Plain) => "",
        (Colours::Attributes, Tone::Quoted) => "1;4",
        (Colours::Attributes, Tone::Quiet | Tone::Rep) => "",
        (Colours::Attributes, _) => "1",
        (Colours::Full, Tone::Quiet) => "2",
        (Colours::Full, Tone::Strong) => "1",
        (Colours::Full, Tone::Quoted) => "1;4",
        (Colours::Full, Tone::Customer) => "1;36",
        (Colours::Full, Tone::Rep) => "35",
        (Colours::Full, Tone::Warning) => "33",
        (Colours::Full, Tone::Good) => "32",
        (Colours::Full, Tone::Key) => "1;34",
    }
}
