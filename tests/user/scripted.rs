//! A model on a real HTTP server on loopback that answers each step with what a language model wrote for the fixture calls, in any of the
//! four protocols; and a project that asks it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::loopback::{Act, Server};
use crate::program::{Project, Ran, fixture_calls};
use crate::spoken::{self, Heard, Protocol};

pub const KEY: &str = "sk-test-must-not-be-seen-anywhere";

/// What is done instead of answering, by the number of the request (from 0).
type Fault = Box<dyn Fn(usize, &Heard) -> Option<Act> + Send>;

/// What a server does with each request and its number.
pub type Acts = Box<dyn Fn(usize, &crate::loopback::Asked) -> Act + Send + Sync>;

/// A model that answers each step; it ends with the test's process.
pub struct Model {
    server: Server,
    state: Arc<Mutex<State>>,
}

struct State {
    /// Requests that were answered.
    answered: Vec<Heard>,
    fault: Fault,
}

impl Model {
    /// One that answers from a file of `fixtures/replies`.
    pub fn start(script: &str) -> Model {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/replies").join(script);
        let script: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        Model::answering(move |heard| answer(&script, &heard.step, &heard.input).to_string())
    }

    /// One that answers with what `reply` says.
    pub fn answering(reply: impl Fn(&Heard) -> String + Send + Sync + 'static) -> Model {
        Model::over(Server::answering, reply)
    }

    /// The same, on a server that `serve` makes.
    pub fn over(serve: impl FnOnce(Acts) -> Server, reply: impl Fn(&Heard) -> String + Send + Sync + 'static) -> Model {
        let state = Arc::new(Mutex::new(State { answered: Vec::new(), fault: Box::new(|_, _| None) }));
        let shared = Arc::clone(&state);
        let server = serve(Box::new(move |number, asked| {
            let heard = match spoken::heard(asked) {
                Ok(heard) => heard,
                Err(why) => return Act::Answer(422, "", json!({"error": {"message": why}}).to_string()),
            };
            let header = spoken::key_header(heard.protocol, KEY);
            if !asked.head.lines().any(|line| line.eq_ignore_ascii_case(&header)) {
                return Act::Answer(401, "", json!({"error": {"message": "no key"}}).to_string());
            }
            let mut state = shared.lock().unwrap();
            if let Some(act) = (state.fault)(number, &heard) {
                return act;
            }
            let (kind, body) = spoken::reply(heard.protocol, &reply(&heard), heard.streamed);
            state.answered.push(heard);
            Act::Answer(200, kind, body)
        }));
        Model { server, state }
    }

    /// From now on does what `fault` says, where it says something.
    pub fn fails(&self, fault: impl Fn(usize, &Heard) -> Option<Act> + Send + 'static) {
        self.state.lock().unwrap().fault = Box::new(fault);
    }

    /// From now on answers everything.
    pub fn recovers(&self) {
        self.fails(|_, _| None);
    }

    /// Its section of `verbatim.toml`.
    pub fn endpoint(&self, section: &str, protocol: Protocol) -> String {
        let path = if protocol == Protocol::OpenAi { "/v1" } else { "" };
        format!(
            "[{section}]\nprotocol = \"{}\"\nmodel = \"test-model\"\nbase_url = \"http://127.0.0.1:{}{path}\"\nkey_env = \"TEST_KEY\"\n",
            protocol.name(),
            self.server.port()
        )
    }

    /// A whole `verbatim.toml`.
    pub fn config(&self) -> String {
        let endpoint = self.endpoint("endpoint", Protocol::OpenAi);
        format!("{endpoint}retries = 0\nprice = {{ input = 1.0, output = 2.0, date = \"2026-11-01\" }}\n[propose]\nbatch_calls = 1\n")
    }

    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// The requests that were answered.
    pub fn answered(&self) -> Vec<Heard> {
        self.state.lock().unwrap().answered.clone()
    }

    /// The steps of the requests that were answered since the last look.
    pub fn steps(&self) -> Vec<String> {
        self.state.lock().unwrap().answered.drain(..).map(|heard| heard.step).collect()
    }

    /// Waits until it has heard whatever a program that is gone had asked.
    pub fn is_done(&self) {
        self.server.is_done();
    }

    /// Everything that came, answered or not, to the byte.
    pub fn received(&self) -> Vec<crate::loopback::Asked> {
        self.server.asked()
    }
}

pub fn answer(script: &Value, step: &str, input: &str) -> Value {
    let lines: Vec<&str> = input.lines().collect();
    match step {
        "find" => {
            let mut found = Vec::new();
            for (number, part) in (1..).zip(input.split("\nCALL ").skip(1)) {
                for call in script["calls"].as_array().unwrap().iter().filter(|c| part.contains(c["when"].as_str().unwrap())) {
                    for finding in call["findings"].as_array().unwrap() {
                        let mut finding = finding.clone();
                        finding["call"] = json!(number);
                        found.push(finding);
                    }
                }
            }
            json!({"findings": found})
        }
        "repair" => {
            let fixed = &script["repair"];
            let one = |id: usize| match fixed.as_object() {
                Some(_) => json!({"id": id, "do": "correct", "turn": fixed["turn"], "text": fixed["text"]}),
                None => json!({"id": id, "do": "withdraw", "turn": 0, "text": ""}),
            };
            json!({"quotes": (1..=lines.iter().filter(|l| l.starts_with("QUOTE ")).count()).map(one).collect::<Vec<_>>()})
        }
        // What has the same statement is put together.
        "group" => {
            let said: Vec<(u64, &str)> =
                lines.iter().filter_map(|l| l.split_once(' ')).filter_map(|(id, text)| Some((id.parse().ok()?, text))).collect();
            let first = said.iter().find(|(id, text)| said.iter().any(|(other, same)| other != id && same == text));
            let themes = first.map(|(_, text)| {
                let ids: Vec<u64> = said.iter().filter(|(_, same)| same == text).map(|(id, _)| *id).collect();
                json!({"statement": text, "ids": ids})
            });
            json!({"themes": themes.into_iter().collect::<Vec<_>>()})
        }
        "second_look" => json!({"findings": []}),
        "challenge" => json!({"passages": [{"passage": 1, "stands": "against"}, {"passage": 999, "stands": "against"}]}),
        other => panic!("{other}"),
    }
}

/// A project with calls 08 and 09, and this model.
pub fn project(model: &Model) -> Project {
    let project = Project::new();
    for name in ["08-willow-creek-dental-arts.md", "09-tri-county-community-dental.txt"] {
        project.write(&format!("calls/{name}"), std::fs::read(fixture_calls().join(name)).unwrap());
    }
    let speakers = std::fs::read_to_string(fixture_calls().join("speakers.csv")).unwrap();
    let ours: Vec<&str> = speakers.lines().filter(|l| l.starts_with("call,") || l.starts_with("08") || l.starts_with("09")).collect();
    project.write("calls/speakers.csv", ours.join("\n"));
    project.write("verbatim.toml", model.config());
    ran(&project, &["ingest", "calls"]).exits(0);
    project
}

pub fn ran(project: &Project, arguments: &[&str]) -> Ran {
    project.run_with(arguments, &[("TEST_KEY", KEY)])
}

pub fn themes(project: &Project) -> Vec<Value> {
    ran(project, &["themes", "--json"]).exits(0).json()["themes"].as_array().unwrap().clone()
}

/// The themes without where and when their findings were asked for, to compare those of two projects.
pub fn claims(project: &Project) -> Vec<Value> {
    let mut all = themes(project);
    for theme in &mut all {
        theme.as_object_mut().unwrap().remove("findings");
    }
    all
}
