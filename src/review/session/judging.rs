//! Judging a quote, and deciding on a theme.

use super::{Part, Session, Step, View};
use crate::review::statement::check_statement;
use crate::review::{Act, Hash, RejectReason, digest};
use crate::themes::{Judgement, Kind, State, ThemeId};

impl Session {
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
    /// Changes the statement, the kind or both of the theme on the screen: its verbatims are then judged again.
    pub fn revise(&mut self, statement: &str, kind: Kind) -> Step {
        self.viewport.clear_note();
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
    pub(super) fn judge(&mut self, judgement: Judgement, shown_ms: u64) -> Step {
        if !matches!(self.view, View::Quote { .. } | View::Offer { .. }) {
            return Step::default();
        }
        if !self.viewport.read {
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
        match &self.part {
            Part::Lead => {}
            Part::Second => return Step::of(Act::Coded { theme, quote, judgement, seen, shown_ms }),
            Part::Adjudicating(with) => {
                let with = with.coder.clone();
                return Step::of(Act::Adjudicated { theme, quote, judgement, seen, shown_ms, with });
            }
        }
        let taken = self.taken_in(&standing, &one);
        let judged = Act::Judged { theme, quote, judgement, seen, shown_ms };
        match taken {
            Some(step) => Step { acts: step.acts.into_iter().chain([judged]).collect(), ..step },
            None => Step::of(judged),
        }
    }

    pub(super) fn accept(&mut self) -> Step {
        if let Some(obstacle) = self.accept_obstacle() {
            self.say(format!("It can't be accepted yet. {obstacle}"));
            return Step::default();
        }
        let View::Decision { .. } = self.view else { return Step::default() };
        if !self.viewport.read {
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

    pub(super) fn put_off(&mut self) -> Step {
        if self.current().is_some_and(|s| s.state == State::Accepted) {
            self.say("It is accepted, and stays so while you look at it later: n goes on.");
            return Step::default();
        }
        self.theme_act(|theme| Act::PutOff { theme })
    }

    pub(super) fn theme_act(&mut self, act: impl FnOnce(ThemeId) -> Act) -> Step {
        let acts = self.current().map(|s| act(s.proposed.theme.id.clone())).into_iter().collect();
        Step { acts, ..Step::default() }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}
