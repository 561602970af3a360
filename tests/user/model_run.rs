//! A whole `run` with a model on the ten fixture calls: what a language model wrote for them is proposed, checked, reviewed by a person
//! and exported, and nothing is asked twice.

use crate::program::Project;
use crate::replay::Replay;
use crate::reviewer::{asks, judges_all};
use crate::terminal::Terminal;
use crate::whole_run::{gives_name, leaves_speakers_open, places_speakers};

/// A project with the fixture calls whose marks around transcripts are those that the replies were written for.
fn project(replay: &Replay) -> Project {
    let project = Project::with_fixtures();
    project.write("verbatim.toml", replay.config());
    project.run(&["ingest", "calls"]);
    let secret = "5e".repeat(32);
    project.database().execute("UPDATE settings SET value = ?1 WHERE key = 'envelope_secret'", [secret]).unwrap();
    project
}

#[test]
fn a_whole_run_with_a_model_and_a_second_one_that_sends_nothing() {
    let replay = Replay::start();
    let project = project(&replay);
    let mut terminal = Terminal::start(&project, &["run", "calls"]);
    places_speakers(&mut terminal);
    terminal.wait("the review or a miss", |s| s.contains("Your name, as it will stand") || s.contains("All that was answered is kept"));
    replay.missed_nothing();
    gives_name(&mut terminal);
    terminal.sees("wait for your decision");
    let asked = replay.requests();
    assert!(asked > 10, "{asked}");

    terminal.presses("\r", "the first quote", asks);
    judges_all(&mut terminal, "s");
    terminal.sees("[a] accept");
    terminal.presses("a", "the second theme", |s| s.contains("Theme 2 of"));
    terminal.types("\u{3}");
    terminal.sees("still open");
    terminal.sees("evidence-report.html");
    assert_eq!(terminal.ends(), 0);

    let themes = project.run(&["themes", "--json"]).exits(0).json()["themes"].as_array().unwrap().clone();
    let accepted: Vec<_> = themes.iter().filter(|t| t["state"] == "accepted").collect();
    assert_eq!(accepted.len(), 1, "{themes:?}");
    let calls: std::collections::BTreeSet<_> = accepted[0]["quotes"].as_array().unwrap().iter().map(|q| q["call"].to_string()).collect();
    assert_eq!(accepted[0]["support"]["calls"], calls.len(), "{accepted:?}");
    assert!(calls.len() >= 2, "the first theme is the most widely heard");
    let document = project.read("messaging/messaging-source-document.md");
    assert!(document.contains(accepted[0]["statement"].as_str().unwrap()), "{document}");
    for quote in accepted[0]["quotes"].as_array().unwrap() {
        assert!(project.read("messaging/quote-library.json").contains(quote["call"].as_str().unwrap()));
    }

    let mut terminal = Terminal::start(&project, &["run", "calls"]);
    leaves_speakers_open(&mut terminal);
    let again = terminal.sees("wait for your decision");
    assert!(again.contains("1  accepted"), "{again}");
    terminal.types("\u{3}");
    terminal.ends();
    // Nor when it is told to propose once more: every reply is kept.
    let proposed = project.run(&["propose"]);
    assert!(proposed.stderr.contains("Nothing was sent."), "{}", proposed.stderr);
    assert_eq!(replay.requests(), asked);
    replay.missed_nothing();
    let now = project.run(&["themes", "--json"]).exits(0).json()["themes"].as_array().unwrap().clone();
    assert_eq!(now, themes, "the same replies give the same themes");
}

#[test]
fn a_request_that_is_not_the_same_to_the_byte_has_no_reply() {
    let replay = Replay::start();
    let project = project(&replay);
    project.write("verbatim.toml", replay.config().replace("fixture-model", "fixture-model-2"));
    let ran = project.run(&["propose"]).exits(1);
    assert!(ran.stderr.contains("no reply is kept for this"), "{}", ran.stderr);
    assert_eq!(replay.requests(), 1);
}
