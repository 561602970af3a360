//! The quote library as a workbook: quotes to read first, then themes, calls, codebook, and what all of it is.
//!
//! Text is written as text cells, which no spreadsheet runs; one that would start a formula if somebody typed it again is also marked as text.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::quote_library::{COLUMNS, value};
use super::{ExportError, Reviewed, escape};

/// The columns a person reads, before those for machines.
const READABLE: &[&str] = &[
    "quote_id",
    "quote",
    "theme",
    "code_family",
    "supports",
    "persona",
    "speaker_id",
    "account_id",
    "segment",
    "deal_outcome",
    "call_id",
    "call_date",
    "timestamp_start",
    "notes",
];
/// Columns whose cells are numbers.
const NUMBERS: &[&str] = &["turn_start", "turn_end", "char_start", "char_end"];
/// How many characters a cell can hold.
const CELL: usize = 32_767;

pub(super) fn xlsx(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(reviewed)?);
    quotes(workbook.add_worksheet(), reviewed)?;
    themes(workbook.add_worksheet(), reviewed)?;
    calls(workbook.add_worksheet(), reviewed)?;
    codebook(workbook.add_worksheet(), reviewed)?;
    readme(workbook.add_worksheet(), reviewed)?;
    Ok(workbook.save_to_buffer()?)
}

/// Made when the ledger's last entry was, not when it was exported.
fn properties(reviewed: &Reviewed<'_>) -> Result<DocProperties, XlsxError> {
    let made = reviewed.method.last_on.as_deref().and_then(|day| ExcelDateTime::parse_from_str(day).ok());
    let made = made.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    Ok(DocProperties::new().set_title("Quote library").set_creation_datetime(&made))
}

/// A table as it goes into a sheet: its columns with their widths, then its rows.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    columns: usize,
    row: u32,
}

impl<'a> Table<'a> {
    fn start(sheet: &'a mut Worksheet, name: &str, columns: &[(&str, u16)]) -> Result<Table<'a>, XlsxError> {
        let heading = Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF4)).set_align(FormatAlign::Top);
        sheet.set_name(name)?;
        for (at, (title, width)) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, at, *title, &heading)?;
            sheet.set_column_width(at, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Table { sheet, columns: columns.len(), row: 0 })
    }

    fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), XlsxError> {
        self.row += 1;
        for (at, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => write_text(self.sheet, self.row, at, &text)?,
                Cell::Number(n) => {
                    self.sheet.write_number_with_format(self.row, at, n, &top())?;
                }
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), XlsxError> {
        if let Some(last) = self.columns.checked_sub(1).and_then(|c| u16::try_from(c).ok()) {
            self.sheet.autofilter(0, 0, self.row, last)?;
        }
        Ok(())
    }
}

enum Cell {
    Text(String),
    Number(f64),
}

fn said(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn top() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    let text = escape::printable(text);
    // U+FFFE and U+FFFF may not stand in XML.
    let mut text: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    if text.encode_utf16().count() > CELL {
        text = text.chars().take(CELL / 2).collect::<String>() + " [cut: the cell is full, quote-library.json has all of it]";
    }
    let format = top().set_text_wrap();
    let format = if escape::starts_formula(&text) { format.set_quote_prefix() } else { format };
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}

fn quotes(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let order: Vec<&str> = READABLE.iter().chain(COLUMNS.iter().filter(|c| !READABLE.contains(c))).copied().collect();
    let width = |column: &str| match column {
        "quote" => 70,
        "theme" | "notes" | "context_before" | "context_after" => 40,
        "persona" | "speaker_id" | "account_id" | "segment" | "call_id" => 22,
        _ => 14,
    };
    let columns: Vec<(&str, u16)> = order.iter().map(|c| (*c, width(c))).collect();
    let mut table = Table::start(sheet, "Quotes", &columns)?;
    for theme in reviewed.themes() {
        for quoted in theme.verbatims() {
            table.row(order.iter().map(|column| {
                let value = value(column, reviewed, theme, quoted);
                match value.parse::<u32>() {
                    Ok(n) if NUMBERS.contains(column) => Cell::Number(n.into()),
                    _ => Cell::Text(value),
                }
            }))?;
        }
    }
    table.end()
}

