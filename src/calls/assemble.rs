//! A call from its parse, its sidecars and the config: what is known, where from, and who is on which side.

use std::collections::HashMap;

use serde_json::Value;

use super::roles::{self, People};
use super::voices::voices;
use super::{
    Call, CallId, Consent, Given, Metadata, Outcome, ParsedCall, Role, SidecarRow, SourceType, Speaker, Turn, Version, Warning, file_name,
    labels,
};

/// A table of metadata (`calls.csv`).
#[derive(Debug, Clone, Default)]
pub struct SidecarTable {
    /// The table's file name, for messages.
    pub file: String,
    /// Its rows.
    pub rows: Vec<SidecarRow>,
    /// The line each stands on.
    pub lines: Vec<usize>,
}

/// A table of roles (`speakers.csv`).
#[derive(Debug, Clone, Default)]
pub struct SpeakersTable {
    /// The table's file name, for messages.
    pub file: String,
    /// (call, speaker, role, line).
    pub rows: Vec<(String, String, String, usize)>,
}

/// What is known beside a call's own file.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Metadata of calls.
    pub sidecars: Vec<SidecarTable>,
    /// Roles of speakers.
    pub speakers: Vec<SpeakersTable>,
    /// The config's `[people]`.
    pub people: People,
}

/// A row that fits no call, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseRow {
    /// The table's file name.
    pub file: String,
    /// The line it stands on.
    pub line: usize,
    /// `W_SIDECAR_UNMATCHED` or `W_SIDECAR_AMBIGUOUS`, with what it names.
    pub warning: Warning,
}

/// What tables know a call by: little enough to keep for every call of a folder.
#[derive(Debug, Clone)]
pub struct CallKey {
    file: String,
    id: CallId,
    source_id: Option<String>,
    account: Option<String>,
    date: Option<String>,
    speakers: Vec<Speaker>,
}

impl CallKey {
    /// The key of the call `id`, read from `file`.
    pub fn of(parsed: &ParsedCall, file: &str, id: &CallId) -> CallKey {
        CallKey {
            file: file.to_owned(),
            id: id.clone(),
            source_id: parsed.call_id.clone(),
            account: parsed.meta.get("account").and_then(Value::as_str).map(str::to_owned),
            date: parsed.date.clone(),
            speakers: speakers(parsed),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.source_id.as_deref() == Some(name) || is_named(name, &self.file, &self.id.0)
    }
}

/// Joins a parse with everything known beside it, and guesses the roles that nobody gave.
pub fn assemble(parsed: &ParsedCall, file: &str, version: Version, id: CallId, context: &Context) -> Call {
    let mut call = without_guesses(parsed.clone(), file, version, id, context);
    let organiser = parsed.meta.get("organizer_email").and_then(Value::as_str);
    roles::guess(&mut call.speakers, &parsed.participants, &call.turns, organiser);
    call.warnings.extend(unknown_roles(&call));
    call
}

/// As [`assemble`], for those who ask only what is certain: no role is guessed, and none that is missing is named.
pub fn without_guesses(mut parsed: ParsedCall, file: &str, version: Version, id: CallId, context: &Context) -> Call {
    let key = CallKey::of(&parsed, file, &id);
    let mut turns = std::mem::take(&mut parsed.turns);
    turns.iter_mut().for_each(Turn::forget_columns);
    let parsed = &parsed;
    let mut call = Call {
        id,
        version,
        file: file.to_owned(),
        format: parsed.format.clone(),
        title: parsed.title.clone(),
        metadata: Metadata { source_type: source_type(parsed), source_id: parsed.call_id.clone(), ..Default::default() },
        speakers: Vec::new(),
        turns,
        warnings: parsed.warnings.clone(),
    };
    let mut facts = Facts { metadata: &mut call.metadata, warnings: &mut call.warnings };
    for table in &context.sidecars {
        for row in table.rows.iter().filter(|row| fits(row, &key)) {
            row.iter().for_each(|(key, value)| facts.take(key, value, &table.file));
        }
    }
    let own = if parsed.format == "markdown" { "front matter" } else { "the file" };
    parsed.meta.iter().for_each(|(key, value)| facts.take(key, value, own));
    if let Some(date) = &parsed.date {
        let origin = if file_name::date(file).as_ref() == Some(date) { "file name" } else { own };
        facts.take("date", &Value::String(date.clone()), origin);
    }
    call.speakers.clone_from(&key.speakers);
    give_roles(&mut call, &key, parsed, context);
    call
}

fn source_type(parsed: &ParsedCall) -> SourceType {
    let stated = parsed.meta.get("source_type").and_then(Value::as_str);
    SourceType::ALL.into_iter().find(|t| Some(t.as_str()) == stated).unwrap_or_default()
}

/// Section 4.3: file name, then id, then account and date together.
fn fits(row: &SidecarRow, call: &CallKey) -> bool {
    let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    if let Some(named) = text("transcript_file") {
        return is_named(named, &call.file, &call.id.0);
    }
    if let Some(named) = text("call_id") {
        return call.is_named(named);
    }
    matches!((text("account"), call.account.as_deref(), text("date"), call.date.as_deref()), (Some(a), Some(b), Some(c), Some(d)) if a.eq_ignore_ascii_case(b) && c == d)
}

/// Whether `name` means this file: its name, its stem, its id, folders and letter case aside.
fn is_named(name: &str, file: &str, id: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let file = file.to_lowercase();
    name == file || name == file_name::stem(&file) || name == id.to_lowercase()
}

/// Rows of all tables that fit none of `calls`, or several.
pub fn loose_rows(context: &Context, calls: &[CallKey]) -> Vec<LooseRow> {
    let mut out = Vec::new();
    for table in &context.sidecars {
        for (row, line) in table.rows.iter().zip(table.lines.iter().copied().chain(std::iter::repeat(0))) {
            let hits: Vec<&str> = calls.iter().filter(|call| fits(row, call)).map(|call| call.file.as_str()).collect();
            let named = ["transcript_file", "call_id", "account"]
                .iter()
                .find_map(|k| row.get(*k).and_then(Value::as_str))
                .unwrap_or("a call without a name");
            let warning = match hits.as_slice() {
                [_] => continue,
                [] => Warning {
                    code: "W_SIDECAR_UNMATCHED".into(),
                    message: format!("{}, line {line}: no call fits \"{named}\".", table.file),
                },
                many => Warning {
                    code: "W_SIDECAR_AMBIGUOUS".into(),
                    message: format!("{}, line {line}: \"{named}\" fits {}.", table.file, many.join(" and ")),
                },
            };
            out.push(LooseRow { file: table.file.clone(), line, warning });
        }
    }
    for table in &context.speakers {
        for (call, speaker, _, line) in &table.rows {
            let hit = calls.iter().find(|key| key.is_named(call));
            let message = match hit {
                None => format!("{}, line {line}: no call fits \"{call}\".", table.file),
                Some(key) if !key.speakers.iter().any(|s| is_speaker(s, speaker)) => {
                    format!("{}, line {line}: nobody in {call} is called \"{speaker}\".", table.file)
                }
                Some(_) => continue,
            };
            out.push(LooseRow { file: table.file.clone(), line: *line, warning: Warning { code: "W_SIDECAR_UNMATCHED".into(), message } });
        }
    }
    out
}

/// Collects facts, first source first; a later source that disagrees is reported.
struct Facts<'a> {
    metadata: &'a mut Metadata,
    warnings: &'a mut Vec<Warning>,
}

