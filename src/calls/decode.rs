//! Bytes to text (rule C13): never fails on a bad byte.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Warning;

/// The text of `bytes`, line ends as `\n`, without a byte order mark, and what had to be guessed.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Warning>) {
    let (text, warning) = match Encoding::for_bom(bytes) {
        Some((encoding, bom)) => with(encoding, bytes.get(bom..).unwrap_or_default()),
        None => match without_bom(bytes) {
            Some(encoding) => with(encoding, bytes),
            None => guessed(bytes),
        },
    };
    (unix_line_ends(text), warning.into_iter().collect())
}

/// UTF-16 without a mark shows by its zero bytes: nearly every second one in Latin text, hardly any in other encodings.
fn without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 4 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| **b == 0).count() * 2;
    let half = sample.len() / 2;
    match (zeros(0) > half, zeros(1) > half) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Option<Warning>) {
    if encoding == UTF_8 {
        return guessed(bytes);
    }
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let warning = broken.then(|| damaged(&text));
    (text, warning)
}

/// UTF-8, or UTF-8 with a few bad bytes, or Windows-1252.
fn guessed(bytes: &[u8]) -> (Cow<'_, str>, Option<Warning>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let replaced = text.matches('\u{fffd}').count();
    let multibyte = text.chars().filter(|c| !c.is_ascii()).count() - replaced;
    if multibyte > replaced {
        let warning = damaged(&text);
        return (text, Some(warning));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let warning = Warning {
        code: "W_ENCODING_GUESSED".into(),
        message: "The file isn't UTF-8; it was read as Windows-1252. Check accents and quotation marks.".into(),
    };
    (text, Some(warning))
}

fn damaged(text: &str) -> Warning {
    let line = text.split('\n').position(|l| l.contains('\u{fffd}')).map_or(1, |n| n + 1);
    Warning { code: "W_ENCODING_GUESSED".into(), message: format!("Line {line}: a byte that is no text was replaced by \u{fffd}.") }
}

fn unix_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
    };
    if memchr::memchr(b'\r', text.as_bytes()).is_some() { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_encoding_of_the_rule() {
        assert_eq!(decode(b"\xef\xbb\xbfcaf\xc3\xa9\r\nb\rc").0, "café\nb\nc");
        assert_eq!(decode(b"\xff\xfeD\0a\0").0, "Da");
        assert_eq!(decode("Dana: yes".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice()).0, "Dana: yes");
        let (text, warnings) = decode(b"It\x92s caf\xe9");
        assert_eq!(text, "It’s café");
        assert_eq!(warnings[0].code, "W_ENCODING_GUESSED");
        let damaged = ["é é é\nü \u{1}".as_bytes(), &[0xff]].concat();
        let (text, warnings) = decode(&damaged);
        assert!(text.ends_with('\u{fffd}') && warnings[0].message.starts_with("Line 2"), "{warnings:?}");
    }
}
