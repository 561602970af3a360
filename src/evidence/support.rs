//! Counting support: distinct calls, accounts and customers behind a claim, over how many. Computed from verbatims, never mentions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Verbatim;
use crate::calls::{Call, CallId, Outcome, Role};

/// `n` of `of` calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Share {
    /// How many.
    pub n: u32,
    /// Of how many.
    pub of: u32,
}

/// The computed count behind a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Support {
    /// Distinct calls.
    pub calls: u32,
    /// Distinct accounts; a call without an account adds none.
    pub accounts: u32,
    /// Distinct customers: account and name; a generic label is one in its own call only.
    pub customers: u32,
    /// How many calls there are with customers' speech.
    pub of_calls: u32,
    /// Calls by outcome; `unknown` where it isn't known.
    pub by_outcome: BTreeMap<String, Share>,
    /// Calls by persona, where one is known.
    pub by_persona: BTreeMap<String, Share>,
}

impl Support {
    /// Whether it is supported in two or more calls.
    pub fn repeated(&self) -> bool {
        self.calls >= 2
    }

    /// Whether two or more calls are all of one account, which is said wherever the count is.
    pub fn one_account(&self) -> bool {
        self.repeated() && self.accounts == 1
    }
}

impl std::fmt::Display for Support {
    /// `6 of 10 calls · 5 accounts · lost 4 of 4, won 2 of 4`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} call{}", self.calls, self.of_calls, if self.of_calls == 1 { "" } else { "s" })?;
        if self.one_account() {
            write!(f, " · all of one account")?;
        } else if self.accounts > 0 {
            write!(f, " · {} account{}", self.accounts, if self.accounts == 1 { "" } else { "s" })?;
        }
        let mut outcomes: Vec<(&String, &Share)> = self.by_outcome.iter().filter(|(name, share)| share.n > 0 && *name != UNKNOWN).collect();
        outcomes.sort_by_key(|(name, share)| (std::cmp::Reverse(share.n), *name));
        let words: Vec<String> = outcomes.iter().map(|(name, s)| format!("{} {} of {}", name.replace('_', " "), s.n, s.of)).collect();
        if words.is_empty() { Ok(()) } else { write!(f, " · {}", words.join(", ")) }
    }
}

const UNKNOWN: &str = "unknown";

/// Counts over the verbatims of customers whose role was given, in calls that count; every other one adds nothing.
pub fn count(verbatims: &[&Verbatim], calls: &[Call]) -> Support {
    let by_id: BTreeMap<&CallId, &Call> = calls.iter().map(|c| (&c.id, c)).collect();
    let counted: Vec<(&Verbatim, &Call)> = verbatims
        .iter()
        .filter(|v| v.role() == Role::Customer)
        .filter_map(|v| Some((*v, *by_id.get(v.call())?)))
        .filter(|(_, call)| call.counts())
        .collect();
    let heard: BTreeSet<&CallId> = counted.iter().map(|(v, _)| v.call()).collect();
    let accounts: BTreeSet<String> = counted.iter().filter_map(|(_, c)| account(c)).collect();
    let customers: BTreeSet<(String, String)> = counted.iter().filter_map(|(v, c)| customer(v, c)).collect();
    let mut support =
        Support { calls: size(heard.len()), accounts: size(accounts.len()), customers: size(customers.len()), ..Support::default() };
    for call in calls.iter().filter(|c| c.counts()) {
        let here = u32::from(heard.contains(&call.id));
        support.of_calls += 1;
        let outcome = call.metadata.outcome.map_or(UNKNOWN, Outcome::as_str).to_owned();
        let personas = call.metadata.persona.clone();
        for share in [Some(support.by_outcome.entry(outcome).or_default()), personas.map(|p| support.by_persona.entry(p).or_default())] {
            let Some(share) = share else { continue };
            share.n += here;
            share.of += 1;
        }
    }
    support
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn account(call: &Call) -> Option<String> {
    call.metadata.account.as_deref().map(str::trim).filter(|a| !a.is_empty()).map(str::to_lowercase)
}

/// Account and name; where the label names nobody in particular, or no account is known, the call and the name.
fn customer(verbatim: &Verbatim, call: &Call) -> Option<(String, String)> {
    let name = verbatim.speaker()?;
    let generic = call.speaker(name).is_none_or(|s| s.is_generic());
    let home = if generic { None } else { account(call) };
    Some((home.unwrap_or_else(|| format!("call {}", call.id)), name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Chars, Given, Metadata, Speaker, Turn, Version};
    use crate::evidence::Piece;

    fn call(id: &str, account: Option<&str>, outcome: Outcome, speaker: &str, role: Role) -> Call {
        let given = Some(Given { role, by: "test".into() });
        let turn = |index: u32| Turn { index, speaker: Some(speaker.into()), text: "We keep running out.".into(), ..Turn::default() };
        Call {
            id: CallId(id.into()),
            version: Version("0".into()),
            file: format!("{id}.txt"),
            format: "plain-labels".into(),
            title: None,
            metadata: Metadata { account: account.map(str::to_owned), outcome: Some(outcome), ..Metadata::default() },
            speakers: vec![Speaker { name: speaker.into(), given, ..Speaker::default() }],
            turns: vec![turn(1), turn(2)],
            warnings: Vec::new(),
        }
    }

    fn said(call: &Call, turn: u32) -> Verbatim {
        Verbatim::slice(call, &[Piece { turn, start: Chars(0), end: Chars(7) }]).unwrap()
    }

    #[test]
    fn calls_accounts_and_customers_are_counted_never_mentions() {
        let calls = [
            call("a", Some("Acme"), Outcome::Lost, "Dana", Role::Customer),
            call("b", Some("acme "), Outcome::Won, "Dana", Role::Customer),
            call("c", Some("Bolt"), Outcome::Won, "Speaker 4", Role::Customer),
            call("d", None, Outcome::Won, "Tom", Role::Customer),
            call("e", Some("Corr"), Outcome::Lost, "Sam", Role::Rep),
        ];
        let all: Vec<Verbatim> = calls.iter().flat_map(|c| [said(c, 1), said(c, 2)]).collect();
        let support = count(&all.iter().collect::<Vec<_>>(), &calls);
        assert_eq!((support.calls, support.accounts, support.customers, support.of_calls), (4, 2, 3, 4));
        assert_eq!(support.to_string(), "4 of 4 calls · 2 accounts · won 3 of 3, lost 1 of 1");
        let one: Vec<&Verbatim> = all[..4].iter().collect();
        assert!(count(&one, &calls).one_account());
        assert_eq!(count(&one, &calls).to_string(), "2 of 4 calls · all of one account · lost 1 of 1, won 1 of 3");
    }
}
