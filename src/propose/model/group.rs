//! *Group*: findings of one kind that say the same thing become themes. The model gets numbers and statements and gives back numbers.
//!
//! Many findings are grouped in rounds: first in handfuls, then the groups by their statements, until they fit into one request or
//! nothing comes together any more. Where the model fails, findings are grouped as the built-in finder groups their quotes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::ask::{about, all};
use super::batch::one_line;
use super::replies::Grouped;
use super::{Ask, Raw, SecondOpinion, Step, Stopped, Synthesis, statement};
use crate::calls::{Call, CallId};
use crate::propose::Proposed;
use crate::themes::{Draft, Kind};

/// Statements in one request: more than a model can hold apart.
const AT_ONCE: usize = 80;
/// More rounds bring nothing together that these did not.
const ROUNDS: usize = 4;

/// Findings that say the same thing, by their positions, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub statement: String,
    pub members: Vec<usize>,
}

impl<A: Ask> Synthesis<'_, A> {
    /// The findings as themes: each finding in exactly one, alone where nothing else says the same.
    pub(super) async fn group(
        &self,
        findings: Vec<Raw>,
        calls: &[Call],
        opinion: &SecondOpinion<'_>,
        proposed: &mut Proposed,
    ) -> Result<Vec<Draft>, Stopped> {
        let mut of_kind: Vec<(Kind, Vec<Group>)> = self.codebook.kinds().map(|kind| (kind, alone(&findings, kind))).collect();
        let mut failed: BTreeMap<&'static str, String> = BTreeMap::new();
        for round in 0..ROUNDS {
            let open: Vec<(usize, Vec<Group>)> = of_kind
                .iter()
                .enumerate()
                .filter(|(_, (kind, groups))| !failed.contains_key(kind.as_str()) && groups.len() > 1)
                // Beyond the first round only what did not fit into one request is asked again.
                .filter(|(_, (kind, groups))| round == 0 || alone(&findings, *kind).len() > AT_ONCE && groups.len() > 1)
                .flat_map(|(at, (_, groups))| groups.chunks(AT_ONCE).map(move |chunk| (at, chunk.to_vec())))
                .collect();
            if open.is_empty() {
                break;
            }
            let sizes: Vec<usize> = of_kind.iter().map(|(_, groups)| groups.len()).collect();
            self.ask.begins(Step::Group, open.len(), calls.len());
            let work = open.iter().map(|(_, chunk)| self.grouped(&findings, chunk)).collect();
            let replies = all(self.ask.at_once(Step::Group), work).await?;
            self.ask.ends(Step::Group);
            let mut next: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
            for ((at, chunk), reply) in open.into_iter().zip(replies) {
                let groups = match reply {
                    Ok(reply) => merged(chunk, reply),
                    Err(why) => {
                        failed.insert(of_kind[at].0.as_str(), why);
                        chunk
                    }
                };
                next.entry(at).or_default().extend(groups);
            }
            let mut shrank = false;
            for (at, groups) in next {
                shrank |= groups.len() < sizes[at] && groups.len() > 1 && sizes[at] > AT_ONCE;
                of_kind[at].1 = groups;
            }
            if !shrank {
                break;
            }
        }
        if !failed.is_empty() {
            for (kind, groups) in of_kind.iter_mut().filter(|(kind, _)| failed.contains_key(kind.as_str())) {
                *groups = as_heard(&findings, *kind, &opinion.themes);
            }
            for (kind, why) in failed {
                proposed
                    .notes
                    .push(format!("The findings of the kind {kind} were grouped by the built-in finder, because the model did not: {why}"));
            }
        }
        Ok(self.themes(findings, of_kind))
    }

    async fn grouped(&self, findings: &[Raw], groups: &[Group]) -> Result<Result<Grouped, String>, Stopped> {
        let mut text = String::new();
        for (number, group) in groups.iter().enumerate() {
            let _ = writeln!(text, "{} {}", number + 1, one_line(&group.statement));
        }
        let calls: BTreeSet<&CallId> = groups.iter().flat_map(|g| &g.members).map(|m| &findings[*m].call).collect();
        let calls = calls.into_iter().cloned().collect();
        let (input, most) = (self.secret.wrap(&text), groups.len());
        let prompt = &self.prompts.of(Step::Group).text;
        match about(calls, self.ask.ask(Step::Group, prompt, &input, move |reply| fits(reply, most))).await {
            Ok(reply) => Ok(Ok(reply)),
            Err(error) if error.stops_run() => Err(Stopped { step: Step::Group, error }),
            Err(error) => Ok(Err(error.to_string())),
        }
    }

    fn themes(&self, findings: Vec<Raw>, of_kind: Vec<(Kind, Vec<Group>)>) -> Vec<Draft> {
        let mut findings: Vec<Option<Raw>> = findings.into_iter().map(Some).collect();
        let mut themes = Vec::new();
        for (kind, groups) in of_kind {
            for group in groups {
                // Taking each out is what keeps it from standing in two themes.
                let of_it = group.members.iter().filter_map(|at| findings.get_mut(*at)?.take()).map(|raw| self.finding(raw)).collect();
                themes.push(Draft { kind, statement: group.statement, findings: of_it, counter: Vec::new() });
            }
        }
        debug_assert!(findings.iter().all(Option::is_none), "every finding ends in one theme");
        themes.retain(|theme| !theme.findings.is_empty());
        themes
    }
}

