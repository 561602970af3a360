//! A file's first look: what its bytes are (section 2, step 1), and what to say of those that are no transcript.

use super::ReadOptions;
use super::docx;
use super::source::{Content, Source, reject};
use super::table;
use super::{pdf, rtf, workbook};
use crate::calls::Reject;
use crate::calls::decode::decode;

/// Largest file that is read: ten hours of word-by-word JSON take less.
pub const LARGEST_FILE: usize = 256 * 1024 * 1024;

/// Opens a file, or says why it can't hold a transcript.
pub fn open<'a>(file_name: &'a str, bytes: &'a [u8], options: &'a ReadOptions) -> Result<Source<'a>, Reject> {
    if bytes.len() > LARGEST_FILE {
        return Err(reject(
            "E_TOO_LARGE",
            format!("The file has more than {} MB; no transcript is that long.", LARGEST_FILE / 1024 / 1024),
        ));
    }
    if let Some(kind) = recording(bytes) {
        return Err(reject("E_MEDIA", format!("This is a recording ({kind}). verbatim reads transcripts; export or make one first.")));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return office(file_name, bytes, options);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(old_office(bytes));
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(Source::of_lines(file_name, Content::Printed("pdf"), pdf::lines(bytes)?, options));
    }
    if bytes.starts_with(b"{\\rtf") {
        let text = rtf::text(bytes);
        return Ok(Source::of_text(file_name, Content::Printed("rtf"), text.into(), Vec::new(), options));
    }
    let (text, warnings) = decode(bytes);
    if text.trim_matches(|c: char| crate::calls::tidy::is_space(c) || c == '\0').is_empty() {
        return Err(reject("E_EMPTY", "The file is empty."));
    }
    if looks_binary(bytes, &text) {
        return Err(reject("E_UNKNOWN", "This is no text file, and none of the formats that `verbatim formats` lists."));
    }
    let start = text.trim_start();
    let lower: String = start.chars().take(64).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Err(reject("E_HTML", "A web page, not a transcript file. Use the tool's download or copy function."));
    }
    if start.starts_with(['{', '[']) && (start.starts_with('{') || json_array(start)) {
        let value = parse_json(&text)?;
        return Ok(Source::of_text(file_name, Content::Json(value), text, warnings, options));
    }
    let lower_name = file_name.to_lowercase();
    if let Some(sheet) = table::parse(&text, [".csv", ".tsv"].iter().any(|e| lower_name.ends_with(e))) {
        return Ok(Source::of_text(file_name, Content::Sheets(vec![sheet]), text, warnings, options));
    }
    Ok(Source::of_text(file_name, Content::Text, text, warnings, options))
}

/// `[00:01:23] Name: …` and `[Name] 15:02:07` are no JSON.
fn json_array(start: &str) -> bool {
    start.get(1..).map(str::trim_start).is_some_and(|rest| rest.starts_with(['{', '[', ']', '"']))
}

fn parse_json(text: &str) -> Result<serde_json::Value, Reject> {
    match serde_json::from_str(text.trim()) {
        Ok(value) => Ok(value),
        Err(error) => {
            // One object per line (JSON Lines) reads as an array.
            let lines: Result<Vec<serde_json::Value>, _> =
                text.lines().filter(|l| !l.trim().is_empty()).map(serde_json::from_str).collect();
            if let Ok(values) = lines
                && values.len() > 1
            {
                return Ok(serde_json::Value::Array(values));
            }
            if error.is_eof() {
                return Err(reject("E_TRUNCATED", format!("The file ends in the middle (byte {}). Download it again.", text.len())));
            }
            Err(reject(
                "E_BROKEN_JSON",
                format!("The JSON is broken at line {}, column {}: {error}. Export the file again.", error.line(), error.column()),
            ))
        }
    }
}

