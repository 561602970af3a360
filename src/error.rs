//! The edge: what went wrong in words for a person, what to do next, and the exit code that says it to a script.
//!
//! Modules have error enums of their own beside their code; a command turns them into an [`Error`], and `main` shows it and leaves.

use std::error::Error as StdError;

/// How the program ends, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// The command line or the config is wrong.
    Usage = 2,
    /// Done, but something was left, each thing named: a file that could not be read, a request that failed.
    Left = 3,
    /// `check` found a quote that is not verified; beats [`Exit::Left`].
    Unverified = 4,
    /// A person is needed.
    PersonNeeded = 5,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What sort of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something could not be done.
    Failed,
    /// The command line or the config asks for what does not exist.
    Usage,
    /// Only a person at a terminal can go on.
    PersonNeeded,
}

impl Kind {
    /// The exit code that goes with it.
    pub fn exit(self) -> Exit {
        match self {
            Kind::Failed => Exit::Failed,
            Kind::Usage => Exit::Usage,
            Kind::PersonNeeded => Exit::PersonNeeded,
        }
    }
}

/// An error at the edge. It displays as its message alone; [`Error::render`] gives all of it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// What sort of failure it is.
    pub kind: Kind,
    /// What happened, where: a sentence that ends with a period.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Why, as the part below told it.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Something could not be done.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// The command line or the config is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Only a person at a terminal can go on.
    pub fn person_needed(message: impl Into<String>) -> Self {
        Self::new(Kind::PersonNeeded, message)
    }

    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, source: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds why it happened.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.kind.exit()
    }

    /// All of it, as lines for the screen: the message, its causes (numbered where there are several), the hint.
    ///
    /// File names in it may hold control characters: whoever prints it makes them harmless, as with any other text.
    pub fn render(&self) -> String {
        let mut lines = vec![format!("Error: {}", self.message)];
        let causes = self.causes();
        match causes.as_slice() {
            [] => {}
            [cause] => lines.push(format!("Caused by: {cause}")),
            several => {
                lines.push("Caused by:".to_owned());
                lines.extend(several.iter().enumerate().map(|(i, cause)| format!("{}: {cause}", i + 1)));
            }
        }
        lines.extend(self.hint.iter().map(|hint| format!("Hint: {hint}")));
        lines.join("\n")
    }

    /// The chain of causes; one that only repeats the line above it is left out.
    fn causes(&self) -> Vec<String> {
        let mut causes: Vec<String> = Vec::new();
        let mut next = self.source.as_deref().map(|s| s as &dyn StdError);
        while let Some(cause) = next {
            let words = cause.to_string();
            if causes.last().unwrap_or(&self.message) != &words {
                causes.push(words);
            }
            next = cause.source();
        }
        causes
    }
}

/// Why a file can't be opened or read, in words; the system's own, without its number, where they are not the common ones.
pub fn why_unread(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "you may not open it".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let words = error.to_string();
            words.split(" (os error").next().unwrap_or(&words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("The drawer is stuck.")]
    struct Stuck(#[source] std::io::Error);

    #[test]
    fn says_what_happened_and_what_to_do() {
        let error = Error::person_needed("This step needs you.").hint("Run `verbatim review` in a terminal.");
        assert_eq!(error.render(), "Error: This step needs you.\nHint: Run `verbatim review` in a terminal.");
        assert_eq!(error.exit(), Exit::PersonNeeded);
        assert_eq!(error.exit() as u8, 5);
    }

    #[test]
    fn one_cause_stands_on_one_line_several_are_numbered() {
        let io = || std::io::Error::other("no space left");
        assert_eq!(Error::failed("Could not save.").because(io()).render(), "Error: Could not save.\nCaused by: no space left");
        let deep = Error::failed("Could not save.").because(Stuck(io()));
        assert_eq!(deep.render(), "Error: Could not save.\nCaused by:\n1: The drawer is stuck.\n2: no space left");
    }

    #[test]
    fn the_systems_numbers_are_no_words() {
        for code in [1, 2, 5, 13, 21, 40] {
            let why = why_unread(&std::io::Error::from_raw_os_error(code));
            assert!(!why.is_empty() && !why.contains("os error"), "{code}: {why}");
        }
    }

    #[test]
    fn a_cause_that_repeats_the_message_is_left_out() {
        let error = Error::failed("The drawer is stuck.").because(Stuck(std::io::Error::other("rust")));
        assert_eq!(error.render(), "Error: The drawer is stuck.\nCaused by: rust");
    }
}
