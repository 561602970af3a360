//! What changes a theme's shape at the terminal: merge, split, trim, another kind, notes and ratings; blind spots; undo.

use crate::program::Project;
use crate::reviewer::{heading, judges_all, next_by, to_first_decision, to_first_quote};
use crate::terminal::Terminal;
use crate::three_calls::{acts, log, project};

fn theme(project: &Project, at: usize) -> serde_json::Value {
    project.run(&["themes", "--json"]).exits(0).json()["themes"][at].clone()
}

/// The line of the summary or heading that names the kind.
fn kind_on(screen: &str) -> String {
    heading(screen).split(" · ").nth(1).unwrap_or_default().to_owned()
}

/// Splits the first quote off the first theme, with a claim of its own, and stands on it.
fn split(project: &Project) -> Terminal {
    let mut terminal = to_first_decision(project);
    terminal.presses("S", "which quotes", |s| s.contains("Which quotes say something else?"));
    terminal.types(" \r");
    terminal.sees("What do they say?");
    terminal.types(&format!("{}Nobody looks ahead\r", "\u{7f}".repeat(120)));
    let split = terminal.sees("Split.");
    assert!(split.contains("Claim: Nobody looks ahead") && split.contains("by hand"), "{split}");
    terminal
}

#[test]
fn some_quotes_become_a_theme_of_their_own() {
    let project = project();
    split(&project).leaves("q");
    let all = project.run(&["themes", "--json"]).exits(0).json();
    let new = all["themes"].as_array().unwrap().iter().find(|t| t["statement"] == "Nobody looks ahead").unwrap().clone();
    assert_eq!(new["quotes"].as_array().unwrap().len(), 1);
    assert!(new["quotes"][0]["judgement"].is_null(), "judged again, against its own claim: {new}");
}

#[test]
fn a_theme_goes_into_another_and_is_judged_there() {
    let project = project();
    let mut terminal = split(&project);
    next_by(&mut terminal, "s");
    let before = acts(&project).len();
    terminal.presses("M", "which theme", |s| s.contains("Which theme says the same?"));
    terminal.types("\r");
    let merged = terminal.sees("Merged.");
    assert!(merged.contains("Do these words") && !merged.contains("Nobody looks ahead"), "it is judged against the other claim:\n{merged}");
    let state = |project: &Project| -> Vec<String> {
        let all = project.run(&["themes", "--json"]).exits(0).json();
        all["themes"].as_array().unwrap().iter().map(|t| t["state"].as_str().unwrap().to_owned()).collect()
    };
    assert!(state(&project).contains(&"merged".to_owned()) || state(&project).len() == 1, "{:?}", state(&project));
    // Taken back, it is a theme of its own, with its judgement.
    terminal.presses("z", "taken back", |s| s.contains("Taken back"));
    terminal.leaves("q");
    assert_eq!(acts(&project).len(), before + 2);
    assert!(state(&project).iter().all(|s| s == "proposed"), "{:?}", state(&project));
    project.run(&["log", "--verify"]).exits(0);
}

#[test]
fn a_quote_is_cut_otherwise_and_judged_again() {
    let project = project();
    let mut terminal = to_first_quote(&project);
    next_by(&mut terminal, "s");
    next_by(&mut terminal, "b");
    terminal.presses("t", "the cut", |s| s.contains("cut otherwise"));
    // The quote ends two words earlier, and a step back leaves it as it was.
    terminal.presses("\u{1b}", "the quote as it was", |s| !s.contains("cut otherwise"));
    terminal.presses("t", "the cut", |s| s.contains("cut otherwise"));
    terminal.settles();
    terminal.types("\u{1b}[D");
    terminal.settles();
    terminal.types("\u{1b}[D");
    let cut = terminal.presses("\r", "the new quote", |s| s.contains("is judged again"));
    assert!(cut.contains("Do these words") && !cut.contains("So far"), "nothing is preselected:\n{cut}");
    terminal.leaves("q");
    assert_eq!(acts(&project), ["judged", "reworded"]);
    let quotes = theme(&project, 0)["quotes"].clone();
    assert!(quotes.as_array().unwrap().iter().any(|q| q["text"].as_str().unwrap().ends_with("nobody sees")), "{quotes}");
    assert!(quotes.as_array().unwrap().iter().all(|q| q["judgement"].is_null()), "{quotes}");
}

