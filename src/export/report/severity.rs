//! Severity against frequency: a table whose cells hold the themes.

use super::{shown, statement};
use crate::export::Reviewed;
use crate::export::severity::{Row, matrix as of};
use crate::export::theme::ThemeShown;

/// The matrix.
pub(super) fn matrix(reviewed: &Reviewed<'_>) -> String {
    let matrix = of(reviewed);
    let open = "<section id=\"severity\">\n<h2>How much it hurts, and how often it was heard</h2>\n";
    if matrix.rows.is_empty() {
        return format!("{open}<p class=\"quiet\">Nobody rated how much a theme hurts. In the review, h rates it.</p>\n</section>\n");
    }
    let heads: String = matrix.columns.iter().map(|c| format!("<th scope=\"col\">{}</th>", shown(&c.label))).collect();
    let last = matrix.columns.len();
    let row = |r: &Row<'_>| {
        let cell = |(at, themes): (usize, &Vec<&ThemeShown>)| {
            // The worse and the more often, the stronger the ground of the cell.
            let weight = usize::from(r.severity) * 2 + (at + 1) * 10 / last.max(1);
            let ground = if weight >= 16 {
                "hot"
            } else if weight >= 11 {
                "warm"
            } else {
                "cool"
            };
            format!("<td class=\"{ground}\">{}</td>", list(themes))
        };
        let cells: String = r.cells.iter().enumerate().map(cell).collect();
        format!("<tr><th scope=\"row\"><strong>{}</strong> · {}</th>{cells}</tr>\n", r.severity, shown(r.words))
    };
    let rows: String = matrix.rows.iter().map(row).collect();
    let unrated =
        if matrix.unrated.is_empty() { String::new() } else { format!("<p class=\"quiet\">Not rated:</p>\n{}\n", list(&matrix.unrated)) };
    format!(
        "{open}<p class=\"quiet\">Severity is the reviewer’s rating; the columns count the calls that support a theme.</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Severity and frequency\">\n<table class=\"matrix\">\n\
         <thead><tr><th scope=\"col\">Severity</th>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{unrated}</section>\n"
    )
}

fn list(themes: &[&ThemeShown]) -> String {
    if themes.is_empty() {
        return String::new();
    }
    let line = |t: &&ThemeShown| format!("<li data-kind=\"{}\"><a href=\"#{}\">{}</a></li>", t.kind.as_str(), shown(&t.id), statement(t));
    format!("<ul>{}</ul>", themes.iter().map(line).collect::<String>())
}
