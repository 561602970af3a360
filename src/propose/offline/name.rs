//! From a group of sentences to a proposed theme: its name, its findings, its quotes.

use super::group::Group;
use super::score::Said;
use crate::calls::Call;
use crate::evidence::ClaimedQuote;
use crate::themes::{Draft, Finding, Origin};

/// The most quotes of one call in a theme: more is not read.
const QUOTES: usize = 2;

/// The sentence, word for word.
pub fn text<'a>(said: &Said, calls: &[&'a Call]) -> &'a str {
    calls.get(said.call).copied().and_then(|c| c.turn(said.turn)).and_then(|t| t.text.get(said.range.clone())).unwrap_or_default()
}

/// The sentence as a quote.
pub fn quote(said: &Said, calls: &[&Call]) -> ClaimedQuote {
    let call = calls.get(said.call).copied();
    ClaimedQuote {
        text: text(said, calls).to_owned(),
        call: call.map(|c| c.id.0.clone()),
        turn: Some(said.turn),
        speaker: call.and_then(|c| c.turn(said.turn)).and_then(|t| t.speaker.as_deref()).map(str::to_owned),
    }
}

/// The group as a theme, named by the customer's sentence in its middle. That sentence comes first, then the calls that say it
/// best: a reader who meets the theme sees at once what it means.
pub fn theme(group: &Group, counter: &[usize], said: &[Said], calls: &[&Call]) -> Draft {
    let mut of_call: Vec<(usize, Vec<usize>)> = Vec::new();
    let others = group.members.iter().map(|(i, _)| *i).filter(|i| *i != group.middle);
    for i in std::iter::once(group.middle).chain(others) {
        match of_call.iter_mut().find(|(call, _)| *call == said[i].call) {
            Some((_, quotes)) if quotes.len() < QUOTES => quotes.push(i),
            Some(_) => {}
            None => of_call.push((said[i].call, vec![i])),
        }
    }
    let findings = of_call.into_iter().filter_map(|(call, mut quotes)| {
        let statement = text(&said[*quotes.first()?], calls).to_owned();
        // The nearest says it best; the quotes are read in the order in which they were said, but for the one that names the theme.
        if !quotes.contains(&group.middle) {
            quotes.sort_unstable();
        }
        Some(Finding {
            call: calls.get(call)?.id.clone(),
            kind: group.kind,
            statement,
            quotes: quotes.iter().map(|&i| quote(&said[i], calls)).collect(),
            origin: Origin::Offline,
            at: None,
        })
    });
    Draft {
        kind: group.kind,
        statement: text(&said[group.middle], calls).to_owned(),
        findings: findings.collect(),
        counter: counter.iter().map(|&i| quote(&said[i], calls)).collect(),
    }
}
