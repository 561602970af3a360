//! The key: from an environment variable or a file that only its owner can read, and from there to the request, nowhere else.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::EndpointConfig;

/// A key. Shown as `[REDACTED]` wherever somebody prints it, and wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct Key(SecretString);

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The variable is not set.
    #[error("The environment variable {0}, which should hold the key, is not set. Set it (`export {0}=…`) and run again.")]
    NotSet(String),
    /// The file cannot be read.
    #[error("The key file {path} cannot be read.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Others can read the file.
    #[error("The key file {0} can be read by other users. Make it yours alone with `chmod 600 {0}`.")]
    Open(PathBuf),
    /// Not something a key can be.
    #[error("The key in {0} is empty, or holds characters that no key has. Copy it again, without spaces or line breaks inside.")]
    Malformed(String),
}

/// No key is longer; a file that is was named by mistake.
const LONGEST_KEY: u64 = 16_384;

impl Key {
    /// Takes a key as it is.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when empty or not sendable in a header; `place` says where it came from.
    pub fn new(text: &str, place: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyError::Malformed(place.to_owned()));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// The key that the config names, or none when it names none. `env` looks a variable up.
    ///
    /// # Errors
    /// [`KeyError`] when the config names a place and no key is there.
    pub fn load(config: &EndpointConfig, env: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, KeyError> {
        if let Some(name) = &config.key_env {
            let text = env(name).ok_or_else(|| KeyError::NotSet(name.clone()))?;
            return Self::new(&text, name).map(Some);
        }
        config.key_file.as_deref().map(Self::from_file).transpose()
    }

    fn from_file(path: &Path) -> Result<Self, KeyError> {
        use std::io::Read;
        let unreadable = |source| KeyError::Unreadable { path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(unreadable)?;
        #[cfg(unix)]
        {
            // Asked of the open file, not of its name, so that nobody can swap it in between.
            use std::os::unix::fs::PermissionsExt;
            if file.metadata().map_err(unreadable)?.permissions().mode() & 0o077 != 0 {
                return Err(KeyError::Open(path.to_owned()));
            }
        }
        let mut text = String::new();
        file.take(LONGEST_KEY).read_to_string(&mut text).map_err(unreadable)?;
        Self::new(&text, &path.display().to_string())
    }

    /// The key in a header's value, behind `prefix` (such as `Bearer `).
    pub(super) fn header(&self, prefix: &str) -> SecretString {
        SecretString::from(format!("{prefix}{}", self.0.expose_secret()))
    }

    /// Takes the key out of what a server sent back: some repeat it in their error messages.
    pub(super) fn scrub(&self, body: Vec<u8>) -> Vec<u8> {
        let key = self.0.expose_secret().as_bytes();
        // A key of a few letters ("x" for a local server) is no secret, and would tear words apart.
        if key.len() < 8 || memchr::memmem::find(&body, key).is_none() {
            return body;
        }
        let mut clean = Vec::with_capacity(body.len());
        let mut from = 0;
        for at in memchr::memmem::find_iter(&body, key) {
            clean.extend_from_slice(&body[from..at]);
            clean.extend_from_slice(b"[key]");
            from = at + key.len();
        }
        clean.extend_from_slice(&body[from..]);
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Protocol;

    #[test]
    fn a_key_is_never_shown() {
        let key = Key::new("sk-very-secret-1", "X").unwrap();
        assert!(!format!("{key:?}").contains("secret"));
        let said = Key::new("sk-very secret", "MY_KEY").unwrap_err().to_string();
        assert!(said.contains("MY_KEY") && !said.contains("very"), "{said}");
    }

    #[test]
    fn a_server_that_repeats_the_key_is_scrubbed() {
        let key = Key::new("sk-very-secret-1", "X").unwrap();
        let body = key.scrub(b"bad key sk-very-secret-1, I said sk-very-secret-1".to_vec());
        assert_eq!(body, b"bad key [key], I said [key]");
    }

    #[test]
    fn a_variable_that_is_not_set_is_named() {
        let config = EndpointConfig { key_env: Some("MY_KEY".into()), ..EndpointConfig::new(Protocol::OpenAi, "m") };
        let said = Key::load(&config, |_| None).unwrap_err().to_string();
        assert!(said.contains("MY_KEY") && said.contains("export"), "{said}");
        assert!(Key::load(&config, |name| Some(format!("value-of-{name}"))).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "sk-very-secret-1\n").unwrap();
        let config = EndpointConfig { key_file: Some(path.clone()), ..EndpointConfig::new(Protocol::OpenAi, "m") };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let said = Key::load(&config, |_| None).unwrap_err().to_string();
        assert!(said.contains("chmod 600") && !said.contains("secret"), "{said}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(Key::load(&config, |_| None).unwrap().is_some());
    }
}
