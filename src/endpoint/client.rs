//! The endpoint itself: kept reply, or limits, request, retries, and then the reading of it, with one round of repair.

use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::wire::{self, Ask, Finish, Message, Reply, Speaker, Usage};
use super::{
    Budget, Clock, Dialect, EndpointConfig, EndpointError, Event, HttpRequest, Key, Misfit, NoCache, Rate, ReplyCache, RequestHash,
    RetryPolicy, Schema, SystemClock, Transport, Watch, estimate_tokens, read_value,
};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// The step it belongs to, for progress and as the schema's name.
    pub step: &'a str,
    /// The instructions, the same for all questions of a step.
    pub prompt: &'a str,
    /// The material.
    pub input: &'a str,
}

/// A value that fits its schema, and where it came from. Fitting is all that was checked: what it says is still only a model's word.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// Under which the reply is kept that the value was read from.
    pub request: RequestHash,
    /// What was used for it now; nothing for a kept reply.
    pub usage: Usage,
    /// What that cost; none when no price is known.
    pub cost: Option<f64>,
    /// Whether nothing had to be sent.
    pub kept: bool,
    /// Whether the first reply did not fit and was sent back.
    pub repaired: bool,
    /// Whether the endpoint called the reply cut off, although it is complete.
    pub suspect: bool,
    /// The model that answered, as it names itself.
    pub model: Option<String>,
}

/// One model endpoint. Ask it from as many tasks as you like: limits, budget and what it has learnt are shared.
pub struct Endpoint<T, C = SystemClock> {
    pub(super) config: EndpointConfig,
    pub(super) key: Option<Key>,
    pub(super) transport: T,
    pub(super) clock: C,
    pub(super) cache: Arc<dyn ReplyCache>,
    pub(super) watch: Arc<dyn Watch>,
    pub(super) budget: Arc<Budget>,
    pub(super) rate: Rate,
    pub(super) policy: RetryPolicy,
    pub(super) dialect: Mutex<Dialect>,
}

impl<T: Transport> Endpoint<T> {
    /// An endpoint that keeps nothing, shows nothing and has no budget.
    ///
    /// # Errors
    /// [`EndpointError::Config`] when the config does not hold together.
    pub fn new(config: EndpointConfig, key: Option<Key>, transport: T) -> Result<Self, EndpointError> {
        config.check()?;
        Ok(Self {
            key,
            transport,
            clock: SystemClock::default(),
            cache: Arc::new(NoCache),
            watch: Arc::new(()),
            budget: Arc::new(Budget::default()),
            rate: Rate::new(&config),
            policy: RetryPolicy::with_retries(config.retries),
            dialect: Mutex::new(Dialect::first(&config)),
            config,
        })
    }
}

/// A reply, kept or new, with what it took.
pub(super) struct Got {
    pub(super) reply: Reply,
    pub(super) request: RequestHash,
    pub(super) kept: bool,
    pub(super) usage: Usage,
    pub(super) cost: Option<f64>,
}

impl<T: Transport, C: Clock> Endpoint<T, C> {
    /// Keeps replies in `cache`, and takes them from there.
    #[must_use]
    pub fn with_cache(self, cache: Arc<dyn ReplyCache>) -> Self {
        Self { cache, ..self }
    }

    /// Tells `watch` what happens.
    #[must_use]
    pub fn with_watch(self, watch: Arc<dyn Watch>) -> Self {
        Self { watch, ..self }
    }

    /// Keeps within `budget`, which other endpoints may share.
    #[must_use]
    pub fn with_budget(self, budget: Arc<Budget>) -> Self {
        Self { budget, ..self }
    }

    /// Takes its time from `clock`.
    #[must_use]
    pub fn with_clock<D: Clock>(self, clock: D) -> Endpoint<T, D> {
        let Self { config, key, transport, cache, watch, budget, rate, policy, dialect, .. } = self;
        Endpoint { config, key, transport, clock, cache, watch, budget, rate, policy, dialect }
    }

    /// What the user configured.
    #[must_use]
    pub fn config(&self) -> &EndpointConfig {
        &self.config
    }

