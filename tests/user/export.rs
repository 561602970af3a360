//! The documents are safe to open, and safe from us.

use crate::program::Project;
use crate::terminal::Terminal;

/// A project with one accepted theme whose words are as hostile as words can be.
fn hostile() -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    let say = "The problem is we run out of labels <script>alert(1)</script> {{ calls }} | **bold** =1+1 \u{202e}nur \u{1b}[31m.";
    project.write("calls/a.txt", format!("=Rita Reyes: {say}\nSam Vendor: I see.\n=Rita Reyes: Yes, the problem is that.\n"));
    project.write("calls/b.txt", format!("Tom Oduya: {say}\nSam Vendor: I see.\nTom Oduya: Yes.\n"));
    project.run(&["ingest", "calls"]);
    for name in ["=Rita Reyes", "Tom Oduya"] {
        project.run(&["speakers", "--set", &format!("{name}=customer")]);
    }
    project.run(&["propose"]).exits(0);
    let mut terminal = Terminal::start(&project, &["review"]);
    terminal.sees("for your decision");
    terminal.presses("\r", "a quote", |s| s.contains("Do these words"));
    while !terminal.screen().contains("your decision") {
        let before = terminal.screen().lines().next().unwrap_or_default().to_owned();
        terminal.presses("s", "the next one", |s| s.lines().next() != Some(&before));
    }
    terminal.presses("a", "what follows", |s| !s.contains("[a] accept") || !s.contains("Theme 1 of"));
    let drawn = String::from_utf8_lossy(terminal.everything()).into_owned();
    assert!(!drawn.contains("\u{1b}[31m.") && !drawn.contains('\u{202e}'), "nothing of a transcript reaches the terminal raw");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
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
