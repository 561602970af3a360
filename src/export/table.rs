//! Tables as CSV that a spreadsheet can open without running anything.

use super::{ExportError, escape};

/// The table as UTF-8 with a byte order mark, without which Excel takes it for another encoding; no cell starts a formula.
pub(super) fn csv(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, ExportError> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(columns)?;
    for row in rows {
        table.write_record(row.iter().map(|value| escape::cell(value).into_owned()))?;
    }
    table.into_inner().map_err(|e| ExportError::Csv(e.into_error().into()))
}
