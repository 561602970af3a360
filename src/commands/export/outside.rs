//! The copy for readers outside: what it leaves out, and what a person says of single quotes and themes.

use std::collections::BTreeMap;

use crate::commands::Workspace;
use crate::error::Error;
use crate::export::{Clearances, LeftOut, NameLists, Reviewed};
use crate::page::{Line, Tone, plural};
use crate::review::{Act, Entry};
use crate::ui::Ui;

/// How many quotes that wait for a look are shown at once.
const SHOWN: usize = 20;

/// What a person says of a quote or a theme.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Say {
    Clear,
    Hold,
}

/// What the config says of names; the vendor's own is no customer's.
fn names(workspace: &Workspace) -> NameLists {
    let config = &workspace.config;
    NameLists { known: config.export.known.iter().chain(&config.people.vendor).cloned().collect(), hidden: config.export.hidden.clone() }
}

/// The model as it may be seen outside.
pub(super) fn copy<'a>(workspace: &Workspace, reviewed: Reviewed<'a>, entries: &[Entry]) -> Reviewed<'a> {
    reviewed.for_outside(&Clearances::of(entries), &names(workspace))
}

/// Keeps what a person says of single quotes and themes: all of it, or nothing where one can't be.
///
/// # Errors
/// Where one is no evidence number or theme, or has nothing to clear.
pub(super) fn say(ui: &Ui, workspace: &mut Workspace, reviewed: &Reviewed<'_>, clear: &[String], hold: &[String]) -> Result<(), Error> {
    let (mut entries, _) = workspace.ledger()?;
    let Some(who) = workspace.reviewer()? else {
        return Err(Error::person_needed("It has to be known who clears a quote.")
            .hint("Put your name into verbatim.toml, below [review]: reviewer = \"…\"; or run `verbatim review` once."));
    };
    let outside = copy(workspace, reviewed.clone(), &entries);
    let asked = clear.iter().map(|of| (of, Say::Clear)).chain(hold.iter().map(|of| (of, Say::Hold)));
    let mut acts: Vec<(Act, Line)> = Vec::new();
    for (of, say) in asked {
        let of = of.trim().to_uppercase();
        if !is_there(reviewed, &of) {
            return Err(Error::usage(format!("There is no {of} among what was accepted."))
                .hint("Name evidence numbers (E12) or themes (T3); `verbatim export --audience external` lists what waits for a look."));
        }
        acts.push(match say {
            Say::Hold => (Act::Held { of: of.clone() }, Line::of(Tone::Strong, &of).then(Tone::Plain, " stays inside.")),
            Say::Clear => cleared(&outside, &of)?,
        });
    }
    for (act, line) in acts {
        let Some(entry) = workspace.append(&entries, &who, None, &act)? else {
            return Err(Error::failed("Another window wrote to the ledger just now.").hint("Run the same command again."));
        };
        entries.push(entry);
        ui.say_line(&line, 2);
    }
    Ok(())
}

fn is_there(reviewed: &Reviewed<'_>, of: &str) -> bool {
    reviewed.themes().any(|t| t.id == of) || reviewed.evidence.iter().any(|e| format!("E{}", e.quoted.evidence) == of)
}

fn cleared(outside: &Reviewed<'_>, of: &str) -> Result<(Act, Line), Error> {
    match outside.left_out().iter().find(|l| l.of == of) {
        Some(LeftOut { waiting: Some(waiting), .. }) => {
            let line = Line::of(Tone::Strong, of).then(Tone::Plain, format!(" may go outside: {}", waiting.text));
            Ok((Act::Cleared { of: of.to_owned(), words: waiting.words.clone() }, line))
        }
        Some(left) => Err(Error::usage(format!("{of} can't be cleared: {}.", left.why)).hint(
            "`verbatim calls --set \"CALL:permission=anonymised external\"` says that a call's quotes may go outside without names.",
        )),
        None => {
            Err(Error::usage(format!("{of} needs no clearing: it is in the copy for outside already.")).hint("`--hold` keeps it inside."))
        }
    }
}

/// Says what was left out: by number, by reason, and what a person can do about it.
pub(super) fn report(ui: &Ui, left_out: &[LeftOut]) {
    if left_out.is_empty() {
        return;
    }
    ui.say_line(&Line::of(Tone::Strong, "Left out of the copy for outside"), 0);
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for left in left_out {
        reasons.entry(&left.why).or_default().push(&left.of);
    }
    for (why, of) in reasons {
        ui.say_line(&Line::of(Tone::Warning, of.join(", ")).then(Tone::Plain, format!(": {why}")), 2);
    }
    let waiting: Vec<_> = left_out.iter().filter_map(|l| Some((&l.of, l.waiting.as_ref()?))).collect();
    for (of, waiting) in waiting.iter().take(SHOWN) {
        let suspects = waiting.suspects.join(", ");
        ui.say_line(&Line::plain(format!("  {of}: ")).then(Tone::Quiet, &waiting.text).then(Tone::Warning, format!("  ({suspects}?)")), 4);
    }
    if waiting.len() > SHOWN {
        ui.say_line(&Line::plain(format!("  and {} more.", plural(waiting.len() - SHOWN, "quote or theme"))), 4);
    }
    if let Some((of, _)) = waiting.first() {
        let hint =
            format!("Where no name of a person or an account stands in one: `verbatim export --clear {of}`; several with commas between.");
        ui.say_line(&Line::plain(hint), 2);
    }
}
