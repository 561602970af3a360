//! The one seam to the terminal: print, key, choose, edit, confirm, progress.
//!
//! Data goes to stdout, talk and progress to stderr. Nothing from a transcript gets here raw: lines are [`crate::page`] lines, whose text is harmless.

mod paint;
mod progress;
mod prompts;
mod review_screen;

use std::io::{IsTerminal, Write};

pub use paint::Colours;
pub use progress::Progress;
pub use prompts::Answer;
pub use review_screen::{Input, ReviewScreen};

use crate::page::Line;

/// The terminal, as far as the program knows it.
#[derive(Debug, Clone)]
pub struct Ui {
    colours: Colours,
    interactive: bool,
    columns: usize,
}

impl Ui {
    /// Looks at the terminal and at `NO_COLOR`.
    pub fn new() -> Ui {
        let interactive = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) || std::env::var("TERM").is_ok_and(|t| t == "dumb");
        let colours = match (std::io::stderr().is_terminal(), plain) {
            (false, _) => Colours::None,
            (true, true) => Colours::Attributes,
            (true, false) => Colours::Full,
        };
        let columns = if interactive { crossterm::terminal::size().map_or(100, |(c, _)| usize::from(c)) } else { 100 };
        Ui { colours, interactive, columns: columns.clamp(40, 120) }
    }

    /// Whether a person can answer: keyboard and screen are terminals.
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// How many columns talk should take.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Says something to the person, on stderr, broken to the terminal's width with `indent` columns before further lines.
    pub fn say_line(&self, line: &Line, indent: usize) {
        let mut err = std::io::stderr().lock();
        for line in crate::page::wrap(line, self.columns, indent) {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(err, "{}", paint::line(&line, self.colours));
        }
    }

    /// Says a plain sentence on stderr.
    pub fn say(&self, text: impl AsRef<str>) {
        self.say_line(&Line::plain(text), 0);
    }

    /// Writes data to stdout, as it is; `false` where nobody reads it any more.
    pub fn data(&self, text: &str) -> bool {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes to stdout, as they are; `false` where nobody reads them any more.
    pub fn bytes(&self, bytes: &[u8]) -> bool {
        let mut out = std::io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).is_ok()
    }

    /// Writes lines for people to stdout, with colours where stdout is a terminal.
    pub fn show(&self, lines: &[Line]) -> bool {
        let colours = if std::io::stdout().is_terminal() { self.colours } else { Colours::None };
        let text: String = lines.iter().flat_map(|l| [paint::line(l, colours), "\n".into()]).collect();
        self.data(&text)
    }

    /// A progress bar over `length` steps, on stderr; silent where that is no terminal.
    pub fn progress(&self, length: usize, what: &str) -> Progress {
        Progress::new(length, what, self.interactive)
    }
}

impl Default for Ui {
    fn default() -> Self {
        Ui::new()
    }
}
