//! The words of the wire: pure functions between our request and each protocol's JSON, one file each.

mod anthropic;
mod gemini;
mod ollama;
mod openai;

use serde_json::{Value, json};
use thiserror::Error;

use super::{ConfigError, Dialect, EndpointConfig, Fault, HttpRequest, Key, Mode, Protocol, Schema, fault, stream};

/// Who speaks in a conversation with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// We.
    User,
    /// The model.
    Model,
}

/// One message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
}

/// Everything that makes up one request.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The endpoint.
    pub config: &'a EndpointConfig,
    /// How it wants to be asked.
    pub dialect: Dialect,
    /// The shape of the reply.
    pub schema: &'a Schema,
    /// The instructions, always the same for a step: they come first, so that the provider's cache can use them.
    pub prompt: &'a str,
    /// The conversation: one message, or three when a reply is sent back.
    pub messages: &'a [Message],
}

impl Ask<'_> {
    /// The instructions, with the schema where the model learns it from there alone.
    #[must_use]
    pub fn instructions(&self) -> String {
        if !self.dialect.mode.needs_schema_in_prompt() {
            return self.prompt.to_owned();
        }
        let schema = self.schema.portable();
        format!("{}\n\nReply with one JSON object and nothing else. It must match this JSON schema:\n{schema}", self.prompt)
    }

    /// The conversation as a role and its content each; Gemini alone writes it otherwise.
    fn conversation(&self) -> impl Iterator<Item = Value> {
        self.messages.iter().map(|message| {
            let role = if message.speaker == Speaker::User { "user" } else { "assistant" };
            json!({"role": role, "content": message.text})
        })
    }

    fn temperature(&self) -> Option<f64> {
        self.config.temperature.filter(|_| self.dialect.temperature)
    }

    fn seed(&self) -> Option<u64> {
        self.config.seed.filter(|_| self.dialect.seed)
    }
}

/// Tokens, as the endpoint counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Sent, what came from the provider's cache included.
    pub input: u64,
    /// Received, thinking included.
    pub output: u64,
}

/// Why a reply ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finish {
    /// The model was done.
    Stop,
    /// The limit of tokens was reached.
    Length,
    /// The model declined, with its words or category.
    Refused(String),
    /// A filter stopped it, with its category.
    Filtered(String),
    /// Something else, or nothing, was said: servers differ.
    Other(String),
}

/// A model's reply, whatever the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The text, or the arguments of the tool call; thoughts left out.
    pub text: String,
    /// Why it ended.
    pub finish: Finish,
    /// What it used, if the endpoint says.
    pub usage: Option<Usage>,
    /// The model that answered, as it names itself.
    pub model: Option<String>,
}

/// Why a body with a good status is no reply.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoReply {
    /// Nothing came.
    #[error("The endpoint answered with nothing at all.")]
    Empty,
    /// A web page: a login, a proxy's message, a wrong address.
    #[error("A web page came back instead of a model's reply ({0}).")]
    Page(String),
    /// Broken off, or no JSON.
    #[error("What came back is not complete JSON ({0}).")]
    NotJson(String),
    /// JSON of some other kind.
    #[error("What came back is JSON, but not a reply of this protocol: {0}.")]
    Strange(&'static str),
    /// An error with a good status.
    #[error("{0}")]
    Fault(Fault),
}

/// The request to send. The key goes into its own place.
///
/// # Errors
/// [`ConfigError`] when the address is none.
pub fn request(ask: &Ask<'_>, key: Option<&Key>) -> Result<HttpRequest, ConfigError> {
    let config = ask.config;
    let (path, body, mut headers, key_header, prefix) = match config.protocol {
        Protocol::OpenAi => openai::request(ask),
        Protocol::Anthropic => anthropic::request(ask),
        Protocol::Gemini => gemini::request(ask),
        Protocol::Ollama => ollama::request(ask),
    };
    let mut url = config.url(&path)?;
    if config.protocol == Protocol::Gemini && config.stream {
        url.query_pairs_mut().append_pair("alt", "sse");
    }
    headers.retain(|(name, _)| !config.headers.keys().any(|own| own.eq_ignore_ascii_case(name)));
    let own = config.headers.iter().map(|(name, value)| (name.clone(), value.clone()));
    let headers = [("content-type", "application/json"), ("accept-encoding", "identity")]
        .into_iter()
        .chain(headers)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain(own)
        .collect();
    let (key_header, prefix) = config.key_header.as_deref().map_or((key_header, prefix), |name| (name, ""));
    let secret_headers = key.map(|key| (key_header.to_owned(), key.header(prefix))).into_iter().collect();
    Ok(HttpRequest { url: url.into(), headers, secret_headers, body: body.to_string().into_bytes() })
}

/// What each protocol gives for a request: path, body, fixed headers, the key's header and what stands before the key in it.
type Parts = (String, Value, Vec<(&'static str, &'static str)>, &'static str, &'static str);

/// Reads a body that came with a good status, in one piece or as a stream of events, whatever its content type says.
///
/// # Errors
/// [`NoReply`] when no model's reply is in it.
pub fn read(protocol: Protocol, body: &[u8]) -> Result<Reply, NoReply> {
    let body = fault::strip_bom(body).trim_ascii();
    if body.is_empty() {
        return Err(NoReply::Empty);
    }
    if body.first() == Some(&b'<') {
        return Err(NoReply::Page(fault::excerpt(&String::from_utf8_lossy(&body[..body.len().min(400)]), 80)));
    }
    let body = match stream::events(body) {
        Some(events) => stream::whole(protocol, events)?,
        None => serde_json::from_slice(body).map_err(|why| NoReply::NotJson(why.to_string()))?,
    };
    if let Some(fault) = Fault::in_reply(&body) {
        return Err(NoReply::Fault(fault));
    }
    match protocol {
        Protocol::OpenAi => openai::read(&body),
        Protocol::Anthropic => anthropic::read(&body),
        Protocol::Gemini => gemini::read(&body),
        Protocol::Ollama => ollama::read(&body),
    }
}

/// The text at a place, empty when there is none.
fn text_at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The two counts at their places; none when the endpoint does not give both (Ollama leaves the prompt out when it has read it before):
/// a count of nothing would cost nothing.
fn usage_at(value: &Value, input: &[&str], output: &[&str]) -> Option<Usage> {
    let sum = |places: &[&str]| {
        let counts: Vec<_> = places.iter().filter_map(|place| value.pointer(place).and_then(Value::as_u64)).collect();
        (!counts.is_empty()).then(|| counts.into_iter().fold(0, u64::saturating_add))
    };
    sum(input).zip(sum(output)).map(|(input, output)| Usage { input, output })
}

fn model_at(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).map(|name| fault::excerpt(name, 120))
}

/// Text that is a string, or an array of parts of which the thoughts are left out.
fn joined_text(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect(),
        _ => String::new(),
    }
}
