//! The word of a quote that tells soonest that it doesn't stand somewhere: in a quote with one word changed, the changed one.

use super::{seed_places::SeedPlaces, seeds::Planted, wording::Wording};

/// A word of ASCII letters, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TellingWord(String);

impl TellingWord {
    /// The word that all seeds which stand nowhere have in common. `None` where each stands somewhere, or the word may be one with its
    /// neighbours elsewhere.
    pub fn of(quote: &Wording, planted: &[Planted], seeds: &SeedPlaces) -> Option<TellingWord> {
        let is_absent = |p: &&Planted| seeds.count(p.seed) == 0;
        let threes = || planted.iter().filter(|p| p.len == 3);
        let before = threes().take_while(|p| !is_absent(p)).count();
        let absent: Vec<&Planted> = threes().skip(before).take_while(is_absent).take(3).collect();
        // A word is in the three seeds that start with it or up to two words before; the first words and the last are in fewer.
        let at = match (absent.as_slice(), before) {
            ([], _) => return None,
            ([_, _, third], _) => third.word as usize,
            ([.., last], 0) => last.word as usize,
            _ => quote.words.len().checked_sub(1)?,
        };
        let word = quote.slice(quote.words.get(at)?);
        let is_alone = !quote.hyphen_before(at) && !quote.hyphen_before(at + 1) && quote.joint(at).is_none();
        (is_alone && word.bytes().all(|b| b.is_ascii_alphabetic())).then(|| TellingWord(word.to_ascii_lowercase()))
    }

    /// Whether the word may stand in `text`, in whatever case, with apostrophes and hyphens inside; `false` is certain. Text beyond
    /// ASCII, where letters have other forms, isn't looked at.
    pub fn may_stand_in(&self, text: &str) -> bool {
        let [first, rest @ ..] = self.0.as_bytes() else { return true };
        let bytes = text.as_bytes();
        let goes_on = |from: usize| {
            let mut letters = bytes.get(from..).unwrap_or_default().iter().filter(|b| !matches!(b, b'\'' | b'`' | b'-'));
            rest.iter().all(|b| letters.next().is_some_and(|l| l.eq_ignore_ascii_case(b)))
        };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), bytes).any(|at| goes_on(at + 1)) || !text.is_ascii()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_seen_in_all_its_ascii_forms() {
        let word = |w: &str| TellingWord(w.to_owned());
        for (w, text) in
            [("dont", "I DON'T know"), ("reengage", "to re-engage"), ("flamingo", "flaflamingo"), ("cafe", "a café"), ("a", "A")]
        {
            assert!(word(w).may_stand_in(text), "{w} in {text}");
        }
        for (w, text) in [("flamingo", "the flaming o"), ("flamingo", "flaming"), ("often", "always of ten")] {
            assert!(!word(w).may_stand_in(text), "{w} in {text}");
        }
    }
}