/// Each finding of a kind by itself.
fn alone(findings: &[Raw], kind: Kind) -> Vec<Group> {
    let of_kind = findings.iter().enumerate().filter(|(_, f)| f.kind == kind);
    of_kind.map(|(at, f)| Group { statement: f.statement.clone(), members: vec![at] }).collect()
}

/// What is wrong with a reply, in words that can be sent back: every number must be one of those given, and stand in one theme at most.
fn fits(reply: &Grouped, most: usize) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for theme in &reply.themes {
        if statement(&theme.statement).is_empty() {
            return Err("a theme has no statement".into());
        }
        for id in &theme.ids {
            if *id == 0 || *id as usize > most {
                return Err(format!("there is no finding {id}; the last one is {most}"));
            }
            if !seen.insert(*id) {
                return Err(format!("finding {id} stands in more than one theme, or twice in one"));
            }
        }
    }
    Ok(())
}

/// The groups after a reply that fits. Those it doesn't name stay as they were.
fn merged(groups: Vec<Group>, reply: Grouped) -> Vec<Group> {
    let mut left: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let mut all = Vec::new();
    for theme in reply.themes.into_iter().filter(|theme| theme.ids.len() > 1) {
        let parts = theme.ids.iter().filter_map(|id| left.get_mut((*id as usize).checked_sub(1)?)?.take());
        let mut members: Vec<usize> = parts.flat_map(|group| group.members).collect();
        members.sort_unstable();
        all.push(Group { statement: statement(&theme.statement), members });
    }
    all.extend(left.into_iter().flatten());
    all.sort_by_key(|group| group.members.first().copied());
    all
}

/// The findings of a kind, together where the built-in finder hears their quotes say the same thing.
fn as_heard(findings: &[Raw], kind: Kind, themes: &[Draft]) -> Vec<Group> {
    let home = |raw: &Raw| {
        themes.iter().position(|theme| {
            let quotes = theme.findings.iter().filter(|f| theme.kind == kind && f.call == raw.call).flat_map(|f| &f.quotes);
            quotes.into_iter().any(|q| raw.quotes.iter().any(|own| own.text.contains(&q.text) || q.text.contains(&own.text)))
        })
    };
    let mut together: BTreeMap<usize, Group> = BTreeMap::new();
    let mut all = Vec::new();
    for group in alone(findings, kind) {
        match group.members.first().and_then(|at| home(&findings[*at])) {
            Some(theme) => match together.get_mut(&theme) {
                Some(known) => known.members.extend(group.members),
                None => drop(together.insert(theme, group)),
            },
            None => all.push(group),
        }
    }
    together.into_values().chain(all).collect()
}
