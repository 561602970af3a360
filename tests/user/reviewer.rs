//! What a reviewer does at the terminal, and what the screen asks of them.

use crate::program::Project;
use crate::terminal::Terminal;

/// Whether the screen asks for a judgement.
pub fn asks(screen: &str) -> bool {
    screen.contains("Do these words carry the claim?") && screen.contains("[q] leave")
}

/// Whether the screen asks for a decision.
pub fn decides(screen: &str) -> bool {
    screen.contains("your decision") && screen.contains("[q] leave")
}

/// The first line of the screen: `Theme 1 of 12 · problem · quote 2 of 5`.
pub fn heading(screen: &str) -> String {
    screen.lines().next().unwrap_or_default().trim().to_owned()
}

/// Starts, and goes to the first quote.
pub fn to_first_quote(project: &Project) -> Terminal {
    let mut terminal = Terminal::start(project, &["review"]);
    terminal.sees("for your decision");
    terminal.presses("\r", "a quote", asks);
    terminal
}

/// Starts, and judges that every quote of the first theme supports it.
pub fn to_first_decision(project: &Project) -> Terminal {
    let mut terminal = to_first_quote(project);
    judges_all(&mut terminal, "s");
    terminal
}

/// Judges quotes with `key` until the decision on the theme is on the screen.
pub fn judges_all(terminal: &mut Terminal, key: &str) {
    loop {
        let screen = terminal.wait("a quote or a decision", |s| asks(s) || decides(s));
        if decides(&screen) {
            return;
        }
        let before = heading(&screen);
        // A quote that is longer than the screen is read on first.
        let after = terminal.presses(key, "the next quote", |s| heading(s) != before || s.contains("last line first"));
        if after.contains("last line first") {
            terminal.presses(" ", "more of the quote", |s| !s.contains("last line first"));
        }
    }
}

/// Accepts the first theme.
pub fn accepts_first(terminal: &mut Terminal) {
    terminal.presses("a", "what follows", |s| !s.contains("[a] accept") || !s.contains("Theme 1 of"));
}

/// Presses `key` and waits for another page.
pub fn next_by(terminal: &mut Terminal, key: &str) -> String {
    let before = heading(&terminal.screen());
    terminal.presses(key, "another page", |s| heading(s) != before)
}
