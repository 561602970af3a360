//! The documents are safe to open, and safe from us.

use crate::program::Project;
use crate::reviewer::{accepts_first, to_first_decision};

/// A project with one accepted theme whose words are as hostile as words can be.
fn hostile() -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    let say =
        "The problem is we run out of labels <script>alert(1)</script> {{ calls }} | **bold** =1+1 again. Then \u{202e}nur \u{1b}[31m.";
    project.write("calls/a.txt", format!("Rita Reyes: {say}\nSam Vendor: I see.\nRita Reyes: Yes, the problem is that.\n"));
    project.write("calls/b.txt", format!("Tom Oduya: {say}\nSam Vendor: I see.\nTom Oduya: Yes.\n"));
    project.write("calls/calls.csv", "file,account,persona\na.txt,\"=cmd|' /C calc'!A0\",<b>lead</b>\nb.txt,+Fjord | {{ head }},@lead\n");
    project.run(&["ingest", "calls"]).exits(0);
    for name in ["Rita Reyes", "Tom Oduya"] {
        project.run(&["speakers", "--set", &format!("{name}=customer")]);
    }
    project.run(&["propose"]).exits(0);
    let mut terminal = to_first_decision(&project);
    accepts_first(&mut terminal);
    let drawn = String::from_utf8_lossy(terminal.everything()).into_owned();
    assert!(!drawn.contains("\u{1b}[31m.") && !drawn.contains('\u{202e}'), "nothing of a transcript reaches the terminal raw");
    assert_eq!(terminal.leaves("q"), 0);
    project
}

#[test]
fn hostile_words_are_text_in_every_document() {
    let project = hostile();
    project.run(&["export"]).exits(0);
    let msd = project.read("messaging/messaging-source-document.md");
    assert!(!msd.contains("<script>"), "{msd}");
    let csv = project.read("messaging/quote-library.csv");
    for record in csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).records() {
        for cell in record.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    // What went out comes back: every quotation in every document is found as it was said.
    for entry in std::fs::read_dir(project.path().join("messaging")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if [".md", ".docx", ".html"].iter().any(|ending| name.ends_with(ending)) {
            let checked =
                project.run(&["check", &format!("messaging/{name}"), "--calls", "calls", "--vendor", "Vendor", "--json"]).exits(0);
            for quote in checked.json_lines() {
                assert_ne!(quote["verdict"], "not_found", "{name}: {quote}");
            }
        }
    }
}

#[test]
fn a_comparison_of_too_few_calls_is_refused_and_says_so() {
    let project = hostile();
    project.run(&["export", "--only", "winloss,codebook,decisions"]).exits(0);
    let compared = project.read("messaging/win-loss-language.md");
    assert!(compared.contains("A comparison takes 3 won and 3 lost calls; there are 0 and 0."), "{compared}");
    let log = project.read("messaging/decision-log.csv");
    let entries = project.run(&["log", "--json"]).exits(0).stdout.lines().count();
    let rows = csv::Reader::from_reader(log.trim_start_matches('\u{feff}').as_bytes()).records().count();
    assert!(rows >= 2 && entries >= rows, "{rows} of {entries}");
    assert!(project.read("messaging/codebook.csv").contains("T1,problem,"));
    assert!(!project.path().join("messaging/voc-report.md").exists());
}

#[test]
fn what_a_marketer_wrote_is_never_overwritten() {
    let project = hostile();
    project.run(&["export"]).exits(0);
    let path = "messaging/messaging-source-document.md";
    let edited = project.read(path).replacen("# ", "# Ours: ", 1);
    project.write(path, &edited);
    // Another decision changes the document.
    project.write("verbatim.toml", "[project]\nproduct = \"Another\"\n[review]\nreviewer = \"Mara Lind\"\n");
    let ran = project.run(&["export"]).exits(0);
    assert_eq!(project.read(path), edited, "the changed file stays as it is");
    assert!(ran.stderr.contains("messaging-source-document.md.new"), "{}", ran.stderr);
    assert!(project.read("messaging/messaging-source-document.md.new").contains("Another"));
}
