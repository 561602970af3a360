//! `verbatim export`: writes the documents, from accepted themes only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Workspace;
use crate::error::Error;
use crate::export::{DOCUMENTS, Definition, Document, ExportError, How, Rendered, Reviewed, Templates, plan};
use crate::page::{Line, Tone, plural, thousands};
use crate::propose::Codebook;
use crate::review::{Hash, Reviews};
use crate::ui::Ui;

/// The arguments of `verbatim export`.
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim export                              writes messaging/ from what you accepted\n  verbatim export --only msd,quotes --format docx,xlsx\n  verbatim export --to shared/                 writes to another folder"
)]
pub struct ExportArgs {
    /// Write to this folder
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Only these documents, by name, such as msd,quotes
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// Only these formats, such as docx,md
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    format: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Where nothing was accepted, the ledger doesn't hold, or a document can't be written.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ExportArgs) -> Result<(), Error> {
    export(ui, workspace, args)
}

/// Writes the documents and says what was written.
///
/// # Errors
/// As [`run`].
pub fn export(ui: &Ui, workspace: &mut Workspace, args: &ExportArgs) -> Result<(), Error> {
    let chosen = chosen(args)?;
    let docket = workspace.settled_docket()?;
    let (entries, head) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let definitions = Codebook::built_in()
        .entries
        .into_iter()
        .map(|e| (e.kind, Definition { definition: e.definition, include: e.include, exclude: e.exclude }));
    let reviewed = Reviewed::of(&docket, &reviews, &entries, &head, workspace.config.project.product.as_deref())
        .map_err(not_rendered)?
        .with_codebook(definitions);
    let dir = args.to.clone().unwrap_or_else(|| workspace.messaging_dir());
    std::fs::create_dir_all(&dir).map_err(|e| {
        Error::failed(format!("The folder {} can't be made.", dir.display())).because(e).hint("Name another one with --to.")
    })?;
    let existing = existing(&dir)?;
    // Word and HTML show what the marketer wrote into the Markdown.
    let templates = Templates::default().with_own_text_of(&existing);
    let rendered = chosen.iter().map(|d| d.rendered(&reviewed, &templates)).collect::<Result<Vec<Rendered>, _>>().map_err(not_rendered)?;
    let mut recorded = BTreeMap::new();
    for name in existing.keys() {
        if let Some(hash) = workspace.store.setting(&written_key(&dir, name))? {
            recorded.insert(name.clone(), Hash(hash));
        }
    }
    let accepted = plural(reviewed.themes().count(), "accepted theme");
    ui.say_line(&Line::of(Tone::Strong, "Exported").then(Tone::Plain, format!(" {accepted} to {}", dir.display())), 0);
    for write in plan(rendered, &existing, &recorded) {
        if write.how != How::Same {
            write_whole(&dir.join(&write.file_name), &write.bytes)?;
        }
        workspace.store.set_setting(&written_key(&dir, &write.file_name), &write.fingerprint.0)?;
        ui.say_line(
            &Line::plain(format!("  {:<36}", write.file_name))
                .then(Tone::Quiet, format!("{:>9} bytes  {}", thousands(write.bytes.len()), words(&write.how))),
            4,
        );
    }
    Ok(())
}

/// The documents that were asked for; all of them where nothing was said.
fn chosen(args: &ExportArgs) -> Result<Vec<&'static Document>, Error> {
    let known = |given: &[String], what: &str, all: BTreeSet<&str>| match given.iter().find(|g| !all.contains(g.trim())) {
        None => Ok(()),
        Some(wrong) => Err(Error::usage(format!("There is no {what} {wrong}."))
            .hint(format!("There are {}.", all.into_iter().collect::<Vec<_>>().join(", ")))),
    };
    known(&args.only, "document", DOCUMENTS.iter().map(|d| d.name).collect())?;
    known(&args.format, "format", DOCUMENTS.iter().map(|d| d.format).collect())?;
    let asked = |given: &[String], one: &str| given.is_empty() || given.iter().any(|g| g.trim() == one);
    let chosen: Vec<&Document> = DOCUMENTS.iter().filter(|d| asked(&args.only, d.name) && asked(&args.format, d.format)).collect();
    if chosen.is_empty() {
        return Err(Error::usage("None of these documents comes in such a format.")
            .hint("`verbatim export` without --only and --format writes all there are."));
    }
    Ok(chosen)
}

fn words(how: &How) -> String {
    match how {
        How::New => "new".into(),
        How::Same => "as it was".into(),
        How::Replaced => "updated".into(),
        How::CarriedOver { parts, without_place } if without_place.is_empty() => {
            format!("updated; what you wrote in {} is kept", parts.join(", "))
        }
        How::CarriedOver { without_place, .. } => {
            format!("updated; what you wrote in {} has no place any more and stands at the end", without_place.join(", "))
        }
        How::BesideAsNew { beside } => format!("{beside} was changed by somebody and stays as it is; the new one stands beside it"),
    }
}

fn not_rendered(error: ExportError) -> Error {
    match error {
        ExportError::NothingAccepted { .. } => Error::person_needed("Nothing was accepted yet, so there is nothing to export.")
            .hint("Run `verbatim review` in a terminal: it shows each quote in its context, and you decide."),
        other => Error::failed("The documents can't be made.").because(other),
    }
}

fn existing(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(|e| cannot_write(dir, e))? {
        let path = entry.map_err(|e| cannot_write(dir, e))?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            let bytes = std::fs::read(&path).map_err(|e| cannot_write(&path, e))?;
            files.insert(name.to_string_lossy().into_owned(), bytes);
        }
    }
    Ok(files)
}

fn written_key(dir: &Path, name: &str) -> String {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    format!("written:{}", dir.join(name).display())
}

/// Writes beside, then renames: the old file stays whole until the new one is.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // Half a file is no use to anybody.
        let _ = std::fs::remove_file(&beside);
        cannot_write(path, error)
    })
}

fn cannot_write(path: &Path, error: std::io::Error) -> Error {
    Error::failed(format!("{} can't be written. What was there before is untouched.", path.display()))
        .because(error)
        .hint("Close it in other programs, check that there is room on the disk, or name another folder with --to.")
}
