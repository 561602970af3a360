//! Why a question got no answer, in words for people, with what to do next.

use std::time::Duration;

use thiserror::Error;

use super::wire::NoReply;
use super::{CacheError, ConfigError, EndpointConfig, Fault, FaultKind, Misfit, Protocol, RequestHash, SchemaError, TransportError};

/// Why a question got no answer.
#[derive(Debug, Error)]
pub enum EndpointError {
    /// The config does not hold together.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The type of the reply cannot be asked for.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// Replies cannot be kept: nothing more is asked, for it would be paid for and lost.
    #[error("Replies cannot be kept: {0}.")]
    Cache(#[from] CacheError),
    /// No whole response came.
    #[error("{why}{}", tried(*.attempts))]
    Transport {
        /// Why not.
        why: TransportError,
        /// How often it was tried.
        attempts: u32,
    },
    /// The endpoint reported an error.
    #[error("{fault}{}", tried(*.attempts))]
    Fault {
        /// What it reported.
        fault: Fault,
        /// How often it was tried.
        attempts: u32,
        /// The wait it asked for, when that is longer than we wait.
        asked: Option<Duration>,
    },
    /// Something came back that is no model's reply.
    #[error("{why}{}", tried(*.attempts))]
    NoReply {
        /// What it is.
        why: NoReply,
        /// How often it was tried.
        attempts: u32,
    },
    /// The model declined to answer.
    #[error("The model declined to answer{}.", because(.why))]
    Refused {
        /// Its words or its category; may be empty.
        why: String,
        /// Under which the reply is kept.
        kept: RequestHash,
    },
    /// A filter stopped the reply.
    #[error("The endpoint's content filter stopped the reply{}.", because(.why))]
    Filtered {
        /// The filter's category; may be empty.
        why: String,
        /// Under which the reply is kept.
        kept: RequestHash,
    },
    /// The reply reached the limit of tokens before it was complete.
    #[error("The reply was cut off at its limit of {limit} tokens{}.", if *.empty { ", all of them used up by thinking" } else { "" })]
    Cut {
        /// `output_tokens`, as sent.
        limit: u64,
        /// Not a word of the reply had come.
        empty: bool,
        /// Under which the reply is kept.
        kept: RequestHash,
    },
    /// Longer than the model can hold; nothing was sent.
    #[error("The question has about {tokens} tokens, and only {room} fit beside the answer; it was not sent.")]
    TooLong {
        /// The question's tokens, estimated.
        tokens: u64,
        /// `context_tokens` less `output_tokens`.
        room: u64,
    },
    /// The endpoint counted far fewer tokens than were sent.
    #[error("The endpoint read only {counted} tokens of a question of about {sent}: it cut part of it away, and answered without it.")]
    PromptLost {
        /// Tokens sent, estimated.
        sent: u64,
        /// Tokens that the endpoint counted.
        counted: u64,
        /// Under which the reply is kept.
        kept: RequestHash,
    },
    /// The reply did not fit, and neither did the one after it was sent back.
    #[error("The reply is not what was asked for, even after it was sent back once: {misfit}.")]
    Misfit {
        /// What did not fit the second time.
        misfit: Misfit,
        /// Under which the second reply is kept.
        kept: RequestHash,
    },
    /// A limit on money, and no price to keep it by; nothing was sent.
    #[error("A budget is set, but no price is configured for this endpoint, so it could not be kept; nothing was sent.")]
    NoPrice,
    /// The limit on money would be passed.
    #[error("The budget of {limit:.2} would be passed: {spent:.4} is spent, and this request can cost up to {most:.4}; it was not sent.")]
    Budget {
        /// The limit.
        limit: f64,
        /// What is spent.
        spent: f64,
        /// What this request can cost at most.
        most: f64,
    },
}

fn tried(attempts: u32) -> String {
    if attempts > 1 { format!(" It was tried {attempts} times.") } else { String::new() }
}

fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(" ({})", super::fault::excerpt(why.trim_end_matches('.'), 200)) }
}

impl EndpointError {
    /// Whether asking anything else would fail in the same way, so that the run had better stop. What was paid for is kept.
    #[must_use]
    pub fn stops_run(&self) -> bool {
        match self {
            Self::Config(_) | Self::Schema(_) | Self::Cache(_) | Self::NoPrice | Self::Budget { .. } => true,
            Self::Transport { why, .. } => {
                matches!(
                    why,
                    TransportError::Dns { .. }
                        | TransportError::Refused { .. }
                        | TransportError::Tls { .. }
                        | TransportError::Unsendable(_)
                )
            }
            Self::Fault { fault, asked, .. } => {
                asked.is_some()
                    || matches!(
                        fault.kind,
                        FaultKind::Key | FaultKind::Forbidden | FaultKind::NotFound | FaultKind::Quota | FaultKind::Redirect
                    )
            }
            Self::NoReply { why, .. } => matches!(why, NoReply::Page(_)),
            _ => false,
        }
    }

    /// Whether the same material in smaller pieces may get an answer.
    #[must_use]
    pub fn smaller_helps(&self) -> bool {
        match self {
            Self::Cut { .. } | Self::TooLong { .. } | Self::PromptLost { .. } => true,
            Self::Fault { fault, .. } => fault.kind == FaultKind::TooLong,
            _ => false,
        }
    }

