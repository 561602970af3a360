//! The quote library as a workbook: quotes to read first, then themes, calls, codebook, and what all of it is.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::count::of;
use super::quote_library::{COLUMNS, MEANINGS, value};
use super::sheet::{Cell, Table, date, number, properties, said};
use super::{ExportError, Reviewed};

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
const NUMBERS: &[&str] = &["intensity", "severity", "turn_start", "turn_end", "char_start", "char_end"];
/// Columns whose cells are dates.
const DATES: &[&str] = &["call_date"];

pub(super) fn xlsx(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Quote library", reviewed)?);
    quotes(workbook.add_worksheet(), reviewed)?;
    themes(workbook.add_worksheet(), reviewed)?;
    calls(workbook.add_worksheet(), reviewed)?;
    codebook(workbook.add_worksheet(), reviewed)?;
    readme(workbook.add_worksheet(), reviewed)?;
    Ok(workbook.save_to_buffer()?)
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
                    _ if DATES.contains(column) && !value.is_empty() => Cell::Date(value),
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
        ("severity", 9),
        ("evidence", 24),
        ("counter_evidence", 18),
        ("none_found_after_looking", 26),
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
            t.severity.map_or_else(|| said(""), |s| Cell::Number(s.into())),
            said(numbers(&t.supports)),
            said(numbers(&t.contradicts)),
            said(t.none_against.as_ref().map(|n| format!("{}, {}", n.by, n.on)).unwrap_or_default()),
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
    for c in &reviewed.sample.calls {
        let m = &c.metadata;
        let known = |value: &Option<String>| said(value.clone().unwrap_or_default());
        table.row([
            said(&c.id.0),
            said(&c.file),
            date(&m.date),
            known(&m.account),
            known(&m.segment),
            known(&m.persona),
            said(m.outcome.map_or("", |o| o.as_str())),
            said(m.competitors.join("; ")),
            said(if c.counted { "yes" } else { "no" }),
            known(&c.why_not),
            number(c.turns),
            number(c.on_screen.of),
            number(c.on_screen.seen),
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
    for kind in crate::themes::Kind::ALL {
        let Some(shown) = reviewed.kinds.get(kind.as_str()) else { continue };
        let entry = reviewed.codebook.get(kind.as_str()).cloned().unwrap_or_default();
        table.row([
            said(kind.as_str()),
            said(shown.heading),
            said(entry.definition),
            said(entry.include.join("; ")),
            said(entry.exclude.join("; ")),
            number(shown.repeated.len()),
            number(shown.heard_once.len()),
        ])?;
    }
    table.end()
}

fn readme(sheet: &mut Worksheet, reviewed: &Reviewed<'_>) -> Result<(), XlsxError> {
    let mut table = Table::start(sheet, "README", &[("what", 24), ("meaning", 110)])?;
    let (head, method) = (&reviewed.head, &reviewed.method);
    let reviewers = method.reviewers.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let coders = match method.second_coders.iter().filter_map(|c| Some((&c.name, c.support.as_ref()?))).collect::<Vec<_>>() {
        none if none.is_empty() => "single coder, agreement not assessed".to_owned(),
        some => some.iter().map(|(name, a)| format!("{name}: {} of {} alike on what supports", a.same, a.n)).collect::<Vec<_>>().join("; "),
    };
    let blind = method.blind_spots.as_ref().map_or_else(
        || "nobody drew turns at random to see how much was missed".to_owned(),
        |b| {
            format!(
                "something missed in {} of {} drawn at random from {} that no theme cites: so in about {} to {} of those (95 % interval)",
                b.missed,
                of(b.looked_at as usize, "turn"),
                b.of,
                b.low,
                b.high
            )
        },
    );
    let lines = [
        ("product", reviewed.product.clone().unwrap_or_else(|| "Needs input".into())),
        (
            "Quotes",
            "one row for each verbatim of each accepted theme; the words are cut from the transcript, … is a marked cut. Columns \
             that nothing is known for are empty."
                .into(),
        ),
        ("calls, of_calls", "computed from the judged verbatims: calls, never mentions, over the calls in which a customer speaks.".into()),
        ("accepted by", reviewers),
        ("coders", coders),
        ("blind spots", blind),
        ("last entry", method.last_on.clone().unwrap_or_default()),
        ("ledger", format!("{} entries, head {}", head.count, head.hash)),
        ("check", format!("verbatim log --verify --head {}", head.hash)),
    ];
    let [product, quotes, lines @ ..] = lines;
    let meanings = MEANINGS.iter().map(|(what, meaning)| (*what, (*meaning).to_owned()));
    for (what, meaning) in [product, quotes].into_iter().chain(meanings).chain(lines) {
        table.row([said(what), said(meaning)])?;
    }
    if reviewed.audience.is_external() {
        table.row([said("audience"), said("readers outside: people and accounts are not named, words in [ ] stand for them.")])?;
    }
    for left in reviewed.left_out() {
        table.row([said(format!("left out: {}", left.of)), said(&left.why)])?;
    }
    table.end()
}
