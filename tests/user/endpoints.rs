//! Any endpoint a company has: each protocol, whole and streamed, several endpoints for the steps, options that are refused, and the key.

use std::path::Path;

use serde_json::{Value, json};

use crate::loopback::Act;
use crate::program::Project;
use crate::scripted::{KEY, Model, claims, project, ran, themes};
use crate::spoken::{PROTOCOLS, Protocol};

const PROPOSE: &str = "[propose]\nbatch_calls = 1\n";

/// Everything in the project's folder, and what else was seen.
fn everything(folder: &Path, seen: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            everything(&path, seen);
        } else {
            seen.extend(std::fs::read(&path).unwrap());
        }
    }
}

fn holds(all: &[u8], text: &str) -> bool {
    all.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn the_same_synthesis_runs_through_each_protocol_whole_and_streamed() {
    let mut first: Option<Vec<Value>> = None;
    for protocol in PROTOCOLS {
        for stream in [false, true] {
            let model = Model::start("good.json");
            let project = project(&model);
            project.write("verbatim.toml", format!("{}stream = {stream}\n{PROPOSE}", model.endpoint("endpoint", protocol)));
            let told = ran(&project, &["propose"]).exits(0).stderr;
            let answered = model.answered();
            assert!(answered.iter().all(|heard| heard.protocol == protocol && heard.streamed == stream), "{told}");
            assert_eq!(model.received().len(), answered.len(), "every request was accepted to the field: {told}");
            let found = claims(&project);
            assert_eq!(*first.get_or_insert_with(|| found.clone()), found, "{protocol:?}");
            ran(&project, &["propose"]).exits(0);
            assert_eq!(model.received().len(), answered.len(), "{protocol:?}: a second run sends nothing");
        }
    }
}

#[test]
fn the_key_is_in_its_header_and_nowhere_else() {
    for protocol in PROTOCOLS {
        let model = Model::start("altered.json");
        let project = project(&model);
        let leaky = format!("{}retries = 0\nheaders = {{ x-team = \"voc\" }}\n{PROPOSE}", model.endpoint("endpoint", protocol));
        project.write("verbatim.toml", leaky);
        let mut seen = Vec::new();
        let mut runs = |arguments: &[&str]| {
            let ran = ran(&project, arguments);
            seen.extend(ran.stdout.into_bytes());
            seen.extend(ran.stderr.into_bytes());
        };
        runs(&["propose", "--dry-run", "--show"]);
        // A server that repeats the key in its errors, its address, and in a reply that is kept.
        for status in [401, 400, 307, 500] {
            model.fails(move |_, _| {
                Some(Act::Answer(status, "", json!({"error": {"message": format!("key {KEY}, ?key={KEY}")}}).to_string()))
            });
            runs(&["propose"]);
            runs(&["doctor"]);
        }
        model.fails(|_, heard| {
            let (kind, body) = crate::spoken::reply(heard.protocol, &format!("{KEY} is no JSON"), heard.streamed);
            (heard.step == "group").then_some(Act::Answer(200, kind, body))
        });
        runs(&["propose"]);
        model.recovers();
        runs(&["propose", "--fresh"]);
        runs(&["doctor"]);
        runs(&["run", "calls"]);
        runs(&["themes", "--json"]);
        runs(&["log"]);
        runs(&["status"]);
        everything(project.path(), &mut seen);
        assert!(!holds(&seen, KEY), "{protocol:?}");
        assert!(holds(&seen, "[key]"), "{protocol:?}: something was taken out");
        let received = model.received();
        assert!(received.len() > 8, "{protocol:?}");
        for asked in received {
            let (line, rest) = asked.head.split_once("\r\n").unwrap();
            assert!(!line.contains(KEY) && !line.contains("key="), "{line}");
            assert_eq!((rest.matches(KEY).count(), asked.body.contains(KEY)), (1, false), "{protocol:?}: {rest}");
        }
    }
}

#[test]
fn each_step_asks_the_endpoint_that_is_named_for_it() {
    let (cheap, strong) = (Model::start("altered.json"), Model::start("altered.json"));
    let project = project(&cheap);
    let steps = "[steps]\nfind = \"cheap\"\nsecond_look = \"cheap\"\nrepair = \"strong\"\ngroup = \"cheap\"\nchallenge = \"strong\"\n";
    let config = format!(
        "{}{}{steps}{PROPOSE}",
        cheap.endpoint("endpoints.cheap", Protocol::Ollama),
        strong.endpoint("endpoints.strong", Protocol::Anthropic).replace("test-model", "strong-model")
    );
    project.write("verbatim.toml", &config);
    ran(&project, &["propose"]).exits(0);
    let asked = |model: &Model| -> std::collections::BTreeSet<String> { model.answered().into_iter().map(|heard| heard.step).collect() };
    let (by_cheap, by_strong) = (asked(&cheap), asked(&strong));
    assert!(
        by_cheap.contains("find") && by_cheap.iter().all(|step| ["find", "second_look", "group"].contains(&step.as_str())),
        "{by_cheap:?}"
    );
    assert_eq!(by_strong.into_iter().collect::<Vec<_>>(), ["challenge", "repair"]);
    assert!(strong.answered().iter().all(|heard| heard.protocol == Protocol::Anthropic && heard.body["model"] == "strong-model"));

    // Another endpoint for one step: only that step is asked again.
    let (before, of_strong) = (cheap.received().len(), strong.received().len());
    project.write("verbatim.toml", config.replace("challenge = \"strong\"", "challenge = \"cheap\""));
    ran(&project, &["propose"]).exits(0);
    let new: Vec<String> = cheap.answered()[before..].iter().map(|heard| heard.step.clone()).collect();
    assert!(!new.is_empty() && new.iter().all(|step| step == "challenge"), "{new:?}");
    assert_eq!(strong.received().len(), of_strong);

    project.write("verbatim.toml", config.replace("find = \"cheap\"", "find = \"chaep\""));
    let wrong = ran(&project, &["propose"]).exits(2);
    assert!(wrong.stderr.contains("[endpoints.chaep]") && wrong.stderr.contains("cheap"), "{}", wrong.stderr);
}

/// Refuses each request that has one of these fields, naming it.
fn refuses(model: &Model, fields: &'static [&'static str]) {
    model.fails(move |_, heard| {
        let found = fields.iter().find(|field| heard.body.get(**field).is_some())?;
        let message = format!("Unsupported parameter: '{found}' is not supported with this model.");
        Some(Act::Answer(400, "", json!({"error": {"message": message, "param": found, "code": "unsupported_parameter"}}).to_string()))
    });
}

