//! Two files of one conversation are one call: found anew after each reading, over all calls.

use std::collections::BTreeMap;

use super::Workspace;
use crate::calls::CallId;
use crate::calls::same_call::{self, Sketch};
use crate::error::Error;
use crate::page::{Line, Tone};
use crate::ui::Ui;

/// Finds them, keeps which is which, and says those that are new.
///
/// # Errors
/// Where the store can't be used.
pub fn find(ui: &Ui, workspace: &mut Workspace) -> Result<(), Error> {
    let mut sketches = Vec::new();
    let mut before: BTreeMap<CallId, CallId> = BTreeMap::new();
    workspace.store.each_call(|call| {
        sketches.extend(Sketch::of(&call));
        if let Some(first) = call.metadata.same_as {
            before.insert(call.id, first);
        }
    })?;
    let pairs = same_call::twice(&sketches);
    let now: BTreeMap<CallId, CallId> = pairs.iter().cloned().collect();
    if now == before {
        return Ok(());
    }
    workspace.store.set_same_calls(&pairs)?;
    for (call, first) in pairs.iter().filter(|(call, first)| before.get(call) != Some(first)) {
        let said = format!(
            "{call} is another file of the conversation in {first}: the two count as one call, and {first} is the one that counts."
        );
        ui.say_line(&Line::of(Tone::Warning, "= ").then(Tone::Plain, said), 2);
    }
    Ok(())
}
