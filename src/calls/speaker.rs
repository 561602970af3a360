//! Who spoke, on which side, and how we know.

use serde::{Deserialize, Serialize};

/// Which side somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// On the customer's side (the formats page says *external*).
    Customer,
    /// Anyone on the vendor's side (*internal*).
    Rep,
    /// A partner, an analyst, a notetaker.
    Other,
    /// Not known, or only guessed.
    #[default]
    Unknown,
}

impl Role {
    /// The word on the screen, in JSON and in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Customer => "customer",
            Role::Rep => "rep",
            Role::Other => "other",
            Role::Unknown => "unknown",
        }
    }
}

/// A role that somebody or something with authority stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The role.
    pub role: Role,
    /// Who or what gave it, in words for the screen: `speakers.csv`, `Gong affiliation`, `you`.
    pub by: String,
}

/// A role that we only think likely. It never counts until somebody gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The role.
    pub role: Role,
    /// Why we think so, in words for the screen.
    pub reason: String,
}

/// Somebody who spoke in a call, or was listed as taking part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Speaker {
    /// The display name (rule C8), unique in the call.
    pub name: String,
    /// Raw labels in the file that mean this person.
    pub labels: Vec<String>,
    /// The company the file names beside them.
    pub company: Option<String>,
    /// Their job title, where stated.
    pub title: Option<String>,
    /// Their mail address, where stated.
    pub email: Option<String>,
    /// The role, where it was given.
    pub given: Option<Given>,
    /// What we think the role is, where it wasn't.
    pub guess: Option<Guess>,
}

impl Speaker {
    /// The given role; [`Role::Unknown`] where there is only a guess.
    pub fn role(&self) -> Role {
        self.given.as_ref().map_or(Role::Unknown, |g| g.role)
    }

    /// Whether the label names nobody in particular ("Speaker 4", "Me", a phone number), so that it means a person in its own call only.
    pub fn is_generic(&self) -> bool {
        let name = self.name.trim().to_lowercase();
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_' || c.is_whitespace());
        let digits = name.chars().filter(char::is_ascii_digit).count();
        const GENERIC: &[&str] = &[
            "speaker",
            "spk",
            "me",
            "them",
            "you",
            "interviewer",
            "interviewee",
            "moderator",
            "respondent",
            "participant",
            "customer",
            "client",
            "prospect",
            "agent",
            "rep",
            "unknown",
            "unknown speaker",
            "guest",
            "user",
            "assistant",
            "host",
            "caller",
            "call-in user",
            "q",
            "a",
        ];
        GENERIC.contains(&stem)
            || (name.starts_with("speaker ") && name.len() <= "speaker ".len() + 2)
            || (digits >= 4 && digits * 2 >= name.chars().filter(|c| !c.is_whitespace()).count())
    }
}
