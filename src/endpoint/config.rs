//! What the user says of an endpoint: `[endpoint]` or `[endpoints.NAME]` in `verbatim.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

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

/// What is wrong with an endpoint's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// `base_url` is no address, or not one of a web server.
    #[error("`base_url` is not an address that starts with https:// or http://: {0}.")]
    Address(String),
    /// Plain http to another machine.
    #[error(
        "`base_url` uses http to another machine ({0}): the key and the transcripts would travel in the clear. Use https, or set \
         `allow_insecure = true` if this network is yours."
    )]
    Insecure(String),
    /// A name, password or key inside the address.
    #[error("`base_url` holds a user name, a password or a key. Put the key into an environment variable and name it in `key_env`.")]
    SecretInAddress,
    /// Nothing to ask.
    #[error("`model` is empty. Name the model to ask.")]
    NoModel,
    /// Two places for one key.
    #[error("Both `key_env` and `key_file` are given. Keep one of them.")]
    TwoKeys,
    /// A number that makes no sense.
    #[error("`{name}` must be {must}.")]
    Number {
        /// The field's name.
        name: &'static str,
        /// What it must be.
        must: &'static str,
    },
    /// A header that cannot be sent, or that carries a key.
    #[error("The header `{name}` {why}.")]
    Header {
        /// The header's name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A way to ask that the protocol does not have.
    #[error("`structured = \"{mode}\"` does not exist with `protocol = \"{protocol}\"`. Use `auto`.")]
    Structured {
        /// The mode, as written in the config.
        mode: &'static str,
        /// The protocol, as written in the config.
        protocol: &'static str,
    },
    /// The proxy's address is none.
    #[error("`proxy` is not an address: {0}.")]
    Proxy(String),
    /// The file with certificates cannot be used.
    #[error("The certificates in {path} cannot be used: {why}.")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The TLS library did not start.
    #[error("No secure connections can be made: {0}.")]
    Tls(String),
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

    /// Looks at everything that can be judged without sending anything.
    ///
    /// # Errors
    /// The first [`ConfigError`] found.
    pub fn check(&self) -> Result<(), ConfigError> {
        let url = self.url("")?;
        if url.scheme() == "http" && !self.allow_insecure && !self.is_loopback() {
            return Err(ConfigError::Insecure(url.host_str().unwrap_or_default().to_owned()));
        }
        let secret = |name: &str| matches!(name, "key" | "api-key" | "api_key" | "token" | "access_token");
        if !url.username().is_empty() || url.password().is_some() || url.query_pairs().any(|(name, _)| secret(&name)) {
            return Err(ConfigError::SecretInAddress);
        }
        if self.model.trim().is_empty() {
            return Err(ConfigError::NoModel);
        }
        if self.key_env.is_some() && self.key_file.is_some() {
            return Err(ConfigError::TwoKeys);
        }
        self.check_numbers()?;
        self.check_headers()?;
        let mode = match (self.protocol, self.structured) {
            (Protocol::Gemini | Protocol::Ollama, Structured::Tool) => "tool",
            (Protocol::Anthropic, Structured::JsonObject) => "json_object",
            _ => return Ok(()),
        };
        Err(ConfigError::Structured { mode, protocol: self.protocol.name() })
    }

    fn check_numbers(&self) -> Result<(), ConfigError> {
        let positive = [
            ("max_concurrency", self.max_concurrency > 0),
            ("requests_per_minute", self.requests_per_minute != Some(0)),
            ("tokens_per_minute", self.tokens_per_minute != Some(0)),
            ("output_tokens", self.output_tokens > 0),
        ];
        if let Some((name, _)) = positive.iter().find(|(_, fine)| !fine) {
            return Err(ConfigError::Number { name, must: "at least 1" });
        }
        if self.max_concurrency > 1_000 {
            return Err(ConfigError::Number { name: "max_concurrency", must: "at most 1000" });
        }
        if self.context_tokens <= self.output_tokens {
            return Err(ConfigError::Number { name: "context_tokens", must: "more than `output_tokens`" });
        }
        let sane = |price: f64| price.is_finite() && price >= 0.0;
        if self.price.is_some_and(|price| !sane(price.input) || !sane(price.output)) {
            return Err(ConfigError::Number { name: "price", must: "0 or more, for input and output" });
        }
        if self.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            return Err(ConfigError::Number { name: "temperature", must: "between 0 and 2" });
        }
        Ok(())
    }

    fn check_headers(&self) -> Result<(), ConfigError> {
        let named = self.key_header.iter().map(|name| (name.as_str(), ""));
        for (name, value) in self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain(named) {
            let refuse = |why| Err(ConfigError::Header { name: name.to_owned(), why });
            if reqwest::header::HeaderName::from_bytes(name.as_bytes()).is_err() {
                return refuse("has a name that no header can have");
            }
            if reqwest::header::HeaderValue::from_str(value).is_err() {
                return refuse("has a value that no header can have");
            }
        }
        for name in self.headers.keys() {
            let lower = name.to_ascii_lowercase();
            let secret = ["authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"];
            if secret.contains(&lower.as_str()) || self.key_header.as_ref().is_some_and(|key| key.eq_ignore_ascii_case(name)) {
                return Err(ConfigError::Header {
                    name: name.clone(),
                    why: "carries a key. Put the key into an environment variable and name it in `key_env`",
                });
            }
        }
        Ok(())
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
    fn http_is_for_this_machine_only() {
        let check = |url: &str| EndpointConfig { base_url: Some(url.into()), ..EndpointConfig::new(Protocol::OpenAi, "m") }.check();
        for url in ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:80", "https://a.example/v1"] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        for url in ["http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1", "http://0.0.0.0"] {
            assert!(matches!(check(url), Err(ConfigError::Insecure(_))), "{url}");
        }
        for url in ["ftp://a", "a.example", "", "file:///etc"] {
            assert!(matches!(check(url), Err(ConfigError::Address(_))), "{url}");
        }
        for url in ["https://u:p@a.example", "https://a.example/?key=AIza"] {
            assert_eq!(check(url), Err(ConfigError::SecretInAddress), "{url}");
        }
    }

    #[test]
    fn the_path_goes_before_the_query() {
        let base = "https://r.openai.azure.com/openai/deployments/d/?api-version=2024-10-21";
        let config = EndpointConfig { base_url: Some(base.into()), ..EndpointConfig::new(Protocol::OpenAi, "d") };
        let url = config.url("/chat/completions").unwrap();
        assert_eq!(url.as_str(), "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21");
    }

    #[test]
    fn keys_do_not_belong_into_headers() {
        let mut config = EndpointConfig::new(Protocol::OpenAi, "m");
        config.headers.insert("Authorization".into(), "Bearer x".into());
        let said = config.check().unwrap_err().to_string();
        assert!(said.contains("`Authorization` carries a key"), "{said}");
    }
}
