//! Hashes and what they stand for, asked for far more often than found: a small filter answers most questions.

use super::lexicon::ByHash;

/// Bits of the filter for each hash.
const BITS: usize = 32;

/// A table by hash, behind a filter of which each hash sets two bits of one word (a blocked Bloom filter; Putze, Sanders and Singler, 2007).
#[derive(Default)]
pub(super) struct Index {
    table: ByHash<u32>,
    /// A power of two of words.
    filter: Vec<u64>,
}

impl Index {
    /// Makes room for so many hashes more.
    pub fn reserve(&mut self, hashes: usize) {
        self.table.reserve(hashes);
    }

    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// What `hash` stands for; `new`, from now on, where it is new.
    pub fn place_of(&mut self, hash: u64, new: u32) -> u32 {
        let known = *self.table.entry(hash).or_insert(new);
        if self.table.len() * BITS > self.filter.len() * 64 {
            self.filter = vec![0; (self.filter.len() * 4).max(64)];
            for hash in self.table.keys() {
                let (word, bits) = place(&self.filter, *hash);
                self.filter[word] |= bits;
            }
        } else if known == new {
            let (word, bits) = place(&self.filter, hash);
            self.filter[word] |= bits;
        }
        known
    }

    /// What `hash` stands for.
    #[inline]
    pub fn get(&self, hash: u64) -> Option<u32> {
        let (word, bits) = place(&self.filter, hash);
        if self.filter.get(word).is_none_or(|w| w & bits != bits) {
            return None;
        }
        self.table.get(&hash).copied()
    }
}

/// The word of a filter, and its bits, that stand for a hash.
#[inline]
fn place(filter: &[u64], hash: u64) -> (usize, u64) {
    ((hash >> 32) as usize & filter.len().wrapping_sub(1), 1 << (hash & 63) | 1 << ((hash >> 6) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_put_in_is_found_and_nothing_else(hashes in proptest::collection::hash_set(proptest::prelude::any::<u64>(), 0..300), other: u64) {
            let mut index = Index::default();
            for (hash, at) in hashes.iter().zip(0..) {
                proptest::prop_assert_eq!(index.place_of(*hash, at), at);
                proptest::prop_assert_eq!(index.place_of(*hash, 1000), at);
            }
            for (hash, at) in hashes.iter().zip(0..) {
                proptest::prop_assert_eq!(index.get(*hash), Some(at));
            }
            proptest::prop_assert_eq!(index.get(other).is_some(), hashes.contains(&other));
        }
    }
}
