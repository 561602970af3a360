//! The envelope around what is data: a mark that nobody on a call can guess, and that is the same on every run.

use sha2::{Digest, Sha256};

/// A secret of the project; never sent.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The project's 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Secret {
        Secret(bytes)
    }

    /// The text between two lines with its mark.
    pub(super) fn wrap(&self, text: &str) -> String {
        let mark = self.mark(text);
        let text = text.trim_end();
        format!("BEGIN {mark}\n{text}\nEND {mark}")
    }

    /// The text's HMAC-SHA-256 under the secret, as twelve letters (56 bits): letters cost few tokens.
    fn mark(&self, text: &str) -> String {
        let mac = hmac(&self.0, text.trim_end().as_bytes());
        mac.iter().take(12).map(|byte| char::from(b'a' + byte % 26)).collect()
    }
}

/// HMAC-SHA-256 (RFC 2104) for keys of at most 64 bytes.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hmac_is_that_of_rfc_4231() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hex(hmac(&[0x0b; 20], b"Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(hex(hmac(b"Jefe", b"what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn the_mark_depends_on_secret_and_text_alone() {
        let (one, two) = (Secret::new([1; 32]), Secret::new([2; 32]));
        assert_eq!(one.wrap("a\n"), one.wrap("a"));
        assert_ne!(one.wrap("a"), two.wrap("a"));
        assert_ne!(one.mark("a"), one.mark("b"));
        assert_eq!(one.mark("a").len(), 12);
        assert!(!format!("{one:?}").contains('1'));
    }
}