fn office<'a>(file_name: &'a str, bytes: &'a [u8], options: &'a ReadOptions) -> Result<Source<'a>, Reject> {
    if let Some(xml) = docx::part(bytes, "word/document.xml")? {
        let document = docx::read(&xml)?;
        let lines = document.lines();
        return Ok(Source::of_lines(file_name, Content::Word(document), lines, options));
    }
    if docx::part(bytes, "xl/workbook.xml")?.is_some() {
        let sheets = workbook::sheets(bytes)?;
        return Ok(Source::of_lines(file_name, Content::Sheets(sheets), Vec::new(), options));
    }
    Err(reject("E_ARCHIVE", "A ZIP archive of other files. Unzip it and give verbatim the folder."))
}

fn old_office(bytes: &[u8]) -> Reject {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return reject("E_ENCRYPTED", "Password-protected. Remove the password and try again.");
    }
    let workbook: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &workbook).is_some() {
        return reject("E_LEGACY_OFFICE", "Old Excel format. Save it as .xlsx.");
    }
    reject("E_LEGACY_OFFICE", "Old Word format. Save it as .docx.")
}

/// Audio and video by their first bytes.
fn recording(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|b| b.starts_with(magic));
    if at(0, b"ID3") || (at(0, b"\xff\xfb") || at(0, b"\xff\xf3")) && bytes.len() > 400 {
        Some("MP3")
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some("WAV")
    } else if at(0, b"RIFF") && at(8, b"AVI ") {
        Some("AVI")
    } else if at(0, b"OggS") {
        Some("Ogg")
    } else if at(0, b"fLaC") {
        Some("FLAC")
    } else if at(4, b"ftypM4A") {
        Some("M4A")
    } else if at(4, b"ftyp") {
        Some("MP4")
    } else if at(0, b"\x1a\x45\xdf\xa3") {
        Some("WebM or Matroska")
    } else {
        None
    }
}

/// Pictures, programs and the like: control characters that no text has. `text` is what the bytes read as.
pub fn looks_binary(bytes: &[u8], text: &str) -> bool {
    let magic: [&[u8]; 6] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\x1f\x8b", b"SQLite format 3"];
    if magic.iter().any(|m| bytes.starts_with(m)) {
        return true;
    }
    // Nearly every text shows at once that it is one.
    let plain = |b: &u8| matches!(b, b' '..=b'~') || b.is_ascii_whitespace();
    if text.as_bytes().iter().take(4000).fold(true, |so_far, b| so_far & plain(b)) {
        return false;
    }
    let start = || text.chars().take(4000);
    let control = start().filter(|c| c.is_control() && !c.is_whitespace() && *c != '\u{1b}').count();
    control * 20 > start().count()
}

/// What to say of a file that no format fits.
pub fn unknown(source: &Source) -> Reject {
    match source.json() {
        Some(value) => unknown_json(value),
        None => match super::written::read("text", source.lines(), Default::default(), None) {
            Err(reject) => reject,
            Ok(_) => reject("E_NO_SPEAKERS", "No speaker names found. If one person speaks, use --speaker NAME."),
        },
    }
}

fn unknown_json(value: &serde_json::Value) -> Reject {
    let errors = value.get("errors").or_else(|| value.get("error")).filter(|e| !e.is_null());
    if let Some(errors) = errors.filter(|_| value.get("data").is_none_or(serde_json::Value::is_null)) {
        let first = errors.get(0).unwrap_or(errors);
        let said = first.get("message").unwrap_or(first);
        let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        return reject(
            "E_API_ERROR",
            format!("Holds an error message instead of a transcript: \"{}\".", said.chars().take(200).collect::<String>()),
        );
    }
    let keys: Vec<&str> = match value {
        serde_json::Value::Object(map) => map.keys().map(String::as_str).take(12).collect(),
        serde_json::Value::Array(items) => items
            .first()
            .and_then(serde_json::Value::as_object)
            .map(|m| m.keys().map(String::as_str).take(12).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    reject(
        "E_UNKNOWN_JSON",
        format!(
            "JSON with keys {}; no transcript found. Known: Gong, Fireflies, Fathom, Avoma, Read.ai, AssemblyAI, Deepgram, AWS, Google, Azure, Whisper and others (`verbatim formats`).",
            keys.join(", ")
        ),
    )
}
