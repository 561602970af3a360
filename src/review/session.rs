//! The review session: a pure state machine. An [`Action`] gives the [`Act`]s to keep; only when the edge has kept one
//! and handed it back as an [`Entry`] does the session move on. So what is on the screen never runs ahead of the ledger.

mod offers;
mod reading;
mod reshape;
mod sample;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::statement::check_statement;
use super::{Act, Decision, Docket, Entry, Hash, LapseReason, Offer, QuoteStanding, RejectReason, Reviews, Standing, digest, is_there};
use crate::calls::Chars;
use crate::evidence::{ClaimedQuote, QuoteId};

use crate::themes::{Judgement, Kind, State, ThemeId};
pub use reading::{Reading, said_first};
pub use reshape::{INTENSITY, SEVERITY, made};

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
    /// While cutting: the quote starts a word earlier.
    StartEarlier,
    /// While cutting: the quote starts a word later.
    StartLater,
    /// While cutting: the quote ends a word earlier.
    EndEarlier,
    /// While cutting: the quote ends a word later.
    EndLater,
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
    fn of(act: Act) -> Step {
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

/// What a drawn screen was: what the session has to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Whether the last line of the quote (of the statement, where the theme is decided) is on the screen.
    pub quote_end: bool,
    /// The first body line that was shown.
    pub top: usize,
    /// How many body lines fit.
    pub height: usize,
    /// How many body lines there are.
    pub length: usize,
    /// How wide they were broken: a place in them means nothing at another width. 0 where the window is too small to show anything.
    pub columns: usize,
    /// The first and the last turn that were shown whole, where a call is read.
    pub turns: Option<(u32, u32)>,
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
    fn of(standing: &Standing<'_>, second: bool) -> Glance {
        let unjudged = standing.unjudged().count();
        // A second coder is done with a theme once each quote is judged.
        let state = if second && unjudged == 0 { State::Accepted } else { standing.state };
        Glance { state, unjudged, new_evidence: !second && standing.has_new_evidence() }
    }

    /// Whether there is something for the reviewer to do.
    pub fn waits(&self) -> bool {
        self.is_open() || self.state == State::Later
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Proposed | State::Lapsed) || self.new_evidence
    }
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
    help: bool,
    help_top: usize,
    quit: bool,
    context: u32,
    top: Option<usize>,
    drawn: Drawn,
    /// Whether what the view shows now was drawn: a key typed before that means nothing.
    shown: bool,
    /// Whether its words were read to their last line.
    read: bool,
    passed: BTreeSet<(ThemeId, QuoteId)>,
    note: Option<String>,
    /// The passages to look at, by theme.
    offers: BTreeMap<ThemeId, Vec<Offer>>,
    /// The call that is read as a whole.
    reading: Option<Reading>,
    /// The blind-spot check's sample, once it was drawn.
    sample: Option<super::blind_spots::Sample>,
    /// Whether this is a second coder, who judges and does nothing else.
    second: bool,
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
            help: false,
            help_top: 0,
            quit: false,
            context: super::docket::CONTEXT_TURNS,
            top: None,
            drawn: Drawn::default(),
            shown: false,
            read: false,
            passed: BTreeSet::new(),
            note: None,
            offers: BTreeMap::new(),
            reading: None,
            sample: None,
            second: false,
        };
        session.look_again(None);
        session
    }

    /// Opens a second coder's session: they see none of the first one's judgements, and decide nothing.
    pub fn open_as_second(docket: Docket, entries: Vec<Entry>, coder: &str) -> Session {
        let mut session = Session::open(docket, entries, coder);
        session.second = true;
        session.reviews = session.replayed();
        session.order = order(&session.docket, &session.reviews);
        session.look_again(None);
        session
    }

    /// Whether this is a second coder's session.
    pub fn is_second(&self) -> bool {
        self.second
    }

    fn replayed(&self) -> Reviews {
        match self.second {
            true => Reviews::replay_coder(&self.entries, &self.reviewer),
            false => Reviews::replay(&self.entries),
        }
    }

    /// Works out the glance at one theme, or at all.
    fn look_again(&mut self, theme: Option<&ThemeId>) {
        let there = |s: &Standing<'_>| is_there(&self.reviews, &s.proposed.theme) && s.state != State::Merged;
        let glance = |i: usize| self.standing(i).filter(there).map(|s| Glance::of(&s, self.second));
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

    /// Whether the help lies over it.
    pub fn help(&self) -> bool {
        self.help
    }

    /// The name of the reviewer.
    pub fn reviewer(&self) -> &str {
        &self.reviewer
    }

    /// Whether the reviewer left.
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// A message for the next screen.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Puts a message on the next screen.
    pub fn say(&mut self, note: impl Into<String>) {
        self.note = Some(note.into());
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

    /// The first body line to show at a width, where the reviewer scrolled at that width. At another one the page starts anew, so that
    /// nothing of a quote is jumped over.
    pub fn top(&self, columns: usize) -> Option<usize> {
        self.top.filter(|_| self.drawn.columns == columns)
    }

    /// The first line of the help to show.
    pub fn help_top(&self) -> usize {
        self.help_top
    }

    /// Whether the words on the screen were read to their last line, so that they can be judged.
    pub fn has_read(&self) -> bool {
        self.read
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
        if let Some(reading) = self.reading.as_mut().filter(|_| !self.help) {
            reading.drawn(drawn);
            return;
        }
        self.drawn = drawn;
        self.shown = drawn.columns > 0 && !self.help;
        self.read |= self.shown && drawn.quote_end;
        if self.shown
            && self.read
            && matches!(self.view, View::Quote { .. } | View::Offer { .. })
            && let Some(id) = self.on_screen().zip(self.current()).map(|(q, s)| (s.proposed.theme.id.clone(), q.checked.id.clone()))
        {
            self.passed.insert(id);
        }
    }

    /// Why the theme on the screen can't be accepted; `None` where it can.
    pub fn accept_obstacle(&self) -> Option<String> {
        let standing = self.current()?;
        let Some(statement) = &standing.statement else {
            return Some("The edited statement is missing from the project. Edit it again with e.".into());
        };
        let open = standing.unjudged().count();
        if open > 0 {
            return Some(format!("{open} of its quotes {} not judged yet (b goes back).", if open == 1 { "is" } else { "are" }));
        }
        let id = &standing.proposed.theme.id;
        let unseen =
            standing.quotes.iter().filter(|q| !q.is_evidence() && !self.passed.contains(&(id.clone(), q.checked.id.clone()))).count();
        if unseen > 0 {
            return Some(format!(
                "{unseen} of its quotes that can't be evidence {} not seen yet (b goes back).",
                if unseen == 1 { "was" } else { "were" }
            ));
        }
        let carrying: Vec<&str> = standing.verbatims(Judgement::Supports).map(crate::evidence::Verbatim::text).collect();
        if standing.support_if_accepted(&self.docket).calls == 0 {
            return Some("No call supports it.".into());
        }
        check_statement(statement, &carrying).err().map(|fault| format!("{}. Edit the statement with e.", capital(&fault.to_string())))
    }

    /// What `action` asks to be kept. Moves of the view happen at once; everything else waits for [`Session::record`].
    /// `shown_ms` is how long the screen was looked at.
    pub fn press(&mut self, action: Action, shown_ms: u64) -> Step {
        self.note = None;
        if self.help {
            self.page_help(action);
            return Step::default();
        }
        if self.reading.is_some() {
            return self.page_call(action);
        }
        if self.second && !action.is_for_second() {
            self.say("A second coder only judges: s, p, c or u. The one who leads the review decides.");
            return Step::default();
        }
        if let View::Trim { .. } = self.view {
            return self.trim(action);
        }
        let blind = matches!(action, Action::Next | Action::Back | Action::ToDecision | Action::MoreContext | Action::Help | Action::Quit);
        let was_shown = std::mem::take(&mut self.shown);
        if !blind && !was_shown {
            self.say("That key came before the screen was drawn, so it was not taken.");
            return Step::default();
        }
        match action {
            Action::Judge(judgement) => return self.judge(judgement, shown_ms),
            Action::Accept => return self.accept(),
            Action::Reject(reason) => return self.reject(reason, None),
            Action::PutOff => return self.put_off(),
            Action::Undo => return self.undo(),
            Action::NoneAgainst => return self.none_against(),
            Action::Missed(missed) => return self.sampled(missed),
            Action::TakeAsStatement => return self.take_as_statement(),
            Action::LookFurther => self.look_further(),
            Action::WholeCall => self.open_call(),
            Action::WhoFirst => self.who_first(),
            Action::Trim => self.start_trim(),
            Action::Sample => self.next_sample(),
            Action::StartEarlier | Action::StartLater | Action::EndEarlier | Action::EndLater => {}
            Action::ToDecision => {
                if let View::Quote { theme, .. } | View::Offer { theme, .. } = self.view {
                    self.go(View::Decision { theme });
                }
            }
            Action::Next => self.next(),
            Action::Back => self.back(),
            Action::MoreContext => {
                self.context = (self.context + 3).min(60);
                self.top = None;
            }
            Action::PageDown => self.page_down(),
            Action::PageUp => self.scroll_to(self.drawn.top.saturating_sub(self.drawn.height.saturating_sub(1))),
            Action::LineDown => self.scroll_to(self.drawn.top + 1),
            Action::LineUp => self.scroll_to(self.drawn.top.saturating_sub(1)),
            Action::Help => (self.help, self.help_top) = (true, 0),
            Action::Quit => self.quit = true,
        }
        Step::default()
    }

    /// Changes the statement, the kind or both of the theme on the screen: its verbatims are then judged again.
    pub fn revise(&mut self, statement: &str, kind: Kind) -> Step {
        self.note = None;
        let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(standing) = self.current() else { return Step::default() };
        if standing.statement.as_deref() == Some(&statement) && standing.kind == kind {
            return Step::default();
        }
        if statement.is_empty() {
            self.say("A statement can't be empty. The old one stays.");
            return Step::default();
        }
        let theme = standing.proposed.theme.id.clone();
        let hash = self.docket.keep_text(&statement);
        Step { texts: vec![statement], acts: vec![Act::Revised { theme, statement: hash, kind }], ..Step::default() }
    }

    /// Rejects the theme on the screen, with a note where the reviewer wrote one.
    pub fn reject(&mut self, reason: RejectReason, note: Option<&str>) -> Step {
        let note = note.map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned);
        let hash = note.as_deref().map(Hash::of);
        let step = self.theme_act(|theme| Act::Rejected { theme, reason, note: hash });
        Step { texts: note.into_iter().collect(), ..step }
    }

    /// Takes an entry that was kept, and goes on.
    pub fn record(&mut self, entry: Entry) {
        let act = entry.act.clone();
        self.entries.push(entry);
        match self.second {
            true => self.reviews = self.replayed(),
            false => self.reviews.take_last(&self.entries),
        }
        self.shown = false;
        match &act {
            // These touch more than one theme.
            Act::Undone { .. } | Act::Merged { .. } | Act::Split { .. } => self.look_again(None),
            other => {
                if let Some(theme) = other.theme() {
                    self.look_again(Some(theme));
                }
            }
        }
        match act {
            Act::Judged { .. } | Act::Coded { .. } => self.go_to_next_quote(),
            Act::Merged { .. } => {
                self.go_to_next_theme();
                self.say("Merged. Its quotes now stand in the other theme, to be judged against that claim.");
            }
            Act::Split { theme, into, .. } => self.go_to_split(&theme, &into),
            Act::Reworded { .. } => {
                self.go_to_reworded();
                self.say("The quote was cut otherwise, so it is judged again.");
            }
            Act::NoneAgainst { .. } => self.say("Kept: none found against it after looking."),
            Act::Noted { .. } => self.say("The note is kept."),
            Act::Rated { .. } | Act::Felt { .. } => self.say("The rating is kept."),
            Act::Sampled { .. } => self.next_sample(),
            Act::Taken { .. } | Act::Made { .. } | Act::Read { .. } | Act::Cleared { .. } | Act::Held { .. } => {}
            Act::Accepted { .. } | Act::Rejected { .. } | Act::PutOff { .. } => self.go_to_next_theme(),
            Act::Revised { .. } => {
                if let View::Quote { theme, .. } | View::Decision { theme } | View::Offer { theme, .. } = self.view {
                    self.passed.retain(|(id, _)| self.order.get(theme) != Some(id));
                    self.enter(theme);
                    self.say("The claim changed, so each of its quotes is judged again.");
                }
            }
            Act::Undone { entry } => self.go_to_entry(entry),
            Act::Carried { .. } | Act::Lapsed { .. } => {}
        }
    }

    /// Takes a ledger that another window wrote to as well.
    pub fn reload(&mut self, entries: Vec<Entry>) {
        let more = entries.len().saturating_sub(self.entries.len());
        self.entries = entries;
        self.reviews = self.replayed();
        self.look_again(None);
        // What is on the screen may say something else now: it is to be read again.
        (self.shown, self.read) = (false, false);
        self.say(format!(
            "Another window added {more} {}. Your last key was not taken: press it again.",
            if more == 1 { "entry" } else { "entries" }
        ));
    }

    fn judge(&mut self, judgement: Judgement, shown_ms: u64) -> Step {
        if !matches!(self.view, View::Quote { .. } | View::Offer { .. }) {
            return Step::default();
        }
        if !self.read {
            self.say("Read the quote to its last line first: Space goes on.");
            return Step::default();
        }
        let (Some(standing), Some(one)) = (self.current(), self.on_screen()) else { return Step::default() };
        let (theme, quote) = (standing.proposed.theme.id.clone(), one.checked.id.clone());
        let seen = one
            .checked
            .customer_verbatim()
            .zip(standing.statement.as_deref())
            .and_then(|(verbatim, statement)| self.docket.seen(verbatim, statement, standing.kind));
        let Some(seen) = seen else {
            self.say("This quote can't be evidence, so there is nothing to judge: Space goes on.");
            return Step::default();
        };
        if self.second {
            return Step::of(Act::Coded { theme, quote, judgement, seen, shown_ms });
        }
        let taken = self.taken_in(&standing, &one);
        let judged = Act::Judged { theme, quote, judgement, seen, shown_ms };
        match taken {
            Some(step) => Step { acts: step.acts.into_iter().chain([judged]).collect(), ..step },
            None => Step::of(judged),
        }
    }

    fn accept(&mut self) -> Step {
        if let Some(obstacle) = self.accept_obstacle() {
            self.say(format!("It can't be accepted yet. {obstacle}"));
            return Step::default();
        }
        let View::Decision { .. } = self.view else { return Step::default() };
        if !self.read {
            self.say("Read the statement to its last line first: Space goes on.");
            return Step::default();
        }
        let Some(standing) = self.current() else { return Step::default() };
        let (theme, kind) = (standing.proposed.theme.id.clone(), standing.kind);
        let (Some(statement), Some(review)) = (standing.statement.as_deref().map(Hash::of), self.reviews.theme(&theme)) else {
            return Step::default();
        };
        let judgements = digest(&review.judged);
        Step::of(Act::Accepted { theme, statement, kind, judgements })
    }

    fn put_off(&mut self) -> Step {
        if self.current().is_some_and(|s| s.state == State::Accepted) {
            self.say("It is accepted, and stays so while you look at it later: n goes on.");
            return Step::default();
        }
        self.theme_act(|theme| Act::PutOff { theme })
    }

    fn theme_act(&mut self, act: impl FnOnce(ThemeId) -> Act) -> Step {
        let acts = self.current().map(|s| act(s.proposed.theme.id.clone())).into_iter().collect();
        Step { acts, ..Step::default() }
    }

    fn undo(&mut self) -> Step {
        let gone = super::replay::undone(&self.entries);
        let second = |e: &Entry| matches!(e.act, Act::Coded { .. }) == self.second;
        let mine = |e: &&Entry| {
            second(e) && e.who == self.reviewer && e.act.by_hand() && !gone.contains(&e.seq) && !matches!(e.act, Act::Undone { .. })
        };
        match self.entries.iter().rev().find(mine) {
            Some(entry) => Step::of(Act::Undone { entry: entry.seq }),
            None => {
                self.say("There is nothing of yours to undo.");
                Step::default()
            }
        }
    }
}

