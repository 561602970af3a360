//! What reads like an instruction to a machine in a transcript: pointed out to the reviewer, never dropped.

use crate::calls::Call;
use crate::propose::Flagged;

/// Words that people rarely say to each other, and that attacks on models are made of. Lower case, single spaces.
const SIGNS: &[&str] = &[
    "ignore previous instructions",
    "ignore all previous",
    "ignore the above",
    "ignore your instructions",
    "ignore any instructions",
    "disregard previous",
    "disregard all",
    "disregard the above",
    "disregard your instructions",
    "forget your instructions",
    "forget all previous",
    "new instructions:",
    "system prompt",
    "system message",
    "developer message",
    "you are an ai",
    "you are a language model",
    "you are chatgpt",
    "as an ai",
    "as a language model",
    "respond only with",
    "reply only with",
    "output only",
    "mark this as",
    "mark every",
    "accept all",
    "<|im_start|>",
    "<|system|>",
    "[inst]",
    "</system>",
    "### instruction",
    "assistant:",
    "begin system",
];

/// The turns that read like instructions to a machine, in order.
pub(super) fn flagged(calls: &[Call]) -> Vec<Flagged> {
    let mut found = Vec::new();
    for call in calls {
        for turn in &call.turns {
            let words = turn.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if SIGNS.iter().any(|sign| words.contains(sign)) {
                found.push(Flagged { call: call.id.clone(), turn: turn.index });
            }
        }
    }
    found
}
