//! What a marked cut must not leave out.

use super::{lexicon, scan, source::Window, turning};

/// Within how many words of a kept piece a cut must not hide a negation.
const NEAR: usize = 3;
/// Words of one number that a cut may leave out.
const NUMBER: usize = 6;

/// Whether the words `from..to`, between two that are kept, hold a negation, condition or exception near one of those, in its sentence; have the part of a word
/// that turns what is kept of it; or are no more than the rest of a number there. `turning` says which words of the window turn a statement.
pub(super) fn hides(window: &Window<'_>, turning: &[bool], from: usize, to: usize) -> bool {
    let parts_word = || from < to && [from, to].iter().any(|edge| turning::parts_word(window, *edge));
    turning_near(window, turning, from, to) || parts_word() || is_rest_of_number(window, from, to)
}

/// Whether the words `from..to`, between two that are kept, are all parts of one number with one of those: "million" of "3 million rows", "-" of "-5%".
fn is_rest_of_number(window: &Window<'_>, from: usize, to: usize) -> bool {
    let Some(before) = from.checked_sub(1).filter(|_| from < to && to - from <= NUMBER && to < window.words.len()) else { return false };
    let is_sign = |i: usize| !window.slice(i).starts_with(char::is_alphanumeric);
    // "One second", "at some point".
    let is_number = |i: usize| {
        let token = &window.words[i].token;
        lexicon::is_number(token) && (token.number || !lexicon::NUMBERS_TOO.has(token.hash))
    };
    let is_part = |i: usize| is_number(i) || is_sign(i) || window.is_in(&lexicon::WITHIN_NUMBERS, i) || window.is_in(&lexicon::SIGNS, i);
    let is_one_text =
        |i: usize| window.words[i].turn == window.words[before].turn && (is_sign(i) || is_sign(i - 1) || !window.words[i].before.set_off);
    let after_kept = is_number(before) && (from..to).all(|i| is_part(i) && is_one_text(i)) && (from..to).any(is_number);
    let before_kept = is_number(to) && (from..to).all(is_part) && (from + 1..=to).all(is_one_text);
    after_kept || before_kept
}

/// Whether the words `from..to`, between two that are kept, hold a negation, condition or exception within [`NEAR`] words of either end, in that end's
/// sentence. Only the speaker's own words count, and no fillers; a turn that ends without a full stop goes on in the next.
fn turning_near(window: &Window<'_>, turning: &[bool], from: usize, to: usize) -> bool {
    let Some(before) = from.checked_sub(1).filter(|_| to < window.words.len()) else { return false };
    let speaker = window.spoken(to).speaker;
    let own = |i: &usize| window.spoken(*i).speaker == speaker;
    turns_near(window, turning, (from..to).filter(own), |last, i| window.goes_on(last, i), before)
        || turns_near(window, turning, (from..to).rev().filter(own), |last, i| window.goes_on(i, last), to)
}

/// Whether one of these words, from a kept one at `last` on, turns the statement round, before [`NEAR`] others or the end of the sentence.
fn turns_near(
    window: &Window<'_>,
    turning: &[bool],
    words: impl Iterator<Item = usize>,
    goes_on: impl Fn(usize, usize) -> bool,
    mut last: usize,
) -> bool {
    let mut left = NEAR * 2;
    for i in words {
        if left == 0 || !goes_on(last, i) {
            return false;
        }
        if turning.get(i) == Some(&true) {
            return true;
        }
        // A character of a script without spaces is half a word.
        let weight = if window.slice(i).chars().next().is_some_and(scan::stands_alone) { 1 } else { 2 };
        if !window.is_filler(i) {
            left = left.saturating_sub(weight);
        }
        last = i;
    }
    false
}
