//! Metadata that a person gives by hand: which fields there are, and what their words mean.

use super::date::{self, Found};
use super::{Consent, Metadata, Outcome, SourceType, sidecar};

/// The fields, each with what to write there, for people.
pub const FIELDS: [(&str, &str); 11] = [
    ("date", "the day of the call, such as 2025-03-12"),
    ("account", "the customer's organisation"),
    ("outcome", Outcome::KNOWN),
    ("segment", "the class of accounts, such as mid-market"),
    ("persona", "the type of person on the customer's side"),
    ("competitors", "who else they looked at, with ; between them"),
    ("conversation_type", "recent buyer, non-buyer, long-term customer, churned"),
    ("source_type", "customer call, rep debrief, notes, survey or ticket"),
    ("consent", "yes or no; with no, the call never leaves this machine"),
    ("permission", "internal only, anonymised external or named external"),
    ("crm_reason", "the reason that the CRM gives; kept beside, never as evidence"),
];

const PERMISSIONS: [&str; 3] = ["internal_only", "anonymised_external", "named_external"];

/// The field and the value in our words; an empty value takes back what was given.
///
/// # Errors
/// What is wrong, for people: no such field, or words that don't fit it.
pub fn checked(field: &str, value: &str) -> Result<(&'static str, String), String> {
    let wanted = field.trim().to_lowercase().replace([' ', '-'], "_");
    let wanted = if wanted == "competitor" { "competitors" } else { &wanted };
    let Some((field, meaning)) = FIELDS.into_iter().find(|(name, _)| *name == wanted) else {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        return Err(format!("There is no field {}; there are {}.", field.trim(), names.join(", ")));
    };
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Ok((field, text));
    }
    let word = text.to_lowercase().replace([' ', '-'], "_");
    let in_our_words = match field {
        "date" => match date::find(&text, None) {
            Some(Found::Date(date)) => Some(date),
            _ => None,
        },
        "outcome" => Outcome::from_words(&word.replace('_', " ")).map(|o| o.as_str().to_owned()),
        "source_type" => SourceType::ALL.into_iter().find(|t| t.as_str() == word).map(|t| t.as_str().to_owned()),
        "consent" => consent(&word).map(|c| if c == Consent::Yes { "yes".to_owned() } else { "no".to_owned() }),
        "permission" => PERMISSIONS.into_iter().find(|p| *p == word).map(str::to_owned),
        _ => Some(text.clone()),
    };
    in_our_words.map(|value| (field, value)).ok_or_else(|| format!("\"{text}\" is no {field}: write {meaning}."))
}

/// Whether the people on the call agreed, in the words that tables use.
pub fn consent(word: &str) -> Option<Consent> {
    match word {
        "yes" | "true" | "y" | "given" => Some(Consent::Yes),
        "no" | "false" | "n" | "refused" | "withdrawn" => Some(Consent::No),
        _ => None,
    }
}

/// Puts a checked value in the place of whatever a file or table says.
pub fn apply(metadata: &mut Metadata, field: &str, value: &str) {
    let text = Some(value.to_owned());
    match field {
        "date" => metadata.date = text,
        "account" => metadata.account = text,
        "segment" => metadata.segment = text,
        "persona" => metadata.persona = text,
        "conversation_type" => metadata.conversation_type = text,
        "permission" => metadata.permission = text,
        "crm_reason" => metadata.crm_reason = text,
        "competitors" => metadata.competitors = sidecar::competitors(value),
        "outcome" => metadata.outcome = Outcome::from_words(&value.replace('_', " ")),
        "consent" => metadata.consent = consent(value),
        "source_type" => {
            if let Some(source_type) = SourceType::ALL.into_iter().find(|t| t.as_str() == value) {
                metadata.source_type = source_type;
            }
        }
        _ => return,
    }
    metadata.origins.insert(field.to_owned(), "you".to_owned());
}

/// What a field says now; empty where it says nothing.
pub fn shown(metadata: &Metadata, field: &str) -> String {
    match field {
        "date" => metadata.date.clone(),
        "account" => metadata.account.clone(),
        "segment" => metadata.segment.clone(),
        "persona" => metadata.persona.clone(),
        "conversation_type" => metadata.conversation_type.clone(),
        "permission" => metadata.permission.clone(),
        "crm_reason" => metadata.crm_reason.clone(),
        "competitors" => Some(metadata.competitors.join("; ")),
        "outcome" => metadata.outcome.map(|o| o.as_str().to_owned()),
        "consent" => metadata.consent.map(|c| if c == Consent::Yes { "yes".into() } else { "no".into() }),
        "source_type" => Some(metadata.source_type.as_str().to_owned()),
        _ => None,
    }
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_takes_its_words_and_gives_them_back() {
        for (field, value, kept) in [
            ("Date", "12.03.2025", "2025-03-12"),
            ("account", "  Corvid   Freight ", "Corvid Freight"),
            ("outcome", "Closed Won", "won"),
            ("outcome", "no-decision", "no_decision"),
            ("segment", "SMB", "SMB"),
            ("persona", "VP Ops", "VP Ops"),
            ("competitor", "A / B", "A; B"),
            ("conversation type", "churned", "churned"),
            ("source_type", "Rep debrief", "rep_debrief"),
            ("consent", "No", "no"),
            ("permission", "internal only", "internal_only"),
            ("crm_reason", "price", "price"),
        ] {
            let (name, value) = checked(field, value).unwrap();
            let mut metadata = Metadata::default();
            apply(&mut metadata, name, &value);
            assert_eq!(shown(&metadata, name), kept);
            assert_eq!(metadata.origins.get(name).map(String::as_str), Some("you"));
        }
        for (field, value) in [("outcome", "maybe"), ("date", "soon"), ("consent", "perhaps"), ("weather", "fine")] {
            assert!(checked(field, value).unwrap_err().ends_with('.'));
        }
    }
}
