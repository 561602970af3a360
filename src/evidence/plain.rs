//! The plain stream of words that seeds are taken from: without fillers, lone consonants, "you know", and immediate repetitions.

use std::hint::select_unpredictable;

use super::{
    draft::{Draft, Writing},
    lexicon::Few,
    scan::{self, Token},
    words,
};

/// A plain word: its hash, and where it starts.
pub(super) type PlainWord = (u64, u32);

/// What stands for a word between two texts: no word's hash, and in no seed's.
const BETWEEN: u64 = u64::MAX;
/// No word's hash either.
const NONE: u64 = u64::MAX - 1;
/// So many bytes of text are read before there is more room made for words.
const AT_ONCE: usize = 4096;

/// The plain words of texts, in room that is used again.
#[derive(Debug, Default)]
pub(super) struct PlainWords(Draft<PlainWord>);

impl PlainWords {
    /// Reads texts that stand one behind the other, each with a line break behind it where it `ends`: words start at bytes of the whole. What stands between
    /// texts makes words that are in no seed, two behind the last: each word of a text begins three words in a row.
    pub fn read(&mut self, texts: &str, mut ends: impl Iterator<Item = u32>) -> &[PlainWord] {
        let known = &*KNOWN;
        self.0.clear();
        let mut end = ends.next().unwrap_or(u32::MAX);
        let mut end_texts = |plain: &mut Plain<'_>, at: u32| {
            while at > end {
                plain.end_text(end);
                end = ends.next().unwrap_or(u32::MAX);
            }
        };
        let mut at = 0;
        let mut before = Before::default();
        while at < texts.len() {
            let to = texts.len().min(at + AT_ONCE);
            // As many as there are bytes: a text has a line break behind it, which is no word.
            let mut plain = Plain { writing: self.0.room_for(to - at + scan::BEYOND), before };
            at = scan::scan_some(texts, at, to, |t| {
                end_texts(&mut plain, t.start);
                plain.put(known, (t.hash, t.start));
            });
            end_texts(&mut plain, u32::try_from(at).unwrap_or(u32::MAX));
            before = plain.done();
        }
        self.0.push((BETWEEN, u32::MAX));
        self.0.kept()
    }
}

/// The plain words among some tokens, of which the first is at `from`; each starts at a position among them.
pub(super) fn words_of(tokens: &[Token], from: usize) -> Vec<PlainWord> {
    let mut words = Draft::default();
    let mut plain = Plain { writing: words.room_for(tokens.len()), before: Before::default() };
    let places = u32::try_from(from).unwrap_or(u32::MAX)..;
    tokens.iter().zip(places).for_each(|(t, place)| plain.put(&KNOWN, (t.hash, place)));
    plain.done();
    words.kept().to_vec()
}

/// Those of some plain words that are plain whatever stands beside them: a "know" may be left out with a "you" before it, and a "you" with a "know"
/// behind it.
pub(super) fn certain(words: &[PlainWord]) -> &[PlainWord] {
    let words = if words.first().is_some_and(|word| word.0 == KNOWN.know) { &words[1..] } else { words };
    if words.last().is_some_and(|word| word.0 == KNOWN.you) { &words[..words.len() - 1] } else { words }
}

/// Words being written, of which only the plain ones stay.
struct Plain<'d> {
    writing: Writing<'d, PlainWord>,
    before: Before,
}

/// What came before a word.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// The last word that was not left out.
    last: u64,
    /// What it would be without that word, and how many words were kept then. Behind "you know" there is no such word.
    last_but_one: u64,
    kept: usize,
}

