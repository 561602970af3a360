//! The word lists, ready to be looked up by hash; phrases of several words included.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use super::{DifferenceKind, scan, words};

/// Hashes are hashed already.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = scan::mix(self.0, u64::from(*b));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// A map by word or phrase hash.
pub(super) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// A set of words and phrases.
pub(super) struct Phrases {
    by_first: ByHash<Vec<Box<[u64]>>>,
    /// A bit for each first word's hash: nearly all words of a talk begin no phrase, and that is seen here at once.
    firsts: FirstWords,
}

impl Phrases {
    fn of(lists: &[&[&str]]) -> Phrases {
        let mut map: ByHash<Vec<Box<[u64]>>> = ByHash::default();
        for phrase in lists.iter().copied().flatten() {
            let hashes: Box<[u64]> = scan::tokens(phrase).iter().map(|t| t.hash).collect();
            if let Some(first) = hashes.first() {
                map.entry(*first).or_default().push(hashes);
            }
        }
        let firsts = map.keys().fold(FirstWords::default(), |all, hash| all.with(*hash));
        Phrases { by_first: map, firsts }
    }

    fn starting_with(&self, hash: u64) -> Option<&Vec<Box<[u64]>>> {
        if self.firsts.may_begin(hash) { self.by_first.get(&hash) } else { None }
    }

    /// How many words of the longest phrase that stands at the start of `hashes`; 0 for none.
    pub fn at(&self, hashes: impl Fn(usize) -> Option<u64>) -> usize {
        let Some(phrases) = hashes(0).and_then(|first| self.starting_with(first)) else { return 0 };
        phrases.iter().filter(|p| p.iter().enumerate().all(|(i, h)| hashes(i) == Some(*h))).map(|p| p.len()).max().unwrap_or(0)
    }

    /// Whether this one word is in the set.
    pub fn has(&self, hash: u64) -> bool {
        self.starting_with(hash).is_some_and(|p| p.iter().any(|p| p.len() == 1))
    }

    /// Whether any phrase stands anywhere in `hashes`.
    pub fn any_in(&self, hashes: &[u64]) -> bool {
        (0..hashes.len()).any(|i| self.at(|k| hashes.get(i + k).copied()) > 0)
    }
}

/// A bit for each first word of one set or more.
pub(super) struct FirstWords([u64; 64]);

impl Default for FirstWords {
    fn default() -> FirstWords {
        FirstWords([0; 64])
    }
}

impl FirstWords {
    pub fn of(sets: &[&Phrases]) -> FirstWords {
        let mut all = FirstWords::default();
        for set in sets {
            all.0.iter_mut().zip(set.firsts.0).for_each(|(all, own)| *all |= own);
        }
        all
    }

    /// Adds one more word.
    pub fn with(mut self, hash: u64) -> FirstWords {
        let (word, bit) = place(hash);
        self.0[word] |= bit;
        self
    }

    /// Whether a word with this hash may begin a phrase of the sets; `false` is certain.
    #[inline]
    pub fn may_begin(&self, hash: u64) -> bool {
        let (word, bit) = place(hash);
        self.0[word] & bit != 0
    }
}

/// The word and the bit that stand for a hash among 4,096 bits.
#[inline]
fn place(hash: u64) -> (usize, u64) {
    ((hash >> 58) as usize, 1 << ((hash >> 52) & 63))
}

/// A few hashes, each in a slot of its own: whether one is among them takes one look, and no branch.
pub(super) struct Few {
    /// A power of two.
    slots: Vec<u64>,
    shift: u32,
}

impl Few {
    /// None of these hashes is nought.
    pub fn of(mut hashes: Vec<u64>) -> Few {
        hashes.sort_unstable();
        hashes.dedup();
        let mut few = Few { slots: vec![0; 4 * hashes.len().next_power_of_two()], shift: 0 };
        while !few.puts_apart(&hashes) {
            few.shift += 1;
            if few.shift == 64 {
                few = Few { slots: vec![0; 2 * few.slots.len()], shift: 0 };
            }
        }
        few
    }

    /// Puts all into their slots, if no two have the same.
    fn puts_apart(&mut self, hashes: &[u64]) -> bool {
        self.slots.fill(0);
        hashes.iter().all(|hash| {
            let at = self.slot(*hash);
            std::mem::replace(&mut self.slots[at], *hash) == 0
        })
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "only low bits are looked at")]
    fn slot(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize & (self.slots.len() - 1)
    }

    /// Whether the hash is among them.
    #[inline(always)]
    pub fn has(&self, hash: u64) -> bool {
        self.slots.get(self.slot(hash)).is_some_and(|known| *known == hash)
    }
}