#[test]
fn another_kind_shows_each_quote_again() {
    let project = project();
    let mut terminal = to_first_decision(&project);
    let before = kind_on(&terminal.screen());
    terminal.presses("K", "the kinds", |s| s.contains("What is it?"));
    terminal.types("\u{1b}[B\r");
    let after = terminal.sees("The claim changed");
    assert_ne!(kind_on(&after), before);
    assert!(after.contains("quote 1 of") && !after.contains("So far"), "{after}");
    terminal.leaves("q");
    assert_eq!(acts(&project).last().map(String::as_str), Some("revised"));
}

#[test]
fn notes_and_ratings_are_kept_with_their_anchors() {
    let project = project();
    let mut terminal = to_first_quote(&project);
    terminal.presses("N", "the note", |s| s.contains("A note on this quote:"));
    terminal.types("ask Rita about the drawer\r");
    terminal.wait("the note on the quote", |s| s.contains("note: ask Rita about the drawer"));
    terminal.presses("i", "the intensities", |s| s.contains("said with feeling"));
    terminal.types("\u{1b}[B\r");
    terminal.sees("The rating is kept");
    judges_all(&mut terminal, "s");
    terminal.presses("h", "the severities", |s| s.contains("it stops them"));
    terminal.types("\u{1b}[B\u{1b}[B\r");
    terminal.sees("it hurts: it costs money");
    terminal.leaves("q");
    let log = log(&project);
    assert!(log.iter().any(|e| e["what"]["act"] == "rated" && e["what"]["severity"] == 3), "{log:?}");
    assert!(log.iter().any(|e| e["what"]["act"] == "felt" && e["what"]["intensity"] == 2));
    assert!(log.iter().all(|e| !e.to_string().contains("drawer")), "a note's words stay out of the ledger");
}

#[test]
fn blind_spots_are_answered_and_estimated() {
    let project = project();
    let mut terminal = to_first_quote(&project);
    // Everything is put off, to come to the end.
    while !terminal.screen().contains("That was the last theme") {
        let before = terminal.screen();
        terminal.presses("l", "the next theme", |s| s != before);
    }
    let mut screen = terminal.presses("r", "a turn drawn at random", |s| s.contains("Did we miss something here"));
    let mut answers = 0;
    while screen.contains("Did we miss something here") {
        let key = if answers == 0 { "y" } else { "0" };
        screen = next_by(&mut terminal, key);
        answers += 1;
    }
    let end = terminal.sees("Blind spots");
    assert!(end.contains(&format!("missed in 1 of {answers}")) && end.contains("95 % interval"), "{end}");
    terminal.leaves("q");
    assert_eq!(acts(&project).iter().filter(|a| *a == "sampled").count(), answers);
}

#[test]
fn every_step_is_taken_back_in_turn() {
    let project = project();
    let mut terminal = to_first_decision(&project);
    let judged = acts(&project).len();
    terminal.presses("4", "the next theme", |s| !s.contains("Theme 1 of"));
    for n in 0..=judged {
        let before = terminal.screen();
        terminal.presses("z", "taken back", |s| s != before && s.contains("Taken back"));
        assert_eq!(acts(&project).len(), judged + 2 + n);
    }
    terminal.presses("z", "nothing left", |s| s.contains("nothing of yours to undo"));
    terminal.leaves("q");
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    for theme in themes["themes"].as_array().unwrap() {
        assert!(theme["quotes"].as_array().unwrap().iter().all(|q| q["judgement"].is_null()), "{theme}");
    }
}
