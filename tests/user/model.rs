//! Proposing with a model: a real HTTP server on loopback answers with what a language model wrote for the fixture calls.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::program::{Project, Ran, fixture_calls};

const KEY: &str = "sk-test-must-not-be-seen-anywhere";

/// A model that answers each step; it ends with the test's process.
struct Model {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    /// From `fixtures/replies`.
    script: Value,
    /// Requests that were answered: step and whole body.
    asked: Vec<(String, String)>,
    /// After so many answers the server breaks every connection.
    dies_after: usize,
    status: u16,
}

impl Model {
    fn start(script: &str) -> Model {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/replies").join(script);
        let script = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let state = Arc::new(Mutex::new(State { script, asked: Vec::new(), dies_after: usize::MAX, status: 200 }));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &shared);
            }
        });
        Model { port, state }
    }

    fn config(&self) -> String {
        let address = format!("http://127.0.0.1:{}/v1", self.port);
        format!(
            "[endpoint]\nprotocol = \"openai\"\nmodel = \"test-model\"\nbase_url = \"{address}\"\nkey_env = \"TEST_KEY\"\nretries = 0\n\
             price = {{ input = 1.0, output = 2.0, date = \"2026-11-01\" }}\n[propose]\nbatch_calls = 1\n"
        )
    }

    fn asked(&self) -> Vec<(String, String)> {
        self.state.lock().unwrap().asked.clone()
    }

    /// How many requests of each step came since the last look.
    fn steps(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.drain(..).map(|(step, _)| step).collect()
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.contains(&format!("Bearer {KEY}")), "{head}");
    let length = head.lines().find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let mut state = state.lock().unwrap();
    if state.asked.len() >= state.dies_after {
        return None;
    }
    let text = String::from_utf8(body).unwrap();
    let request: Value = serde_json::from_str(&text).unwrap();
    let step = request["response_format"]["json_schema"]["name"].as_str().unwrap().to_owned();
    let input = request["messages"][1]["content"].as_str().unwrap();
    let answer = answer(&state.script, &step, input).to_string();
    state.asked.push((step, text));
    let body = json!({"id": "c", "object": "chat.completion", "created": 1, "model": "test-model",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": answer}}]})
    .to_string();
    let head = format!(
        "HTTP/1.1 {} X\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        state.status,
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).ok()
}

fn answer(script: &Value, step: &str, input: &str) -> Value {
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
fn project(model: &Model) -> Project {
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

fn ran(project: &Project, arguments: &[&str]) -> Ran {
    project.run_with(arguments, &[("TEST_KEY", KEY)])
}

fn themes(project: &Project) -> Vec<Value> {
    ran(project, &["themes", "--json"]).exits(0).json()["themes"].as_array().unwrap().clone()
}

#[test]
fn proposals_come_back_checked_and_nothing_is_asked_twice() {
    let model = Model::start("good.json");
    let project = project(&model);
    let first = ran(&project, &["propose"]).exits(0);
    assert!(first.stderr.contains("test-model") && first.stderr.contains("which cost"), "{}", first.stderr);
    assert!(first.stderr.contains("reads like an instruction to a machine"), "call 09 holds one:\n{}", first.stderr);
    let found = themes(&project);
    let repeated = found.iter().find(|t| t["statement"] == "Nobody can see what each office pays").unwrap();
    assert_eq!((&repeated["candidate"]["calls"], &repeated["support"]["calls"]), (&json!(2), &json!(0)), "{repeated}");
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|t| t["state"] == "proposed"), "an instruction in a call accepts nothing");
    assert!(found.iter().flat_map(|t| t["quotes"].as_array().unwrap()).all(|q| q["verdict"] == "exact"), "{found:?}");

    let steps = model.steps();
    assert_eq!(steps.iter().filter(|s| *s == "find").count(), 2, "{steps:?}");
    assert!(!steps.contains(&"repair".to_owned()), "nothing to repair");
    let second = ran(&project, &["propose"]).exits(0);
    assert!(second.stderr.contains("Nothing was sent."), "{}", second.stderr);
    assert_eq!(model.steps(), [""; 0]);
    assert_eq!(themes(&project), found, "the same replies give the same themes");

    ran(&project, &["propose", "--fresh"]).exits(0);
    assert_eq!(model.steps().len(), steps.len());
}

#[test]
fn after_one_changed_call_only_what_depends_on_it_is_asked() {
    let model = Model::start("good.json");
    let project = project(&model);
    ran(&project, &["propose"]).exits(0);
    model.steps();
    let call = project.read("calls/08-willow-creek-dental-arts.md");
    project.write("calls/08-willow-creek-dental-arts.md", call.replace("The deck is a hole.", "The deck is a big hole."));
    ran(&project, &["ingest", "calls"]).exits(0);
    ran(&project, &["propose"]).exits(0);
    let asked = model.asked();
    let finds: Vec<&String> = asked.iter().filter(|(step, _)| step == "find").map(|(_, body)| body).collect();
    assert_eq!(finds.len(), 1);
    assert!(finds[0].contains("a big hole") && !finds[0].contains("Mrs. Pruitt"));
    assert!(!asked.iter().any(|(step, _)| step == "group"), "the findings are the same");
}

#[test]
fn a_call_without_consent_is_never_sent_and_the_key_is_nowhere() {
    let model = Model::start("good.json");
    let project = project(&model);
    project.write("calls/calls.csv", "file,consent\n09-tri-county-community-dental.txt,no\n");
    ran(&project, &["ingest", "calls"]).exits(0);
    let shown = ran(&project, &["propose", "--dry-run", "--show"]).exits(0);
    assert!(shown.stdout.contains("authorization: [key]") && shown.stdout.contains("Bev Santangelo"), "{}", shown.stdout);
    assert!(!shown.stdout.contains("Pruitt") && shown.stderr.contains("Estimated cost"), "{}", shown.stderr);
    assert!(model.asked().is_empty(), "a dry run sends nothing");
    let proposed = ran(&project, &["propose"]).exits(3);
    assert!(proposed.stderr.contains("09-tri-county-community-dental: There is no consent"), "{}", proposed.stderr);
    for (step, body) in model.asked() {
        assert!(!body.contains("Pruitt") && !body.contains("Monique"), "{step}");
    }
    let mut kept = std::fs::read(project.path().join(".verbatim/project.db")).unwrap();
    for text in [shown.stdout, shown.stderr, proposed.stdout, proposed.stderr] {
        kept.extend(text.into_bytes());
    }
    assert!(!String::from_utf8_lossy(&kept).contains(KEY));
}

#[test]
fn a_model_that_invents_gets_no_theme() {
    for (script, themes_left) in [("invented.json", 0), ("stitched.json", 0), ("misattributed.json", 0), ("altered.json", 1)] {
        let model = Model::start(script);
        let project = project(&model);
        let ran = ran(&project, &["propose"]);
        let found = themes(&project);
        assert_eq!(found.len(), themes_left, "{script}: {}", ran.stderr);
        assert!(model.steps().contains(&"repair".to_owned()), "{script}");
        if themes_left == 0 {
            let ran = ran.exits(3);
            assert!(ran.stderr.contains("so there is no theme") && ran.stderr.contains("set aside"), "{script}: {}", ran.stderr);
        } else {
            assert!(found[0]["quotes"][0]["text"].as_str().unwrap().contains("nine dollars"), "{found:?}");
        }
    }
}

#[test]
fn what_was_paid_for_before_the_server_died_is_not_asked_again() {
    let model = Model::start("good.json");
    let project = project(&model);
    model.state.lock().unwrap().dies_after = 1;
    let broken = ran(&project, &["propose"]).exits(3);
    assert!(broken.stderr.contains("The connection broke"), "{}", broken.stderr);
    model.state.lock().unwrap().dies_after = usize::MAX;
    ran(&project, &["propose"]).exits(0);
    let finds: Vec<String> = model.asked().into_iter().filter(|(step, _)| step == "find").map(|(_, body)| body).collect();
    assert_eq!(finds.len(), 2, "each call once");
    assert_ne!(finds[0], finds[1]);
    assert_eq!(themes(&project).len(), 2);
}

#[test]
fn a_refused_key_or_a_spent_budget_stops_with_what_to_do() {
    let model = Model::start("good.json");
    let project = project(&model);
    let poor = ran(&project, &["propose", "--budget", "0.000001"]).exits(1);
    assert!(poor.stderr.contains("The budget of 0.00 would be passed") && poor.stderr.contains("Raise `--budget`"), "{}", poor.stderr);
    assert!(model.asked().is_empty());
    model.state.lock().unwrap().status = 401;
    let refused = ran(&project, &["propose"]).exits(1);
    assert!(refused.stderr.contains("TEST_KEY"), "{}", refused.stderr);
    assert!(!refused.stderr.contains(KEY));
    let unset = project.run(&["propose"]).exits(1);
    assert!(unset.stderr.contains("TEST_KEY") && unset.stderr.contains("not set"), "{}", unset.stderr);
}

#[test]
fn forgetting_a_call_forgets_the_replies_about_it() {
    let model = Model::start("good.json");
    let project = project(&model);
    ran(&project, &["propose"]).exits(0);
    let about = |call: &str| -> i64 {
        project.database().query_row("SELECT count(*) FROM reply_calls WHERE call = ?1", [call], |row| row.get(0)).unwrap()
    };
    assert!(about("08-willow-creek-dental-arts") > 0 && about("09-tri-county-community-dental") > 0);
    let unlinked: i64 = project
        .database()
        .query_row("SELECT count(*) FROM replies WHERE request NOT IN (SELECT request FROM reply_calls)", [], |row| row.get(0))
        .unwrap();
    assert_eq!(unlinked, 0, "every reply knows its calls");
}

#[test]
fn find_costs_little_more_than_the_words_themselves() {
    let model = Model::start("good.json");
    let project = Project::with_fixtures();
    project.write("verbatim.toml", model.config().replace("batch_calls = 1", ""));
    ran(&project, &["ingest", "calls"]);
    ran(&project, &["propose"]);
    let mut words = 0;
    let mut sent = 0;
    let database = project.database();
    let mut turns = database.prepare("SELECT text FROM turns").unwrap();
    for text in turns.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        words += verbatim::endpoint::estimate_tokens(&text.unwrap());
    }
    for (_, body) in model.asked().into_iter().filter(|(step, _)| step == "find") {
        let body: Value = serde_json::from_str(&body).unwrap();
        for message in body["messages"].as_array().unwrap() {
            sent += verbatim::endpoint::estimate_tokens(message["content"].as_str().unwrap());
        }
        sent += verbatim::endpoint::estimate_tokens(&body["response_format"].to_string());
    }
    assert!(sent > words && sent * 100 < words * 135, "{sent} tokens sent for {words}");
}

#[test]
fn the_doctor_says_what_is_wrong() {
    let project = Project::new();
    let fine = project.run(&["doctor"]).exits(0);
    assert!(fine.stderr.contains("No model endpoint is configured"), "{}", fine.stderr);
    project.write("verbatim.toml", "[endpoint]\nprotocol = \"openai\"\nmodel = \"m\"\nbase_url = \"http://127.0.0.1:9/v1\"\nretries = 0\n");
    let refused = project.run(&["doctor"]).exits(1);
    assert!(refused.stderr.contains("Start the server"), "{}", refused.stderr);
    let asked = project.run(&["init"]).exits(1);
    assert!(asked.stderr.contains("is there already"), "{}", asked.stderr);
    let asked = Project::new().run(&["init"]).exits(5);
    assert!(asked.stderr.contains("key_env = "), "{}", asked.stderr);
}
