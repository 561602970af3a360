//! The reviewed model as it may be seen outside.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Audience;
use super::clearance::Clearances;
use super::names::{NameLists, Names, role_words};
use super::reading::Reading;
use crate::calls::{Call, CallId, Consent, Metadata};
use crate::evidence::{ClaimedQuote, Library};
use crate::export::model::{Reviewed, index};
use crate::export::persona::Personas;
use crate::export::quoted::Quoted;
use crate::export::theme::{Looked, ThemeShown};
use crate::export::translations::Translation;
use crate::review::{Docket, Hash};

/// How many words in a row a statement may share with a quote that was left out.
const SHARED: usize = 6;

/// What was left out of a copy for outside. The documents say its number and the reason, never its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The evidence number or the theme's id.
    pub of: String,
    /// Why, fit for outside.
    pub why: String,
    /// What a person would have to look at, where only that is missing.
    #[serde(skip)]
    pub waiting: Option<Waiting>,
}

/// Words that may hold a name, until a person looked at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The words as they would read outside.
    pub text: String,
    /// What in them may be a name.
    pub suspects: Vec<String>,
    /// What a clearance is bound to.
    pub words: Hash,
}

struct Outside<'r> {
    docket: &'r Docket,
    names: Names,
    personas: Personas,
    clearances: &'r Clearances,
    calls: BTreeMap<CallId, CallId>,
    reviewers: BTreeMap<String, String>,
}

impl<'a> Reviewed<'a> {
    /// The model for outside: without names, without what nobody permitted to be quoted, and without what may hold a name that no person
    /// cleared. A model that is for outside already stays as it is.
    #[must_use]
    pub fn for_outside(mut self, clearances: &Clearances, lists: &NameLists) -> Reviewed<'a> {
        let Some(docket) = self.docket.take() else { return self };
        let mut lists = lists.clone();
        lists.known.extend(self.product.clone());
        let mut reviewers: BTreeSet<&String> = self.method.reviewers.iter().collect();
        reviewers.extend(self.method.days.iter().map(|d| &d.who).filter(|who| *who != TOOL));
        let one = reviewers.len() == 1;
        let called = |n: usize| if one { "the reviewer".to_owned() } else { format!("reviewer {n}") };
        let outside = Outside {
            docket,
            names: Names::of(docket.calls(), &lists),
            personas: Personas::of(docket.calls()),
            clearances,
            calls: (1..).zip(docket.calls()).map(|(n, c)| (c.id.clone(), CallId(format!("call {n}")))).collect(),
            reviewers: (1..).zip(reviewers).map(|(n, who)| (who.clone(), called(n))).collect(),
        };
        let mut left_out: Vec<LeftOut> = Vec::new();
        let mut gone: Vec<Quoted> = Vec::new();
        for evidence in &self.evidence {
            if let Err(left) = outside.quote(&evidence.quoted) {
                left_out.push(left);
                gone.push(evidence.quoted.clone());
            }
        }
        for kind in self.kinds.values_mut() {
            let mut left = 0;
            for list in [&mut kind.repeated, &mut kind.heard_once] {
                *list = std::mem::take(list)
                    .into_iter()
                    .filter_map(|theme| match outside.theme(theme, &gone) {
                        Ok(theme) => Some(theme),
                        Err(why) => {
                            left += 1;
                            left_out.push(why);
                            None
                        }
                    })
                    .collect();
            }
            kind.silence.left_out = left;
            kind.silence.calls = outside.call_names(&kind.silence.calls);
        }
        outside.sample(&mut self);
        outside.method(&mut self);
        let themes: Vec<ThemeShown> = self.themes().cloned().collect();
        self.evidence = index(&themes);
        // What we say today may name anybody, and is a matter of the house.
        self.gap = None;
        self.log = Vec::new();
        self.judgements = BTreeMap::new();
        self.left_out = left_out;
        self.audience = Audience::External;
        self
    }

    /// What may go outside once a person looked at it, and everything else that doesn't.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }
}

/// Who stands beside entries of the ledger that no person made.
const TOOL: &str = "verbatim";

