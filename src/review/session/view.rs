//! What a session shows, and a glance at each theme.

use crate::calls::Chars;
use crate::review::Standing;
use crate::themes::State;

/// What the session shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// The opening page.
    #[default]
    Summary,
    /// A quote, by the theme's and the quote's position.
    Quote {
        /// Position in the session's order of themes.
        theme: usize,
        /// Position in the theme's quotes.
        quote: usize,
    },
    /// The decision on a theme.
    Decision {
        /// Position in the session's order of themes.
        theme: usize,
    },
    /// A passage beside the theme's quotes, which may speak against it or was missed.
    Offer {
        /// Position in the session's order of themes.
        theme: usize,
        /// Position in the theme's passages.
        offer: usize,
    },
    /// A quote that is cut to other words of its turn.
    Trim {
        /// Position in the session's order of themes.
        theme: usize,
        /// Position in the theme's quotes.
        quote: usize,
        /// The first character that is taken.
        from: Chars,
        /// One past the last.
        to: Chars,
    },
    /// A customer's turn that no theme cites, drawn at random.
    Sample {
        /// Position in the sample.
        at: usize,
    },
    /// Nothing is left to review.
    End,
}

/// What the summary and the way from theme to theme need of each theme; worked out again only when something is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Where the theme stands.
    pub state: State,
    /// How many of its quotes wait for a judgement.
    pub unjudged: usize,
    /// Whether it is accepted and has evidence that the acceptance doesn't rest on.
    pub new_evidence: bool,
}

impl Glance {
    pub(super) fn of(standing: &Standing<'_>, second: bool) -> Glance {
        let unjudged = standing.unjudged().count();
        // A second coder is done with a theme once each quote is judged.
        let state = if second && unjudged == 0 { State::Accepted } else { standing.state };
        Glance { state, unjudged, new_evidence: !second && standing.has_new_evidence() }
    }

    /// Whether there is something for the reviewer to do.
    pub fn waits(&self) -> bool {
        self.is_open() || self.state == State::Later
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Proposed | State::Lapsed) || self.new_evidence
    }
}
