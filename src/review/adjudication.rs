//! What two coders judged alike and differently, and what became of the differences.

use std::collections::BTreeSet;

use super::{Act, Docket, Entry, Reviews, Standing, replay};
use crate::evidence::QuoteId;
use crate::themes::{Judgement, ThemeId};

/// One verbatim that both coders judged, as it stands now, each without the other's judgement in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The theme.
    pub theme: ThemeId,
    /// The verbatim's quote id.
    pub quote: QuoteId,
    /// What the one who leads said of it.
    pub lead: Judgement,
    /// What the second coder said of it.
    pub second: Judgement,
}

/// The verbatims that both judged. Judgements of an earlier claim or context don't compare.
pub fn judged_by_both(docket: &Docket, entries: &[Entry], coder: &str) -> Vec<Difference> {
    let (lead, second) = (Reviews::replay_before_adjudication(entries), Reviews::replay_coder(entries, coder));
    let mut both = Vec::new();
    for proposed in docket.themes() {
        let (of_lead, of_second) = (Standing::of(docket, &lead, proposed), Standing::of(docket, &second, proposed));
        for quote in &of_lead.quotes {
            let other = of_second.quotes.iter().find(|q| q.checked.id == quote.checked.id).and_then(|q| q.judgement());
            if let (Some(lead), Some(second)) = (quote.judgement(), other) {
                both.push(Difference { theme: proposed.theme.id.clone(), quote: quote.checked.id.clone(), lead, second });
            }
        }
    }
    both
}

/// The verbatims that `lead` judged again after talking them through with `coder`.
pub fn adjudicated(entries: &[Entry], lead: &str, coder: &str) -> BTreeSet<(ThemeId, QuoteId)> {
    let gone = replay::undone(entries);
    let own = entries.iter().filter(|e| e.who == lead && !gone.contains(&e.seq));
    own.filter_map(|e| match &e.act {
        Act::Adjudicated { theme, quote, with, .. } if with == coder => Some((theme.clone(), quote.clone())),
        _ => None,
    })
    .collect()
}
