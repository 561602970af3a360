//! A time in a recording, that may be missing without taking more room.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

/// Milliseconds from the start of a recording; where a source has no such start, since 1970. An `Option` of it has 8 bytes, not 16: a thousand calls
/// have a third of a million turns, each with two of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
pub struct Millis(
    /// All bits turned round, so that nought can be told.
    NonZeroU64,
);

impl Millis {
    /// The number itself.
    pub fn get(self) -> u64 {
        !self.0.get()
    }
}

impl From<u64> for Millis {
    /// The largest number of all is taken for the one before it: half a billion years.
    fn from(ms: u64) -> Millis {
        Millis(NonZeroU64::new(!ms).unwrap_or(NonZeroU64::MIN))
    }
}

impl From<Millis> for u64 {
    fn from(ms: Millis) -> u64 {
        ms.get()
    }
}

impl std::fmt::Debug for Millis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Millis;

    proptest::proptest! {
        #[test]
        fn any_number_but_the_largest_comes_out_as_it_went_in(ms in proptest::prop_oneof![0..9u64, proptest::prelude::any::<u64>(), u64::MAX - 2..=u64::MAX]) {
            proptest::prop_assert_eq!(Millis::from(ms).get(), ms.min(u64::MAX - 1));
        }
    }

    #[test]
    fn an_option_takes_no_more_room() {
        assert_eq!(size_of::<Option<Millis>>(), 8);
        assert_eq!(size_of::<crate::calls::Turn>(), 64);
    }
}
