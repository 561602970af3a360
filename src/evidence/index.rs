//! Hashes and what they stand for, asked for far more often than found: a small filter answers most questions.

/// Bits of the filter for each slot.
const BITS: usize = 16;
/// What a free slot stands for.
const FREE: u32 = u32::MAX;

/// A table by hash with open addressing, behind a filter of which each hash sets two bits of one word (a blocked Bloom filter; Putze, Sanders
/// and Singler, 2007). A question that passes the filter looks at one line of memory more, nearly always.
#[derive(Default)]
pub(super) struct Index {
    /// A power of two of slots, three quarters of them taken at the most.
    slots: Vec<Slot>,
    taken: usize,
    /// A power of two of words.
    filter: Vec<u64>,
}

/// A hash, in two halves to lie beside others without a gap, and what it stands for.
#[derive(Clone, Copy)]
struct Slot {
    hash: [u32; 2],
    value: u32,
}

impl Slot {
    fn hash(&self) -> u64 {
        u64::from(self.hash[0]) << 32 | u64::from(self.hash[1])
    }
}

impl Index {
    /// Makes room for so many hashes.
    pub fn with_room(hashes: usize) -> Index {
        let slots = (hashes + hashes / 3).next_power_of_two().max(16);
        Index { slots: vec![Slot { hash: [0, 0], value: FREE }; slots], taken: 0, filter: vec![0; (slots * BITS / 64).max(1)] }
    }

    pub fn is_empty(&self) -> bool {
        self.taken == 0
    }

    /// What `hash` stands for; `new`, from now on, where it is new.
    pub fn place_of(&mut self, hash: u64, new: u32) -> u32 {
        if self.taken * 4 >= self.slots.len() * 3 {
            let mut larger = Index::with_room(self.slots.len());
            self.slots.iter().filter(|s| s.value != FREE).for_each(|s| larger.put(s.hash(), s.value));
            *self = larger;
        }
        self.find(hash).unwrap_or_else(|| {
            self.put(hash, new);
            new
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "each half is the 32 bits that it says")]
    fn put(&mut self, hash: u64, value: u32) {
        let mask = self.slots.len() - 1;
        let mut at = slot(hash, mask);
        while self.slots[at].value != FREE {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot { hash: [(hash >> 32) as u32, hash as u32], value };
        self.taken += 1;
        let (word, bits) = place(&self.filter, hash);
        self.filter[word] |= bits;
    }

    /// Calls `found` with what each known hash among those that are likely stands for, and with what was noted beside it.
    pub fn each_of(&self, likely: &Likely, found: &mut impl FnMut(u32, u32)) {
        for (hash, beside) in &likely.noted[..likely.count] {
            if let Some(value) = self.find(*hash) {
                found(value, *beside);
            }
        }
    }

    /// Notes a hash, and what is beside it, if it is likely to be known.
    #[inline]
    pub fn note(&self, hash: u64, beside: u32, likely: &mut Likely) {
        if let Some(next) = likely.noted.get_mut(likely.count) {
            *next = (hash, beside);
            likely.count += usize::from(self.may_hold(hash));
        }
    }

    /// Whether `hash` may be known; `false` is certain.
    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let (word, bits) = place(&self.filter, hash);
        self.filter.get(word).is_some_and(|w| w & bits == bits)
    }

    fn find(&self, hash: u64) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = slot(hash, mask);
        loop {
            let known = &self.slots[at];
            if known.value == FREE || known.hash() == hash {
                return (known.value != FREE).then_some(known.value);
            }
            at = (at + 1) & mask;
        }
    }
}

/// Hashes that pass a filter, noted without a branch that the processor would have to guess; the table's lines are fetched several at a time then.
#[derive(Default)]
pub(super) struct Likely {
    noted: Vec<(u64, u32)>,
    count: usize,
}

impl Likely {
    /// Forgets all, and makes room for so many.
    pub fn start(&mut self, most: usize) {
        self.count = 0;
        if self.noted.len() <= most {
            self.noted.resize(most + 1, (0, 0));
        }
    }
}

/// The slot where the look for a hash starts.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "only low bits are looked at")]
fn slot(hash: u64, mask: usize) -> usize {
    hash as usize & mask
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
                proptest::prop_assert_eq!(index.place_of(*hash, 1000), at);
            }
            let (mut known, mut likely) = (Vec::new(), Likely::default());
            likely.start(hashes.len() + 1);
            for (hash, at) in hashes.iter().copied().chain([other]).zip(0..) {
                index.note(hash, at, &mut likely);
            }
            index.each_of(&likely, &mut |value, beside| known.push((value, beside)));
            let all = hashes.len() as u32;
            proptest::prop_assert!((0..all).all(|at| known.contains(&(at, at))));
            proptest::prop_assert_eq!(known.len() > hashes.len(), hashes.contains(&other));
        }
    }
}
