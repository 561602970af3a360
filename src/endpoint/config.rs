//! What the user says of an endpoint: `[endpoint]` or `[endpoints.NAME]` in `verbatim.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ConfigError;

/// How to speak to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// OpenAI Chat Completions, and every server that speaks it (Azure, vLLM, llama.cpp, LM Studio, OpenRouter, Mistral, LiteLLM).
    OpenAi,
    /// Anthropic Messages.
    Anthropic,
    /// Gemini `generateContent`.
    Gemini,
    /// Ollama's own `/api/chat`.
    Ollama,
}

impl Protocol {
    /// The name used in the config.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
        }
    }

    /// Where the vendor's own service listens; for Ollama the program on this machine.
    #[must_use]
    pub fn default_url(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Gemini => "https://generativelanguage.googleapis.com",
            Self::Ollama => "http://127.0.0.1:11434",
        }
    }
}

/// How to ask for a reply of the wanted shape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structured {
    /// Try the strictest way first and step down when the endpoint refuses it.
    #[default]
    Auto,
    /// A JSON schema that the endpoint enforces.
    JsonSchema,
    /// A call of one tool whose arguments are the reply.
    Tool,
    /// Any JSON object; the schema stands in the prompt.
    JsonObject,
    /// Nothing but the prompt.
    Prompt,
}

/// How long to wait for what, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// Until a connection stands, TLS included.
    #[serde(with = "seconds")]
    pub connect: Duration,
    /// Until the reply begins. Models think first: minutes are normal.
    #[serde(with = "seconds")]
    pub first_byte: Duration,
    /// Until the reply is complete.
    #[serde(with = "seconds")]
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), first_byte: Duration::from_secs(300), whole: Duration::from_secs(600) }
    }
}

/// Durations as seconds, whole or broken, refused when negative, infinite or longer than a day.
mod seconds {
    use super::{Deserialize, Deserializer, Duration, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(time.as_secs_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(from)?;
        if seconds > 0.0 && seconds <= 86_400.0 {
            Ok(Duration::from_secs_f64(seconds))
        } else {
            Err(serde::de::Error::custom("a time in seconds must be more than 0 and at most 86400"))
        }
    }
}

/// What a million tokens cost, in the currency of the user's bill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// For a million tokens sent.
    pub input: f64,
    /// For a million tokens received.
    pub output: f64,
    /// When these prices were looked up.
    pub date: jiff::civil::Date,
}

/// Everything the user can say of one endpoint. Only `protocol` and `model` must be given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointConfig {
    /// Which protocol the endpoint speaks.
    pub protocol: Protocol,
    /// The address without the protocol's own path, such as `https://api.openai.com/v1`; the vendor's own when left out.
    #[serde(default)]
    pub base_url: Option<String>,
    /// The model's name; with Azure the deployment's name.
    pub model: String,
    /// The environment variable that holds the key.
    #[serde(default)]
    pub key_env: Option<String>,
    /// A file that holds the key and that only its owner can read.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// The header that carries the bare key, where it is not the protocol's own (`api-key` at some gateways).
    #[serde(default)]
    pub key_header: Option<String>,
    /// Allows `http` to another machine. The key and the transcripts then travel in the clear.
    #[serde(default)]
    pub allow_insecure: bool,
    /// Requests in flight at the same time.
    #[serde(default = "default_concurrency")]
    pub max_concurrency: usize,
    /// Requests in any 60 seconds; no limit when left out.
    #[serde(default)]
    pub requests_per_minute: Option<u32>,
    /// Tokens, sent and received, in any 60 seconds; no limit when left out.
    #[serde(default)]
    pub tokens_per_minute: Option<u64>,
    /// How many tokens the model can hold, question and answer together.
    #[serde(default = "default_context")]
    pub context_tokens: u64,
    /// How many tokens an answer may have; with models that think, thinking included.
    #[serde(default = "default_output")]
    pub output_tokens: u64,
    /// How long to wait.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// How often a request that failed is sent again.
    #[serde(default = "default_retries")]
    pub retries: u32,
    /// How to ask for the wanted shape.
    #[serde(default)]
    pub structured: Structured,
    /// Sent only when given: newer models refuse it.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// Sent only when given, to the endpoints that know it.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Lets the endpoint send its reply piece by piece, so that progress can be shown.
    #[serde(default)]
    pub stream: bool,
    /// What it costs; without it no cost is shown and no budget can be kept.
    #[serde(default)]
    pub price: Option<Price>,
    /// More headers to send; keys do not belong here.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A proxy (`http://`, `https://`, `socks5://`), or `none`. When left out, the one that the environment names is used, but never for
    /// this machine itself.
    #[serde(default)]
    pub proxy: Option<String>,
    /// A PEM file with certificates of the company's own authority, trusted beside the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

