//! Quotes in JSON Lines: `{"id","quote","call"?,"speaker"?}`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::evidence::ClaimedQuote;

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// What the line calls its quote, as it is written; null where it doesn't.
    pub id: Value,
    /// The quote, or why the line holds none.
    pub claim: Result<ClaimedQuote, LineError>,
}

/// Why a line holds no quote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is not JSON.
    #[error("this line is no JSON from its character {0} on. A line has to be like {{\"quote\": \"…\", \"speaker\": \"…\"}}.")]
    Json(usize),
    /// It is JSON of another shape.
    #[error("this line has no \"quote\" with text in it.")]
    NoQuote,
    /// A field has another type than text.
    #[error("\"{0}\" must be text.")]
    NotText(&'static str),
}

/// Reads the lines; empty ones are left out.
pub(super) fn read(bytes: &[u8]) -> Vec<Line> {
    let (text, _) = crate::calls::decode(bytes);
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| match serde_json::from_str::<Fields>(line) {
            Ok(mut fields) => Line { number, id: fields.remove("id").unwrap_or_default(), claim: claim(fields) },
            Err(_) => Line { number, id: Value::Null, claim: Err(no_object(line)) },
        })
        .collect()
}

/// An object's fields: a handful, of which the known ones are taken out.
type Fields = BTreeMap<String, Value>;

/// What a line is that is no object: JSON of another shape, or no JSON.
fn no_object(line: &str) -> LineError {
    serde_json::from_str::<Value>(line).map_or_else(|error| LineError::Json(error.column().max(1)), |_| LineError::NoQuote)
}

fn claim(mut fields: Fields) -> Result<ClaimedQuote, LineError> {
    let mut text = |key: &'static str| match fields.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) if s.trim().is_empty() && key != "quote" => Ok(None),
        Some(Value::String(s)) => Ok(Some(s)),
        Some(_) => Err(LineError::NotText(key)),
    };
    let (quote, call, speaker) = (text("quote")?.ok_or(LineError::NoQuote)?, text("call")?, text("speaker")?);
    let turn = fields.get("turn").and_then(Value::as_u64).and_then(|t| u32::try_from(t).ok());
    Ok(ClaimedQuote { text: quote, call, turn, speaker })
}
