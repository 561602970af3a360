//! How one endpoint wants to be asked: found out by trying the strictest way first and stepping down when it is refused by name.

use serde::{Deserialize, Serialize};

use super::{EndpointConfig, Protocol, Structured};

/// A way to ask for the wanted shape, from the strictest to the loosest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// A JSON schema that the endpoint enforces.
    JsonSchema,
    /// A call of one tool whose arguments are the reply.
    Tool,
    /// Any JSON object; the schema stands in the prompt.
    JsonObject,
    /// Nothing but the prompt.
    Prompt,
}

impl Mode {
    /// Whether the model learns the schema from the prompt.
    #[must_use]
    pub fn needs_schema_in_prompt(self) -> bool {
        matches!(self, Self::JsonObject | Self::Prompt)
    }

    /// The way in words, as in "it refuses …".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::JsonSchema => "an enforced JSON schema",
            Self::Tool => "a tool call",
            Self::JsonObject => "JSON mode",
            Self::Prompt => "the prompt alone",
        }
    }
}

fn ladder(protocol: Protocol) -> &'static [Mode] {
    use Mode::{JsonObject, JsonSchema, Prompt, Tool};
    match protocol {
        Protocol::OpenAi => &[JsonSchema, Tool, JsonObject, Prompt],
        Protocol::Anthropic => &[JsonSchema, Tool, Prompt],
        Protocol::Gemini | Protocol::Ollama => &[JsonSchema, JsonObject, Prompt],
    }
}

/// Everything about asking that an endpoint may refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// How the shape is asked for.
    pub mode: Mode,
    /// OpenAI's newer name `max_completion_tokens` instead of `max_tokens`, which nearly all other servers know.
    pub new_limit_name: bool,
    /// Whether a temperature is sent, if one is configured.
    pub temperature: bool,
    /// Whether a seed is sent, if one is configured.
    pub seed: bool,
    /// The other name of the limit was tried already.
    swapped: bool,
}

impl Dialect {
    /// How to ask at first.
    #[must_use]
    pub fn first(config: &EndpointConfig) -> Self {
        let mode = match config.structured {
            Structured::Auto | Structured::JsonSchema => Mode::JsonSchema,
            Structured::Tool => Mode::Tool,
            Structured::JsonObject => Mode::JsonObject,
            Structured::Prompt => Mode::Prompt,
        };
        let host = config.url("").ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase)).unwrap_or_default();
        let new_limit_name = host == "api.openai.com" || host.ends_with(".openai.azure.com");
        Self { mode, new_limit_name, temperature: true, seed: true, swapped: false }
    }

    /// What to change after the endpoint refused a request with `message`, and the sentence that tells the user; `None` when the refusal
    /// is not about the way of asking.
    #[must_use]
    pub fn after_refusal(&self, config: &EndpointConfig, message: &str) -> Option<(Self, String)> {
        let message = message.to_lowercase();
        let names = |words: &[&str]| words.iter().any(|word| message.contains(word));
        if config.protocol == Protocol::OpenAi && !self.swapped && names(&["max_tokens", "max_completion_tokens"]) && names(UNKNOWN) {
            let (old, new) = if self.new_limit_name { (NEW_LIMIT, OLD_LIMIT) } else { (OLD_LIMIT, NEW_LIMIT) };
            let said = format!("The endpoint does not know `{old}`; `{new}` is sent instead.");
            return Some((Self { new_limit_name: !self.new_limit_name, swapped: true, ..*self }, said));
        }
        if config.temperature.is_some() && self.temperature && names(&["temperature"]) {
            let said = "The model takes no temperature; it is left out, whatever the config says.".to_owned();
            return Some((Self { temperature: false, ..*self }, said));
        }
        if config.seed.is_some() && self.seed && names(&["seed"]) {
            return Some((
                Self { seed: false, ..*self },
                "The endpoint takes no seed; it is left out, whatever the config says.".to_owned(),
            ));
        }
        let about_shape = names(shape_words(config.protocol, self.mode));
        if config.structured == Structured::Auto && about_shape {
            let steps = ladder(config.protocol);
            let next = *steps.get(steps.iter().position(|mode| *mode == self.mode)? + 1)?;
            let said = format!("The endpoint refuses {}; from now on {} is used.", self.mode.words(), next.words());
            return Some((Self { mode: next, ..*self }, said));
        }
        None
    }
}

const OLD_LIMIT: &str = "max_tokens";
const NEW_LIMIT: &str = "max_completion_tokens";

/// How servers say that they do not know a parameter.
const UNKNOWN: &[&str] =
    &["unsupported", "not supported", "unknown", "unrecognized", "extra", "not permitted", "instead", "unexpected", "not allowed"];

/// The words by which a refusal names the way the shape was asked for.
fn shape_words(protocol: Protocol, mode: Mode) -> &'static [&'static str] {
    match (protocol, mode) {
        (Protocol::Ollama, Mode::JsonSchema | Mode::JsonObject) => &["format", "schema", "grammar"],
        (_, Mode::JsonSchema) => &[
            "response_format",
            "json_schema",
            "output_config",
            "output_format",
            "responsejsonschema",
            "response_json_schema",
            "responsemimetype",
            "response_mime_type",
            "structured output",
            "schema",
            "grammar",
            "too many states",
        ],
        (_, Mode::Tool) => &["tool", "function"],
        (_, Mode::JsonObject) => &["response_format", "json_object", "json mode", "responsemimetype", "response_mime_type"],
        (_, Mode::Prompt) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn openai() -> EndpointConfig {
        EndpointConfig::new(Protocol::OpenAi, "m")
    }

    #[test]
    fn a_refused_way_steps_down_to_the_next_until_none_is_left() {
        let config = openai();
        let mut dialect = Dialect::first(&config);
        let mut modes = vec![dialect.mode];
        for refusal in ["'response_format.type' must be 'text'", "tools are not supported", "unknown response_format", "json_schema"] {
            if let Some((next, said)) = dialect.after_refusal(&config, refusal) {
                assert!(said.ends_with('.') && said.contains("from now on"), "{said}");
                dialect = next;
                modes.push(dialect.mode);
            }
        }
        assert_eq!(modes, [Mode::JsonSchema, Mode::Tool, Mode::JsonObject, Mode::Prompt]);
    }

    #[test]
    fn what_the_user_chose_is_not_changed() {
        let config = EndpointConfig { structured: Structured::JsonSchema, ..openai() };
        assert_eq!(Dialect::first(&config).after_refusal(&config, "response_format is not supported"), None);
    }

    #[test]
    fn other_refusals_change_nothing() {
        let config = openai();
        assert_eq!(Dialect::first(&config).after_refusal(&config, "messages must not be empty"), None);
        assert_eq!(Dialect::first(&config).after_refusal(&config, "max_tokens is too large: 9999"), None);
    }

    #[test]
    fn parameters_are_renamed_or_left_out_once() {
        let config = EndpointConfig { temperature: Some(0.0), seed: Some(1), ..openai() };
        let first = Dialect::first(&config);
        assert!(first.new_limit_name);
        let (second, _) = first.after_refusal(&config, "Extra inputs are not permitted: max_completion_tokens").unwrap();
        assert!(!second.new_limit_name);
        assert_eq!(second.after_refusal(&config, "max_tokens is not supported"), None);
        let (third, _) = second.after_refusal(&config, "`temperature` is deprecated for this model").unwrap();
        let (fourth, _) = third.after_refusal(&config, "Unknown name \"seed\"").unwrap();
        assert!(!fourth.temperature && !fourth.seed);
    }
}