fn default_concurrency() -> usize {
    4
}
fn default_context() -> u64 {
    128_000
}
fn default_output() -> u64 {
    8_192
}
fn default_retries() -> u32 {
    4
}

impl EndpointConfig {
    /// A config with everything at its default.
    #[must_use]
    pub fn new(protocol: Protocol, model: impl Into<String>) -> Self {
        Self {
            protocol,
            base_url: None,
            model: model.into(),
            key_env: None,
            key_file: None,
            key_header: None,
            allow_insecure: false,
            max_concurrency: default_concurrency(),
            requests_per_minute: None,
            tokens_per_minute: None,
            context_tokens: default_context(),
            output_tokens: default_output(),
            timeouts: Timeouts::default(),
            retries: default_retries(),
            structured: Structured::default(),
            temperature: None,
            seed: None,
            stream: false,
            price: None,
            headers: BTreeMap::new(),
            proxy: None,
            ca_file: None,
        }
    }

    /// The address that requests go to, without the protocol's path.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or(self.protocol.default_url())
    }

    /// The address with `path` added before a query (`?api-version=…`, as classic Azure has it).
    ///
    /// # Errors
    /// [`ConfigError::Address`] when the base is no web address.
    pub fn url(&self, path: &str) -> Result<Url, ConfigError> {
        let mut url = Url::parse(self.base_url()).map_err(|why| ConfigError::Address(why.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(ConfigError::Address(format!("it starts with {}:", url.scheme())));
        }
        let whole = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&whole);
        Ok(url)
    }

    /// Whether the address is this machine itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let Ok(url) = self.url("") else { return false };
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<EndpointConfig, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn two_lines_are_enough() {
        let config = parse("protocol = \"openai\"\nmodel = \"m\"").unwrap();
        assert_eq!(config, EndpointConfig::new(Protocol::OpenAi, "m"));
        assert_eq!(config.check(), Ok(()));
    }

    #[test]
    fn unknown_fields_and_wrong_values_are_refused() {
        let wrong = ["api_key = \"sk\"", "structured = \"magic\"", "timeouts = { whole = -1 }", "price = { input = 1.0 }"];
        for line in wrong {
            assert!(parse(&format!("protocol = \"openai\"\nmodel = \"m\"\n{line}")).is_err(), "{line}");
        }
        let date = "price = { input = 1.0, output = 2, date = \"2026-11-01\" }\ntimeouts = { first_byte = 0.5 }";
        let config = parse(&format!("protocol = \"gemini\"\nmodel = \"m\"\n{date}")).unwrap();
        assert_eq!(config.timeouts.first_byte, Duration::from_millis(500));
        assert_eq!(config.timeouts.whole, Timeouts::default().whole);
    }

    #[test]
    fn the_path_goes_before_the_query() {
        let base = "https://r.openai.azure.com/openai/deployments/d/?api-version=2024-10-21";
        let config = EndpointConfig { base_url: Some(base.into()), ..EndpointConfig::new(Protocol::OpenAi, "d") };
        let url = config.url("/chat/completions").unwrap();
        assert_eq!(url.as_str(), "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21");
    }
}
