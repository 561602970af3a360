//! YAML between `---` lines at the top of a file (section 4.2). Broken YAML is refused, never read as speech.

use serde_json::{Map, Value};

use super::date::{self, Found};
use super::formats::Line;
use super::roster::Roster;
use super::sidecar;
use super::{ParsedCall, ParsedParticipant, Reject};

/// What front matter says.
#[derive(Debug, Default)]
pub struct FrontMatter {
    title: Option<String>,
    date: Option<String>,
    call_id: Option<String>,
    meta: Map<String, Value>,
    /// The people listed.
    pub roster: Roster,
}

/// Splits front matter off the lines of a text.
pub fn split(lines: &[Line]) -> Result<(FrontMatter, &[Line]), Reject> {
    let fence = |l: &Line| matches!(l.text.trim_end(), "---" | "...");
    let Some(first) = lines.first().filter(|l| l.number == 1 && l.text.trim_end() == "---") else {
        return Ok((FrontMatter::default(), lines));
    };
    let Some(end) = lines.iter().skip(1).position(fence).map(|n| n + 1) else { return Ok((FrontMatter::default(), lines)) };
    let inside = lines.get(1..end).unwrap_or_default();
    // A rule above a text is no front matter; keys are.
    if !inside.first().is_some_and(|l| l.raw().contains(':')) {
        return Ok((FrontMatter::default(), lines));
    }
    let mut yaml = String::new();
    let mut number = first.number + 1;
    for line in inside {
        while number < line.number {
            yaml.push('\n');
            number += 1;
        }
        yaml.push_str(line.raw());
        yaml.push('\n');
        number += 1;
    }
    let value: Value = serde_saphyr::from_str(&yaml).map_err(|error| {
        let line = error.location().map_or(1, |l| l.line() as usize) + 1;
        let what = error.to_string().lines().next().unwrap_or_default().trim().to_owned();
        Reject {
            code: "E_FRONT_MATTER".into(),
            message: format!("Front matter, line {line}: {what}. Put quotation marks around values that hold a colon."),
        }
    })?;
    Ok((FrontMatter::from(value), lines.get(end + 1..).unwrap_or_default()))
}

impl FrontMatter {
    fn from(value: Value) -> FrontMatter {
        let mut front = FrontMatter::default();
        let Value::Object(map) = value else { return front };
        for (key, value) in map {
            let plain = key.to_lowercase().replace([' ', '-'], "_");
            let text = || match &value {
                Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
                Value::Number(n) => Some(n.to_string()),
                _ => None,
            };
            match plain.as_str() {
                "call_id" | "id" => front.call_id = text(),
                "title" => front.title = text(),
                "date" | "recorded" | "call_date" => {
                    front.date = text().and_then(|t| match date::find(&t, None) {
                        Some(Found::Date(d)) => Some(d),
                        _ => None,
                    });
                }
                "participants" | "attendees" | "speakers" => people(&value).into_iter().for_each(|(person, role)| front.list(person, role)),
                "interviewer" | "host" | "rep" | "moderator" => {
                    if let Some(name) = text() {
                        let person = ParsedParticipant {
                            name,
                            role: Some("internal".into()),
                            role_given_by: Some("front matter".into()),
                            ..Default::default()
                        };
                        front.list(person, Some(plain));
                    }
                }
                _ => {
                    let (key, value) = sidecar::field(&plain, &value);
                    front.meta.insert(key, value);
                }
            }
        }
        front
    }

    fn list(&mut self, person: ParsedParticipant, label: Option<String>) {
        let at = self.roster.add(person);
        if let Some(label) = label {
            self.roster.tie(&label, at);
        }
    }

    /// Puts all of it into a call; front matter goes before the content.
    pub fn give_to(self, call: &mut ParsedCall) {
        call.title = self.title.or(call.title.take());
        call.date = self.date.or(call.date.take());
        call.call_id = self.call_id.or(call.call_id.take());
        call.meta.extend(self.meta);
    }
}

/// The people of a list of names, or of maps with name, role, company, title; with the role word, which may be their label too.
fn people(value: &Value) -> Vec<(ParsedParticipant, Option<String>)> {
    let items = match value {
        Value::Array(items) => items.clone(),
        Value::String(text) => text.split(',').map(|t| Value::String(t.trim().to_owned())).collect(),
        _ => Vec::new(),
    };
    items
        .iter()
        .filter_map(|item| match item {
            Value::String(text) => super::roster::person(text).map(|p| (p, None)),
            Value::Object(map) => {
                let field = |key: &str| map.get(key).and_then(Value::as_str).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
                let name = field("name").or_else(|| field("email"))?;
                let said = field("role");
                let role = said.as_deref().and_then(super::roles::side_of_word);
                // "Customer Success Manager" is a job, not a side.
                let title = field("title").or_else(|| said.clone().filter(|_| role.is_none()));
                let by = role.map(|_| "front matter".to_owned());
                let person = ParsedParticipant {
                    name,
                    role: role.map(str::to_owned),
                    role_given_by: by,
                    company: field("company").or_else(|| field("organization")),
                    title,
                    email: field("email"),
                    labels: Vec::new(),
                };
                Some((person, said.filter(|_| role.is_some())))
            }
            _ => None,
        })
        .collect()
}
