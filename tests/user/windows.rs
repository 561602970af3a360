//! Windows of every kind: resized, without colour, with words that run from right to left or are twice as wide, and long ones.

use crate::program::Project;
use crate::reviewer::{next_by, to_first_quote};
use crate::terminal::Terminal;
use crate::three_calls::{acts, project};

#[test]
fn a_window_that_is_resized_is_drawn_anew_and_loses_nothing() {
    let project = project();
    let mut terminal = to_first_quote(&project);
    terminal.resizes(16, 44);
    let narrow = terminal.wait("a narrow screen", |s| s.contains("[?] keys"));
    assert!(narrow.lines().all(|l| l.chars().count() <= 44), "{narrow}");
    terminal.resizes(8, 30);
    terminal.wait("too small", |s| s.contains("too small"));
    terminal.settles();
    terminal.types("s");
    terminal.settles();
    assert!(acts(&project).is_empty(), "nothing is judged on a window that shows nothing");
    terminal.resizes(30, 120);
    terminal.wait("a wide screen", |s| s.contains("Do these words") && s.contains("[q] leave"));
    next_by(&mut terminal, "s");
    terminal.leaves("q");
    assert_eq!(acts(&project), ["judged"]);
}

#[test]
fn without_colour_the_words_are_still_marked() {
    let project = project();
    let mut terminal = Terminal::start_with(&project, &["review"], (24, 80), &[("NO_COLOR", "1")]);
    terminal.sees("for your decision");
    let quote = terminal.presses("\r", "a quote", |s| s.contains("Do these words"));
    assert!(quote.contains("▌"), "{quote}");
    terminal.leaves("q");
    let written = String::from_utf8_lossy(terminal.everything()).into_owned();
    assert!(written.contains("\u{1b}[1;4m"), "bold and underlined");
    for code in ["\u{1b}[1;36m", "\u{1b}[35m", "\u{1b}[33m", "\u{1b}[32m", "\u{1b}[1;34m", "\u{1b}[2m"] {
        assert!(!written.contains(code), "{code:?} is a colour");
    }
}

/// A project of one call with these words of a customer.
fn saying(words: &str) -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    project.write("calls/one.txt", format!("Rita Reyes: {words}\nSam Vendor: I see.\nRita Reyes: Yes.\n"));
    project.write("calls/speakers.csv", "call,speaker,role\none.txt,Rita Reyes,customer\none.txt,Sam Vendor,rep\n");
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["propose"]).exits(0);
    project
}

#[test]
fn right_to_left_and_wide_words_are_judged_like_any_others() {
    let words = "The problem is that عندنا مشكلة كبيرة مع الملصقات and nobody sees it. 問題はラベルがすぐに無くなることです。";
    let project = saying(words);
    let mut terminal = to_first_quote(&project);
    let quote = terminal.screen();
    assert!(quote.contains("عندنا") && quote.contains("[s] supports"), "{quote}");
    let written = terminal.everything().to_vec();
    for bidi in ["\u{202e}", "\u{2066}", "\u{200f}"] {
        assert!(!written.windows(bidi.len()).any(|w| w == bidi.as_bytes()), "no control of direction is written");
    }
    next_by(&mut terminal, "s");
    terminal.leaves("q");
    assert_eq!(acts(&project).first().map(String::as_str), Some("judged"));
}

#[test]
fn a_quote_longer_than_the_screen_is_judged_after_its_last_line() {
    let middle = "we count every box by hand and write it down and lose the list again ".repeat(4);
    let project = saying(&format!("The problem is that {middle} and nobody sees it."));
    let mut terminal = Terminal::start_sized(&project, &["review"], 16, 40);
    terminal.sees("for your decision");
    terminal.presses("\r", "a quote", |s| s.contains("read it first"));
    terminal.presses("s", "the reason", |s| s.contains("last line first"));
    assert!(acts(&project).is_empty());
    for _ in 0..20 {
        if terminal.screen().contains("Do these words") {
            break;
        }
        let before = terminal.screen();
        terminal.presses(" ", "more of it", |s| s != before);
    }
    next_by(&mut terminal, "s");
    terminal.leaves("q");
    assert_eq!(acts(&project), ["judged"]);
}
