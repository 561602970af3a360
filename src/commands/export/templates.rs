//! The project's own templates: written for the user to change, read back, and their quotation marks looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::write;
use crate::calls::Call;
use crate::commands::{Workspace, check};
use crate::error::Error;
use crate::export::{DOCUMENTS, MARKETING_SPEAK, Reference, Reviewed, Templates, Translations};
use crate::page::{Line, Tone};
use crate::ui::Ui;

/// The Word file whose styles ours take.
const REFERENCE: &str = "reference.docx";
/// The table of translations.
const TRANSLATIONS: &str = "translations.csv";
/// The list of words that no customer says.
pub(super) const SPEAK: &str = "marketing-speak.txt";

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.project.root().join("templates")
}

/// Every file that can stand in the folder, with what we have for it.
fn ours() -> Vec<(String, String)> {
    let templates = Templates::default();
    let lines = templates.iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
    lines.chain([(SPEAK.to_owned(), MARKETING_SPEAK.to_owned())]).collect()
}

/// Copies the templates into the project, for the user to change. One that is there already stays.
///
/// # Errors
/// Where one can't be written.
pub(super) fn eject(ui: &Ui, workspace: &Workspace) -> Result<(), Error> {
    let dir = folder(workspace);
    write::folder(&dir)?;
    ui.say_line(&Line::of(Tone::Strong, "Templates").then(Tone::Plain, format!(" in {}", dir.display())), 0);
    for (name, text) in ours() {
        let path = dir.join(&name);
        let fate = if path.exists() {
            "is there already and stays"
        } else {
            write::write_whole(&path, text.as_bytes())?;
            "written"
        };
        ui.say_line(&Line::plain(format!("  {name:<36}")).then(Tone::Quiet, fate), 4);
    }
    ui.say_line(
        &Line::plain("Change what you like, and delete what you leave as it is: a file here takes the place of ours. Put your company's Word file beside them as reference.docx, and Word files take its styles."),
        2,
    );
    Ok(())
}

/// The templates, with the project's own in the place of ours; and whether there are any.
///
/// # Errors
/// Where a file of the folder can't be read or used.
pub(super) fn load(ui: &Ui, workspace: &Workspace) -> Result<(Templates, bool), Error> {
    let dir = folder(workspace);
    let (mut templates, mut any) = (Templates::default(), false);
    if !dir.is_dir() {
        return Ok((templates, any));
    }
    let known: Vec<String> = ours().into_iter().map(|(name, _)| name).collect();
    for (name, bytes) in write::existing(&dir)? {
        if name == REFERENCE {
            let reference = Reference::read(&bytes).map_err(|e| {
                Error::usage(format!("templates/{REFERENCE}: {e}.")).hint("Save it again as .docx in Word, or take it out of the folder.")
            })?;
            templates = templates.with_reference(reference);
        } else if !known.contains(&name) {
            unknown(ui, &name, &known);
        } else if name != SPEAK {
            templates = templates.with(&name, &text(&dir.join(&name), bytes)?);
            any = true;
        }
    }
    Ok((templates, any))
}

/// The project's own file of this name.
///
/// # Errors
/// Where it is there and no text.
pub(super) fn own(workspace: &Workspace, name: &str) -> Result<Option<String>, Error> {
    let path = folder(workspace).join(name);
    match std::fs::read(&path) {
        Ok(bytes) => text(&path, bytes).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::failed(format!("{} can't be read.", path.display())).because(error)),
    }
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Error> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("{} is not plain text in UTF-8.", path.display())).hint("Save it as UTF-8."))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// The model with the project's `translations.csv` beside its quotes; as it is, where there is none.
///
/// # Errors
/// Where the table can't be used.
pub(super) fn translated<'a>(ui: &Ui, workspace: &Workspace, reviewed: Reviewed<'a>) -> Result<Reviewed<'a>, Error> {
    let path = workspace.project.root().join(TRANSLATIONS);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(reviewed),
        Err(error) => return Err(Error::failed(format!("{} can't be read.", path.display())).because(error)),
    };
    let table = Translations::read(&text(&path, bytes)?).map_err(|e| {
        Error::usage(format!("{TRANSLATIONS}: {e}.")).hint("A row is quote,translation,by; for example E12,\"We count by hand.\",Ana Ruiz")
    })?;
    let (reviewed, unknown) = reviewed.with_translations(&table);
    for (line, name) in unknown {
        ui.say_line(&Line::of(Tone::Warning, format!("{TRANSLATIONS}, line {line}: there is no quote {name} among what was accepted.")), 2);
    }
    Ok(reviewed)
}

/// A file that takes the place of nothing: a typing error would go unnoticed.
fn unknown(ui: &Ui, name: &str, known: &[String]) {
    if name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".new")
        || !name.ends_with(".md") && !name.ends_with(".txt") && !name.ends_with(".docx")
    {
        return;
    }
    let near = known.iter().map(|k| (strsim::damerau_levenshtein(name, k), k)).min().filter(|(typos, _)| *typos <= 5);
    let hint = near.map(|(_, k)| format!(" Did you mean {k}?")).unwrap_or_default();
    ui.say_line(&Line::of(Tone::Warning, format!("templates/{name} takes the place of no template, and is not used.{hint}")), 2);
}

/// Says which quotation marks of the user's own templates stand around words that nobody said.
///
/// # Errors
/// Where a template can't be used.
pub(super) fn false_quotations(
    ui: &Ui,
    reviewed: &Reviewed<'_>,
    templates: &Templates,
    calls: &[Call],
    names: &BTreeSet<&str>,
) -> Result<(), Error> {
    for document in DOCUMENTS.iter().filter(|d| d.format == "md" && names.contains(d.name)) {
        // Without what a marketer wrote: those words are the marketer's own.
        let rendered = document.rendered(reviewed, templates).map_err(super::not_rendered)?;
        for (at, words) in check::unverified(&rendered.file_name, &rendered.bytes, calls) {
            ui.say_line(
                &Line::of(Tone::Warning, format!("{}, {at}: ", rendered.file_name)).then(
                    Tone::Plain,
                    format!("your template puts quotation marks around what nobody said word for word: “{words}”. Take them out: they are for verbatims alone."),
                ),
                2,
            );
        }
    }
    Ok(())
}