impl Outside<'_> {
    fn quote(&self, q: &Quoted) -> Result<Quoted, LeftOut> {
        let of = format!("E{}", q.evidence);
        let left = |why: &str| Err(LeftOut { of: of.clone(), why: why.to_owned(), waiting: None });
        let Some(call) = self.docket.call(&q.call) else { return left("its call is gone") };
        if call.metadata.consent == Some(Consent::No) {
            return left("the people on the call did not agree to its use");
        }
        match permission(&call.metadata) {
            Permission::Outside => {}
            Permission::Inside => return left("nobody gave permission to quote this call outside"),
            Permission::Unknown => return left("what its call's permission says is not a permission that we know"),
        }
        if self.clearances.holds(&of) {
            return left("a person keeps it inside");
        }
        let read = |text: &String| self.names.read(text, Some(&q.call));
        let (text, in_full): (Reading, Vec<Reading>) = (read(&q.text), q.in_full.iter().map(read).collect());
        let translation = q.translation.as_ref().map(|t| self.names.read(&t.text, None));
        let all = || std::iter::once(&text).chain(&in_full).chain(&translation);
        self.cleared(&of, all())?;
        if text.text != q.text && !self.is_still_said(call, &text.text) {
            return left("with its names replaced it would no longer be word for word what was said");
        }
        let speaker = q.speaker.as_deref().and_then(|name| call.speaker(name));
        let who = speaker.map_or_else(|| "a customer".to_owned(), |s| self.names.hide(&role_words(call, s, &self.personas).join(", ")));
        let hide = |field: &Option<String>| field.as_deref().map(|f| self.names.hide(f));
        Ok(Quoted {
            text: text.text.clone(),
            // Who translated is no more of a customer's business than who reviewed.
            translation: translation.as_ref().map(|t| Translation { text: t.text.clone(), by: "a translator".into() }),
            in_full: in_full.iter().map(|r| r.text.clone()).collect(),
            speaker: Some(capitalised(&who)),
            who: capitalised(&who),
            title: None,
            account: None,
            note: None,
            persona: hide(&q.persona),
            segment: hide(&q.segment),
            call: self.call_name(&q.call),
            version: String::new(),
            judged_by: self.reviewer(&q.judged_by),
            before: Vec::new(),
            after: Vec::new(),
            ..q.clone()
        })
    }

    /// Whether `verbatim check` would still find the words, brackets and all: no document may hold a quotation that it doesn't.
    fn is_still_said(&self, call: &Call, text: &str) -> bool {
        let claim = ClaimedQuote { text: text.to_owned(), ..ClaimedQuote::default() };
        let checked = Library::new(std::slice::from_ref(call)).check_all(std::slice::from_ref(&claim));
        checked.first().is_some_and(|c| c.verdict.is_verified())
    }

    /// Nothing, where no word may be a name or a person cleared these words; else what to look at.
    fn cleared<'t>(&self, of: &str, read: impl Iterator<Item = &'t Reading>) -> Result<(), LeftOut> {
        let (mut texts, mut suspects): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        for reading in read {
            texts.push(&reading.text);
            suspects.extend(reading.suspects.iter().filter(|s| !suspects.contains(s)).cloned().collect::<Vec<_>>());
        }
        let words = Hash::of_parts(texts.iter().copied());
        if suspects.is_empty() || self.clearances.has_cleared(of, &words) {
            return Ok(());
        }
        let waiting = Waiting { text: texts.join(" / "), suspects, words };
        Err(LeftOut { of: of.to_owned(), why: "it may hold a name, and nobody cleared it yet".into(), waiting: Some(waiting) })
    }

    fn theme(&self, theme: ThemeShown, gone: &[Quoted]) -> Result<ThemeShown, LeftOut> {
        let left = |why: &str| Err(LeftOut { of: theme.id.clone(), why: why.to_owned(), waiting: None });
        let list = |quotes: &[Quoted]| quotes.iter().filter_map(|q| self.quote(q).ok()).collect::<Vec<_>>();
        let (supports, partly, contradicts) = (list(&theme.supports), list(&theme.partly), list(&theme.contradicts));
        if self.clearances.holds(&theme.id) {
            return left("a person keeps it inside");
        }
        if supports.is_empty() {
            return left("none of the quotes that carry it may go outside");
        }
        let is_here = |q: &Quoted| supports.iter().chain(&partly).chain(&contradicts).any(|here| here.evidence == q.evidence);
        // Words that a quote which stays has too are no secret.
        let stays = |q: &&Quoted| is_here(q);
        let is_open = theme.verbatims().filter(stays).any(|q| repeats(&theme.statement, &q.text));
        if !is_open && gone.iter().any(|q| !is_here(q) && repeats(&theme.statement, &q.text)) {
            return left("its statement has the words of a quote that is left out");
        }
        let statement = self.names.read(&theme.statement, None);
        // A statement that is a quote was looked at with it.
        let is_verbatim = theme.is_verbatim && supports.iter().any(|q| q.text == statement.text);
        if !is_verbatim {
            self.cleared(&theme.id, std::iter::once(&statement))?;
        }
        if theme.is_verbatim && !is_verbatim {
            return left("its statement has the words of a quote that is left out");
        }
        let mut support = theme.support.clone();
        support.by_persona = support.by_persona.into_iter().map(|(name, share)| (self.names.hide(&name), share)).collect();
        let mut silence = theme.silence.clone();
        silence.calls = self.call_names(&silence.calls);
        Ok(ThemeShown {
            statement: statement.text,
            is_verbatim,
            support,
            silence,
            one_account: theme.one_account.as_ref().map(|_| "not named here".to_owned()),
            calls: self.call_names(&theme.calls),
            personas: theme.personas.iter().map(|p| self.names.hide(p)).collect(),
            supports,
            partly,
            contradicts,
            none_against: theme.none_against.clone().map(|n| Looked { by: self.reviewer(&n.by), ..n }),
            accepted_by: self.reviewer(&theme.accepted_by),
            ..theme
        })
    }

    fn sample(&self, reviewed: &mut Reviewed<'_>) {
        let sample = &mut reviewed.sample;
        for call in &mut sample.calls {
            let m = &call.metadata;
            call.metadata = Metadata {
                date: m.date.clone(),
                segment: m.segment.as_deref().map(|s| self.names.hide(s)),
                persona: m.persona.as_deref().map(|p| self.names.hide(p)),
                outcome: m.outcome,
                competitors: m.competitors.clone(),
                conversation_type: m.conversation_type.as_deref().map(|c| self.names.hide(c)),
                source_type: m.source_type,
                consent: m.consent,
                permission: m.permission.clone().filter(|_| permission(m) == Permission::Outside),
                ..Metadata::default()
            };
            call.id = self.call_name(&call.id);
            call.file = call.id.0.clone();
            call.version = String::new();
            call.warnings = Vec::new();
        }
        for heard in sample.personas.iter_mut().chain(&mut sample.segments) {
            heard.name = self.names.hide(&heard.name);
        }
        let by_persona = std::mem::take(&mut sample.heard.by_persona);
        sample.heard.by_persona = by_persona.into_iter().map(|(name, share)| (self.names.hide(&name), share)).collect();
        for speaker in &mut sample.roles_not_given {
            speaker.call = self.call_name(&speaker.call);
            speaker.speaker = None;
        }
    }

    fn method(&self, reviewed: &mut Reviewed<'_>) {
        let method = &mut reviewed.method;
        method.reviewers = method.reviewers.iter().map(|who| self.reviewer(who)).collect();
        for coder in &mut method.second_coders {
            coder.name = "another coder".into();
        }
        for day in &mut method.days {
            day.who = self.reviewer(&day.who);
        }
    }

    fn reviewer(&self, name: &str) -> String {
        self.reviewers.get(name).cloned().unwrap_or_else(|| if name == TOOL { name.to_owned() } else { "a reviewer".into() })
    }

    fn call_name(&self, id: &CallId) -> CallId {
        self.calls.get(id).cloned().unwrap_or_else(|| CallId("a call".into()))
    }

    fn call_names(&self, ids: &[CallId]) -> Vec<CallId> {
        ids.iter().map(|id| self.call_name(id)).collect()
    }
}

