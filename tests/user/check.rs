//! `verbatim check`: which quotations of a document are found, and whose words they are claimed to be.

use serde_json::Value;

use crate::program::{Project, Ran};

/// Three accounts, and a rep who speaks with all of them.
fn project() -> Project {
    let project = Project::new();
    let call = |name: &str, speaker: &str, words: &str| {
        let opening = format!(
            "Sam Vendor: Thanks for the time. What changed since March?\n{speaker}: Nothing much, to be fair.\nSam Vendor: And why?\n"
        );
        project.write(&format!("calls/{name}.txt"), format!("{opening}{speaker}: {words}\nSam Vendor: I see, thank you.\n"));
    };
    call("nick", "Nick", "Well, the key thing was that the core developers trusted me. I asked before each step.");
    call("donald", "Donald", "We serve a significant amount of traffic. And that is difficult to do cheaply.");
    call("kim", "Kim Reyes", "We count the pallets by hand every single Friday.");
    project.write("calls/calls.csv", "file,account\nnick.txt,Brightwell\ndonald.txt,Amazon\nkim.txt,Yeast Co\n");
    project.write(
        "calls/speakers.csv",
        "call,speaker,role\nnick,Nick,customer\ndonald,Donald,customer\nkim,Kim Reyes,customer\nnick,Sam Vendor,rep\ndonald,Sam Vendor,rep\nkim,Sam Vendor,rep\n",
    );
    project
}

fn check(project: &Project, document: &str) -> Ran {
    project.write("deck.md", document);
    project.run(&["check", "deck.md", "--calls", "calls", "--json"])
}

/// Each quotation's words and verdict.
fn verdicts(project: &Project, document: &str) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    check(project, document).json_lines().iter().map(|l| (text(&l["quote"]), text(&l["verdict"]))).collect()
}

#[test]
fn a_quotation_without_its_closing_mark_is_checked_to_the_paragraphs_end() {
    let project = project();
    let forgotten = check(&project, "Nick told us “we never had an outage in ten years.\n\nNothing more.\n").exits(4).json_lines();
    assert_eq!((&forgotten[0]["quote"], &forgotten[0]["verdict"]), (&"we never had an outage in ten years.".into(), &"not_found".into()));
    assert!(forgotten[0]["error"].as_str().is_some_and(|e| e.contains("closing quotation mark is missing")), "{forgotten:?}");
    let straight = check(&project, "Nick said \"we would buy it again tomorrow.\n").exits(4).json_lines();
    assert_eq!(straight[0]["quote"], "we would buy it again tomorrow.");
    // Each paragraph opens, only the last one closes: whoever is named beside one said them all.
    let two = "“We serve a significant amount of traffic.\n\n“And that is difficult to do cheaply.” — ";
    check(&project, &format!("{two}Donald\n")).exits(0);
    let not_nicks: Vec<String> = verdicts(&project, &format!("{two}Nick\n")).into_iter().map(|v| v.1).collect();
    assert_eq!(not_nicks, ["misattributed", "misattributed"]);
}

#[test]
fn a_mark_that_quotes_nothing_is_told() {
    let project = project();
    let ran = check(&project, "A title\n\nNick said we would buy it again tomorrow.\" A 5\" screen.\n").exits(3);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("deck.md, line 3: a quotation mark stands alone"), "{}", ran.stderr);
}

const NICKS: &str = "the key thing was that the core developers trusted me";

/// The verdict on Nick's words in a form of attribution, where `{N}`, `{A}` and `{Q}` stand for the name, the account and the words.
fn verdict(project: &Project, form: &str, name: &str, account: &str) -> String {
    let document = format!("# Deck\n\n{}\n", form.replace("{N}", name).replace("{A}", account).replace("{Q}", NICKS));
    let mut found = verdicts(project, &document);
    assert_eq!(found.len(), 1, "{document}: {found:?}");
    found.remove(0).1
}

