//! Severity against frequency: how much harm the reviewer says is in a theme, and in how many calls it was heard.

use serde::Serialize;

use super::Reviewed;
use super::theme::{ThemeShown, meaning};
use crate::review::SEVERITY;
use crate::themes::Kind;

/// Kinds in which harm is expected, so that a missing rating is said.
const HARM: [Kind; 3] = [Kind::Problem, Kind::Objection, Kind::Doubt];
/// Where the columns start that are used where a theme was heard in more calls than there is room for.
const BANDS: [u32; 6] = [1, 2, 3, 5, 10, 20];

/// Calls, from one number to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Band {
    pub from: u32,
    /// The last number in it; none where it is open.
    pub to: Option<u32>,
    pub label: String,
}

/// The themes of one severity.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row<'a> {
    pub severity: u8,
    pub words: &'static str,
    /// The themes in each column.
    pub cells: Vec<Vec<&'a ThemeShown>>,
}

/// The matrix. Themes that nobody rated are in none of its cells.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Matrix<'a> {
    pub columns: Vec<Band>,
    /// The worst first.
    pub rows: Vec<Row<'a>>,
    pub unrated: Vec<&'a ThemeShown>,
}

/// The matrix of all accepted themes; without rows where nobody rated any.
pub(super) fn matrix<'a>(reviewed: &'a Reviewed<'_>) -> Matrix<'a> {
    let rated: Vec<&ThemeShown> = reviewed.themes().filter(|t| t.severity.is_some()).collect();
    let most = rated.iter().map(|t| t.support.calls).max().unwrap_or_default();
    let columns = bands(most);
    let level = |severity: u8| {
        let at = |band: &Band| {
            let in_band = |t: &&&ThemeShown| t.support.calls >= band.from && band.to.is_none_or(|to| t.support.calls <= to);
            rated.iter().filter(|t| t.severity == Some(severity)).filter(in_band).copied().collect()
        };
        Row { severity, words: meaning(&SEVERITY, severity).unwrap_or_default(), cells: columns.iter().map(at).collect() }
    };
    Matrix {
        rows: if rated.is_empty() { Vec::new() } else { (1..=5).rev().map(level).collect() },
        unrated: reviewed.themes().filter(|t| t.severity.is_none() && HARM.contains(&t.kind)).collect(),
        columns,
    }
}

/// A column for each number of calls where there are few, else one for each band, up to `most`.
fn bands(most: u32) -> Vec<Band> {
    let calls = |label: String, one: bool| if one { format!("{label} call") } else { format!("{label} calls") };
    if most <= 6 {
        return (1..=most).map(|n| Band { from: n, to: Some(n), label: calls(n.to_string(), n == 1) }).collect();
    }
    let starts = BANDS.iter().enumerate().filter(|(_, from)| **from <= most);
    let band = |(i, &from): (usize, &u32)| match BANDS.get(i + 1).map(|next| next - 1) {
        Some(to) if to == from => Band { from, to: Some(to), label: calls(from.to_string(), from == 1) },
        Some(to) => Band { from, to: Some(to), label: calls(format!("{from}–{to}"), false) },
        None => Band { from, to: None, label: calls(format!("{from} or more"), false) },
    };
    starts.map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_calls_is_in_one_column() {
        let labels = |most: u32| bands(most).into_iter().map(|b| b.label).collect::<Vec<_>>();
        assert_eq!(labels(3), ["1 call", "2 calls", "3 calls"]);
        assert_eq!(labels(7), ["1 call", "2 calls", "3–4 calls", "5–9 calls"]);
        for most in [1, 6, 7, 20, 900] {
            for n in 1..=most {
                let of = bands(most).iter().filter(|b| n >= b.from && b.to.is_none_or(|to| n <= to)).count();
                assert_eq!(of, 1, "{n} of {most}");
            }
        }
    }
}