    /// What to do next, for the person who runs this.
    #[must_use]
    pub fn hint(&self, config: &EndpointConfig) -> String {
        match self {
            Self::Config(_) => "Correct the endpoint's section in verbatim.toml.".into(),
            Self::Schema(_) => "This is a mistake in verbatim itself; please report it.".into(),
            Self::Cache(_) => "Make room or give write access to the project's .verbatim folder, and run again.".into(),
            Self::Transport { why, .. } => transport_hint(why, config),
            Self::Fault { asked: Some(asked), .. } => {
                format!("The endpoint asks to wait {}. Run the same command after that; nothing that was answered is asked again.", spoken(*asked))
            }
            Self::Fault { fault, .. } => fault_hint(fault.kind, config),
            Self::NoReply { why: NoReply::Page(_), .. } => {
                format!("Check `base_url` ({}); a login page of the network or a wrong path looks like this.", config.base_url())
            }
            Self::NoReply { why: NoReply::Strange(_), .. } => {
                format!("Check that the endpoint speaks the protocol `{}`.", config.protocol.name())
            }
            Self::NoReply { .. } => "Run the same command again; nothing that was answered is asked again.".into(),
            Self::Refused { .. } | Self::Filtered { .. } => {
                "The other calls go on. Read this one yourself, or ask another model.".into()
            }
            Self::Cut { empty: true, .. } => "Raise `output_tokens`: a model that thinks needs room for its thoughts as well.".into(),
            Self::Cut { .. } => "It is asked again in smaller pieces; raising `output_tokens` spares that.".into(),
            Self::TooLong { .. } => "Lower the size of batches, or correct `context_tokens` if the model can hold more.".into(),
            Self::PromptLost { .. } if config.protocol == Protocol::OpenAi => {
                "Give the server a longer context (with Ollama, use `protocol = \"ollama\"`), or lower `context_tokens` to what it really has.".into()
            }
            Self::PromptLost { .. } => "Lower `context_tokens` to what the server really has.".into(),
            Self::Misfit { .. } => {
                "The raw reply is kept. A stronger model, or another way to ask (`structured`), may do better; `--fresh` asks anew.".into()
            }
            Self::NoPrice => "Add `price = { input = …, output = …, date = … }` (per million tokens; 0 for a model of your own), or leave out `--budget`.".into(),
            Self::Budget { .. } => "Raise `--budget` to go on; all that was paid for is kept.".into(),
        }
    }
}

fn transport_hint(why: &TransportError, config: &EndpointConfig) -> String {
    match why {
        TransportError::Dns { .. } => "Check the spelling of `base_url`, and that this machine is online.".into(),
        TransportError::Refused { .. } if config.is_loopback() => {
            format!("Start the server on this machine, or correct `base_url` ({}).", config.base_url())
        }
        TransportError::Refused { .. } => format!("Check the address and port in `base_url` ({}).", config.base_url()),
        TransportError::Tls { .. } => {
            "If your company has a certificate authority of its own, name its file in `ca_file`. Otherwise do not send anything there."
                .into()
        }
        TransportError::ConnectTimeout { .. } | TransportError::Connect { .. } => {
            "Check the network; behind a company proxy, name it in `proxy`.".into()
        }
        TransportError::FirstByteTimeout(_) => {
            "Run the same command again, or raise `timeouts.first_byte` if the model needs longer to think.".into()
        }
        TransportError::WholeTimeout { .. } => "Run the same command again, or raise `timeouts.whole` for a slow model.".into(),
        TransportError::Broken(_) => "Run the same command again; nothing that was answered is asked again.".into(),
        TransportError::TooLarge(_) => "Check that `base_url` is a model endpoint.".into(),
        TransportError::NotKept => "A replay has replies only for the questions it was made with.".into(),
        TransportError::Unsendable(_) => "Correct the endpoint's section in verbatim.toml.".into(),
    }
}

fn fault_hint(kind: FaultKind, config: &EndpointConfig) -> String {
    let key = match (&config.key_env, &config.key_file) {
        (Some(name), _) => format!("the key in the environment variable {name}"),
        (None, Some(path)) => format!("the key in {}", path.display()),
        (None, None) => "the key: none is configured, so name its environment variable in `key_env`".into(),
    };
    match kind {
        FaultKind::Key => format!("Check {key}; it must be one for {}.", config.base_url()),
        FaultKind::Forbidden => format!("Ask whoever manages the account to allow the model `{}` for this key.", config.model),
        FaultKind::NotFound => format!("Check `model` (\"{}\") and `base_url` ({}).", config.model, config.base_url()),
        FaultKind::Quota => "Waiting does not help: add credit or raise the account's limit, then run the same command; all that was paid for is kept.".into(),
        FaultKind::RateLimited => {
            "Lower `max_concurrency` or set `requests_per_minute` and `tokens_per_minute` to what your account allows, then run the same command.".into()
        }
        FaultKind::TooLong => "It is asked again in smaller pieces; setting `context_tokens` to what the model can hold spares that.".into(),
        FaultKind::Filtered => "The other calls go on. Read this one yourself, or ask another model.".into(),
        FaultKind::Rejected => "The endpoint's words above name what it does not like; `verbatim doctor` tries the settings one by one.".into(),
        FaultKind::Overloaded | FaultKind::Timeout | FaultKind::Server => {
            "Run the same command again in a while; nothing that was answered is asked again.".into()
        }
        FaultKind::Redirect => "Write the address that the endpoint really has into `base_url`.".into(),
    }
}

fn spoken(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..=119 => format!("{seconds} seconds"),
        seconds @ 120..=7_199 => format!("{} minutes", seconds.div_ceil(60)),
        seconds => format!("{} hours", seconds.div_ceil(3_600)),
    }
}
