//! The keys of the review: one table that maps them to actions and makes the help.

use super::cut::Edge;
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
    /// Tab.
    Tab,
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
    /// Ask which theme it goes into, then merge.
    Merge,
    /// Ask which quotes become a theme of their own, and its statement, then split.
    Split,
    /// Ask for a note on the quote.
    WriteNote,
    /// Ask how much harm is in the theme.
    Rate,
    /// Ask how strongly the quote is felt.
    Feel,
    /// Leaf through what no theme cites.
    LeafThrough,
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
    /// While a quote or a passage beside the quotes is on the screen.
    Words,
    /// While a quote is cut.
    Trim,
    /// At the end.
    End,
    /// While a turn drawn at random is on the screen.
    Sample,
    /// Everywhere, but while a quote is cut.
    Anywhere,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding<P = Place, A = Ask> {
    /// The keys, the first of which is shown.
    pub keys: &'static [Key],
    /// How the first key is written.
    pub shown: &'static str,
    /// Where it works.
    pub place: P,
    /// What it does.
    pub ask: A,
    /// What it does, in words for the help.
    pub help: &'static str,
}

pub(super) const fn row<P: Copy, A: Copy>(
    keys: &'static [Key],
    shown: &'static str,
    place: P,
    ask: A,
    help: &'static str,
) -> Binding<P, A> {
    Binding { keys, shown, place, ask, help }
}

use Key::{Char, Down, Enter, Escape, Interrupt, Left, PageDown, PageUp, Right, Up};

