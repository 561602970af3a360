//! The reviewed model: all that any document can say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ExportError;
use super::audience::{Audience, LeftOut};
use super::current::Gap;
use super::decisions::{Judgements, Logged, judgements, log};
use super::grounds::Grounds;
use super::method::Method;
use super::quoted::{Quoted, unquoted};
use super::sample::Sample;
use super::theme::{Silence, ThemeShown};
use crate::review::{Docket, Entry, Head, Reviews, Standing, accepted};
use crate::themes::{Kind, State};

/// The accepted themes of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct KindShown {
    /// The kind.
    pub kind: Kind,
    /// Its heading.
    pub heading: &'static str,
    /// Themes that two or more calls support, most calls first.
    pub repeated: Vec<ThemeShown>,
    /// Themes that one call supports.
    pub heard_once: Vec<ThemeShown>,
    /// The calls in which nothing of this kind was found.
    pub silence: Silence,
}

impl KindShown {
    /// Whether no theme of this kind is accepted.
    pub fn is_empty(&self) -> bool {
        self.repeated.is_empty() && self.heard_once.is_empty()
    }
}

/// The reviewed model: all that any document can say. It holds what a person accepted, what is counted by rule, and nothing else of what was
/// proposed; it can't be built where nothing is accepted.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Reviewed<'a> {
    /// What the customers bought or looked at, as the marketer calls it.
    pub product: Option<String>,
    /// The accepted themes, by kind.
    pub kinds: BTreeMap<&'static str, KindShown>,
    /// Every verbatim of them once, by evidence number, with the ids of its themes.
    pub evidence: Vec<Evidence>,
    /// The calls.
    pub sample: Sample,
    /// How it came about.
    pub method: Method,
    /// Where the ledger ends: its hash and count show whether the chain was rewritten or cut short since.
    pub head: Head,
    /// The codebook's entries, by kind, where the caller gave them.
    pub codebook: BTreeMap<&'static str, Definition>,
    /// Every entry of the ledger, in words: only the decision log needs them.
    #[serde(skip)]
    pub log: Vec<Logged>,
    /// How the verbatims of each theme were judged, by its id: only the decision log needs it.
    #[serde(skip)]
    pub judgements: BTreeMap<String, Judgements>,
    /// What the current messaging lacks, where the caller compared it; never in a copy for outside.
    pub gap: Option<Gap>,
    /// Who it is for.
    pub audience: Audience,
    /// What a copy for outside leaves out.
    pub left_out: Vec<LeftOut>,
    /// The transcripts that the verbatims were sliced from, for documents that show more of them; none outside.
    #[serde(skip)]
    pub docket: Option<&'a Docket>,
}

/// What the codebook says of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Definition {
    /// What it is.
    pub definition: String,
    /// What to include.
    pub include: Vec<String>,
    /// What to exclude.
    pub exclude: Vec<String>,
}

/// A verbatim in the index of evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// The verbatim, as judged for the first of its themes.
    #[serde(flatten)]
    pub quoted: Quoted,
    /// The themes it stands in, with what it was judged to do there (`T3 partly`).
    pub themes: Vec<String>,
}

impl<'a> Reviewed<'a> {
    /// The model of what stands accepted in `docket` by `reviews`, which replays `entries`, a chain that ends at `head`.
    ///
    /// # Errors
    /// [`ExportError::NothingAccepted`] where no theme stands accepted.
    pub fn of(
        docket: &'a Docket,
        reviews: &Reviews,
        entries: &[Entry],
        head: &Head,
        product: Option<&str>,
    ) -> Result<Reviewed<'a>, ExportError> {
        let themes = accepted(docket, reviews);
        if themes.is_empty() {
            let states: Vec<State> = docket.themes().iter().map(|t| Standing::of(docket, reviews, t).state).collect();
            let rejected = states.iter().filter(|s| **s == State::Rejected).count();
            let merged = states.iter().filter(|s| **s == State::Merged).count();
            return Err(ExportError::NothingAccepted { waiting: states.len() - rejected - merged, rejected });
        }
        let grounds = Grounds::of(docket, reviews, entries);
        let shown: Vec<ThemeShown> = themes.iter().map(|t| ThemeShown::of(&grounds, t)).collect();
        let of_kind = |kind: Kind| {
            let themes = || shown.iter().filter(move |t| t.kind == kind);
            let found: BTreeSet<_> = themes().flat_map(|t| &t.calls).collect();
            KindShown {
                kind,
                heading: kind.heading(),
                repeated: themes().filter(|t| t.repeated).cloned().collect(),
                heard_once: themes().filter(|t| !t.repeated).cloned().collect(),
                silence: Silence::of_kind(&grounds, kind, &found),
            }
        };
        Ok(Reviewed {
            product: product.map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned),
            kinds: Kind::ALL.into_iter().map(|k| (k.as_str(), of_kind(k))).collect(),
            evidence: index(&shown),
            sample: Sample::of(&grounds),
            method: Method::of(&grounds),
            head: head.clone(),
            codebook: BTreeMap::new(),
            log: log(&grounds),
            judgements: judgements(&grounds),
            gap: None,
            audience: Audience::Internal,
            left_out: Vec::new(),
            docket: Some(docket),
        })
    }

    /// The model with what the codebook says of the kinds, without quotation marks, which are for verbatims alone.
    #[must_use]
    pub fn with_codebook(mut self, codebook: impl IntoIterator<Item = (Kind, Definition)>) -> Reviewed<'a> {
        let plain = |d: Definition| Definition {
            definition: unquoted(&d.definition),
            include: d.include.iter().map(|t| unquoted(t)).collect(),
            exclude: d.exclude.iter().map(|t| unquoted(t)).collect(),
        };
        self.codebook = codebook.into_iter().map(|(kind, definition)| (kind.as_str(), plain(definition))).collect();
        self
    }

    /// The model with what the current messaging lacks.
    #[must_use]
    pub fn with_gap(mut self, gap: Option<Gap>) -> Reviewed<'a> {
        self.gap = gap;
        self
    }

    /// All accepted themes: by kind as [`Kind::ALL`] has them, the repeated ones first.
    pub fn themes(&self) -> impl Iterator<Item = &ThemeShown> {
        Kind::ALL.into_iter().filter_map(|k| self.kinds.get(k.as_str())).flat_map(|k| k.repeated.iter().chain(&k.heard_once))
    }
}

/// Every verbatim of the themes once, by evidence number.
pub(super) fn index(themes: &[ThemeShown]) -> Vec<Evidence> {
    let mut index: BTreeMap<u32, Evidence> = BTreeMap::new();
    for theme in themes {
        for quoted in theme.verbatims() {
            let evidence = index.entry(quoted.evidence).or_insert_with(|| Evidence { quoted: quoted.clone(), themes: Vec::new() });
            evidence.themes.push(format!("{} {}", theme.id, quoted.judgement.as_str()));
        }
    }
    index.into_values().collect()
}
