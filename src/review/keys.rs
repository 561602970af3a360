//! The keys of the review: one table that maps them to actions and makes the help.

use super::{Action, RejectReason, View};
use crate::themes::Judgement;

/// A key, as the terminal gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Up.
    Up,
    /// Down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Ctrl-C: leave, with everything kept.
    Interrupt,
    /// Any other.
    Other,
}

impl Key {
    /// Whether it only moves what is shown, so that it may be held down.
    pub fn scrolls(self) -> bool {
        matches!(self, Key::Up | Key::Down | Key::PageUp | Key::PageDown)
    }
}

/// What a key asks the loop for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Do this.
    Do(Action),
    /// Ask for a new statement, then revise.
    EditStatement,
    /// Ask for the kind, then revise.
    ChangeKind,
    /// Ask for a note, then reject.
    RejectWithNote,
}

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the opening summary.
    Summary,
    /// While a quote is on the screen.
    Quote,
    /// While a theme is decided.
    Decision,
    /// On both.
    Theme,
    /// Everywhere.
    Anywhere,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys, the first of which is shown.
    pub keys: &'static [Key],
    /// How the first key is written.
    pub shown: &'static str,
    /// Where it works.
    pub place: Place,
    /// What it does.
    pub ask: Ask,
    /// What it does, in words for the help.
    pub help: &'static str,
}

const fn row(keys: &'static [Key], shown: &'static str, place: Place, ask: Ask, help: &'static str) -> Binding {
    Binding { keys, shown, place, ask, help }
}

use Key::{Char, Down, Enter, Escape, Interrupt, Left, PageDown, PageUp, Right, Up};

/// All keys.
pub const BINDINGS: &[Binding] = &[
    row(&[Enter, Char(' '), Right], "Enter", Place::Summary, Ask::Do(Action::Next), "start"),
    row(&[Char('b'), Left], "b", Place::Summary, Ask::Do(Action::Back), "back"),
    row(&[Char('s')], "s", Place::Quote, Ask::Do(Action::Judge(Judgement::Supports)), "supports: these words carry the claim"),
    row(&[Char('p')], "p", Place::Quote, Ask::Do(Action::Judge(Judgement::Partly)), "partly: they carry a part of it (shown, not counted)"),
    row(
        &[Char('c')],
        "c",
        Place::Quote,
        Ask::Do(Action::Judge(Judgement::Contradicts)),
        "contradicts: they speak against it (kept as counter-evidence)",
    ),
    row(
        &[Char('u')],
        "u",
        Place::Quote,
        Ask::Do(Action::Judge(Judgement::Unrelated)),
        "unrelated: they have nothing to do with it (leaves the theme)",
    ),
    row(&[Char(' '), PageDown], "Space", Place::Theme, Ask::Do(Action::PageDown), "read on"),
    row(&[PageUp], "PgUp", Place::Theme, Ask::Do(Action::PageUp), "read back"),
    row(&[Down, Char('j')], "↓", Place::Theme, Ask::Do(Action::LineDown), "one line down"),
    row(&[Up, Char('k')], "↑", Place::Theme, Ask::Do(Action::LineUp), "one line up"),
    row(&[Char('m')], "m", Place::Quote, Ask::Do(Action::MoreContext), "more of the conversation around the quote"),
    row(&[Char('x')], "x", Place::Quote, Ask::Do(Action::ToDecision), "go to the decision, to reject or put off the theme"),
    row(&[Char('a')], "a", Place::Decision, Ask::Do(Action::Accept), "accept the theme on the judgements shown"),
    row(&[Char('1')], "1", Place::Decision, Ask::Do(Action::Reject(RejectReason::NotSupported)), "reject: the quotes don't carry it"),
    row(
        &[Char('2')],
        "2",
        Place::Decision,
        Ask::Do(Action::Reject(RejectReason::NotOneThing)),
        "reject: several different things put together",
    ),
    row(&[Char('3')], "3", Place::Decision, Ask::Do(Action::Reject(RejectReason::Duplicate)), "reject: another theme says it already"),
    row(&[Char('4')], "4", Place::Decision, Ask::Do(Action::Reject(RejectReason::NotUseful)), "reject: true, but of no use for messaging"),
    row(&[Char('5')], "5", Place::Decision, Ask::RejectWithNote, "reject for another reason (you write it)"),
    row(&[Char('l')], "l", Place::Theme, Ask::Do(Action::PutOff), "later: put the theme off"),
    row(&[Char('e')], "e", Place::Theme, Ask::EditStatement, "edit the statement (its quotes are then judged again)"),
    row(&[Char('K')], "K", Place::Theme, Ask::ChangeKind, "change the kind (its quotes are then judged again)"),
    row(&[Char('n'), Right], "n", Place::Theme, Ask::Do(Action::Next), "next, without deciding"),
    row(&[Char('b'), Left], "b", Place::Theme, Ask::Do(Action::Back), "back"),
    row(&[Char('z')], "z", Place::Anywhere, Ask::Do(Action::Undo), "undo your last judgement or decision"),
    row(&[Char('?')], "?", Place::Anywhere, Ask::Do(Action::Help), "this help"),
    row(
        &[Char('q'), Interrupt, Escape],
        "q",
        Place::Anywhere,
        Ask::Do(Action::Quit),
        "leave; everything is kept, and the next review goes on here",
    ),
];

impl Place {
    /// Whether a key of this place works on `view`.
    pub fn holds(self, view: View) -> bool {
        match self {
            Place::Anywhere => true,
            Place::Summary => matches!(view, View::Summary | View::End),
            Place::Quote => matches!(view, View::Quote { .. }),
            Place::Decision => matches!(view, View::Decision { .. }),
            Place::Theme => matches!(view, View::Quote { .. } | View::Decision { .. }),
        }
    }
}

/// What `key` asks for on `view`; the first row that holds.
pub fn ask(key: Key, view: View) -> Option<Ask> {
    BINDINGS.iter().find(|b| b.place.holds(view) && b.keys.contains(&key)).map(|b| b.ask)
}
