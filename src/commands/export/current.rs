//! Reading the current messaging that the config names.

use super::templates;
use crate::commands::Workspace;
use crate::error::Error;
use crate::export::{Current, Gap, MARKETING_SPEAK, Reviewed};
use crate::quotations;

/// What the current messaging lacks; nothing where the config names none.
///
/// # Errors
/// Where a file that it names can't be read.
pub(super) fn gap(workspace: &Workspace, reviewed: &Reviewed<'_>) -> Result<Option<Gap>, Error> {
    let files = workspace.config.messaging.files();
    let Some(docket) = reviewed.docket.filter(|_| !files.is_empty()) else { return Ok(None) };
    let mut current = Vec::new();
    for file in files {
        let path = workspace.project.root().join(file);
        let wrong = |why: String| Error::usage(format!("verbatim.toml, [messaging] current: {file}: {why}"));
        let bytes = std::fs::read(&path)
            .map_err(|e| wrong("it can't be read.".into()).because(e).hint("Name the file as seen from the project's folder."))?;
        let passages = quotations::passages(file, &bytes).map_err(|e| wrong(e.to_string()))?;
        current.push(Current { file: path.file_name().map_or_else(|| file.to_owned(), |n| n.to_string_lossy().into_owned()), passages });
    }
    let speak = templates::own(workspace, templates::SPEAK)?;
    Ok(Some(Gap::of(reviewed, docket.calls(), &current, speak.as_deref().unwrap_or(MARKETING_SPEAK))))
}
