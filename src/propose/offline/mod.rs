//! The built-in offline finder: no AI, word cues.
//!
//! It looks at customers' sentences only. Cues from a data file say what kind of thing a sentence is; content words, weighed by how
//! rare they are, and a small thesaurus of what customers of any trade talk about say which sentences speak of the same thing.
//! A group is named by the customer's sentence nearest to its middle, word for word. The same calls give the same themes.

mod cues;
mod group;
mod name;
mod pattern;
mod score;
mod sentences;
mod terms;

use cues::Cues;
use group::{Group, Likeness};
use score::Said;

use super::{Codebook, Finder, LeftOut, Proposed, ProposedTheme};
use crate::calls::Call;

/// The most repeated themes of one kind.
const REPEATED: usize = 6;
/// The most themes heard in one call only.
const HEARD_ONCE: usize = 10;

/// The built-in finder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offline;

impl Finder for Offline {
    fn propose(&self, calls: &[Call], codebook: &Codebook) -> Proposed {
        let left_out =
            calls.iter().filter(|c| !c.counts()).map(|c| LeftOut { call: c.id.clone(), why: why_left_out(c).to_owned() }).collect();
        Proposed { themes: find(calls, codebook), left_out }
    }
}

fn why_left_out(call: &Call) -> &'static str {
    if call.metadata.source_type.is_call() {
        "Nobody in it is known to be a customer. Say who is, with `verbatim speakers`."
    } else {
        "It is not a conversation with a customer, so it supports nothing."
    }
}

/// Finds themes in the customers' sentences of the calls.
pub fn find(calls: &[Call], codebook: &Codebook) -> Vec<ProposedTheme> {
    let cues = Cues::built_in();
    let counted: Vec<usize> = (0..calls.len()).filter(|&i| calls[i].counts()).collect();
    let said: Vec<Said> = counted.iter().flat_map(|&i| score::read(i, &calls[i], cues)).collect();
    let terms = terms::terms(&said, counted.len(), cues);
    let like = Likeness { to_middle: 0.14, to_group: 0.2 };
    let mut taken = vec![false; said.len()];
    let mut repeated: Vec<Group> = Vec::new();
    for kind in codebook.kinds() {
        repeated.extend(group::across_calls(&said, &terms, kind, &taken, &like, REPEATED));
    }
    for (i, _) in repeated.iter().flat_map(|g| &g.members) {
        taken[*i] = true;
    }
    let mut once: Vec<Group> = codebook.kinds().flat_map(|kind| group::within_calls(&said, &terms, kind, &taken, 0.3)).collect();
    once.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.middle.cmp(&b.middle)));
    once.truncate(HEARD_ONCE);
    let mut themes: Vec<ProposedTheme> = repeated.iter().map(|g| name::theme(g, &[], &said, calls)).collect();
    themes.sort_by_key(|t| std::cmp::Reverse(t.calls()));
    themes.extend(once.iter().map(|g| name::theme(g, &[], &said, calls)));
    themes
}
