//! The decision log: what was judged and decided, by whom and when, entry by entry of the ledger, with the judgements counted as they stand.
//!
//! A theme that isn't accepted appears by its id alone: its statement is nobody's finding.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::count::of;
use super::grounds::Grounds;
use super::quoted::unquoted;
use super::theme::ThemeShown;
use super::{ExportError, Reviewed, table};
use crate::review::{Act, Reviews};
use crate::themes::Judgement;

const COLUMNS: [&str; 15] = [
    "entry",
    "at",
    "who",
    "did",
    "theme_id",
    "theme",
    "quote_id",
    "judgement",
    "reason",
    "note",
    "seconds_on_screen",
    "proposed_by",
    "call_id",
    "taken_back",
    "hash",
];

/// An entry of the ledger, in words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Logged {
    /// Its number.
    pub entry: u64,
    /// When, as an RFC 3339 time in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub did: String,
    /// The theme.
    pub theme: Option<String>,
    /// The verbatim's evidence number.
    pub evidence: Option<u32>,
    /// What was said of it.
    pub judgement: Option<Judgement>,
    /// Why.
    pub reason: Option<String>,
    /// The reviewer's note, without quotation marks.
    pub note: Option<String>,
    /// How long the verbatim was on screen, in milliseconds.
    pub shown_ms: Option<u64>,
    /// Who or what had proposed the theme.
    pub model: Option<String>,
    /// The call, where the entry is about one.
    pub call: Option<String>,
    /// Whether a later entry took it back.
    pub taken_back: bool,
    /// Its hash.
    pub hash: String,
}

/// How many verbatims of a theme were judged, each once, by what was said of it last. What was taken back, or lapsed, doesn't count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Judgements {
    /// How many, by what was said of them.
    pub judged: BTreeMap<&'static str, usize>,
    /// How many second coders judged.
    pub coded: usize,
}

/// The judgements on each theme that somebody judged, accepted or not, by its id.
pub(super) fn judgements(grounds: &Grounds<'_>) -> BTreeMap<String, Judgements> {
    let mut themes: BTreeMap<String, Judgements> = BTreeMap::new();
    let judged = |reviews: &Reviews| -> Vec<(String, Judgement)> {
        let of = |id| reviews.theme(id).into_iter().flat_map(|review| review.judged.values());
        reviews.touched().flat_map(|id| of(id).map(|j| (id.0.clone(), j.judgement))).collect()
    };
    for (id, said) in judged(grounds.reviews) {
        *themes.entry(id).or_default().judged.entry(said.as_str()).or_default() += 1;
    }
    for coder in Reviews::coders(grounds.entries) {
        for (id, _) in judged(&Reviews::replay_coder(grounds.entries, &coder)) {
            themes.entry(id).or_default().coded += 1;
        }
    }
    themes
}

/// Every entry of the ledger.
pub(super) fn log(grounds: &Grounds<'_>) -> Vec<Logged> {
    grounds.entries.iter().map(|entry| Logged { taken_back: grounds.undone.contains(&entry.seq), ..one(grounds, entry) }).collect()
}

