//! The config: one strict struct. Defaults, then `verbatim.toml`, then the environment, then flags (which each command lays on top).
//!
//! `config.example.toml` explains every key.

mod error;
mod steps;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use error::ConfigError;
pub use steps::{NoEndpoint, Proposing, Steps};

use crate::endpoint::EndpointConfig;

/// The environment variable that says where documents are written.
pub const EXPORT_DIR_VARIABLE: &str = "VERBATIM_EXPORT_DIR";

/// All that a user can set. Whoever adds a key explains it in `config.example.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What the documents are about.
    pub project: About,
    /// Who is on the vendor's side.
    pub people: People,
    /// The review.
    pub review: Review,
    /// The documents.
    pub export: Export,
    /// What the documents are compared with.
    pub messaging: Messaging,
    /// How calls are read.
    pub calls: Calls,
    /// The model endpoint that is asked for themes; without one the built-in finder proposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointConfig>,
    /// Further endpoints, by name.
    pub endpoints: BTreeMap<String, EndpointConfig>,
    /// Which step asks which of them.
    pub steps: Steps,
    /// How much is asked at once.
    pub propose: Proposing,
}

/// `[project]`: what the documents are about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    /// The product's name, for the documents' headings.
    pub product: Option<String>,
}

/// `[people]`: who is on the vendor's side, so that their words count as a rep's. All are compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct People {
    /// The vendor's name: whoever a transcript says belongs to it is a rep.
    pub vendor: Option<String>,
    /// Names of the vendor's people, as transcripts show them.
    pub reps: Vec<String>,
    /// The vendor's mail domains (`parwell.example`).
    pub domains: Vec<String>,
    /// Pieces of labels that only the vendor's people have, such as `(Parwell)`.
    pub patterns: Vec<String>,
}

/// `[review]`: the review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The name of the one who leads the review; asked for once where it isn't set.
    pub reviewer: Option<String>,
}

/// `[export]`: the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Export {
    /// The folder they are written to, from the project's folder.
    pub dir: String,
    /// Words with a capital that name neither people nor accounts, so that a quote with them may go outside.
    pub known: Vec<String>,
    /// Names of people and organisations that no transcript gives as a speaker's or an account's: replaced in a copy for outside.
    pub hidden: Vec<String>,
}

impl Default for Export {
    fn default() -> Self {
        Self { dir: "messaging".to_owned(), known: Vec::new(), hidden: Vec::new() }
    }
}

/// `[messaging]`: what is said today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Messaging {
    /// The current messaging, from the project's folder: Markdown, Word, HTML or text files.
    pub current: Option<Files>,
}

/// One file, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Files {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Messaging {
    /// The files that it names.
    pub fn files(&self) -> Vec<&str> {
        match &self.current {
            None => Vec::new(),
            Some(Files::One(file)) => vec![file],
            Some(Files::Several(files)) => files.iter().map(String::as_str).collect(),
        }
    }
}

/// `[calls]`: how calls are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calls {
    /// What a CRM's export calls the columns of `calls.csv`.
    pub columns: Columns,
}

/// `[calls.columns]`: for each column that we know of a table of calls, what the user's table calls it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs, reason = "each is the metadata field of the same name")]
pub struct Columns {
    pub file: Option<String>,
    pub date: Option<String>,
    pub account: Option<String>,
    pub segment: Option<String>,
    pub persona: Option<String>,
    pub outcome: Option<String>,
    pub competitor: Option<String>,
    pub conversation_type: Option<String>,
    pub source_type: Option<String>,
    pub consent: Option<String>,
    pub permission: Option<String>,
    pub crm_reason: Option<String>,
    pub source_id: Option<String>,
}

impl Columns {
    /// Our name for the column with this heading, where the config gives it one.
    pub fn ours(&self, heading: &str) -> Option<&'static str> {
        let heading = heading.trim().to_lowercase();
        self.given().find(|(theirs, _)| theirs.trim().to_lowercase() == heading).map(|(_, ours)| ours)
    }

    /// The headings that the config gives, each with our name for the column.
    pub fn given(&self) -> impl Iterator<Item = (&str, &'static str)> {
        [
            ("file", &self.file),
            ("date", &self.date),
            ("account", &self.account),
            ("segment", &self.segment),
            ("persona", &self.persona),
            ("outcome", &self.outcome),
            ("competitor", &self.competitor),
            ("conversation_type", &self.conversation_type),
            ("source_type", &self.source_type),
            ("consent", &self.consent),
            ("permission", &self.permission),
            ("crm_reason", &self.crm_reason),
            ("source_id", &self.source_id),
        ]
        .into_iter()
        .filter_map(|(ours, theirs)| Some((theirs.as_deref()?, ours)))
    }
}

