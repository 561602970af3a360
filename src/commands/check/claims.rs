//! From what a document says of its quotations to what is claimed: whose words, in which call.

use serde_json::Value;

use super::names::Known;
use crate::calls::split_title;
use crate::evidence::{ClaimedQuote, Library};
use crate::quotations::{At, Names, Quotation, Quotations};

/// A quote about to be checked.
pub(super) struct Claimed {
    pub id: Value,
    pub at: At,
    pub under: Option<String>,
    pub attribution: Option<String>,
    pub claim: Result<ClaimedQuote, String>,
    /// The account that is named beside it.
    pub account: Option<String>,
    pub error: Option<String>,
    pub is_passing: bool,
    pub is_open: bool,
}

/// One entry for each quotation, in order.
pub(super) fn entries(found: &Quotations, library: &Library<'_>, names: &Known<'_, '_>) -> Vec<Claimed> {
    match found {
        Quotations::Document { quotations, .. } => quotations.iter().map(|q| of_document(q, library, names)).collect(),
        Quotations::Lines(lines) => lines
            .iter()
            .map(|line| {
                let claim = line.claim.as_ref().map_err(|e| format!("Line {}: {e}", line.number)).cloned();
                let missing = claim.as_ref().ok().and_then(|c| c.call.as_deref()).filter(|c| library.find(c).is_none());
                let error = missing.map(|c| format!("There is no call {c:?} among the transcripts."));
                let attribution = claim.as_ref().ok().and_then(|c| c.speaker.clone());
                Claimed {
                    id: line.id.clone(),
                    at: At::Line(line.number),
                    under: None,
                    attribution,
                    claim,
                    account: None,
                    error,
                    is_passing: false,
                    is_open: false,
                }
            })
            .collect(),
    }
}

fn of_document(q: &Quotation, library: &Library<'_>, names: &Known<'_, '_>) -> Claimed {
    let parts: Vec<&str> = q.attribution.as_deref().map(parts).unwrap_or_default();
    let named_call = q.call.as_deref().into_iter().chain(parts.iter().copied()).find(|c| library.find(c).is_some());
    let known = parts.iter().find(|p| (is_name(p) || names.is_whole_name(p)) && library.knows(p));
    let of_old = q.attribution.as_deref().is_some_and(is_of_old);
    let account = parts.iter().find(|p| names.is_account(p) && known != Some(p) && !of_old);
    let person = || parts.first().filter(|p| Some(*p) != account && looks_like_a_person(p));
    let speaker = known.or_else(person);
    let claim =
        ClaimedQuote { text: q.text.clone(), call: named_call.map(str::to_owned), turn: None, speaker: speaker.map(|s| (*s).to_owned()) };
    let is_passing = speaker.is_none() && account.is_none() && is_short(&q.text);
    Claimed {
        id: q.ordinal.into(),
        at: q.at,
        under: q.under.clone(),
        attribution: q.attribution.clone(),
        claim: Ok(claim),
        account: account.map(|a| (*a).to_owned()),
        error: None,
        is_passing,
        is_open: q.is_open,
    }
}

/// The parts of an attribution that may name a person, a company or a call.
fn parts(attribution: &str) -> Vec<&str> {
    let parts = attribution.split([',', '(', ')', '|', ';', '·', '/', '—', '–', '[', ']']);
    let english = parts.flat_map(|p| p.split(" of ")).flat_map(|p| p.split(" at ")).flat_map(|p| p.split(" from "));
    // What ties a company to a name in other languages may be a part of the name too ("Ana de Armas").
    let tied = |part: &'_ str| {
        [" de ", " du ", " des ", " von ", " bei ", " aus ", " van ", " chez ", " da ", " do "].iter().find(|t| part.contains(**t))
    };
    english
        .flat_map(|p| std::iter::once(p).chain(tied(p).into_iter().flat_map(|t| p.split(*t))))
        .map(|p| p.trim().trim_start_matches("the "))
        .flat_map(|p| [Some(p), without_title(p), named_first(p)].into_iter().flatten())
        .filter(|p| !p.is_empty())
        .collect()
}

/// "Mary Ng" of "Ms. Mary Ng".
fn without_title(name: &str) -> Option<&str> {
    let lower = name.to_lowercase();
    split_title(&lower).0.and_then(|_| name.split_once(' ')).map(|(_, rest)| rest)
}

/// "Dana" of "Dana on prices".
fn named_first(part: &str) -> Option<&str> {
    let found = [" on ", " about ", " über ", " sur ", " via ", " during "].iter().find_map(|what| part.split_once(what));
    found.map(|(name, _)| name.trim())
}

/// Small words inside names.
const PARTICLES: &[&str] =
    &["de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "bin", "al", "el", "y", "e"];

/// Whether a part can be a name: "Dana and Tom agree" is none, though it starts with one.
fn is_name(part: &str) -> bool {
    part.split_whitespace().skip(1).all(|w| !w.starts_with(char::is_lowercase) || PARTICLES.contains(&w))
}

/// Whether an attribution speaks of what somebody was: an account in it is not the one that is spoken for.
fn is_of_old(attribution: &str) -> bool {
    let words = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    attribution
        .split_whitespace()
        .map(words)
        .any(|w| matches!(w.as_str(), "formerly" | "former" | "previously" | "was" | "until" | "ex" | "ehemals" | "früher"))
}

/// Words of job titles, groups and companies: an attribution with one of them names nobody ("VP Operations, logistics company").
const TITLES: &[&str] = &[
    "vp",
    "svp",
    "evp",
    "head",
    "director",
    "manager",
    "chief",
    "officer",
    "ceo",
    "cfo",
    "cto",
    "coo",
    "cio",
    "cmo",
    "cpo",
    "ciso",
    "president",
    "founder",
    "owner",
    "lead",
    "leader",
    "engineer",
    "analyst",
    "customer",
    "user",
    "buyer",
    "admin",
    "administrator",
    "partner",
    "consultant",
    "specialist",
    "coordinator",
    "executive",
    "operations",
    "marketing",
    "sales",
    "finance",
    "product",
    "company",
    "team",
    "client",
    "prospect",
    "dentist",
    "doctor",
    "nurse",
    "architect",
    "developer",
    "designer",
    "representative",
    "staff",
    "it",
    "hr",
    "the",
    "a",
    "an",
    "anonymous",
    "interview",
    "call",
    "source",
    // Words of companies' names.
    "co",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "corp",
    "group",
    "partners",
    "foundation",
    "software",
    "systems",
    "technologies",
    "solutions",
    "services",
    "logistics",
    "industries",
    "labs",
    "bank",
    "university",
    "hospital",
    "school",
    "institute",
    "association",
    "network",
    "networks",
    "holdings",
    "international",
    "consulting",
    "insurance",
];

/// Whether words name a person: two to four of them, each with a capital, none from a job title. One word may be a company.
fn looks_like_a_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |w: &&str| w.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let title = |w: &&str| TITLES.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str());
    (2..=4).contains(&words.len()) && words.iter().all(capital) && !words.iter().any(title)
}

fn is_short(text: &str) -> bool {
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    // In scripts without spaces a few characters make a word.
    words < 3 && text.chars().filter(|c| c.is_alphanumeric()).count() < if text.is_ascii() { usize::MAX } else { 6.max(12 * words) }
}
