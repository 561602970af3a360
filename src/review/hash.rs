//! SHA-256 values as the ledger writes them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256 as 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub String);

impl Hash {
    /// What the first entry of a ledger names as the one before: 64 zeros.
    pub fn start() -> Hash {
        Hash("0".repeat(64))
    }

    /// The hash of one text.
    pub fn of(text: &str) -> Hash {
        Hash::hex(Sha256::digest(text.as_bytes()).as_slice())
    }

    /// The hash of several texts, each with its length before it, so that no two lists give the same bytes.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Hash {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(format!("{}:", part.len()));
            hash.update(part.as_bytes());
        }
        Hash::hex(hash.finalize().as_slice())
    }

    fn hex(bytes: &[u8]) -> Hash {
        let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
        Hash(bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect())
    }

    /// The first 12 digits, for people.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
