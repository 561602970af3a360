//! What is wrong in a config file, where, and what was probably meant.

use std::path::{Path, PathBuf};

use super::Config;
use crate::endpoint::{EndpointConfig, Protocol};

/// Why a config can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there but can't be read.
    #[error("{} could not be read.", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What it says can't be used.
    #[error("{}, line {line}: {what}", file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong, as a sentence.
        what: String,
        /// What was probably meant, or what there is.
        hint: String,
    },
}

impl From<ConfigError> for crate::error::Error {
    fn from(error: ConfigError) -> Self {
        let message = error.to_string();
        match &error {
            ConfigError::Read { .. } => Self::failed(message).hint("Check that the file belongs to you and may be read."),
            ConfigError::Wrong { hint, .. } => Self::usage(message).hint(hint.clone()),
        }
        .because(error)
    }
}

impl ConfigError {
    pub(super) fn not_text(file: &Path) -> Self {
        let hint = "Save it as plain text in UTF-8.".to_owned();
        Self::Wrong { file: file.to_owned(), line: 1, what: "this is not plain text in UTF-8.".to_owned(), hint }
    }

    pub(super) fn in_file(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let before = text.get(..at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let message = error.message().trim();
        let (what, hint) = match unknown_key(message) {
            Some((key, known)) => name_unknown(&key, &known, &section_at(text, at)),
            None => (sentence(message), "config.example.toml shows every key with an example.".to_owned()),
        };
        Self::Wrong { file: file.to_owned(), line, what, hint }
    }
}

/// Every key that there is, as (section, key).
pub(super) fn keys() -> Vec<(String, String)> {
    fn walk(section: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
            if value.is_object() {
                walk(&path, value, out);
            } else {
                out.push((section.to_owned(), key.clone()));
            }
        }
    }
    let mut out = Vec::new();
    let endpoint = EndpointConfig::new(Protocol::OpenAi, "");
    let all = Config { endpoint: Some(endpoint), ..Config::default() };
    walk("", &serde_json::to_value(all).unwrap_or_default(), &mut out);
    out
}

/// The key and its known neighbours, taken from serde's message ("unknown field `x`, expected one of `a`, `b`"): serde gives them
/// in no other way. A test notices if its words change.
fn unknown_key(message: &str) -> Option<(String, Vec<String>)> {
    let mut names = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2).map(str::to_owned);
    Some((names.next()?, names.collect()))
}

/// The section that the key at byte `at` stands in: that of the last header above it, or the parent of the header it is part of.
fn section_at(text: &str, at: usize) -> String {
    let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let header = |line: &str| Some(line.trim().strip_prefix('[')?.split(']').next()?.trim().to_owned());
    if let Some(own) = text.get(line_start..).and_then(|rest| rest.lines().next()).and_then(header) {
        return own.rsplit_once('.').map(|(parent, _)| parent.to_owned()).unwrap_or_default();
    }
    text.get(..line_start).unwrap_or_default().lines().rev().find_map(header).unwrap_or_default()
}

/// What is wrong and what to do about a `key` that is not among the `known` ones of its `section`.
fn name_unknown(key: &str, known: &[String], section: &str) -> (String, String) {
    let at_top = section.is_empty();
    let show = |name: &str| if at_top { format!("`[{name}]`") } else { format!("`{name}`") };
    let what = if at_top { format!("there is no section {}.", show(key)) } else { format!("there is no key `{key}` in [{section}].") };

    let keys = keys();
    let elsewhere = keys.iter().find(|(path, name)| name == key && path != section);
    let nearest = known.iter().map(|name| (strsim::damerau_levenshtein(&key.to_lowercase(), name), name)).min();
    let hint = match (elsewhere, nearest) {
        (Some((path, name)), _) => format!("`{name}` belongs under [{path}]."),
        _ if section.starts_with("endpoint") && ["key", "api_key", "apikey", "api-key", "token", "secret"].contains(&key) => {
            "A key never stands in this file: put it into an environment variable and name that in `key_env`.".to_owned()
        }
        (None, Some((typos, name))) if typos <= 1.max(name.len() / 3) => format!("Did you mean {}?", show(name)),
        _ => format!("There is {}.", known.iter().map(|name| show(name)).collect::<Vec<_>>().join(", ")),
    };
    (what, hint)
}

/// `words` with a period, in one line.
fn sentence(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.ends_with('.') { words } else { format!("{words}.") }
}
