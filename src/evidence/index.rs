//! A table of hashes by their position, and what is asked of it: far more often than there is an answer.

/// The position that a free slot has.
const FREE: u32 = u32::MAX;

/// All hashes that were put in, and where each is among them: a table with open addressing.
#[derive(Default)]
pub(super) struct Index {
    /// A power of two of slots, three quarters of them taken at the most.
    slots: Vec<Slot>,
    hashes: Vec<u64>,
}

/// A hash's upper half, and its position among all. The half and the slot's place leave so little to chance that the lower half needn't be
/// looked at: one wrong place in billions is one more to look at.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    upper: u32,
    position: u32,
}

impl Index {
    /// Makes room for so many hashes.
    pub fn with_room(hashes: usize) -> Index {
        let slots = (hashes + hashes / 3).next_power_of_two().max(16);
        Index { slots: vec![Slot { upper: 0, position: FREE }; slots], hashes: Vec::with_capacity(hashes) }
    }

    /// All hashes, in the order in which they were put in.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The position of `hash` among all; it is put in now if it wasn't.
    pub fn position_of(&mut self, hash: u64) -> u32 {
        if self.hashes.len() * 4 >= self.slots.len() * 3 {
            let mut larger = Index::with_room(self.slots.len());
            for hash in &self.hashes {
                larger.put(*hash);
            }
            *self = larger;
        }
        self.find(hash).unwrap_or_else(|| self.put(hash))
    }

    fn put(&mut self, hash: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = slot(hash, mask);
        while self.slots[at].position != FREE {
            at = (at + 1) & mask;
        }
        let position = u32::try_from(self.hashes.len()).unwrap_or(FREE);
        self.slots[at] = Slot { upper: upper(hash), position };
        self.hashes.push(hash);
        position
    }

    /// The position of `hash`, if it was put in.
    #[inline]
    pub fn find(&self, hash: u64) -> Option<u32> {
        self.find_from(self.first_slot(hash), hash)
    }

    /// What stands where the look for `hash` starts. Asked for many hashes before any of them is found, the processor gets it from memory for all
    /// at once.
    #[inline]
    pub fn first_slot(&self, hash: u64) -> Slot {
        self.slots.get(slot(hash, self.slots.len().wrapping_sub(1))).copied().unwrap_or(Slot { upper: 0, position: FREE })
    }

    /// The position of `hash`, if it was put in, of which the first slot is known.
    #[inline]
    pub fn find_from(&self, first: Slot, hash: u64) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let (mut at, mut known) = (slot(hash, mask), first);
        while known.position != FREE && known.upper != upper(hash) {
            at = (at + 1) & mask;
            known = *self.slots.get(at)?;
        }
        (known.position != FREE).then_some(known.position)
    }
}

/// The slot where the look for a hash starts.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "only low bits are looked at")]
fn slot(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}

#[inline]
fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_put_in_is_found_and_nothing_else(hashes in proptest::collection::hash_set(proptest::prelude::any::<u64>(), 0..300), other: u64) {
            let mut index = Index::default();
            for (hash, at) in hashes.iter().zip(0..) {
                proptest::prop_assert_eq!(index.find(*hash), None);
                proptest::prop_assert_eq!(index.position_of(*hash), at);
                proptest::prop_assert_eq!(index.position_of(*hash), at);
            }
            for (hash, at) in hashes.iter().zip(0..) {
                proptest::prop_assert_eq!(index.position_of(*hash), at);
                proptest::prop_assert_eq!(index.find(*hash), Some(at));
            }
            proptest::prop_assert_eq!(index.hashes().len(), hashes.len());
            proptest::prop_assert_eq!(index.find(other).is_some(), hashes.contains(&other));
        }
    }
}
