//! What stands right beside a quote's ends and makes its words others than were said: the rest of a number, or what a bracket there stands for.

use std::ops::Range;

use super::{DifferenceKind, lexicon, source::Window, turning, wording::Wording, words};

/// So many words beside a quote's end are likely those that a bracket there stands for.
const STOOD_FOR: usize = 2;

/// Words of the source that one end of a quote hides.
pub(super) struct Hidden {
    /// Positions in the window, all in one turn.
    pub said: Range<usize>,
    /// Those of them that the quote has; none, at the side of the quote, where a bracket stands for them all.
    pub kept: Range<usize>,
    pub kind: DifferenceKind,
}

/// What the ends of a quote hide where it stands at the words `span` of the window.
pub(super) fn hidden(window: &Window<'_>, quote: &Wording, (first, end): (usize, usize)) -> Option<Hidden> {
    if first >= end || end > window.words.len() {
        return None;
    }
    rest_of_number(window, first, end).or_else(|| rest_of_word(window, first, end)).or_else(|| stood_for(window, quote, first, end))
}

/// A number that is written with a character for each digit and goes on beyond an end: 五万 of 二十五万.
fn rest_of_number(window: &Window<'_>, first: usize, end: usize) -> Option<Hidden> {
    let is_digit = |i: usize| window.words[i].token.number || window.slice(i).chars().all(|c| words::HAN_DIGITS.contains(c));
    let goes_on = |i: usize| {
        let (Some(before), Some(word)) = (i.checked_sub(1), window.words.get(i)) else { return false };
        let is_one_text = window.words[before].turn == word.turn && window.words[before].token.end == word.token.start;
        is_one_text && is_digit(before) && is_digit(i)
    };
    let edge = [first, end].into_iter().find(|edge| goes_on(*edge))?;
    let from = (0..edge).rev().find(|i| !goes_on(*i)).unwrap_or(0);
    let to = (edge..window.words.len()).find(|i| !goes_on(*i)).unwrap_or(window.words.len());
    Some(Hidden { said: from..to, kept: from.max(first)..to.min(end), kind: DifferenceKind::Number })
}

/// What is joined to an end, where it makes another word or number of it: "intuitive" of "non-intuitive", "error" of "error-free", "one" of
/// "twenty-one", "G" of "5G".
fn rest_of_word(window: &Window<'_>, first: usize, end: usize) -> Option<Hidden> {
    let in_turn = |i: usize| i > 0 && window.words.get(i).is_some_and(|w| w.turn == window.words[i - 1].turn);
    let is_glued = |i: usize| {
        let is_plain = |i: usize| window.slice(i).bytes().all(|b| b.is_ascii_alphanumeric());
        window.words[i - 1].token.end == window.words[i].token.start && window.words[i - 1].token.number && is_plain(i - 1) && is_plain(i)
    };
    let is_joined = |i: usize| in_turn(i) && (window.words[i].before.hyphen || is_glued(i));
    if !is_joined(first) && !is_joined(end) {
        return None;
    }
    let kind = |edge: usize| {
        let is_number = is_glued(edge) || [edge - 1, edge].iter().all(|i| window.is_in(&lexicon::NUMBERS, *i));
        if turning::parts_word(window, edge) { Some(DifferenceKind::Negation) } else { is_number.then_some(DifferenceKind::Number) }
    };
    let before = || kind(first).map(|kind| Hidden { said: first - 1..first + 1, kept: first..first + 1, kind });
    let behind = || kind(end).map(|kind| Hidden { said: end - 1..end + 1, kept: end - 1..end, kind });
    is_joined(first).then(before).flatten().or_else(|| is_joined(end).then(behind).flatten())
}

/// A negation, condition or exception that brackets at an end stand for: "[Everybody] needs it" for "Nobody needs it".
fn stood_for(window: &Window<'_>, quote: &Wording, first: usize, end: usize) -> Option<Hidden> {
    // What a comma parts from the quote is not what the bracket stands for.
    let is_beside =
        |a: usize, b: usize| b < window.words.len() && window.words[a].turn == window.words[b].turn && !window.words[b].before.set_off;
    let of = |said: Range<usize>, side: usize| Hidden { said, kept: side..side, kind: DifferenceKind::Negation };
    // Brackets around what was said there stand for nothing.
    let was_said = |from: usize, words: &[u64]| words.iter().enumerate().all(|(k, hash)| window.hash(from + k) == Some(*hash));
    let [front, back] = &quote.stands_in;
    if front.is_empty() && back.is_empty() {
        return None;
    }
    let turning = turning::in_window(window);
    let turns = |i: &usize| turning.get(*i) == Some(&true);
    if !front.is_empty() && !first.checked_sub(front.len()).is_some_and(|from| was_said(from, front)) {
        let near = (first.saturating_sub(STOOD_FOR)..first).rev().take_while(|i| is_beside(*i, i + 1));
        if let Some(at) = near.filter(turns).last() {
            return Some(of(at..first, first));
        }
    }
    if !back.is_empty() && !was_said(end, back) {
        let near = (end..end + STOOD_FOR).take_while(|i| is_beside(i - 1, *i));
        return near.filter(turns).last().map(|at| of(end..at + 1, end));
    }
    None
}
