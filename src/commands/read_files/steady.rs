//! The bytes of a file, as it stood at one moment.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::SystemTime;

use super::LARGEST_FILE;
use crate::calls::Reject;

/// How a file stands at one moment: while it is the same, so are the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// In bytes.
    pub size: u64,
    /// When it was last written to, where the system says so.
    pub modified: Option<SystemTime>,
}

impl Moment {
    /// What the system says of it.
    pub fn of(meta: &Metadata) -> Moment {
        Moment { size: meta.len(), modified: meta.modified().ok() }
    }
}

/// All bytes of a file that is as large as `size`, and how it stood when they were read.
pub fn whole(path: &Path, size: u64) -> std::io::Result<(Vec<u8>, Moment)> {
    let mut file = File::open(path)?;
    // What the system makes up as it is read has no size, and is never as large as it says.
    let bytes = filled(&mut file, usize::try_from(size).unwrap_or_default().max(1))?;
    Ok((bytes, Moment::of(&file.metadata()?)))
}

/// The next `size` bytes, or as many as there are.
pub fn filled(file: &mut File, size: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    let mut length = 0;
    while let Some(room) = bytes.get_mut(length..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// All bytes of a file as it stood at one moment: half of an old and half of a new one would be a call that nobody had. `whole` reads it; it is
/// read again where it changed meanwhile, or since it `stood` so when it was found, and refused where it changes each time.
pub fn steady(
    path: &Path,
    stood: Option<Moment>,
    mut whole: impl FnMut(&Path, u64) -> std::io::Result<(Vec<u8>, Moment)>,
) -> Result<Vec<u8>, Reject> {
    for before in stood.map(Ok).into_iter().chain((0..3).map(|_| readable(path))) {
        let before = before?;
        let (bytes, after) = whole(path, before.size).map_err(barred)?;
        if before == after && bytes.len() as u64 == before.size {
            return Ok(bytes);
        }
    }
    Err(unread("E_CHANGED", "it was being written while it was read. Wait until that is done, and read it again."))
}

/// How a file stands now, if it is one that can be read.
fn readable(path: &Path) -> Result<Moment, Reject> {
    let meta = std::fs::metadata(path).map_err(barred)?;
    if meta.is_dir() {
        return Err(unread("E_UNREADABLE", "this folder can't be opened. Check that you may read it."));
    }
    if !meta.is_file() {
        return Err(unread("E_UNREADABLE", "this is no ordinary file."));
    }
    if meta.len() > LARGEST_FILE {
        let (size, most) = (meta.len() / 1_048_576, LARGEST_FILE / 1_048_576);
        let message = format!("{size} MB is more than a transcript has (at most {most} MB are read). Is it a recording?");
        return Err(unread("E_TOO_LARGE", message));
    }
    Ok(Moment::of(&meta))
}

fn barred(error: std::io::Error) -> Reject {
    unread("E_UNREADABLE", format!("it can't be read: {}. Check that you may open it.", crate::error::why_unread(&error)))
}

fn unread(code: &str, message: impl Into<String>) -> Reject {
    Reject { code: code.into(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::{Moment, steady, whole};

    /// Reads the file, and lets somebody write to it behind the reader's back for the first `times` times.
    fn read_while_written(path: &Path, times: usize) -> (usize, Result<Vec<u8>, crate::calls::Reject>) {
        let mut reads = 0;
        let got = steady(path, None, |path, size| {
            let bytes = std::fs::read(path)?;
            reads += 1;
            if reads <= times {
                std::fs::File::options().append(true).open(path)?.write_all(b"Dana: and more.\n")?;
            }
            Ok((bytes, whole(path, size)?.1))
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

    #[test]
    fn a_file_that_changed_since_it_was_found_is_read_as_it_stands_now() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "Dana: so.\n").unwrap();
        let stood = Moment::of(&std::fs::metadata(&path).unwrap());
        for now in ["Dana: so, and more.\n", "Dana\n", ""] {
            std::fs::write(&path, now).unwrap();
            assert_eq!(steady(&path, Some(stood), whole).unwrap(), now.as_bytes());
        }
        std::fs::remove_file(&path).unwrap();
        assert_eq!(steady(&path, Some(stood), whole).unwrap_err(), steady(&path, None, whole).unwrap_err());
    }
}
