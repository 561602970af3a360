//! The plain stream of words that seeds are taken from: without fillers, lone consonants, "you know", and immediate repetitions.

use super::{
    draft::Draft,
    lexicon::Few,
    scan::{self, Token},
    words,
};

/// A plain word: its hash, and where it starts.
pub(super) type PlainWord = (u64, u32);

/// What stands for a word between two texts: no word's hash, and in no seed's.
const BETWEEN: u64 = u64::MAX;
/// So many bytes of text are read before there is more room made for words.
const AT_ONCE: usize = 4096;

/// The plain words of texts, in room that is used again.
#[derive(Debug, Default)]
pub(super) struct PlainWords {
    /// Words but for those that are left out by themselves.
    most: Draft<PlainWord>,
    plain: Draft<PlainWord>,
}

impl PlainWords {
    /// Reads texts that stand one behind the other, each with a line break behind it where it `ends`: words start at bytes of the whole. What stands between
    /// texts makes words that are in no seed, two behind the last: each word of a text begins three words in a row.
    pub fn read(&mut self, texts: &str, ends: impl Iterator<Item = u32>) -> &[PlainWord] {
        let known = &*KNOWN;
        self.most.clear();
        let mut at = 0;
        while at < texts.len() {
            let to = texts.len().min(at + AT_ONCE);
            let mut most = self.most.room_for(to - at + scan::BEYOND);
            at = scan::scan_some(texts, at, to, |t| most.put((t.hash, t.start), !known.left_out.has(t.hash)));
            most.done();
        }
        self.plain.clear();
        let mut rest = self.most.kept();
        for end in ends {
            rest = known.keep_plain(rest, end, &mut self.plain);
            self.plain.push((BETWEEN, end));
        }
        self.plain.push((BETWEEN, u32::MAX));
        self.plain.kept()
    }
}

/// The plain words among some tokens, of which the first is at `from`; each starts at a position among them.
pub(super) fn words_of(tokens: &[Token], from: usize) -> Vec<PlainWord> {
    let known = &*KNOWN;
    let places = u32::try_from(from).unwrap_or(u32::MAX)..;
    let most: Vec<PlainWord> = tokens.iter().map(|t| t.hash).zip(places).filter(|(hash, _)| !known.left_out.has(*hash)).collect();
    let mut plain = Draft::default();
    known.keep_plain(&most, u32::MAX, &mut plain);
    plain.kept().to_vec()
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

impl Known {
    /// Keeps those of the words that start before `end` which are plain; gives the others.
    fn keep_plain<'w>(&self, words: &'w [PlainWord], end: u32, plain: &mut Draft<PlainWord>) -> &'w [PlainWord] {
        let mut plain = plain.room_for(words.len());
        let (mut last, mut before) = (0, 0);
        let mut rest = words;
        while let [word, behind @ ..] = rest
            && word.1 < end
        {
            let hash = word.0;
            let is_you = (hash == self.you) & behind.first().is_some_and(|next| (next.0 == self.know) & (next.1 < end));
            let is_left_out = is_you | (hash == self.know) & (before == self.you);
            plain.put(*word, !is_left_out & (hash != last));
            last = if is_left_out { last } else { hash };
            before = hash;
            rest = behind;
        }
        plain.done();
        rest
    }
}

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