/// All keys.
pub const BINDINGS: &[Binding] = &[
    row(&[Enter, Char(' '), Right], "Enter", Place::Summary, Ask::Do(Action::Next), "start"),
    row(&[Char('b'), Left], "b", Place::Summary, Ask::Do(Action::Back), "back"),
    row(&[Char('s')], "s", Place::Words, Ask::Do(Action::Judge(Judgement::Supports)), "supports: these words carry the claim"),
    row(&[Char('p')], "p", Place::Words, Ask::Do(Action::Judge(Judgement::Partly)), "partly: they carry a part of it (shown, not counted)"),
    row(
        &[Char('c')],
        "c",
        Place::Words,
        Ask::Do(Action::Judge(Judgement::Contradicts)),
        "contradicts: they speak against it (kept as counter-evidence)",
    ),
    row(
        &[Char('u')],
        "u",
        Place::Words,
        Ask::Do(Action::Judge(Judgement::Unrelated)),
        "unrelated: they have nothing to do with it (leaves the theme)",
    ),
    row(&[Down], "↓", Place::End, Ask::Do(Action::LineDown), "one line down"),
    row(&[Up], "↑", Place::End, Ask::Do(Action::LineUp), "one line up"),
    row(&[PageDown], "PgDn", Place::End, Ask::Do(Action::PageDown), "a page down"),
    row(&[PageUp], "PgUp", Place::End, Ask::Do(Action::PageUp), "a page up"),
    row(&[Char(' '), PageDown], "Space", Place::Theme, Ask::Do(Action::PageDown), "read on"),
    row(&[PageUp], "PgUp", Place::Theme, Ask::Do(Action::PageUp), "read back"),
    row(&[Down, Char('j')], "↓", Place::Theme, Ask::Do(Action::LineDown), "one line down"),
    row(&[Up, Char('k')], "↑", Place::Theme, Ask::Do(Action::LineUp), "one line up"),
    row(&[Char('m')], "m", Place::Words, Ask::Do(Action::MoreContext), "more of the conversation around the quote"),
    row(&[Char('w')], "w", Place::Words, Ask::Do(Action::WholeCall), "the whole call, at this line (b comes back)"),
    row(&[Char('f')], "f", Place::Words, Ask::Do(Action::WhoFirst), "who said it first: the customer, or the rep?"),
    row(
        &[Char('t')],
        "t",
        Place::Quote,
        Ask::Do(Action::Trim),
        "trim or widen the quote to other words of its turn; of an altered one, take what was said",
    ),
    row(
        &[Char('v')],
        "v",
        Place::Words,
        Ask::Do(Action::TakeAsStatement),
        "take this verbatim as the claim (its quotes are then judged again)",
    ),
    row(&[Char('N')], "N", Place::Quote, Ask::WriteNote, "write a note on the quote"),
    row(&[Char('i')], "i", Place::Quote, Ask::Feel, "say how intensely it is felt, from 1 to 3"),
    row(&[Char('x')], "x", Place::Words, Ask::Do(Action::ToDecision), "go to the decision, to reject or put off the theme"),
    row(&[Left], "←", Place::Trim, Ask::Do(Action::Cut(Edge::EndEarlier)), "the quote ends a word earlier"),
    row(&[Right], "→", Place::Trim, Ask::Do(Action::Cut(Edge::EndLater)), "the quote ends a word later"),
    row(&[Up], "↑", Place::Trim, Ask::Do(Action::Cut(Edge::StartEarlier)), "the quote starts a word earlier"),
    row(&[Down], "↓", Place::Trim, Ask::Do(Action::Cut(Edge::StartLater)), "the quote starts a word later"),
    row(&[Enter], "Enter", Place::Trim, Ask::Do(Action::Next), "take these words; they are judged again"),
    row(&[Escape, Char('b'), Char('q'), Interrupt], "Esc", Place::Trim, Ask::Do(Action::Back), "leave the quote as it was"),
    row(&[Char('y')], "y", Place::Sample, Ask::Do(Action::Missed(true)), "yes: something was missed in this turn"),
    row(&[Char('0')], "0", Place::Sample, Ask::Do(Action::Missed(false)), "no: nothing was missed in it"),
    row(&[Char('w')], "w", Place::Sample, Ask::Do(Action::WholeCall), "the whole call"),
    row(&[Char('g')], "g", Place::Summary, Ask::LeafThrough, "leaf through what customers said and no theme cites"),
    row(&[Char('r')], "r", Place::End, Ask::Do(Action::Sample), "look at turns drawn at random that no theme cites"),
    row(&[Char('o')], "o", Place::Decision, Ask::Do(Action::LookFurther), "look for the opposite, and for what was missed"),
    row(&[Char('0')], "0", Place::Decision, Ask::Do(Action::NoneAgainst), "record that none was found against it after looking"),
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
    row(&[Char('M')], "M", Place::Decision, Ask::Merge, "merge the theme into another (its quotes are then judged again)"),
    row(&[Char('S')], "S", Place::Decision, Ask::Split, "split: some of its quotes become a theme of their own"),
    row(&[Char('h')], "h", Place::Decision, Ask::Rate, "say how much it hurts, from 1 to 5"),
    row(&[Char('l')], "l", Place::Theme, Ask::Do(Action::PutOff), "later: put the theme off"),
    row(&[Char('e')], "e", Place::Theme, Ask::EditStatement, "edit the statement (its quotes are then judged again)"),
    row(&[Char('K')], "K", Place::Theme, Ask::ChangeKind, "change the kind (its quotes are then judged again)"),
    row(&[Char('n'), Right], "n", Place::Theme, Ask::Do(Action::Next), "next, without deciding"),
    row(&[Char('b'), Left], "b", Place::Theme, Ask::Do(Action::Back), "back"),
    row(&[Char('z')], "z", Place::Anywhere, Ask::Do(Action::Undo), "undo your last judgement or decision"),
    row(
        &[Escape],
        "Esc",
        Place::Anywhere,
        Ask::Do(Action::Close),
        "close what lies over the theme's quotes: a passage, a turn, the whole call",
    ),
    row(&[Char('?')], "?", Place::Anywhere, Ask::Do(Action::Help), "this help"),
    row(
        &[Char('q'), Interrupt],
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
            Place::Anywhere => !matches!(view, View::Trim { .. }),
            Place::Summary => matches!(view, View::Summary | View::End),
            Place::End => matches!(view, View::End),
            Place::Quote => matches!(view, View::Quote { .. }),
            Place::Words => matches!(view, View::Quote { .. } | View::Offer { .. }),
            Place::Decision => matches!(view, View::Decision { .. }),
            Place::Trim => matches!(view, View::Trim { .. }),
            Place::Sample => matches!(view, View::Sample { .. }),
            Place::Theme => matches!(view, View::Quote { .. } | View::Offer { .. } | View::Decision { .. } | View::Sample { .. }),
        }
    }
}

/// What `key` asks for on `view`; the first row that holds.
pub fn ask(key: Key, view: View) -> Option<Ask> {
    BINDINGS.iter().find(|b| b.place.holds(view) && b.keys.contains(&key)).map(|b| b.ask)
}
