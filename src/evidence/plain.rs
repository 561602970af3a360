//! The plain stream of words that seeds are taken from: without fillers, lone consonants, "you know", and immediate repetitions.

use super::{
    lexicon,
    scan::{self, Token},
};

/// Takes words, and gives the plain ones.
pub(super) struct Plain {
    known: &'static Known,
    last: u64,
    you: Option<u32>,
}

impl Default for Plain {
    fn default() -> Plain {
        Plain { known: &KNOWN, last: 0, you: None }
    }
}

/// Hashes that the plain stream needs, worked out once.
struct Known {
    you: u64,
    know: u64,
    consonants: Vec<u64>,
    fillers: &'static lexicon::Phrases,
    /// A bit for each of these hashes: what isn't among them, nearly everything, needs no other look.
    special: lexicon::FirstWords,
}

static KNOWN: std::sync::LazyLock<Known> = std::sync::LazyLock::new(|| {
    let you = scan::hash("you");
    let consonants: Vec<u64> = "bcdfghjklmnpqrstvwxyz".chars().map(|c| scan::hash(&c.to_string())).collect();
    let special = consonants.iter().fold(lexicon::FirstWords::of(&[&lexicon::FILLERS]).with(you), |set, c| set.with(*c));
    Known { you, know: scan::hash("know"), consonants, fillers: &lexicon::FILLERS, special }
});

impl Plain {
    /// Takes the next word, which stands at `at`; gives the plain words that are certain by now.
    #[inline]
    pub fn push(&mut self, t: &Token, at: u32, mut give: impl FnMut(u64, u32)) {
        if !self.known.special.may_begin(t.hash) && self.you.is_none() {
            self.give(t.hash, at, &mut give);
        } else {
            self.push_special(t, at, &mut give);
        }
    }

    /// As `push`, where the word may be one that is left out, or "you" waits for what follows it.
    #[inline(never)]
    fn push_special(&mut self, t: &Token, at: u32, give: &mut impl FnMut(u64, u32)) {
        let known = self.known;
        if is_left_out(t, known) {
            return;
        }
        if let Some(before) = self.you.take() {
            if t.hash == known.know {
                return;
            }
            self.give(known.you, before, give);
        }
        if t.hash == known.you {
            self.you = Some(at);
        } else {
            self.give(t.hash, at, give);
        }
    }

    /// Gives what was still waiting.
    pub fn finish(mut self, mut give: impl FnMut(u64, u32)) {
        if let Some(at) = self.you.take() {
            self.give(self.known.you, at, &mut give);
        }
    }

    #[inline]
    fn give(&mut self, hash: u64, at: u32, give: &mut impl FnMut(u64, u32)) {
        if hash != self.last {
            self.last = hash;
            give(hash, at);
        }
    }
}

fn is_left_out(t: &Token, known: &Known) -> bool {
    let len = t.end - t.start;
    len <= 6 && ((len == 1 && known.consonants.contains(&t.hash)) || (len >= 2 && known.fillers.has(t.hash)))
}

/// The last two plain words of a stream, and the hashes of a few words in a row.
pub(super) struct Recent {
    /// Both words in one hash, and the second alone.
    hashes: (u64, u64),
    /// Where each starts.
    pub starts: (u32, u32),
}

impl Default for Recent {
    fn default() -> Recent {
        // No words: a hash that no two words have.
        Recent { hashes: (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210), starts: (0, 0) }
    }
}

impl Recent {
    pub fn two(a: u64, b: u64) -> u64 {
        scan::mix(scan::mix(a, b), 0x0002)
    }

    pub fn three(a: u64, b: u64, c: u64) -> u64 {
        scan::mix(scan::mix(a, b), c)
    }

    /// The hash of the two words and `next`.
    #[inline]
    pub fn three_with(&self, next: u64) -> u64 {
        scan::mix(self.hashes.0, next)
    }

    /// The hash of the last word and `next`.
    #[inline]
    pub fn two_with(&self, next: u64) -> u64 {
        Recent::two(self.hashes.1, next)
    }

    /// Takes the next word, which starts at `at`.
    #[inline]
    pub fn add(&mut self, next: u64, at: u32) {
        self.hashes = (scan::mix(self.hashes.1, next), next);
        self.starts = (self.starts.1, at);
    }
}
