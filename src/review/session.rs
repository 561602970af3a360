//! The review session: a pure state machine. An [`Action`] gives the [`Act`](super::Act)s to keep; only when the edge has kept one
//! and handed it back as an [`Entry`] does the session move on. So what is on the screen never runs ahead of the ledger.

mod action;
mod adjudicate;
mod judging;
mod offers;
mod order;
mod press;
mod reading;
mod recording;
mod reshape;
mod sample;
mod trim;
mod view;
mod walk;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

pub use action::{Action, NewTheme, Step};
use adjudicate::Adjudication;
pub use reading::{Reading, said_first};
pub use reshape::{INTENSITY, SEVERITY, made};
pub use view::{Glance, View};
pub use wording::{decision_words, lapsed_words};

use super::{Docket, Drawn, Entry, Offer, QuoteStanding, Reviews, Standing, Viewport, is_there};
use crate::evidence::QuoteId;
use crate::themes::{State, ThemeId};
use order::{drawn, order};

/// Whose session it is, and so what may be done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// The one who leads: judges and decides.
    Lead,
    /// A second coder, who judges and does nothing else.
    Second,
    /// The one who leads, on what a second coder judged otherwise: they judge that again.
    Adjudicating(Adjudication),
}

/// The session.
#[derive(Debug, Clone)]
pub struct Session {
    docket: Docket,
    reviewer: String,
    entries: Vec<Entry>,
    reviews: Reviews,
    order: Vec<ThemeId>,
    glances: Vec<Glance>,
    view: View,
    viewport: Viewport,
    quit: bool,
    context: u32,
    passed: BTreeSet<(ThemeId, QuoteId)>,
    /// The passages to look at, by theme.
    offers: BTreeMap<ThemeId, Vec<Offer>>,
    /// The call that is read as a whole.
    reading: Option<Reading>,
    /// The blind-spot check's sample, once it was drawn.
    sample: Option<super::blind_spots::Sample>,
    /// Whose session this is.
    part: Part,
}

impl Session {
    /// Opens a review of `docket` for `reviewer`, who goes on where `entries` end.
    pub fn open(docket: Docket, entries: Vec<Entry>, reviewer: &str) -> Session {
        let reviews = Reviews::replay(&entries);
        let order = order(&docket, &reviews);
        let mut session = Session {
            docket,
            reviewer: reviewer.to_owned(),
            entries,
            reviews,
            order,
            glances: Vec::new(),
            view: View::Summary,
            viewport: Viewport::default(),
            quit: false,
            context: super::docket::CONTEXT_TURNS,
            passed: BTreeSet::new(),
            offers: BTreeMap::new(),
            reading: None,
            sample: None,
            part: Part::Lead,
        };
        session.look_again(None);
        session
    }

    /// Opens a second coder's session: they see none of the first one's judgements, and decide nothing. With a `share` in percent they get
    /// themes drawn at random, until those have that share of the quotes.
    pub fn open_as_second(docket: Docket, entries: Vec<Entry>, coder: &str, share: Option<u8>) -> Session {
        let mut session = Session::open(docket, entries, coder);
        session.part = Part::Second;
        session.reviews = session.replayed();
        session.order = order(&session.docket, &session.reviews);
        if let Some(share) = share {
            session.order = drawn(&session.docket, session.order, coder, share);
        }
        session.look_again(None);
        session
    }

    /// Whether this is a second coder's session.
    pub fn is_second(&self) -> bool {
        self.part == Part::Second
    }

    fn replayed(&self) -> Reviews {
        match self.is_second() {
            true => Reviews::replay_coder(&self.entries, &self.reviewer),
            false => Reviews::replay(&self.entries),
        }
    }

    /// Works out the glance at one theme, or at all.
    fn look_again(&mut self, theme: Option<&ThemeId>) {
        let there = |s: &Standing<'_>| is_there(&self.reviews, &s.proposed.theme) && s.state != State::Merged;
        let glance = |i: usize| self.standing(i).filter(there).map(|s| Glance::of(&s, self.is_second()));
        let gone = Glance { state: State::Merged, unjudged: 0, new_evidence: false };
        match theme {
            Some(id) => {
                if let Some(at) = self.order.iter().position(|o| o == id) {
                    self.glances[at] = glance(at).unwrap_or(gone);
                }
            }
            None => self.glances = (0..self.order.len()).map(|i| glance(i).unwrap_or(gone)).collect(),
        }
    }

    /// What is shown.
    pub fn view(&self) -> View {
        self.view
    }

    /// How it is looked at.
    pub fn viewport(&self) -> &Viewport {
        &self.viewport
    }

    /// The name of the reviewer.
    pub fn reviewer(&self) -> &str {
        &self.reviewer
    }

    /// Whether the reviewer left.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Puts a message on the next screen.
    pub fn say(&mut self, note: impl Into<String>) {
        self.viewport.say(note);
    }

    /// What is laid before the reviewer.
    pub fn docket(&self) -> &Docket {
        &self.docket
    }

    /// What was said of it.
    pub fn reviews(&self) -> &Reviews {
        &self.reviews
    }

    /// The entries so far.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The themes in the order of this session.
    pub fn order(&self) -> &[ThemeId] {
        &self.order
    }

    /// How many turns are shown on each side.
    pub fn context(&self) -> u32 {
        self.context
    }

    /// A glance at each theme, in the order of this session.
    pub fn glances(&self) -> &[Glance] {
        &self.glances
    }

    /// Where the theme at a position of the order stands.
    pub fn standing(&self, theme: usize) -> Option<Standing<'_>> {
        let proposed = self.docket.theme(self.order.get(theme)?)?;
        Some(Standing::of(&self.docket, &self.reviews, proposed))
    }

    /// Where the theme that is on the screen stands.
    pub fn current(&self) -> Option<Standing<'_>> {
        match self.view {
            View::Quote { theme, .. } | View::Decision { theme } | View::Offer { theme, .. } | View::Trim { theme, .. } => {
                self.standing(theme)
            }
            View::Summary | View::End | View::Sample { .. } => None,
        }
    }

    /// The quote or passage that is on the screen.
    pub fn on_screen(&self) -> Option<QuoteStanding<'_>> {
        match self.view {
            View::Quote { quote, .. } | View::Trim { quote, .. } => self.current()?.quotes.get(quote).cloned(),
            View::Offer { offer, .. } => {
                let standing = self.current()?;
                let checked = &self.offers.get(&standing.proposed.theme.id)?.get(offer)?.quote;
                let judged = standing.quotes.iter().find(|q| q.checked.id == checked.id).and_then(|q| q.judged);
                Some(QuoteStanding { checked, judged, decided: false })
            }
            _ => None,
        }
    }

    /// How many themes wait for a decision.
    pub fn waiting(&self) -> usize {
        self.glances.iter().filter(|g| g.waits()).count()
    }

    /// Takes note of what the screen showed: a judgement needs the quote's last line to have been on it.
    pub fn drawn(&mut self, drawn: Drawn) {
        if let Some(reading) = self.reading.as_mut().filter(|_| self.viewport.help().is_none()) {
            reading.drawn(drawn);
            return;
        }
        self.viewport.drawn(drawn);
        if self.viewport.shown
            && self.viewport.read
            && matches!(self.view, View::Quote { .. } | View::Offer { .. })
            && let Some(id) = self.on_screen().zip(self.current()).map(|(q, s)| (s.proposed.theme.id.clone(), q.checked.id.clone()))
        {
            self.passed.insert(id);
        }
    }
}
