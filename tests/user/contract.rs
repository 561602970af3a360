//! The zero-trust contract, point by point, attacked through the program and its database.

use crate::program::Project;
use crate::reviewer::{self, asks, to_first_decision};
use crate::terminal::Terminal;
use crate::three_calls::{ACME, BOLT};

const TABLE: &str = "file,date,account,outcome\nacme.txt,2025-01-02,Acme,won\nbolt.txt,2025-01-09,Bolt,lost\n";
const ROLES: &str =
    "call,speaker,role\nacme.txt,Rita Reyes,customer\nacme.txt,Sam Vendor,rep\nbolt.txt,Tom Oduya,customer\nbolt.txt,Sam Vendor,rep\n";

/// A project with two calls and themes in it.
fn project() -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    project.write("calls/acme.txt", ACME);
    project.write("calls/bolt.txt", BOLT);
    project.write("calls/calls.csv", TABLE);
    project.write("calls/speakers.csv", ROLES);
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["propose"]).exits(0);
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    assert!(themes["themes"].as_array().unwrap().iter().any(|t| t["candidate"]["calls"] == 2), "{themes}");
    project
}

/// Accepts the first theme on the judgement that every quote supports it.
fn accepts_first(project: &Project) {
    let mut terminal = to_first_decision(project);
    reviewer::accepts_first(&mut terminal);
    assert_eq!(terminal.leaves("q"), 0);
}

fn states(project: &Project) -> Vec<String> {
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    themes["themes"].as_array().unwrap().iter().map(|t| t["state"].as_str().unwrap().to_owned()).collect()
}

fn has(project: &Project, state: &str) -> bool {
    states(project).iter().any(|s| s == state)
}

#[test]
fn nothing_but_a_person_accepts() {
    let project = project();
    for arguments in [["export", "--accept-all"], ["review", "--yes"], ["run", "--accept"], ["themes", "--accept"]] {
        project.run(&arguments).exits(2);
    }
    let variables = [("VERBATIM_ACCEPT", "1"), ("VERBATIM_YES", "1"), ("CI", "true")];
    project.run_with(&["export"], &variables).exits(5);
    project.run_with(&["review"], &variables).exits(5);
    assert!(!project.path().join("messaging").exists());
    assert!(states(&project).iter().all(|s| s == "proposed"));
}

#[test]
fn keys_typed_ahead_judge_nothing() {
    let project = project();
    let mut terminal = Terminal::start(&project, &["review"]);
    // All at once, before anything was drawn: a hand on the keyboard is no judgement.
    terminal.types("\rssssssssssaaaaassssssaaaa");
    terminal.sees("for your decision");
    terminal.presses("\r", "a quote", asks);
    terminal.types("ssssssssss");
    terminal.types("q");
    terminal.presses("q", "the end", |s| s.contains("still open"));
    assert_eq!(terminal.ends(), 0);
    let entries = project.run(&["log", "--json"]).exits(0).json_lines();
    assert!(entries.len() <= 1, "a held-down key counts once at most: {entries:?}");
}

#[test]
fn a_changed_transcript_lapses_what_rested_on_it() {
    let project = project();
    accepts_first(&project);
    project.run(&["export"]).exits(0);
    project.write("calls/acme.txt", ACME.replace("every other week", "every single day"));
    project.run(&["ingest", "calls"]).exits(0);
    assert!(has(&project, "lapsed") && !has(&project, "accepted"), "{:?}", states(&project));
    project.run(&["export"]).exits(5);
    assert!(project.run(&["log"]).exits(0).stdout.contains("lapsed"));
    // The review says so first.
    let mut terminal = Terminal::start(&project, &["review"]);
    terminal.sees("is back, because");
    terminal.leaves("q");
}

#[test]
fn what_changed_around_a_quote_is_shown_as_a_difference() {
    let project = project();
    accepts_first(&project);
    project.write("calls/acme.txt", ACME.replace("what would good look like for you", "what would very bad look like for you"));
    project.run(&["ingest", "calls"]).exits(0);
    let mut terminal = Terminal::start(&project, &["review"]);
    terminal.sees("It comes first");
    let quote = terminal.presses("\r", "the quote", asks);
    assert!(quote.contains("the turns around the words changed"), "{quote}");
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(quote.contains("Changed, turn 2: it was … what would good …, it is … what would very bad …"), "{quote}");
    assert!(!quote.contains("So far"), "nothing is preselected");
    terminal.leaves("q");
}

#[test]
fn a_new_version_with_the_same_words_in_the_same_context_keeps_the_judgement() {
    let project = project();
    accepts_first(&project);
    // Five turns are said before: every number of a turn changes, and what was said around the quotes doesn't.
    let before =
        "Sam Vendor: Hello.\nRita Reyes: Hi.\nSam Vendor: Can you hear me?\nRita Reyes: Yes.\nSam Vendor: Good, then let us start.\n";
    let acme = format!("{ACME}Rita Reyes: Bye.\n");
    project.write("calls/acme.txt", &acme);
    project.run(&["ingest", "calls"]).exits(0);
    assert!(has(&project, "accepted") || has(&project, "lapsed"));
    let bolt = format!("{}{BOLT}", before.replace("Rita Reyes", "Tom Oduya"));
    project.write("calls/bolt.txt", bolt);
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["log", "--verify"]).exits(0);
}

