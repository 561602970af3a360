//! After calls changed: which judgements go with their words to a new place, and which lapse.

use std::collections::BTreeSet;

use super::quotes::quotes_of;
use super::{Act, Docket, DocketTheme, Judged, LapseReason, Reviews, Seen};
use crate::evidence::{Checked, QuoteId, Verbatim};

/// The entries to append so that the ledger says what became of each judgement; empty where nothing changed.
///
/// A judgement whose words, speaker, role and context stand unchanged at another place is carried there; any other that
/// no longer matches what stands in the calls lapses.
pub fn settle(docket: &Docket, reviews: &Reviews) -> Vec<Act> {
    docket.themes().iter().flat_map(|theme| settle_theme(docket, reviews, theme)).collect()
}

fn settle_theme(docket: &Docket, reviews: &Reviews, proposed: &DocketTheme) -> Vec<Act> {
    let Some(review) = reviews.theme(&proposed.theme.id) else { return Vec::new() };
    let quotes = quotes_of(docket, reviews, proposed);
    let theme = || proposed.theme.id.clone();
    let stands = |quote: &Checked, judged: &Judged| {
        quote.customer_verbatim().and_then(|v| seen_now(docket, v, &judged.seen)).is_some_and(|now| now.is_same(&judged.seen))
    };
    let mut taken: BTreeSet<&QuoteId> = BTreeSet::new();
    let mut moved: Vec<(&QuoteId, &Judged)> = Vec::new();
    for (id, judged) in &review.judged {
        if quotes.iter().any(|q| q.id == *id && stands(q, judged)) {
            taken.insert(id);
        } else {
            moved.push((id, judged));
        }
    }
    // In the order of the call, so that of two places with the same words and context each gets its own judgement.
    moved.sort_by_key(|(_, judged)| &judged.seen.place);
    let mut acts = Vec::new();
    let mut carried: Vec<(&QuoteId, &QuoteId)> = Vec::new();
    for (id, judged) in moved {
        let mut places: Vec<&Checked> = quotes.iter().copied().filter(|q| !taken.contains(&q.id) && stands(q, judged)).collect();
        places.sort_by_key(|q| q.verbatim.as_ref().map(Verbatim::place));
        match places.first() {
            Some(to) => {
                taken.insert(&to.id);
                carried.push((id, &to.id));
            }
            None => acts.push(Act::Lapsed { theme: theme(), quote: id.clone(), reason: reason(docket, &quotes, &judged.seen) }),
        }
    }
    // A place may be free only once the judgement that it has now went on: those go first.
    while !carried.is_empty() {
        let free = carried.iter().position(|(_, to)| carried.iter().all(|(from, _)| from != to));
        let (quote, to) = carried.remove(free.unwrap_or_default());
        acts.push(match free {
            Some(_) => Act::Carried { theme: theme(), quote: quote.clone(), to: to.clone() },
            // Two that changed places: one has to be judged again.
            None => Act::Lapsed { theme: theme(), quote: quote.clone(), reason: LapseReason::ContextChanged },
        });
    }
    acts
}

/// What stands at a verbatim's place now, against the claim it was judged against.
fn seen_now(docket: &Docket, verbatim: &Verbatim, then: &Seen) -> Option<Seen> {
    let seen = docket.seen(verbatim, "", then.kind)?;
    Some(Seen { statement: then.statement.clone(), ..seen })
}

/// What became of the words that were seen, where they no longer stand as they did.
pub fn reason(docket: &Docket, quotes: &[&Checked], then: &Seen) -> LapseReason {
    let now = quotes.iter().filter_map(|q| seen_now(docket, q.verbatim.as_ref()?, then));
    let same_words: Vec<Seen> = now.filter(|s| s.place.call == then.place.call && s.words == then.words).collect();
    let same_speaker = same_words.iter().filter(|s| s.speaker == then.speaker && s.role == then.role);
    match (same_words.is_empty(), same_speaker.map(|s| s.context == then.context).max()) {
        (true, _) => LapseReason::WordsGone,
        (false, None) => LapseReason::SpeakerChanged,
        (false, Some(false)) => LapseReason::ContextChanged,
        // They stand elsewhere, and another judgement belongs to that place.
        (false, Some(true)) => LapseReason::WordsGone,
    }
}
