//! The word lists of the evidence rules, as data. Folded as [`super::scan::fold`] folds: lower case, no apostrophes.
//!
//! English first, then the commonest words of the other languages calls are held in, a line for each language. A list never decides
//! whether words are the same (any other word is `altered`, listed or not): fillers may be left out, and the rest say which words a cut
//! must not hide, which a bracket must not add, and how a difference is named. [`super::lexicon`] makes them ready to be looked up.

// rustfmt would give each word a line of its own, and the languages would run into each other.
#[rustfmt::skip]
mod comparisons;
#[rustfmt::skip]
mod fillers;
#[rustfmt::skip]
mod function_words;
#[rustfmt::skip]
mod hedges;
#[rustfmt::skip]
mod interjections;
#[rustfmt::skip]
mod language;
#[rustfmt::skip]
mod negations;
#[rustfmt::skip]
mod numbers;
#[rustfmt::skip]
mod reported_speech;
#[rustfmt::skip]
mod tags;

pub(super) use comparisons::{COMPARISONS, INTENSIFIERS};
pub(super) use fillers::{
    AFTER_KNOW, BEFORE_HARDLY_A_CLAUSE, BEFORE_NO_CLAUSE, ENGLISH_FILLERS, FILLERS, SET_OFF_FILLERS, SOUNDS, STUMBLED_OVER, THINGS_TOO,
};
pub(super) use function_words::{EMPTY, INFLECTIONS, PRONOUNS, SUBJECTS};
pub(super) use hedges::{HEDGES, SOFTENERS};
pub(super) use interjections::{ASSENT, INTERJECTION_GLUE, INTERJECTIONS};
pub(super) use language::{DANISH, DUTCH, ENGLISH, FALSE_FRIENDS, GERMAN, PORTUGUESE, SWEDISH};
pub(super) use negations::{
    ALL, ASKING, BIT, CONDITIONS, EXCEPTIONS, HARDLY_ANY, KNOWING, NEGATIONS, NEGATIVE_PREFIXES, NEGATIVE_SUFFIXES, NEGATIVE_SYLLABLES,
    OPEN_QUESTIONS, SOME,
};
pub(super) use numbers::{HAN_DIGITS, NUMBERS, NUMBERS_TOO, SIGNS, WITHIN_NUMBERS};
pub(super) use reported_speech::{AFTER_SAYING, HEARSAY, NOBODY, SAYING, SELVES};
pub(super) use tags::TAGS;