#[test]
fn whoever_is_named_beside_a_quotation_is_claimed_to_have_said_it() {
    let project = project();
    for form in [
        "{N} ({A}) told us: “{Q}.”",
        "According to {N}, “{Q}.”",
        "{N} believes that \"{Q}\".",
        "“{Q}.”\n{N}, {A}",
        "“{Q}.”\n\n{N}, {A}",
        "“{Q}.” [{N}]",
        "{N}'s view: “{Q}”",
        "{N}’s words: “{Q}”",
        "As {N} at {A} put it, “{Q}.”",
        "In the words of {N}: “{Q}.”",
        "« {Q} », explique {N}.",
        "« {Q} », a déclaré {N}, {A}.",
        "Selon {N} : « {Q}. »",
        "Selon {N}, « {Q}. »",
        "{N} de {A} dit : « {Q}. »",
        "{N} : ‹ {Q} ›",
        "{N} – „{Q}“",
        "From {N}: “{Q}.”",
        "{N} on trust: “{Q}.”",
        "“{Q}.”\n\n{N}\nCTO, {A}",
        "Laut {N}: „{Q}.“",
        "„{Q}“, sagt {N}.",
        "„{Q}“, so {N}.",
        "> {Q}.\n>\n> {N}, {A}",
        "> {Q}.\n> {N}, {A}",
        "> {Q}.\n\n{N}, {A}",
        "> **{N} ({A}):** {Q}.",
        "**{N}, {A}**\n\n> {Q}.",
        "### {N}, {A}\n\n“{Q}.”",
        "### {N}\n\n- “{Q}.”",
        "| Voice | Words |\n|---|---|\n| {N} | “{Q}” |",
        "| Account | Speaker | Quote |\n|---|---|---|\n| {A} | {N} | {Q} |",
    ] {
        let right = verdict(&project, form, "Nick", "Brightwell");
        assert!(matches!(right.as_str(), "exact" | "normalized"), "{form}: {right}");
        assert_eq!(verdict(&project, form, "Donald", "Amazon"), "misattributed", "{form}");
    }
}

#[test]
fn what_names_nobody_claims_nobody() {
    let project = project();
    for form in [
        "“{Q}.” [1]",
        "“{Q}.” [sic]",
        "“{Q}.” — an enterprise customer",
        "“{Q}.” — Technical lead, Contoso",
        "“{Q}.” — Contoso Logistics",
        "“{Q}.”\nDonald, however, disagreed.",
        "“{Q}.”\n\nDonald disagreed.",
        "### Amazon and the rest\n\n“{Q}.”",
        "### Donald On Traffic\n\n“{Q}.”",
        "### Donald, Amazon\n\nOther text.\n\n“{Q}.”",
        "Nick said “{Q}.” Donald said “We serve a significant amount of traffic.”",
        "Donald and Nick agree: “{Q}.”",
        "Donald and Nick said “{Q}.”",
        "After talking to Donald, Nick told us: “{Q}.”",
        "We told Donald: “{Q}.”",
        "Nick (formerly at Amazon) said “{Q}.”",
        "Nick, who worked for Amazon, said “{Q}.”",
        "Mr. Nick Coghlan said “{Q}.”",
        "Unlike Donald, Nick said “{Q}.”",
        "> {Q}.\n\nDonald saw it otherwise.",
        "“{Q}.”\nNick, Brightwell\n\n“{Q}”\n",
    ] {
        let document = format!("{}\n", form.replace("{Q}", NICKS));
        let found = verdicts(&project, &document);
        assert!(!found.is_empty() && found.iter().all(|v| v.1 == "exact" || v.1 == "normalized"), "{form}: {found:?}");
    }
}

#[test]
fn the_account_named_beside_a_quotation_is_held_against_the_calls() {
    let project = project();
    for form in ["“{Q}.” — {A}", "“{Q}.” — CTO, {A}", "“{Q}.” ({A})", "Our {A} champion said: “{Q}”", "“{Q},” says Nick of {A}."]
    {
        let right = verdict(&project, form, "", "Brightwell");
        assert!(matches!(right.as_str(), "exact" | "normalized"), "{form}: {right}");
        assert_eq!(verdict(&project, form, "", "Amazon"), "misattributed", "{form}");
        assert_ne!(verdict(&project, form, "", "Contoso"), "misattributed", "nobody knows that company: {form}");
    }
    assert_eq!(verdict(&project, "“{Q}.” — {N}, {A}", "Nick Coghlan", "Amazon"), "misattributed");
    let ran = check(&project, &format!("“{NICKS}.” — Nick, Amazon\n")).exits(4).json_lines();
    let why = ran[0]["error"].as_str().unwrap_or_default();
    assert!(why.contains("Amazon is named beside it") && why.contains("Brightwell (nick)"), "{ran:?}");
    // An account's name of two words is no person's.
    let pallets = "We count the pallets by hand every single Friday.";
    check(&project, &format!("“{pallets}” — Yeast Co\n\n| Customer | Quote |\n|---|---|\n| Yeast Co, Inc. | {pallets} |\n")).exits(0);
    check(&project, &format!("| Customer | Quote |\n|---|---|\n| Amazon | {pallets} |\n")).exits(4);
}

