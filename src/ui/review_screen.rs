//! The whole terminal, for single keys: drawn line by line, given back as it was found.

use std::io::{Stderr, Write};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, queue, style, terminal};

use super::{Colours, Ui, paint};
use crate::error::Error;
use crate::page::Line;
use crate::review::keys::Key;
use crate::review::screens::Size;

/// How long after a screen was drawn its first key is believed: nobody has read anything sooner.
const SETTLE: Duration = Duration::from_millis(80);
/// A key that comes again sooner than this is held down: it counts once, so that nobody judges by leaning on the keyboard.
const REPEAT: Duration = Duration::from_millis(150);

/// The terminal in single-key mode; dropping it gives the terminal back.
#[derive(Debug)]
pub struct ReviewScreen {
    err: Stderr,
    colours: Colours,
    last: Option<(Key, Instant)>,
}

/// What came from the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// The window changed: draw again.
    Resized,
}

impl Ui {
    /// Takes the whole terminal.
    ///
    /// # Errors
    /// Where there is no terminal, or it can't be used so.
    pub fn review_screen(&self) -> Result<ReviewScreen, Error> {
        if !self.interactive {
            return Err(Error::person_needed("A review needs a person at a terminal."));
        }
        let mut screen = ReviewScreen { err: std::io::stderr(), colours: self.colours, last: None };
        screen.enter()?;
        Ok(screen)
    }
}

impl ReviewScreen {
    fn enter(&mut self) -> Result<(), Error> {
        terminal::enable_raw_mode().map_err(failed)?;
        execute!(self.err, terminal::EnterAlternateScreen, event::EnableBracketedPaste, cursor::Hide).map_err(failed)
    }

    /// Gives the keys to a question for a moment, on a screen of its own: what the shell shows stays as it was.
    ///
    /// # Errors
    /// What `ask` gives, or where the terminal can't be taken back.
    pub fn aside<T>(&mut self, ask: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let clear = terminal::Clear(terminal::ClearType::All);
        execute!(self.err, event::DisableBracketedPaste, clear, cursor::MoveTo(0, 0), cursor::Show).map_err(failed)?;
        terminal::disable_raw_mode().map_err(failed)?;
        let answer = ask();
        terminal::enable_raw_mode().map_err(failed)?;
        execute!(self.err, event::EnableBracketedPaste, cursor::Hide).map_err(failed)?;
        answer
    }

    fn leave(&mut self) {
        let _ = execute!(self.err, event::DisableBracketedPaste, cursor::Show, terminal::LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }

    /// The terminal's size.
    ///
    /// # Errors
    /// Where it can't be told.
    pub fn size(&self) -> Result<Size, Error> {
        let (columns, lines) = terminal::size().map_err(failed)?;
        Ok(Size { columns: usize::from(columns), lines: usize::from(lines) })
    }

    /// Draws a whole screen.
    ///
    /// # Errors
    /// Where the terminal doesn't take it.
    pub fn draw(&mut self, lines: &[Line]) -> Result<(), Error> {
        queue!(self.err, terminal::BeginSynchronizedUpdate).map_err(failed)?;
        for (row, line) in lines.iter().enumerate() {
            let row = u16::try_from(row).unwrap_or(u16::MAX);
            let painted = paint::line(line, self.colours);
            queue!(self.err, cursor::MoveTo(0, row), style::Print(painted), terminal::Clear(terminal::ClearType::UntilNewLine))
                .map_err(failed)?;
        }
        queue!(self.err, terminal::Clear(terminal::ClearType::FromCursorDown), terminal::EndSynchronizedUpdate).map_err(failed)?;
        self.err.flush().map_err(failed)
    }

    /// Waits for a key that was pressed after the screen was drawn: whatever was typed before is thrown away, and so are a paste and a
    /// key that is held down.
    ///
    /// # Errors
    /// Where the terminal can't be read.
    pub fn input(&mut self) -> Result<Input, Error> {
        let drawn = Instant::now();
        loop {
            let read = event::read().map_err(failed)?;
            if let Event::Resize(..) = read {
                return Ok(Input::Resized);
            }
            if let Event::Key(key) = read
                && key.kind == KeyEventKind::Press
            {
                let key = key_of(key.code, key.modifiers);
                let held = self.last.replace((key, Instant::now())).is_some_and(|(last, at)| last == key && at.elapsed() < REPEAT);
                if key == Key::Interrupt || (drawn.elapsed() >= SETTLE && (key.scrolls() || !held)) {
                    return Ok(Input::Key(key));
                }
            }
        }
    }
}

impl Drop for ReviewScreen {
    fn drop(&mut self) {
        self.leave();
    }
}

fn key_of(code: KeyCode, modifiers: KeyModifiers) -> Key {
    let control = modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match code {
        KeyCode::Char('c' | 'd') if modifiers.contains(KeyModifiers::CONTROL) => Key::Interrupt,
        KeyCode::Char(c) if !control => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Tab => Key::Tab,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => Key::Other,
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::failed("The terminal can't be used.").because(error)
}
