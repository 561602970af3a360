//! Replies that were paid for, kept raw under a hash of everything that was asked.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;

/// SHA-256 of a whole question: endpoint, model, prompt, input, schema and settings. Never of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestHash([u8; 32]);

impl RequestHash {
    /// Hashes named parts. Each goes in with its length, so that no two lists of parts give the same bytes.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut hash = Sha256::new();
        for (name, value) in parts {
            for bytes in [name.as_bytes(), value] {
                hash.update((bytes.len() as u64).to_le_bytes());
                hash.update(bytes);
            }
        }
        Self(hash.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The place where replies are kept failed.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct CacheError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where replies are kept. Called from many requests at once, for one short read or write each.
pub trait ReplyCache: Send + Sync {
    /// The body that was kept for this question, if any. A cache that always answers `None` here asks everything anew (`--fresh`).
    ///
    /// # Errors
    /// When the place cannot be read.
    fn get(&self, request: &RequestHash) -> Result<Option<Vec<u8>>, CacheError>;

    /// Keeps a reply's body. Must not return before it is safe: what comes next may be the end of the program.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn put(&self, request: &RequestHash, body: &[u8]) -> Result<(), CacheError>;
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCache;

impl ReplyCache for NoCache {
    fn get(&self, _request: &RequestHash) -> Result<Option<Vec<u8>>, CacheError> {
        Ok(None)
    }

    fn put(&self, _request: &RequestHash, _body: &[u8]) -> Result<(), CacheError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cannot_run_into_each_other() {
        let one = RequestHash::of([("a", b"bc".as_slice())]);
        let two = RequestHash::of([("ab", b"c".as_slice())]);
        assert_ne!(one, two);
        assert_eq!(one.to_string().len(), 64);
    }
}