    /// How the endpoint wants to be asked, as far as is known by now.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts with what an earlier run has learnt.
    pub fn set_dialect(&self, dialect: Dialect) {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner) = dialect;
    }

    /// The request that a question would send first, for `--dry-run`: its bytes, its tokens (estimated), and whether a kept reply spares it.
    ///
    /// # Errors
    /// When the question cannot be asked, or the cache not be read.
    pub fn preview<V: JsonSchema>(&self, question: &Question<'_>) -> Result<(HttpRequest, u64, bool), EndpointError> {
        let schema = Schema::of::<V>(question.step)?;
        let messages = [said(Speaker::User, question.input)];
        let ask = self.ask_value(question, &schema, &messages);
        let kept = self.cache.get(&self.hash(&ask))?.is_some();
        Ok((wire::request(&ask, self.key.as_ref())?, tokens(&ask), kept))
    }

    /// Asks, and reads the reply as a `V`.
    ///
    /// # Errors
    /// [`EndpointError`], after retries and one repair.
    pub async fn ask<V: JsonSchema + DeserializeOwned>(&self, question: &Question<'_>) -> Result<Answer<V>, EndpointError> {
        self.ask_checked(question, |_: &V| Ok(())).await
    }

    /// Asks, and accepts only a value in which `check` finds no fault; what it finds is sent back once, in its words.
    ///
    /// # Errors
    /// [`EndpointError`], after retries and one repair.
    pub async fn ask_checked<V: JsonSchema + DeserializeOwned>(
        &self,
        question: &Question<'_>,
        check: impl Fn(&V) -> Result<(), String> + Send + Sync,
    ) -> Result<Answer<V>, EndpointError> {
        let schema = Schema::of::<V>(question.step)?;
        let mut messages = vec![said(Speaker::User, question.input)];
        let first = self.exchange(question, &schema, &messages).await?;
        let misfit = match self.judge(&first, &schema, &check)? {
            Ok(value) => return Ok(answer(value, first, None)),
            Err(misfit) => misfit.to_string(),
        };
        self.watch.event(&Event::Repairing { step: question.step, problems: &misfit });
        // An overlong reply would only fill the context; without it the question is simply asked again, with what went wrong.
        if !first.reply.text.trim().is_empty() && first.reply.text.len() <= LONGEST_SENT_BACK {
            messages.push(said(Speaker::Model, &first.reply.text));
            messages.push(said(Speaker::User, &repair(&misfit, &schema)));
        } else {
            messages[0].text = format!("{}\n\n{}", question.input, repair(&misfit, &schema));
        }
        let second = self.exchange(question, &schema, &messages).await?;
        match self.judge(&second, &schema, &check)? {
            Ok(value) => Ok(answer(value, second, Some(&first))),
            Err(misfit) => Err(EndpointError::Misfit { misfit, kept: second.request }),
        }
    }

    /// Reads the value out of a reply. The outer error is final, the inner one can be sent back.
    fn judge<V: DeserializeOwned>(
        &self,
        got: &Got,
        schema: &Schema,
        check: &(impl Fn(&V) -> Result<(), String> + Send + Sync),
    ) -> Result<Result<V, Misfit>, EndpointError> {
        let kept = got.request;
        match &got.reply.finish {
            Finish::Refused(why) => return Err(EndpointError::Refused { why: why.clone(), kept }),
            Finish::Filtered(why) => return Err(EndpointError::Filtered { why: why.clone(), kept }),
            _ => {}
        }
        let value = read_value::<V>(&got.reply.text, schema);
        if value.is_err() && got.reply.finish == Finish::Length {
            return Err(EndpointError::Cut { limit: self.config.output_tokens, empty: got.reply.text.trim().is_empty(), kept });
        }
        Ok(value.and_then(|value| check(&value).map_err(Misfit::Content).map(|()| value)))
    }

    pub(super) fn ask_value<'a>(&'a self, question: &Question<'a>, schema: &'a Schema, messages: &'a [Message]) -> Ask<'a> {
        Ask { config: &self.config, dialect: self.dialect(), schema, prompt: question.prompt, messages }
    }

    /// The hash of everything that decides on the reply. How the endpoint wants to be asked is left out: what one run learns must not
    /// make the next one pay again.
    pub(super) fn hash(&self, ask: &Ask<'_>) -> RequestHash {
        let config = &self.config;
        let settings = serde_json::json!([
            config.temperature,
            config.seed,
            config.output_tokens,
            (config.protocol == super::Protocol::Ollama).then_some(config.context_tokens),
            config.structured,
            config.headers,
        ]);
        let (settings, schema) = (settings.to_string(), ask.schema.portable().to_string());
        let fixed = [
            ("verbatim reply", "1"),
            ("protocol", config.protocol.name()),
            ("base_url", config.base_url()),
            ("model", &config.model),
            ("settings", &settings),
            ("schema name", ask.schema.name()),
            ("schema", &schema),
            ("prompt", ask.prompt),
        ];
        let speaker = |speaker| if speaker == Speaker::User { "user" } else { "model" };
        let spoken = ask.messages.iter().map(|message| (speaker(message.speaker), message.text.as_str()));
        RequestHash::of(fixed.into_iter().chain(spoken).map(|(name, value)| (name, value.as_bytes())))
    }
}

/// A reply that is longer is not sent back for repair.
const LONGEST_SENT_BACK: usize = 40_000;

fn said(speaker: Speaker, text: &str) -> Message {
    Message { speaker, text: text.to_owned() }
}

fn repair(misfit: &str, schema: &Schema) -> String {
    format!(
        "Your reply cannot be used: {misfit}.\nAnswer the request again, in full, with one JSON object and nothing else. It must match this \
         JSON schema:\n{}",
        schema.portable()
    )
}

pub(super) fn tokens(ask: &Ask<'_>) -> u64 {
    let messages: u64 = ask.messages.iter().map(|message| estimate_tokens(&message.text) + 4).sum();
    // The schema is read by the model too, wherever it stands.
    messages + estimate_tokens(ask.prompt) + estimate_tokens(&ask.schema.portable().to_string())
}

fn answer<V>(value: V, got: Got, first: Option<&Got>) -> Answer<V> {
    let before = first.map_or(Usage::default(), |first| first.usage);
    let usage = Usage { input: got.usage.input + before.input, output: got.usage.output + before.output };
    let cost = got.cost.map(|cost| cost + first.and_then(|first| first.cost).unwrap_or(0.0));
    Answer {
        value,
        request: got.request,
        usage,
        cost,
        kept: got.kept && first.is_none_or(|first| first.kept),
        repaired: first.is_some(),
        suspect: got.reply.finish == Finish::Length,
        model: got.reply.model,
    }
}
