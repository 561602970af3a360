//! Whether the calls changed under an open session: what is on the screen would then be no longer what stands in the project.

use crate::commands::Workspace;
use crate::commands::workspace::fingerprint;
use crate::error::Error;
use crate::review::{Docket, Hash};

/// What the calls were when they were laid before the reviewer.
pub(super) struct Watch {
    written: i64,
    calls: Hash,
}

impl Watch {
    pub(super) fn of(workspace: &Workspace, docket: &Docket) -> Result<Watch, Error> {
        Ok(Watch { written: workspace.store.written_by_others()?, calls: fingerprint(docket.calls()) })
    }

    /// Whether the calls are others now. Only where somebody wrote to the project are they read again.
    pub(super) fn sees_others(&mut self, workspace: &Workspace) -> Result<bool, Error> {
        let written = workspace.store.written_by_others()?;
        if written == self.written {
            return Ok(false);
        }
        self.written = written;
        Ok(workspace.fingerprint()? != self.calls)
    }
}
