//! A whole call, read at a line; and who said a quote's words first.

use std::collections::BTreeSet;

use super::{Action, Session, Step};
use crate::calls::{Call, CallId, Role};
use crate::evidence::{Piece, Verbatim};
use crate::review::{Act, Drawn, Scroll, coverage};

/// A call that is read as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The call.
    pub call: CallId,
    /// The words it was opened at.
    pub pieces: Vec<Piece>,
    /// How far it is scrolled.
    pub scroll: Scroll,
    seen: BTreeSet<u32>,
}

impl Reading {
    /// At `pieces` of a call.
    pub fn at(call: &CallId, pieces: &[Piece]) -> Reading {
        Reading { call: call.clone(), pieces: pieces.to_vec(), scroll: Scroll::default(), seen: BTreeSet::new() }
    }

    pub(super) fn drawn(&mut self, drawn: Drawn) {
        self.scroll.drawn(drawn);
        if let Some((from, to)) = drawn.turns.filter(|_| drawn.columns > 0) {
            self.seen.extend(from..=to);
        }
    }
}

impl Session {
    /// The call that lies over the review, read as a whole.
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    pub(super) fn open_call(&mut self) {
        let place = self.on_screen().and_then(|q| {
            let nearest = || q.checked.nearest.as_ref().map(|p| (p.call.clone(), vec![Piece { turn: p.turn, start: p.start, end: p.end }]));
            q.checked.verbatim.as_ref().map(|v| (v.call().clone(), v.place().pieces.clone())).or_else(nearest)
        });
        match place {
            Some((call, pieces)) => self.reading = Some(Reading::at(&call, &pieces)),
            None => self.say("There is no call to read at: nothing like it was said anywhere."),
        }
    }

    /// Scrolls the call, or closes it and keeps which turns were read.
    pub(super) fn page_call(&mut self, action: Action) -> Step {
        let Some(reading) = self.reading.as_mut() else { return Step::default() };
        match action {
            Action::PageDown => reading.scroll.page_down(),
            Action::PageUp => reading.scroll.page_up(),
            Action::LineDown => reading.scroll.line_down(),
            Action::LineUp => reading.scroll.line_up(),
            Action::WholeCall | Action::Back | Action::Close | Action::Quit => return self.close_call(),
            _ => {}
        }
        Step::default()
    }

    fn close_call(&mut self) -> Step {
        let Some(reading) = self.reading.take() else { return Step::default() };
        self.viewport.shown = false;
        let Some(call) = self.docket.call(&reading.call) else { return Step::default() };
        let known = coverage::of_call(&self.docket, &self.reviews, call);
        let new: Vec<u32> = reading.seen.into_iter().filter(|t| !known.turns.contains(t)).collect();
        let customers = |from: u32, to: u32| (from..=to).any(|t| call.turn(t).is_some_and(|t| call.role_of(t) == Role::Customer));
        let runs = runs(&new).into_iter().filter(|(from, to)| customers(*from, *to));
        let acts = runs.map(|(from, to)| Act::Read { call: call.id.clone(), version: call.version.clone(), from, to }).collect();
        Step { acts, ..Step::default() }
    }

    /// Says whose words the quote's are: whether a rep said them before, and what was asked.
    pub(super) fn who_first(&mut self) {
        let words = self.on_screen().and_then(|q| {
            let verbatim = q.checked.verbatim.as_ref()?;
            Some(said_first(self.docket.call(verbatim.call())?, verbatim))
        });
        self.say(words.unwrap_or_else(|| "Nobody said it, so nobody said it first.".into()));
    }
}

/// Numbers in order, as runs without gaps.
fn runs(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &n in numbers {
        match runs.last_mut().filter(|(_, last)| *last + 1 == n) {
            Some((_, last)) => *last = n,
            None => runs.push((n, n)),
        }
    }
    runs
}

/// The fewest words in a row that are the same phrase.
const PHRASE: usize = 3;

/// Who said a phrase of the quote first in the call, in words.
pub fn said_first(call: &Call, verbatim: &Verbatim) -> String {
    let words = words(verbatim.text());
    let mut best: Option<(usize, u32, String)> = None;
    for turn in call.turns.iter().filter(|t| t.index < verbatim.turn() && t.speaker.as_deref() != verbatim.speaker()) {
        let run = longest_run(&words, &self::words(&turn.text));
        let long_enough = run.len() >= PHRASE.min(words.len().max(1)) && run.iter().any(|w| w.chars().count() > 4);
        if long_enough && best.as_ref().is_none_or(|(n, ..)| run.len() > *n) {
            best = Some((run.len(), turn.index, run.join(" ")));
        }
    }
    let who = |turn: u32| {
        let turn = call.turn(turn);
        let role = turn.map_or(Role::Unknown, |t| call.role_of(t));
        format!("{} ({})", turn.and_then(|t| t.speaker.as_deref()).unwrap_or("somebody"), role.as_str())
    };
    let before = call.turns.iter().rev().find(|t| t.index < verbatim.turn() && t.speaker.as_deref() != verbatim.speaker());
    let asked = before.filter(|t| t.text.contains(['?', '？']));
    match (best, asked) {
        (Some((_, turn, run)), _) => format!("{} said it first, in turn {turn}: “{run}”.", who(turn)),
        (None, Some(t)) => {
            format!("Nobody used these words before in this call. It answers a question of {} in turn {}.", who(t.index), t.index)
        }
        (None, None) => "Nobody used these words before in this call, and nobody had asked.".into(),
    }
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|w| !w.is_empty())
        .take(2_000)
        .map(str::to_owned)
        .collect()
}

/// The longest run of words that both have.
fn longest_run<'w>(quote: &'w [String], turn: &[String]) -> &'w [String] {
    let (mut end, mut best) = (0, 0);
    let mut row = vec![0usize; turn.len() + 1];
    for (i, word) in quote.iter().take(200).enumerate() {
        for j in (0..turn.len()).rev() {
            row[j + 1] = if turn[j] == *word { row[j] + 1 } else { 0 };
            if row[j + 1] > best {
                (best, end) = (row[j + 1], i + 1);
            }
        }
    }
    &quote[end - best..end]
}
