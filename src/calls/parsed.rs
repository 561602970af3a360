//! The canonical parse: what a transcript file says, before it is joined with anything else.
//!
//! The shape of `ingest --dry-run --json`; section 1 of the project's formats page gives its rules.

use serde::{Deserialize, Serialize};

use super::{Millis, Turn};

/// Something odd that was survived while reading, with the code of the formats page (`W_…`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Such as `W_WALL_CLOCK`.
    pub code: String,
    /// What it is and where, for people.
    pub message: String,
}

/// Why a file can't be read as a transcript, with the code of the formats page (`E_…`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct Reject {
    /// Such as `E_EMPTY`.
    pub code: String,
    /// What the file looks like, where (line, cell, byte), and what to do next, for people; without the file's name.
    pub message: String,
}

/// One listed or speaking person as the file has them. `role` is `internal`, `external` or `unknown`, as the formats page says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ParsedParticipant {
    /// The display name.
    pub name: String,
    /// `internal`, `external`, `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// In words, what in the file states the role (`Gong affiliation`); `None` where it is only a hint.
    #[serde(skip)]
    pub role_given_by: Option<String>,
    /// Their organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Their job title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Their mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Raw labels that mean this person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// One call as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ParsedCall {
    /// The format's id.
    pub format: String,
    /// The title, where the source states one.
    pub title: Option<String>,
    /// ISO date, where the source or the file's name states one.
    pub date: Option<String>,
    /// The recorder's own id of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<String>,
    /// What was said.
    #[serde(serialize_with = "as_read")]
    pub turns: Vec<Turn>,
    /// Who took part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<ParsedParticipant>,
    /// Further fields that the file states (front matter and the like), keys as in the formats page 4.2.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub meta: serde_json::Map<String, serde_json::Value>,
    /// What was odd.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "codes_only")]
    pub warnings: Vec<Warning>,
}

fn codes_only<S: serde::Serializer>(warnings: &[Warning], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(warnings.iter().map(|w| &w.code))
}

/// Turns as the formats page has them: what is rare is there only where the file has it.
fn as_read<S: serde::Serializer>(turns: &[Turn], s: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Read<'t> {
        speaker: Option<&'t str>,
        start_ms: Option<Millis>,
        end_ms: Option<Millis>,
        text: &'t str,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<&'t str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        clock: Option<&'t str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        anchor_ms: Option<Millis>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<&'t serde_json::Map<String, serde_json::Value>>,
    }
    s.collect_seq(turns.iter().map(|t| Read {
        speaker: t.speaker.as_deref(),
        start_ms: t.start_ms,
        end_ms: t.end_ms,
        text: &t.text,
        label: t.label(),
        clock: t.clock(),
        anchor_ms: t.anchor_ms(),
        meta: t.aside.as_ref().and_then(|aside| aside.columns.as_deref()),
    }))
}

/// One row of a sidecar table: metadata for a call that another file holds.
pub type SidecarRow = serde_json::Map<String, serde_json::Value>;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed {
    /// A transcript.
    Call(Box<ParsedCall>),
    /// A file that holds several.
    Calls(Vec<ParsedCall>),
    /// Metadata of calls in other files (`calls.csv`).
    Sidecar {
        /// The format's id.
        format: String,
        /// The rows, columns mapped to our names.
        rows: Vec<SidecarRow>,
        /// The line (from 1; a workbook's row) that each row stands on.
        lines: Vec<usize>,
        /// What was odd.
        warnings: Vec<Warning>,
    },
    /// Roles of speakers in other files (`speakers.csv`: call, speaker, role).
    Speakers {
        /// (call or file name, speaker's label, role in our or the formats page's words), with the line (from 1) each stands on.
        rows: Vec<(String, String, String, usize)>,
    },
    /// A file that goes with a transcript and adds names, roles or a title to it (Gong's list of parties).
    Companion {
        /// The format's id.
        format: String,
        /// What it adds, by call id.
        calls: Vec<ParsedCall>,
    },
}