#[test]
fn a_rep_never_supports_even_if_a_role_is_changed_later() {
    let project = project();
    accepts_first(&project);
    project.run(&["speakers", "--set", "Rita Reyes=rep"]).exits(0);
    assert!(!has(&project, "accepted"), "{:?}", states(&project));
    project.run(&["export"]).exits(5);
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    for theme in themes["themes"].as_array().unwrap() {
        assert!(theme["support"]["calls"].as_u64().unwrap() <= 1, "{theme}");
    }
}

#[test]
fn an_edited_ledger_is_noticed() {
    for (name, sql) in [
        ("changed", "UPDATE ledger SET body = replace(body, 'supports', 'partly') WHERE seq = 1"),
        ("removed", "DELETE FROM ledger WHERE seq = 1"),
        ("renumbered", "UPDATE ledger SET seq = seq + 100"),
    ] {
        let project = project();
        accepts_first(&project);
        let db = project.database();
        assert!(db.execute_batch(sql).is_err(), "the database itself refuses: {name}");
        db.execute_batch("DROP TRIGGER ledger_is_never_changed; DROP TRIGGER ledger_is_never_cut;").unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        let verify = project.run(&["log", "--verify"]).exits(1);
        assert!(verify.stderr.contains("changed outside verbatim"), "{name}: {}", verify.stderr);
        project.run(&["export"]).exits(1);
        assert!(!project.path().join("messaging").exists());
    }
}

#[test]
fn a_ledger_that_was_cut_short_shows_against_the_head_of_a_document() {
    let project = project();
    accepts_first(&project);
    let head = project.run(&["log", "--verify", "--json"]).exits(0).json()["head"].as_str().unwrap().to_owned();
    project.run(&["log", "--verify", "--head", &head]).exits(0);
    let db = project.database();
    db.execute_batch("DROP TRIGGER ledger_is_never_cut; DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)").unwrap();
    drop(db);
    project.run(&["log", "--verify"]).exits(0);
    assert!(project.run(&["log", "--verify", "--head", &head]).exits(1).stderr.contains("cut short"));
}

#[test]
fn a_database_edited_by_hand_exports_nothing_new() {
    for (name, sql) in [
        ("the statement", "UPDATE themes SET statement = 'Labels are the best thing ever'"),
        ("the transcript", "UPDATE turns SET text = replace(text, 'nobody sees it coming', 'everybody sees it coming')"),
        ("the speaker", "UPDATE turns SET speaker = 'Sam Vendor' WHERE speaker = 'Rita Reyes'"),
        ("the claims", "UPDATE quotes SET text = 'we never run out of labels'"),
        ("the roles", "UPDATE versions SET speakers = replace(speakers, '\"role\":\"customer\"', '\"role\":\"rep\"')"),
    ] {
        let project = project();
        accepts_first(&project);
        project.database().execute_batch(sql).unwrap();
        let ran = project.run(&["export"]);
        assert_eq!(ran.code, 5, "{name}: {}\n{}", ran.stdout, ran.stderr);
        assert!(!has(&project, "accepted"), "{name}");
    }
}

#[test]
fn quotes_slipped_into_an_accepted_theme_are_not_exported() {
    let project = project();
    accepts_first(&project);
    project.run(&["export"]).exits(0);
    let before = project.read("messaging/messaging-source-document.md");
    let db = project.database();
    db.execute_batch(
        "INSERT INTO quotes (finding, text, call, turn, speaker)
         SELECT (SELECT min(seq) FROM findings), 'I just want to open the drawer and have it there.', 'acme', 3, 'Rita Reyes'",
    )
    .unwrap();
    drop(db);
    project.run(&["export"]).exits(0);
    let after = project.read("messaging/messaging-source-document.md");
    // How many quotes were proposed and checked is all that changed.
    let but_what_was_proposed = |text: &str| text.lines().filter(|l| !l.contains("proposed quotes")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        but_what_was_proposed(&before),
        but_what_was_proposed(&after),
        "new evidence counts for nothing until it was judged and accepted"
    );
    assert!(!after.contains("open the drawer"));
}

#[test]
fn entries_hold_no_words() {
    let project = project();
    accepts_first(&project);
    let bodies: String = project.run(&["log", "--json"]).exits(0).stdout;
    for words in ["labels", "nobody", "Rita", "Tom", "drawer", "problem is"] {
        assert!(!bodies.contains(words), "{words}: {bodies}");
    }
    assert!(bodies.contains("Mara Lind") && bodies.contains("offline finder"));
}

#[test]
fn a_second_proposal_leaves_what_was_decided_alone() {
    let project = project();
    accepts_first(&project);
    let before = project.run(&["themes", "--json"]).exits(0).json();
    let accepted = before["themes"].as_array().unwrap().iter().find(|t| t["state"] == "accepted").unwrap().clone();
    project.write(
        "calls/corr.txt",
        "Ana Corr: The problem is that we run out of labels and nobody sees it coming, really.\nSam Vendor: Thanks.\nAna Corr: Sure.\n",
    );
    project.write("calls/speakers.csv", format!("{ROLES}corr.txt,Ana Corr,customer\ncorr.txt,Sam Vendor,rep\n"));
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["propose"]).exits(0);
    let after = project.run(&["themes", "--json"]).exits(0).json();
    let same = after["themes"].as_array().unwrap().iter().find(|t| t["id"] == accepted["id"]).unwrap().clone();
    assert_eq!(same["state"], "accepted");
    assert_eq!(same["statement"], accepted["statement"]);
    assert_eq!(same["support"]["calls"], accepted["support"]["calls"], "new evidence is not counted");
}
