//! Who is meant by a label (rule C8.2): through people that the file itself lists, and only if exactly one fits.

use std::collections::HashMap;
use std::sync::Arc;

use super::ParsedParticipant;
use super::labels::{clean, display, split_bracket};

/// The people that a file, its companion or its front matter lists.
#[derive(Debug, Default, Clone)]
pub struct Roster {
    /// As listed.
    pub people: Vec<ParsedParticipant>,
    /// Ids, device names and roles that the file ties to one person, by label in lower case.
    pub tied: HashMap<String, usize>,
    /// First names that several people share, among those that were looked for.
    pub ambiguous: Vec<String>,
}

impl Roster {
    /// Adds a person, or what is new about one who is listed already; gives the place.
    pub fn add(&mut self, person: ParsedParticipant) -> usize {
        let name = person.name.to_lowercase();
        if let Some(at) = self.people.iter().position(|p| p.name.to_lowercase() == name) {
            if let Some(known) = self.people.get_mut(at) {
                known.role = known.role.take().or(person.role);
                known.role_given_by = known.role_given_by.take().or(person.role_given_by);
                known.company = known.company.take().or(person.company);
                known.title = known.title.take().or(person.title);
                known.email = known.email.take().or(person.email);
            }
            return at;
        }
        self.people.push(person);
        self.people.len() - 1
    }

    /// Says that `label` means the person at `at`; a label tied to two people means neither.
    pub fn tie(&mut self, label: &str, at: usize) {
        let key = clean(label).to_lowercase();
        match self.tied.get(&key) {
            Some(known) if *known != at => {
                self.tied.insert(key, usize::MAX);
            }
            _ => {
                self.tied.insert(key, at);
            }
        }
    }

    /// The one person a label means: tied, full name ignoring case, or unique first name.
    pub fn find(&mut self, label: &str) -> Option<usize> {
        if self.people.is_empty() {
            return None;
        }
        let (base, _) = split_bracket(label);
        for key in [label.to_lowercase(), base.to_lowercase()] {
            if let Some(at) = self.tied.get(&key).filter(|at| **at < self.people.len()) {
                return Some(*at);
            }
        }
        let base = base.to_lowercase();
        let named = |p: &ParsedParticipant| {
            let full = p.name.to_lowercase();
            let plain = split_bracket(&full).0.to_owned();
            full == base || plain == base || p.email.as_ref().is_some_and(|e| e.to_lowercase() == base)
        };
        if let Some(at) = self.people.iter().position(named) {
            return Some(at);
        }
        if base.contains(char::is_whitespace) {
            return None;
        }
        let mut hits = self.people.iter().enumerate().filter(|(_, p)| {
            let full = p.name.to_lowercase();
            full.split_whitespace().count() > 1 && full.split_whitespace().next() == Some(base.as_str())
        });
        match (hits.next(), hits.next()) {
            (Some((at, _)), None) => Some(at),
            (Some(_), Some(_)) => {
                if !self.ambiguous.contains(&base) {
                    self.ambiguous.push(base);
                }
                None
            }
            _ => None,
        }
    }

    /// The display name for each raw label of a file, in order.
    pub fn names(&mut self, labels: &[Arc<str>]) -> Vec<String> {
        let mut brackets: HashMap<String, Vec<&str>> = HashMap::new();
        for (base, inner) in labels.iter().map(|label| split_bracket(label)) {
            let Some(inner) = inner else { continue };
            let seen = brackets.entry(base.to_lowercase()).or_default();
            if !seen.contains(&inner) {
                seen.push(inner);
            }
        }
        let is_shared = |base: &str| !brackets.is_empty() && brackets.get(&base.to_lowercase()).is_some_and(|inner| inner.len() > 1);
        let mut first_form: HashMap<String, String> = HashMap::new();
        let mut name = |label: &str| match self.find(label).and_then(|at| self.people.get(at)) {
            Some(person) => person.name.clone(),
            None => {
                let (base, _) = split_bracket(label);
                let name = display(if is_shared(base) { label } else { base });
                first_form.entry(name.to_lowercase()).or_insert(name).clone()
            }
        };
        labels.iter().map(|label| name(label)).collect()
    }
}

/// Reads a listed person as `Name (Company)`, `Name, Title`, `Name <mail>`.
pub fn person(text: &str) -> Option<ParsedParticipant> {
    let text = clean(text);
    let (text, email) = match (text.find('<'), text.ends_with('>')) {
        (Some(at), true) => (text.get(..at)?.trim().to_owned(), Some(text.get(at + 1..text.len() - 1)?.to_owned())),
        _ => (text, None),
    };
    let (rest, company) = match split_bracket(&text) {
        (base, Some(inner)) if !is_remark(inner) => (base, Some(inner.to_owned())),
        (base, _) => (base, None),
    };
    let (name, title) = match rest.split_once(", ") {
        Some((name, title)) => (name.trim(), Some(title.trim().to_owned())),
        None => (rest.trim(), None),
    };
    let name = if name.is_empty() { email.clone()? } else { name.to_owned() };
    Some(ParsedParticipant { name, company, title, email, ..Default::default() })
}

/// Brackets after a name that say something else than a company.
pub fn is_remark(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    lower.contains('/')
        || lower.chars().all(|c| c.is_ascii_digit())
        || matches!(
            lower.as_str(),
            "guest"
                | "external"
                | "unverified"
                | "host"
                | "co-host"
                | "me"
                | "you"
                | "organizer"
                | "organiser"
                | "presenter"
                | "ゲスト"
                | "gast"
                | "invité"
                | "invitado"
                | "extern"
                | "externe"
        )
}
