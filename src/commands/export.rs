//! `verbatim export`: writes the documents, from accepted themes only.

mod current;
mod into;
mod outside;
mod templates;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Workspace;
use crate::error::Error;
use crate::export::{DOCUMENTS, Definition, Document, ExportError, How, Rendered, Reviewed, plan};
use crate::page::{Line, Tone, plural, thousands};
use crate::propose::Codebook;
use crate::review::{Hash, Reviews};
use crate::ui::Ui;

/// The arguments of `verbatim export`.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim export                              writes messaging/ from what you accepted\n  verbatim export --only msd,quotes --format docx,xlsx\n  verbatim export --to shared/                 writes to another folder\n  verbatim export --audience external          a copy without names and without quotes that nobody permitted\n  verbatim export --clear E12                  you looked: no name stands in E12, it may go outside\n  verbatim export --into messaging.md          fills <!-- verbatim:problems --> … <!-- /verbatim --> in your own document\n  verbatim export --eject                      copies the templates into templates/, to make them yours"
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
    /// Fill the parts of this Markdown file, between <!-- verbatim:problems --> and <!-- /verbatim -->, and write nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "only", "format"])]
    into: Option<PathBuf>,
    /// Copy the templates of the documents into the project's folder templates/, for you to change, and write nothing else
    #[arg(long, conflicts_with_all = ["to", "only", "format", "into", "audience", "clear", "hold"])]
    eject: bool,
    /// Who may see it: external leaves out quotes without permission, and names of people and accounts; it goes to a folder of its own
    #[arg(long, value_enum, default_value_t = For::Internal)]
    audience: For,
    /// These may go outside, by evidence number or theme: you looked, and no name stands in them
    #[arg(long, value_name = "E1,T2", value_delimiter = ',')]
    clear: Vec<String>,
    /// These stay inside, by evidence number or theme
    #[arg(long, value_name = "E1,T2", value_delimiter = ',')]
    hold: Vec<String>,
}

/// Who the documents are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum For {
    /// Everybody in the house
    #[default]
    Internal,
    /// Anybody
    External,
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
    if args.eject {
        return templates::eject(ui, workspace);
    }
    let chosen = chosen(args)?;
    let (templates, are_own) = templates::load(ui, workspace)?;
    let is_external = args.audience == For::External;
    let docket = workspace.settled_docket()?;
    let (entries, head) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let definitions = Codebook::built_in()
        .entries
        .into_iter()
        .map(|e| (e.kind, Definition { definition: e.definition, include: e.include, exclude: e.exclude }));
    let mut reviewed = Reviewed::of(&docket, &reviews, &entries, &head, workspace.config.project.product.as_deref())
        .map_err(not_rendered)?
        .with_codebook(definitions);
    if !(args.clear.is_empty() && args.hold.is_empty()) {
        outside::say(ui, workspace, &reviewed, &args.clear, &args.hold)?;
        let rest = ExportArgs { clear: Vec::new(), hold: Vec::new(), ..args.clone() };
        return if is_external { export(ui, workspace, &rest) } else { Ok(()) };
    }
    reviewed = templates::translated(ui, workspace, reviewed)?;
    let gap = if is_external { None } else { current::gap(workspace, &reviewed)? };
    reviewed = reviewed.with_gap(gap);
    if is_external {
        reviewed = outside::copy(workspace, reviewed, &entries);
        outside::report(ui, reviewed.left_out());
        if reviewed.themes().next().is_none() {
            let dir = args.to.clone().unwrap_or_else(|| workspace.messaging_dir().join("external"));
            if write::existing(&dir).is_ok_and(|files| !files.is_empty()) {
                let warning =
                    format!("{} still holds an earlier copy. What it says may not go outside any more: don't share it.", dir.display());
                ui.say_line(&Line::of(Tone::Warning, warning), 2);
            }
            return Err(Error::person_needed("Nothing of what was accepted may go outside yet.")
                .hint("`verbatim calls --set \"CALL:permission=anonymised external\"` says that a call's quotes may; `verbatim export --clear E1` clears one that may hold a name."));
        }
    }
    if are_own {
        let names: BTreeSet<&str> = chosen.iter().map(|d| d.name).collect();
        templates::false_quotations(ui, &reviewed, &templates, docket.calls(), &names)?;
    }
    if let Some(file) = &args.into {
        let parts = Document::parts(&reviewed, &templates).map_err(not_rendered)?;
        return into::fill(ui, workspace, file, &parts);
    }
    // A copy for outside never takes the place of the one with names.
    let dir = args.to.clone().unwrap_or_else(|| match args.audience {
        For::Internal => workspace.messaging_dir(),
        For::External => workspace.messaging_dir().join("external"),
    });
    write::folder(&dir)?;
    let existing = write::existing(&dir)?;
    // Word and HTML show what the marketer wrote into the Markdown.
    let templates = templates.with_own_text_of(&existing);
    if is_external {
        for document in chosen.iter().filter(|d| d.is_internal) {
            ui.say_line(&Line::of(Tone::Quiet, format!("{} is for inside alone, and not written.", document.file_name)), 2);
        }
    }
    let chosen: Vec<&Document> = chosen.into_iter().filter(|d| !(is_external && d.is_internal)).collect();
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
            write::write_whole(&dir.join(&write.file_name), &write.bytes)?;
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
        Some(wrong) => {
            let near = all.iter().map(|name| (strsim::damerau_levenshtein(&wrong.to_lowercase(), name), name)).min();
            let near = near
                .filter(|(typos, name)| *typos <= 1.max(name.len() / 3))
                .map(|(_, name)| format!("Did you mean {name}? "))
                .unwrap_or_default();
            let all = all.iter().copied().collect::<Vec<_>>().join(", ");
            Err(Error::usage(format!("There is no {what} {wrong}.")).hint(format!("{near}There are {all}.")))
        }
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
        ExportError::Template { ref template, ref line, ref reason } => {
            let line = line.map(|l| format!(", line {l}")).unwrap_or_default();
            let end = if reason.ends_with(['.', '?']) { "" } else { "." };
            Error::usage(format!("templates/{template}{line}: {reason}{end}"))
                .hint("Correct it there, or delete the file: ours takes its place. `verbatim export --eject` writes ours again.")
        }
        other => Error::failed("The documents can't be made.").because(other),
    }
}

fn written_key(dir: &Path, name: &str) -> String {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    format!("written:{}", dir.join(name).display())
}
