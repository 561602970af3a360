//! What changes a theme's shape: merge, split, a quote's words as the statement; and notes and ratings.

use super::{NewTheme, Session, Step, View};
use crate::review::{Act, DocketTheme, Hash, Moved, claim_hash};
use crate::themes::{Finding, Origin, State, Theme, ThemeId};

/// What each severity means.
pub const SEVERITY: [&str; 5] = [
    "1 · a remark: they live with it",
    "2 · a nuisance: it costs some time or patience",
    "3 · it hurts: it costs money, or work that others notice",
    "4 · it hurts badly: they look for a way out",
    "5 · it stops them: they can't go on, or leave over it",
];
/// What each intensity means.
pub const INTENSITY: [&str; 3] =
    ["1 · said as a matter of fact", "2 · said with feeling", "3 · said strongly: they swear, repeat it, or raise their voice"];

impl Session {
    /// The themes that the one on the screen may go into, with their statements.
    pub fn merge_targets(&self) -> Vec<(ThemeId, String)> {
        let Some(current) = self.current() else { return Vec::new() };
        let own = &current.proposed.theme.id;
        let all = (0..self.order.len()).filter(|i| self.glances.get(*i).is_some_and(|g| g.state != State::Merged));
        let all = all.filter_map(|i| self.standing(i)).filter(|s| s.proposed.theme.id != *own && s.state != State::Rejected);
        let mut targets: Vec<_> = all.filter_map(|s| Some((s.kind != current.kind, s.proposed.theme.id.clone(), s.statement?))).collect();
        targets.sort_by_key(|(other_kind, ..)| *other_kind);
        targets.into_iter().map(|(_, id, statement)| (id, statement)).collect()
    }

    /// Merges the theme on the screen into another.
    pub fn merge(&mut self, into: &ThemeId) -> Step {
        self.viewport.clear_note();
        if !self.merge_targets().iter().any(|(id, _)| id == into) {
            return Step::default();
        }
        let into = into.clone();
        self.theme_act(|theme| Act::Merged { theme, into })
    }

    /// The quotes of the theme on the screen that may become a theme of their own: their words.
    pub fn split_choices(&self) -> Vec<String> {
        self.current()
            .map_or(Vec::new(), |s| s.quotes.iter().filter_map(|q| q.checked.customer_verbatim()).map(|v| v.text().to_owned()).collect())
    }

    /// The theme that the chosen quotes (positions in [`split_choices`](Session::split_choices)) become. At least one has to stay.
    pub fn split(&mut self, chosen: &[usize], statement: &str) -> Option<NewTheme> {
        self.viewport.clear_note();
        let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let standing = self.current()?;
        let quotes: Vec<_> = standing.quotes.iter().filter(|q| q.is_evidence()).map(|q| q.checked.claim.clone()).collect();
        let moved: Vec<_> = quotes.iter().enumerate().filter(|(i, _)| chosen.contains(i)).map(|(_, c)| c.clone()).collect();
        if moved.is_empty() || moved.len() == quotes.len() || statement.is_empty() {
            self.say("Nothing was split: choose some of the quotes, not all, and give the new theme a statement.");
            return None;
        }
        Some(NewTheme { kind: standing.kind, statement, quotes: moved })
    }

    /// Splits the theme on the screen: `new` was kept as `into`.
    pub fn split_into(&mut self, into: ThemeId, new: &NewTheme) -> Step {
        let Some(standing) = self.current() else { return Step::default() };
        let theme = standing.proposed.theme.id.clone();
        let leaves: Vec<_> = standing.quotes.iter().filter(|q| new.quotes.contains(&q.checked.claim)).map(|q| q.checked.clone()).collect();
        let moved = leaves.iter().map(|q| Moved { quote: q.id.clone(), claim: claim_hash(&q.claim) }).collect();
        self.docket.add_theme(DocketTheme { theme: made(into.clone(), new), quotes: leaves, counter: Vec::new() });
        let at = self.order.iter().position(|o| *o == theme).map_or(self.order.len(), |at| at + 1);
        self.order.insert(at, into.clone());
        self.look_again(None);
        let statement = self.docket.keep_text(&new.statement);
        Step { texts: vec![new.statement.clone()], acts: vec![Act::Split { theme, into, statement, moved }], ..Step::default() }
    }

    /// Shows the first quote of the theme that was split off, or of the one it left: both are judged.
    pub(super) fn go_to_split(&mut self, theme: &ThemeId, into: &ThemeId) {
        let at = self.order.iter().position(|o| o == into).or_else(|| self.order.iter().position(|o| o == theme));
        if let Some(at) = at {
            self.enter(at);
        }
        self.say("Split. The quotes of the new theme are judged against its own claim.");
    }

    /// Takes the words on the screen as the theme's statement.
    pub(super) fn take_as_statement(&mut self) -> Step {
        let words = self.on_screen().and_then(|q| q.checked.customer_verbatim().map(|v| v.text().to_owned()));
        match words.zip(self.current().map(|s| s.kind)) {
            Some((words, kind)) => self.revise(&words, kind),
            None => {
                self.say("Only a customer's own words can become the claim.");
                Step::default()
            }
        }
    }

    /// The note on the quote on the screen.
    pub fn quote_note(&self) -> Option<&str> {
        let (standing, one) = (self.current()?, self.on_screen()?);
        self.docket.text(self.reviews.theme(&standing.proposed.theme.id)?.notes.get(&one.checked.id)?)
    }

    /// Writes a note on the quote on the screen.
    pub fn write_note(&mut self, text: &str) -> Step {
        self.viewport.clear_note();
        let text = text.trim().to_owned();
        let Some((theme, quote)) = self.quote_on_screen().filter(|_| !text.is_empty()) else { return Step::default() };
        let note: Hash = self.docket.keep_text(&text);
        Step { texts: vec![text], acts: vec![Act::Noted { theme, quote, note }], ..Step::default() }
    }

    /// Says how strongly the quote on the screen is felt, from 1 to 3.
    pub fn feel(&mut self, intensity: u8) -> Step {
        self.viewport.clear_note();
        match self.quote_on_screen().filter(|_| (1..=3).contains(&intensity)) {
            Some((theme, quote)) => Step::of(Act::Felt { theme, quote, intensity }),
            None => Step::default(),
        }
    }

    /// Says how much harm is in the theme on the screen, from 1 to 5.
    pub fn rate(&mut self, severity: u8) -> Step {
        self.viewport.clear_note();
        if !(1..=5).contains(&severity) {
            return Step::default();
        }
        self.theme_act(|theme| Act::Rated { theme, severity })
    }

    fn quote_on_screen(&self) -> Option<(ThemeId, crate::evidence::QuoteId)> {
        let View::Quote { .. } = self.view else { return None };
        Some((self.current()?.proposed.theme.id.clone(), self.on_screen()?.checked.id.clone()))
    }
}

/// The theme as it is kept: each quote a finding by hand.
pub fn made(id: ThemeId, new: &NewTheme) -> Theme {
    Theme { id, kind: new.kind, statement: new.statement.clone(), findings: new.findings(), counter: Vec::new() }
}

impl NewTheme {
    /// Its quotes as findings, by hand.
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |quote: &crate::evidence::ClaimedQuote| Finding {
            call: crate::calls::CallId(quote.call.clone().unwrap_or_default()),
            kind: self.kind,
            statement: self.statement.clone(),
            quotes: vec![quote.clone()],
            origin: Origin::Hand,
            at: None,
        };
        self.quotes.iter().map(finding).collect()
    }
}
