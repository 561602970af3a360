//! Reading JSON of unknown makers: any field may be missing, null, a number or a text.

use serde_json::Value;

use super::ReadResult;
use super::source::reject;
use crate::calls::{Parsed, ParsedCall};

/// The array at `key`; nothing where it is missing or something else.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text, or a number as it is printed: ids of 20 digits never become floats.
pub fn text_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// A number, or a text of one.
pub fn number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().trim_end_matches('s').parse().ok(),
        _ => None,
    }
    .filter(|n: &f64| n.is_finite())
}

/// One call as such, several as a list.
pub fn one_or_many(mut calls: Vec<ParsedCall>) -> ReadResult {
    match calls.len() {
        0 => Err(reject("E_NO_SPEECH", "The file holds no call with speech.")),
        1 if calls.first().is_some_and(|c| c.turns.is_empty()) => {
            Err(reject("E_NO_SPEECH", "The call in this file has no speech (yet). Fetch it again later."))
        }
        1 => Ok(Parsed::Call(Box::new(calls.remove(0)))),
        _ => Ok(Parsed::Calls(calls)),
    }
}
