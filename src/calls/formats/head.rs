//! What stands above the talk: title, date, who took part (section 3.5, "Head lines").

use serde_json::{Map, Value};

use super::furniture;
use super::script::Line;
use crate::calls::date::{self, Found};
use crate::calls::labels::{clean, split_label};
use crate::calls::roster::{Roster, person};
use crate::calls::tidy::tidy;
use crate::calls::{ParsedCall, ParsedParticipant, Warning};

/// What the head of a file says.
#[derive(Debug, Default)]
pub struct HeadLines {
    /// The title.
    pub title: Option<String>,
    /// An ISO date.
    pub date: Option<String>,
    /// People listed.
    pub roster: Roster,
    /// Other fields.
    pub meta: Map<String, Value>,
    /// What was odd.
    pub warnings: Vec<Warning>,
    /// How many lines, from the first, are head lines by their key.
    pub lines: usize,
}

/// Keys that head lines have, in lower case, and what they give.
const PEOPLE: &[&str] = &["participants", "attendees", "meeting participants", "speakers", "present", "teilnehmer"];
/// Roles that a head line can tie to one person.
const ROLES: &[&str] = &[
    "interviewer",
    "moderator",
    "host",
    "facilitator",
    "researcher",
    "respondent",
    "interviewee",
    "participant",
    "customer",
    "client",
    "guest",
];
const DATES: &[&str] = &["date", "recorded", "call date", "interview date", "meeting date", "recorded on", "date of interview", "datum"];
const TITLES: &[&str] = &["title", "meeting title", "topic", "subject", "project", "meeting", "study"];
const FIELDS: &[(&str, &str)] = &[
    ("account", "account"),
    ("company", "account"),
    ("customer account", "account"),
    ("segment", "segment"),
    ("industry", "segment"),
    ("persona", "persona"),
    ("outcome", "outcome"),
    ("result", "outcome"),
    ("status", "outcome"),
    ("competitor", "competitor"),
    ("competitors", "competitor"),
    ("lost to", "competitor"),
    ("call id", "call_id"),
    ("id", "call_id"),
    ("duration", "duration"),
    ("recording", "recording"),
    ("language", "language"),
    ("consent", "consent"),
    ("deal size", "deal_size"),
    ("stage", "stage"),
];

/// Reads the lines above the first turn. Lines that begin with a known key are metadata wherever they stand there.
pub fn read(lines: &[Line]) -> HeadLines {
    let mut head = HeadLines::default();
    for (at, line) in lines.iter().enumerate().take(80) {
        let text = tidy(line.text.trim_start_matches(['-', '*', '•', ' ']).trim());
        if let Some((key, value)) = split_label(&text)
            && head.field(&clean(key), value)
        {
            head.lines = at + 1;
            continue;
        }
        if furniture::is(&line.text) || text.chars().count() > 160 {
            continue;
        }
        head.loose(&text, line.heading > 0, at == 0);
    }
    head
}

impl HeadLines {
    /// Takes one `Key: value` if the key is known.
    pub fn field(&mut self, key: &str, value: &str) -> bool {
        let key = key.to_lowercase().replace('_', " ");
        let key = key.as_str();
        if PEOPLE.contains(&key) {
            people(value).into_iter().for_each(|p| {
                self.roster.add(p);
            });
        } else if DATES.contains(&key) {
            self.take_date(value);
        } else if TITLES.contains(&key) {
            self.title = self.title.take().or(Some(tidy(value))).filter(|t| !t.is_empty());
        } else if ROLES.contains(&key) {
            return self.tie_role(key, value);
        } else if let Some((_, field)) = FIELDS.iter().find(|(k, _)| *k == key) {
            self.meta.insert((*field).to_owned(), Value::String(tidy(value)));
        } else {
            return false;
        }
        true
    }

    /// `Respondent: Dana Whitfield, VP Finance` ties the label to a person; a sentence after such a label is speech.
    fn tie_role(&mut self, key: &str, value: &str) -> bool {
        let name_part = value.split([',', '(']).next().unwrap_or_default().trim();
        let words = name_part.split_whitespace().count();
        let is_name = (1..=4).contains(&words)
            && name_part.split_whitespace().all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()))
            && !value.ends_with(['.', '?', '!'])
            && value.split_whitespace().count() <= 12;
        if !is_name {
            return false;
        }
        if let Some(p) = person(value) {
            let at = self.roster.add(p);
            self.roster.tie(key, at);
        }
        true
    }

    fn loose(&mut self, text: &str, heading: bool, first: bool) {
        let found = date::find(text, None);
        match &found {
            Some(Found::Date(d)) if self.date.is_none() => self.date = Some(d.clone()),
            Some(Found::NoYear) if first && self.date.is_none() => self.no_year(text),
            _ => {}
        }
        let title_like = first || heading;
        if title_like
            && self.title.is_none()
            && !(matches!(found, Some(Found::Date(_))) && text.len() < 32)
            && !super::sections::is_section_name(text)
        {
            self.title = Some(text.to_owned()).filter(|t| !t.is_empty());
        }
    }

    /// Takes the date of a value.
    pub fn take_date(&mut self, value: &str) {
        match date::find(value, None) {
            Some(Found::Date(d)) => self.date = Some(d),
            Some(Found::NoYear) => self.no_year(value),
            Some(Found::Ambiguous) => self.warnings.push(Warning {
                code: "W_DATE_AMBIGUOUS".into(),
                message: format!("\"{}\" could be day first or month first; no date was taken.", tidy(value)),
            }),
            None => {}
        }
    }

    fn no_year(&mut self, value: &str) {
        if !self.warnings.iter().any(|w| w.code == "W_DATE_NO_YEAR") {
            self.warnings.push(Warning {
                code: "W_DATE_NO_YEAR".into(),
                message: format!("\"{}\" names a day but no year; no date was taken.", tidy(value)),
            });
        }
    }

    /// Puts title, date, fields and warnings into a call that has none of its own.
    pub fn give_to(self, call: &mut ParsedCall) {
        call.title = call.title.take().or(self.title);
        call.date = call.date.take().or(self.date);
        if let Some(Value::String(id)) = self.meta.get("call_id") {
            call.call_id = call.call_id.take().or(Some(id.clone()));
        }
        for (key, value) in self.meta {
            call.meta.entry(key).or_insert(value);
        }
        call.warnings.splice(0..0, self.warnings);
    }
}

/// People in a list such as `Priya Nandakumar (Ledgerlark), Dana Whitfield (Corvid Freight)`. Screens shared and note takers are no people.
pub fn people(list: &str) -> Vec<ParsedParticipant> {
    let separator = if list.contains(';') { ';' } else { ',' };
    let mut out = Vec::new();
    let mut depth = 0i32;
    let mut current = String::new();
    for c in list.chars().chain([separator]) {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth -= 1,
            _ => {}
        }
        if c == separator && depth <= 0 {
            let name = std::mem::take(&mut current);
            out.extend(Some(name.trim()).filter(|n| !n.is_empty() && n.chars().count() < 80 && !is_bot(n)).and_then(person));
        } else {
            current.push(c);
        }
    }
    out
}

/// Note takers and shared screens that are listed among people.
pub fn is_bot(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.ends_with("'s presentation")
        || lower.ends_with("’s presentation")
        || ["notetaker", "note taker", "meeting notes", "otter.ai", "read.ai", "fireflies.ai"].iter().any(|b| lower.contains(b))
}
