//! *Check* and *repair*: each quote against its transcript; what isn't verified goes back once, with what was found instead.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use super::ask::{about, all};
use super::batch::one_line;
use super::replies::{RepairAct, Repaired};
use super::{Ask, Raw, Step, Stopped, Synthesis};
use crate::calls::CallId;
use crate::evidence::{Checked, ClaimedQuote, Library, QuoteId};
use crate::propose::{Proposed, SetAside};

/// Quotes in one request for repair.
const AT_ONCE: usize = 30;

/// A quote that was not verified: which finding, which of its quotes, and what was found.
struct Open {
    finding: usize,
    quote: usize,
    checked: Checked,
}

impl<A: Ask> Synthesis<'_, A> {
    /// The findings with at least one quote that is verified and a customer's, after one round of repair.
    pub(super) async fn checked(&self, mut raw: Vec<Raw>, library: &Library<'_>, proposed: &mut Proposed) -> Result<Vec<Raw>, Stopped> {
        let open = not_verified(&raw, library);
        let chunks: Vec<&[Open]> = open.chunks(AT_ONCE).collect();
        let calls: BTreeSet<&CallId> = open.iter().map(|o| &raw[o.finding].call).collect();
        if !open.is_empty() {
            self.ask.begins(Step::Repair, chunks.len(), calls.len());
            let work = chunks.iter().map(|chunk| self.repaired(&raw, chunk)).collect();
            let replies = all(self.ask.at_once(Step::Repair), work).await?;
            self.ask.ends(Step::Repair);
            let mut withdrawn = BTreeSet::new();
            for (chunk, reply) in chunks.iter().zip(replies) {
                match reply {
                    Ok(reply) => apply(&mut raw, chunk, reply, library, &mut withdrawn),
                    Err(why) => proposed.notes.push(format!("{} quotes could not be sent back to be corrected: {why}", chunk.len())),
                }
            }
            for (finding, quote) in withdrawn.iter().rev() {
                raw[*finding].quotes.remove(*quote);
            }
        }
        Ok(supported(raw, library, proposed))
    }

    async fn repaired(&self, raw: &[Raw], open: &[Open]) -> Result<Result<Repaired, String>, Stopped> {
        let mut calls: Vec<CallId> = open.iter().map(|o| raw[o.finding].call.clone()).collect();
        // The nearest passage may stand in another call.
        calls.extend(open.iter().filter_map(|o| o.checked.nearest.as_ref()).map(|p| p.call.clone()));
        calls.sort();
        calls.dedup();
        let input = self.secret.wrap(&render(raw, open));
        let question = self.ask.ask::<Repaired>(Step::Repair, &self.prompts.of(Step::Repair).text, &input, |_| Ok(()));
        match about(calls, question).await {
            Ok(reply) => Ok(Ok(reply)),
            Err(error) if error.stops_run() => Err(Stopped { step: Step::Repair, error }),
            Err(error) => Ok(Err(error.to_string())),
        }
    }
}

fn not_verified(raw: &[Raw], library: &Library<'_>) -> Vec<Open> {
    let claims: Vec<ClaimedQuote> = raw.iter().flat_map(|r| r.quotes.iter().cloned()).collect();
    let mut checked = library.check_all(&claims).into_iter();
    let mut open = Vec::new();
    for (finding, raw) in raw.iter().enumerate() {
        for (quote, checked) in checked.by_ref().take(raw.quotes.len()).enumerate() {
            if checked.customer_verbatim().is_none() {
                open.push(Open { finding, quote, checked });
            }
        }
    }
    open
}

fn render(raw: &[Raw], open: &[Open]) -> String {
    let mut text = String::new();
    for (number, o) in open.iter().enumerate() {
        let Raw { statement, quotes, .. } = &raw[o.finding];
        let _ = writeln!(text, "QUOTE {}\nstatement: {}\ngiven: {}", number + 1, one_line(statement), one_line(&quotes[o.quote].text));
        let wrong = if o.checked.verdict.is_verified() { "said by somebody who is no customer" } else { o.checked.verdict.meaning() };
        let _ = writeln!(text, "wrong: {wrong}");
        for d in &o.checked.difference {
            let _ = writeln!(text, "differs: given [{}], said [{}]", one_line(&d.claimed), one_line(&d.source));
        }
        if let Some(p) = &o.checked.nearest {
            let elsewhere = if p.call == raw[o.finding].call { "" } else { " of another call" };
            let who = p.speaker.as_deref().unwrap_or("no name");
            let _ = writeln!(text, "nearest: turn {}{elsewhere}, {}, {}: {}", p.turn, one_line(who), p.role.as_str(), one_line(&p.text));
        }
    }
    text
}

/// Takes corrections that are verified now; any other leaves the quote as it was, to be shown as what it is.
fn apply(raw: &mut [Raw], open: &[Open], reply: Repaired, library: &Library<'_>, withdrawn: &mut BTreeSet<(usize, usize)>) {
    let mut corrected: Vec<(&Open, ClaimedQuote)> = Vec::new();
    let mut answered = BTreeSet::new();
    for one in reply.quotes {
        let Some(o) = (one.id as usize).checked_sub(1).and_then(|at| open.get(at)) else { continue };
        if !answered.insert(one.id) {
            continue;
        }
        let claim = &raw[o.finding].quotes[o.quote];
        match one.act {
            RepairAct::Withdraw => drop(withdrawn.insert((o.finding, o.quote))),
            RepairAct::Correct => {
                corrected.push((o, ClaimedQuote { text: one.text, turn: (one.turn > 0).then_some(one.turn), ..claim.clone() }));
            }
        }
    }
    let claims: Vec<ClaimedQuote> = corrected.iter().map(|(_, claim)| claim.clone()).collect();
    for ((o, claim), checked) in corrected.into_iter().zip(library.check_all(&claims)) {
        if checked.customer_verbatim().is_some() {
            raw[o.finding].quotes[o.quote] = claim;
        }
    }
}

/// The findings that rest on something: a quote that is verified and a customer's, in their own call. The others are set aside, each
/// named. Of findings of one kind that rest on the same words (two pieces of a call overlap) the first stays.
pub(super) fn supported(raw: Vec<Raw>, library: &Library<'_>, proposed: &mut Proposed) -> Vec<Raw> {
    let claims: Vec<ClaimedQuote> = raw.iter().flat_map(|r| r.quotes.iter().cloned()).collect();
    let mut checked = library.check_all(&claims).into_iter();
    let mut seen: HashMap<(crate::themes::Kind, Vec<QuoteId>), ()> = HashMap::new();
    let mut kept = Vec::new();
    for one in raw {
        let of_it: Vec<Checked> = checked.by_ref().take(one.quotes.len()).collect();
        let ids: Vec<QuoteId> =
            of_it.iter().filter(|c| c.customer_verbatim().is_some_and(|v| *v.call() == one.call)).map(|c| c.id.clone()).collect();
        if ids.is_empty() {
            let why = match of_it.iter().find(|c| !c.verdict.is_verified()) {
                Some(c) => c.verdict.meaning(),
                None if of_it.is_empty() => "withdrawn by the model, which was shown what was really said",
                None => "said by somebody who is no customer",
            };
            proposed.set_aside.push(SetAside { call: one.call, statement: one.statement, why: why.to_owned() });
        } else if seen.insert((one.kind, ids), ()).is_none() {
            kept.push(one);
        }
    }
    kept
}
