//! Who is heard in a call's turns.

use std::collections::HashSet;
use std::sync::Arc;

use super::Turn;

/// How many names are known by where they are kept, before they are compared.
const AT_HAND: usize = 16;

/// The name of everybody who speaks, each once, in order of first appearance.
pub fn voices(turns: &[Turn]) -> Vec<&str> {
    let mut names = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    // Turns of one speaker nearly always share one name: few have to be compared by their letters.
    let mut kept: Vec<&Arc<str>> = Vec::new();
    for name in turns.iter().filter_map(|turn| turn.speaker.as_ref()) {
        if kept.iter().any(|known| Arc::ptr_eq(known, name)) {
            continue;
        }
        if kept.len() < AT_HAND {
            kept.push(name);
        }
        if seen.insert(name) {
            names.push(&**name);
        }
    }
    names
}
