//! After calls changed: which judgements go with their words to a new place, and which lapse.

use super::{Act, Docket, LapseReason, Reviews, Seen};
use crate::evidence::Checked;

/// The entries to append so that the ledger says what became of each judgement; empty where nothing changed.
///
/// A judgement whose words, speaker, role and context stand unchanged at another place is carried there; any other that
/// no longer matches what stands in the calls lapses.
pub fn settle(docket: &Docket, reviews: &Reviews) -> Vec<Act> {
    let mut acts = Vec::new();
    for theme in docket.themes() {
        let Some(review) = reviews.theme(&theme.theme.id) else { continue };
        for (quote, judged) in &review.judged {
            let now: Vec<(&Checked, Seen)> = theme.quotes.iter().filter_map(|q| Some((q, seen_with(docket, q, &judged.seen)?))).collect();
            if now.iter().any(|(q, seen)| q.id == *quote && q.customer_verbatim().is_some() && seen.is_same(&judged.seen)) {
                continue;
            }
            let theme = theme.theme.id.clone();
            let moved = now
                .iter()
                .find(|(q, seen)| q.customer_verbatim().is_some() && seen.is_same(&judged.seen) && !review.judged.contains_key(&q.id));
            acts.push(match moved {
                Some((to, _)) => Act::Carried { theme, quote: quote.clone(), to: to.id.clone() },
                None => Act::Lapsed { theme, quote: quote.clone(), reason: reason(&now, &judged.seen) },
            });
        }
    }
    acts
}

/// What stands at a quote's place now, against the statement it was judged against.
fn seen_with(docket: &Docket, quote: &Checked, then: &Seen) -> Option<Seen> {
    let verbatim = quote.verified()?;
    let seen = docket.seen(verbatim, "", then.kind)?;
    Some(Seen { statement: then.statement.clone(), ..seen })
}

fn reason(now: &[(&Checked, Seen)], then: &Seen) -> LapseReason {
    let same_words: Vec<&Seen> = now.iter().map(|(_, s)| s).filter(|s| s.place.call == then.place.call && s.words == then.words).collect();
    let same_speaker = |s: &&&Seen| s.speaker == then.speaker && s.role == then.role;
    match (same_words.is_empty(), same_words.iter().any(|s| same_speaker(&s))) {
        (true, _) => LapseReason::WordsGone,
        (false, false) => LapseReason::SpeakerChanged,
        (false, true) => LapseReason::ContextChanged,
    }
}