impl Config {
    /// Reads the text of a config file; `file` is its name for messages.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|error| ConfigError::in_file(file, text, &error))
    }

    /// The defaults, the file on top where there is one, and what `variable` gives for the environment on top of that.
    pub fn load(file: &Path, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = match std::fs::read(file) {
            Ok(bytes) => Self::parse(&String::from_utf8(bytes).map_err(|_| ConfigError::not_text(file))?, file)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(source) => return Err(ConfigError::Read { file: file.to_owned(), source }),
        };
        if let Some(dir) = variable(EXPORT_DIR_VARIABLE).filter(|dir| !dir.is_empty()) {
            config.export.dir = dir;
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let error = Config::parse(text, Path::new("verbatim.toml")).unwrap_err();
        let error = crate::error::Error::from(error);
        assert_eq!(error.exit(), crate::error::Exit::Usage);
        error.render()
    }

    #[test]
    fn nothing_said_is_the_default() {
        assert_eq!(Config::parse("", Path::new("verbatim.toml")).unwrap(), Config::default());
        assert_eq!(Config::default().export.dir, "messaging");
    }

    #[test]
    fn the_example_is_the_default_with_every_key_explained() {
        let text = include_str!("../../config.example.toml");
        assert_eq!(Config::parse(text, Path::new("config.example.toml")).unwrap(), Config::default(), "as it is, it changes nothing");

        // A line `# key = value` is an example; without its mark it must parse, and be one of the keys that there are.
        let is_example = |line: &str| {
            let key = line.strip_prefix("# ").and_then(|l| l.split_once(" = ")).map(|(key, _)| key);
            let is_key = key.is_some_and(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            // A section that can't be empty is an example as a whole.
            is_key || (line.starts_with("# [") && line.ends_with(']'))
        };
        let filled: Vec<&str> = text.lines().map(|line| if is_example(line) { &line[2..] } else { line }).collect();
        let mut filled = Config::parse(&filled.join("\n"), Path::new("config.example.toml")).unwrap();
        for (path, key) in error::keys() {
            assert!(text.contains(&format!("{key} = ")) && text.contains(&format!("[{path}]")), "{key} of {path} is not explained");
        }
        assert_eq!(filled.endpoints.len(), 1, "a second endpoint is shown");
        filled.endpoints.clear();
        let filled = serde_json::to_string(&filled).unwrap();
        assert!(!filled.contains("null"), "every key has an example: {filled}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_line_and_nearest_name() {
        let shown = refused("[people]\nvendr = \"Parwell\"\n");
        assert!(shown.contains("verbatim.toml, line 2: there is no key `vendr` in [people]."), "{shown}");
        assert!(shown.contains("Did you mean `vendor`?"), "{shown}");

        let shown = refused("[proect]\nproduct = \"X\"\n");
        assert!(shown.contains("line 1: there is no section `[proect]`."), "{shown}");
        assert!(shown.contains("Did you mean `[project]`?"), "{shown}");

        let shown = refused("[export]\ndri = \"out\"\n");
        assert!(shown.contains("line 2") && shown.contains("Did you mean `dir`?"), "{shown}");
    }

    #[test]
    fn a_key_in_the_wrong_section_is_sent_to_the_right_one() {
        let shown = refused("[project]\nproduct = \"X\"\n\n[export]\nreps = [\"Ann\"]\n");
        assert!(shown.contains("line 5") && shown.contains("`reps` belongs under [people]"), "{shown}");
        let shown = refused("vendor = \"X\"");
        assert!(shown.contains("line 1") && shown.contains("`vendor` belongs under [people]"), "{shown}");
    }

    #[test]
    fn a_key_like_no_other_lists_what_there_is() {
        let shown = refused("[people]\nxyzzy = 1\n");
        assert!(shown.contains("`vendor`, `reps`, `domains`, `patterns`"), "{shown}");
    }

    #[test]
    fn wrong_types_and_broken_files_say_where() {
        let shown = refused("[people]\nreps = \"Ann\"\n");
        assert!(shown.contains("verbatim.toml, line 2:"), "{shown}");
        let shown = refused("[people]\n\nreps = [\"Ann\"\nvendor = 3");
        assert!(shown.contains("verbatim.toml, line "), "{shown}");
        assert!(shown.contains("Hint:"), "{shown}");
    }

    #[test]
    fn the_environment_is_on_top_of_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("verbatim.toml");
        assert_eq!(Config::load(&file, |_| None).unwrap(), Config::default(), "no file is no fault");
        std::fs::write(&file, "\u{feff}[export]\ndir = \"out\"\n").unwrap();
        assert_eq!(Config::load(&file, |_| None).unwrap().export.dir, "out");
        let env = |name: &str| (name == EXPORT_DIR_VARIABLE).then(|| "elsewhere".to_owned());
        assert_eq!(Config::load(&file, env).unwrap().export.dir, "elsewhere");
        std::fs::write(&file, [0xff, 0xfe, 0x00]).unwrap();
        assert!(matches!(Config::load(&file, |_| None), Err(ConfigError::Wrong { .. })));
    }

    #[test]
    fn columns_are_known_by_the_users_headings() {
        let config = Config::parse("[calls.columns]\naccount = \"Account Name\"\n", Path::new("v")).unwrap();
        assert_eq!(config.calls.columns.ours(" account name"), Some("account"));
        assert_eq!(config.calls.columns.ours("Stage"), None);
    }
}
