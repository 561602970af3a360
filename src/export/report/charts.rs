//! The charts: support by outcome, and how many themes each further call added. Inline SVG, with the same numbers as text.

use std::collections::BTreeSet;

use super::{shown, statement};
use crate::calls::CallId;
use crate::export::Reviewed;
use crate::export::count::of;
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

/// How many of `all` themes are heard after so many of `calls` calls on average over every order in which the calls could have come: a theme of
/// m calls is still unheard after k of n with the chance (n−m choose k) / (n choose k).
fn on_average(themes: &[usize], calls: usize, after: usize) -> f64 {
    let unheard = |m: usize| (0..after).map(|i| calls.saturating_sub(m + i) as f64 / (calls - i) as f64).product::<f64>();
    themes.iter().map(|m| 1.0 - unheard(*m)).sum()
}

/// After each call, in the order of their dates, how many of the accepted themes had been heard at least once; and the same on average over all orders.
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
    let heard_in: Vec<usize> = reviewed.themes().map(|t| t.calls.len()).filter(|n| *n > 0).collect();
    let average: Vec<f64> = (1..=counts.len()).map(|k| on_average(&heard_in, counts.len(), k)).collect();
    let average_points: Vec<String> = average
        .iter()
        .enumerate()
        .map(|(i, n)| format!("{},{:.1}", x(i), (height - 20) as f64 - n * (height - 40) as f64 / all as f64))
        .collect();
    let points: Vec<String> = counts.iter().enumerate().map(|(i, n)| format!("{},{}", x(i), y(*n))).collect();
    let dots: String = counts
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let after = of(i + 1, "call");
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{n} of {all} after {after}</title></circle>", x(i), y(*n))
        })
        .collect();
    let said: String = calls
        .iter()
        .zip(&counts)
        .zip(&average)
        .map(|((c, n), average)| format!("<li>{}: {n} of {all} (on average {average:.1})</li>", shown(&c.id.0)))
        .collect();
    format!(
        "<section>\n<h2>What each further call added</h2>\n<p class=\"quiet\">Accepted themes heard so far, call by call in the order of their dates; dashed, the average over \
         all orders in which the calls could have come. A line that still rises says that more calls would bring more.</p>\n\
         <svg class=\"line\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"From {} after the first call to {all} after {} calls\">\
         <line x1=\"{left}\" y1=\"{base}\" x2=\"{width}\" y2=\"{base}\"/><line x1=\"{left}\" y1=\"{top}\" x2=\"{width}\" y2=\"{top}\"/>\
         <text x=\"0\" y=\"{base}\">0</text><text x=\"0\" y=\"{label}\">{all}</text><polyline class=\"average\" points=\"{average_points}\"/><polyline points=\"{}\"/>{dots}</svg>\n\
         <details><summary>The same as a list</summary>\n<ol>{said}</ol>\n</details>\n</section>\n",
        of(counts.first().copied().unwrap_or_default(), "theme"),
        calls.len(),
        points.join(" "),
        average_points = average_points.join(" "),
        base = y(0),
        top = y(all),
        label = y(all) + 4,
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_average_over_all_orders_is_the_hypergeometric_one() {
        // One theme in one of two calls, one in both: after one call 1.5 on average, after both 2.
        let after = |k| super::on_average(&[1, 2], 2, k);
        assert!((after(1) - 1.5).abs() < 1e-9 && (after(2) - 2.0).abs() < 1e-9);
        assert!((super::on_average(&[1], 10, 4) - 0.4).abs() < 1e-9);
    }
}
