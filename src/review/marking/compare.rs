//! After a first read: what the reader heard beside what was proposed of the same call.

use serde::Serialize;

use super::marks::{is_from, made_by, marks};
use crate::calls::CallId;
use crate::evidence::Piece;
use crate::review::{Docket, Entry, Reviews};
use crate::themes::{Kind, Origin, ThemeId};

/// Something heard in a call, by the reader or by whoever proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// The theme that it stands in.
    pub theme: ThemeId,
    /// What it is.
    pub kind: Kind,
    /// What the theme says.
    pub statement: String,
    /// The turn, from 1.
    pub turn: u32,
    /// The words.
    pub words: String,
    #[serde(skip)]
    pieces: Vec<Piece>,
}

impl Heard {
    fn overlaps(&self, other: &Heard) -> bool {
        let meet = |a: &Piece, b: &Piece| a.turn == b.turn && a.start < b.end && b.start < a.end;
        self.pieces.iter().any(|a| other.pieces.iter().any(|b| meet(a, b)))
    }
}

/// What was heard beside what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Who or what proposed: models' names, or the offline finder.
    pub proposers: Vec<String>,
    /// Words that both point at: the reader's first.
    pub both: Vec<(Heard, Heard)>,
    /// What the reader marked and nobody proposed.
    pub only_reader: Vec<Heard>,
    /// What was proposed and the reader did not mark.
    pub only_proposed: Vec<Heard>,
}

/// Compares the marks of `reader` in a call with what was proposed of it. Two are the same where their words overlap: what they are
/// taken for may differ.
pub fn compared(docket: &Docket, entries: &[Entry], reader: &str, call: &CallId) -> Compared {
    let own: Vec<Heard> = marks(docket, &Reviews::replay(entries), entries, Some(reader))
        .into_iter()
        .filter(|m| m.call == *call)
        .map(|m| {
            let turn = m.pieces.first().map_or(0, |p| p.turn);
            Heard { theme: m.theme, kind: m.kind, statement: m.statement, turn, words: m.words, pieces: m.pieces }
        })
        .collect();
    let proposed = proposed(docket, entries, call);
    let met = |p: &Heard| own.iter().any(|o| o.overlaps(p));
    let pair = |o: &Heard| proposed.iter().find(|p| o.overlaps(p)).map(|p| (o.clone(), p.clone()));
    Compared {
        proposers: proposers(docket),
        both: own.iter().filter_map(pair).collect(),
        only_reader: own.iter().filter(|o| pair(o).is_none()).cloned().collect(),
        only_proposed: proposed.iter().filter(|p| !met(p)).cloned().collect(),
    }
}

/// What was proposed of a call and could be verified as a customer's words, each place once, in the order of the call.
fn proposed(docket: &Docket, entries: &[Entry], call: &CallId) -> Vec<Heard> {
    let made = made_by(entries, None);
    let mut found: Vec<Heard> = Vec::new();
    for one in docket.themes().iter().filter(|t| !made.contains(&t.theme.id) || t.theme.findings.iter().any(|f| f.origin != Origin::Hand)) {
        for quote in one.quotes.iter().filter(|q| is_from(&one.theme, q, false)) {
            let Some(verbatim) = quote.customer_verbatim().filter(|v| v.call() == call) else { continue };
            let pieces = verbatim.place().pieces.clone();
            if found.iter().all(|f| f.pieces != pieces) {
                let (theme, kind, statement) = (one.theme.id.clone(), one.theme.kind, one.theme.statement.clone());
                found.push(Heard { theme, kind, statement, turn: verbatim.turn(), words: verbatim.text().to_owned(), pieces });
            }
        }
    }
    found.sort_by(|a, b| a.pieces.cmp(&b.pieces));
    found
}

fn proposers(docket: &Docket) -> Vec<String> {
    let findings = docket.themes().iter().flat_map(|t| &t.theme.findings);
    let mut names: Vec<String> = findings
        .filter_map(|f| match &f.origin {
            Origin::Offline => Some("the offline finder".to_owned()),
            Origin::Model { model, .. } => Some(model.clone()),
            Origin::Hand => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