impl Action {
    /// Whether a second coder may do it: judging, and whatever only moves what is shown.
    fn is_for_second(self) -> bool {
        use Action::{Accept, Missed, NoneAgainst, PutOff, Reject, Sample, TakeAsStatement, ToDecision, Trim};
        !matches!(
            self,
            Accept | Reject(_) | PutOff | NoneAgainst | Missed(_) | TakeAsStatement | Sample | Trim | ToDecision | Action::LookFurther
        )
    }
}

/// What lapsed first, then what waits as it was proposed (most calls first), then what got new evidence, then what was put off, then the rest.
fn order(docket: &Docket, reviews: &Reviews) -> Vec<ThemeId> {
    let rank = |t: &super::DocketTheme| {
        let standing = Standing::of(docket, reviews, t);
        let group = match standing.state {
            State::Lapsed => 0,
            State::Proposed => 1,
            State::Accepted if standing.has_new_evidence() => 2,
            State::Later => 3,
            State::Accepted | State::Rejected | State::Merged => 4,
        };
        (group, std::cmp::Reverse(standing.candidate(docket).calls))
    };
    let mut order: Vec<_> = docket.themes().iter().map(|t| (rank(t), t.theme.id.clone())).collect();
    order.sort_by_key(|(rank, _)| *rank);
    order.into_iter().map(|(_, id)| id).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// A decision in the words of the screen.
pub fn decision_words(decision: &Decision) -> String {
    match decision {
        Decision::Accepted { by, at, .. } => format!("accepted by {by} on {}", day(at)),
        Decision::Rejected { by, at, reason, .. } => format!("rejected by {by} on {}: {}", day(at), reason.words()),
        Decision::PutOff => "put off".into(),
        Decision::Lapsed(reason) => lapsed_words(*reason),
        Decision::Merged(into) => format!("merged into {into}"),
    }
}

/// What became of an acceptance that no longer stands, in the words of the screen.
pub fn lapsed_words(reason: LapseReason) -> String {
    format!("was accepted and is back: {}", reason.words())
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}
