//! The map: which theme was heard in which call.

use super::{number, shown, statement};
use crate::calls::CallId;
use crate::export::Reviewed;
use crate::export::count::of;
use crate::export::quoted::Quoted;
use crate::export::sample::CallShown;
use crate::export::theme::ThemeShown;

/// A table of accepted themes by counted calls; each mark leads to the words.
pub(super) fn map(reviewed: &Reviewed<'_>) -> String {
    let calls: Vec<&CallShown> = reviewed.sample.calls.iter().filter(|c| c.counted).collect();
    let heads: String = calls.iter().map(|c| head(reviewed, c)).collect();
    let rows: String = reviewed.themes().map(|t| row(reviewed, t, &calls)).collect();
    let key: String = calls.iter().map(|c| key(reviewed, c)).collect();
    format!(
        "<section id=\"map\">\n<h2>Which theme was heard in which call</h2>\n<p class=\"quiet\"><span class=\"supports\">●</span> supports · \
         <span class=\"partly\">◐</span> partly · <span class=\"contradicts\">✕</span> against · an empty cell: nothing found there</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Map of themes and calls\">\n<table class=\"map\">\n<thead><tr><th scope=\"col\">Theme</th>\
         <th scope=\"col\">Heard in</th>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n<details><summary>The calls by number</summary>\n<ol class=\"key\">\n{key}</ol>\n</details>\n</section>\n"
    )
}

fn facts(call: &CallShown) -> String {
    let m = &call.metadata;
    let facts = [m.account.as_deref(), m.persona.as_deref(), call.outcome_words.as_deref(), m.date.as_deref()];
    facts.into_iter().flatten().map(|f| format!(", {}", shown(f))).collect()
}

fn data(call: &CallShown) -> String {
    let known = |value: &Option<String>| value.as_deref().map(shown).unwrap_or_default();
    let m = &call.metadata;
    format!("data-persona=\"{}\" data-segment=\"{}\" data-outcome=\"{}\"", known(&m.persona), known(&m.segment), known(&call.outcome_words))
}

fn head(reviewed: &Reviewed<'_>, call: &CallShown) -> String {
    let n = number(reviewed, &call.id);
    format!("<th scope=\"col\" class=\"call\" {}><abbr title=\"{}{}\">{n}</abbr></th>", data(call), shown(&call.id.0), facts(call))
}

fn key(reviewed: &Reviewed<'_>, call: &CallShown) -> String {
    let n = number(reviewed, &call.id);
    format!(
        "<li value=\"{n}\">{}{}; a person had {} of its customers’ {} on screen</li>\n",
        shown(&call.id.0),
        facts(call),
        call.on_screen.seen,
        of(call.on_screen.of, "turn")
    )
}

fn row(reviewed: &Reviewed<'_>, theme: &ThemeShown, calls: &[&CallShown]) -> String {
    let cells: String = calls.iter().map(|c| format!("<td>{}</td>", marks(reviewed, theme, &c.id))).collect();
    format!(
        "<tr data-kind=\"{}\"><th scope=\"row\"><a href=\"#{id}\">{}</a> <span class=\"id\">{} {id}</span></th><td class=\"n\">{} of {}</td>{cells}</tr>\n",
        theme.kind.as_str(),
        statement(theme),
        theme.kind.as_str(),
        theme.support.calls,
        theme.support.of_calls,
        id = shown(&theme.id),
    )
}

fn marks(reviewed: &Reviewed<'_>, theme: &ThemeShown, call: &CallId) -> String {
    let mark = |quotes: &[Quoted], sign: &str, class: &str, word: &str| {
        let here: Vec<&Quoted> = quotes.iter().filter(|q| q.call == *call).collect();
        let Some(first) = here.first() else { return String::new() };
        // Without transcripts the mark leads to the theme, whose quotes stand below it.
        let place = match reviewed.docket {
            Some(_) => super::transcript::anchor(number(reviewed, call), first.turn),
            None => shown(&theme.id),
        };
        let numbers = here.iter().map(|q| format!("E{}", q.evidence)).collect::<Vec<_>>().join(", ");
        format!("<a class=\"{class}\" href=\"#{place}\" title=\"{numbers} {word}\" aria-label=\"{numbers} {word}\">{sign}</a>")
    };
    mark(&theme.supports, "●", "supports", "supports")
        + &mark(&theme.partly, "◐", "partly", "partly")
        + &mark(&theme.contradicts, "✕", "contradicts", "against")
}
