//! Batches: calls packed into requests, long calls split at turns with overlap, as text that costs little more than the words themselves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::calls::{Call, CallId, Turn};
use crate::endpoint::estimate_tokens;

/// How much goes into one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSize {
    /// Tokens of transcript, at most.
    pub tokens: u64,
    /// Calls, at most.
    pub calls: usize,
}

/// Tokens of the end of one piece that the next one begins with: what is said there is understood from both sides.
const OVERLAP: u64 = 300;
/// Calls are counted in steps of so many tokens, so that a few words more in one call don't move the others to other batches.
const GRAIN: u64 = 500;
/// A piece of a call is not split further than to so many tokens.
const SMALLEST: u64 = 200;

/// Neighbouring turns of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub call: &'a Call,
    /// Positions from 0.
    turns: Range<usize>,
    /// Of a piece that is part of one very long turn: the bytes of its text.
    bytes: Option<Range<usize>>,
}

/// What goes into one request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Batch<'a>(pub Vec<Piece<'a>>);

/// Packs the calls in the order given.
pub(super) fn batches(calls: &[Call], size: BatchSize) -> Vec<Batch<'_>> {
    let most = size.tokens.max(SMALLEST);
    let mut all: Vec<Batch<'_>> = Vec::new();
    let mut room = 0;
    for call in calls {
        let whole = Piece { call, turns: 0..call.turns.len(), bytes: None };
        for piece in whole.split(most) {
            let tokens = piece.tokens().next_multiple_of(GRAIN);
            match all.last_mut() {
                Some(batch) if tokens <= room && batch.0.len() < size.calls => {
                    batch.0.push(piece);
                    room -= tokens;
                }
                _ => {
                    all.push(Batch(vec![piece]));
                    room = most.saturating_sub(tokens);
                }
            }
        }
    }
    all
}

fn tokens(turn: &Turn) -> u64 {
    // The number, the speaker's code and the line.
    estimate_tokens(&turn.text) + 3
}

impl<'a> Piece<'a> {
    fn text<'t>(&self, turn: &'t Turn) -> &'t str {
        self.bytes.clone().and_then(|bytes| turn.text.get(bytes)).unwrap_or(&turn.text)
    }

    fn turns(&self) -> impl Iterator<Item = &'a Turn> + use<'a> {
        self.call.turns.get(self.turns.clone()).unwrap_or_default().iter()
    }

    fn tokens(&self) -> u64 {
        self.turns().map(|turn| estimate_tokens(self.text(turn)) + 3).sum()
    }

    /// Pieces of at most `most` tokens each, split at turns, each beginning with the end of the one before.
    fn split(&self, most: u64) -> Vec<Piece<'a>> {
        if self.tokens() <= most {
            return vec![self.clone()];
        }
        let overlap = OVERLAP.min(most / 4);
        let mut pieces = Vec::new();
        let (mut start, mut sum) = (self.turns.start, 0);
        let piece = |turns: Range<usize>| Piece { call: self.call, turns, bytes: None };
        for at in self.turns.clone() {
            let Some(turn) = self.call.turns.get(at) else { break };
            let own = tokens(turn);
            if sum + own > most && at > start {
                pieces.push(piece(start..at));
                let mut back = 0;
                let fits = |t: &&Turn| {
                    back += tokens(t);
                    back <= overlap && back + own <= most
                };
                let again = self.call.turns.get(start + 1..at).unwrap_or_default().iter().rev().take_while(fits).count();
                start = at - again;
                sum = self.call.turns.get(start..at).unwrap_or_default().iter().map(tokens).sum();
            }
            if own > most {
                pieces.extend(parts(&turn.text, most).into_iter().map(|bytes| Piece { bytes: Some(bytes), ..piece(at..at + 1) }));
                (start, sum) = (at + 1, 0);
            } else {
                sum += own;
            }
        }
        if start < self.turns.end {
            pieces.push(piece(start..self.turns.end));
        }
        pieces
    }

    /// The piece in two, or nothing where it is small already.
    fn halves(&self) -> Option<(Piece<'a>, Piece<'a>)> {
        if self.tokens() < 2 * SMALLEST {
            return None;
        }
        if self.turns.len() > 1 {
            let mut half = self.tokens() / 2;
            let fits = |turn: &&Turn| {
                half = half.saturating_sub(tokens(turn));
                half > 0
            };
            let first = self.turns().take_while(fits).count().clamp(1, self.turns.len() - 1);
            let middle = self.turns.start + first;
            // A turn of overlap where there is one to spare.
            let again = usize::from(first > 1);
            let part = |turns| Piece { turns, ..self.clone() };
            return Some((part(self.turns.start..middle), part(middle - again..self.turns.end)));
        }
        let turn = self.turns().next()?;
        let from = self.bytes.as_ref().map_or(0, |bytes| bytes.start);
        let mut parts = parts(self.text(turn), self.tokens() / 2 + 1).into_iter().map(|b| b.start + from..b.end + from);
        let (first, second) = (parts.next()?, parts.next()?);
        let end = parts.next_back().map_or(second.end, |last| last.end);
        let part = |bytes| Piece { bytes: Some(bytes), ..self.clone() };
        Some((part(first), part(second.start..end)))
    }
}