fn one(grounds: &Grounds<'_>, entry: &crate::review::Entry) -> Logged {
    let text = |hash: &crate::review::Hash| grounds.docket.text(hash).map(unquoted);
    let (mut did, mut evidence, mut judgement, mut reason, mut note, mut shown_ms, mut call) =
        (String::new(), None, None, None, None, None, None);
    let number = |quote| entry.act.theme().and_then(|theme| grounds.reviews.evidence_number_in(theme, quote));
    match &entry.act {
        Act::Judged { quote, judgement: said, seen, shown_ms: ms, .. } | Act::Coded { quote, judgement: said, seen, shown_ms: ms, .. } => {
            let second = if matches!(entry.act, Act::Coded { .. }) { " as second coder" } else { "" };
            did = format!("judged a verbatim{second}");
            (evidence, judgement, shown_ms, call) = (number(quote), Some(*said), Some(*ms), Some(seen.place.call.0.clone()));
        }
        Act::Adjudicated { quote, judgement: said, seen, shown_ms: ms, with, .. } => {
            did = format!("judged a verbatim again, after talking it through with {}", unquoted(with));
            (evidence, judgement, shown_ms, call) = (number(quote), Some(*said), Some(*ms), Some(seen.place.call.0.clone()));
        }
        Act::Accepted { .. } => did.push_str("accepted the theme"),
        Act::Rejected { reason: why, note: about, .. } => {
            did.push_str("rejected the theme");
            (reason, note) = (Some(why.words().to_owned()), about.as_ref().and_then(text));
        }
        Act::PutOff { .. } => did.push_str("put the theme off"),
        Act::Revised { kind, .. } => did = format!("changed the statement or the kind, which is {} now", kind.as_str()),
        Act::Carried { quote, to, .. } => {
            did.push_str("carried a judgement to a new version of its call");
            evidence = number(to).or_else(|| number(quote));
        }
        Act::Lapsed { quote, reason: why, .. } => {
            did.push_str("let a judgement lapse");
            (evidence, reason) = (number(quote), Some(why.words().to_owned()));
        }
        Act::Taken { quote, .. } => {
            did.push_str("judged a passage that nobody had cited");
            evidence = number(quote);
        }
        Act::Reworded { quote, .. } => {
            did.push_str("cut a quote otherwise");
            evidence = number(quote);
        }
        Act::Merged { into, .. } => did = format!("merged the theme into {into}"),
        Act::Split { into, moved, .. } => did = format!("split {} off into {into}", of(moved.len(), "quote")),
        Act::Made { claims, .. } => did = format!("made the theme by hand, of {}", of(claims.len(), "quote")),
        Act::NoneAgainst { passages, of_calls, .. } => {
            let (passages, calls) = (of(*passages as usize, "passage"), of(*of_calls as usize, "call"));
            did = format!("found nothing against it, with {passages} from {calls} on screen");
        }
        Act::Noted { quote, note: hash, .. } => {
            did.push_str("wrote a note");
            (evidence, note) = (number(quote), text(hash));
        }
        Act::Rated { severity, .. } => did = format!("rated its severity {severity} of 5"),
        Act::Felt { quote, intensity, .. } => {
            did = format!("said it is felt {intensity} of 3");
            evidence = number(quote);
        }
        Act::Read { call: read, from, to, .. } => {
            did = format!("read turns {from} to {to}");
            call = Some(read.0.clone());
        }
        Act::Sampled { call: of, turn, missed, .. } => {
            did =
                format!("looked at turn {turn}, drawn at random: {}", if *missed { "something was missed" } else { "nothing was missed" });
            call = Some(of.0.clone());
        }
        Act::Cleared { of, .. } => did = format!("cleared {of} for readers outside"),
        Act::Held { of } => did = format!("kept {of} inside"),
        Act::Undone { entry } => did = format!("took entry {entry} back"),
    }
    Logged {
        entry: entry.seq,
        at: entry.at.clone(),
        who: entry.who.clone(),
        theme: entry.act.theme().map(|t| t.0.clone()),
        model: entry.model.clone(),
        hash: entry.hash.0.clone(),
        taken_back: false,
        did,
        evidence,
        judgement,
        reason,
        note,
        shown_ms,
        call,
    }
}

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    /// The decisions on each theme.
    themes: Vec<Theme<'a>>,
    /// Entries that are about no theme.
    others: Vec<&'a Logged>,
}

/// What was done with a theme.
#[derive(Serialize)]
struct Theme<'a> {
    id: &'a str,
    /// The theme, where it is accepted.
    accepted: Option<&'a ThemeShown>,
    #[serde(flatten)]
    judgements: Judgements,
    /// All entries but judgements.
    entries: Vec<&'a Logged>,
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    let accepted: BTreeMap<&str, &ThemeShown> = reviewed.themes().map(|t| (t.id.as_str(), t)).collect();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut themes: Vec<Theme<'_>> = Vec::new();
    let mut others = Vec::new();
    for entry in &reviewed.log {
        let Some(id) = entry.theme.as_deref() else {
            others.push(entry);
            continue;
        };
        let place = *at.entry(id).or_insert_with(|| {
            let judgements = reviewed.judgements.get(id).cloned().unwrap_or_default();
            themes.push(Theme { id, accepted: accepted.get(id).copied(), judgements, entries: Vec::new() });
            themes.len() - 1
        });
        if let Some(theme) = themes.get_mut(place).filter(|_| entry.judgement.is_none()) {
            theme.entries.push(entry);
        }
    }
    Value::from(Serde(Page { reviewed, themes, others }))
}

/// One row for each entry of the ledger.
pub(super) fn csv(reviewed: &Reviewed<'_>) -> Result<Vec<u8>, ExportError> {
    let statements: BTreeMap<&str, &str> = reviewed.themes().map(|t| (t.id.as_str(), t.statement.as_str())).collect();
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = reviewed.log.iter().map(|l| {
        vec![
            l.entry.to_string(),
            l.at.clone(),
            l.who.clone(),
            l.did.clone(),
            known(&l.theme),
            l.theme.as_deref().and_then(|id| statements.get(id)).map(|s| (*s).to_owned()).unwrap_or_default(),
            l.evidence.map(|n| format!("E{n}")).unwrap_or_default(),
            l.judgement.map(|j| j.as_str().to_owned()).unwrap_or_default(),
            known(&l.reason),
            known(&l.note),
            l.shown_ms.map(|ms| format!("{:.1}", ms as f64 / 1000.0)).unwrap_or_default(),
            known(&l.model),
            known(&l.call),
            (if l.taken_back { "yes" } else { "" }).to_owned(),
            l.hash.clone(),
        ]
    });
    table::csv(&COLUMNS, rows)
}
