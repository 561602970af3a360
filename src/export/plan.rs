//! Which files to write, and how, so that nothing a marketer wrote is lost.

use std::collections::BTreeMap;

use super::Rendered;
use super::parts::{Part, Parted, fingerprint};
use crate::review::Hash;

/// What writing a file does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// There was none.
    New,
    /// The same bytes stand there already.
    Same,
    /// It replaces what we wrote before, which nobody changed.
    Replaced,
    /// It replaces what we wrote before, with the [PMM] parts that a marketer wrote.
    CarriedOver {
        /// Their names.
        parts: Vec<String>,
        /// Those of them whose place is gone: they stand at the end.
        without_place: Vec<String>,
    },
    /// The file was changed outside its [PMM] parts, or is not ours: it stays, and ours goes beside it.
    BesideAsNew {
        /// The file that stays.
        beside: String,
    },
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Its name.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What that does.
    pub how: How,
    /// What to remember of it for the next time (see [`fingerprint`]).
    pub fingerprint: Hash,
}

/// Plans how to write `rendered` into a folder that holds `existing` (bytes by file name, `.new` files among them), of which `recorded` says what
/// [`fingerprint`] each file had when we wrote it last.
pub fn plan(rendered: Vec<Rendered>, existing: &BTreeMap<String, Vec<u8>>, recorded: &BTreeMap<String, Hash>) -> Vec<Write> {
    rendered.into_iter().map(|file| one(file, existing, recorded)).collect()
}

fn one(file: Rendered, existing: &BTreeMap<String, Vec<u8>>, recorded: &BTreeMap<String, Hash>) -> Write {
    let write = |file_name: String, bytes: Vec<u8>, how| Write { fingerprint: fingerprint(&bytes), file_name, bytes, how };
    let Some(there) = existing.get(&file.file_name) else { return write(file.file_name, file.bytes, How::New) };
    let Carried { text, parts, without_place } = match (std::str::from_utf8(there), std::str::from_utf8(&file.bytes)) {
        (Ok(old), Ok(new)) => carry_over(old, new),
        _ => Carried::default(),
    };
    let bytes = if parts.is_empty() { file.bytes } else { text.into_bytes() };
    if *there == bytes {
        return write(file.file_name, bytes, How::Same);
    }
    if recorded.get(&file.file_name) == Some(&fingerprint(there)) {
        let how = if parts.is_empty() { How::Replaced } else { How::CarriedOver { parts, without_place } };
        return write(file.file_name, bytes, how);
    }
    let name = beside(&file.file_name, &bytes, existing, recorded);
    write(name, bytes, How::BesideAsNew { beside: file.file_name })
}

/// `NAME.new`, or `NAME.new-2` and so on where somebody changed that one too.
fn beside(name: &str, bytes: &[u8], existing: &BTreeMap<String, Vec<u8>>, recorded: &BTreeMap<String, Hash>) -> String {
    let free = |candidate: &String| match existing.get(candidate) {
        None => true,
        Some(there) => there == bytes || recorded.get(candidate) == Some(&fingerprint(there)),
    };
    let first = format!("{name}.new");
    if free(&first) {
        return first;
    }
    // One more candidate than there are files: one of them is free.
    (2..=existing.len() + 2).map(|n| format!("{name}.new-{n}")).find(free).unwrap_or(first)
}

/// A document with what was carried over into it.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub text: String,
    /// The parts that somebody wrote.
    pub parts: Vec<String>,
    /// Those of them whose place is gone.
    pub without_place: Vec<String>,
}

/// The new document with the [PMM] parts that somebody wrote into the old one; a part whose place is gone goes to the end.
pub(super) fn carry_over(old: &str, new: &str) -> Carried {
    let old = old.replace("\r\n", "\n");
    let (before, now) = (Parted::of(&old), Parted::of(new));
    let written = |p: &Part<'_>| now.part(p.name).map_or(!p.is_untouched(), |same| same.text != p.text);
    let kept: Vec<Part<'_>> = before.before.iter().map(|(_, part)| *part).filter(written).collect();
    let own = |p: Part<'_>| kept.iter().find(|k| k.name == p.name).map_or(p.text, |k| k.text).to_owned();
    let mut text = now.with(own);
    let homeless: Vec<&Part<'_>> = kept.iter().filter(|k| now.part(k.name).is_none()).collect();
    if !homeless.is_empty() {
        text.push_str("\n## [PMM] text whose place is gone\n");
    }
    for part in &homeless {
        text.push_str(&format!("\n<!-- pmm:{} -->{}<!-- /pmm -->\n", part.name, part.text));
    }
    Carried {
        parts: kept.iter().map(|k| k.name.to_owned()).collect(),
        without_place: homeless.iter().map(|k| k.name.to_owned()).collect(),
        text,
    }
}
