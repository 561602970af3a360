//! The endpoints of a project, joined with its store, its budget and the screen, as the synthesis wants them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::Workspace;
use super::meter::Meter;
use crate::endpoint::{
    Budget, CacheError, ConfigError, Endpoint, EndpointConfig, EndpointError, Key, KeyError, Question, ReplyCache, RequestHash,
    ReqwestTransport, TransportError,
};
use crate::error::Error;
use crate::propose::model::{Ask, BatchSize, PromptError, Prompts, Secret, Step, asked_about};
use crate::propose::{Codebook, CodebookError};
use crate::store::Replies;
use crate::ui::Ui;

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        Error::failed(error.to_string()).hint("`verbatim doctor` checks the endpoint and its key.").because(error)
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Error::usage(error.to_string()).hint("Correct the endpoint's section in verbatim.toml.")
    }
}

impl From<PromptError> for Error {
    fn from(error: PromptError) -> Self {
        Error::usage(error.to_string())
            .hint("Correct the file in your project's folder prompts, or delete it: the built-in one is used then.")
    }
}

impl From<CodebookError> for Error {
    fn from(error: CodebookError) -> Self {
        Error::usage(error.to_string()).hint("Correct prompts/codebook.toml in your project's folder, or delete it.")
    }
}

/// The project's replies as the endpoint wants them.
struct Kept {
    replies: Replies,
    /// Whether replies of earlier runs are passed over (`--fresh`).
    fresh: bool,
}

impl ReplyCache for Kept {
    fn get(&self, request: &RequestHash) -> Result<Option<Vec<u8>>, CacheError> {
        if self.fresh {
            return Ok(None);
        }
        self.replies.get(request.bytes()).map_err(|why| CacheError(why.into()))
    }

    fn put(&self, request: &RequestHash, body: &[u8]) -> Result<(), CacheError> {
        self.replies.put(request.bytes(), body, &asked_about()).map_err(|why| CacheError(why.into()))
    }
}

/// The words and sizes that a synthesis goes by.
pub(super) struct Terms {
    pub codebook: Codebook,
    pub prompts: Prompts,
    pub secret: Secret,
    pub size: BatchSize,
}

impl Terms {
    pub(super) fn of(workspace: &Workspace) -> Result<Terms, Error> {
        let codebook = codebook(workspace)?;
        let folder = workspace.project.root().join("prompts");
        let mut own = BTreeMap::new();
        for step in Step::ALL {
            if let Some(text) = read_if_there(&folder.join(step.prompt_file()))? {
                own.insert(step.prompt_file(), text);
            }
        }
        let prompts = Prompts::render(&codebook, |file| own.get(file).cloned())?;
        let secret = Secret::new(workspace.store.envelope_secret()?);
        let sizes = &workspace.config.propose;
        Ok(Terms { codebook, prompts, secret, size: BatchSize { tokens: sizes.batch_tokens, calls: sizes.batch_calls.max(1) } })
    }
}

/// The user's codebook, or the built-in one.
pub(super) fn codebook(workspace: &Workspace) -> Result<Codebook, Error> {
    match read_if_there(&workspace.project.root().join("prompts/codebook.toml"))? {
        Some(text) => Ok(Codebook::parse(&text)?),
        None => Ok(Codebook::built_in()),
    }
}

fn read_if_there(path: &Path) -> Result<Option<String>, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::failed(format!("{} could not be read.", path.display())).because(error)),
    }
}

/// A project's config of an endpoint, with files seen from the project's folder.
pub(super) fn from_root(config: &EndpointConfig, root: &Path) -> EndpointConfig {
    let seen = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| root.join(path));
    EndpointConfig { key_file: seen(&config.key_file), ca_file: seen(&config.ca_file), ..config.clone() }
}

/// The endpoint of each step.
pub(super) struct Model {
    /// By name; steps may share one.
    endpoints: BTreeMap<String, Endpoint<ReqwestTransport>>,
    of_step: BTreeMap<Step, String>,
    pub meter: Arc<Meter>,
    /// For a dry run: what would be sent, instead of sending it.
    dry: Option<RefCell<Vec<Planned>>>,
}

/// A request that would be sent.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub step: Step,
    pub tokens: u64,
    /// Every byte of it, the key hidden.
    pub shown: String,
}

/// How to ask.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asking {
    pub budget: Option<f64>,
    pub fresh: bool,
    pub dry: bool,
}

