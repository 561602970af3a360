//! Lists that are written to before it is known what stays: without a branch that the processor would have to guess.

/// A list whose room is used again.
#[derive(Debug, Default)]
pub(super) struct Draft<T> {
    slots: Vec<T>,
    kept: usize,
}

impl<T: Copy + Default> Draft<T> {
    /// What stayed, in the order in which it was put in.
    pub fn kept(&self) -> &[T] {
        self.slots.get(..self.kept).unwrap_or_default()
    }

    /// Forgets all that stayed.
    pub fn clear(&mut self) {
        self.kept = 0;
    }

    /// Adds one that stays.
    pub fn push(&mut self, one: T) {
        let mut writing = self.room_for(1);
        writing.put(one, true);
        writing.done();
    }

    /// Room for so many more.
    #[inline]
    pub fn room_for(&mut self, more: usize) -> Writing<'_, T> {
        let most = self.kept + more;
        if self.slots.len() < most {
            self.slots.resize(most, T::default());
        }
        Writing { slots: &mut self.slots, kept: self.kept, end: &mut self.kept }
    }
}

/// A list being written to. Where it stands is known to nobody else meanwhile, so that the processor needn't look it up in memory each time.
pub(super) struct Writing<'d, T> {
    slots: &'d mut [T],
    kept: usize,
    end: &'d mut usize,
}

impl<T> Writing<'_, T> {
    /// Puts one more in, which `stays` or is written over by the next. Beyond the room that was asked for, nothing is put in.
    #[inline(always)]
    pub fn put(&mut self, one: T, stays: bool) {
        if let Some(slot) = self.slots.get_mut(self.kept) {
            *slot = one;
            self.kept += usize::from(stays);
        }
    }

    /// How many stay.
    #[inline(always)]
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// Takes back all but so many.
    #[inline(always)]
    pub fn back_to(&mut self, kept: usize) {
        self.kept = self.kept.min(kept);
    }

    /// Keeps what stayed.
    #[inline(always)]
    pub fn done(self) {
        *self.end = self.kept;
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;

    proptest::proptest! {
        #[test]
        fn what_stays_is_kept_in_order(rounds in proptest::collection::vec(proptest::collection::vec(proptest::prelude::any::<(u8, bool)>(), 0..20), 1..4)) {
            let mut draft = Draft::default();
            let mut want = Vec::new();
            for some in rounds {
                let mut writing = draft.room_for(some.len());
                some.iter().for_each(|(one, stays)| writing.put(*one, *stays));
                writing.done();
                want.extend(some.iter().filter(|(_, stays)| *stays).map(|(one, _)| *one));
            }
            proptest::prop_assert_eq!(draft.kept(), &want);
            draft.clear();
            proptest::prop_assert!(draft.kept().is_empty());
        }
    }
}
