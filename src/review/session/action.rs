//! What a reviewer does, and what the edge has to keep of it.

use crate::evidence::ClaimedQuote;
use crate::review::cut::Edge;
use crate::review::{Act, RejectReason};
use crate::themes::{Judgement, Kind, ThemeId};

/// What a reviewer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Says what the verbatim on the screen does for the claim.
    Judge(Judgement),
    /// Accepts the theme.
    Accept,
    /// Rejects it.
    Reject(RejectReason),
    /// Puts it off.
    PutOff,
    /// Goes to the decision without judging the rest.
    ToDecision,
    /// Goes on.
    Next,
    /// Goes back.
    Back,
    /// Shows more turns around.
    MoreContext,
    /// Scrolls a page down.
    PageDown,
    /// Scrolls a page up.
    PageUp,
    /// Scrolls a line down.
    LineDown,
    /// Scrolls a line up.
    LineUp,
    /// Looks at passages beside the theme's quotes.
    LookFurther,
    /// Records that nothing was found against the theme.
    NoneAgainst,
    /// Opens or closes the whole call.
    WholeCall,
    /// Says who said it first.
    WhoFirst,
    /// Cuts the quote to other words of its turn.
    Trim,
    /// While cutting: the quote starts or ends elsewhere.
    Cut(Edge),
    /// Takes the words on the screen as the theme's statement.
    TakeAsStatement,
    /// Goes on to the blind-spot check.
    Sample,
    /// Says of the turn on the screen whether something was missed in it.
    Missed(bool),
    /// Takes the last judgement or decision back.
    Undo,
    /// Opens or closes the help.
    Help,
    /// Closes what lies over the theme: the whole call, a passage beside its quotes, a turn drawn at random.
    Close,
    /// Leaves.
    Quit,
}

/// What the edge has to keep before the session goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Texts (statements, notes) that the acts name by hash; to be kept before them.
    pub texts: Vec<String>,
    /// Passages that come into a theme; to be kept before the acts.
    pub quotes: Vec<(ThemeId, ClaimedQuote)>,
    /// What to append to the ledger, in order.
    pub acts: Vec<Act>,
}

impl Step {
    pub(in crate::review) fn of(act: Act) -> Step {
        Step { acts: vec![act], ..Step::default() }
    }
}

/// A theme that a person makes: the edge keeps it and hands back its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTheme {
    /// The kind.
    pub kind: Kind,
    /// The statement.
    pub statement: String,
    /// Its quotes.
    pub quotes: Vec<ClaimedQuote>,
}

impl Action {
    /// Whether somebody who doesn't decide may do it: judging, and whatever only moves what is shown.
    pub(super) fn only_judges(self) -> bool {
        use Action::{Accept, Missed, NoneAgainst, PutOff, Reject, Sample, TakeAsStatement, ToDecision, Trim};
        !matches!(
            self,
            Accept | Reject(_) | PutOff | NoneAgainst | Missed(_) | TakeAsStatement | Sample | Trim | ToDecision | Action::LookFurther
        )
    }
}
