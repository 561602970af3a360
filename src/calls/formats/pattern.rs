//! The header patterns of written transcripts (section 3.5): where label, time and words stand in a line.

use super::script::Line;
use crate::calls::clock::{self, Clock};
use crate::calls::labels;

/// One way to head a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// `[00:01:23] Name: text`, `0:11 : Name : text`.
    TimeLabelText,
    /// `Name [00:01:23]: text`, `Name (00:16):`.
    LabelTimeText,
    /// `00:01:23⇥Name⇥text`.
    Tabs,
    /// `Name  0:16`, text below.
    NameTime,
    /// `0:16 - Name`, text below.
    TimeName,
    /// `Name: text`.
    Label,
    /// A bold name, text below or after a tab.
    BoldName,
    /// A name on a line of its own, text below.
    NameAlone,
}

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'a> {
    /// As printed.
    pub label: &'a str,
    /// The time, where there is one.
    pub time: Option<Clock>,
    /// The bracket around the time.
    pub bracket: Option<char>,
    /// How many spaces stand between name and time.
    pub gap: usize,
    /// The words on the same line.
    pub text: &'a str,
}

impl Pattern {
    /// All, in the order in which a tie is decided.
    pub const ALL: [Pattern; 8] = [
        Pattern::TimeLabelText,
        Pattern::LabelTimeText,
        Pattern::Tabs,
        Pattern::NameTime,
        Pattern::TimeName,
        Pattern::Label,
        Pattern::BoldName,
        Pattern::NameAlone,
    ];

    /// Whether each header has a time.
    pub fn has_time(self) -> bool {
        matches!(self, Pattern::TimeLabelText | Pattern::LabelTimeText | Pattern::Tabs | Pattern::NameTime | Pattern::TimeName)
    }

    /// Reads `line` by this pattern.
    pub fn read(self, line: &Line) -> Option<Head<'_>> {
        let text = line.text.trim();
        match self {
            Pattern::TimeLabelText => time_label_text(text),
            Pattern::LabelTimeText => label_time_text(text),
            Pattern::Tabs => tabs(text),
            Pattern::NameTime => name_time(text),
            Pattern::TimeName => time_name(text),
            Pattern::Label => {
                let (label, text) = labels::split_label(text)?;
                Some(Head { label, time: None, bracket: None, gap: 0, text })
            }
            Pattern::BoldName => bold_name(line),
            Pattern::NameAlone => {
                let fits = line.gap
                    && line.heading == 0
                    && text.len() <= 320
                    && !text.contains(':')
                    && (labels::looks_like_name(text) || labels::is_one_capitalised_word(text));
                fits.then_some(Head { label: text, time: None, bracket: None, gap: 0, text: "" })
            }
        }
    }
}

const SEPARATORS: [char; 8] = [' ', '\t', '\u{a0}', '-', '–', '—', '|', ':'];

fn time_label_text(text: &str) -> Option<Head<'_>> {
    let (time, bracket, rest) = clock::bracketed_at_start(text)?;
    let rest = rest.trim_start_matches(SEPARATORS);
    let (label, text) = labels::split_label(rest)?;
    Some(Head { label, time: Some(time), bracket, gap: 0, text })
}

fn label_time_text(text: &str) -> Option<Head<'_>> {
    let label = text.as_bytes().get(..text.len().min(100)).unwrap_or_default();
    for at in memchr::memchr2_iter(b'(', b'[', label) {
        let Some((time, bracket, rest)) = text.get(at..).and_then(clock::bracketed_at_start) else { continue };
        let rest = rest.trim_start().trim_start_matches("**");
        let words = rest.strip_prefix(':').or_else(|| rest.strip_prefix('：'))?;
        let label = text.get(..at)?;
        return Some(Head { label: label.trim(), time: Some(time), bracket, gap: 0, text: words.trim_start_matches("**").trim() });
    }
    None
}

fn tabs(text: &str) -> Option<Head<'_>> {
    memchr::memchr(b'\t', text.as_bytes())?;
    let mut parts = text.splitn(3, '\t').map(str::trim);
    let (a, b, words) = (parts.next()?, parts.next()?, parts.next()?);
    let bare = |t: &str| clock::bracketed_at_start(t).filter(|(_, _, rest)| rest.is_empty()).map(|(time, bracket, _)| (time, bracket));
    let ((time, bracket), label) = bare(a).map(|t| (t, b)).or_else(|| bare(b).map(|t| (t, a)))?;
    Some(Head { label, time: Some(time), bracket, gap: 0, text: words })
}

fn name_time(text: &str) -> Option<Head<'_>> {
    let (time, bracket, before) = clock::at_end(text)?;
    let gap = before.chars().rev().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 2 } else { 1 }).sum();
    let label = before.trim().trim_end_matches(SEPARATORS);
    let label = label.strip_prefix('[').and_then(|l| l.strip_suffix(']')).unwrap_or(label);
    (!label.is_empty() && gap > 0).then_some(Head { label, time: Some(time), bracket, gap, text: "" })
}

fn time_name(text: &str) -> Option<Head<'_>> {
    let text = text.strip_prefix('@').unwrap_or(text);
    let (time, bracket, rest) = clock::bracketed_at_start(text)?;
    let label = rest.trim_start_matches(SEPARATORS).trim();
    let label = label.strip_suffix(':').unwrap_or(label);
    let gap = rest.len() - rest.trim_start_matches(SEPARATORS).len();
    (!label.is_empty() && gap > 0 && !label.contains(": ")).then_some(Head { label, time: Some(time), bracket, gap: 1, text: "" })
}

fn bold_name(line: &Line) -> Option<Head<'_>> {
    let bold = line.text.get(..line.bold)?.trim();
    let rest = line.text.get(line.bold..)?;
    let fits = !bold.is_empty() && (rest.trim().is_empty() || rest.starts_with('\t') || line.text.get(..line.bold)?.ends_with('\t'));
    fits.then_some(Head { label: bold.trim_end_matches(':').trim_end(), time: None, bracket: None, gap: 0, text: rest.trim() })
}
