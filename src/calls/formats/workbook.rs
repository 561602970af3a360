//! Excel workbooks as rows of cells, sheet by sheet, without making room for cells that are not there.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::docx::LARGEST_PART;
use super::foreign;
use super::source::reject;
use super::table::{Sheet, below_titles};
use crate::calls::Reject;

/// Most cells that are kept of one workbook.
const MOST_CELLS: usize = 2_000_000;
/// Columns beyond this one hold no comments.
const LAST_COLUMN: u32 = 512;

/// All visible sheets.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Reject> {
    bounded(bytes)?;
    let damaged = || reject("E_TRUNCATED", "The workbook is damaged. Save it again in Excel, or export the sheet as CSV.");
    // The reader is another's code on hostile bytes: a panic in it is a damaged file.
    let read = foreign::guarded(|| -> Option<Result<Vec<Sheet>, Reject>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
        let mut left = MOST_CELLS;
        let mut out = Vec::new();
        for name in book.sheet_names() {
            let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
            let mut sheet = Sheet { name, rows: Vec::new() };
            while let Ok(Some(cell)) = cells.next_cell() {
                let (row, column) = cell.get_position();
                let text = shown(cell.get_value());
                if text.is_empty() || column > LAST_COLUMN {
                    continue;
                }
                if left == 0 {
                    return Some(Err(reject(
                        "E_TOO_LARGE",
                        format!("The workbook has more than {MOST_CELLS} filled cells. Export the sheet that matters."),
                    )));
                }
                left -= 1;
                let number = row as usize + 1;
                if sheet.rows.last().is_none_or(|(n, _)| *n != number) {
                    sheet.rows.push((number, Vec::new()));
                }
                if let Some((_, cells)) = sheet.rows.last_mut() {
                    let at = column as usize;
                    if cells.len() <= at {
                        cells.resize(at + 1, String::new());
                    }
                    if let Some(slot) = cells.get_mut(at) {
                        *slot = text;
                    }
                }
            }
            sheet.rows = below_titles(sheet.rows);
            out.push(sheet);
        }
        Some(Ok(out))
    });
    match read {
        Some(Some(sheets)) => sheets,
        _ => Err(damaged()),
    }
}

/// Refuses a workbook that unpacks to more than a transcript could need, before the reader keeps any of it.
fn bounded(bytes: &[u8]) -> Result<(), Reject> {
    let damaged =
        |_| reject("E_TRUNCATED", format!("The file ends in the middle or is damaged (byte {}). Download it again.", bytes.len()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = LARGEST_PART * 2;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..archive.len() {
        let Ok(mut file) = archive.by_index(at) else { continue };
        while let Ok(n @ 1..) = file.read(&mut buffer) {
            left = left.checked_sub(n as u64).ok_or_else(|| {
                reject(
                    "E_TOO_LARGE",
                    format!("The workbook unpacks to more than {} MB; no table of comments is that long.", LARGEST_PART * 2 / 1024 / 1024),
                )
            })?;
        }
    }
    Ok(())
}

/// A cell as people see it; dates as ISO dates.
fn shown(value: &DataRef) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(d) => {
            let (y, m, d, h, min, s, _) = d.to_ymd_hms_milli();
            if y < 1905 { format!("{h:02}:{min:02}:{s:02}") } else { format!("{y:04}-{m:02}-{d:02}") }
        }
        _ => String::new(),
    }
}
