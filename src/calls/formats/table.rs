//! Tables: CSV, TSV and workbooks as rows of cells; metadata of calls and roles of speakers among them.

use serde_json::Value;

use super::source::{Content, Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::{Parsed, SidecarRow, Warning, date, roles, sidecar};

/// One sheet of a table.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The sheet's name; empty for CSV.
    pub name: String,
    /// Records: CSV counts them with the header as 1, a workbook by its own row numbers.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Metadata of calls in other files.
pub const SIDECAR: Format = Format {
    id: "sidecar-csv",
    name: "Call metadata (calls.csv, a CRM's export)",
    recognised_by: "a table with a file or call id column, an outcome or account column, and no comments",
    fits: |s| if with_sheet(s, |sheet| is_sidecar(sheet, &s.options.columns)) { Fit::Sure } else { Fit::No },
    read: read_sidecar,
};

/// Roles of speakers in other files.
pub const SPEAKERS: Format = Format {
    id: "speakers-csv",
    name: "Roles of speakers (speakers.csv)",
    recognised_by: "a table with the columns call, speaker and role",
    fits: |s| if with_sheet(s, |sheet| speaker_columns(sheet).is_some()) { Fit::Sure } else { Fit::No },
    read: read_speakers,
};

fn with_sheet(source: &Source, test: impl Fn(&Sheet) -> bool) -> bool {
    match &source.content {
        Content::Sheets(sheets) => sheets.iter().any(test),
        _ => false,
    }
}

fn sheets<'a>(source: &'a Source) -> &'a [Sheet] {
    match &source.content {
        Content::Sheets(sheets) => sheets,
        _ => &[],
    }
}

/// Reads a text as a table, if its first records have three or more fields (or two named ones) with one delimiter.
///
/// A file that calls itself a table (`named`) may have lines of a title or of filters above its header.
pub fn parse(text: &str, named: bool) -> Option<Sheet> {
    let mut filled = text.lines().filter(|l| !l.trim().is_empty());
    let first = filled.next()?;
    let titled = || delimited(text, filled.take(TITLES).max_by_key(|line| delimiter_in(line).0)?, true);
    delimited(text, first, false).or_else(|| if named { titled() } else { None })
}

/// The delimiter that a line has most of, with how many.
fn delimiter_in(line: &str) -> (usize, u8) {
    [b',', b';', b'\t', b'|'].into_iter().map(|d| (count_outside_quotes(line, d), d)).max_by_key(|(n, _)| *n).unwrap_or((0, b','))
}

/// The text as a table with the delimiter of `line`; `titled` drops what stands above the header.
fn delimited(text: &str, line: &str, titled: bool) -> Option<Sheet> {
    let (most, delimiter) = delimiter_in(line);
    if most < 1 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.ok()?;
        if record.iter().any(|c| !c.trim().is_empty()) {
            rows.push((at + 1, record.iter().map(str::to_owned).collect::<Vec<_>>()));
        }
        // A talk has commas, too: its first lines show that they are no columns.
        if rows.len() == FIRST && !titled && !is_regular(&rows) {
            return None;
        }
    }
    if titled {
        rows = below_titles(rows);
    }
    // A time where a header should be: columns of a transcript, which the text formats read.
    if delimiter == b'\t' && rows.first().is_some_and(|(_, r)| r.iter().take(2).any(|c| super::script::bare_time(c).is_some())) {
        return None;
    }
    (rows.len() >= 2 && is_regular(&rows)).then(|| Sheet { name: String::new(), rows })
}

/// At most so many lines stand above a header.
const TITLES: usize = 20;

/// Rows from the header on: the first row that is nearly as wide as the widest.
pub fn below_titles(mut rows: Vec<(usize, Vec<String>)>) -> Vec<(usize, Vec<String>)> {
    let width = |cells: &[String]| cells.iter().filter(|c| !c.trim().is_empty()).count();
    let widest = rows.iter().take(TITLES + 10).map(|(_, c)| width(c)).max().unwrap_or(0);
    let top = rows.iter().take(TITLES).position(|(_, c)| width(c) * 3 >= widest * 2 && width(c) >= 2).unwrap_or(0);
    rows.drain(..top);
    rows
}

/// So many records show whether a text is a table.
const FIRST: usize = 50;

/// Whether the first records have the same three or more fields, or two that the first one names.
fn is_regular(rows: &[(usize, Vec<String>)]) -> bool {
    let header = rows.first().map(|(_, r)| r.as_slice()).unwrap_or_default();
    let regular = rows.iter().take(FIRST).filter(|(_, r)| r.len() == header.len()).count();
    let enough = header.len() >= 3 || header.len() == 2 && names_known(header);
    enough && regular * 10 >= rows.len().min(FIRST) * 9
}

/// A table of two columns is believed only if its header says so: prose has commas, too.
fn names_known(header: &[String]) -> bool {
    header.iter().any(|h| {
        matches!(
            sidecar::our_name(h).as_str(),
            "text" | "comment" | "transcript_file" | "call_id" | "transcript_id" | "speaker" | "feedback" | "response" | "review"
        )
    }) && header.iter().all(|h| h.split_whitespace().count() <= 5)
}

