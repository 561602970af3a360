//! The plain stream of words that seeds are taken from: without fillers, lone consonants, "you know", and immediate repetitions.

use super::{
    lexicon,
    scan::{self, Token},
    words,
};

/// A plain word: its hash, and where it starts.
pub(super) type PlainWord = (u64, u32);

/// Reads the plain words of `text` into `words`, whose room is used again; each starts at a byte of the text.
pub(super) fn read(text: &str, words: &mut Vec<PlainWord>) {
    words.clear();
    let mut plain = Plain::into(words);
    scan::scan(text, |t| plain.push(&t, t.start));
    plain.finish();
}

/// The plain words among some tokens, of which the first is at `from`; each starts at a position among them.
pub(super) fn words_of(tokens: &[Token], from: usize) -> Vec<PlainWord> {
    let mut words = Vec::with_capacity(tokens.len());
    let mut plain = Plain::into(&mut words);
    for (at, t) in (u32::try_from(from).unwrap_or(u32::MAX)..).zip(tokens) {
        plain.push(t, at);
    }
    plain.finish();
    words
}

/// Takes words, and keeps the plain ones.
struct Plain<'w> {
    known: &'static Known,
    words: &'w mut Vec<PlainWord>,
    last: u64,
    you: Option<u32>,
}

/// Hashes that the plain stream needs, worked out once.
struct Known {
    you: u64,
    know: u64,
    /// Fillers and lone consonants.
    left_out: lexicon::ByHash<()>,
    /// A bit for each of these hashes: what isn't among them, nearly everything, needs no other look.
    special: lexicon::FirstWords,
}

static KNOWN: std::sync::LazyLock<Known> = std::sync::LazyLock::new(|| {
    let you = scan::hash("you");
    let hashes = |text: &str| scan::tokens(text).iter().map(|t| t.hash).collect::<Vec<_>>();
    let fillers = words::FILLERS.iter().map(|filler| hashes(filler)).filter(|words| words.len() == 1).flatten();
    let left_out: lexicon::ByHash<()> = fillers.chain(hashes("b c d f g h j k l m n p q r s t v w x y z")).map(|hash| (hash, ())).collect();
    let special = left_out.keys().fold(lexicon::FirstWords::default().with(you), |set, hash| set.with(*hash));
    Known { you, know: scan::hash("know"), left_out, special }
});

impl Plain<'_> {
    fn into(words: &mut Vec<PlainWord>) -> Plain<'_> {
        Plain { known: &KNOWN, words, last: 0, you: None }
    }

    /// Takes the next word, which stands at `at`.
    #[inline(always)]
    fn push(&mut self, t: &Token, at: u32) {
        if !self.known.special.may_begin(t.hash) && self.you.is_none() {
            self.keep(t.hash, at);
        } else {
            self.push_special(t, at);
        }
    }

    /// As `push`, where the word may be one that is left out, or "you" waits for what follows it.
    #[inline(never)]
    fn push_special(&mut self, t: &Token, at: u32) {
        let known = self.known;
        if known.left_out.contains_key(&t.hash) {
            return;
        }
        if let Some(before) = self.you.take() {
            if t.hash == known.know {
                return;
            }
            self.keep(known.you, before);
        }
        if t.hash == known.you {
            self.you = Some(at);
        } else {
            self.keep(t.hash, at);
        }
    }

    /// Keeps what was still waiting.
    fn finish(mut self) {
        if let Some(at) = self.you.take() {
            self.keep(self.known.you, at);
        }
    }

    #[inline(always)]
    fn keep(&mut self, hash: u64, at: u32) {
        if hash != self.last {
            self.last = hash;
            self.words.push((hash, at));
        }
    }
}
