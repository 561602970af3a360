//! The endpoint against a real HTTP server on loopback. Nothing here waits: the clock is a test's own, and the few timeouts that
//! the transport itself keeps are set to some hundredths of a second.

mod faults;
mod keeping;
mod protocols;
mod replies;
mod server;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::test_clock::TestClock;
use super::*;
use server::{Act, Server};

const KEY: &str = "sk-never-to-be-seen-anywhere";

/// What the tests ask for.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Found {
    /// The problem, in the customer's words.
    problem: String,
    /// The turn in which it is said.
    #[schemars(range(min = 1))]
    turn: u32,
}

const GOOD: &str = r#"{"problem":"It was slow.","turn":3}"#;

fn found() -> Found {
    Found { problem: "It was slow.".into(), turn: 3 }
}

fn question() -> Question<'static> {
    Question { step: "find", prompt: "Find the problem.", input: "1 C: It was slow." }
}

/// A chat completion with this text.
fn chat(text: &str, finish: &str) -> String {
    json!({
        "id": "c1", "object": "chat.completion", "created": 1, "model": "m-1",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 12, "total_tokens": 52},
    })
    .to_string()
}

fn ok(body: String) -> Act {
    Act::Answer(200, "content-type: application/json\r\n", body)
}

fn good() -> Act {
    ok(chat(GOOD, "stop"))
}

/// Keeps replies in memory.
#[derive(Debug, Default)]
struct Shelf(pub(super) Mutex<HashMap<RequestHash, Vec<u8>>>);

impl ReplyCache for Shelf {
    fn get(&self, request: &RequestHash) -> Result<Option<Vec<u8>>, CacheError> {
        Ok(self.0.lock().unwrap().get(request).cloned())
    }

    fn put(&self, request: &RequestHash, body: &[u8]) -> Result<(), CacheError> {
        self.0.lock().unwrap().insert(*request, body.to_vec());
        Ok(())
    }
}

/// Remembers what happened, as text.
#[derive(Debug, Default)]
struct Diary(pub(super) Mutex<Vec<String>>);

impl Watch for Diary {
    fn event(&self, event: &Event<'_>) {
        if !matches!(event, Event::Receiving { .. }) {
            self.0.lock().unwrap().push(format!("{event:?}"));
        }
    }
}

/// An endpoint at the server, with everything in it that a run has.
struct Bench {
    endpoint: Endpoint<ReqwestTransport, TestClock>,
    shelf: Arc<Shelf>,
    diary: Arc<Diary>,
}

fn config(server: &Server) -> EndpointConfig {
    let timeouts = Timeouts { connect: Duration::from_secs(5), first_byte: Duration::from_secs(5), whole: Duration::from_secs(5) };
    let config = EndpointConfig::new(Protocol::OpenAi, "m");
    EndpointConfig { base_url: Some(server.url()), key_env: Some("MY_KEY".into()), retries: 2, timeouts, ..config }
}

impl Bench {
    fn new(config: EndpointConfig) -> Self {
        let transport = ReqwestTransport::new(&config).unwrap().with_longest_body(12 << 20);
        let (shelf, diary) = (Arc::new(Shelf::default()), Arc::new(Diary::default()));
        let key = Key::new(KEY, "MY_KEY").unwrap();
        let endpoint = Endpoint::new(config, Some(key), transport)
            .unwrap()
            .with_clock(TestClock::default())
            .with_cache(shelf.clone())
            .with_watch(diary.clone());
        Self { endpoint, shelf, diary }
    }

    fn at(server: &Server) -> Self {
        Self::new(config(server))
    }

    fn ask(&self) -> Result<Answer<Found>, EndpointError> {
        run(self.endpoint.ask(&question()))
    }

    /// The time that was slept.
    fn slept(&self) -> Duration {
        self.endpoint.clock.elapsed()
    }

    fn kept(&self) -> usize {
        self.shelf.0.lock().unwrap().len()
    }

    fn diary(&self) -> String {
        self.diary.0.lock().unwrap().join("\n")
    }
}

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