impl Model {
    pub(super) fn of(workspace: &Workspace, ui: &Ui, asking: Asking) -> Result<Model, Error> {
        let budget = Arc::new(Budget::new(asking.budget));
        let meter = Arc::new(Meter::new(ui, Arc::clone(&budget)));
        let kept: Arc<dyn ReplyCache> = Arc::new(Kept { replies: workspace.store.replies()?, fresh: asking.fresh });
        let mut endpoints = BTreeMap::new();
        let mut of_step = BTreeMap::new();
        for step in Step::ALL {
            let (name, config) = workspace.config.endpoint_for(step.name())?;
            of_step.insert(step, name.to_owned());
            if endpoints.contains_key(name) {
                continue;
            }
            let config = from_root(config, workspace.project.root());
            let key = match Key::load(&config, |name| std::env::var(name).ok()) {
                // What would be sent can be looked at without a key.
                Err(_) if asking.dry => None,
                key => key?,
            };
            let transport = ReqwestTransport::new(&config)?;
            let endpoint = Endpoint::new(config, key, transport)
                .map_err(|error| Error::usage(error.to_string()).hint("Correct the endpoint's section in verbatim.toml."))?
                .with_cache(Arc::clone(&kept))
                .with_watch(meter.clone())
                .with_budget(Arc::clone(&budget));
            if let Some(learnt) = workspace.store.setting(&learnt_key(endpoint.config()))?.and_then(|json| serde_json::from_str(&json).ok())
            {
                endpoint.set_dialect(learnt);
            }
            endpoints.insert(name.to_owned(), endpoint);
        }
        Ok(Model { endpoints, of_step, meter, dry: asking.dry.then(RefCell::default) })
    }

    fn endpoint(&self, step: Step) -> Option<&Endpoint<ReqwestTransport>> {
        self.endpoints.get(self.of_step.get(&step)?)
    }

    /// The config of the endpoint that a step asks.
    pub(super) fn config(&self, step: Step) -> Option<&EndpointConfig> {
        self.endpoint(step).map(Endpoint::config)
    }

    /// Keeps how each endpoint wants to be asked, so that the next run needn't find out again.
    pub(super) fn keep_learnt(&self, workspace: &mut Workspace) -> Result<(), Error> {
        for endpoint in self.endpoints.values() {
            let learnt = serde_json::to_string(&endpoint.dialect()).unwrap_or_default();
            workspace.store.set_setting(&learnt_key(endpoint.config()), &learnt)?;
        }
        Ok(())
    }

    /// What a dry run would have sent.
    pub(super) fn planned(&self) -> Vec<Planned> {
        self.dry.as_ref().map(|planned| planned.borrow().clone()).unwrap_or_default()
    }
}

/// What decides on a reply beside model, prompt and input, in words.
pub(super) fn settings(config: &EndpointConfig) -> String {
    let mut words = format!("{} at {}, {} tokens of answer at most", config.protocol.name(), config.base_url(), config.output_tokens);
    if let Some(temperature) = config.temperature {
        let _ = write!(words, ", temperature {temperature}");
    }
    if let Some(seed) = config.seed {
        let _ = write!(words, ", seed {seed}");
    }
    words
}

/// Another address, model or setting is another endpoint to learn about.
fn learnt_key(config: &EndpointConfig) -> String {
    let json = serde_json::to_string(config).unwrap_or_default();
    let hash: String = Sha256::digest(json).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("dialect {hash}")
}

impl Ask for Model {
    async fn ask<V: JsonSchema + DeserializeOwned>(
        &self,
        step: Step,
        prompt: &str,
        input: &str,
        check: impl Fn(&V) -> Result<(), String> + Send + Sync,
    ) -> Result<V, EndpointError> {
        let not_kept = || EndpointError::Transport { why: TransportError::NotKept, attempts: 1 };
        let endpoint = self.endpoint(step).ok_or_else(not_kept)?;
        let question = Question { step: step.name(), prompt, input };
        if let Some(planned) = &self.dry {
            let (request, tokens, kept) = endpoint.preview::<V>(&question)?;
            if !kept {
                planned.borrow_mut().push(Planned { step, tokens, shown: request.shown() });
                return Err(not_kept());
            }
        }
        endpoint.ask_checked(&question, check).await.map(|answer| answer.value)
    }

    fn model(&self, step: Step) -> String {
        self.config(step).map(|config| config.model.clone()).unwrap_or_default()
    }

    fn settings(&self, step: Step) -> String {
        self.config(step).map(settings).unwrap_or_default()
    }

    fn at_once(&self, step: Step) -> usize {
        self.config(step).map_or(1, |config| config.max_concurrency)
    }

    fn begins(&self, step: Step, questions: usize, calls: usize) {
        self.meter.begins(step, questions, calls);
    }

    fn ends(&self, _step: Step) {
        self.meter.ends();
    }
}
