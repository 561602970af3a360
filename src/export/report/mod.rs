//! The evidence report: one page to look at, with each verbatim a click from its place in the transcript. It asks the network for nothing and
//! reads without its script, which only filters.

mod charts;
mod map;
mod severity;
mod themes;
mod transcript;

use sha2::{Digest, Sha256};

use super::count::of;
use super::html::escape_html;
use super::quoted::own_words;
use super::theme::ThemeShown;
use super::{ExportError, LeftOut, Reviewed, escape};
use crate::calls::CallId;
use crate::themes::Kind;

const STYLE: &str = include_str!("../../../templates/evidence-report.css");
const SCRIPT: &str = include_str!("../../../templates/evidence-report.js");

/// `text` from anywhere, as HTML text.
fn shown(text: &str) -> String {
    escape_html(&escape::printable(text))
}

/// The number of a call in this report, from 1: its place among the project's calls.
fn number(reviewed: &Reviewed<'_>, call: &CallId) -> usize {
    reviewed.sample.calls.iter().position(|c| c.id == *call).map_or(0, |i| i + 1)
}

/// The page.
///
/// # Errors
/// None; a document may fail, and this one doesn't.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let product = reviewed.product.as_deref().map(|p| format!(" — {}", shown(p))).unwrap_or_default();
    let (sample, method, head) = (&reviewed.sample, &reviewed.method, &reviewed.head);
    let reviewers = method.reviewers.iter().map(|r| shown(r)).collect::<Vec<_>>().join(", ");
    let themes: String = Kind::ALL.into_iter().map(|kind| themes::of_kind(reviewed, kind)).collect();
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'sha256-{hash}'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Evidence report{product}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#map\">Skip to the map</a>\n<header>\n\
         <h1>Evidence report{product}</h1>\n<p>{facts}</p>\n<p class=\"quiet\">Words in quotation marks are the customers’ own, cut from the transcript. \
         Statements were accepted, and each verbatim judged in its context, by {reviewers}; everything else is counted by rule. Last verified {last}. \
         Ledger: {count} entries, head <code>{ledger}</code>.</p>\n</header>\n{filters}<main>\n{map}{severity}{charts}{themes}{not_found}{left_out}{limits}{transcripts}</main>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        hash = base64(&Sha256::digest(SCRIPT.as_bytes())),
        facts = facts(reviewed),
        last = shown(method.last_on.as_deref().unwrap_or_default()),
        count = head.count,
        ledger = head.hash,
        filters = filters(reviewed),
        map = map::map(reviewed),
        severity = severity::matrix(reviewed),
        limits = limits(reviewed),
        charts = charts::charts(reviewed, sample),
        not_found = not_found(reviewed),
        left_out = left_out(reviewed),
        transcripts = transcript::transcripts(reviewed),
    )
    .into_bytes())
}

fn facts(reviewed: &Reviewed<'_>) -> String {
    let heard = &reviewed.sample.heard;
    let of = |n: usize, thing: &str| format!("<strong>{n}</strong> {thing}{}", if n == 1 { "" } else { "s" });
    [
        of(heard.calls as usize, "call"),
        of(heard.accounts as usize, "account"),
        of(heard.customers as usize, "customer"),
        of(reviewed.themes().count(), "accepted theme"),
        of(reviewed.evidence.len(), "verbatim"),
    ]
    .join(" · ")
}

/// One choice for each of kind, persona, segment and outcome that has two values or more.
fn filters(reviewed: &Reviewed<'_>) -> String {
    let sample = &reviewed.sample;
    let names = |list: &[super::sample::Heard]| list.iter().map(|h| h.name.clone()).collect::<Vec<_>>();
    let kinds: Vec<String> =
        Kind::ALL.into_iter().map(|k| k.as_str().to_owned()).filter(|k| reviewed.themes().any(|t| t.kind.as_str() == k)).collect();
    let choices =
        [("kind", kinds), ("persona", names(&sample.personas)), ("segment", names(&sample.segments)), ("outcome", names(&sample.outcomes))];
    let choice = |(name, values): (&str, Vec<String>)| {
        if values.len() < 2 {
            return String::new();
        }
        let options: String = values.iter().map(|v| format!("<option value=\"{0}\">{0}</option>", shown(v))).collect();
        format!("<label>{name} <select name=\"{name}\"><option value=\"\">all</option>{options}</select></label>\n")
    };
    let choices: String = choices.into_iter().map(choice).collect();
    format!(
        "<form id=\"filters\" aria-label=\"Filters\" hidden>\n{choices}<button type=\"reset\">Show all</button>\n<output aria-live=\"polite\"></output>\n</form>\n"
    )
}

