//! Files on the disk: what stands there, and how a new one takes its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The files of a folder, by name.
pub(super) fn existing(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    existing_named(dir, "")
}

/// The files of a folder whose names start with `name`.
pub(super) fn existing_named(dir: &Path, name: &str) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(|e| cannot_write(dir, e))? {
        let path = entry.map_err(|e| cannot_write(dir, e))?.path();
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if file.starts_with(name) && path.is_file() {
            files.insert(file, std::fs::read(&path).map_err(|e| cannot_write(&path, e))?);
        }
    }
    Ok(files)
}

/// The folder, made where it isn't there yet.
pub(super) fn folder(dir: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(dir)
        .map_err(|e| Error::failed(format!("The folder {} can't be made.", dir.display())).because(e).hint("Name another one with --to."))
}

/// Writes beside, then renames: the old file stays whole until the new one is. Who may read the old one may read the new one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let write = || {
        std::fs::write(&beside, bytes)?;
        if let Ok(old) = std::fs::metadata(path) {
            std::fs::set_permissions(&beside, old.permissions())?;
        }
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // Half a file is no use to anybody.
        let _ = std::fs::remove_file(&beside);
        cannot_write(path, error)
    })
}

pub(super) fn cannot_write(path: &Path, error: std::io::Error) -> Error {
    Error::failed(format!("{} can't be written. What was there before is untouched.", path.display()))
        .because(error)
        .hint("Close it in other programs, check that there is room on the disk, or name another folder with --to.")
}
