//! Finds the files that were named, reads their bytes, and lets the formats make of them what they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::calls::formats::{self, ReadOptions};
use crate::calls::{Parsed, Reject};
use crate::error::Error;
use crate::ui::Ui;

/// The largest file that is read, in bytes: a day of talk is a fiftieth of it.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// How many folders deep is looked.
const DEEPEST: usize = 32;

/// A file, and what it turned out to be.
#[derive(Debug)]
pub struct FileRead {
    /// Where it is.
    pub path: PathBuf,
    /// Its bytes; empty where they couldn't be read.
    pub bytes: Vec<u8>,
    /// What it is, or why it can't be used.
    pub parsed: Result<Parsed, Reject>,
}

impl FileRead {
    /// The file's name, without folders.
    pub fn name(&self) -> String {
        self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The file's name without its ending: the id of a call that is new.
    pub fn stem(&self) -> String {
        self.path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The files under `paths`, in order, each once: hidden ones, and folders that verbatim itself writes, are left out.
///
/// # Errors
/// Where a path doesn't exist.
pub fn find(paths: &[PathBuf], own_folders: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let own: BTreeSet<PathBuf> = own_folders.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(Error::usage(format!("There is no file or folder {}.", path.display()))
                .hint("Name a transcript, or the folder that your transcripts are in."));
        }
        collect(path, &own, &mut seen, &mut files, 0);
    }
    Ok(files)
}

fn collect(path: &Path, own: &BTreeSet<PathBuf>, seen: &mut BTreeSet<PathBuf>, files: &mut Vec<PathBuf>, depth: usize) {
    // A link that loops comes to a place that was seen.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if own.contains(&place) || depth > DEEPEST || !seen.insert(place) {
        return;
    }
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        files.push(path.to_owned());
        return;
    };
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| !is_hidden(p)).collect();
    inside.sort();
    for path in inside {
        collect(&path, own, seen, files, depth + 1);
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']))
}

/// Reads and recognises every file, several at once; the results come in the files' order.
pub fn read(ui: &Ui, files: &[PathBuf], options: &ReadOptions) -> Vec<FileRead> {
    let progress = ui.progress(files.len(), "Reading");
    let mut read: Vec<FileRead> = files
        .par_iter()
        .map(|path| {
            let one = read_one(path, options);
            progress.step(&one.name());
            one
        })
        .collect();
    progress.done();
    join_companions(&mut read);
    read
}

fn read_one(path: &Path, options: &ReadOptions) -> FileRead {
    let unread = |code: &str, message: String| FileRead {
        path: path.to_owned(),
        bytes: Vec::new(),
        parsed: Err(Reject { code: code.into(), message }),
    };
    let size = match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return unread("E_UNREADABLE", "this folder can't be opened. Check that you may read it.".into()),
        Ok(meta) if !meta.is_file() => return unread("E_UNREADABLE", "this is no ordinary file.".into()),
        Ok(meta) => meta.len(),
        Err(error) => return unread("E_UNREADABLE", format!("it can't be read ({error}). Check that you may open it.")),
    };
    if size > LARGEST_FILE {
        return unread(
            "E_TOO_LARGE",
            format!(
                "{} MB is more than a transcript has (at most {} MB are read). Is it a recording?",
                size / 1_048_576,
                LARGEST_FILE / 1_048_576
            ),
        );
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return unread("E_UNREADABLE", format!("it can't be read ({error}). Check that you may open it.")),
    };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let options = ReadOptions { folder, ..options.clone() };
    let parsed = formats::read(&name, &bytes, &options);
    FileRead { path: path.to_owned(), bytes, parsed }
}

/// Lets files that belong together complete each other: Gong's list of parties names the speakers of its transcript.
fn join_companions(read: &mut [FileRead]) {
    let is_companion = |f: &FileRead| matches!(f.parsed, Ok(Parsed::Companion { .. }));
    if !read.iter().any(is_companion) {
        return;
    }
    let mut together: Vec<(String, Parsed)> =
        read.iter().enumerate().filter_map(|(i, f)| Some((i.to_string(), f.parsed.as_ref().ok()?.clone()))).collect();
    formats::join_companions(&mut together);
    for (place, joined) in together {
        if let Some(file) = place.parse().ok().and_then(|i: usize| read.get_mut(i)) {
            file.parsed = Ok(joined);
        }
    }
}
