//! Tables of what customers wrote: NPS, surveys, tickets, reviews; one turn for each free-text cell (section 3.9). And transcripts in table form.

use serde_json::{Map, Value, json};

use super::comment_columns::{Column, is_ours, is_placeholder, kind_of, tells_the_side};
use super::source::{Content, Source, reject};
use super::table::Sheet;
use super::{Fit, Format, ReadResult};
use crate::calls::labels::clean;
use crate::calls::roster::Roster;
use crate::calls::tidy::tidy;
use crate::calls::turns::{Order, Spoken, call};
use crate::calls::{Parsed, Warning, clock, date, sidecar};

/// Comments, from CSV or a workbook.
pub const COMMENTS: Format = Format {
    id: "table-csv",
    name: "Survey answers, tickets or reviews in a table (.csv, .tsv, .xlsx)",
    recognised_by: "a table whose header names a comment column, or that has a column of sentences",
    fits: |s| if matches!(s.content, Content::Sheets(_)) { Fit::Hits(2) } else { Fit::No },
    read,
};

/// A transcript in table form.
pub const TRANSCRIPT: Format = Format {
    id: "table-transcript",
    name: "Transcript in a table (.csv, .xlsx)",
    recognised_by: "a table with columns for speaker and text, or one cell a whole interview",
    fits: |s| match &s.content {
        Content::Sheets(sheets) if sheets.iter().any(|t| transcript_columns(t).is_some() || interviews(t).is_some()) => Fit::Hits(50),
        _ => Fit::No,
    },
    read: read_transcript,
};

const TEXT: &[&str] = &["text", "transcript", "utterance", "words", "sentence", "content", "speech", "said", "dialogue", "quote"];
const SPEAKER: &[&str] = &["speaker", "speaker name", "speaker_name", "participant", "who", "name"];
const START: &[&str] =
    &["start", "time", "start time", "start_time", "timestamp", "start_ms", "timecode", "time code", "begin", "starttime"];

fn header(sheet: &Sheet) -> Vec<String> {
    sheet.rows.first().map(|(_, cells)| cells.iter().map(|h| tidy(h).to_lowercase()).collect()).unwrap_or_default()
}

/// Columns of start, end, speaker and text.
fn transcript_columns(sheet: &Sheet) -> Option<(Option<usize>, Option<usize>, usize, usize)> {
    let header = header(sheet);
    let at = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let (speaker, text) = (at(SPEAKER)?, at(TEXT)?);
    let start = at(START);
    (start.is_some() || header.iter().any(|h| h.contains("speaker"))).then_some((
        start,
        at(&["end", "end time", "end_time", "end_ms", "stop"]),
        speaker,
        text,
    ))
}

/// The column whose cells are whole interviews with labels.
fn interviews(sheet: &Sheet) -> Option<usize> {
    let header = header(sheet);
    let at = header.iter().position(|h| TEXT.contains(&h.as_str()))?;
    let cells: Vec<&String> = sheet.rows.iter().skip(1).filter_map(|(_, c)| c.get(at)).collect();
    let labelled = |c: &str| super::script::Survey::of(&super::script::lines_of(c)).hits >= 4;
    let checked: Vec<bool> = cells.iter().take(3).map(|c| labelled(c)).collect();
    (!checked.is_empty() && checked.iter().all(|l| *l)).then_some(at)
}

fn read_transcript(source: &Source) -> ReadResult {
    let Content::Sheets(sheets) = &source.content else { return Err(reject("E_UNKNOWN", "No table.")) };
    let mut calls = Vec::new();
    for sheet in sheets {
        if let Some((start, end, speaker, text)) = transcript_columns(sheet) {
            calls.push(rows_of_speech(sheet, start, end, speaker, text));
        } else if let Some(text) = interviews(sheet) {
            let id = header(sheet).iter().position(|h| h == "id" || h.ends_with("_id") || h.ends_with(" id"));
            for (_, cells) in sheet.rows.iter().skip(1) {
                let Some(words) = cells.get(text) else { continue };
                let Ok(mut call) = super::written::read("table-transcript", &super::script::lines_of(words), Roster::default(), None)
                else {
                    continue;
                };
                call.call_id = id.and_then(|at| cells.get(at)).cloned();
                call.title = None;
                calls.push(call);
            }
        }
    }
    super::json::one_or_many(calls)
}

fn rows_of_speech(sheet: &Sheet, start: Option<usize>, end: Option<usize>, speaker: usize, text: usize) -> crate::calls::ParsedCall {
    let header = header(sheet);
    let in_ms = start.and_then(|at| header.get(at)).is_some_and(|h| h.ends_with("ms"));
    let time = |cells: &[String], at: Option<usize>| {
        let cell = cells.get(at?)?.trim();
        clock::bracketed_at_start(cell)
            .filter(|(_, _, rest)| rest.trim().is_empty())
            .map(|(c, ..)| c.ms)
            .or_else(|| cell.parse::<f64>().ok().and_then(|n| clock::seconds(if in_ms { n / 1000.0 } else { n })))
    };
    let mut current = None;
    let spoken = sheet.rows.iter().skip(1).map(|(_, cells)| {
        // An empty speaker cell continues the one above.
        let named = cells.get(speaker).map(|c| clean(c)).filter(|c| !c.is_empty());
        current = named.or(current.take());
        Spoken {
            label: current.clone(),
            start_ms: time(cells, start),
            end_ms: time(cells, end),
            text: cells.get(text).cloned().unwrap_or_default(),
            ..Default::default()
        }
    });
    let spoken: Vec<Spoken> = spoken.collect();
    call("table-transcript", spoken, Roster::default(), Order::Lines)
}

