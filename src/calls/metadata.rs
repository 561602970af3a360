//! What is known about a conversation beside its words.

use serde::{Deserialize, Serialize};

/// How the deal or the account stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They bought.
    Won,
    /// They bought something else.
    Lost,
    /// They left.
    Churned,
    /// They are customers.
    Active,
    /// They did nothing.
    NoDecision,
    /// Not decided yet.
    Open,
}

impl Outcome {
    /// All of them, in the order that documents use.
    pub const ALL: [Outcome; 6] = [Outcome::Won, Outcome::Lost, Outcome::Churned, Outcome::Active, Outcome::NoDecision, Outcome::Open];

    /// The word in JSON and sidecars.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Won => "won",
            Outcome::Lost => "lost",
            Outcome::Churned => "churned",
            Outcome::Active => "active",
            Outcome::NoDecision => "no_decision",
            Outcome::Open => "open",
        }
    }

    /// What to write for each of them, as messages name them.
    pub const KNOWN: &'static str = "won, lost, churned, active, no decision or open";

    /// Reads the words that CRMs (formats page, 4.3) and people use, case and punctuation ignored; `None` for any other.
    pub fn from_words(words: &str) -> Option<Outcome> {
        let plain: String = words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(match plain.as_str() {
            "won" | "closed won" | "win" => Outcome::Won,
            "lost" | "closed lost" | "loss" => Outcome::Lost,
            "no decision" | "stalled" => Outcome::NoDecision,
            "churn" | "churned" | "cancelled" | "canceled" | "terminated" => Outcome::Churned,
            // "Happy" is what marketers call their own.
            "active" | "customer" | "renewed" | "live" | "happy" | "happy customer" => Outcome::Active,
            "open" | "pipeline" | "in progress" => Outcome::Open,
            _ => return None,
        })
    }
}

/// What kind of record it is. Only customer calls count as calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// A conversation with a customer.
    #[default]
    CustomerCall,
    /// A rep telling what a customer said: supports nothing.
    RepDebrief,
    /// Somebody's notes: support nothing.
    Notes,
    /// Survey answers, counted apart as comments.
    Survey,
    /// Tickets, counted apart as comments.
    Ticket,
}

impl SourceType {
    /// Whether it counts as a call.
    pub fn is_call(self) -> bool {
        self == SourceType::CustomerCall
    }

    /// Whether it is a table of comments, counted apart as comments.
    pub fn is_comments(self) -> bool {
        matches!(self, SourceType::Survey | SourceType::Ticket)
    }

    /// All of them.
    pub const ALL: [SourceType; 5] =
        [SourceType::CustomerCall, SourceType::RepDebrief, SourceType::Notes, SourceType::Survey, SourceType::Ticket];

    /// The word in JSON and sidecars.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceType::CustomerCall => "customer_call",
            SourceType::RepDebrief => "rep_debrief",
            SourceType::Notes => "notes",
            SourceType::Survey => "survey",
            SourceType::Ticket => "ticket",
        }
    }
}

/// Whether the people on the call agreed to its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// They did.
    Yes,
    /// They did not: the call never leaves the machine.
    No,
}

/// What is known about a call beside its words; every field may be missing, and nothing is invented.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// ISO date of the call in its own time zone.
    pub date: Option<String>,
    /// The customer organisation.
    pub account: Option<String>,
    /// The class of accounts.
    pub segment: Option<String>,
    /// The type of person on the customer's side.
    pub persona: Option<String>,
    /// How the deal or the account stood.
    pub outcome: Option<Outcome>,
    /// Competitors named.
    pub competitors: Vec<String>,
    /// Recent buyer, non-buyer, long-term customer, churned.
    pub conversation_type: Option<String>,
    /// What kind of record it is.
    pub source_type: SourceType,
    /// Whether the people on the call agreed to its use.
    pub consent: Option<Consent>,
    /// How far its quotes may go: `internal_only`, `anonymised_external`, `named_external`.
    pub permission: Option<String>,
    /// What the CRM says the reason was: kept beside, never as evidence.
    pub crm_reason: Option<String>,
    /// The call that this is another file of: two files of one conversation are one call, and the other one counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<super::CallId>,
    /// The recorder's own id of the conversation.
    pub source_id: Option<String>,
    /// Where each field above came from, by field name, in words for the screen (`calls.csv`, `file name`).
    pub origins: std::collections::BTreeMap<String, String>,
    /// Further fields of the source, kept as they are.
    pub other: std::collections::BTreeMap<String, String>,
}

impl Metadata {
    /// Whether its quotes may go outside: only these words of permission say so.
    pub fn may_go_outside(&self) -> bool {
        let word = self.permission.as_deref().unwrap_or_default().trim().to_lowercase().replace([' ', '-'], "_");
        ["anonymised_external", "anonymized_external", "named_external"].contains(&word.as_str())
    }
}
