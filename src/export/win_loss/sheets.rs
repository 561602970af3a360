//! The win/loss language comparison as a workbook.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Compared, Comparison, Example, Phrases, Sides, Standing, comparison, drivers, sides};
use crate::export::count;
use crate::export::sheet::{Cell, Table, number, properties, said};
use crate::export::{ExportError, Reviewed};

/// The workbook.
///
/// # Errors
/// Where it can't be written to memory, which doesn't happen.
pub(in crate::export) fn xlsx(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let (of, drivers) = (sides(reviewed), drivers(reviewed));
    let comparison = comparison(reviewed, of, &drivers);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Win/loss language comparison", reviewed)?);
    if comparison.standing != Standing::Refused {
        drivers_sheet(&mut workbook, &comparison)?;
        phrases(&mut workbook, "Customer language", &comparison.customers, of)?;
        phrases(&mut workbook, "Rep language", &comparison.reps, of)?;
        competitors(&mut workbook, &comparison)?;
    }
    readme(&mut workbook, &comparison)?;
    Ok(workbook.save_to_buffer()?)
}

fn drivers_sheet(workbook: &mut Workbook, comparison: &Comparison<'_>) -> Result<(), XlsxError> {
    let columns = [
        ("driver", 60),
        ("theme_id", 10),
        ("code_family", 14),
        ("won_calls", 11),
        ("of_won", 9),
        ("lost_calls", 11),
        ("of_lost", 9),
        ("customer_words_won", 60),
        ("quote_id_won", 13),
        ("customer_words_lost", 60),
        ("quote_id_lost", 13),
    ];
    let mut table = Table::start(workbook.add_worksheet(), "Decision drivers", &columns)?;
    for d in &comparison.drivers {
        let words = |q: Option<&crate::export::quoted::Quoted>| {
            [said(q.map_or("", |q| q.text.as_str())), said(q.map(|q| format!("E{}", q.evidence)).unwrap_or_default())]
        };
        let mut row = vec![said(&d.theme.statement), said(&d.theme.id), said(d.theme.kind.as_str())];
        row.extend(counts(d.calls, comparison.of));
        row.extend(words(d.won).into_iter().chain(words(d.lost)));
        table.row(row)?;
    }
    table.end()
}

fn counts(calls: Sides, of: Sides) -> [Cell; 4] {
    [number(calls.won), number(of.won), number(calls.lost), number(of.lost)]
}

fn phrases(workbook: &mut Workbook, name: &str, phrases: &Phrases, of: Sides) -> Result<(), XlsxError> {
    let columns = [
        ("phrase", 32),
        ("won_calls", 11),
        ("of_won", 9),
        ("lost_calls", 11),
        ("of_lost", 9),
        ("accounts", 10),
        ("spread", 9),
        ("same_in_both", 13),
        ("example_won", 60),
        ("where_won", 34),
        ("example_lost", 60),
        ("where_lost", 34),
    ];
    let mut table = Table::start(workbook.add_worksheet(), name, &columns)?;
    let row = |c: &Compared, alike: &str| {
        let mut row = vec![said(&c.phrase)];
        row.extend(counts(c.calls, of));
        row.extend([number(c.accounts), Cell::Number(c.spread as f64), said(alike)]);
        row.extend([&c.won, &c.lost].into_iter().flat_map(|e| e.as_ref().map_or_else(|| [said(""), said("")], shown)));
        row
    };
    for c in &phrases.differ {
        table.row(row(c, ""))?;
    }
    for c in &phrases.alike {
        table.row(row(c, "yes"))?;
    }
    table.end()
}

fn shown(example: &Example) -> [Cell; 2] {
    let time = example.time.as_ref().map(|t| format!(", {t}")).unwrap_or_default();
    let who = example.speaker.as_deref().unwrap_or("no name");
    [said(&example.text), said(format!("{who}, {}, turn {}{time}", example.call, example.turn))]
}

fn competitors(workbook: &mut Workbook, comparison: &Comparison<'_>) -> Result<(), XlsxError> {
    let columns = [("competitor", 30), ("won_calls", 11), ("of_won", 9), ("lost_calls", 11), ("of_lost", 9)];
    let mut table = Table::start(workbook.add_worksheet(), "Competitors", &columns)?;
    for named in &comparison.competitors {
        let mut row = vec![said(named.name)];
        row.extend(counts(named.calls, comparison.of));
        table.row(row)?;
    }
    table.end()
}

fn readme(workbook: &mut Workbook, comparison: &Comparison<'_>) -> Result<(), XlsxError> {
    let mut table = Table::start(workbook.add_worksheet(), "README", &[("what", 24), ("meaning", 110)])?;
    let (of, from, more) = (comparison.of, comparison.compared_from, comparison.more_from);
    let standing = match comparison.standing {
        Standing::Refused => format!("Not compared: it takes {from} won and {from} lost calls; there are {} and {}.", of.won, of.lost),
        Standing::Directional => format!("Directional: with fewer than {more} calls on a side a difference is a direction at most."),
        Standing::Compared => format!("Compared: {more} calls or more on each side. An association, no cause."),
    };
    let lines = [
        ("standing", standing),
        ("won", format!("{}, {}", count::of(of.won, "call"), count::of(comparison.accounts.won, "account"))),
        ("lost", format!("{}, {}", count::of(of.lost, "call"), count::of(comparison.accounts.lost, "account"))),
        ("counts", "calls, never mentions".to_owned()),
        ("Decision drivers", "accepted themes, each verbatim judged in its context".to_owned()),
        (
            "Customer and Rep language",
            "runs of two to four words in two calls or more, counted by rule; nobody judged these examples in their context".to_owned(),
        ),
        ("spread", "won calls less lost calls".to_owned()),
        ("ledger", format!("{} entries, head {}", comparison.reviewed.head.count, comparison.reviewed.head.hash)),
    ];
    for (what, meaning) in lines {
        table.row([said(what), said(meaning)])?;
    }
    table.end()
}
