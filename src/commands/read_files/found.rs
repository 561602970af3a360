//! The files that are under the paths somebody named.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use super::LARGEST_FILE;
use super::steady::Moment;
use crate::error::Error;

/// How many folders deep is looked.
const DEEPEST: usize = 32;

/// A file that was found.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// How it stood then; `None` for what is no ordinary file, or larger than any that is read.
    pub(super) stood: Option<Moment>,
}

impl Found {
    fn at(path: PathBuf) -> Found {
        let stood = std::fs::metadata(&path).ok().filter(|meta| meta.is_file() && meta.len() <= LARGEST_FILE);
        Found { path, stood: stood.as_ref().map(Moment::of) }
    }
}

/// The files under `paths`, in order, each once: hidden ones, and folders that verbatim itself writes, are left out.
///
/// # Errors
/// Where a path doesn't exist.
pub fn find(paths: &[PathBuf], own_folders: &[PathBuf]) -> Result<Vec<Found>, Error> {
    let own = own_folders.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut search = Search { own, ..Search::default() };
    for path in paths {
        if !path.exists() {
            return Err(Error::usage(format!("There is no file or folder {}.", path.display()))
                .hint("Name a transcript, or the folder that your transcripts are in."));
        }
        search.follow(path.clone(), 0);
    }
    Ok(search.files)
}

/// A walk through folders.
#[derive(Debug, Default)]
struct Search {
    own: HashSet<PathBuf>,
    seen: HashSet<PathBuf>,
    files: Vec<Found>,
}

impl Search {
    /// What a path leads to, through links or not.
    fn follow(&mut self, path: PathBuf, depth: usize) {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_folder = path.is_dir();
        self.visit(path, place, is_folder, depth);
    }

    /// A file, or all files in a folder, if this `place` wasn't seen yet: a link that loops comes to one that was.
    fn visit(&mut self, path: PathBuf, place: PathBuf, is_folder: bool, depth: usize) {
        if self.own.contains(&place) || depth > DEEPEST || self.seen.contains(&place) {
            return;
        }
        let Some(Ok(entries)) = is_folder.then(|| std::fs::read_dir(&path)) else {
            self.files.push(Found::at(path));
            self.seen.insert(place);
            return;
        };
        self.seen.insert(place.clone());
        let mut inside: Vec<DirEntry> = entries.filter_map(Result::ok).filter(|e| !is_hidden(&e.file_name())).collect();
        inside.sort_by_cached_key(DirEntry::file_name);
        for entry in inside {
            self.enter(&entry, &place, depth + 1);
        }
    }

    /// An entry of the folder at `place`. Where it is no link, its own place is known without asking.
    fn enter(&mut self, entry: &DirEntry, place: &Path, depth: usize) {
        match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => self.visit(entry.path(), place.join(entry.file_name()), kind.is_dir(), depth),
            _ => self.follow(entry.path(), depth),
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first().is_some_and(|first| matches!(first, b'.' | b'~'))
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::PathBuf;

    use super::find;

    #[test]
    fn each_file_is_found_once_whatever_links_lead_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let inside = dir.path().join("inside");
        std::fs::create_dir(&inside).unwrap();
        for name in ["b.txt", ".hidden", "~lock"] {
            std::fs::write(inside.join(name), "Dana: so.\n").unwrap();
        }
        std::os::unix::fs::symlink(&inside, dir.path().join("again")).unwrap();
        std::os::unix::fs::symlink(dir.path(), inside.join("loop")).unwrap();
        std::os::unix::fs::symlink(inside.join("b.txt"), dir.path().join("z.txt")).unwrap();
        std::os::unix::fs::symlink("nowhere", inside.join("c.txt")).unwrap();
        let found = |paths: &[PathBuf]| find(paths, &[]).unwrap().into_iter().map(|f| f.path).collect::<Vec<_>>();
        let again = dir.path().join("again");
        assert_eq!(found(&[dir.path().to_owned()]), [again.join("b.txt"), again.join("c.txt")]);
        assert_eq!(found(&[inside.join("b.txt"), dir.path().join("z.txt"), again.join("b.txt")]), [inside.join("b.txt")]);
    }
}