/// Whether a column names transcripts, or how deals ended: then the table is about calls, and what stands in it are a rep's words.
fn is_about_calls(sheet: &Sheet) -> bool {
    let rows = sheet.rows.get(1..).unwrap_or_default();
    let columns = sheet.rows.first().map_or(0, |(_, header)| header.len());
    let file = |cell: &str| {
        let lower = cell.to_lowercase();
        [".vtt", ".srt", ".txt", ".docx", ".json", ".pdf", ".md", ".mp4", ".m4a"].iter().any(|ending| lower.ends_with(ending))
    };
    let deal = |cell: &str| matches!(cell.to_lowercase().replace('-', " ").as_str(), "closed won" | "closed lost" | "won" | "lost");
    (0..columns.min(64)).any(|at| {
        let cells: Vec<&str> = rows.iter().take(50).filter_map(|(_, c)| c.get(at)).map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        let most = |test: &dyn Fn(&str) -> bool| !cells.is_empty() && cells.iter().filter(|c| test(c)).count() * 2 > cells.len();
        most(&file) || most(&deal)
    })
}

fn read(source: &Source) -> ReadResult {
    let Content::Sheets(sheets) = &source.content else { return Err(reject("E_UNKNOWN", "No table.")) };
    if source.options.text_column.is_none()
        && let Some(sheet) = sheets.iter().find(|s| is_about_calls(s))
    {
        let header = sheet.rows.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
        let near = sidecar::near_names_hint(header, &source.options.columns);
        let hint = if near.is_empty() { "Say what they are in verbatim.toml, below [calls.columns]." } else { &near };
        let columns: Vec<String> = header.iter().map(|h| tidy(h)).collect();
        let message = format!("A table about calls, whose columns are not known: {}. {hint}", listed(&columns));
        return Err(reject("E_UNKNOWN_COLUMNS", message));
    }
    let mut spoken = Vec::new();
    let mut empty = 0;
    let mut ids = std::collections::HashSet::new();
    let mut twice = 0;
    let mut mixed = false;
    let mut ours = 0;
    let mut ticket = false;
    let mut seen: Vec<String> = Vec::new();
    let many = sheets.len() > 1 || sheets.iter().any(|s| !s.name.is_empty());
    for sheet in sheets {
        let Some((_, header)) = sheet.rows.first() else { continue };
        let rows = sheet.rows.get(1..).unwrap_or_default();
        let cells_of = |at: usize| rows.iter().filter_map(|(_, c)| c.get(at)).map(String::as_str).collect::<Vec<_>>();
        let names: Vec<String> = header.iter().map(|h| tidy(h).to_lowercase()).collect();
        let mut kinds: Vec<Column> = names.iter().enumerate().map(|(at, name)| kind_of(name, &cells_of(at))).collect();
        // A review has a title; a person's stands beside a person.
        if names.iter().any(|n| n.contains("review") || n.contains("rating")) {
            kinds.iter_mut().zip(&names).filter(|(_, n)| *n == "title").for_each(|(kind, _)| *kind = Column::Other);
        }
        let sides: Vec<usize> = (0..names.len()).filter(|at| names.get(*at).is_some_and(|n| tells_the_side(n))).collect();
        for at in &sides {
            let ours = |name: &str| cells_of(*at).iter().any(|c| is_ours(name, c));
            if let (Some(kind), true) = (kinds.get_mut(*at), names.get(*at).is_some_and(|n| ours(n))) {
                *kind = Column::Other;
            }
        }
        let tags = names.iter().position(|n| matches!(n.as_str(), "tags" | "tag" | "themes" | "labels"));
        if let Some(named) = &source.options.text_column {
            let hit = |h: &String| tidy(h).to_lowercase() == tidy(named).to_lowercase();
            if header.iter().any(hit) {
                for (kind, h) in kinds.iter_mut().zip(header) {
                    *kind = match *kind {
                        _ if hit(h) => Column::Text,
                        Column::Text => Column::Other,
                        other => other,
                    };
                }
            }
        }
        seen.extend(header.iter().map(|h| tidy(h)).filter(|h| !h.is_empty()));
        let texts = kinds.iter().filter(|k| **k == Column::Text).count();
        if texts == 0 {
            continue;
        }
        ticket |= header.iter().any(|h| h.to_lowercase().contains("ticket"));
        mixed |= header.iter().any(|h| matches!(h.to_lowercase().as_str(), "conversation" | "thread"))
            && !kinds.contains(&Column::Author)
            && sides.is_empty();
        let place = |kind: Column| kinds.iter().position(|k| *k == kind);
        let order = place(Column::Date).and_then(|at| date::slash_order(cells_of(at).into_iter()));
        for (number, cells) in rows {
            if sides.iter().any(|at| cells.get(*at).is_some_and(|c| is_ours(names.get(*at).map_or("", String::as_str), c))) {
                ours += 1;
                continue;
            }
            let get = |kind: Column| place(kind).and_then(|at| cells.get(at)).map(|c| tidy(c)).filter(|c| !c.is_empty());
            if let Some(id) = get(Column::Id)
                && !ids.insert((sheet.name.clone(), id))
            {
                twice += 1;
            }
            let mut any = false;
            for (at, _) in kinds.iter().enumerate().filter(|(_, k)| **k == Column::Text) {
                let cell = cells.get(at).map(String::as_str).unwrap_or_default();
                if is_placeholder(cell) {
                    continue;
                }
                any = true;
                let mut meta = Map::new();
                meta.insert("row".into(), json!(number));
                if many {
                    meta.insert("sheet".into(), json!(sheet.name));
                }
                let mut put = |key: &str, value: Option<String>| {
                    if let Some(v) = value {
                        meta.insert(key.into(), Value::String(v));
                    }
                };
                put("id", get(Column::Id));
                put(
                    "date",
                    get(Column::Date).and_then(|d| match date::find(&d, order) {
                        Some(date::Found::Date(d)) => Some(d),
                        _ => None,
                    }),
                );
                put("account", get(Column::Account));
                put("persona", get(Column::Persona));
                put("segment", get(Column::Segment));
                put("tags", tags.and_then(|at| cells.get(at)).map(|c| tidy(c)).filter(|c| !c.is_empty()));
                put("question", header.get(at).map(|h| tidy(h)).filter(|_| texts > 1));
                if let Some(score) = get(Column::Score).and_then(|s| sidecar::money(&s)) {
                    meta.insert("score".into(), score);
                }
                let label = get(Column::Person).or_else(|| get(Column::Author));
                spoken.push(Spoken { label, text: own_words(cell), fresh: true, meta: Some(Box::new(meta)), ..Default::default() });
            }
            empty += usize::from(!any);
        }
    }
    if spoken.is_empty() {
        let near = sidecar::near_names_hint(&seen, &source.options.columns);
        let message = format!("No comment column among: {}. Name one with --text-column. {near}", listed(&seen));
        return Err(reject("E_NO_TEXT_COLUMN", message.trim_end()));
    }
    let id = if sheets.iter().any(|s| !s.name.is_empty()) { "table-xlsx" } else { "table-csv" };
    let mut found = call(id, spoken, Roster::default(), Order::Lines);
    found.warnings.retain(|w| w.code != "W_NO_SPEAKERS");
    found.meta.insert("source_type".into(), json!(if ticket { "ticket" } else { "survey" }));
    let mut warn = |code: &str, n: usize, what: &str| {
        if n > 0 {
            found.warnings.push(Warning { code: code.into(), message: format!("{n} {what}") });
        }
    };
    let of_rows = |n: usize, one: &'static str, more: &'static str| if n == 1 { one } else { more };
    warn("W_EMPTY_ROWS_SKIPPED", empty, of_rows(empty, "row without a comment was skipped.", "rows without a comment were skipped."));
    warn("W_DUPLICATE_ROWS", twice, of_rows(twice, "row has an id that another row has too.", "rows have an id that another row has too."));
    warn("W_MIXED_AUTHORS", ours, "rows are by agents, or private: nobody's customer's words, left out.");
    warn("W_MIXED_AUTHORS", usize::from(mixed), "column mixes what customers and agents wrote.");
    Ok(Parsed::Call(Box::new(found)))
}

/// Headings, for a message: the first dozen, none longer than a line.
fn listed(headings: &[String]) -> String {
    let short = |h: &String| if h.chars().count() > 40 { format!("{}…", h.chars().take(39).collect::<String>()) } else { h.clone() };
    let more = headings.len().saturating_sub(12);
    let shown = headings.iter().take(12).map(short).chain((more > 0).then(|| format!("and {more} more")));
    shown.collect::<Vec<_>>().join(", ")
}

/// Without the mail that is quoted below a reply, and without its signature.
fn own_words(cell: &str) -> String {
    let quoted = |l: &str| {
        let line = l.trim().trim_end_matches(['\u{a0}', ' ']);
        let starts = ["On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op "].iter().any(|s| line.starts_with(s));
        let ends = ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "escreveu:", "ha scritto:", "schreef:"]
            .iter()
            .any(|e| line.ends_with(e));
        (starts && ends)
            || (line.starts_with("-----") && line.ends_with("-----") && line.chars().any(char::is_alphabetic))
            || l.trim_end() == "--"
    };
    cell.lines().take_while(|l| !quoted(l)).filter(|l| !l.starts_with('>')).collect::<Vec<_>>().join("\n")
}
