//! `verbatim export --into FILE`: fills the parts of a document that is there already.

use std::collections::BTreeMap;
use std::path::Path;

use super::write;
use crate::commands::Workspace;
use crate::error::Error;
use crate::export::{Fate, How, IntoError, Rendered, fill_into, plan};
use crate::page::{Line, Tone, plural};
use crate::review::Hash;
use crate::ui::Ui;

/// Fills the parts of `file` with `parts`.
///
/// # Errors
/// Where the file can't be read or written, or its marks can't be used; it is untouched then.
pub(super) fn fill(ui: &Ui, workspace: &mut Workspace, file: &Path, parts: &BTreeMap<String, String>) -> Result<(), Error> {
    // A link stays one: what it leads to is filled.
    let path = file.canonicalize().map_err(|e| {
        Error::usage(format!("{} can't be read.", file.display())).because(e).hint("Name a Markdown file that is there already.")
    })?;
    let bytes = std::fs::read(&path).map_err(|e| Error::usage(format!("{} can't be read.", file.display())).because(e))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::usage(format!("{} is not plain text in UTF-8.", file.display()))
            .hint("Save it as UTF-8 text, such as Markdown, and run this again.")
    })?;
    let key = |part: &str| format!("into:{}#{part}", path.display());
    let mut recorded = BTreeMap::new();
    for name in parts.keys().flat_map(|p| std::iter::once(p.clone()).chain((2..=9).map(move |n| format!("{p}#{n}")))) {
        if let Some(hash) = workspace.store.setting(&key(&name))? {
            recorded.insert(name, Hash(hash));
        }
    }
    let into = fill_into(&text, parts, &recorded).map_err(|e| wrong(file, parts, &e))?;
    if into.text != text {
        write::write_whole(&path, into.text.as_bytes())?;
    }
    ui.say_line(&Line::of(Tone::Strong, plural(into.parts.len(), "part")).then(Tone::Plain, format!(" of {}", file.display())), 0);
    for part in &into.parts {
        if let Some(fingerprint) = &part.fingerprint {
            workspace.store.set_setting(&key(&part.key), &fingerprint.0)?;
        }
        let (tone, fate) = words(part.fate);
        ui.say_line(&Line::plain(format!("  {:<24}line {:<6}", part.key, part.line)).then(tone, fate), 4);
    }
    if let Some(whole) = into.with_all {
        beside(ui, workspace, &path, whole)?;
    }
    Ok(())
}

fn words(fate: Fate) -> (Tone, &'static str) {
    match fate {
        Fate::Filled => (Tone::Quiet, "filled"),
        Fate::Same => (Tone::Quiet, "as it was"),
        Fate::Updated => (Tone::Quiet, "updated"),
        Fate::CarriedOver => (Tone::Quiet, "updated; what you wrote in its [PMM] places is kept"),
        Fate::Left => (Tone::Warning, "has text that somebody wrote, and stays; empty it to have it filled"),
    }
}

/// The document with those parts filled too that were left alone, beside it.
fn beside(ui: &Ui, workspace: &mut Workspace, path: &Path, whole: String) -> Result<(), Error> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name().map(|n| n.to_string_lossy().into_owned())) else { return Ok(()) };
    let mut existing = write::existing_named(dir, &name)?;
    // What stands in the document is not ours to replace, whatever it is.
    existing.entry(name.clone()).or_default().push(b'\n');
    let mut recorded = BTreeMap::new();
    for file in existing.keys().filter(|file| **file != name) {
        if let Some(hash) = workspace.store.setting(&super::written_key(dir, file))? {
            recorded.insert(file.clone(), Hash(hash));
        }
    }
    for write in plan(vec![Rendered { file_name: name.clone(), bytes: whole.into_bytes() }], &existing, &recorded) {
        let How::BesideAsNew { .. } = write.how else { continue };
        write::write_whole(&dir.join(&write.file_name), &write.bytes)?;
        workspace.store.set_setting(&super::written_key(dir, &write.file_name), &write.fingerprint.0)?;
        ui.say_line(&Line::of(Tone::Warning, format!("  {} has all parts filled, to compare.", write.file_name)), 4);
    }
    Ok(())
}

fn wrong(file: &Path, parts: &BTreeMap<String, String>, error: &IntoError) -> Error {
    let names = parts.keys().cloned().collect::<Vec<_>>().join(", ");
    let hint = match error {
        IntoError::NoPart => format!("Put <!-- verbatim:problems --> and <!-- /verbatim --> where a part should stand. There are {names}."),
        IntoError::Unclosed { .. } => "Put <!-- /verbatim --> where the part should end.".to_owned(),
        IntoError::Stray { .. } => "Take the mark out, or put <!-- verbatim:NAME --> before it.".to_owned(),
        IntoError::Unknown { nearest: Some(name), .. } => format!("Did you mean {name}?"),
        IntoError::Unknown { nearest: None, .. } => format!("There are {names}."),
    };
    Error::usage(format!("{}: {error}. It is untouched.", file.display())).hint(hint)
}
