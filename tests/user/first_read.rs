//! A call read before anything that was proposed is seen; and the passages that no theme cites, leafed through.

use crate::reviewer::{next_by, to_first_decision};
use crate::terminal::Terminal;
use crate::three_calls::{acts, log, project};

#[test]
fn without_a_terminal_it_says_so() {
    let project = project();
    let ran = project.run(&["read", "acme"]).exits(5);
    assert!(ran.stderr.contains("needs a person") && ran.stderr.replace('\n', " ").contains("verbatim show acme"), "{}", ran.stderr);
    project.run(&["read", "acne"]).exits(2);
    project.run(&["read", "acme:2"]).exits(2);
    let json = project.run(&["read", "acme", "--json"]).exits(0).json();
    assert_eq!(json["customers_turns"]["read"], 0);
    assert!(json["compared"].is_null() && json["marks"].as_array().unwrap().is_empty(), "a read that nobody made reveals nothing: {json}");
}

#[test]
fn a_call_is_read_blind_marked_compared_and_judged_in_the_review() {
    let project = project();
    let proposed = project.run(&["themes", "--json"]).exits(0).json()["themes"].as_array().unwrap().len();
    let mut terminal = Terminal::start(&project, &["read", "acme"]);
    let first = terminal.sees("What do you hear?");
    assert!(first.contains("turn 1 of 4") && !first.contains("T1"), "{first}");
    // The second turn of the customer, word by word: the last sentence without its first word.
    next_by(&mut terminal, " ");
    terminal.presses("2", "its words", |s| s.contains("The success: “I just want"));
    terminal.presses("\u{1b}[B", "a word less", |s| s.contains("The success: “just want"));
    terminal.presses("\r", "what they say", |s| s.contains("The success, in a sentence:"));
    terminal.types(&format!("{}It is there when they reach for it\r", "\u{7f}".repeat(80)));
    let marked = terminal.sees("→ success: It is there when they reach for it");
    assert!(marked.contains("1 mark in this call"), "{marked}");
    // Killed here, it goes on here.
    terminal.kill();
    assert_eq!(acts(&project), ["read", "made"]);
    let mut terminal = Terminal::start(&project, &["read", "acme"]);
    let again = terminal.sees("→ success: It is there when they reach for it");
    assert!(again.contains("turn 3 of 4"), "{again}");
    let beside = terminal.presses(" ", "the comparison", |s| s.contains("First read · done"));
    assert!(beside.contains("You did not mark it") && beside.contains("Only you heard it"), "{beside}");
    assert!(beside.contains("the offline finder"), "{beside}");
    assert_eq!(terminal.leaves("q"), 0);
    let json = project.run(&["read", "acme", "--json"]).exits(0).json();
    assert_eq!(json["compared"]["only_reader"][0]["words"], "just want to open the drawer and have it there.");
    assert!(!json["compared"]["only_proposed"].as_array().unwrap().is_empty(), "{json}");

    // The mark is a theme like any other, which another proposal leaves alone, and nothing is accepted by marking.
    project.run(&["propose"]).exits(0);
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    let themes = themes["themes"].as_array().unwrap();
    assert_eq!(themes.len(), proposed + 1);
    let own = themes.iter().find(|t| t["statement"] == "It is there when they reach for it").unwrap();
    assert_eq!((own["state"].as_str(), own["quotes"][0]["verdict"].as_str()), (Some("proposed"), Some("exact")));
    project.run(&["export"]).exits(5);
    for entry in log(&project) {
        assert!(!entry.to_string().contains("drawer"), "no words in the ledger: {entry}");
    }
}

#[test]
fn what_no_theme_cites_is_leafed_through_from_the_summary_and_taken_in() {
    let project = project();
    let mut terminal = Terminal::start(&project, &["review"]);
    terminal.sees("for your decision");
    let leaf = terminal.presses("g", "a passage", |s| s.contains("What no theme cites"));
    assert!(leaf.contains("1 of"), "{leaf}");
    let before = terminal.screen();
    terminal.presses("N", "the next call or the last", |s| s != before);
    terminal.presses("1", "its words", |s| s.contains("[Enter] take"));
    terminal.presses("\r", "which theme", |s| s.contains("What do they say?") || s.contains("in a sentence:"));
    if terminal.screen().contains("What do they say?") {
        // The second choice is the first theme of that kind.
        terminal.types("\u{1b}[B\r");
    } else {
        terminal.types("\r");
    }
    terminal.sees("The mark is kept");
    terminal.presses("q", "the review again", |s| s.contains("for your decision"));
    assert_eq!(terminal.leaves("q"), 0);
    assert_eq!(acts(&project).last().map(String::as_str), Some("taken"));
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    let calls: Vec<&str> = themes["themes"][0]["quotes"].as_array().unwrap().iter().map(|q| q["call"].as_str().unwrap()).collect();
    assert!(calls.contains(&"corr"), "{themes}");
    project.run(&["log", "--verify"]).exits(0);
}

#[test]
fn differences_of_two_coders_are_talked_through_at_a_terminal() {
    let project = project();
    to_first_decision(&project).leaves("q");
    let mut second = Terminal::start(&project, &["review", "--as", "Jo"]);
    second.sees("second coder");
    second.presses("\r", "a quote", |s| s.contains("Do these words"));
    next_by(&mut second, "p");
    second.leaves("q");
    // Without a terminal it says that one is needed for that, and prints the figures all the same.
    let ran = project.run(&["agreement"]).exits(0);
    assert!(ran.stderr.contains("1 difference to talk through") && ran.stderr.contains("at a terminal"), "{}", ran.stderr);
    let figures = project.run(&["agreement", "--json"]).exits(0).json();
    let mut terminal = Terminal::start(&project, &["agreement"]);
    terminal.sees("Go through them now");
    terminal.types("\r");
    let shown = terminal.sees("Difference 1 of 1");
    assert!(shown.contains("You said supports, Jo said partly."), "{shown}");
    assert_eq!(terminal.leaves("p"), 0);
    assert_eq!(acts(&project).last().map(String::as_str), Some("adjudicated"));
    let after = project.run(&["agreement", "--json"]).exits(0).json();
    assert_eq!(after["four_answers"], figures["four_answers"], "the figures are of what each said alone");
    assert_eq!(after["differ"][0]["talked_through"], true);
    assert!(project.run(&["agreement"]).exits(0).stderr.contains("All"));
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    assert_eq!(themes["themes"][0]["quotes"][0]["judgement"], "partly", "what was agreed on holds");
}
