//! Whether an endpoint's configuration holds together, judged before anything is sent.

use std::path::PathBuf;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use thiserror::Error;

use super::{EndpointConfig, Protocol, Structured};

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
    #[error("`proxy` cannot be used: {0}.")]
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
        if let Some(proxy) = self.proxy.as_deref().filter(|proxy| *proxy != "none") {
            let proxy = Url::parse(proxy).map_err(|why| ConfigError::Proxy(why.to_string()))?;
            if !proxy.username().is_empty() || proxy.password().is_some() {
                return Err(ConfigError::Proxy("a name or password does not belong here; set HTTPS_PROXY in the environment".into()));
            }
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
            if HeaderName::from_bytes(name.as_bytes()).is_err() {
                return refuse("has a name that no header can have");
            }
            if HeaderValue::from_str(value).is_err() {
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
    fn keys_do_not_belong_into_headers() {
        let mut config = EndpointConfig::new(Protocol::OpenAi, "m");
        config.headers.insert("Authorization".into(), "Bearer x".into());
        let said = config.check().unwrap_err().to_string();
        assert!(said.contains("`Authorization` carries a key"), "{said}");
    }

    #[test]
    fn a_proxy_has_no_password_in_the_config() {
        let config = EndpointConfig { proxy: Some("http://me:pass-word@proxy:1".into()), ..EndpointConfig::new(Protocol::OpenAi, "m") };
        let said = config.check().unwrap_err().to_string();
        assert!(said.contains("HTTPS_PROXY") && !said.contains("pass-word"), "{said}");
    }
}