#[test]
fn an_account_with_several_calls_is_right_with_each_of_them() {
    let project = project();
    for name in ["Ann", "Bea"] {
        let said =
            format!("Sam Vendor: Hello there.\n{name}: Hello.\nSam Vendor: And so?\n{name}: It just works for us.\nSam Vendor: Good.\n");
        project.write(&format!("calls/{}.txt", name.to_lowercase()), said);
    }
    project.write(
        "calls/calls.csv",
        "file,account\nnick.txt,Brightwell\ndonald.txt,Amazon\nkim.txt,Yeast Co\nann.txt,Intel\nbea.txt,Amazon\n",
    );
    let found =
        check(&project, "“It just works for us.” — Amazon\n\n“It just works for us.” — Intel\n\n“It just works for us.” — Bea, Intel\n")
            .json_lines();
    let of = |i: usize| (found[i]["verdict"].as_str().unwrap(), found[i]["call"].as_str().unwrap());
    assert_eq!((of(0), of(1)), (("exact", "bea"), ("exact", "ann")));
    assert_eq!(of(2).0, "misattributed");
}

#[test]
fn what_is_no_document_is_refused_and_a_word_file_is_one_whatever_its_name() {
    let project = project();
    let noise: Vec<u8> = (0..5000u32).map(|n| u8::try_from(n * n % 251).unwrap()).collect();
    for name in ["deck.md", "deck", "deck.jsonl"] {
        project.write(name, &noise);
        let ran = project.run(&["check", name, "--calls", "calls"]).exits(2);
        assert!(ran.stderr.contains("this is no text file") && ran.stderr.contains("Save or export it"), "{}", ran.stderr);
    }
    project.write("deck", "<!DOCTYPE html>\n<p>“We never said so.”</p>\n");
    assert!(project.run(&["check", "deck", "--calls", "calls"]).exits(4).stdout.contains("not found"));
}

#[test]
fn one_call_is_read_with_the_tables_beside_it() {
    let project = project();
    project.write("deck.md", format!("“{NICKS}” — Nick, Brightwell\n"));
    let ran = project.run(&["check", "deck.md", "--calls", "calls/nick.txt"]).exits(0);
    assert!(ran.stdout.contains("against 1 call:") && ran.stdout.contains("Nick (customer)"), "{}", ran.stdout);
    project.write("deck.md", format!("“{NICKS}” — Amazon\n"));
    project.run(&["check", "deck.md", "--calls", "calls"]).exits(4);
}

#[test]
fn what_cannot_be_read_is_said_in_words_with_what_can_be_done() {
    let project = project();
    let missing = project.run(&["check", "nope.md", "--calls", "calls"]).exits(2);
    assert!(missing.stderr.contains("nope.md can't be read: there is no such file."), "{}", missing.stderr);
    project.write("quotes.jsonl", "not json\n");
    let line = project.run(&["check", "quotes.jsonl", "--calls", "calls"]).exits(3);
    assert!(line.stdout.contains("no JSON") && !line.stdout.contains("expected"), "{}", line.stdout);
    project.write("calls/talk.txt", "Just words here, and nobody's name.\nMore words of somebody.\n");
    let deck = check(&project, &format!("“{NICKS}” — Nick\n")).exits(3);
    assert!(deck.stderr.contains("talk.txt: No speaker names found") && !deck.stderr.contains("--speaker"), "{}", deck.stderr);
    project.write("calls/talk.txt", "Dana: Just words here.\n\nDana: And her name.\n");
    check(&project, &format!("“{NICKS}” — Nick\n")).exits(0);
    project.write("broken.docx", "no zip");
    let broken = project.run(&["check", "broken.docx", "--calls", "calls"]).exits(2);
    assert!(broken.stderr.contains("it is damaged, or something else"), "{}", broken.stderr);
}

#[test]
fn the_last_line_says_what_became_of_all_quotations() {
    let project = project();
    project.write("deck.md", format!("# Our \"free\" deck\n\n“{NICKS}” — Nick\n\n“{NICKS}” — Donald\n\n“We never said any such thing.”\n"));
    let ran = project.run(&["check", "deck.md", "--calls", "calls"]).exits(4);
    assert_eq!(ran.stdout.lines().next().unwrap(), "deck.md  4 quotations against 3 calls: 1 verified, 2 not, 1 too short to tell");
    assert_eq!(ran.stdout.trim_end().lines().next_back().unwrap(), "deck.md  4 quotations: 1 verified, 2 not, 1 too short to tell");
}

#[test]
fn what_a_cut_leaves_out_and_the_parts_of_what_was_put_together_are_shown() {
    let project = project();
    project.write(
        "deck.md",
        "“the key thing … the core developers trusted me” — Nick\n\n“I asked before each step … Nothing much, to be fair” — Nick\n\n“We grow purple pears on the roof” — Nick\n",
    );
    let ran = project.run(&["check", "deck.md", "--calls", "calls"]).exits(4);
    let shown: String = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("left out “was that”"), "{shown}");
    assert!(shown.contains("was said “I asked before each step” — Nick (customer), nick, turn 4 and “Nothing much, to be fair” — Nick (customer), nick, turn 2"), "{shown}");
}
