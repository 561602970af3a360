//! The quote library: one row for each verbatim of each accepted theme. A column that nothing is known for stays empty, so that the
//! columns are the same in every project.

use super::quoted::{Around, Quoted, clock};
use super::theme::ThemeShown;
use super::{ExportError, Reviewed, table};
use crate::calls::Metadata;
use crate::evidence::Flag;
use crate::themes::Kind;

/// The columns, in the field's usual order.
pub(super) const COLUMNS: &[&str] = &[
    "quote_id",
    "quote",
    "quote_status",
    "theme_id",
    "theme",
    "code_family",
    "code",
    "persona",
    "pain_point",
    "use_case",
    "desired_outcome",
    "need_type",
    "job_force",
    "sentiment",
    "intensity",
    "severity",
    "speaker_id",
    "speaker_role",
    "participant_title",
    "account_id",
    "segment",
    "industry",
    "company_size",
    "call_id",
    "call_date",
    "conversation_type",
    "source_type",
    "deal_outcome",
    "competitor",
    "buying_stage",
    "prompted",
    "said_first_by",
    "candid_moment",
    "context_before",
    "context_after",
    "turn_start",
    "turn_end",
    "timestamp_start",
    "timestamp_end",
    "char_start",
    "char_end",
    "transcript_sha256",
    "supports",
    "interpretation",
    "verified_by",
    "verified_at",
    "permission",
    "notes",
    "run_id",
    "translation",
    "translated_by",
];

/// What columns mean that don't say it by their name, and by which rule they are filled.
pub(super) const MEANINGS: &[(&str, &str)] = &[
    ("quote_id", "the evidence number: given once, the same in every document and every export."),
    ("supports", "what the reviewer said of the verbatim for this theme: supports, partly, contradicts. Only supports counts."),
    ("persona", "the call's, where it is known to be the speaker's: where several customers speak in a call, mostly it isn't."),
    ("intensity, severity", "the reviewer's ratings, 1 to 3 and 1 to 5; empty where nobody rated."),
    ("prompted", "yes where the turn right before is somebody else's and has a question mark in it, else no. Counted by rule."),
    ("said_first_by", "rep where a rep said it first, or a question just before held the same words. Counted by rule."),
    ("candid_moment", "yes where it was said as the call ended, after the last question or the goodbye. Counted by rule."),
];

/// The table.
///
/// # Errors
/// Where it can't be written to memory, which doesn't happen.
pub(super) fn csv(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let quotes = reviewed.themes().flat_map(|theme| theme.verbatims().map(move |quoted| (theme, quoted)));
    table::csv(COLUMNS, quotes.map(|(theme, quoted)| COLUMNS.iter().map(|column| value(column, reviewed, theme, quoted)).collect()))
}

/// What stands in `column` for a verbatim of a theme.
pub(super) fn value(column: &str, reviewed: &Reviewed<'_>, theme: &ThemeShown, q: &Quoted) -> String {
    let metadata = || reviewed.sample.calls.iter().find(|c| c.id == q.call).map(|c| &c.metadata);
    let field = |of: fn(&Metadata) -> Option<&String>| metadata().and_then(of).cloned().unwrap_or_default();
    let other = |key: &str| metadata().and_then(|m| m.other.get(key)).cloned().unwrap_or_default();
    let when = |kind: Kind| if theme.kind == kind { theme.statement.clone() } else { String::new() };
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    match column {
        "quote_id" => format!("E{}", q.evidence),
        "quote" => q.text.clone(),
        "quote_status" => q.verdict.as_str().into(),
        "theme_id" => theme.id.clone(),
        "theme" => theme.statement.clone(),
        "code_family" => theme.kind.as_str().into(),
        "persona" => known(&q.persona),
        "pain_point" => when(Kind::Problem),
        "desired_outcome" => when(Kind::Success),
        "speaker_id" => known(&q.speaker),
        "speaker_role" => q.role.as_str().into(),
        "participant_title" => known(&q.title),
        "account_id" => known(&q.account),
        "segment" => known(&q.segment),
        "industry" | "company_size" | "buying_stage" => other(column),
        "call_id" => q.call.0.clone(),
        "call_date" => known(&q.date),
        "conversation_type" => field(|m| m.conversation_type.as_ref()),
        "source_type" => metadata().map(|m| m.source_type.as_str().to_owned()).unwrap_or_default(),
        "deal_outcome" => metadata().and_then(|m| m.outcome).map(|o| o.as_str().to_owned()).unwrap_or_default(),
        "competitor" => metadata().map(|m| m.competitors.join("; ")).unwrap_or_default(),
        "intensity" => q.intensity.map(|i| i.to_string()).unwrap_or_default(),
        "severity" => theme.severity.map(|s| s.to_string()).unwrap_or_default(),
        "prompted" => (if q.prompted { "yes" } else { "no" }).into(),
        "candid_moment" => (if q.candid { "yes" } else { "no" }).into(),
        "said_first_by" if q.flags.contains(&Flag::Echo) => "rep".into(),
        "context_before" => lines(&q.before),
        "context_after" => lines(&q.after),
        "turn_start" => q.turn.to_string(),
        "turn_end" => q.pieces.last().map(|p| p.turn.to_string()).unwrap_or_default(),
        "timestamp_start" => known(&q.time),
        "timestamp_end" => q.end_ms.map(clock).unwrap_or_default(),
        "char_start" => q.start.0.to_string(),
        "char_end" => q.pieces.last().map(|p| p.end.0.to_string()).unwrap_or_default(),
        "transcript_sha256" => q.version.clone(),
        "supports" => q.judgement.as_str().into(),
        "verified_by" => q.judged_by.clone(),
        "verified_at" => q.judged_at.clone(),
        "permission" => q.permission.clone(),
        "notes" => notes(q),
        "run_id" => format!("ledger {} {}", reviewed.head.count, reviewed.head.hash),
        "translation" => q.translation.as_ref().map(|t| t.text.clone()).unwrap_or_default(),
        "translated_by" => q.translation.as_ref().map(|t| t.by.clone()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn lines(turns: &[Around]) -> String {
    let line = |t: &Around| format!("{} ({}): {}", t.speaker.as_deref().unwrap_or("no name"), t.role.as_str(), t.text);
    turns.iter().map(line).collect::<Vec<_>>().join(" / ")
}

fn notes(q: &Quoted) -> String {
    let in_full = q.in_full.join(" / ");
    let in_full = if in_full.is_empty() { None } else { Some(format!("in full: {in_full}")) };
    q.note.iter().chain(&q.cautions).cloned().chain(in_full).collect::<Vec<_>>().join("; ")
}
