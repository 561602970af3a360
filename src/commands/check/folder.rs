//! The calls of a folder, read for this once and kept nowhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::calls::assemble::{Context, SidecarTable, SpeakersTable, without_guesses};
use crate::calls::formats::{self, ReadOptions};
use crate::calls::roles::People;
use crate::calls::{Call, CallId, Parsed, ParsedCall, Version};
use crate::commands::read_files::{self, Beside, FileRead};
use crate::error::Error;
use crate::ui::Ui;

/// The files that couldn't be read, each with the reason.
pub(super) type Left = Vec<(String, String)>;

/// The calls under `path`, and the files that couldn't be read, with the reason. Of a single file's folder the tables beside it are read too.
///
/// # Errors
/// Where there is no such path, or no call in it.
pub(super) fn read(ui: &Ui, path: &Path, vendor: Option<&str>) -> Result<(Vec<Call>, Left), Error> {
    let files = read_files::find(&[PathBuf::from(path)], &[])?;
    let options = ReadOptions { vendor: vendor.map(str::to_owned), ..ReadOptions::default() };
    // What completes calls may stand behind them: all are read before any is assembled, so that no file needs a first look.
    let read = read_files::read_without_bytes(ui, &files, &options);
    let (files, read): (_, Vec<FileRead>) = read.into_iter().partition(FileRead::is_beside);
    let beside = Beside { files: files.into_iter().chain(tables_beside(path, &options)?).collect() };
    let (context, companions) = (context(&beside.files, vendor), beside.companions());
    let mut calls = Vec::new();
    let mut left = Vec::new();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for mut file in read {
        let (name, stem) = (file.name(), file.stem());
        if let Ok(parsed) = &mut file.parsed {
            formats::complete(parsed, &companions);
        }
        let parsed: Vec<ParsedCall> = match file.parsed {
            Ok(Parsed::Call(call)) => vec![*call],
            Ok(Parsed::Calls(calls)) => calls,
            Ok(_) => continue,
            Err(why) => {
                left.push((name, without_options(&why.message)));
                continue;
            }
        };
        let alone = parsed.len() == 1;
        for call in parsed {
            // As in a project: the stem, and a number where it is taken.
            let n = taken.entry(stem.clone()).and_modify(|n| *n += 1).or_insert(1);
            let id = if *n == 1 && alone { stem.clone() } else { format!("{stem}-{n}") };
            calls.push(without_guesses(call, &name, Version(String::new()), CallId(id), &context));
        }
    }
    if calls.is_empty() {
        let why = left.first().map(|(file, why)| format!(" {file}: {why}")).unwrap_or_default();
        return Err(Error::failed(format!("There is no transcript in {} that can be read.{why}", path.display()))
            .hint("`verbatim formats` lists what can be read."));
    }
    Ok((calls, left))
}

/// What completes the one call in `path`, if that is a file: the tables in its folder.
fn tables_beside(path: &Path, options: &ReadOptions) -> Result<Vec<FileRead>, Error> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let others: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_file() && p.file_name() != path.file_name()).collect();
    Ok(read_files::beside(&read_files::find(&others, &[])?, options).files)
}

/// Options that `ingest` has for files like these, and `check` hasn't.
const OPTIONS: &[&str] = &[" --as-notes", " --text-column"];

/// Why a file can't be read, without the advice to use an option that isn't there.
fn without_options(why: &str) -> String {
    let why = why.replace("use --speaker NAME", "begin each paragraph with their name and a colon");
    let sentences = why.split_inclusive(". ").filter(|s| !OPTIONS.iter().any(|o| s.contains(o)));
    sentences.collect::<String>().trim_end().to_owned()
}

fn context(read: &[FileRead], vendor: Option<&str>) -> Context {
    let mut context = Context { people: People { vendor: vendor.map(str::to_owned), ..People::default() }, ..Context::default() };
    for file in read {
        match &file.parsed {
            Ok(Parsed::Sidecar { rows, lines, .. }) => {
                context.sidecars.push(SidecarTable { file: file.name(), rows: rows.clone(), lines: lines.clone() });
            }
            Ok(Parsed::Speakers { rows }) => context.speakers.push(SpeakersTable { file: file.name(), rows: rows.clone() }),
            _ => {}
        }
    }
    context
}