#[test]
fn options_that_are_refused_are_renamed_or_left_out_once_and_that_is_remembered() {
    let model = Model::start("good.json");
    let project = project(&model);
    let options = "temperature = 0.2\nseed = 7\nmax_concurrency = 1\nretries = 0\n";
    project.write("verbatim.toml", format!("{}{options}{PROPOSE}", model.endpoint("endpoint", Protocol::OpenAi)));
    refuses(&model, &["max_tokens", "temperature", "seed", "response_format"]);
    let told = ran(&project, &["propose"]).exits(0).stderr;
    let sentences = [
        "The endpoint does not know `max_tokens`; `max_completion_tokens` is sent instead.",
        "The model takes no temperature; it is left out",
        "The endpoint takes no seed; it is left out",
        "The endpoint refuses an enforced JSON schema; from now on a tool call is used.",
    ];
    for sentence in sentences {
        assert_eq!(told.matches(sentence).count(), 1, "{sentence} in: {told}");
    }
    let answered = model.answered();
    assert_eq!(model.received().len(), answered.len() + sentences.len(), "each is found out once");
    assert!(answered.iter().all(|heard| heard.body.get("tools").is_some() && heard.body.get("max_completion_tokens").is_some()));
    let before = model.received().len();
    let again = ran(&project, &["propose", "--fresh"]).exits(0).stderr;
    assert_eq!(model.received().len() - before, answered.len(), "the next run knows: {again}");
    assert!(!again.contains("is sent instead"), "{again}");
    assert_eq!(themes(&project).len(), 2);
}

#[test]
fn an_endpoint_without_any_structured_output_is_asked_in_words() {
    for protocol in [Protocol::Gemini, Protocol::Ollama, Protocol::Anthropic] {
        let model = Model::start("good.json");
        let project = project(&model);
        project.write("verbatim.toml", format!("{}{PROPOSE}", model.endpoint("endpoint", protocol)));
        model.fails(|_, heard| {
            let shaped = ["/generationConfig/responseMimeType", "/format", "/output_config", "/tools"];
            let shaped = shaped.iter().any(|place| heard.body.pointer(place).is_some());
            let message = "response_mime_type, format, output_config and tools are not supported";
            shaped.then(|| Act::Answer(400, "", json!({"error": {"message": message}}).to_string()))
        });
        let told = ran(&project, &["propose"]).exits(0).stderr;
        assert!(told.contains("from now on the prompt alone is used"), "{told}");
        assert!(model.answered().iter().all(|heard| heard.prompt.contains("It must match this JSON schema:")));
        assert_eq!(themes(&project).len(), 2, "{protocol:?}");
    }
}

