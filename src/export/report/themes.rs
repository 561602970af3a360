//! The accepted themes with their verbatims.

use super::transcript::anchor;
use super::{calls, in_marks, number, shown, statement};
use crate::export::Reviewed;
use crate::export::count::of;
use crate::export::quoted::Quoted;
use crate::export::theme::ThemeShown;
use crate::themes::Kind;

/// The accepted themes of a kind.
pub(super) fn of_kind(reviewed: &Reviewed<'_>, kind: Kind) -> String {
    let Some(of_kind) = reviewed.kinds.get(kind.as_str()).filter(|k| !k.is_empty()) else { return String::new() };
    let themes: String = of_kind.repeated.iter().chain(&of_kind.heard_once).map(|t| theme(reviewed, t)).collect();
    format!("<section>\n<h2>{}</h2>\n{themes}</section>\n", of_kind.heading)
}

/// Where a verbatim of a theme stands on the page.
pub(super) fn place(theme: &str, evidence: u32) -> String {
    format!("{theme}-E{evidence}")
}

fn theme(reviewed: &Reviewed<'_>, theme: &ThemeShown) -> String {
    let list = |title: &str, quotes: &[Quoted]| {
        let quotes: String = quotes.iter().map(|q| verbatim(reviewed, theme, q)).collect();
        match (quotes.is_empty(), title.is_empty()) {
            (true, _) => String::new(),
            (false, true) => quotes,
            (false, false) => format!("<h4>{title}</h4>\n{quotes}"),
        }
    };
    let severity = theme.severity.zip(theme.severity_words).map(|(n, words)| format!(" · severity {n} of 5 ({})", shown(words)));
    format!(
        "<article class=\"theme\" id=\"{id}\" data-kind=\"{kind}\">\n<h3>{statement} <span class=\"id\">{id}</span></h3>\n\
         <p class=\"count\"><strong>{count}</strong>{once}{account}{severity}</p>\n{supports}{partly}{contradicts}{against}{silence}</article>\n",
        id = shown(&theme.id),
        kind = theme.kind.as_str(),
        statement = statement(theme),
        count = shown(&theme.count),
        once = if theme.repeated { "" } else { " · heard once" },
        account = theme.one_account.as_ref().map(|a| format!(" ({})", shown(a))).unwrap_or_default(),
        severity = severity.unwrap_or_default(),
        supports = list("", &theme.supports),
        partly = list("Partly, so not counted", &theme.partly),
        contradicts = list("Counter-evidence", &theme.contradicts),
        against = against(theme),
        silence = silence(theme),
    )
}

/// Where there is no counter-evidence: whether anybody looked.
fn against(theme: &ThemeShown) -> String {
    let said = match &theme.none_against {
        _ if !theme.contradicts.is_empty() => return String::new(),
        Some(n) => format!(
            "none found after looking ({}, {}; {} from {} on screen)",
            shown(&n.by),
            shown(&n.on),
            of(n.passages as usize, "passage"),
            calls(n.of_calls)
        ),
        None => "nobody recorded a search for it".into(),
    };
    format!("<p class=\"quiet\">Counter-evidence: {said}.</p>\n")
}

fn silence(theme: &ThemeShown) -> String {
    let (silent, share) = (theme.silence.calls.len(), theme.silence.on_screen);
    if silent == 0 {
        return String::new();
    }
    format!(
        "<p class=\"quiet\">Nothing found in {} (a person had {} of their customers’ {} on screen).</p>\n",
        of(silent, "call"),
        share.seen,
        of(share.of, "turn")
    )
}

fn verbatim(reviewed: &Reviewed<'_>, theme: &ThemeShown, q: &Quoted) -> String {
    let known = |value: &Option<String>| value.as_deref().map(shown).unwrap_or_default();
    let outcome = q.outcome.as_deref().map(|o| format!(", {}", shown(o))).unwrap_or_default();
    let caution = if q.cautions.is_empty() {
        String::new()
    } else {
        let whole: String = q.in_full.iter().map(|w| format!(" In full: {}", in_marks(w))).collect();
        format!("<p class=\"caution\">Caution: {}.{whole}</p>\n", shown(&q.cautions.join("; ")))
    };
    let note = q.note.as_deref().map(|n| format!("<p class=\"caution\">Reviewer’s note: {}</p>\n", shown(n))).unwrap_or_default();
    let translation = q.translation.as_ref().map_or_else(String::new, |t| {
        format!("<p class=\"translation\"><em>Translation by {}, not the customer’s words:</em> {}</p>\n", shown(&t.by), shown(&t.text))
    });
    let time = q.time.as_deref().map(|t| format!(", {t}")).unwrap_or_default();
    let stands = format!("{}, turn {}{time}", shown(&q.call.0), q.turn);
    // A copy for outside has no transcript to lead to.
    let stands = match reviewed.docket {
        Some(_) => format!("<a href=\"#{}\">{stands}</a>", anchor(number(reviewed, &q.call), q.turn)),
        None => stands,
    };
    let felt = q.intensity.zip(q.intensity_words).map(|(n, words)| format!(" · <span title=\"{}\">felt {n} of 3</span>", shown(words)));
    format!(
        "<figure class=\"verbatim {judgement}\" id=\"{id}\" data-persona=\"{}\" data-segment=\"{}\" data-outcome=\"{}\">\n\
         <blockquote><p>{text}</p></blockquote>\n{translation}{caution}{note}\
         <figcaption>{who}{outcome} · {stands} · <strong>E{number}</strong>{felt}{candid}</figcaption>\n</figure>\n",
        known(&q.persona),
        known(&q.segment),
        known(&q.outcome),
        id = place(&theme.id, q.evidence),
        judgement = q.judgement.as_str(),
        text = in_marks(&q.text),
        who = shown(&q.who),
        number = q.evidence,
        felt = felt.unwrap_or_default(),
        candid = if q.candid { " · candid moment: said as the call ended" } else { "" },
    )
}
