//! The charts: support by outcome, and how many themes each further call added. Inline SVG, with the same numbers as text.

use std::collections::BTreeSet;

use super::{shown, statement};
use crate::calls::CallId;
use crate::export::Reviewed;
use crate::export::sample::{CallShown, Sample};

/// Both charts.
pub(super) fn charts(reviewed: &Reviewed<'_>, sample: &Sample) -> String {
    format!("{}{}", outcomes(reviewed, sample), saturation(reviewed, sample))
}

/// For each theme and outcome, how many of the calls with that outcome support it: a bar that is as long as the share, and the two numbers.
fn outcomes(reviewed: &Reviewed<'_>, sample: &Sample) -> String {
    if sample.outcomes.is_empty() {
        return String::new();
    }
    let heads: String = sample.outcomes.iter().map(|o| format!("<th scope=\"col\">{}</th>", shown(&o.name))).collect();
    let with = |outcome: &str, calls: &[CallId]| {
        let has = |c: &&CallShown| c.counted && c.outcome_words.as_deref() == Some(outcome) && calls.contains(&c.id);
        sample.calls.iter().filter(has).count()
    };
    let rows: String = reviewed
        .themes()
        .map(|t| {
            let bars: String = sample.outcomes.iter().map(|o| format!("<td>{}</td>", bar(with(&o.name, &t.calls), o.calls))).collect();
            format!("<tr data-kind=\"{}\"><th scope=\"row\">{}</th>{bars}</tr>\n", t.kind.as_str(), statement(t))
        })
        .collect();
    format!(
        "<section>\n<h2>Support by outcome</h2>\n<p class=\"quiet\">Calls that support a theme, of the calls with that outcome. Association, not cause.</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Support by outcome\">\n<table class=\"bars\">\n<thead><tr><th scope=\"col\">Theme</th>{heads}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</div>\n</section>\n"
    )
}

fn bar(calls: usize, of: usize) -> String {
    let width = (calls * 100).checked_div(of).unwrap_or(0);
    format!(
        "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"8\"/>\
         <rect class=\"bar\" width=\"{width}\" height=\"8\"/></svg> {calls} of {of}"
    )
}

/// After each call, in the order of their dates, how many of the accepted themes had been heard at least once.
fn saturation(reviewed: &Reviewed<'_>, sample: &Sample) -> String {
    let mut calls: Vec<&CallShown> = sample.calls.iter().filter(|c| c.counted).collect();
    calls.sort_by_key(|c| (c.metadata.date.is_none(), c.metadata.date.clone()));
    let mut heard: BTreeSet<&str> = BTreeSet::new();
    let mut counts = Vec::with_capacity(calls.len());
    for call in &calls {
        heard.extend(reviewed.themes().filter(|t| t.calls.contains(&call.id)).map(|t| t.id.as_str()));
        counts.push(heard.len());
    }
    let all = heard.len();
    if counts.len() < 3 || all == 0 {
        return String::new();
    }
    let (width, height, left) = (600, 180, 30);
    let x = |i: usize| left + i * (width - left - 10) / (counts.len() - 1);
    let y = |n: usize| height - 20 - n * (height - 40) / all;
    let points: Vec<String> = counts.iter().enumerate().map(|(i, n)| format!("{},{}", x(i), y(*n))).collect();
    let dots: String = counts
        .iter()
        .enumerate()
        .map(|(i, n)| {
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{} of {all} after {} calls</title></circle>", x(i), y(*n), n, i + 1)
        })
        .collect();
    let said: String = calls.iter().zip(&counts).map(|(c, n)| format!("<li>{}: {n} of {all}</li>", shown(&c.id.0))).collect();
    format!(
        "<section>\n<h2>What each further call added</h2>\n<p class=\"quiet\">Accepted themes heard so far, call by call in the order of their dates. A line that \
         still rises says that more calls would bring more; another order of calls gives another line.</p>\n\
         <svg class=\"line\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"From {} themes after the first call to {all} after {} calls\">\
         <line x1=\"{left}\" y1=\"{base}\" x2=\"{width}\" y2=\"{base}\"/><line x1=\"{left}\" y1=\"{top}\" x2=\"{width}\" y2=\"{top}\"/>\
         <text x=\"0\" y=\"{base}\">0</text><text x=\"0\" y=\"{label}\">{all}</text><polyline points=\"{}\"/>{dots}</svg>\n\
         <details><summary>The same as a list</summary>\n<ol>{said}</ol>\n</details>\n</section>\n",
        counts.first().copied().unwrap_or_default(),
        calls.len(),
        points.join(" "),
        base = y(0),
        top = y(all),
        label = y(all) + 4,
    )
}
