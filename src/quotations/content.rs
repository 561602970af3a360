//! What a document is by its bytes: its name may have no ending, or a wrong one.

use std::io::Cursor;

use super::ReadError;

/// What can be read, as its bytes show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A Word document.
    Word,
    /// A web page.
    Html,
    /// Any other text.
    Text,
}

/// What `bytes` are; `text` is what they read as.
///
/// # Errors
/// Where they are neither a text nor a Word document.
pub(super) fn of(bytes: &[u8], text: &str) -> Result<Content, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let is_word = zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|a| a.index_for_name("word/document.xml").is_some());
        return if is_word { Ok(Content::Word) } else { Err(ReadError::NoText("an archive, or an Office file that isn't Word's")) };
    }
    let kinds: [(&[u8], &str); 3] =
        [(b"%PDF-", "a PDF"), (b"\xd0\xcf\x11\xe0", "an Office file that is old or has a password"), (b"{\\rtf", "a Rich Text file")];
    if let Some((_, kind)) = kinds.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::NoText(kind));
    }
    if crate::calls::formats::looks_binary(bytes, text) {
        return Err(ReadError::NoText("a picture, a program or the like"));
    }
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
    Ok(if is_page { Content::Html } else { Content::Text })
}
