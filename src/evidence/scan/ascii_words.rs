//! Words of ASCII letters, nearly all of English talk: found and hashed without being made into text.

use super::KEEP_APOSTROPHE;
use super::hash::{self, CAPITALS, Hash};

/// The words that keep their apostrophe, as they are hashed: capitals beside each other in one number, the first lowest.
const KEPT_APOSTROPHES: [u64; KEEP_APOSTROPHE.len()] = {
    let mut packed = [0; KEEP_APOSTROPHE.len()];
    let mut at = 0;
    while at < packed.len() {
        let mut rest = KEEP_APOSTROPHE[at].as_bytes();
        while let [others @ .., letter] = rest {
            packed[at] = packed[at] << 8 | letter.to_ascii_uppercase() as u64;
            rest = others;
        }
        at += 1;
    }
    packed
};

/// A short word of ASCII letters with an apostrophe inside that takes no part in it, as in most contractions ("don't"): (end, hash).
pub(super) fn contraction(bytes: &[u8], start: usize) -> Option<(usize, u64)> {
    let (stem, n) = letters(bytes, start)?;
    let apostrophe = start + n as usize;
    let (suffix, k) = letters(bytes, apostrophe + 1).filter(|_| bytes[apostrophe] == b'\'')?;
    let end = apostrophe + 1 + k as usize;
    let word = (suffix << (8 * n).min(56)) | stem;
    let is_plain = k > 0 && n + k < 8 && ends_word(*bytes.get(end)?) && !KEPT_APOSTROPHES.contains(&word);
    is_plain.then(|| (end, hash::short(word, 0)))
}

/// Whether a byte can't belong to a word of ASCII letters before it.
#[inline]
pub(super) fn ends_word(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_digit() && !matches!(byte, b'\'' | b'`')
}

/// The letters that stand at `start`, at most eight, as capitals in one number, and how many they are (Mycroft's and Lamport's way of
/// comparing the bytes of a machine word).
#[inline]
fn letters(bytes: &[u8], start: usize) -> Option<(u64, u32)> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let eight = u64::from_le_bytes(*bytes.get(start..)?.first_chunk()?);
    let lower = eight | (0x20 * ONES);
    let seven_bits = lower & !HIGH;
    let from_a = seven_bits + (0x80 - 0x61) * ONES;
    let beyond_z = seven_bits + (0x80 - 0x7B) * ONES;
    let letters = from_a & !beyond_z & !eight & HIGH;
    let n = (!letters & HIGH).trailing_zeros() / 8;
    Some((eight & CAPITALS[n as usize % CAPITALS.len()].0, n))
}

/// A word of ASCII letters, digits and inner apostrophes: (end, hash); `None` where a character beyond ASCII may belong to it.
pub(super) fn ascii_word(bytes: &[u8], start: usize) -> Option<(usize, u64)> {
    let mut state = Hash::default();
    let mut at = start;
    let mut apostrophe = false;
    while let Some(&b) = bytes.get(at) {
        if b.is_ascii_alphanumeric() {
            state.push(b);
        } else if (b == b'\'' || b == b'`') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
            apostrophe = true;
        } else if b >= 0x80 || (matches!(b, b'\'' | b'`') && bytes.get(at + 1).is_some_and(|n| *n >= 0x80)) {
            return None;
        } else {
            break;
        }
        at += 1;
    }
    if apostrophe && KEPT_APOSTROPHES.iter().any(|kept| u128::from(*kept) == state.bytes) && state.len < 8 {
        state.push(b'\'');
    }
    Some((at, state.finish()))
}