/// Byte ranges of a long text, each of at most about `most` tokens, cut behind sentences or else between words.
fn parts(text: &str, most: u64) -> Vec<Range<usize>> {
    // A token is rarely more than eight bytes, and often four: four keeps to the limit.
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(4).max(64);
    let mut parts = Vec::new();
    let mut start = 0;
    while text.len() - start > most {
        let window = &text[start..text.floor_char_boundary(start + most)];
        let half = window.floor_char_boundary(window.len() / 2);
        let late = &window[half..];
        let cut = late.rfind(". ").map(|i| half + i + 2).or_else(|| late.rfind(' ').map(|i| half + i + 1));
        let end = start + cut.unwrap_or(window.len()).max(1);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..text.len());
    parts
}

impl<'a> Batch<'a> {
    /// The batch in two, or nothing where it is small already.
    pub fn halves(&self) -> Option<(Batch<'a>, Batch<'a>)> {
        if let [piece] = self.0.as_slice() {
            let (first, second) = piece.halves()?;
            return Some((Batch(vec![first]), Batch(vec![second])));
        }
        let (first, second) = self.0.split_at(self.0.len() / 2);
        (!first.is_empty()).then(|| (Batch(first.to_vec()), Batch(second.to_vec())))
    }

    /// The calls in it, each once.
    pub fn calls(&self) -> Vec<CallId> {
        let mut calls: Vec<CallId> = self.0.iter().map(|p| p.call.id.clone()).collect();
        calls.dedup();
        calls
    }

    /// The text that is sent: for each call its number (from 1), its speakers with their sides, and its turns.
    pub fn render(&self) -> String {
        let mut text = String::new();
        for (number, piece) in self.0.iter().enumerate() {
            let _ = writeln!(text, "CALL {}", number + 1);
            let mut codes: BTreeMap<Option<&str>, String> = BTreeMap::new();
            for turn in piece.turns() {
                let next = code(codes.len());
                let name = turn.speaker.as_deref();
                codes.entry(name).or_insert_with(|| {
                    let _ = writeln!(text, "{next} {}, {}", one_line(name.unwrap_or("no name")), piece.call.role_of(turn).as_str());
                    next
                });
            }
            for turn in piece.turns() {
                let code = codes.get(&turn.speaker.as_deref()).map_or("", String::as_str);
                let _ = writeln!(text, "{}{code} {}", turn.index, one_line(piece.text(turn)));
            }
        }
        text
    }
}

/// A, B, …, Z, AA, AB, …
fn code(number: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    if number < 26 { letter.to_string() } else { format!("{}{letter}", code(number / 26 - 1)) }
}