fn count_outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let marks = memchr::memchr2_iter(b'"', delimiter, line.as_bytes());
    marks
        .filter(|at| {
            let quote = line.as_bytes().get(*at) == Some(&b'"');
            quoted ^= quote;
            !quote && !quoted
        })
        .count()
}

/// Our names of the columns, in order.
fn columns(sheet: &Sheet, given: &[(String, String)]) -> Vec<String> {
    sheet.rows.first().map(|(_, header)| sidecar::our_names(header, given)).unwrap_or_default()
}

fn is_sidecar(sheet: &Sheet, given: &[(String, String)]) -> bool {
    let names = columns(sheet, given);
    let has = |name: &str| names.iter().any(|n| n == name);
    let known = ["date", "account", "segment", "persona", "outcome", "competitor", "deal_size"].iter().filter(|n| has(n)).count();
    let speech = ["text", "comment", "feedback", "verbatim", "message", "body", "description", "review", "speaker"].iter().any(|n| has(n));
    !speech
        && ((has("call_id") || has("transcript_file")) && (has("outcome") || known >= 2)
            // A column of files says enough with any one thing about them.
            || has("transcript_file") && (known >= 1 || ["consent", "permission", "source_type", "conversation_type", "crm_reason"].iter().any(|n| has(n)))
            // A CRM's list of deals: what stands in it is what reps wrote, never a customer's comment.
            || has("outcome") && has("account") && (known >= 4 || has("opportunity") || has("crm_reason") || has("deal_size")))
}

fn read_sidecar(source: &Source) -> ReadResult {
    let Some(sheet) = sheets(source).iter().find(|s| is_sidecar(s, &source.options.columns)) else {
        return Err(reject("E_NO_TEXT_COLUMN", "The table has no column with a call's file or id."));
    };
    let names = columns(sheet, &source.options.columns);
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut warnings = Vec::new();
    let header = sheet.rows.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let near = sidecar::near_names_hint(header, &source.options.columns);
    if !near.is_empty() {
        warnings.push(Warning { code: "W_COLUMN_UNKNOWN".into(), message: format!("Not every column is known. {near}") });
    }
    for (line, cells) in sheet.rows.iter().skip(1) {
        let mut row = SidecarRow::new();
        for (at, name) in names.iter().enumerate() {
            let cell = cells.get(at).map(String::as_str).unwrap_or_default();
            if name == "call_id" && sidecar::is_damaged_id(cell) {
                return Err(reject(
                    "E_ID_DAMAGED",
                    format!("Line {line}: call_id {} was cut by a spreadsheet. Format the column as text and export again.", cell.trim()),
                ));
            }
            let order = (name == "date" || name == "close_date")
                .then(|| date::slash_order(sheet.rows.iter().skip(1).filter_map(|(_, c)| c.get(at)).map(String::as_str)))
                .flatten();
            if name == "date" && matches!(date::find(cell, order), Some(date::Found::Ambiguous)) {
                warnings.push(Warning {
                    code: "W_DATE_AMBIGUOUS".into(),
                    message: format!("Line {line}: {} could be day first or month first; no date was taken.", cell.trim()),
                });
            }
            row.entry(name.clone()).or_insert_with(|| sidecar::cell(name, cell, order));
        }
        if let Some(Value::String(word)) = row.get("outcome")
            && crate::calls::Outcome::from_words(&word.replace('_', " ")).is_none()
        {
            warnings.push(Warning {
                code: "W_METADATA_CONFLICT".into(),
                message: format!(
                    "Line {line}: outcome \"{word}\" is none that we know; it was kept as it is. Known are {}.",
                    crate::calls::Outcome::KNOWN
                ),
            });
        }
        rows.push(row);
        lines.push(*line);
    }
    Ok(Parsed::Sidecar { format: "sidecar-csv".into(), rows, lines, warnings })
}

/// The columns of call, speaker and role.
fn speaker_columns(sheet: &Sheet) -> Option<(usize, usize, usize)> {
    let header: Vec<String> = sheet.rows.first()?.1.iter().map(|h| h.trim().to_lowercase()).collect();
    let at = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
    let found = (
        at(&["call", "file", "call_id", "transcript", "transcript_file"])?,
        at(&["speaker", "name", "person", "label"])?,
        at(&["role", "side"])?,
    );
    let roles_known = sheet.rows.iter().skip(1).filter(|(_, r)| r.get(found.2).is_some_and(|w| roles::role_of_word(w).is_some())).count();
    (roles_known * 2 > sheet.rows.len().saturating_sub(1)).then_some(found)
}

fn read_speakers(source: &Source) -> ReadResult {
    let Some((sheet, (call, speaker, role))) = sheets(source).iter().find_map(|s| speaker_columns(s).map(|c| (s, c))) else {
        return Err(reject("E_NO_TEXT_COLUMN", "The table needs the columns call, speaker and role."));
    };
    let cell = |cells: &[String], at: usize| cells.get(at).map(|c| c.trim().to_owned()).unwrap_or_default();
    let rows = sheet.rows.iter().skip(1).map(|(line, cells)| (cell(cells, call), cell(cells, speaker), cell(cells, role), *line)).collect();
    Ok(Parsed::Speakers { rows })
}
