//! What is known beside the calls' own files: tables and companions that were ever read into the project, and the config.

use std::collections::BTreeSet;

use super::Workspace;
use super::ingest::calls_of;
use super::read_files::FileRead;
use crate::calls::assemble::{CallKey, Context, SidecarTable, SpeakersTable, assemble};
use crate::calls::formats::{self, ReadOptions};
use crate::calls::roles::People;
use crate::calls::{Call, CallId, Parsed, ParsedCall};
use crate::config::Config;
use crate::error::Error;
use crate::store::Put;

/// What completes the calls.
#[derive(Debug, Default)]
pub struct Known {
    /// Tables about calls and speakers, and the config's people.
    pub context: Context,
    /// Who speaks in transcripts that have only ids.
    pub companions: Vec<ParsedCall>,
}

impl Known {
    /// All that the project has.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub fn load(workspace: &Workspace) -> Result<Known, Error> {
        let people = &workspace.config.people;
        let people = People {
            vendor: people.vendor.clone(),
            reps: people.reps.clone(),
            domains: people.domains.clone(),
            patterns: people.patterns.clone(),
        };
        let mut known = Known { context: Context { people, ..Context::default() }, companions: Vec::new() };
        let options = options(&workspace.config);
        for (path, bytes) in workspace.store.sources()? {
            let file = path.rsplit('/').next().unwrap_or(&path).to_owned();
            match formats::read(&file, &bytes, &options) {
                Ok(Parsed::Sidecar { rows, lines, .. }) => known.context.sidecars.push(SidecarTable { file, rows, lines }),
                Ok(Parsed::Speakers { rows }) => known.context.speakers.push(SpeakersTable { file, rows }),
                Ok(Parsed::Companion { calls, .. }) => known.companions.extend(calls),
                _ => {}
            }
        }
        Ok(known)
    }
}

/// How files are read where the command line says nothing.
pub fn options(config: &Config) -> ReadOptions {
    ReadOptions {
        vendor: config.people.vendor.clone(),
        columns: config.calls.columns.given().map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned())).collect(),
        ..ReadOptions::default()
    }
}

/// Keeps tables and companions; gives whether any is new or changed.
///
/// # Errors
/// Where the store can't be written.
pub fn keep_tables(workspace: &mut Workspace, files: &[FileRead]) -> Result<bool, Error> {
    let mut changed = false;
    for file in files {
        let path = workspace.path_as_kept(&file.path);
        changed |= workspace.store.put_source(&path, &file.name(), &file.bytes)?;
    }
    Ok(changed)
}

/// Looks again at the kept bytes of every call that is not among `done`, so that a table that comes later is about it, too. A call that would
/// not be read the same way (it had a format or speaker named by hand) stays as it is.
///
/// # Errors
/// Where the store can't be read or written.
pub fn read_again(
    workspace: &mut Workspace,
    known: &Known,
    done: &BTreeSet<CallId>,
    options: &ReadOptions,
) -> Result<Vec<(CallKey, Call, Put)>, Error> {
    let mut found = Vec::new();
    for id in workspace.store.call_ids()?.into_iter().filter(|id| !done.contains(id)) {
        let (Some(before), Some((path, part))) = (workspace.store.call(&id)?, workspace.store.place_of(&id)?) else { continue };
        let Some(bytes) = workspace.store.raw(&before.version)? else { continue };
        let folder = path.rsplit('/').nth(1).map(str::to_owned);
        let mut parsed = formats::read(&before.file, &bytes, &ReadOptions { folder, ..options.clone() });
        if let Ok(parsed) = &mut parsed {
            formats::complete(parsed, &known.companions);
        }
        let Some((_, parsed)) = calls_of(&parsed).into_iter().find(|(at, _)| *at == part) else { continue };
        let call = assemble(parsed, &before.file, before.version.clone(), id, &known.context);
        let same_words = call.turns.len() == before.turns.len() && call.turns.iter().zip(&before.turns).all(|(a, b)| a.text == b.text);
        if !same_words || call.format != before.format {
            continue;
        }
        let put = workspace.store.put_call(&call, &bytes, &path, part)?;
        let key = CallKey::of(parsed, &call.file, &call.id);
        let call = workspace.store.call(&call.id)?.unwrap_or(call);
        found.push((key, call, put));
    }
    Ok(found)
}
