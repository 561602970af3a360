//! A sieve for hashes: nearly all that are asked for are not known, and fall through at once.

/// Bits for each known hash.
const BITS: usize = 16;
/// So many are left in a sieve before it is worth looking at them.
const WORTH: usize = 512;

/// What is known of some hashes without looking at any: each sets two bits of one word (a blocked Bloom filter; Putze, Sanders and
/// Singler, 2007).
#[derive(Default)]
pub(super) struct Sieve {
    /// A power of two of words.
    words: Vec<u64>,
}

/// Where a hash stands: a turn, and a byte in it.
pub(super) type Place = (u32, u32);

/// Hashes that were left in sieves, with their places: likely known, but for about one in a hundred.
#[derive(Default)]
pub(super) struct Likely {
    noted: Vec<(u64, Place)>,
    count: usize,
}

impl Sieve {
    /// A sieve that will know so many hashes.
    pub fn for_so_many(hashes: usize) -> Sieve {
        Sieve { words: vec![0; if hashes == 0 { 0 } else { (hashes * BITS / 64).next_power_of_two() }] }
    }

    /// Makes a hash known.
    pub fn add(&mut self, hash: u64) {
        let (word, bits) = place(&self.words, hash);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bits;
        }
    }

    /// Notes those of the hashes that may be known, each with its place: without a branch that the processor would have to guess.
    #[inline]
    pub fn note(&self, hashes: impl ExactSizeIterator<Item = (u64, Place)>, likely: &mut Likely) {
        if self.words.is_empty() {
            return;
        }
        // Each is written before it is known whether it counts.
        let most = likely.count + hashes.len() + 1;
        if likely.noted.len() < most {
            likely.noted.resize(most, Default::default());
        }
        let mut count = likely.count;
        for noted in hashes {
            if let Some(next) = likely.noted.get_mut(count) {
                *next = noted;
                count += usize::from(self.may_hold(noted.0));
            }
        }
        likely.count = count;
    }

    /// Whether `hash` may be known; `false` is certain.
    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let (word, bits) = place(&self.words, hash);
        self.words.get(word).is_some_and(|w| w & bits == bits)
    }
}

impl Likely {
    /// Whether there are enough that several can be looked at side by side.
    pub fn are_many(&self) -> bool {
        self.count >= WORTH
    }

    /// Takes them all out.
    pub fn take(&mut self) -> &[(u64, Place)] {
        let count = std::mem::take(&mut self.count);
        &self.noted[..count]
    }
}

/// The word and its bits that stand for a hash.
#[inline]
fn place(words: &[u64], hash: u64) -> (usize, u64) {
    ((hash >> 32) as usize & words.len().wrapping_sub(1), 1 << (hash & 63) | 1 << ((hash >> 6) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn whatever_is_known_is_left_in_the_sieve(known in proptest::collection::vec(proptest::prelude::any::<u64>(), 0..300), others in proptest::collection::vec(proptest::prelude::any::<u64>(), 0..300)) {
            let (mut sieve, mut likely) = (Sieve::for_so_many(known.len()), Likely::default());
            known.iter().for_each(|hash| sieve.add(*hash));
            let places = (0..).map(|n| (n, n + 1));
            let asked: Vec<_> = known.iter().chain(&others).copied().zip(places).collect();
            let (first, rest) = asked.split_at(asked.len() / 2);
            [first, rest].into_iter().for_each(|some| sieve.note(some.iter().copied(), &mut likely));
            let left = likely.take().to_vec();
            proptest::prop_assert!(asked[..known.len()].iter().all(|one| left.contains(one)));
            proptest::prop_assert!(left.iter().all(|one| asked.contains(one)));
            proptest::prop_assert!(likely.take().is_empty(), "they were taken out");
        }
    }
}
