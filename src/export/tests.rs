//! The documents of small invented projects, played through a review in memory.

use std::collections::BTreeMap;

use super::*;
use crate::calls::{Call, CallId, Chars, Given, Metadata, Outcome, Role, SourceType, Speaker, Turn, Unit, Version, Warning};
use crate::evidence::{Checked, ClaimedQuote, Piece, Verbatim, Verdict};
use crate::review::ledger::{self, Stamp};
use crate::review::{Action, Docket, DocketTheme, Drawn, Entry, Hash, Head, Reviews, Session, View};
use crate::themes::{Finding, Judgement, Kind, Origin, Theme, ThemeId};

fn speaker(name: &str, role: Role) -> Speaker {
    let given = (role != Role::Unknown).then(|| Given { role, by: "speakers.csv".into() });
    Speaker { name: name.into(), given, ..Speaker::default() }
}

/// A call of turns (speaker, words), ten seconds each.
fn call(id: &str, account: &str, outcome: Outcome, speakers: &[(&str, Role)], turns: &[(&str, &str)]) -> Call {
    let turn = |(i, (name, text)): (usize, &(&str, &str))| Turn {
        index: i as u32 + 1,
        speaker: Some((*name).into()),
        text: (*text).into(),
        units: vec![Unit { start: Chars(0), start_ms: Some(i as u64 * 10_000), end_ms: None }],
        start_ms: Some(i as u64 * 10_000),
        ..Turn::default()
    };
    Call {
        id: CallId(id.into()),
        version: Version(Hash::of(id).0),
        file: format!("{id}.vtt"),
        format: "zoom-vtt".into(),
        title: None,
        metadata: Metadata {
            date: Some("2025-03-18".into()),
            account: Some(account.into()),
            persona: Some("warehouse lead".into()),
            outcome: Some(outcome),
            competitors: vec!["Paper | Co".into()],
            ..Metadata::default()
        },
        speakers: speakers.iter().map(|(n, r)| speaker(n, *r)).collect(),
        turns: turns.iter().enumerate().map(turn).collect(),
        warnings: Vec::new(),
    }
}

/// A quote that is checked: the words, where they stand in a call.
fn quote(calls: &[Call], id: &str, words: &str) -> Checked {
    let call = calls.iter().find(|c| c.id.0 == id).unwrap();
    let turn = call.turns.iter().find(|t| t.text.contains(words)).unwrap();
    let start = turn.text.split(words).next().unwrap().chars().count() as u32;
    let piece = Piece { turn: turn.index, start: Chars(start), end: Chars(start + words.chars().count() as u32) };
    let verbatim = Verbatim::slice(call, &[piece]).unwrap();
    Checked {
        claim: ClaimedQuote { text: words.into(), call: Some(id.into()), ..ClaimedQuote::default() },
        id: verbatim.id(),
        verdict: Verdict::Exact,
        flags: Vec::new(),
        places: vec![verbatim.place().clone()],
        verbatim: Some(verbatim),
        difference: Vec::new(),
        nearest: None,
    }
}

fn theme(id: &str, kind: Kind, statement: &str, quotes: Vec<Checked>) -> DocketTheme {
    let findings = quotes
        .iter()
        .map(|q| Finding {
            call: CallId(q.claim.call.clone().unwrap()),
            kind,
            statement: statement.into(),
            quotes: vec![q.claim.clone()],
            origin: Origin::Offline,
        })
        .collect();
    let theme = Theme { id: ThemeId(id.into()), kind, statement: statement.into(), findings, counter: Vec::new() };
    DocketTheme { theme, quotes, counter: Vec::new() }
}