impl Facts<'_> {
    fn take(&mut self, key: &str, value: &Value, origin: &str) {
        let text = match value {
            Value::Null => return,
            Value::String(s) if s.trim().is_empty() => return,
            Value::String(s) => s.trim().to_owned(),
            Value::Array(items) if items.is_empty() => return,
            Value::Array(items) => {
                items.iter().map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_owned)).collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        };
        let m = &mut *self.metadata;
        let known = m.origins.get(key).cloned();
        let slot = match key {
            "date" => &mut m.date,
            "account" => &mut m.account,
            "segment" => &mut m.segment,
            "persona" => &mut m.persona,
            "conversation_type" => &mut m.conversation_type,
            "permission" => &mut m.permission,
            "crm_reason" => &mut m.crm_reason,
            "transcript_file" => return,
            "source_type" => {
                // A table of comments is one, whatever else is said of it.
                let word = text.to_lowercase().replace([' ', '-'], "_");
                let stated = SourceType::ALL.into_iter().find(|t| t.as_str() == word);
                if let Some(stated) = stated.filter(|_| !m.source_type.is_comments() && known.is_none()) {
                    m.source_type = stated;
                    m.origins.insert(key.into(), origin.into());
                }
                return;
            }
            "call_id" => {
                m.source_id.get_or_insert(text);
                return;
            }
            "outcome" => {
                let Some(outcome) = Outcome::from_words(&text.replace('_', " ")) else {
                    self.warnings.push(Warning {
                        code: "W_METADATA_CONFLICT".into(),
                        message: format!("{origin} says the outcome is \"{text}\"; known are {}.", Outcome::KNOWN),
                    });
                    m.other.entry("outcome".into()).or_insert(text);
                    return;
                };
                match m.outcome {
                    None => {
                        m.outcome = Some(outcome);
                        m.origins.insert(key.into(), origin.into());
                    }
                    Some(first) if first != outcome => self.conflict(key, first.as_str(), known, outcome.as_str(), origin),
                    Some(_) => {}
                }
                return;
            }
            "consent" => {
                let consent = super::by_hand::consent(&text.to_lowercase());
                // A "no" from any source holds.
                if consent == Some(Consent::No) || m.consent.is_none() {
                    m.consent = consent.or(m.consent);
                    m.origins.insert(key.into(), origin.into());
                }
                return;
            }
            "competitor" | "competitors" => {
                for name in super::sidecar::competitors(&text) {
                    if !m.competitors.iter().any(|c| c.eq_ignore_ascii_case(&name)) {
                        m.competitors.push(name);
                    }
                }
                m.origins.entry("competitors".into()).or_insert(origin.into());
                return;
            }
            _ => {
                m.other.entry(key.to_owned()).or_insert(text);
                return;
            }
        };
        match slot.clone() {
            None => {
                *slot = Some(text);
                m.origins.insert(key.into(), origin.into());
            }
            Some(first) if first.to_lowercase() != text.to_lowercase() => self.conflict(key, &first, known, &text, origin),
            Some(_) => {}
        }
    }

    fn conflict(&mut self, key: &str, first: &str, by: Option<String>, second: &str, origin: &str) {
        let by = by.unwrap_or_else(|| "another source".into());
        self.warnings.push(Warning {
            code: "W_METADATA_CONFLICT".into(),
            message: format!("{key}: {by} says \"{first}\", {origin} says \"{second}\"; \"{first}\" was taken."),
        });
    }
}

