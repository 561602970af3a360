//! What changed around a quote whose judgement lapsed: the turns as they were judged beside those that stand there now.

use super::docket::{CONTEXT_TURNS, context_at};
use super::{Docket, Lapse};
use crate::calls::{Call, Turn};
use crate::evidence::Verbatim;

/// A turn that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its number now, or then where it is gone.
    pub turn: u32,
    /// Who says it and what, as far as it differs; `None` where there was no such turn.
    pub then: Option<String>,
    /// The same now; `None` where it is gone.
    pub now: Option<String>,
}

/// How many words that are the same are shown before those that differ.
const LEAD: usize = 2;

/// The turns around `verbatim` that differ from those that `lapse` was judged in. Empty where the call's version of then is not kept.
pub fn changed_around(docket: &Docket, lapse: &Lapse, verbatim: &Verbatim) -> Vec<Changed> {
    let (then, now) = (docket.before(&lapse.seen.place.call), docket.call(verbatim.call()));
    let (Some(then), Some(now)) = (then, now) else { return Vec::new() };
    let (was, is) = (&lapse.seen.place.pieces, &verbatim.place().pieces);
    let ends = (was.first().zip(was.last()), is.first().zip(is.last()));
    let (Some((first, last)), Some((first_now, last_now))) = ends else { return Vec::new() };
    // Only the version that was on the screen says what was there.
    if context_at(then, first.turn, last.turn) != lapse.seen.context {
        return Vec::new();
    }
    let around = i64::from(CONTEXT_TURNS);
    let before = (-around..0).map(|offset| (offset + i64::from(first.turn), offset + i64::from(first_now.turn)));
    let own = (0..=i64::from(last.turn.saturating_sub(first.turn))).map(|o| (o + i64::from(first.turn), o + i64::from(first_now.turn)));
    let after = (1..=around).map(|offset| (offset + i64::from(last.turn), offset + i64::from(last_now.turn)));
    before.chain(own).chain(after).filter_map(|(was, is)| differs(then, was, now, is)).collect()
}

fn differs(then: &Call, was: i64, now: &Call, is: i64) -> Option<Changed> {
    let turn = |call: &Call, index: i64| u32::try_from(index).ok().and_then(|i| call.turn(i)).map(|t| said(call, t));
    let number = |index: i64| u32::try_from(index).unwrap_or_default();
    match (turn(then, was), turn(now, is)) {
        (None, None) => None,
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => {
            let (a, b) = apart(&a, &b);
            Some(Changed { turn: number(is), then: Some(a), now: Some(b) })
        }
        (Some(a), None) => Some(Changed { turn: number(was), then: Some(a), now: None }),
        (None, Some(b)) => Some(Changed { turn: number(is), then: None, now: Some(b) }),
    }
}

fn said(call: &Call, turn: &Turn) -> String {
    format!("{} ({}): {}", turn.speaker.as_deref().unwrap_or("(no name)"), call.role_of(turn).as_str(), turn.text)
}

/// Two texts without the words at both ends that are the same, but for a few before.
fn apart(then: &str, now: &str) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) = (then.split_whitespace().collect(), now.split_whitespace().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - same;
    let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let from = same.saturating_sub(LEAD);
    let cut = |words: &[&str]| {
        let middle = words.get(from..words.len() - tail).unwrap_or_default().join(" ");
        format!("{}{middle}{}", if from > 0 { "… " } else { "" }, if tail > 0 { " …" } else { "" })
    };
    (cut(&a), cut(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(apart("Rae (rep): I see it now", "Rae (rep): I saw it now"), ("… (rep): I see …".into(), "… (rep): I saw …".into()));
        assert_eq!(apart("a b c", "a b c d"), ("… b c".into(), "… b c d".into()));
        assert_eq!(apart("x", "y"), ("x".into(), "y".into()));
        assert_eq!(apart("a a", "a"), ("a a".into(), "a".into()));
    }
}