impl Plain<'_> {
    /// Puts a word in; it stays if it is plain.
    #[inline(always)]
    fn put(&mut self, known: &Known, word: PlainWord) {
        let hash = word.0;
        let Before { last, last_but_one, kept } = self.before;
        if hash == known.know && last == known.you && last_but_one != NONE {
            self.writing.back_to(kept);
            self.before = Before { last: last_but_one, last_but_one: NONE, kept };
            return;
        }
        let is_left_out = known.left_out.has(hash);
        self.before = Before {
            last: select_unpredictable(is_left_out, last, hash),
            last_but_one: select_unpredictable(is_left_out, last_but_one, last),
            kept: select_unpredictable(is_left_out, kept, self.writing.kept()),
        };
        self.writing.put(word, !is_left_out & (hash != last));
    }

    /// Ends a text, which goes up to `end`.
    #[inline(always)]
    fn end_text(&mut self, end: u32) {
        self.writing.put((BETWEEN, end), true);
        self.before = Before::default();
    }

    fn done(self) -> Before {
        self.writing.done();
        self.before
    }
}

/// Hashes that the plain stream needs, worked out once.
struct Known {
    you: u64,
    know: u64,
    /// Fillers and lone consonants.
    left_out: Few,
}

static KNOWN: std::sync::LazyLock<Known> = std::sync::LazyLock::new(|| {
    let hashes = |text: &str| scan::tokens(text).iter().map(|t| t.hash).collect::<Vec<_>>();
    let fillers = words::FILLERS.iter().map(|filler| hashes(filler)).filter(|words| words.len() == 1).flatten();
    let left_out = fillers.chain(hashes("b c d f g h j k l m n p q r s t v w x y z")).collect();
    Known { you: scan::hash("you"), know: scan::hash("know"), left_out: Few::of(left_out) }
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn texts_read_together_have_the_words_of_each(
            texts in proptest::collection::vec("((you|know|you know|um|b|so|so so|[a-zA-Z]{1,18}|[0-9]{1,3}([.,:][0-9]{1,3})?|[-+#$%&<>'`().,?!;:\\[\\]{}]|\\[?1:02\\]?|\\PC)( |  )?){0,12}", 1..9),
        ) {
            let (mut joined, mut ends) = (String::new(), Vec::new());
            for text in &texts {
                joined.push_str(text);
                ends.push(u32::try_from(joined.len()).unwrap());
                joined.push('\n');
            }
            let mut want = Vec::new();
            let mut start = 0;
            for (text, end) in texts.iter().zip(&ends) {
                let tokens = scan::tokens(text);
                want.extend(words_of(&tokens, 0).iter().map(|(hash, at)| (*hash, start + tokens[*at as usize].start)));
                want.push((BETWEEN, *end));
                start = end + 1;
            }
            want.push((BETWEEN, u32::MAX));
            let mut words = PlainWords::default();
            prop_assert_eq!(words.read(&joined, ends.iter().copied()), &want);
            prop_assert_eq!(words.read(&joined, ends.iter().copied()), &want, "room is used again");
        }

        #[test]
        fn no_word_is_lost_behind_many_texts_without_any(silent in 4000usize..4200, blanks in 0usize..200) {
            let texts = format!("{}{}{}\n", "\n".repeat(silent), " ".repeat(blanks), "so it is ".repeat(900));
            let ends: Vec<u32> = (0..u32::try_from(silent).unwrap()).chain([u32::try_from(texts.len() - 1).unwrap()]).collect();
            let mut words = PlainWords::default();
            prop_assert_eq!(words.read(&texts, ends.iter().copied()).len(), 3 * 900 + silent + 2);
        }

        #[test]
        fn what_is_left_out_is_what_one_after_the_other_leaves_out(said in proptest::collection::vec(proptest::sample::select(&["you", "know", "um", "so", "it", "b"][..]), 0..12)) {
            let tokens = scan::tokens(&said.join(" "));
            let mut want: Vec<&str> = Vec::new();
            let mut most: Vec<&str> = said.iter().copied().filter(|word| !matches!(*word, "um" | "b")).collect();
            while let Some(at) = most.windows(2).position(|two| two == ["you", "know"]) {
                most.splice(at..at + 2, ["", ""]);
            }
            for word in most.into_iter().filter(|word| !word.is_empty()) {
                if want.last() != Some(&word) {
                    want.push(word);
                }
            }
            let got: Vec<&str> = words_of(&tokens, 0).iter().map(|(_, at)| said[*at as usize]).collect();
            prop_assert_eq!(got, want);
        }
    }
}