/// What the doctor says of an endpoint, as its server is.
fn doctor(model: &Model, more: &str) -> (Project, crate::program::Ran) {
    let project = Project::new();
    project.write("verbatim.toml", format!("{}retries = 0\n{more}", model.endpoint("endpoint", Protocol::OpenAi)));
    let ran = ran(&project, &["doctor"]);
    (project, ran)
}

/// A model that knows the doctor's questions, and copies words so.
fn tiny(words: &'static str) -> Model {
    Model::answering(move |heard| {
        let finding =
            json!({"call": 1, "kind": "problem", "statement": "Month end takes too long", "quotes": [{"turn": 2, "text": words}]});
        let reply = match heard.step.as_str() {
            "find" => json!({"findings": [finding]}),
            "second_look" => json!({"findings": []}),
            "challenge" => json!({"passages": []}),
            "repair" => json!({"quotes": [{"id": 1, "do": "withdraw", "turn": 0, "text": ""}]}),
            _ => json!({"turn": 2, "words": words}),
        };
        reply.to_string()
    })
}

#[test]
fn the_doctor_tries_key_model_structured_output_and_a_tiny_synthesis() {
    let flat = |ran: crate::program::Ran| ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    let exact = "every invoice is typed twice";
    let good = tiny(exact);
    let (project, ran) = doctor(&good, "");
    let told = flat(ran.exits(0));
    assert!(told.contains("test-model at http://127.0.0.1:") && told.contains("answers."), "{told}");
    assert!(told.contains("the wanted shape as an enforced JSON schema.") && told.contains("No price is configured"), "{told}");
    assert!(told.contains("gave 1 theme, every quote as it was said."), "{told}");
    let asked = good.received().len();
    assert!((2..=4).contains(&asked) && good.received().iter().all(|asked| asked.body.len() < 8_000), "{asked} small questions");
    assert_eq!(kept(&project), 0, "a second trial is to be one again");

    let unset = project.run(&["doctor"]).exits(1).stderr;
    assert!(unset.contains("TEST_KEY, which should hold the key, is not set"), "{unset}");
    assert_eq!(good.received().len(), asked, "nothing is sent without a key");

    let (_, ran) = doctor(&tiny("every invoice is typed three times"), "");
    let told = flat(ran.exits(0));
    assert!(told.contains("did not copy a short sentence exactly") && told.contains("expect no theme from it"), "{told}");

    let model = tiny(exact);
    refuses(&model, &["response_format"]);
    let (_, ran) = doctor(&model, "price = { input = 1.5, output = 6.0, date = \"2026-11-01\" }\n");
    let told = flat(ran.exits(0));
    assert!(told.contains("the wanted shape as a tool call") && told.contains("Prices of 2026-11-01: 1.5"), "{told}");

    for (status, message, words) in [
        (404, "The model `test-model` does not exist", "Check `model` (\"test-model\")"),
        (401, "Incorrect API key provided", "Check the key in the environment variable TEST_KEY"),
        (500, "boom", "error of its own"),
    ] {
        let model = tiny(exact);
        model.fails(move |_, _| Some(Act::Answer(status, "", json!({"error": {"message": message}}).to_string())));
        let (_, ran) = doctor(&model, "");
        let told = flat(ran.exits(1));
        assert!(told.contains("✗ [endpoint]") && told.contains(message) && told.contains(words), "{told}");
    }
    let (_, ran) = doctor(&Model::answering(|_| "no".into()), "");
    assert!(flat(ran.exits(1)).contains("The reply is not what was asked for"));
    // It answers a question, but not that of a step.
    let model = tiny(exact);
    model.fails(|_, heard| (heard.step == "find").then(|| Act::Answer(400, "", "{\"error\": \"too many states\"}".into())));
    let (_, ran) = doctor(&model, "structured = \"json_schema\"\n");
    assert!(flat(ran.exits(1)).contains("A tiny synthesis of a made-up call went wrong: The endpoint does not accept"));
}

fn kept(project: &Project) -> i64 {
    project.database().query_row("SELECT count(*) FROM replies", [], |row| row.get(0)).unwrap()
}
