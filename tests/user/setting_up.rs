//! `init` on a terminal, and the run that follows from what it wrote.

use crate::program::Project;
use crate::terminal::Terminal;

/// Answers a question that has `words` on the screen.
fn answers(terminal: &mut Terminal, words: &str, keys: &str) {
    terminal.sees(words);
    terminal.settles();
    terminal.types(keys);
}

#[test]
fn five_questions_make_a_config_that_works() {
    let project = Project::new();
    let mut terminal = Terminal::start(&project, &["init"]);
    answers(&mut terminal, "What is your product called?", "Parwell \"Pro\"\r");
    answers(&mut terminal, "What is your company called?", "Parwell\r");
    answers(&mut terminal, "Your mail domain", "parwell.example\r");
    answers(&mut terminal, "Who looks for themes?", "\u{1b}[B\u{1b}[B\r");
    answers(&mut terminal, "Which model?", "\r");
    terminal.sees("Written: ");
    assert_eq!(terminal.ends(), 0);
    let written = project.read("verbatim.toml");
    for line in ["product = \"Parwell \\\"Pro\\\"\"", "vendor = \"Parwell\"", "domains = [\"parwell.example\"]", "protocol = \"anthropic\""]
    {
        assert!(written.contains(line), "{written}");
    }
    assert!(written.contains("key_env = \"ANTHROPIC_API_KEY\"") && written.contains("model = \"claude"), "{written}");
    // What it wrote is used: only the key is missing, and it is named.
    let checked = project.run(&["doctor"]).exits(1).stderr;
    assert!(checked.contains("verbatim.toml can be used") && checked.contains("ANTHROPIC_API_KEY"), "{checked}");
    // A second time it leaves the file as it is.
    let again = project.run(&["init"]).exits(1).stderr;
    assert!(again.contains("is there already"), "{again}");
    assert_eq!(project.read("verbatim.toml"), written);
}

#[test]
fn questions_can_be_left_open_or_left_altogether() {
    let project = Project::new();
    let mut terminal = Terminal::start(&project, &["init"]);
    answers(&mut terminal, "What is your product called?", "Parwell\r");
    answers(&mut terminal, "What is your company called?", "\u{3}");
    terminal.sees("nothing was written");
    assert_eq!(terminal.ends(), 5);
    assert!(!project.path().join("verbatim.toml").exists());

    let mut terminal = Terminal::start(&project, &["init"]);
    for question in ["What is your product called?", "What is your company called?", "Your mail domain", "Who looks for themes?"] {
        answers(&mut terminal, question, "\u{1b}");
    }
    terminal.sees("Written: ");
    assert_eq!(terminal.ends(), 0);
    let checked = project.run(&["doctor"]).exits(0).stderr;
    assert!(checked.contains("No model endpoint is configured"), "{checked}");
}
