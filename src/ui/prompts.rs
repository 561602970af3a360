//! Choices and text, through inquire.

use inquire::{InquireError, MultiSelect, Select, Text};

use super::Ui;
use crate::error::Error;
use crate::page::{Line, clip, visible};

/// Columns that a prompt takes before an option: the cursor, the box to tick, and one to spare.
const BEFORE_AN_OPTION: usize = 7;

/// What a person answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// This.
    Given(T),
    /// Nothing: they pressed Escape.
    Skipped,
    /// They pressed Ctrl-C: leave, with everything kept.
    Interrupted,
}

impl Ui {
    /// Asks for one of `options`, with the one at `start` under the cursor; gives its position.
    ///
    /// # Errors
    /// Where the terminal can't be used.
    pub fn choose(&self, question: &str, options: &[String], start: usize, help: &str) -> Result<Answer<usize>, Error> {
        let shown = self.in_one_line(options);
        let question = visible(question);
        let prompt = Select::new(&question, shown)
            .with_starting_cursor(start.min(options.len().saturating_sub(1)))
            .with_help_message(help)
            .without_filtering();
        answer(prompt.raw_prompt().map(|o| o.index))
    }

    /// Asks for some of `options`, none chosen at first; gives their positions.
    ///
    /// # Errors
    /// Where the terminal can't be used.
    pub fn choose_some(&self, question: &str, options: &[String], help: &str) -> Result<Answer<Vec<usize>>, Error> {
        let shown = self.in_one_line(options);
        let question = visible(question);
        let prompt = MultiSelect::new(&question, shown).with_help_message(help).without_filtering();
        answer(prompt.raw_prompt().map(|chosen| chosen.into_iter().map(|o| o.index).collect()))
    }

    /// The options, each cut to one line: what goes on in the next one is broken inside words and pushes the others off the screen.
    fn in_one_line(&self, options: &[String]) -> Vec<String> {
        let columns = self.columns().saturating_sub(BEFORE_AN_OPTION);
        options.iter().map(|o| clip(&Line::plain(o), columns).text()).collect()
    }

    /// Asks for a line of text, with `initial` to change.
    ///
    /// # Errors
    /// Where the terminal can't be used.
    pub fn edit(&self, question: &str, initial: &str, help: &str) -> Result<Answer<String>, Error> {
        let (question, initial) = (visible(question), visible(initial));
        answer(Text::new(&question).with_initial_value(&initial).with_help_message(help).prompt())
    }
}

fn answer<T>(result: Result<T, InquireError>) -> Result<Answer<T>, Error> {
    match result {
        Ok(value) => Ok(Answer::Given(value)),
        Err(InquireError::OperationCanceled) => Ok(Answer::Skipped),
        Err(InquireError::OperationInterrupted) => Ok(Answer::Interrupted),
        Err(InquireError::NotTTY) => Err(Error::person_needed("A question needs an answer, and there is no terminal to ask on.")),
        Err(other) => Err(Error::failed("The terminal can't be used to ask.").because(other)),
    }
}
