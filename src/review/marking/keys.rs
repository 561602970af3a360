//! The keys while somebody reads and marks: one table that maps them to actions and makes the help.

use super::{MarkAction, Page, Round};
use crate::review::cut::Edge;
use crate::review::keys::{Binding, Key, row};
use crate::themes::Kind;

/// What a key asks the loop for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkAsk {
    /// Do this.
    Do(MarkAction),
    /// Ask what the chosen words say, then keep the mark.
    Take,
}

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkPlace {
    /// On a turn.
    Turn,
    /// On a turn, while leafing through calls.
    Unused,
    /// While the words of a mark are chosen.
    Words,
    /// On what was heard beside what was proposed.
    Compared,
    /// On a turn, and after the last one.
    Anywhere,
}

use Key::{Char, Down, Enter, Escape, Interrupt, Left, PageDown, PageUp, Right, Tab, Up};
use MarkAction::{Back, CallBefore, Cut, LineDown, LineUp, Mark, Next, NextCall, NextSentence, Quit, Undo};
use MarkAsk::Do;

/// All keys.
pub const BINDINGS: &[Binding<MarkPlace, MarkAsk>] = &[
    row(&[Char(' '), Enter, PageDown, Char('n')], "Space", MarkPlace::Turn, Do(Next), "read on, to the customer's next turn"),
    row(&[Char('1')], "1", MarkPlace::Turn, Do(Mark(Kind::Problem)), "mark a problem: what hurts"),
    row(&[Char('2')], "2", MarkPlace::Turn, Do(Mark(Kind::Success)), "mark success: what good looks like to them"),
    row(&[Char('3')], "3", MarkPlace::Turn, Do(Mark(Kind::Objection)), "mark an objection: a reason not to go on"),
    row(&[Char('4')], "4", MarkPlace::Turn, Do(Mark(Kind::Trigger)), "mark a trigger: what made them act now"),
    row(&[Char('5')], "5", MarkPlace::Turn, Do(Mark(Kind::Alternative)), "mark an alternative: what they use or would use instead"),
    row(&[Char('6')], "6", MarkPlace::Turn, Do(Mark(Kind::Doubt)), "mark a doubt: when it nearly went the other way"),
    row(&[Char('7')], "7", MarkPlace::Turn, Do(Mark(Kind::Request)), "mark a request: something they ask for"),
    row(&[Char('N')], "N", MarkPlace::Unused, Do(NextCall), "the next call"),
    row(&[Char('P')], "P", MarkPlace::Unused, Do(CallBefore), "the call before"),
    row(&[Tab, Char(' ')], "Tab", MarkPlace::Words, Do(NextSentence), "the next sentence of the turn"),
    row(&[Left], "←", MarkPlace::Words, Do(Cut(Edge::EndEarlier)), "the words end a word earlier"),
    row(&[Right], "→", MarkPlace::Words, Do(Cut(Edge::EndLater)), "the words end a word later"),
    row(&[Up], "↑", MarkPlace::Words, Do(Cut(Edge::StartEarlier)), "the words start a word earlier"),
    row(&[Down], "↓", MarkPlace::Words, Do(Cut(Edge::StartLater)), "the words start a word later"),
    row(&[Enter], "Enter", MarkPlace::Words, MarkAsk::Take, "take these words, and say what you hear in them"),
    row(&[Escape, Char('b'), Char('q'), Interrupt], "Esc", MarkPlace::Words, Do(Quit), "mark nothing"),
    row(&[Char(' '), Enter, PageDown], "Space", MarkPlace::Compared, Do(Next), "read on, then done"),
    row(&[Down, Char('j')], "↓", MarkPlace::Anywhere, Do(LineDown), "one line down"),
    row(&[Up, Char('k')], "↑", MarkPlace::Anywhere, Do(LineUp), "one line up"),
    row(&[PageUp], "PgUp", MarkPlace::Anywhere, Do(MarkAction::PageUp), "a page up"),
    row(&[Char('b'), Left], "b", MarkPlace::Anywhere, Do(Back), "back a turn"),
    row(&[Char('z')], "z", MarkPlace::Anywhere, Do(Undo), "take your last mark back"),
    row(&[Char('?')], "?", MarkPlace::Anywhere, Do(MarkAction::Help), "this help"),
    row(&[Char('q'), Interrupt], "q", MarkPlace::Anywhere, Do(Quit), "leave; everything is kept, and the next time goes on here"),
];

impl MarkPlace {
    /// Whether a key of this place works on `page`.
    pub fn holds(self, page: Page, round: Round) -> bool {
        match self {
            MarkPlace::Turn => page == Page::Turn,
            MarkPlace::Unused => page == Page::Turn && round == Round::Unused,
            MarkPlace::Words => matches!(page, Page::Words { .. }),
            MarkPlace::Compared => page == Page::Compared,
            MarkPlace::Anywhere => !matches!(page, Page::Words { .. }),
        }
    }
}

/// What `key` asks for on `page`; the first row that holds.
pub fn ask(key: Key, page: Page, round: Round) -> Option<MarkAsk> {
    BINDINGS.iter().find(|b| b.place.holds(page, round) && b.keys.contains(&key)).map(|b| b.ask)
}
