//! A project whose words are full of names, in a copy for outside.

use std::collections::BTreeMap;

use super::names::Names;
use super::{Audience, Clearances, NameLists};
use crate::calls::{Call, Consent, Outcome, Role};
use crate::evidence::{ClaimedQuote, Library};
use crate::export::tests::{call, quotations, quote, reviewed_by, theme, unpacked};
use crate::export::{DOCUMENTS, Reviewed, Templates};
use crate::review::ledger::{self, Stamp};
use crate::review::{Act, Docket, Entry, Head, Reviews};
use crate::themes::Kind;

/// Every name of the project below.
const NAMES: &[&str] = &[
    "Ana",
    "Berg",
    "Corvid",
    "Freight",
    "Rob",
    "Vendor-Smith",
    "Ben",
    "Ożóg",
    "Hill & Sons",
    "Zoe",
    "Carol",
    "Karl",
    "Dana",
    "corvid-call",
    "hill-call",
    "ana.berg",
    "田中",
];

const SAYS: [&str; 8] = [
    "We told Rob's team that Corvid counts by hand and Dr. Berg hates it.",
    "Then Ana Berg said that Corvid Freight is too small, and Ben Ożóg agreed.",
    "It all went through Carol before she left.",
    "Karl never trusted the number.",
    "We use PaperCount and it counts by hand on Mondays.",
    "Write to me at ana.berg@corvid.example and we count again.",
    "We pay for counting by hand twice.",
    "We count, we pay, they never trusted it, we write and write, karl the forklift counts.",
];

fn calls() -> Vec<Call> {
    let both = [("Ana Berg", Role::Customer), ("Rob Vendor-Smith", Role::Rep)];
    let turns: Vec<(&str, &str)> = SAYS.iter().map(|t| ("Ana Berg", *t)).collect();
    let mut corvid = call("corvid-call", "Corvid Freight", Outcome::Won, &both, &turns);
    corvid.metadata.segment = Some("mid-size distributor (50-200)".into());
    corvid.metadata.persona = Some("operations director".into());
    corvid.metadata.permission = Some("anonymised_external".into());
    let mut hill = call(
        "hill-call",
        "Hill & Sons",
        Outcome::Lost,
        &[("Ben Ożóg", Role::Customer), ("Zoe 田中", Role::Unknown)],
        &[("Ben Ożóg", "We count by hand and nobody at Hill & Sons trusts it."), ("Zoe 田中", "Right.")],
    );
    hill.warnings.clear();
    vec![corvid, hill]
}

fn project(calls: Vec<Call>) -> (Docket, Vec<Entry>, Head) {
    let mut themes: Vec<_> = SAYS[..7]
        .iter()
        .enumerate()
        .map(|(i, words)| theme(&format!("T{}", i + 11), Kind::Problem, "counting is slow", vec![quote(&calls, "corvid-call", words)]))
        .collect();
    themes[0].theme.statement = "Corvid Freight counts by hand".into();
    let hill = "We count by hand and nobody at Hill & Sons trusts it.";
    themes.push(theme("T18", Kind::Objection, hill, vec![quote(&calls, "hill-call", hill)]));
    reviewed_by(Docket::new(calls, themes, []), "")
}

fn outside<'a>(docket: &'a Docket, entries: &[Entry], head: &Head, lists: &NameLists) -> Reviewed<'a> {
    let reviewed = Reviewed::of(docket, &Reviews::replay(entries), entries, head, Some("Palletwise")).unwrap();
    reviewed.for_outside(&Clearances::of(entries), lists)
}

fn why(reviewed: &Reviewed<'_>) -> BTreeMap<String, String> {
    reviewed.left_out().iter().map(|l| (l.of.clone(), l.why.clone())).collect()
}

#[test]
fn no_name_leaves_in_any_format() {
    let (docket, entries, head) = project(calls());
    let reviewed = outside(&docket, &entries, &head, &NameLists::default());
    assert_eq!(reviewed.audience, Audience::External);
    let templates = Templates::default();
    let documents: BTreeMap<String, String> = DOCUMENTS
        .iter()
        .filter(|d| !d.is_internal)
        .map(|d| d.rendered(&reviewed, &templates).unwrap())
        .map(|r| (r.file_name, unpacked(&r.bytes)))
        .collect();
    for (file, text) in &documents {
        for name in NAMES {
            let found = text.match_indices(name).any(|(at, _)| {
                let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
            });
            assert!(!found, "{name} stands in {file}:\n{text}");
        }
        if !file.ends_with(".csv") {
            assert!(text.contains("E8") && text.contains("permission"), "{file} says what was left out");
        }
    }
    let msd = &documents["messaging-source-document.md"];
    assert!(
        msd.contains(
            "“We told [rep's] team that [mid-size distributor] counts by hand and [operations director, mid-size distributor] hates it.”"
        ),
        "{msd}"
    );
    assert!(
        msd.contains("Operations director, mid-size distributor (50-200)") && msd.contains("✓ \\[mid-size distributor] counts by hand")
    );
    assert!(msd.contains("1 accepted theme of this kind is left out of this copy"), "no objection was not heard: it is left out");
    assert!(msd.contains("External: people and accounts are not named"));
    for words in quotations(msd) {
        let checked = Library::new(docket.calls()).check_all(&[ClaimedQuote { text: words.clone(), ..ClaimedQuote::default() }]).remove(0);
        assert!(checked.verdict.is_verified(), "{words}: {checked:?}");
    }
}