macro_rules! lists {
    ($($name:ident = $($list:expr),+;)+) => {
        $(pub(super) static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(&[$($list),+]));)+
    };
}

lists! {
    FILLERS = words::FILLERS;
    ENGLISH_FILLERS = words::ENGLISH_FILLERS;
    SET_OFF_FILLERS = words::SET_OFF_FILLERS;
    BEFORE_NO_CLAUSE = words::BEFORE_NO_CLAUSE;
    BEFORE_HARDLY_A_CLAUSE = words::BEFORE_HARDLY_A_CLAUSE;
    AFTER_KNOW = words::AFTER_KNOW;
    SOUNDS = words::SOUNDS;
    INTERJECTIONS = words::INTERJECTIONS;
    ASSENT = words::ASSENT;
    INTERJECTION_GLUE = words::INTERJECTION_GLUE;
    NEGATIONS = words::NEGATIONS;
    HEDGES = words::HEDGES, words::SOFTENERS;
    STATEMENT_HEDGES = words::HEDGES;
    SOFTENERS = words::SOFTENERS;
    COMPARISONS = words::COMPARISONS;
    NUMBERS = words::NUMBERS;
    NUMBERS_TOO = words::NUMBERS_TOO;
    WITHIN_NUMBERS = words::WITHIN_NUMBERS;
    SIGNS = words::SIGNS;
    INTENSIFIERS = words::INTENSIFIERS;
    PRONOUNS = words::PRONOUNS;
    SUBJECTS = words::SUBJECTS;
    SAYING = words::SAYING;
    SELVES = words::SELVES;
    NOBODY = words::NOBODY;
    AFTER_SAYING = words::AFTER_SAYING;
    HEARSAY = words::HEARSAY;
    ENGLISH = words::ENGLISH;
    NOT_ENGLISH = words::GERMAN, words::PORTUGUESE, words::SWEDISH, words::DANISH, words::DUTCH;
    EMPTY = words::EMPTY;
    ASKING = words::ASKING;
    BIT = words::BIT;
    HARDLY_ANY = words::HARDLY_ANY;
    SOME = words::SOME;
    KNOWING = words::KNOWING;
    OPEN_QUESTIONS = words::OPEN_QUESTIONS;
    ALL = words::ALL;
    NEGATIVE_PREFIXES = words::NEGATIVE_PREFIXES;
    NEGATIVE_SUFFIXES = words::NEGATIVE_SUFFIXES;
    TURNING = words::NEGATIONS, words::CONDITIONS, words::EXCEPTIONS;
    NOT_IN_BRACKETS = words::NEGATIONS, words::NUMBERS, words::CONDITIONS, words::EXCEPTIONS, words::COMPARISONS;
}

/// What a word that turns a statement round is in some languages only.
pub(super) struct FalseFriend {
    /// Function words of the languages in which it turns one.
    pub turning: Phrases,
    /// Those of languages in which it is common and doesn't.
    pub elsewhere: Phrases,
}

/// The words that turn a statement round in some languages only.
pub(super) static FALSE_FRIENDS: LazyLock<ByHash<FalseFriend>> = LazyLock::new(|| {
    let friend = |turning, elsewhere| FalseFriend { turning: Phrases::of(turning), elsewhere: Phrases::of(elsewhere) };
    words::FALSE_FRIENDS.iter().map(|(word, turning, elsewhere)| (scan::hash(word), friend(turning, elsewhere))).collect()
});

/// The hash of "if".
pub(super) static IF: LazyLock<u64> = LazyLock::new(|| scan::hash("if"));
/// The hash of what is left of "not" in "can't".
pub(super) static T: LazyLock<u64> = LazyLock::new(|| scan::hash("t"));
/// The hash of "but".
pub(super) static BUT: LazyLock<u64> = LazyLock::new(|| scan::hash("but"));

/// Whether a word is a number, in digits or as a word.
pub(super) fn is_number(token: &scan::Token) -> bool {
    token.number || NUMBERS.has(token.hash)
}

/// The gravest kind of change that these words make, each given with its hash and whether it is a number or a name.
pub(super) fn gravest(hashes: &[u64], number: bool, name: bool) -> DifferenceKind {
    if number || NUMBERS.any_in(hashes) {
        DifferenceKind::Number
    } else if NEGATIONS.any_in(hashes) {
        DifferenceKind::Negation
    } else if HEDGES.any_in(hashes) {
        DifferenceKind::Hedge
    } else if COMPARISONS.any_in(hashes) {
        DifferenceKind::Comparison
    } else if name {
        DifferenceKind::Name
    } else {
        DifferenceKind::Word
    }
}
