//! Quotes that stand character for character where their seeds stand, as most true ones do: seen without taking the turn apart.

use super::super::{
    Piece, Verdict,
    found::Found,
    seed_places::Hit,
    wording::{Edge, Wording},
};
use super::Prepared;
use super::clusters::Cluster;
use crate::calls::{Call, Chars};

/// Whether a quote can be compared as a whole: nothing in it is read as a mark, and its ends read the same whatever stands beyond them.
pub(super) fn is_plain(text: &str, wording: &Wording) -> bool {
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()].into_iter().all(|b| b.is_some_and(u8::is_ascii_graphic));
    // The bracket of a time mark may close behind the quote.
    let brackets = memchr::memchr2(b'[', b'(', bytes).is_some();
    ends && !brackets && wording.joints.is_empty() && wording.edges == [Edge::Plain; 2] && wording.text.strip_suffix(' ') == Some(text)
}

/// The quote in the one place where the cluster's seeds have it, if it stands there exactly and no other place in the cluster may hold it too. `None` says
/// nothing: the words have to be followed then.
pub(super) fn found_in(call: &Call, cluster: &Cluster, q: &Prepared<'_>) -> Option<Found> {
    if !q.is_plain {
        return None;
    }
    let text = &q.claim.text;
    let offset = |word: u32| q.wording.words.get(word as usize).map(|w| w.start);
    let (first, word, _) = cluster.hits().max_by_key(|(_, _, weight)| *weight)?;
    let start = first.byte.checked_sub(offset(word)?)?;
    let turn = call.turns.get(first.turn as usize)?;
    let from = start as usize;
    if turn.text.get(from..from + text.len())? != text || !is_apart(&turn.text, from, from + text.len()) {
        return None;
    }
    // Where a quarter of the seeds stands elsewhere in these turns, the words may stand there too.
    let elsewhere = |h: Hit, word: u32| h.turn != first.turn || offset(word).is_none_or(|o| start + o != h.byte);
    let mut others: Vec<u32> = cluster.hits().filter(|(h, word, _)| elsewhere(*h, *word)).map(|(_, word, _)| word).collect();
    others.sort_unstable();
    others.dedup();
    if others.len() * 4 >= q.planted.len() {
        return None;
    }
    let role = call.role_of(turn);
    let before = Chars::count(&turn.text[..from]);
    let piece = Piece { turn: turn.index, start: before, end: Chars(before.0 + Chars::count(text).0) };
    let is_meant = q.wanted.is_meant(cluster.call, call, turn.speaker.as_deref(), role);
    Some(Found { call: cluster.call, pieces: vec![piece], verdict: Verdict::Exact, role, is_meant, hides: false })
}

/// Whether blanks, or a sentence's marks and blanks, stand around these bytes: then no word reaches over the ends, whatever it is made of.
fn is_apart(turn: &str, from: usize, to: usize) -> bool {
    let bytes = turn.as_bytes();
    let before = from == 0 || bytes.get(from - 1) == Some(&b' ');
    let behind = bytes.get(to..).unwrap_or_default();
    let marks = behind.iter().take_while(|b| matches!(b, b'.' | b',' | b'?' | b'!')).count();
    before && behind.get(marks).is_none_or(|b| *b == b' ')
}