/// The kinds that nothing accepted is of.
fn not_found(reviewed: &Reviewed<'_>) -> String {
    let empty = Kind::ALL.into_iter().filter_map(|k| reviewed.kinds.get(k.as_str())).filter(|k| k.is_empty());
    let line = |k: &super::model::KindShown| {
        let (calls, share) = (k.silence.calls.len(), k.silence.on_screen);
        let left = if k.silence.left_out > 0 { "; accepted themes of this kind are left out of this copy" } else { "" };
        let waiting = match k.silence.undecided {
            0 => String::new(),
            n => format!("; {} of this kind {} not decided", of(n, "proposed theme"), if n == 1 { "is" } else { "are" }),
        };
        format!(
            "<li>{}: not found in {} (a person had {} of their customers’ {} on screen){waiting}{left}.</li>\n",
            k.heading,
            of(calls, "call"),
            share.seen,
            of(share.of, "turn")
        )
    };
    let lines: String = empty.map(line).collect();
    if lines.is_empty() { lines } else { format!("<section>\n<h2>Not found</h2>\n<ul>\n{lines}</ul>\n</section>\n") }
}

/// What a copy for outside leaves out, by number and reason.
fn left_out(reviewed: &Reviewed<'_>) -> String {
    if !reviewed.audience.is_external() {
        return String::new();
    }
    let line = |l: &LeftOut| format!("<li>{}: {}</li>\n", shown(&l.of), shown(&l.why));
    let lines: String = reviewed.left_out().iter().map(line).collect();
    let lines = if lines.is_empty() { "<li>Nothing.</li>\n".to_owned() } else { lines };
    format!(
        "<section>\n<h2>Left out of this copy</h2>\n<p class=\"quiet\">It is for readers outside: people and accounts are not named, words in [ ] stand for \
         them, and the transcripts are not here.</p>\n<ul>\n{lines}</ul>\n</section>\n"
    )
}

/// What stands behind the numbers: how much was read, what may have been missed, whether anybody else judged.
fn limits(reviewed: &Reviewed<'_>) -> String {
    let (method, share) = (&reviewed.method, reviewed.sample.on_screen);
    let mut lines = vec![format!("A person had {} of all customers’ {} on screen.", share.seen, of(share.of, "turn"))];
    lines.push(match &method.blind_spots {
        Some(b) => format!(
            "Of {} drawn at random from {} that no theme cites, something was missed in {}: so in about {} to {} of all {} (95 % interval).",
            of(b.looked_at as usize, "customers’ turn"), b.of, b.missed, b.low, b.high, b.of
        ),
        None => "Nobody drew turns at random to see how much was missed.".into(),
    });
    let coders = method.second_coders.iter().filter_map(|c| {
        let a = c.support.as_ref()?;
        let ac1 = a.ac1.map(|v| format!(", Gwet’s AC1 {v:.2}")).unwrap_or_default();
        Some(format!("{} judged {} too, unseeing: {} alike on what supports{ac1}.", shown(&c.name), of(a.n, "verbatim"), a.same))
    });
    let coders: Vec<String> = coders.collect();
    lines.extend(if coders.is_empty() { vec!["Single coder, agreement not assessed.".to_owned()] } else { coders });
    lines.push(format!("{} that somebody chose: nothing here is about the market.", calls(reviewed.sample.heard.of_calls)));
    let lines: String = lines.iter().map(|l| format!("<li>{l}</li>\n")).collect();
    format!("<section>\n<h2>Limits</h2>\n<ul>\n{lines}</ul>\n</section>\n")
}

fn calls(n: u32) -> String {
    of(n as usize, "call")
}

/// A statement; in quotation marks only where it is a customer's own words.
fn statement(theme: &ThemeShown) -> String {
    if theme.is_verbatim { in_marks(&theme.statement) } else { shown(&theme.statement) }
}

/// Somebody's words in quotation marks, of which they may bring their own.
fn in_marks(words: &str) -> String {
    format!("“{}”", shown(own_words(words)))
}

/// Base64 (RFC 4648, section 4), as a content security policy names a hash.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |n: u32| char::from(ALPHABET.get(n as usize % 64).copied().unwrap_or(b'='));
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4u32 {
            out.push(if i as usize <= three.len() { letter(bits >> (18 - 6 * i)) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_the_standards() {
        let of = |s: &str| super::base64(s.as_bytes());
        assert_eq!([of(""), of("f"), of("fo"), of("foo"), of("foob")], ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
