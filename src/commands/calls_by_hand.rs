//! What a person says about a call by hand, and what file and folder names suggest, which is never taken without being asked.

use super::Workspace;
use super::show::found;
use crate::calls::{Call, CallId, by_hand, file_name};
use crate::error::Error;
use crate::page::{Line, Tone};
use crate::ui::{Answer, Ui};

/// Something that a name suggests for a field of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    field: &'static str,
    value: String,
    place: &'static str,
    call: CallId,
}

impl Suggestion {
    /// In words, with how to take it.
    pub fn said(&self) -> String {
        let Suggestion { field, value, place, call } = self;
        format!("the {place}'s name suggests {field} {value}, which counts for nothing; --set \"{call}:{field}={value}\" says so")
    }
}

/// What the names of the call's file and folder suggest for what isn't known.
///
/// # Errors
/// Where the store can't be read.
pub fn suggestions(workspace: &Workspace, call: &Call) -> Result<Vec<Suggestion>, Error> {
    let path = workspace.store.place_of(&call.id)?.map(|(path, _)| path).unwrap_or_default();
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    let outcome = || {
        let names = [("file", call.file.as_str()), ("folder", folder)];
        names.into_iter().find_map(|(place, name)| Some((place, file_name::suggested_outcome(name)?.as_str().to_owned())))
    };
    let mut out = Vec::new();
    let mut add = |field, found: Option<(&'static str, String)>| {
        out.extend(found.map(|(place, value)| Suggestion { field, value, place, call: call.id.clone() }));
    };
    if call.metadata.account.is_none() {
        add("account", file_name::suggested_account(&call.file).map(|account| ("file", account)));
    }
    if call.metadata.outcome.is_none() {
        add("outcome", outcome());
    }
    Ok(out)
}

/// Takes settings `CALL:FIELD=VALUE`: all of them, or none where one is wrong.
///
/// # Errors
/// Where a setting has another shape, or names no call or field, or a value doesn't fit.
pub fn set(workspace: &mut Workspace, settings: &[String]) -> Result<(), Error> {
    let calls = workspace.store.calls()?;
    let mut facts = Vec::new();
    for setting in settings {
        let shape = || {
            Error::usage(format!("--set {setting}: this is not CALL:FIELD=VALUE.")).hint("For example --set \"acme-demo:outcome=lost\".")
        };
        let (place, value) = setting.split_once('=').ok_or_else(shape)?;
        let (call, field) = place.rsplit_once(':').ok_or_else(shape)?;
        let (call, _) = found(&calls, call.trim())?;
        let (field, value) = by_hand::checked(field, value).map_err(|why| Error::usage(format!("--set {setting}: {why}")))?;
        facts.push((call.id.clone(), field, value));
    }
    for (call, field, value) in facts {
        workspace.give_fact(&call, field, &value)?;
    }
    Ok(())
}

/// Asks for the fields of one call, or lets the person pick calls, those with gaps first.
///
/// # Errors
/// Where there is no terminal or no such call, or the store can't be used.
pub fn edit(ui: &Ui, workspace: &mut Workspace, named: Option<&str>) -> Result<(), Error> {
    if !ui.is_interactive() {
        return Err(Error::person_needed("Filling in by hand needs a terminal.")
            .hint("`verbatim calls --set \"CALL:FIELD=VALUE\"` does the same without one."));
    }
    if let Some(name) = named {
        let id = found(&workspace.store.calls()?, name)?.0.id.clone();
        return one(ui, workspace, &id).map(drop);
    }
    loop {
        let mut calls = workspace.store.calls()?;
        calls.sort_by_key(|call| std::cmp::Reverse(gaps(call).len()));
        let mut options: Vec<String> = calls
            .iter()
            .map(|call| {
                let gaps = gaps(call);
                if gaps.is_empty() { call.id.0.clone() } else { format!("{}   (not known: {})", call.id, gaps.join(", ")) }
            })
            .collect();
        options.push("done".to_owned());
        let Answer::Given(at) = ui.choose("Which call?", &options, 0, "Enter takes it; Esc leaves.")? else { return Ok(()) };
        let Some(call) = calls.get(at) else { return Ok(()) };
        if one(ui, workspace, &call.id)? {
            return Ok(());
        }
    }
}

fn gaps(call: &Call) -> Vec<&'static str> {
    ["date", "account", "outcome", "persona"].into_iter().filter(|field| by_hand::shown(&call.metadata, field).is_empty()).collect()
}

/// Asks for fields of a call until the person is done; gives whether they left with Ctrl-C.
fn one(ui: &Ui, workspace: &mut Workspace, id: &CallId) -> Result<bool, Error> {
    let mut at = 0;
    loop {
        let Some(call) = workspace.store.call(id)? else { return Ok(false) };
        let suggested = suggestions(workspace, &call)?;
        let mut options: Vec<String> = by_hand::FIELDS
            .iter()
            .map(|(field, _)| {
                let value = by_hand::shown(&call.metadata, field);
                let by = call.metadata.origins.get(*field).map(|by| format!("   ({by})")).unwrap_or_default();
                let suggestion = suggested.iter().find(|s| s.field == *field);
                let value = match suggestion {
                    Some(s) => format!("not known; the {}'s name suggests {}", s.place, s.value),
                    None if value.is_empty() => "not known".to_owned(),
                    None => value,
                };
                format!("{:<18}{value}{by}", field.replace('_', " "))
            })
            .collect();
        options.push("done".to_owned());
        let question = format!("What of {id}?");
        at = match ui.choose(&question, &options, at, "Enter changes it; Esc is done with this call.")? {
            Answer::Given(at) => at,
            Answer::Skipped => return Ok(false),
            Answer::Interrupted => return Ok(true),
        };
        let Some((field, meaning)) = by_hand::FIELDS.get(at) else { return Ok(false) };
        let now = by_hand::shown(&call.metadata, field);
        let initial = suggested.into_iter().find(|s| s.field == *field).map_or(now, |s| s.value);
        let question = format!("{} of {id}:", field.replace('_', " "));
        match ui.edit(&question, &initial, &format!("{meaning}; empty takes back what you said"))? {
            Answer::Given(value) => match by_hand::checked(field, &value) {
                Ok((field, value)) => workspace.give_fact(id, field, &value)?,
                Err(why) => ui.say_line(&Line::of(Tone::Warning, why), 2),
            },
            Answer::Skipped => {}
            Answer::Interrupted => return Ok(true),
        }
    }
}

impl Workspace {
    /// Keeps what a person says about a call.
    fn give_fact(&mut self, call: &CallId, field: &str, value: &str) -> Result<(), Error> {
        let by = self.reviewer()?.unwrap_or_else(|| "you".to_owned());
        let at = super::workspace::now();
        Ok(self.store.give_fact(call, field, value, &by, &at)?)
    }
}