/// Everybody who spoke, in order, then everybody who was only listed.
fn speakers(parsed: &ParsedCall) -> Vec<Speaker> {
    let names = voices(&parsed.turns);
    let mut out: Vec<Speaker> = names.iter().map(|name| Speaker { name: (*name).to_owned(), ..Default::default() }).collect();
    let mut places: HashMap<&str, usize> = names.into_iter().zip(0..).collect();
    for turn in &parsed.turns {
        let (Some(label), Some(name)) = (turn.label(), turn.speaker.as_deref()) else { continue };
        if let Some(speaker) = places.get(name).and_then(|at| out.get_mut(*at))
            && !speaker.labels.iter().any(|known| known == label)
        {
            speaker.labels.push(label.to_owned());
        }
    }
    for person in &parsed.participants {
        let at = *places.entry(person.name.as_str()).or_insert_with(|| {
            out.push(Speaker { name: person.name.clone(), ..Default::default() });
            out.len() - 1
        });
        let Some(speaker) = out.get_mut(at) else { continue };
        for label in &person.labels {
            if !speaker.labels.iter().any(|known| known == label) {
                speaker.labels.push(label.to_owned());
            }
        }
        speaker.company.clone_from(&person.company);
        speaker.title.clone_from(&person.title);
        speaker.email.clone_from(&person.email);
    }
    out
}

/// Whether `named` in a table means this speaker: by name, by raw label, or by the name inside a label.
fn is_speaker(speaker: &Speaker, named: &str) -> bool {
    let named = labels::clean(named).to_lowercase();
    let base = labels::split_bracket(&named).0.to_owned();
    let name = speaker.name.to_lowercase();
    name == named || speaker.labels.iter().any(|l| l.to_lowercase() == named) || name == base
}

fn give_roles(call: &mut Call, key: &CallKey, parsed: &ParsedCall, context: &Context) {
    for speaker in &mut call.speakers {
        let listed = parsed.participants.iter().find(|p| p.name == speaker.name);
        let by_file = roles::given(speaker, listed.filter(|p| p.role_given_by.is_some()), &People::default());
        let by_table = context.speakers.iter().find_map(|table| {
            let mut rows = table.rows.iter().filter(|(call_name, ..)| key.is_named(call_name));
            let (_, _, word, _) = rows.find(|(_, named, ..)| is_speaker(speaker, named))?;
            let role = roles::role_of_word(word).filter(|r| *r != Role::Unknown)?;
            Some(Given { role, by: table.file.clone() })
        });
        if let (Some(a), Some(b)) = (&by_file, &by_table)
            && a.role != b.role
        {
            call.warnings.push(Warning {
                code: "W_METADATA_CONFLICT".into(),
                message: format!(
                    "{}: {} says {}, {} says {}; the first was taken.",
                    speaker.name,
                    a.by,
                    a.role.as_str(),
                    b.by,
                    b.role.as_str()
                ),
            });
        }
        let by_survey = || {
            // Who answers a survey is a customer; a ticket's writer may be an agent.
            (call.metadata.source_type == SourceType::Survey).then(|| Given { role: Role::Customer, by: "the survey's answers".into() })
        };
        speaker.given = by_file.or(by_table).or_else(|| roles::given(speaker, listed, &context.people)).or_else(by_survey);
    }
}

/// How many people a warning names.
const MOST_NAMED: usize = 20;

fn unknown_roles(call: &Call) -> Option<Warning> {
    let mut words: std::collections::HashMap<Option<&str>, usize> = std::collections::HashMap::new();
    for turn in &call.turns {
        *words.entry(turn.speaker.as_deref()).or_default() += turn.text.split_whitespace().count();
    }
    let said = |name: Option<&str>| words.get(&name).copied().unwrap_or(0);
    let mut open: Vec<String> = call
        .speakers
        .iter()
        .filter(|s| s.given.is_none())
        .map(|s| (&s.name, said(Some(&s.name))))
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| format!("{name} ({n} words)"))
        .collect();
    let more = open.len().saturating_sub(MOST_NAMED);
    open.truncate(MOST_NAMED);
    if more > 0 {
        open.push(format!("{more} more"));
    }
    let nobody = said(None);
    if nobody > 0 {
        open.push(format!("a voice without a name ({nobody} words)"));
    }
    (!open.is_empty())
        .then(|| Warning { code: "W_ROLES_UNKNOWN".into(), message: format!("Not known who is a customer: {}.", open.join(", ")) })
}
