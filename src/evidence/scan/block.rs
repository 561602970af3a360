//! Sixty-four bytes of talk at once: which are letters, and which need a closer look.
//!
//! Finding where a word ends before looking for the next makes the processor wait at each word. Told for a whole block at once where all words
//! begin and end, it hashes several side by side (bit-parallel tokenising, as in Langdale and Lemire's simdjson, 2019).

use wide::u8x64;

use super::hash::{self, CAPITALS};

/// Bytes looked at together.
pub(super) const BLOCK: usize = 64;
/// Bytes that a word which ends in the block may be read with: two numbers of eight, from its first byte.
pub(super) const READ: usize = BLOCK + 16;
/// The longest word, in bytes, that is hashed here.
pub(super) const LONGEST: usize = 15;

/// A block of text, and of what its bytes are.
pub(super) struct Block<'t> {
    bytes: &'t [u8; READ],
    /// Bit by bit, the first byte lowest: ASCII letters.
    pub letters: u64,
    /// Bytes that need a closer look: digits, what may be inside of a word or mean one, all beyond ASCII, and some that are rare. The others that are no letters only part
    /// words.
    pub odd: u64,
}

impl<'t> Block<'t> {
    /// The block at the beginning of `text`; `padded` is room for the last one, with spaces behind its end.
    #[inline(always)]
    pub fn of(text: &'t [u8], padded: &'t mut [u8; READ]) -> Block<'t> {
        let bytes = text.first_chunk().unwrap_or_else(|| {
            let (last, behind) = padded.split_at_mut(text.len());
            last.copy_from_slice(text);
            behind.fill(b' ');
            padded
        });
        let block = u8x64::new(*bytes.first_chunk().unwrap_or(&[b' '; BLOCK]));
        let letters = ((block | u8x64::splat(0x20)) - u8x64::splat(b'a')).simd_lt(u8x64::splat(26));
        let is = |sign: u8| block.simd_eq(u8x64::splat(sign));
        let within = |first: u8, last: u8| (block - u8x64::splat(first)).simd_lt(u8x64::splat(last - first + 1));
        // A mask takes a byte's highest bit, which those beyond ASCII have set.
        let odd = (within(b'#', b'>') & !(is(b',') | is(b'.'))) | is(b'[') | is(b'`') | is(b'~') | block;
        Block { bytes, letters: letters.to_bitmask(), odd: odd.to_bitmask() }
    }

    /// The bytes themselves.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..BLOCK]
    }

    /// The hash of the word of letters at `start..end`, of no more than [`LONGEST`].
    #[inline(always)]
    pub fn hash(&self, start: usize, end: usize) -> u64 {
        let eight = |at: usize| self.bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight));
        let (first, second) = CAPITALS[(end - start) % CAPITALS.len()];
        hash::short(eight(start) & first, eight(start + 8) & second)
    }
}
