//! A whole `run` on the fixtures, on a terminal: roles, a review with every kind of answer, Ctrl-C in the middle and going on, export.

use crate::program::Project;
use crate::reviewer::{asks, decides, heading, judges_all};
use crate::terminal::Terminal;

/// Speaker 4, and the voice without a name.
const NOBODY_KNOWS: [&str; 2] = ["Speaker 4", "Speaker 1069936904681019856"];

/// Answers the questions about speakers, as a person who agrees with the guesses.
pub fn places_speakers(terminal: &mut Terminal) {
    for speaker in [NOBODY_KNOWS.as_slice(), &["Nadia Ferreira", "Kelvin Tran", "Ashgrove Conf Room"]].concat() {
        terminal.sees(&format!("Who is {speaker}?"));
        terminal.sees("(our guess)");
        // Escape leaves a speaker open.
        terminal.types(if NOBODY_KNOWS.contains(&speaker) { "\u{1b}" } else { "\r" });
    }
}

/// Is asked again about those whom nobody could place, and leaves them open.
pub fn leaves_speakers_open(terminal: &mut Terminal) {
    for speaker in NOBODY_KNOWS {
        terminal.sees(&format!("Who is {speaker}?"));
        terminal.types("\u{1b}");
    }
}

/// Gives the reviewer's name.
pub fn gives_name(terminal: &mut Terminal) {
    terminal.sees("Your name, as it will stand beside your decisions");
    terminal.types("Mara Lind\r");
}

#[test]
fn a_whole_run_with_every_kind_of_answer() {
    let project = Project::with_fixtures();
    let mut terminal = Terminal::start(&project, &["run", "calls"]);
    places_speakers(&mut terminal);
    gives_name(&mut terminal);
    let summary = terminal.sees("wait for your decision");
    assert!(summary.contains("Review · Mara Lind"), "{summary}");

    // The first theme: supports, then accept.
    terminal.presses("\r", "the first quote", asks);
    let first = terminal.screen();
    assert!(first.contains("(customer)") && first.contains("Claim:"), "{first}");
    assert!(!first.contains("[a] accept"), "accept is not offered before everything was judged:\n{first}");
    let early = terminal.presses("x", "the decision, not ready", |s| decides(s) && s.contains("Not ready to accept"));
    assert!(!early.contains("[a] accept"), "{early}");
    let refused = terminal.presses("a", "why not", |s| s.contains("can't be accepted yet"));
    assert!(decides(&refused), "a does nothing while quotes are not judged:\n{refused}");
    terminal.presses("b", "back to a quote", asks);
    // From the last quote round to all that are open.
    judges_all(&mut terminal, "s");
    let ready = terminal.sees("[a] accept");
    assert!(ready.contains("Support"), "{ready}");
    terminal.presses("a", "the second theme", |s| s.contains("Theme 2 of"));

    // The second: edit the claim; its quotes are judged again, against the new one.
    terminal.presses("e", "the claim to edit", |s| s.contains("The claim, in your words"));
    terminal.types(&format!("{}Nobody sees what is there\r", "\u{7f}".repeat(300)));
    let edited = terminal.wait("the edited claim", |s| s.contains("Nobody sees what is there") && asks(s));
    assert!(edited.contains("judged again"), "{edited}");
    judges_all(&mut terminal, "p");
    let partly = terminal.sees("Not ready to accept");
    assert!(partly.contains("No call supports it"), "{partly}");
    terminal.presses("1", "the third theme", |s| s.contains("Theme 3 of"));

    // The third: one judgement, then Ctrl-C in the middle.
    let quote = heading(&terminal.screen());
    terminal.presses("c", "the next quote or the decision", |s| heading(s) != quote);
    terminal.types("\u{3}");
    terminal.sees("still open");
    terminal.sees("evidence-report.html");
    assert_eq!(terminal.ends(), 0);

    // The same command goes on there: nothing is asked or read twice.
    let mut terminal = Terminal::start(&project, &["run", "calls"]);
    leaves_speakers_open(&mut terminal);
    let summary = terminal.sees("wait for your decision");
    assert!(summary.contains("1  accepted") && summary.contains("1  rejected"), "{summary}");
    let on = terminal.presses("\r", "the third theme, where it was left", |s| asks(s) || decides(s));
    assert!(!on.contains("The claim changed"), "{on}");
    judges_all(&mut terminal, "u");
    terminal.presses("l", "the next theme", asks);
    // Undo takes the last one back, and shows it.
    let back = terminal.presses("z", "what was taken back", |s| s.contains("Taken back"));
    assert!(decides(&back), "{back}");
    assert_eq!(terminal.leaves("q"), 0);

    exported_as_decided(&project);
}

fn exported_as_decided(project: &Project) {
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    let themes = themes["themes"].as_array().unwrap().clone();
    let in_state = |state: &str| themes.iter().filter(|t| t["state"] == state).cloned().collect::<Vec<_>>();
    let (accepted, rejected) = (in_state("accepted"), in_state("rejected"));
    assert_eq!((accepted.len(), rejected.len()), (1, 1), "{themes:?}");
    let accepted = &accepted[0];

    let msd = project.read("messaging/messaging-source-document.md");
    let statement = accepted["statement"].as_str().unwrap();
    assert!(msd.contains(statement.split(['\'', '*', '_', '"', '$']).next().unwrap()), "{statement}\n\n{msd}");
    assert!(!msd.contains("Nobody sees what is there"), "what was rejected is in no document");
    let json: serde_json::Value = serde_json::from_str(&project.read("messaging/quote-library.json")).unwrap();
    let text = json.to_string();
    for quote in accepted["quotes"].as_array().unwrap() {
        assert_eq!(quote["judgement"], "supports");
        assert!(text.contains(quote["call"].as_str().unwrap()), "{quote}");
    }
    let csv = project.read("messaging/quote-library.csv");
    let rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).records().count();
    assert_eq!(rows, accepted["quotes"].as_array().unwrap().len(), "{csv}");
    assert!(msd.contains("E1"), "evidence numbers stand in the document");
    let head = project.run(&["log", "--verify", "--json"]).exits(0).json()["head"].as_str().unwrap().to_owned();
    assert_eq!(head.len(), 64);
    // Exporting twice gives the same bytes.
    project.run(&["export"]).exits(0);
    let once = project.read("messaging/messaging-source-document.md");
    project.run(&["export"]).exits(0);
    assert_eq!(once, project.read("messaging/messaging-source-document.md"));
    let printed = once.split(|c: char| !c.is_ascii_alphanumeric()).find(|w| w.len() == 64).unwrap().to_owned();
    project.run(&["log", "--verify", "--head", &printed]).exits(0);
}
