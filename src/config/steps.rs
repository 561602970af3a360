//! Which endpoint is asked, and how much at once: `[endpoint]`, `[endpoints.NAME]`, `[steps]`, `[propose]`.

use serde::{Deserialize, Serialize};

use super::Config;
use crate::endpoint::EndpointConfig;

/// `[steps]`: for each step of proposing, the name of the endpoint to ask; the others ask `[endpoint]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs, reason = "each is the step of the same name")]
pub struct Steps {
    pub find: Option<String>,
    pub repair: Option<String>,
    pub second_look: Option<String>,
    pub group: Option<String>,
    pub challenge: Option<String>,
}

/// `[propose]`: how much of the transcripts goes into one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proposing {
    /// Tokens of transcript in one request, at most.
    pub batch_tokens: u64,
    /// Calls in one request, at most.
    pub batch_calls: usize,
}

impl Default for Proposing {
    fn default() -> Self {
        Self { batch_tokens: 16_000, batch_calls: 5 }
    }
}

/// Why nobody can say which endpoint a step asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEndpoint {
    /// A step names what is not there.
    #[error("verbatim.toml, [steps]: there is no [endpoints.{name}] for the step {step}.")]
    Unknown {
        /// The step.
        step: String,
        /// The name it gives.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// There are several, and none for all.
    #[error("verbatim.toml names endpoints, but does not say which of them the step {step} asks.")]
    NotSaid {
        /// The step.
        step: String,
    },
}

impl From<NoEndpoint> for crate::error::Error {
    fn from(error: NoEndpoint) -> Self {
        let hint = match &error {
            NoEndpoint::Unknown { known, .. } if known.is_empty() => "Add a section [endpoints.NAME] for it, or leave the step out.".into(),
            NoEndpoint::Unknown { known, .. } => format!("There is {}.", known.join(", ")),
            NoEndpoint::NotSaid { step } => format!("Call one of them [endpoint], or name it under [steps]: {step} = \"NAME\"."),
        };
        Self::usage(error.to_string()).hint(hint)
    }
}

impl Config {
    /// Whether any endpoint is configured: without one the built-in finder proposes.
    pub fn has_endpoint(&self) -> bool {
        self.endpoint.is_some() || !self.endpoints.is_empty()
    }

    /// The endpoint that `step` asks: its name for messages, and its config. The only one there is needs no `[steps]`.
    ///
    /// # Errors
    /// Where the config doesn't say which.
    pub fn endpoint_for(&self, step: &str) -> Result<(&str, &EndpointConfig), NoEndpoint> {
        let named = match step {
            "find" => &self.steps.find,
            "repair" => &self.steps.repair,
            "second_look" => &self.steps.second_look,
            "group" => &self.steps.group,
            _ => &self.steps.challenge,
        };
        if let Some(name) = named {
            return self.endpoints.get_key_value(name).map(|(name, config)| (name.as_str(), config)).ok_or_else(|| NoEndpoint::Unknown {
                step: step.to_owned(),
                name: name.clone(),
                known: self.endpoints.keys().cloned().collect(),
            });
        }
        if let Some(config) = &self.endpoint {
            return Ok(("endpoint", config));
        }
        match self.endpoints.iter().next() {
            Some((name, config)) if self.endpoints.len() == 1 => Ok((name.as_str(), config)),
            _ => Err(NoEndpoint::NotSaid { step: step.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        Config::parse(text, std::path::Path::new("verbatim.toml")).unwrap()
    }

    const CHEAP: &str = "[endpoints.cheap]\nprotocol = \"openai\"\nmodel = \"small\"\n";
    const MAIN: &str = "[endpoint]\nprotocol = \"openai\"\nmodel = \"big\"\n";

    #[test]
    fn each_step_asks_its_own_endpoint_or_the_one_for_all() {
        let both = config(&format!("{MAIN}{CHEAP}[steps]\nfind = \"cheap\"\n"));
        assert_eq!(both.endpoint_for("find").unwrap().1.model, "small");
        assert_eq!(both.endpoint_for("group").unwrap().1.model, "big");
        assert_eq!(config(CHEAP).endpoint_for("find").unwrap().0, "cheap", "the only one there is");
        assert!(!config("").has_endpoint() && config(CHEAP).has_endpoint());
    }

    #[test]
    fn a_step_without_an_endpoint_is_said() {
        let wrong = config(&format!("{MAIN}{CHEAP}[steps]\nfind = \"chep\"\n"));
        let shown = crate::error::Error::from(wrong.endpoint_for("find").unwrap_err()).render();
        assert!(shown.contains("[endpoints.chep]") && shown.contains("There is cheap."), "{shown}");
        let two = config(&format!("{CHEAP}[endpoints.strong]\nprotocol = \"openai\"\nmodel = \"big\"\n[steps]\nfind = \"cheap\"\n"));
        assert!(matches!(two.endpoint_for("group"), Err(NoEndpoint::NotSaid { .. })));
    }

    #[test]
    fn a_key_in_the_file_is_refused_and_not_repeated() {
        let text = format!("{MAIN}api_key = \"sk-secret-secret\"\n");
        let error = Config::parse(&text, std::path::Path::new("verbatim.toml")).unwrap_err();
        let shown = crate::error::Error::from(error).render();
        assert!(shown.contains("key_env") && shown.contains("line 4") && !shown.contains("sk-secret"), "{shown}");
    }
}
