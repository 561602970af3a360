//! A sieve for hashes: nearly all that are asked for are not known, and fall through at once.

/// Bits for each known hash.
const BITS: usize = 64;
/// So many are left in a sieve before it is worth looking at them.
const WORTH: usize = 512;

/// What is known of some hashes without looking at any: each sets one bit (Bloom, 1970). More bits of a smaller sieve would take more
/// work for each word of talk.
#[derive(Default)]
pub(super) struct Sieve {
    /// A power of two of words; none in a sieve that knows nothing.
    words: Vec<u64>,
    /// Which of them were changed for a while, and what they were before, in the order in which they were changed.
    before: Vec<(usize, u64)>,
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

    /// Forgets what was made known for a while.
    pub fn forget(&mut self) {
        for (at, before) in self.before.drain(..).rev() {
            self.words[at] = before;
        }
    }
}

impl Likely {
    /// Room for so many more of a turn to be noted, as they are left in a sieve.
    #[inline]
    pub fn room_for<'l>(&'l mut self, sieve: &'l Sieve, turn: u32, more: usize) -> Noting<'l> {
        // Each is written before it is known whether it counts.
        let most = self.count + more + 1;
        if self.noted.len() < most {
            self.noted.resize(most, Default::default());
        }
        Noting { sieve: &sieve.words, turn, noted: &mut self.noted, count: self.count, end: &mut self.count }
    }

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

/// Hashes being noted.
pub(super) struct Noting<'l> {
    /// The sieve's words.
    sieve: &'l [u64],
    turn: u32,
    noted: &'l mut [(u64, Place)],
    count: usize,
    end: &'l mut usize,
}

impl Noting<'_> {
    /// Notes a hash that may be known to the sieve, with the byte that it stands at: without a branch that the processor would have to guess.
    #[inline(always)]
    pub fn note(&mut self, (hash, byte): (u64, u32)) {
        if let Some(next) = self.noted.get_mut(self.count) {
            *next = (hash, (self.turn, byte));
            self.count += usize::from(may_hold(self.sieve, hash));
        }
    }

    /// Keeps what was noted.
    pub fn done(self) {
        *self.end = self.count;
    }
}

/// Whether `hash` may be known to a sieve of these words; `false` is certain.
#[inline(always)]
fn may_hold(words: &[u64], hash: u64) -> bool {
    let (at, bit) = place(words, hash);
    words.get(at).is_some_and(|word| word >> bit & 1 == 1)
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
            let (mut sieve, mut likely) = (Sieve::for_so_many(known.len()), Likely::default());
            known.iter().for_each(|hash| sieve.add(*hash));
            let before = sieve.words.clone();
            others.iter().for_each(|hash| sieve.add_for_now(*hash));
            proptest::prop_assert!(known.is_empty() || others.iter().all(|hash| may_hold(&sieve.words, *hash)));
            sieve.forget();
            proptest::prop_assert_eq!(&sieve.words, &before);
            let asked: Vec<_> = known.iter().chain(&others).copied().zip(0..).collect();
            let (first, rest) = asked.split_at(asked.len() / 2);
            for (turn, some) in [(0, first), (1, rest)] {
                let mut noting = likely.room_for(&sieve, turn, some.len());
                some.iter().for_each(|one| noting.note(*one));
                noting.done();
            }
            let asked: Vec<_> = asked.iter().zip(0..).map(|((hash, byte), at)| (*hash, (u32::from(at >= first.len()), *byte))).collect();
            let left = likely.take().to_vec();
            proptest::prop_assert!(asked[..known.len()].iter().all(|one| left.contains(one)));
            proptest::prop_assert!(left.iter().all(|one| asked.contains(one)));
            proptest::prop_assert!(likely.take().is_empty(), "they were taken out");
        }
    }
}
