//! Makes the project that `benches/export.py` exports: the calls that were read into the folder `PROJECT`, themes over them, and a ledger in
//! which every quote was judged. No test of anything: `cargo test --test export_project -- --ignored` with `PROJECT` set, which the bench does.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "made for a bench, where a panic says what is wrong")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use verbatim::calls::Role;
use verbatim::evidence::{ClaimedQuote, Library};
use verbatim::review::ledger::{self, Stamp};
use verbatim::review::{Act, Docket, DocketTheme, Hash, Head, Judged, digest};
use verbatim::store::Store;
use verbatim::themes::{Draft, Finding, Judgement, Kind, Origin};

const THEMES: usize = 200;
const QUOTES: usize = 25;

#[test]
#[ignore = "makes a project for benches/export.py"]
fn a_project_is_reviewed() {
    let folder = PathBuf::from(std::env::var_os("PROJECT").expect("PROJECT names the folder of the project"));
    let mut store = Store::open(&folder.join(".verbatim/project.db")).unwrap();
    let calls = store.calls().unwrap();
    let draft = |t: usize| {
        let kind = Kind::ALL[t % Kind::ALL.len()];
        let statement = format!("What customers say of matter {}", words(t));
        let finding = |q: usize| {
            let call = &calls[(t * 7 + q * 31) % calls.len()];
            let turns: Vec<_> = call.turns.iter().filter(|t| call.role_of(t) == Role::Customer).collect();
            let turn = turns[(t + q * 3) % turns.len()];
            let claim = ClaimedQuote {
                text: turn.text.to_string(),
                call: Some(call.id.0.clone()),
                turn: Some(turn.index),
                speaker: turn.speaker.as_deref().map(str::to_owned),
            };
            Finding { call: call.id.clone(), kind, statement: statement.clone(), quotes: vec![claim], origin: Origin::Offline, at: None }
        };
        Draft { kind, findings: (0..QUOTES).map(finding).collect(), statement, counter: Vec::new() }
    };
    store.add_themes(&(0..THEMES).map(draft).collect::<Vec<_>>()).unwrap();
    let themes = store.themes().unwrap();
    let claims: Vec<ClaimedQuote> = themes.iter().flat_map(|t| t.claims().into_iter().cloned()).collect();
    let mut checked = Library::new(&calls).check_all(&claims).into_iter();
    let themes = themes.into_iter().map(|theme| {
        let quotes = checked.by_ref().take(theme.claims().len()).collect();
        DocketTheme { theme, quotes, counter: Vec::new() }
    });
    let themes = themes.collect();
    let docket = Docket::new(calls, themes, []);
    let mut head = Head { count: 0, hash: Hash::start() };
    let stamp = Stamp { at: "2026-01-15T10:00:00Z".into(), who: "Mara Lind".into(), model: Some("offline finder".into()), prompt: None };
    let mut append = |act: &Act| {
        let (row, _) = ledger::next(&head, &stamp, act).unwrap();
        store.append(&row.body, &row.previous.0, &row.hash.0).unwrap();
        head = Head { count: row.seq, hash: row.hash };
    };
    for DocketTheme { theme, quotes, .. } in docket.themes() {
        let mut judged = BTreeMap::new();
        for (n, quote) in quotes.iter().enumerate() {
            let judgement = if n % 9 == 8 { Judgement::Partly } else { Judgement::Supports };
            let seen = docket.seen(quote.customer_verbatim().unwrap(), &theme.statement, theme.kind).unwrap();
            append(&Act::Judged { theme: theme.id.clone(), quote: quote.id.clone(), judgement, seen: seen.clone(), shown_ms: 1500 });
            judged.insert(quote.id.clone(), Judged { judgement, seen, by: stamp.who.clone(), at: stamp.at.clone() });
        }
        append(&Act::Accepted {
            theme: theme.id.clone(),
            statement: Hash::of(&theme.statement),
            kind: theme.kind,
            judgements: digest(&judged),
        });
    }
}

/// A number in letters: digits in a statement would have to stand in its verbatims.
fn words(mut n: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'a' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
        if n == 0 {
            return letters;
        }
    }
}
