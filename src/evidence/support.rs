//! placeholder, replaced at merge
use super::Verbatim;
use crate::calls::Call;
use serde::Serialize;
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Support {
    pub calls: u32,
    pub accounts: u32,
    pub customers: u32,
    pub of_calls: u32,
}
impl std::fmt::Display for Support {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} calls", self.calls, self.of_calls)
    }
}
pub fn count(v: &[&Verbatim], calls: &[Call]) -> Support {
    let c: std::collections::BTreeSet<_> = v.iter().map(|v| v.call()).collect();
    Support { calls: c.len() as u32, of_calls: calls.len() as u32, ..Default::default() }
}
