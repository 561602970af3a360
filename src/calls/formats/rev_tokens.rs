//! Rev's aligned words: one word a line, with its speaker, times and the punctuation after it, between bars. Its corpora of earnings calls
//! are published so (`.nlp`).

use super::json;
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::ParsedCall;
use crate::calls::clock::seconds;

/// A header that names the columns, then a line for each word.
pub const FORMAT: Format = Format {
    id: "rev-tokens",
    name: "Rev, one word a line (.nlp)",
    recognised_by: "a first line token|speaker|ts|endTs|punctuation, and a line for each word",
    fits: |s| if Columns::of(s.text.lines().next().unwrap_or_default()).is_some() { Fit::Sure } else { Fit::No },
    read,
};

/// Where each column is.
struct Columns {
    token: usize,
    speaker: usize,
    start: usize,
    end: usize,
    punctuation: Option<usize>,
}

impl Columns {
    fn of(header: &str) -> Option<Columns> {
        let names: Vec<&str> = header.trim().split('|').collect();
        let at = |name: &str| names.iter().position(|n| *n == name);
        Some(Columns { token: at("token")?, speaker: at("speaker")?, start: at("ts")?, end: at("endTs")?, punctuation: at("punctuation") })
    }
}

fn read(source: &Source) -> ReadResult {
    let mut lines = source.text.lines();
    let Some(columns) = lines.next().and_then(Columns::of) else {
        return Err(reject("E_UNKNOWN", "The first line doesn't name the columns token, speaker, ts and endTs."));
    };
    let words = lines.filter(|line| !line.trim().is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let time = |at: usize| cell(at).parse().ok().and_then(seconds);
        let punctuation = columns.punctuation.map_or("", cell);
        let label = Some(cell(columns.speaker)).filter(|s| !s.is_empty()).map(str::to_owned);
        (label, time(columns.start), time(columns.end), format!("{}{punctuation}", cell(columns.token)))
    });
    json::read("rev-tokens", json::from_words(words), Default::default(), ParsedCall::default())
}
