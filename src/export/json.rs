//! Everything that the documents say, as one JSON value, with the source's words raw.

use serde::Serialize;

use super::method::Method;
use super::sample::Sample;
use super::theme::{Silence, ThemeShown};
use super::{Audience, ExportError, Gap, LeftOut, Reviewed, escape};
use crate::review::Head;
use crate::themes::Kind;

#[derive(Serialize)]
struct All<'a> {
    product: Option<&'a str>,
    audience: Audience,
    left_out: &'a [LeftOut],
    ledger: &'a Head,
    themes: Vec<&'a ThemeShown>,
    not_found: Vec<NotFound<'a>>,
    against_current_messaging: Option<&'a Gap>,
    sample: &'a Sample,
    method: &'a Method,
}

/// The calls in which nothing of a kind was found.
#[derive(Serialize)]
struct NotFound<'a> {
    kind: Kind,
    #[serde(flatten)]
    silence: &'a Silence,
}

pub(super) fn render(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let silences = Kind::ALL.into_iter().filter_map(|kind| Some(NotFound { kind, silence: &reviewed.kinds.get(kind.as_str())?.silence }));
    let all = All {
        product: reviewed.product.as_deref(),
        audience: reviewed.audience,
        left_out: reviewed.left_out(),
        ledger: &reviewed.head,
        themes: reviewed.themes().collect(),
        not_found: silences.collect(),
        against_current_messaging: reviewed.gap.as_ref(),
        sample: &reviewed.sample,
        method: &reviewed.method,
    };
    Ok(escape::json(&format!("{}\n", serde_json::to_string_pretty(&all)?)).into_bytes())
}
