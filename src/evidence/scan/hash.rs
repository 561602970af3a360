//! The hash of a folded word: fifteen bytes at once, which nearly all words are shorter than.

/// Two odd numbers without a pattern: the golden ratio's (Knuth, *The Art of Computer Programming* 6.4), and one of splitmix64's (Steele, Lea and
/// Flood, 2014).
const FIRST: u64 = 0x9E37_79B9_7F4A_7C15;
const SECOND: u64 = 0xBF58_476D_1CE4_E5B9;

/// A word's bytes are taken together in so many; in the last of them there is room for one more.
const TOGETHER: usize = 16;

/// What is left of sixteen bytes as two numbers, the first byte lowest, where a word has so many ASCII letters: those, as capitals. Small letters are capitals with
/// one bit more.
pub(super) static CAPITALS: [(u64, u64); TOGETHER] = {
    let mut masks = [(0, 0); TOGETHER];
    let mut len = 1;
    while len < TOGETHER {
        let (first, second) = masks[len - 1];
        masks[len] = if len <= 8 { (first << 8 | 0xDF, 0) } else { (first, second << 8 | 0xDF) };
        len += 1;
    }
    masks
};

/// Hash of a folded word.
pub(in super::super) fn hash(folded: &str) -> u64 {
    let mut state = Hash::default();
    folded.bytes().for_each(|b| state.push(b));
    state.finish()
}

/// Mixes two hashes, order mattering.
#[inline]
pub(in super::super) fn mix(a: u64, b: u64) -> u64 {
    spread((a.rotate_left(23) ^ b).wrapping_mul(FIRST))
}

/// The hash of a word of less than sixteen bytes, which lie in two numbers, the first byte lowest, and nought behind the last. No byte is nought, so its length needn't be
/// told. No two words of up to eight bytes have the same.
#[inline(always)]
pub(super) fn short(first: u64, second: u64) -> u64 {
    further(0, first, second)
}

/// What was made of the bytes before, with sixteen more, or what is left of them.
#[inline(always)]
fn further(state: u64, first: u64, second: u64) -> u64 {
    spread((state.rotate_left(23) ^ first).wrapping_mul(FIRST).wrapping_add(second.wrapping_mul(SECOND)))
}

/// Low bits are asked for, which a product has from low bits only.
#[inline(always)]
fn spread(x: u64) -> u64 {
    x ^ (x >> 29)
}

/// A hash in the making.
#[derive(Default)]
pub(super) struct Hash {
    state: u64,
    /// The bytes since, the first lowest.
    pub bytes: u128,
    /// How many bytes in all.
    pub len: u32,
}

impl Hash {
    /// Adds a byte; an ASCII letter as a capital, which is what takes least work where many are hashed.
    #[inline]
    pub fn push(&mut self, b: u8) {
        self.bytes |= u128::from(b.to_ascii_uppercase()) << (8 * (self.len % 16));
        self.len += 1;
        if self.len.is_multiple_of(16) {
            self.state = self.finish();
            self.bytes = 0;
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "each half by itself")]
    pub fn finish(&self) -> u64 {
        further(self.state, self.bytes as u64, (self.bytes >> 64) as u64)
    }
}