#[derive(PartialEq, Eq)]
enum Permission {
    Outside,
    Inside,
    Unknown,
}

/// How far the quotes of a call may go. Only the two words of permission permit anything; names are left out with both of them.
fn permission(metadata: &Metadata) -> Permission {
    if metadata.may_go_outside() {
        return Permission::Outside;
    }
    let word = metadata.permission.as_deref().unwrap_or_default().trim().to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "" | "internal_only" | "internal" | "no" | "none" => Permission::Inside,
        _ => Permission::Unknown,
    }
}

/// Whether `statement` has [`SHARED`] words in a row of `quote`, or is all of it.
fn repeats(statement: &str, quote: &str) -> bool {
    let words = |text: &str| super::word::words(text).into_iter().map(|w| w.folded).collect::<Vec<String>>();
    let (statement, quote) = (words(statement), words(quote));
    let length = SHARED.min(statement.len()).max(1);
    statement.windows(length).any(|row| quote.windows(length).any(|q| q == row))
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_repeats_a_quote_is_seen() {
        let quote = "We paid whatever they charged, month after month, and nobody asked why.";
        assert!(repeats("They paid whatever they charged, month after month", quote));
        assert!(!repeats("They paid too much every month", quote));
        assert!(repeats("nobody asked why", quote) && !repeats("why nobody asked", quote));
        assert_eq!(capitalised("été"), "Été");
    }
}
