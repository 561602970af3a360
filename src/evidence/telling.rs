//! The word of a quote that tells soonest that it doesn't stand somewhere: in a quote with one word changed, the changed one.

use super::{seed_places::SeedPlaces, seeds::Planted, wording::Wording};

/// A word of ASCII letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TellingWord {
    /// In lower case.
    word: String,
    /// Where in it the letter stands that is rarest in English: looking for that one is the quickest.
    rarest: usize,
}

/// Letters, the rarest first.
const BY_RARITY: &[u8] = b"zqxjkvbpygfwmucldrhsnioate";

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
        (is_alone && word.bytes().all(|b| b.is_ascii_alphabetic())).then(|| TellingWord::new(word))
    }

    fn new(word: &str) -> TellingWord {
        let word = word.to_ascii_lowercase();
        let rarity = |letter: u8| BY_RARITY.iter().position(|b| *b == letter);
        let rarest = (0..word.len()).min_by_key(|at| rarity(word.as_bytes()[*at])).unwrap_or_default();
        TellingWord { word, rarest }
    }

    /// Whether the word may stand in `text`, in whatever case, with apostrophes and hyphens inside; `false` is certain. Text beyond
    /// ASCII, where letters have other forms, isn't looked at.
    pub fn may_stand_in(&self, text: &str) -> bool {
        let (word, bytes) = (self.word.as_bytes(), text.as_bytes());
        let (before, rest) = word.split_at(self.rarest);
        let [rarest, behind @ ..] = rest else { return true };
        let is_letter = |b: &&u8| !matches!(b, b'\'' | b'`' | b'-');
        let is_here = |at: usize| {
            // Nearly always another letter follows, and that is that.
            if let (Some(wanted), Some(next)) = (behind.first(), bytes.get(at + 1))
                && next.is_ascii_alphabetic()
                && !next.eq_ignore_ascii_case(wanted)
            {
                return false;
            }
            let (mut back, mut on) = (bytes[..at].iter().rev().filter(is_letter), bytes[at + 1..].iter().filter(is_letter));
            let same = |said: Option<&u8>, b: &u8| said.is_some_and(|said| said.eq_ignore_ascii_case(b));
            before.iter().rev().all(|b| same(back.next(), b)) && behind.iter().all(|b| same(on.next(), b))
        };
        memchr::memchr2_iter(*rarest, rarest.to_ascii_uppercase(), bytes).any(is_here) || !text.is_ascii()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_seen_in_all_its_ascii_forms() {
        let word = TellingWord::new;
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