#[test]
fn what_is_left_out_is_said_with_its_reason() {
    let (docket, entries, head) = project(calls());
    let reviewed = outside(&docket, &entries, &head, &NameLists::default());
    let why = why(&reviewed);
    let of = |id: &str| why.get(id).map(String::as_str).unwrap_or_default();
    assert_eq!(of("E1"), "", "known names are replaced: {:?}", reviewed.left_out());
    assert!(of("E3").contains("may hold a name"), "{why:?}");
    assert!(of("E4").contains("may hold a name"), "Carol and Karl are nobody that we know");
    assert!(of("E5").contains("may hold a name"), "PaperCount may be an account");
    assert!(of("E6").contains("may hold a name"), "an address");
    assert_eq!(of("E7"), "");
    assert!(of("E8").contains("permission") && of("T18").contains("none of the quotes"));
    let suspects: Vec<&str> =
        reviewed.left_out().iter().filter_map(|l| l.waiting.as_ref()).flat_map(|w| &w.suspects).map(String::as_str).collect();
    assert_eq!(suspects, ["Carol", "Karl", "PaperCount", "ana.berg@corvid.example"]);

    let mut silent = calls();
    silent[0].metadata.permission = Some("sure, why not".into());
    let (docket, entries, head) = project(silent);
    assert!(outside(&docket, &entries, &head, &NameLists::default()).left_out()[0].why.contains("not a permission that we know"));
    let mut refused = calls();
    refused[0].metadata.consent = Some(Consent::No);
    let (docket, entries, head) = project(refused);
    assert!(outside(&docket, &entries, &head, &NameLists::default()).left_out()[0].why.contains("did not agree"));
}

fn record(entries: &mut Vec<Entry>, head: &mut Head, act: &Act) {
    let stamp = Stamp { at: "2025-09-02T10:00:00Z".into(), who: "Dana | PMM".into(), model: None, prompt: None };
    let (row, entry) = ledger::next(head, &stamp, act).unwrap();
    *head = Head { count: row.seq, hash: row.hash };
    entries.push(entry);
}

#[test]
fn a_person_clears_exactly_what_was_looked_at() {
    let (docket, mut entries, mut head) = project(calls());
    let lists = NameLists::default();
    let waiting = outside(&docket, &entries, &head, &lists).left_out().iter().find(|l| l.of == "E5").unwrap().waiting.clone().unwrap();
    assert!(waiting.text.contains("PaperCount"));
    record(&mut entries, &mut head, &Act::Cleared { of: "E5".into(), words: waiting.words });
    assert!(!why(&outside(&docket, &entries, &head, &lists)).contains_key("E5"));

    let hidden = NameLists { hidden: vec!["PaperCount".into()], ..NameLists::default() };
    let again = outside(&docket, &entries, &head, &hidden);
    assert!(again.evidence.iter().any(|e| e.quoted.text.contains("We use [name] and")), "what is hidden needs no clearing");

    let mut changed = docket.calls().to_vec();
    changed[0].metadata.segment = None;
    let themes = docket.themes().to_vec();
    let changed = Docket::new(changed, themes, []);
    record(&mut entries, &mut head, &Act::Held { of: "E5".into() });
    assert!(why(&outside(&docket, &entries, &head, &lists))["E5"].contains("keeps it inside"));
    assert!(why(&outside(&changed, &entries, &head, &lists)).contains_key("E5"));
    let known = NameLists { known: vec!["PaperCount".into()], ..NameLists::default() };
    record(&mut entries, &mut head, &Act::Cleared { of: "E5".into(), words: crate::review::Hash::of("other words") });
    assert!(why(&outside(&docket, &entries, &head, &lists)).contains_key("E5"), "other words were cleared than these");
    assert!(!why(&outside(&docket, &entries, &head, &known)).contains_key("E5"), "the config says it is no name");
}

#[test]
fn names_are_found_however_they_are_written() {
    let mut calls = calls();
    calls[1].speakers.push(crate::calls::Speaker { name: "Will Price".into(), ..crate::calls::Speaker::default() });
    let text = &mut calls[1].turns[0].text;
    *text = format!("{text} the price of it will rise, it will, at that price.").into();
    let names = Names::of(&calls, &NameLists::default());
    let read = |text: &str| names.read(text, None);
    assert_eq!(
        read("BERG, Ana and ana-berg’s desk").text,
        "[operations director, mid-size distributor] and [operations director, mid-size distributor's] desk"
    );
    assert_eq!(read("we asked Ben Ozog").text, "we asked [warehouse lead]");
    assert_eq!(read("we asked zoe 田中 about it").text, "we asked [another participant] about it");
    assert_eq!(read("it will cost the same price").text, "it will cost the same price", "a word is no name");
    assert_eq!(read("so I asked Will about it").text, "so I asked [another participant] about it");
    assert_eq!(read("Will never liked it").suspects, ["Will"], "at the start of a sentence nobody can tell");
    assert_eq!(read("call 555-010 20 30 now").suspects, ["555-010 20 30"]);
    assert_eq!(read("we moved to Maple Street in May").suspects, ["Maple Street"]);
    assert_eq!(read("彼は言った").suspects.len(), 1);
    assert!(read("We count by hand, and nobody trusts it. Counting takes long.").suspects.is_empty());
}

#[test]
fn a_transcript_without_capitals_hides_names_so_its_quotes_wait() {
    let mut small = calls();
    for turn in &mut small[0].turns {
        turn.text = turn.text.to_lowercase().into();
    }
    let themes =
        vec![theme("T1", Kind::Problem, "counting is slow", vec![quote(&small, "corvid-call", "we pay for counting by hand twice.")])];
    let (docket, entries, head) = reviewed_by(Docket::new(small, themes, []), "");
    let left = why(&outside(&docket, &entries, &head, &NameLists::default()));
    assert!(left["E1"].contains("may hold a name"));
}
