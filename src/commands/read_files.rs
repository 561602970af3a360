//! Finds the files that were named, reads their bytes, and lets the formats make of them what they are.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::calls::formats::{self, FirstLook, ReadOptions};
use crate::calls::{Parsed, ParsedCall, Reject};
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

/// How many files, and about how many bytes of them, are held at once: however many calls there are, no more room is needed.
const AT_ONCE: (usize, u64) = (32, 64 * 1024 * 1024);

/// What completes other files, found before any call is read: a table at the end of a folder is about the calls before it.
#[derive(Debug, Default)]
pub struct Beside {
    /// Tables about calls and speakers, and files that name the speakers of others.
    pub files: Vec<FileRead>,
}

impl Beside {
    /// What companions say of calls in other files.
    pub fn companions(&self) -> Vec<ParsedCall> {
        let calls = self.files.iter().filter_map(|f| if let Ok(Parsed::Companion { calls, .. }) = &f.parsed { Some(calls) } else { None });
        calls.flatten().cloned().collect()
    }
}

/// A first, light look at every file; only those that may complete others are read whole.
pub fn beside(files: &[PathBuf], options: &ReadOptions) -> Beside {
    let completes =
        |parsed: &Result<Parsed, Reject>| matches!(parsed, Ok(Parsed::Sidecar { .. } | Parsed::Speakers { .. } | Parsed::Companion { .. }));
    let read = files.par_iter().filter(|path| may_complete(path, options)).map(|path| read_one(path, options));
    Beside { files: read.filter(|file| completes(&file.parsed)).collect() }
}

/// As much of a file, in bytes, as holds its first line.
const FIRST_LINE: u64 = 4096;

/// What can't be read says so later, when its turn comes.
fn may_complete(path: &Path, options: &ReadOptions) -> bool {
    if !std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST_FILE) {
        return false;
    }
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let mut start = Vec::new();
    if file.by_ref().take(FIRST_LINE).read_to_end(&mut start).is_err() {
        return false;
    }
    // A text says what it is in its first line; only an archive, or a very long line, needs more.
    let more = if start.starts_with(b"PK") || !start.contains(&b'\n') { formats::FIRST_LOOK as u64 } else { 0 };
    if file.by_ref().take(more).read_to_end(&mut start).is_err() {
        return false;
    }
    match formats::first_look(&start, options) {
        FirstLook::Alone => false,
        FirstLook::Beside => true,
        FirstLook::Json => {
            let whole = file.take(LARGEST_FILE).read_to_end(&mut start);
            whole.is_ok() && memchr::memmem::find(&start, formats::COMPANION_KEY).is_some()
        }
    }
}

/// Reads and recognises every file, several at once, and hands them over in the files' order, some at a time. `companions` name the
/// speakers of transcripts that have only ids.
///
/// # Errors
/// Whatever `take` fails with; no further file is read then.
pub fn read(
    ui: &Ui,
    files: &[PathBuf],
    companions: &[ParsedCall],
    options: &ReadOptions,
    mut take: impl FnMut(FileRead) -> Result<(), Error>,
) -> Result<(), Error> {
    let progress = ui.progress(files.len(), "Reading");
    for some in at_once(files) {
        let read: Vec<FileRead> = some
            .par_iter()
            .map(|path| {
                let mut one = read_one(path, options);
                if let Ok(parsed) = &mut one.parsed {
                    formats::complete(parsed, companions);
                }
                progress.step(&one.name());
                one
            })
            .collect();
        for file in read {
            progress.aside(|| take(file))?;
        }
    }
    progress.done();
    Ok(())
}

/// The files in runs that are held at once.
fn at_once(files: &[PathBuf]) -> Vec<&[PathBuf]> {
    let (most, most_bytes) = AT_ONCE;
    let mut runs = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, path) in files.iter().enumerate() {
        let size = std::fs::metadata(path).map_or(0, |meta| meta.len()).min(LARGEST_FILE);
        if at > from && (at - from >= most || bytes + size > most_bytes) {
            runs.extend(files.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += size;
    }
    runs.extend(files.get(from..).filter(|rest| !rest.is_empty()));
    runs
}

fn read_one(path: &Path, options: &ReadOptions) -> FileRead {
    let bytes = match bytes_of(path) {
        Ok(bytes) => bytes,
        Err(reject) => return FileRead { path: path.to_owned(), bytes: Vec::new(), parsed: Err(reject) },
    };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let options = ReadOptions { folder, ..options.clone() };
    let parsed = formats::read(&name, &bytes, &options);
    FileRead { path: path.to_owned(), bytes, parsed }
}

/// All bytes of a file as it stood at one moment: half of an old and half of a new one would be a call that nobody had.
fn bytes_of(path: &Path) -> Result<Vec<u8>, Reject> {
    steady(path, |path| {
        let file = std::fs::File::open(path)?;
        let size = file.metadata()?.len().min(LARGEST_FILE) + 1;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

/// As [`bytes_of`], with `whole` to read the file: it is read again where it changed meanwhile, and refused where it changes each time.
fn steady(path: &Path, mut whole: impl FnMut(&Path) -> std::io::Result<Vec<u8>>) -> Result<Vec<u8>, Reject> {
    let unread = |code: &str, message: String| Reject { code: code.into(), message };
    let barred = |error: std::io::Error| unread("E_UNREADABLE", format!("it can't be read ({error}). Check that you may open it."));
    for _ in 0..3 {
        let meta = std::fs::metadata(path).map_err(barred)?;
        if meta.is_dir() {
            return Err(unread("E_UNREADABLE", "this folder can't be opened. Check that you may read it.".into()));
        }
        if !meta.is_file() {
            return Err(unread("E_UNREADABLE", "this is no ordinary file.".into()));
        }
        if meta.len() > LARGEST_FILE {
            let (size, most) = (meta.len() / 1_048_576, LARGEST_FILE / 1_048_576);
            let message = format!("{size} MB is more than a transcript has (at most {most} MB are read). Is it a recording?");
            return Err(unread("E_TOO_LARGE", message));
        }
        let bytes = whole(path).map_err(barred)?;
        let after = std::fs::metadata(path).map_err(barred)?;
        let moment = |meta: &std::fs::Metadata| (meta.len(), meta.modified().ok());
        if moment(&meta) == moment(&after) && bytes.len() as u64 == meta.len() {
            return Ok(bytes);
        }
    }
    Err(unread("E_CHANGED", "it was being written while it was read. Wait until that is done, and read it again.".into()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::steady;

    /// Reads the file, and lets somebody write to it behind the reader's back for the first `times` times.
    fn read_while_written(path: &Path, times: usize) -> (usize, Result<Vec<u8>, crate::calls::Reject>) {
        let mut reads = 0;
        let got = steady(path, |path| {
            let bytes = std::fs::read(path)?;
            reads += 1;
            if reads <= times {
                std::fs::File::options().append(true).open(path)?.write_all(b"Dana: and more.\n")?;
            }
            Ok(bytes)
        });
        (reads, got)
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_read_again_and_then_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "Dana: so.\n").unwrap();
        let (reads, got) = read_while_written(&path, 1);
        assert_eq!((reads, got.unwrap()), (2, b"Dana: so.\nDana: and more.\n".to_vec()), "whole, as it stands now");
        let (reads, got) = read_while_written(&path, usize::MAX);
        let refused = got.unwrap_err();
        assert_eq!((reads, refused.code.as_str()), (3, "E_CHANGED"));
        assert!(refused.message.contains("Wait until that is done"), "{}", refused.message);
    }
}
