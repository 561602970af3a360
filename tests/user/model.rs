//! Proposing with a model: a real HTTP server on loopback answers with what a language model wrote for the fixture calls.

use serde_json::json;

use crate::loopback::Act;
use crate::program::Project;
use crate::scripted::{KEY, Model, project, ran, themes};

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
    let asked = model.answered();
    let finds: Vec<&String> = asked.iter().filter(|heard| heard.step == "find").map(|heard| &heard.input).collect();
    assert_eq!(finds.len(), 1);
    assert!(finds[0].contains("a big hole") && !finds[0].contains("Mrs. Pruitt"));
    assert!(!asked.iter().any(|heard| heard.step == "group"), "the findings are the same");
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
    assert!(model.answered().is_empty(), "a dry run sends nothing");
    let proposed = ran(&project, &["propose"]).exits(3);
    assert!(proposed.stderr.contains("09-tri-county-community-dental: There is no consent"), "{}", proposed.stderr);
    for heard in model.answered() {
        assert!(!heard.input.contains("Pruitt") && !heard.input.contains("Monique"), "{}", heard.step);
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
    model.fails(|number, _| (number > 0).then_some(Act::Reset));
    let broken = ran(&project, &["propose"]).exits(3);
    assert!(broken.stderr.contains("The connection broke"), "{}", broken.stderr);
    model.recovers();
    ran(&project, &["propose"]).exits(0);
    let finds: Vec<String> = model.answered().into_iter().filter(|heard| heard.step == "find").map(|heard| heard.input).collect();
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
    assert!(model.answered().is_empty());
    model.fails(|_, _| Some(Act::Answer(401, "", json!({"error": {"message": format!("wrong key {KEY}")}}).to_string())));
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
    for body in model.answered().into_iter().filter(|heard| heard.step == "find").map(|heard| heard.body) {
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
