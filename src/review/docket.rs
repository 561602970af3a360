//! What is laid before the reviewer: the calls, and the themes with their quotes checked just now.

use std::collections::BTreeMap;

use super::{Hash, Seen};
use crate::calls::{Call, CallId};
use crate::evidence::{Checked, Piece, Verbatim};
use crate::themes::{Finding, Kind, Origin, Theme, ThemeId};

/// How many turns on each side of a verbatim make the context that a judgement belongs to.
pub const CONTEXT_TURNS: u32 = 2;

/// A theme and what checking its quotes gave.
#[derive(Debug, Clone)]
pub struct DocketTheme {
    /// The theme as proposed.
    pub theme: Theme,
    /// Its quotes, in order, each place once.
    pub quotes: Vec<Checked>,
    /// Quotes that are claimed to speak against it.
    pub counter: Vec<Checked>,
}

/// The calls, and the themes with their quotes checked against them.
#[derive(Debug, Clone, Default)]
pub struct Docket {
    calls: Vec<Call>,
    by_id: BTreeMap<CallId, usize>,
    themes: Vec<DocketTheme>,
    texts: BTreeMap<Hash, String>,
    /// The contexts of the themes' quotes, by call and first and last turn of the words: hashing them for each screen would take too long.
    contexts: BTreeMap<(CallId, u32, u32), Hash>,
    /// The calls as they were before their version of now, where something that was judged in them lapsed.
    before: BTreeMap<CallId, Call>,
}

impl Docket {
    /// `texts` are the statements that reviewers wrote, which the ledger knows by hash; one that doesn't match its hash is left out.
    pub fn new(calls: Vec<Call>, themes: Vec<DocketTheme>, texts: impl IntoIterator<Item = String>) -> Docket {
        let by_id = calls.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        let texts = texts.into_iter().map(|t| (Hash::of(&t), t)).collect();
        let mut docket = Docket { calls, by_id, themes, texts, contexts: BTreeMap::new(), before: BTreeMap::new() };
        let verbatims = docket.themes.iter().flat_map(|t| t.quotes.iter().chain(&t.counter)).filter_map(|q| q.verbatim.as_ref());
        docket.contexts = verbatims.filter_map(|v| Some((span(v), context(docket.call(v.call())?, v)))).collect();
        docket
    }

    /// All calls.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// All themes, in the order they were proposed.
    pub fn themes(&self) -> &[DocketTheme] {
        &self.themes
    }

    /// The call with this id.
    pub fn call(&self, id: &CallId) -> Option<&Call> {
        self.by_id.get(id).and_then(|&i| self.calls.get(i))
    }

    /// The call as it was before its version of now, where that was kept.
    pub fn before(&self, id: &CallId) -> Option<&Call> {
        self.before.get(id)
    }

    /// Keeps a call as it was before its version of now.
    pub fn keep_before(&mut self, call: Call) {
        self.before.insert(call.id.clone(), call);
    }

    /// The theme with this id.
    pub fn theme(&self, id: &ThemeId) -> Option<&DocketTheme> {
        self.themes.iter().find(|t| t.theme.id == *id)
    }

    /// A statement that a reviewer wrote.
    pub fn text(&self, hash: &Hash) -> Option<&str> {
        self.texts.get(hash).map(String::as_str)
    }

    /// Keeps a statement that a reviewer wrote just now.
    pub fn keep_text(&mut self, text: &str) -> Hash {
        let hash = Hash::of(text);
        self.texts.insert(hash.clone(), text.to_owned());
        hash
    }

    /// Takes a quote into a theme, unless that claim is there.
    pub fn add_quote(&mut self, theme: &ThemeId, quote: Checked) {
        let Some(at) = self.themes.iter().position(|t| t.theme.id == *theme) else { return };
        let known = self.themes[at].quotes.iter().chain(&self.themes[at].counter).any(|q| q.claim == quote.claim);
        if known {
            return;
        }
        let context = quote.verbatim.as_ref().and_then(|v| Some((span(v), context(self.call(v.call())?, v))));
        self.contexts.extend(context);
        let statement = quote.claim.text.clone();
        let kind = self.themes[at].theme.kind;
        let call = CallId(quote.claim.call.clone().unwrap_or_default());
        let finding = Finding { call, kind, statement, quotes: vec![quote.claim.clone()], origin: Origin::Hand, at: None };
        self.themes[at].theme.findings.push(finding);
        self.themes[at].quotes.push(quote);
    }

    /// Takes a theme that was made just now.
    pub fn add_theme(&mut self, theme: DocketTheme) {
        if self.theme(&theme.theme.id).is_none() {
            self.themes.push(theme);
        }
    }

    /// What is on the screen when `verbatim` is judged against `statement` and `kind`; `None` where its call is gone.
    pub fn seen(&self, verbatim: &Verbatim, statement: &str, kind: Kind) -> Option<Seen> {
        let call = self.call(verbatim.call())?;
        Some(Seen {
            place: verbatim.place().clone(),
            words: Hash::of(verbatim.text()),
            speaker: Hash::of(verbatim.speaker().unwrap_or_default()),
            role: verbatim.role(),
            context: self.contexts.get(&span(verbatim)).cloned().unwrap_or_else(|| context(call, verbatim)),
            statement: Hash::of(statement),
            kind,
        })
    }
}

/// The call, and the first and the last turn of a verbatim.
fn span(verbatim: &Verbatim) -> (CallId, u32, u32) {
    let pieces = &verbatim.place().pieces;
    let turn = |piece: Option<&Piece>| piece.map_or(0, |p| p.turn);
    (verbatim.call().clone(), turn(pieces.first()), turn(pieces.last()))
}

/// The hash of the turns that a verbatim stands in and of those around it: speakers, roles and words, not their numbers.
fn context(call: &Call, verbatim: &Verbatim) -> Hash {
    let (_, first, last) = span(verbatim);
    context_at(call, first, last)
}

/// The same of any turns.
pub(super) fn context_at(call: &Call, first: u32, last: u32) -> Hash {
    let (first, last) = (first.saturating_sub(CONTEXT_TURNS), last.saturating_add(CONTEXT_TURNS));
    let turns = call.turns.iter().filter(|t| (first..=last).contains(&t.index));
    let parts: Vec<&str> = turns.flat_map(|t| [t.speaker.as_deref().unwrap_or_default(), call.role_of(t).as_str(), &t.text]).collect();
    Hash::of_parts(parts)
}
