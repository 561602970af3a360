//! Sheets of a workbook. Text is written as text cells, which no spreadsheet runs; one that would start a formula if somebody typed it
//! again is also marked as text.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::{Reviewed, escape};

/// How many characters a cell can hold.
const CELL: usize = 32_767;

/// Made when the ledger's last entry was, not when it was exported.
///
/// # Errors
/// None that can happen.
pub(super) fn properties(title: &str, reviewed: &Reviewed<'_>) -> Result<DocProperties, XlsxError> {
    let made = reviewed.method.last_on.as_deref().and_then(|day| ExcelDateTime::parse_from_str(day).ok());
    let made = made.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&made))
}

/// A table as it goes into a sheet: its columns with their widths, then its rows.
pub(super) struct Table<'a> {
    sheet: &'a mut Worksheet,
    columns: usize,
    row: u32,
    formats: Formats,
}

/// The formats that cells share: making one for each cell makes large workbooks slow.
struct Formats {
    top: Format,
    text: Format,
    like_a_formula: Format,
    date: Format,
}

impl<'a> Table<'a> {
    pub fn start(sheet: &'a mut Worksheet, name: &str, columns: &[(&str, u16)]) -> Result<Table<'a>, XlsxError> {
        let heading = Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF4)).set_align(FormatAlign::Top);
        sheet.set_name(name)?;
        for (at, (title, width)) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, at, *title, &heading)?;
            sheet.set_column_width(at, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let top = Format::new().set_align(FormatAlign::Top);
        let text = top.clone().set_text_wrap();
        let formats =
            Formats { like_a_formula: text.clone().set_quote_prefix(), date: top.clone().set_num_format("yyyy-mm-dd"), text, top };
        Ok(Table { sheet, columns: columns.len(), row: 0, formats })
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), XlsxError> {
        self.row += 1;
        for (at, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => self.text(at, &text)?,
                Cell::Number(n) => drop(self.sheet.write_number_with_format(self.row, at, n, &self.formats.top)?),
                Cell::Date(date) => match ExcelDateTime::parse_from_str(&date) {
                    Ok(day) => drop(self.sheet.write_datetime_with_format(self.row, at, &day, &self.formats.date)?),
                    Err(_) => self.text(at, &date)?,
                },
            }
        }
        Ok(())
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let text = escape::printable(text);
        // U+FFFE and U+FFFF may not stand in XML.
        let mut text: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        if text.encode_utf16().count() > CELL {
            text = text.chars().take(CELL / 2).collect::<String>() + " [cut: the cell is full, quote-library.json has all of it]";
        }
        let format = if escape::starts_formula(&text) { &self.formats.like_a_formula } else { &self.formats.text };
        self.sheet.write_string_with_format(self.row, column, text, format)?;
        Ok(())
    }

    pub fn end(self) -> Result<(), XlsxError> {
        if let Some(last) = self.columns.checked_sub(1).and_then(|c| u16::try_from(c).ok()) {
            self.sheet.autofilter(0, 0, self.row, last)?;
        }
        Ok(())
    }
}

/// What stands in a cell.
pub(super) enum Cell {
    Text(String),
    Number(f64),
    /// An ISO date; where it is none, its text.
    Date(String),
}

pub(super) fn said(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

pub(super) fn number(n: usize) -> Cell {
    Cell::Number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

/// A date, where one is known.
pub(super) fn date(day: &Option<String>) -> Cell {
    day.clone().map_or_else(|| said(""), Cell::Date)
}