fn themes(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let columns = [
        ("theme_id", 10),
        ("theme", 70),
        ("code_family", 14),
        ("repeated", 12),
        ("calls", 8),
        ("of_calls", 8),
        ("accounts", 10),
        ("customers", 10),
        ("support", 40),
        ("evidence", 24),
        ("counter_evidence", 18),
        ("nothing_found_in", 40),
        ("accepted_by", 18),
        ("accepted_at", 22),
    ];
    let mut table = Table::start(sheet, "Themes", &columns)?;
    let numbers = |quotes: &[super::quoted::Quoted]| quotes.iter().map(|q| format!("E{}", q.evidence)).collect::<Vec<_>>().join(", ");
    for t in reviewed.themes() {
        let silent: Vec<&str> = t.silence.calls.iter().map(|c| c.0.as_str()).collect();
        table.row([
            said(&t.id),
            said(&t.statement),
            said(t.kind.as_str()),
            said(if t.repeated { "repeated" } else { "heard once" }),
            Cell::Number(t.support.calls.into()),
            Cell::Number(t.support.of_calls.into()),
            Cell::Number(t.support.accounts.into()),
            Cell::Number(t.support.customers.into()),
            said(&t.count),
            said(numbers(&t.supports)),
            said(numbers(&t.contradicts)),
            said(silent.join(", ")),
            said(&t.accepted_by),
            said(&t.accepted_at),
        ])?;
    }
    table.end()
}

fn calls(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let columns = [
        ("call_id", 30),
        ("file", 30),
        ("call_date", 12),
        ("account_id", 24),
        ("segment", 22),
        ("persona", 22),
        ("deal_outcome", 14),
        ("competitor", 20),
        ("counted", 10),
        ("why_not", 40),
        ("turns", 8),
        ("customer_turns", 15),
        ("customer_turns_on_screen", 24),
        ("permission", 20),
        ("transcript_sha256", 20),
    ];
    let mut table = Table::start(sheet, "Calls", &columns)?;
    let count = |n: usize| Cell::Number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
    for c in &reviewed.sample.calls {
        let m = &c.metadata;
        let known = |value: &Option<String>| said(value.clone().unwrap_or_default());
        table.row([
            said(&c.id.0),
            said(&c.file),
            known(&m.date),
            known(&m.account),
            known(&m.segment),
            known(&m.persona),
            said(m.outcome.map_or("", |o| o.as_str())),
            said(m.competitors.join("; ")),
            said(if c.counted { "yes" } else { "no" }),
            known(&c.why_not),
            count(c.turns),
            count(c.on_screen.of),
            count(c.on_screen.seen),
            known(&m.permission),
            said(&c.version),
        ])?;
    }
    table.end()
}

fn codebook(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let columns =
        [("code_family", 14), ("heading", 22), ("definition", 60), ("include", 50), ("exclude", 50), ("repeated", 10), ("heard_once", 12)];
    let mut table = Table::start(sheet, "Codebook", &columns)?;
    let count = |n: usize| Cell::Number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)));
    for kind in crate::themes::Kind::ALL {
        let Some(shown) = reviewed.kinds.get(kind.as_str()) else { continue };
        let entry = reviewed.codebook.get(kind.as_str()).cloned().unwrap_or_default();
        table.row([
            said(kind.as_str()),
            said(shown.heading),
            said(entry.definition),
            said(entry.include.join("; ")),
            said(entry.exclude.join("; ")),
            count(shown.repeated.len()),
            count(shown.heard_once.len()),
        ])?;
    }
    table.end()
}

fn readme(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let mut table = Table::start(sheet, "README", &[("what", 24), ("meaning", 110)])?;
    let (head, method) = (&reviewed.head, &reviewed.method);
    let reviewers = method.reviewers.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let lines: [(&str, String); 9] = [
        ("product", reviewed.product.clone().unwrap_or_else(|| "Needs input".into())),
        (
            "Quotes",
            "one row for each verbatim of each accepted theme; the words are cut from the transcript, … is a marked cut. Columns \
             that nothing is known for are empty."
                .into(),
        ),
        ("quote_id", "the evidence number: given once, the same in every document and every export.".into()),
        ("supports", "what the reviewer said of the verbatim for this theme: supports, partly, contradicts. Only supports counts.".into()),
        ("calls, of_calls", "computed from the judged verbatims: calls, never mentions, over the calls in which a customer speaks.".into()),
        ("accepted by", reviewers),
        ("last entry", method.last_on.clone().unwrap_or_default()),
        ("ledger", format!("{} entries, head {}", head.count, head.hash)),
        ("check", format!("verbatim log --verify --head {}", head.hash)),
    ];
    for (what, meaning) in lines {
        table.row([said(what), said(meaning)])?;
    }
    if reviewed.audience.is_external() {
        table.row([said("audience"), said("readers outside: people and accounts are not named, words in [ ] stand for them.")])?;
    }
    for left in reviewed.left_out() {
        table.row([said(format!("left out: {}", left.of)), said(&left.why)])?;
    }
    Ok(())
}