/// Three calls about a warehouse tool, and themes of which the last is never decided.
fn docket() -> Docket {
    let both = [("Ana", Role::Customer), ("Rob", Role::Rep)];
    let calls = vec![
        call(
            "c1",
            "Fjord Foods",
            Outcome::Won,
            &both,
            &[
                ("Rob", "What made you look at us?"),
                ("Ana", "Every Friday we count the pallets by hand. I would not say it is broken, but it eats the day."),
                ("Rob", "And today?"),
                ("Ana", "Now the count is done before lunch."),
                ("Rob", "Great to hear."),
            ],
        ),
        call(
            "c2",
            "Hill & Sons",
            Outcome::Lost,
            &[("Ben", Role::Customer), ("Rob", Role::Rep), ("Guest 7", Role::Unknown)],
            &[
                ("Ben", "We count the pallets by hand and nobody trusts the number."),
                ("Guest 7", "It is the worst."),
                ("Rob", "How about the price?"),
                ("Ben", "It costs more than the two people who count."),
                ("Ben", "Counting by hand is fine for us in summer."),
            ],
        ),
        {
            let mut notes = call("c3", "Delta", Outcome::Open, &both, &[("Ana", "They count by hand, he said.")]);
            notes.metadata.source_type = SourceType::RepDebrief;
            notes.warnings = vec![Warning { code: "W_X".into(), message: "Its times run backwards at line 3.".into() }];
            notes
        },
    ];
    let q = |id: &str, words: &str| quote(&calls, id, words);
    let themes = vec![
        theme(
            "T1",
            Kind::Problem,
            "Counting pallets by hand eats time and trust",
            vec![
                q("c1", "Every Friday we count the pallets by hand."),
                q("c2", "We count the pallets by hand and nobody trusts the number."),
                q("c2", "Counting by hand is fine for us in summer."),
            ],
        ),
        theme("T2", Kind::Success, "Now the count is done before lunch.", vec![q("c1", "Now the count is done before lunch.")]),
        theme("T3", Kind::Objection, "Dearer than doing it by hand", vec![q("c2", "It costs more than the two people who count.")]),
        theme("T4", Kind::Trigger, "NEVER ACCEPTED", vec![q("c1", "it eats the day")]),
    ];
    Docket::new(calls, themes, [])
}

/// Judges every quote (`against` those with these words) and accepts every theme but those named `T4`.
fn reviewed_by(docket: Docket, against: &str) -> (Docket, Vec<Entry>, Head) {
    let stamp = Stamp { at: "2025-09-01T10:00:00Z".into(), who: "Dana | PMM".into(), model: Some("offline finder".into()), prompt: None };
    let mut head = Head { count: 0, hash: Hash::start() };
    let mut session = Session::open(docket, Vec::new(), "Dana | PMM");
    for _ in 0..200 {
        session.drawn(Drawn { quote_end: true, top: 0, height: 50, length: 10 });
        let standing = session.current();
        let id = standing.as_ref().map(|s| s.proposed.theme.id.0.clone()).unwrap_or_default();
        let action = match session.view() {
            View::Quote { quote, .. } => {
                let words = standing.and_then(|s| s.quotes.get(quote).map(|q| q.checked.claim.text.clone())).unwrap();
                Action::Judge(if words == against { Judgement::Contradicts } else { Judgement::Supports })
            }
            View::Decision { .. } if id == "T4" => Action::PutOff,
            View::Decision { .. } => Action::Accept,
            View::Summary => Action::Next,
            View::End => break,
        };
        for act in session.press(action, 1500).acts {
            let (row, entry) = ledger::next(&head, &stamp, &act).unwrap();
            head = Head { count: row.seq, hash: row.hash };
            session.record(entry);
        }
    }
    (session.docket().clone(), session.entries().to_vec(), head)
}

fn documents(docket: &Docket, entries: &[Entry], head: &Head) -> Result<BTreeMap<String, Vec<u8>>, ExportError> {
    let reviews = Reviews::replay(entries);
    let reviewed = Reviewed::of(docket, &reviews, entries, head, Some("Pallet*wise*"))?;
    DOCUMENTS.iter().map(|d| d.rendered(&reviewed, &Templates::default())).map(|r| r.map(|r| (r.file_name, r.bytes))).collect()
}

fn all() -> BTreeMap<String, Vec<u8>> {
    let (docket, entries, head) = reviewed_by(docket(), "Counting by hand is fine for us in summer.");
    documents(&docket, &entries, &head).unwrap()
}

#[test]
fn look() {
    for (name, bytes) in all() {
        println!("=== {name}\n{}", String::from_utf8(bytes).unwrap());
    }
}
