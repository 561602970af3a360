//! Reading JSON of unknown makers: any field may be missing, null, a number or a text.

use serde_json::Value;

use super::ReadResult;
use super::source::reject;
use crate::calls::roster::Roster;
use crate::calls::tidy::join;
use crate::calls::turns::{self, Order, Spoken};
use crate::calls::{Parsed, ParsedCall, Turn, clock, date};

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

/// The text at `key`, trimmed; nothing where it is empty.
pub fn filled(value: &Value, key: &str) -> Option<String> {
    text_of(value.get(key)).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

/// Seconds at `key` (a number, a text of one, `3.1s`, or a clock such as `00:00:03`) in milliseconds.
pub fn seconds(value: &Value, key: &str) -> Option<u64> {
    let field = value.get(key)?;
    let printed = field.as_str().and_then(|t| clock::whole(t, false)).map(|c| c.ms);
    printed.or_else(|| number(Some(field)).and_then(clock::seconds))
}

/// Milliseconds at `key`.
pub fn millis(value: &Value, key: &str) -> Option<u64> {
    number(value.get(key)).and_then(|n| clock::seconds(n / 1000.0))
}

/// The first ISO date at one of `keys`: a text, or milliseconds since 1970.
pub fn date(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match value.get(*key)? {
        Value::String(text) => match date::find(text, None) {
            Some(date::Found::Date(d)) => Some(d),
            _ => None,
        },
        Value::Number(n) => {
            let n = n.as_f64()?;
            let ms = if n.abs() > 1e11 { n } else { n * 1000.0 };
            #[allow(clippy::cast_possible_truncation)] // dates far outside are refused by from_epoch_ms
            date::from_epoch_ms(ms as i64)
        }
        _ => None,
    })
}

/// A call of one stream of units.
pub fn call(format: &str, spoken: Vec<Spoken>, roster: Roster) -> ParsedCall {
    turns::call(format, spoken, roster, Order::Json)
}

/// As [`call`], refused where nobody speaks.
pub fn read(format: &str, spoken: Vec<Spoken>, roster: Roster, info: ParsedCall) -> ReadResult {
    let mut call = call(format, spoken, roster);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The file is a transcript without any speech."));
    }
    call.title = info.title;
    call.date = info.date;
    call.call_id = info.call_id;
    call.meta.extend(info.meta);
    Ok(Parsed::Call(Box::new(call)))
}

/// Words of one speaker in a row as one unit: `(speaker, start, end, word)`. Engines that give words only are read this way.
pub fn from_words(words: impl Iterator<Item = (Option<String>, Option<u64>, Option<u64>, String)>) -> Vec<Spoken> {
    let mut out: Vec<Spoken> = Vec::new();
    for (label, start_ms, end_ms, word) in words {
        let ends = out.last().is_some_and(|u| u.text.ends_with(['.', '?', '!']) && u.text.len() > 60);
        match out.last_mut().filter(|u| u.label == label && !ends) {
            Some(unit) => {
                let punctuation =
                    word.chars().all(|c| c.is_ascii_punctuation() && !matches!(c, '(' | '[' | '"' | '-' | '&' | '$' | '#' | '@' | '+'))
                        && start_ms.is_none();
                if punctuation {
                    unit.text.push_str(&word);
                } else {
                    join(&mut unit.text, word.trim());
                }
                unit.end_ms = unit.end_ms.max(end_ms);
            }
            None => out.push(Spoken { label, start_ms, end_ms, text: word.trim().to_owned(), ..Default::default() }),
        }
    }
    out
}

/// Units of several channels, by start time, ties in the order given.
pub fn by_time(mut spoken: Vec<Spoken>) -> Vec<Spoken> {
    spoken.sort_by_key(|s| s.start_ms.unwrap_or_default());
    spoken
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

/// Takes ids off a parse: they joined names to speech inside of the file, and nobody is called by them.
pub fn without_ids(mut parsed: Parsed) -> Parsed {
    let clean = |call: &mut ParsedCall| {
        call.turns.iter_mut().for_each(Turn::forget_label);
        call.participants.iter_mut().for_each(|p| p.labels.clear());
    };
    match &mut parsed {
        Parsed::Call(call) => clean(call),
        Parsed::Calls(calls) => calls.iter_mut().for_each(clean),
        _ => {}
    }
    parsed
}
