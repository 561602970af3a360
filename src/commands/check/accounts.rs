//! The customers' accounts that the calls are with, and the quotes that a document gives to one of them.

use std::collections::HashMap;

use crate::calls::Call;
use crate::evidence::{Checked, ClaimedQuote, Library, Place};

/// The ends of companies' names that say only what form of company it is.
const FORMS: &[&str] =
    &["inc", "llc", "ltd", "limited", "gmbh", "ag", "se", "corp", "corporation", "plc", "sa", "bv", "ab", "oy", "spa", "srl"];

/// The accounts of some calls, by name.
pub(super) struct Accounts<'a>(HashMap<String, Vec<&'a Call>>);

impl<'a> Accounts<'a> {
    /// The accounts that `calls` are with.
    pub fn of(calls: &'a [Call]) -> Accounts<'a> {
        let mut accounts: HashMap<String, Vec<&Call>> = HashMap::new();
        for call in calls {
            if let Some(account) = call.metadata.account.as_deref().map(plain).filter(|a| !a.is_empty()) {
                accounts.entry(account).or_default().push(call);
            }
        }
        Accounts(accounts)
    }

    /// Whether calls are with an account of that name.
    pub fn knows(&self, name: &str) -> bool {
        self.0.contains_key(&plain(name))
    }

    /// Holds each verified quote in `checked` to the account that is named beside it: `claimed` has its name, where there is one. A quote that nobody
    /// said in a call with it is misattributed. Gives what to say of each.
    pub fn hold(&self, checked: &mut [Checked], claimed: &[Option<&str>], library: &Library<'_>) -> Vec<Option<String>> {
        let mut notes = vec![None; checked.len()];
        let mut again: Vec<(usize, ClaimedQuote)> = Vec::new();
        for (i, (quote, account)) in checked.iter().zip(claimed).enumerate() {
            let Some(account) = account.filter(|_| quote.verdict.is_verified()) else { continue };
            let account = plain(account);
            if quote.places.first().is_some_and(|p| is_with(p, &account, library)) {
                continue;
            }
            // Among all places the best was chosen, and only so many are listed: each call of the account is asked for the words.
            let of_account = self.0.get(&account).into_iter().flatten().map(|call| &call.id);
            let listed = quote.places.iter().filter(|p| is_with(p, &account, library)).map(|p| &p.call);
            again.extend(listed.chain(of_account).map(|call| (i, ClaimedQuote { call: Some(call.0.clone()), ..quote.claim.clone() })));
        }
        let claims: Vec<&ClaimedQuote> = again.iter().map(|(_, claim)| claim).collect();
        let results = library.check_all(&claims);
        let mut at = 0;
        while let Some((i, _)) = again.get(at) {
            let i = *i;
            let len = again[at..].iter().take_while(|(other, _)| *other == i).count();
            let here = &results[at..at + len];
            at += len;
            let Some(best) = here.iter().find(|c| c.verdict.is_verified()).or(here.first()) else { continue };
            if !best.verdict.is_verified() {
                notes[i] = Some(note(&checked[i], claimed[i].unwrap_or_default(), library));
            }
            checked[i] = best.clone();
        }
        notes
    }
}

fn note(quote: &Checked, claimed: &str, library: &Library<'_>) -> String {
    let call = quote.places.first().and_then(|p| library.by_id(&p.call));
    match call.and_then(|c| c.metadata.account.as_deref().map(|account| (c, account))) {
        Some((call, account)) => format!("{claimed} is named beside it, but these words are from a call with {account} ({}).", call.id),
        None => format!("{claimed} is named beside it, but these words are from no call with {claimed}."),
    }
}

/// Whether what was said at a place was said by that account: the call is with it, or the speaker's own company is.
fn is_with(place: &Place, account: &str, library: &Library<'_>) -> bool {
    let Some(call) = library.by_id(&place.call) else { return false };
    let is_account = |name: Option<&str>| name.is_some_and(|n| plain(n) == account);
    let turn = place.pieces.first().and_then(|p| call.turn(p.turn));
    let speaker = turn.and_then(|t| t.speaker.as_deref()).and_then(|name| call.speaker(name));
    is_account(call.metadata.account.as_deref()) || is_account(speaker.and_then(|s| s.company.as_deref()))
}

/// A company's name to compare by: in lower case, without punctuation and the form of company at its end.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| FORMS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_form_of_a_company_is_no_part_of_its_name() {
        for name in ["Harborline Dental", "HARBORLINE  Dental, Inc.", "Harborline Dental GmbH"] {
            assert_eq!(super::plain(name), "harborline dental", "{name}");
        }
        assert_ne!(super::plain("Harborline"), super::plain("Harborline Dental"));
        assert_eq!(super::plain("AG"), "ag");
    }
}
