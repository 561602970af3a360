//! Quotations in tables: cells under a heading like "Quote", with who said it in the cell for that, or the next one.

use super::{Kind, Quotation, attribution, block::Passage, take};

const QUOTE: &[&str] = &[
    "quote",
    "quotes",
    "verbatim",
    "verbatims",
    "quotation",
    "quotations",
    "customer quote",
    "customer quotes",
    "in their words",
    "in their own words",
    "what they said",
    "voice of customer",
    "voice of the customer",
    "voc",
    "customer words",
    "customer language",
    "zitat",
    "zitate",
    "o-ton",
    "citation",
    "citations",
    "cita",
    "citas",
    "引用",
    "発言",
    "顧客の声",
];
const WHO: &[&str] = &[
    "speaker",
    "who",
    "who said",
    "name",
    "said by",
    "attribution",
    "source",
    "person",
    "customer",
    "contact",
    "by",
    "interviewee",
    "participant",
    "respondent",
    "sprecher",
    "quelle",
    "wer",
    "nom",
    "auteur",
    "話者",
    "発言者",
];
const CALL: &[&str] = &["call", "transcript", "file", "recording", "interview", "call id", "gespräch", "appel"];

/// Adds the quotations of a table to `out`.
pub(super) fn take(rows: &[Vec<Passage>], out: &mut Vec<Quotation>) {
    let heads: Vec<String> = rows.first().map(|r| r.iter().map(|c| plain(&c.text)).collect()).unwrap_or_default();
    let column = |names: &[&str]| heads.iter().position(|h| names.iter().any(|n| h == n || n.len() > 4 && h.starts_with(n)));
    let Some(quote) = column(QUOTE) else {
        for cell in rows.iter().flatten() {
            take::marked(cell, None, Kind::Marks, out);
        }
        return;
    };
    let named = column(WHO).filter(|w| *w != quote);
    let call = column(CALL).filter(|c| *c != quote && Some(*c) != named);
    for row in rows.iter().skip(1) {
        let text_of = |i: usize| row.get(i).and_then(|c| attribution::tidy(&c.text));
        // Without a column for it, the next cell names who said it, if it starts like a name and isn't a sentence.
        let who = match named {
            Some(n) => text_of(n),
            None => text_of(quote + 1).filter(|t| {
                Some(quote + 1) != call
                    && t.split_whitespace().count() <= 10
                    && t.starts_with(char::is_uppercase)
                    && heads.get(quote + 1).is_none_or(String::is_empty)
            }),
        };
        let before = out.len();
        for (i, cell) in row.iter().enumerate() {
            if i == quote {
                take::whole(cell, Kind::Cell, out);
            } else if Some(i) != named && Some(i) != call {
                take::marked(cell, None, Kind::Marks, out);
            }
        }
        let call = call.and_then(text_of);
        for q in out[before..].iter_mut().filter(|q| q.kind == Kind::Cell) {
            q.attribution = q.attribution.take().or_else(|| who.clone());
            q.call.clone_from(&call);
        }
    }
}

fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| !matches!(c, '*' | '_' | ':' | '"' | '“' | '”'))
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
