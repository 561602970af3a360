//! Finds the files that were named, reads their bytes, and lets the formats make of them what they are.

mod found;
mod steady;

use std::convert::Infallible;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::calls::formats::{self, FirstLook, ReadOptions};
use crate::calls::{Parsed, ParsedCall, Reject};
use crate::error::Error;
use crate::ui::Ui;
pub use found::{Found, find};
use steady::{filled, steady, whole};

/// The largest file that is read, in bytes: a day of talk is a fiftieth of it.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

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

    /// Whether it completes other files: a table about calls or speakers, or one that names the speakers of others.
    pub fn is_beside(&self) -> bool {
        matches!(self.parsed, Ok(Parsed::Sidecar { .. } | Parsed::Speakers { .. } | Parsed::Companion { .. }))
    }

    /// The file's name without its ending: the id of a call that is new.
    pub fn stem(&self) -> String {
        self.path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// How many files, and about how many bytes of them, are held at once: however many calls there are, no more room is needed.
const AT_ONCE: (usize, u64) = (128, 64 * 1024 * 1024);

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
pub fn beside(files: &[Found], options: &ReadOptions) -> Beside {
    let read = files.par_iter().filter(|file| may_complete(file, options)).map(|file| read_one(file, options));
    Beside { files: read.filter(FileRead::is_beside).collect() }
}

/// As much of a file, in bytes, as holds its first line.
const FIRST_LINE: usize = 4096;

/// What can't be read says so later, when its turn comes.
fn may_complete(found: &Found, options: &ReadOptions) -> bool {
    let Some(size) = found.stood.map(|moment| moment.size) else { return false };
    let Ok(mut file) = File::open(&found.path) else { return false };
    let first_line = usize::try_from(size).unwrap_or(FIRST_LINE).min(FIRST_LINE);
    let Ok(mut start) = filled(&mut file, first_line) else { return false };
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
    files: &[Found],
    companions: &[ParsedCall],
    options: &ReadOptions,
    take: impl FnMut(FileRead) -> Result<(), Error>,
) -> Result<(), Error> {
    read_keeping(ui, files, companions, options, |file| file, take)
}

/// What every file turned out to be, without its bytes, for those who ask only what was said. Nothing is completed yet.
pub fn read_without_bytes(ui: &Ui, files: &[Found], options: &ReadOptions) -> Vec<FileRead> {
    let mut all = Vec::with_capacity(files.len());
    let take = |file| {
        all.push(file);
        Ok::<_, Infallible>(())
    };
    let Ok(()) = read_keeping(ui, files, &[], options, |file| FileRead { bytes: Vec::new(), ..file }, take);
    all
}

fn read_keeping<E>(
    ui: &Ui,
    files: &[Found],
    companions: &[ParsedCall],
    options: &ReadOptions,
    keep: impl Fn(FileRead) -> FileRead + Sync,
    mut take: impl FnMut(FileRead) -> Result<(), E>,
) -> Result<(), E> {
    let progress = ui.progress(files.len(), "Reading");
    for some in at_once(files) {
        let read: Vec<FileRead> = some
            .par_iter()
            .map(|file| {
                let mut one = keep(read_one(file, options));
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
fn at_once(files: &[Found]) -> Vec<&[Found]> {
    let (most, most_bytes) = AT_ONCE;
    let mut runs = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, file) in files.iter().enumerate() {
        let size = file.stood.map_or(0, |moment| moment.size);
        if at > from && (at - from >= most || bytes + size > most_bytes) {
            runs.extend(files.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += size;
    }
    runs.extend(files.get(from..).filter(|rest| !rest.is_empty()));
    runs
}

fn read_one(found: &Found, options: &ReadOptions) -> FileRead {
    let path = found.path.as_path();
    let bytes = match steady(path, found.stood, whole) {
        Ok(bytes) => bytes,
        Err(reject) => return FileRead { path: path.to_owned(), bytes: Vec::new(), parsed: Err(reject) },
    };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let options = ReadOptions { folder, ..options.clone() };
    let parsed = formats::read(&name, &bytes, &options);
    FileRead { path: path.to_owned(), bytes, parsed }
}
