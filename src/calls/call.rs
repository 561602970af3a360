//! A call and its turns, as stored.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Metadata, Millis, Role, Speaker, Warning};

/// A call's id: the stem of the file it was first read from, given once (`-2` is added on a clash).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub String);

impl std::fmt::Display for CallId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 (lower-case hex) of the file's bytes that a call was read from: other bytes are another version of the call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub String);

/// A position in a turn's text, in characters (Unicode scalar values), from 0. Never bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chars(pub u32);

impl Chars {
    /// How many characters `text` has.
    pub fn count(text: &str) -> Chars {
        // Of most texts each byte is one.
        let count = if text.is_ascii() { text.len() } else { text.chars().count() };
        Chars(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The byte offset in `text` of this position, or `None` past its end.
    pub fn byte_in(self, text: &str) -> Option<usize> {
        let n = self.0 as usize;
        if text.is_ascii() {
            return (n <= text.len()).then_some(n);
        }
        text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(n)
    }

    /// The characters `start..end` of `text`, or `None` where that is not a range in it.
    pub fn slice(text: &str, start: Chars, end: Chars) -> Option<&str> {
        text.get(start.byte_in(text)?..end.byte_in(text)?)
    }
}

/// One cue, sentence or paragraph inside a turn, with its own time: a quote cites the time of its unit, not of a ten-minute turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Where the unit starts in the turn's text.
    pub start: Chars,
    /// When it starts.
    pub start_ms: Option<Millis>,
    /// When it ends, only where the file states it.
    pub end_ms: Option<Millis>,
}

/// One speaker's uninterrupted speech (rule C1 of the formats page).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Turn {
    /// From 1, as people count.
    pub index: u32,
    /// The speaker's display name, the key into [`Call::speakers`]; `None` where the file doesn't say.
    pub speaker: Option<Arc<str>>,
    /// The words, exactly, with units joined by one space.
    pub text: Box<str>,
    /// When it starts.
    pub start_ms: Option<Millis>,
    /// When it ends, only where the file states it.
    pub end_ms: Option<Millis>,
    /// What else the file says of it, which most turns lack: a thousand calls have a third of a million of them.
    #[serde(flatten, serialize_with = "aside_or_none")]
    pub aside: Option<Box<Aside>>,
}

/// An aside that isn't there is written as one that says nothing.
fn aside_or_none<S: serde::Serializer>(aside: &Option<Box<Aside>>, to: S) -> Result<S::Ok, S::Error> {
    aside.as_deref().unwrap_or(&Aside::default()).serialize(to)
}

/// What a file may say of a turn besides its words, its speaker, and when it starts and ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Aside {
    /// The units the turn was joined from, in order; empty where the turn is one unit, and where none has a time.
    pub units: Box<[Unit]>,
    /// The raw label where it differs from the speaker's name.
    pub label: Option<String>,
    /// A time of day printed by the recorder, where that is all it gives.
    pub clock: Option<String>,
    /// The last time mark before the turn ("after 00:05:02").
    pub anchor_ms: Option<Millis>,
    /// Other columns of a table row, as they are read; a call has them no more.
    #[serde(skip)]
    pub columns: Option<Box<serde_json::Map<String, serde_json::Value>>>,
}

impl Aside {
    /// Kept only where it says something.
    pub fn kept(self) -> Option<Box<Aside>> {
        let says_nothing = matches!(&self, Aside { units, label: None, clock: None, anchor_ms: None, columns: None } if units.is_empty());
        (!says_nothing).then(|| Box::new(self))
    }
}

impl Turn {
    /// The units it was joined from, in order; none where it is one unit, and where none has a time.
    pub fn units(&self) -> &[Unit] {
        self.aside.as_ref().map_or(&[], |aside| &aside.units)
    }

    /// The raw label where it differs from the speaker's name.
    pub fn label(&self) -> Option<&str> {
        self.aside.as_ref()?.label.as_deref()
    }

    /// A time of day printed by the recorder, where that is all it gives.
    pub fn clock(&self) -> Option<&str> {
        self.aside.as_ref()?.clock.as_deref()
    }

    /// The last time mark before this turn.
    pub fn anchor_ms(&self) -> Option<Millis> {
        self.aside.as_ref()?.anchor_ms
    }

    /// Takes the units off: their times say nothing.
    pub fn forget_units(&mut self) {
        self.aside = self.aside.take().and_then(|aside| Aside { units: Box::default(), ..*aside }.kept());
    }

    /// Takes the label off: it joined a name to speech inside of the file, and nobody is called so.
    pub fn forget_label(&mut self) {
        self.aside = self.aside.take().and_then(|aside| Aside { label: None, ..*aside }.kept());
    }

    /// Takes the other columns of a table row off.
    pub fn forget_columns(&mut self) {
        self.aside = self.aside.take().and_then(|aside| Aside { columns: None, ..*aside }.kept());
    }

    /// The time, in milliseconds, of the unit that the character at `at` stands in; the turn's own where units have none.
    pub fn time_at(&self, at: Chars) -> Option<u64> {
        self.units().iter().rev().find(|u| u.start <= at).and_then(|u| u.start_ms).or(self.start_ms).map(Millis::get)
    }
}

/// One recorded conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Given once.
    pub id: CallId,
    /// Which bytes this is the reading of.
    pub version: Version,
    /// The file's name (no folders), as people know it.
    pub file: String,
    /// The format's id, such as `zoom-vtt`.
    pub format: String,
    /// The title, where the source states one.
    pub title: Option<String>,
    /// What is known about the conversation.
    pub metadata: Metadata,
    /// Everybody who spoke or was listed, in order of first appearance.
    pub speakers: Vec<Speaker>,
    /// What was said, `turns[i].index == i + 1`.
    pub turns: Vec<Turn>,
    /// What was odd while reading.
    pub warnings: Vec<Warning>,
}

impl Call {
    /// The turn with this index (from 1).
    pub fn turn(&self, index: u32) -> Option<&Turn> {
        self.turns.get((index as usize).checked_sub(1)?)
    }

    /// The speaker of this name.
    pub fn speaker(&self, name: &str) -> Option<&Speaker> {
        self.speakers.iter().find(|s| s.name == name)
    }

    /// The *given* role of a turn's speaker; a guess counts for nothing, so it is [`Role::Unknown`] here.
    pub fn role_of(&self, turn: &Turn) -> Role {
        turn.speaker.as_deref().and_then(|n| self.speaker(n)).map_or(Role::Unknown, Speaker::role)
    }

    /// The turns of customers, whose role was given.
    pub fn customer_turns(&self) -> impl Iterator<Item = &Turn> {
        self.turns.iter().filter(|t| self.role_of(t) == Role::Customer)
    }

    /// Whether this counts among the calls of a denominator: a customer call with customers' speech, and not a second file of one.
    pub fn counts(&self) -> bool {
        self.metadata.source_type.is_call() && self.metadata.same_as.is_none() && self.customer_turns().next().is_some()
    }

    /// How many words (runs between white space) all turns have.
    pub fn words(&self) -> usize {
        self.turns.iter().map(|t| t.text.split_whitespace().count()).sum()
    }
}