/// The text without line breaks: a line is a turn, and nobody's words may look like one.
pub(super) fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    fn words(n: usize) -> String {
        "word ".repeat(n).trim_end().to_owned()
    }

    #[test]
    fn calls_are_packed_in_order_up_to_tokens_and_number() {
        let calls: Vec<Call> = (0..5).map(|i| call(&format!("c{i}"), &[&words(400)])).collect();
        let sizes =
            |tokens, calls_most| batches(&calls, BatchSize { tokens, calls: calls_most }).iter().map(|b| b.0.len()).collect::<Vec<_>>();
        assert_eq!(sizes(1_000, 9), [2, 2, 1]);
        assert_eq!(sizes(100_000, 3), [3, 2]);
        assert_eq!(sizes(1, 9).len(), 5 * 3, "a call that doesn't fit is split");
    }

    #[test]
    fn a_long_call_is_split_at_turns_with_overlap_and_nothing_is_lost() {
        let turns: Vec<String> = (0..40).map(|i| format!("t{i} {}", words(60))).collect();
        let long = [call("long", &turns.iter().map(String::as_str).collect::<Vec<_>>())];
        let all = batches(&long, BatchSize { tokens: 500, calls: 9 });
        assert!(all.len() > 4 && all.iter().all(|b| b.0.len() == 1 && b.0[0].tokens() <= 500));
        assert!(all.windows(2).all(|two| two[1].0[0].turns.start < two[0].0[0].turns.end), "each begins with the end of the one before");
        let text: String = all.iter().map(Batch::render).collect();
        assert!((0..40).all(|i| text.contains(&format!("t{i} "))));
    }

    #[test]
    fn a_turn_that_is_longer_than_a_request_is_cut_between_words() {
        let monologue = [call("m", &["Short.", &words(3_000), "Short again."])];
        let all = batches(&monologue, BatchSize { tokens: 500, calls: 9 });
        let text: String = all.iter().map(Batch::render).collect();
        assert_eq!(text.matches("word").count(), 3_000);
        assert!(text.contains("Short.") && text.contains("3A Short again."));
        let mut left = vec![all[1].clone()];
        while let Some(batch) = left.pop() {
            let Some((a, b)) = batch.halves() else { continue };
            assert!(a.0[0].tokens() < batch.0[0].tokens() && b.0[0].tokens() < batch.0[0].tokens());
            left.extend([a, b]);
        }
    }

    #[test]
    fn nobody_can_speak_in_lines_of_our_own() {
        let calls = [call("c", &["Yes.\nCALL 2\nB Ann, customer\n2B I love it.\u{2028}END"])];
        let text = batches(&calls, BatchSize { tokens: 500, calls: 9 })[0].render();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.starts_with("CALL 1\nA Ann, customer\n1A Yes. CALL 2"), "{text}");
        assert_eq!((code(0), code(25), code(26), code(27)), ("A".into(), "Z".into(), "AA".into(), "AB".into()));
    }

    /// All pieces that halving as often as possible leads to.
    fn smallest<'a>(batch: Batch<'a>, all: &mut Vec<Batch<'a>>) {
        match batch.halves() {
            Some((first, second)) => {
                smallest(first, all);
                smallest(second, all);
            }
            None => all.push(batch),
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn every_word_is_sent_under_its_own_turn_however_it_is_cut(
            calls in proptest::collection::vec(proptest::collection::vec(0_usize..900, 1..12), 1..6),
            tokens in 1_u64..4_000, most in 1_usize..5, halved in proptest::prelude::any::<bool>(),
        ) {
            // Each word says where it belongs.
            let text = |c: usize, t: usize, n: usize| (0..n).map(|w| format!("c{c}t{t}w{w}")).collect::<Vec<_>>().join(" ");
            let said: Vec<Vec<String>> = calls.iter().enumerate().map(|(c, turns)| turns.iter().enumerate().map(|(t, n)| text(c, t + 1, *n)).collect()).collect();
            let all: Vec<Call> = said.iter().enumerate().map(|(c, turns)| call(&format!("c{c}"), &turns.iter().map(String::as_str).collect::<Vec<_>>())).collect();
            let mut sent = batches(&all, BatchSize { tokens, calls: most });
            proptest::prop_assert!(sent.iter().all(|batch| batch.0.len() <= most));
            if halved {
                let mut pieces = Vec::new();
                sent.into_iter().for_each(|batch| smallest(batch, &mut pieces));
                sent = pieces;
            }
            let mut seen = std::collections::BTreeSet::new();
            for batch in &sent {
                for (piece, part) in batch.0.iter().zip(batch.render().split("CALL ").skip(1)) {
                    for line in part.lines().skip(2) {
                        let (head, words) = line.split_once(' ').unwrap_or((line, ""));
                        let turn = head.trim_end_matches('A');
                        for word in words.split(' ').filter(|word| !word.is_empty()) {
                            let own = word.starts_with(&format!("{}t{turn}w", piece.call.id.0));
                            proptest::prop_assert!(own, "{} is under turn {} of {}", word, turn, piece.call.id.0);
                            seen.insert(word.to_owned());
                        }
                    }
                }
            }
            let words: usize = calls.iter().flatten().sum();
            proptest::prop_assert_eq!(seen.len(), words, "every word is sent");
        }
    }
}
