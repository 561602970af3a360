//! Each protocol against mocks that check every request field by field, and all faults of the fault proxy.
//!
//! Needs the servers of `tests/peers`, so it is ignored by default; `.ci/endpoint-peers.sh` starts them and runs it.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../src/endpoint/tests/server.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;
#[path = "user/program.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod program;
#[path = "user/scripted.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod scripted;
#[path = "user/spoken.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod spoken;

use std::io::{Read, Write};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use schemars::JsonSchema;
use serde::Deserialize;
use verbatim::endpoint::{
    Answer, Clock, Endpoint, EndpointConfig, EndpointError, Key, Protocol, Question, ReqwestTransport, Structured, Timeouts,
};

const KEY: &str = "sk-peers-must-not-see-this-twice";

/// What the mocks answer with.
#[derive(Debug, Deserialize, JsonSchema)]
#[allow(dead_code)]
struct Number {
    /// The vendor's name.
    vendor: Option<String>,
    total: Option<String>,
    /// A number.
    #[schemars(range(min = 1))]
    number: i64,
}

/// Sleeps at once, and believes that it slept; the proxy's waits are not what is tested here.
#[derive(Default)]
struct Hurry(Mutex<Duration>);

impl Clock for Hurry {
    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
    async fn sleep(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
    fn chance(&self) -> f64 {
        0.0
    }
}

fn peer(protocol: Protocol, url: &str) -> EndpointConfig {
    let timeouts = Timeouts { connect: Duration::from_secs(5), first_byte: Duration::from_secs(8), whole: Duration::from_secs(12) };
    let config = EndpointConfig::new(protocol, "mock");
    EndpointConfig { base_url: Some(url.into()), timeouts, seed: Some(7), ..config }
}

fn ask(config: &EndpointConfig) -> Result<Answer<Number>, EndpointError> {
    let transport = ReqwestTransport::new(config).unwrap();
    let key = Key::new(KEY, "here").unwrap();
    let endpoint = Endpoint::new(config.clone(), Some(key), transport).unwrap().with_clock(Hurry::default());
    let question = Question { step: "find", prompt: "Find the number.", input: "The number is 17." };
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(endpoint.ask(&question))
}

fn shown(example: &str, config: &EndpointConfig) -> EndpointConfig {
    let mut config = config.clone();
    config.headers.insert("Prefer".into(), format!("example={example}"));
    config
}

#[test]
#[ignore = "needs the servers of tests/peers"]
fn strict_mocks_accept_every_way_of_asking() {
    use Structured::{Auto, JsonObject, JsonSchema, Prompt, Tool};
    let mut new_claude = peer(Protocol::Anthropic, "http://127.0.0.1:4011");
    new_claude.headers.insert("anthropic-version".into(), "2026-10-21".into());
    let peers = [
        (peer(Protocol::OpenAi, "http://127.0.0.1:4010/v1"), [Auto, JsonSchema, Tool, JsonObject, Prompt].as_slice(), Some(0.2)),
        (peer(Protocol::Anthropic, "http://127.0.0.1:4014"), &[Auto, JsonSchema, Tool, Prompt], Some(0.2)),
        (new_claude, &[Auto, JsonSchema, Tool, Prompt], None),
        (peer(Protocol::Gemini, "http://127.0.0.1:4012"), &[Auto, JsonSchema, JsonObject, Prompt], Some(0.2)),
    ];
    for (config, modes, temperature) in peers {
        for structured in modes {
            let config = EndpointConfig { structured: *structured, temperature, ..config.clone() };
            let answer = ask(&config).unwrap_or_else(|error| panic!("{config:?}: {error}"));
            println!("{} {structured:?}: {}", config.base_url(), answer.value.number);
            assert_eq!((answer.value.number, answer.repaired, answer.usage.input), (17, false, 50));
        }
    }
}

#[test]
#[ignore = "needs the servers of tests/peers"]
fn mistral_accepts_requests_without_a_seed() {
    // The mock makes up its replies, so only that the request is accepted can be seen.
    let config = peer(Protocol::OpenAi, "http://127.0.0.1:4013/v1");
    for structured in [Structured::Auto, Structured::JsonObject, Structured::Prompt] {
        let error = ask(&EndpointConfig { structured, seed: None, temperature: Some(0.2), ..config.clone() }).unwrap_err();
        assert!(matches!(error, EndpointError::Misfit { .. }), "{error}");
    }
}

#[test]
#[ignore = "needs the servers of tests/peers"]
fn refusals_and_cuts_of_the_mocks_are_told_apart() {
    let openai = peer(Protocol::OpenAi, "http://127.0.0.1:4010/v1");
    let claude = peer(Protocol::Anthropic, "http://127.0.0.1:4014");
    let gemini = peer(Protocol::Gemini, "http://127.0.0.1:4012");
    for (config, example) in [(&openai, "refusal"), (&claude, "refusal")] {
        assert!(matches!(ask(&shown(example, config)), Err(EndpointError::Refused { .. })), "{example}");
    }
    for (config, example) in [(&openai, "filtered"), (&gemini, "safety"), (&gemini, "recitation"), (&gemini, "blocked")] {
        assert!(matches!(ask(&shown(example, config)), Err(EndpointError::Filtered { .. })), "{example}");
    }
    for (config, example) in [(&openai, "truncated"), (&claude, "truncated"), (&gemini, "truncated"), (&gemini, "no-parts")] {
        assert!(matches!(ask(&shown(example, config)), Err(EndpointError::Cut { .. })), "{example}");
    }
    for (config, example) in [(&openai, "fenced"), (&openai, "think"), (&openai, "prose"), (&gemini, "thought"), (&gemini, "split")] {
        assert_eq!(ask(&shown(example, config)).unwrap().value.number, 17, "{example}");
    }
}

#[test]
#[ignore = "needs the servers of tests/peers"]
fn every_fault_of_the_proxy_ends_as_it_should() {
    let through = |fault: &str| {
        let config = peer(Protocol::OpenAi, &format!("http://127.0.0.1:8301/~{fault}/v1"));
        ask(&EndpointConfig { retries: 2, ..config })
    };
    let answered = [
        "ok",
        "200-text",
        "200-bom",
        "200-sse",
        "drip",
        "delay",
        "fenced",
        "prose",
        "think",
        "think-open",
        "reasoning",
        "parts",
        "no-usage",
        "no-finish",
        "odd-finish",
        "odd-tier",
        "odd-created",
        "no-id",
        "length",
        "429,ok",
        "429-date,ok",
        "429-ms,ok",
        "429-none,ok",
        "408,ok",
        "500,503,ok",
        "529,ok",
        "502-html,ok",
        "reset,ok",
        "reset-body,ok",
        "200-empty,ok",
        "json-cut,ok",
        "200-error,ok",
        "str-error,ok",
    ];
    for fault in answered {
        let answer = through(fault).unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!(answer.value.number, 17, "{fault}");
    }
    let failing = [
        ("429-quota", "quota is used up"),
        ("429-long", "too many requests"),
        ("401-detail", "does not accept the key"),
        ("200-html", "web page"),
        ("200-garbage", "not complete JSON"),
        ("no-choices", "no choices"),
        ("stall", "not complete within"),
        ("hang", "no reply began"),
        ("big", "longer than 16 MiB"),
        ("redirect", "redirects"),
        ("cut-stop", "no complete JSON"),
        ("null-content", "the reply is empty"),
        ("blank", "the reply is empty"),
        ("filter", "content filter"),
        ("refusal", "declined"),
    ];
    for (fault, words) in failing {
        // Waiting for nothing three times over would only take long.
        let retries = if matches!(fault, "stall" | "hang") { 0 } else { 2 };
        let config = peer(Protocol::OpenAi, &format!("http://127.0.0.1:8301/~{fault}/v1"));
        let timeouts = Timeouts { first_byte: Duration::from_secs(3), whole: Duration::from_secs(5), ..config.timeouts };
        let error = ask(&EndpointConfig { retries, timeouts, ..config }).err().unwrap_or_else(|| panic!("{fault} was answered"));
        let said = error.to_string();
        println!("{fault}: {said}");
        assert!(said.contains(words) && !said.contains(KEY), "{fault}: {said}");
    }
}

/// What a strict mock at a port says of a request, which goes to it to the byte: its status.
fn status_of(port: u16, asked: &loopback::Asked) -> u16 {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(asked.head.as_bytes()).and_then(|()| stream.write_all(asked.body.as_bytes())).unwrap();
    let mut line = [0; 12];
    stream.read_exact(&mut line).unwrap();
    String::from_utf8_lossy(&line)[9..].parse().unwrap()
}

#[test]
#[ignore = "needs the servers of tests/peers"]
fn strict_mocks_accept_every_request_of_a_whole_synthesis() {
    use spoken::Protocol::{Anthropic, Gemini, OpenAi};
    let mut script: serde_json::Value = serde_json::from_str(include_str!("../fixtures/replies/good.json")).unwrap();
    // One quote that goes back, so that each step asks something.
    script["calls"][0]["findings"][1]["quotes"][0]["text"] = "Nobody said these words.".into();
    // The mocks of Anthropic know the type of a request that is not streamed, and no other.
    for (port, protocol, stream) in [
        (4010, OpenAi, false),
        (4010, OpenAi, true),
        (4013, OpenAi, false),
        (4014, Anthropic, false),
        (4012, Gemini, false),
        (4012, Gemini, true),
    ] {
        let script = script.clone();
        let strict = move |act: scripted::Acts| {
            loopback::Server::answering(move |number, asked| match status_of(port, asked) {
                400..=499 => loopback::Act::Answer(422, "", format!("{{\"error\": \"the mock at {port} refuses this\"}}")),
                _ => act(number, asked),
            })
        };
        let model = scripted::Model::over(strict, move |heard| scripted::answer(&script, &heard.step, &heard.input).to_string());
        let project = scripted::project(&model);
        let config = format!("{}stream = {stream}\nretries = 0\n[propose]\nbatch_calls = 1\n", model.endpoint("endpoint", protocol));
        project.write("verbatim.toml", config);
        let ran = scripted::ran(&project, &["propose"]).exits(0);
        assert_eq!(model.received().len(), model.answered().len(), "{port}: {}", ran.stderr);
        let steps: std::collections::BTreeSet<String> = model.steps().into_iter().collect();
        println!("{port} {protocol:?} stream {stream}: {steps:?}");
        assert!(steps.len() == 5 && scripted::themes(&project).len() == 1, "{steps:?}: {}", ran.stderr);
    }
}
