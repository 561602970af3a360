//! A sieve for hashes: nearly all that are asked for are not known, and fall through at once.

/// Bits for each known hash.
const BITS: usize = 64;

/// What is known of some hashes without looking at any: each sets one bit (Bloom, 1970). More bits of a smaller sieve would take more
/// work for each word of talk.
#[derive(Default)]
pub(super) struct Sieve {
    /// A power of two of words; none in a sieve that knows nothing.
    words: Vec<u64>,
    /// Which of them were changed for a while, and what they were before, in the order in which they were changed.
    before: Vec<(usize, u64)>,
}

impl Sieve {
    /// A sieve that will know so many hashes.
    pub fn for_so_many(hashes: usize) -> Sieve {
        let words = if hashes == 0 { 0 } else { (hashes * BITS).div_ceil(64).next_power_of_two() };
        Sieve { words: vec![0; words], before: Vec::new() }
    }

    /// Makes a hash known.
    pub fn add(&mut self, hash: u64) {
        let (at, bit) = place(&self.words, hash);
        if let Some(word) = self.words.get_mut(at) {
            *word |= 1 << bit;
        }
    }

    /// Makes a hash known for a while.
    pub fn add_for_now(&mut self, hash: u64) {
        let at = place(&self.words, hash).0;
        self.before.extend(self.words.get(at).map(|word| (at, *word)));
        self.add(hash);
    }

    /// What it lets through.
    pub fn mesh(&self) -> Mesh<'_> {
        Mesh(&self.words)
    }

    /// Forgets what was made known for a while.
    pub fn forget(&mut self) {
        for (at, before) in self.before.drain(..).rev() {
            self.words[at] = before;
        }
    }
}

/// What is asked of a sieve, again and again.
#[derive(Clone, Copy)]
pub(super) struct Mesh<'s>(&'s [u64]);

impl Mesh<'_> {
    /// Whether a hash may be known; `false` is certain. Of those that aren't, about one in a hundred may be.
    #[inline(always)]
    pub fn may_hold(self, hash: u64) -> bool {
        let (at, bit) = place(self.0, hash);
        self.0.get(at).is_some_and(|word| word >> bit & 1 == 1)
    }
}

/// The word and its bit that stand for a hash.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "only low bits are looked at")]
fn place(words: &[u64], hash: u64) -> (usize, u32) {
    ((hash >> 6) as usize & words.len().wrapping_sub(1), hash as u32 & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn whatever_is_known_is_left_in_the_sieve(known in proptest::collection::vec(proptest::prelude::any::<u64>(), 0..300), others in proptest::collection::vec(proptest::prelude::any::<u64>(), 0..300)) {
            let mut sieve = Sieve::for_so_many(known.len());
            known.iter().for_each(|hash| sieve.add(*hash));
            let before = sieve.words.clone();
            others.iter().for_each(|hash| sieve.add_for_now(*hash));
            proptest::prop_assert!(known.is_empty() || others.iter().all(|hash| sieve.mesh().may_hold(*hash)));
            sieve.forget();
            proptest::prop_assert_eq!(&sieve.words, &before);
            proptest::prop_assert!(known.iter().all(|hash| sieve.mesh().may_hold(*hash)));
        }
    }
}
