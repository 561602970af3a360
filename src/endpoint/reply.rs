//! From a reply's text to a value: code fences and thinking are taken off, exactly one JSON object is accepted, and nothing is repaired.

use serde::de::DeserializeOwned;
use serde_json::{Deserializer, Value};
use thiserror::Error;

use super::Schema;

/// Why a reply's text is not the value that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    /// No text at all.
    #[error("the reply is empty")]
    Empty,
    /// Text, but no JSON in it.
    #[error("there is no complete JSON object in the reply")]
    NoJson,
    /// More than one object, so that nobody can say which is meant.
    #[error("there are several JSON objects in the reply, where one was asked for")]
    Several,
    /// JSON, but of another shape.
    #[error("{}", .0.join("; "))]
    Shape(Vec<String>),
    /// The right shape, but the caller found something wrong in it.
    #[error("{0}")]
    Content(String),
}

/// The value in a reply's text.
///
/// # Errors
/// [`Misfit`], in words that can be sent back to the model.
pub fn read_value<T: DeserializeOwned>(text: &str, schema: &Schema) -> Result<T, Misfit> {
    let value = find_json(text)?;
    let faults = schema.faults(&value);
    if !faults.is_empty() {
        return Err(Misfit::Shape(faults));
    }
    serde_json::from_value(value).map_err(|why| Misfit::Shape(vec![why.to_string()]))
}

/// The one JSON object in a text: the text itself, what follows the thinking, what a code fence holds, or what stands among words.
fn find_json(text: &str) -> Result<Value, Misfit> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Misfit::Empty);
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    // The opening mark of the thinking is sometimes swallowed by the server; thinking may hold JSON of its own.
    let text = text.rsplit_once("</think>").map_or(text, |(_, after)| after.trim());
    if text.is_empty() || text.starts_with("<think>") {
        return Err(Misfit::NoJson);
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    among_words(text)
}

/// More beginnings of objects than this are not tried: each try may read to the end of the text.
const MOST_TRIES: usize = 64;

fn among_words(text: &str) -> Result<Value, Misfit> {
    let mut found = None;
    let mut rest = text;
    for _ in 0..MOST_TRIES {
        let Some(start) = rest.find('{') else { break };
        rest = &rest[start..];
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                if found.replace(value).is_some() {
                    return Err(Misfit::Several);
                }
                rest = &rest[values.byte_offset()..];
            }
            // An object that never ends: what follows is inside it.
            Some(Err(why)) if why.is_eof() => break,
            _ => rest = &rest[1..],
        }
    }
    found.ok_or(Misfit::NoJson)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use schemars::JsonSchema;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    struct Number {
        number: i64,
    }

    fn read(text: &str) -> Result<i64, Misfit> {
        read_value::<Number>(text, &Schema::of::<Number>("n").unwrap()).map(|value| value.number)
    }

    #[test]
    fn the_value_is_found_wherever_models_put_it() {
        let good = [
            r#"{"number":7}"#,
            "\u{feff} {\"number\": 7}\n",
            "```json\n{\"number\":7}\n```",
            "```\n{\"number\":7}\n```",
            "Sure! Here is the JSON you asked for:\n\n{\"number\":7}\n\nLet me know if {anything} is missing.",
            "<think>\nThe user wants {\"number\": 1}?\n</think>\n\n{\"number\":7}",
            "The user wants {\"number\": 1}?\n</think>\n\n```json\n{\"number\":7}\n```",
        ];
        for text in good {
            assert_eq!(read(text), Ok(7), "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed_completed_or_repaired() {
        assert_eq!(read("  \n "), Err(Misfit::Empty));
        for text in ["I cannot.", "{\"number\":", "{\"number\":7", "<think>{\"number\":7}", "{'number': 7}", "{\"number\":7,}"] {
            assert_eq!(read(text), Err(Misfit::NoJson), "{text}");
        }
        assert_eq!(read("{\"number\":1} or {\"number\":2}"), Err(Misfit::Several));
        for text in ["[7]", "7", "{\"number\":\"7\"}", "{\"number\":7,\"why\":1}", "{}"] {
            assert!(matches!(read(text), Err(Misfit::Shape(_))), "{text}");
        }
    }

    #[test]
    fn hostile_text_is_read_in_no_time() {
        assert_eq!(read(&"{".repeat(1_000_000)), Err(Misfit::NoJson));
        assert_eq!(read(&"{\"a\":[".repeat(100_000)), Err(Misfit::NoJson));
        assert_eq!(read(&format!("{{\"a\":[{}", "1,".repeat(500_000))), Err(Misfit::NoJson));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn never_panics(text in any::<String>(), json in "[{}\\[\\]\",:a-z0-9 <>/`]{0,60}") {
            let _ = find_json(&text);
            let _ = find_json(&json);
        }
    }
}
