//! What is counted, what is left out of a count and said to be, and who stands behind a name.

use super::*;
use crate::review::Act;

/// Appends `act` to a ledger, a day after the review.
fn append(entries: &mut Vec<Entry>, head: &mut Head, act: &Act) {
    let stamp = Stamp { at: "2025-09-02T10:00:00Z".into(), who: "Dana | PMM".into(), model: None, prompt: None };
    let (row, entry) = ledger::next(head, &stamp, act).unwrap();
    *head = Head { count: row.seq, hash: row.hash };
    entries.push(entry);
}

#[test]
fn a_verbatim_that_was_judged_again_counts_once() {
    let (docket, mut entries, mut head) = reviewed_by(docket(), "");
    let in_theme = |act: &&Act| act.theme().is_some_and(|t| t.0 == "T1");
    let acts: Vec<Act> = entries.iter().map(|e| &e.act).filter(in_theme).cloned().collect();
    let judged = |judgement: Judgement| match acts[2].clone() {
        Act::Judged { theme, quote, seen, .. } => Act::Judged { theme, quote, judgement, seen, shown_ms: 900 },
        other => panic!("{other:?} is no judgement"),
    };
    append(&mut entries, &mut head, &judged(Judgement::Partly));
    append(&mut entries, &mut head, &judged(Judgement::Contradicts));
    let Some(Act::Accepted { theme, statement, kind, .. }) = acts.last().cloned() else { panic!("T1 is accepted") };
    let judgements = crate::review::digest(&Reviews::replay(&entries).theme(&theme).unwrap().judged);
    append(&mut entries, &mut head, &Act::Accepted { theme, statement, kind, judgements });
    append(&mut entries, &mut head, &judged(Judgement::Unrelated));
    let last = head.count;
    append(&mut entries, &mut head, &Act::Undone { entry: last });

    let documents = documents(&docket, &entries, &head).unwrap();
    let log = text(&documents, "decision-log.md");
    assert!(log.contains("(T1)\n\nΣ Verbatims judged: 1 contradicts, 2 supports.\n"), "{log}");
    let msd = text(&documents, "messaging-source-document.md");
    assert!(msd.contains("| 2025-09-01 | Σ 3 themes accepted, 1 theme put off, 5 verbatims judged | Dana \\| PMM | 10 |"), "{msd}");
    assert!(msd.contains("| 2025-09-02 | Σ 1 theme accepted, 1 verbatim judged, 1 entry taken back | Dana \\| PMM | 15 |"), "{msd}");
}

/// Calls of so many outcomes, segments and personas, each with one problem; `None` where nothing is known.
fn of_segments(all: &[(Outcome, Option<&str>, &str)]) -> (Docket, Vec<Entry>, Head) {
    let one = |(n, (outcome, segment, persona)): (usize, &(Outcome, Option<&str>, &str))| {
        let speakers = [("Ana", Role::Customer)];
        let mut one = call(&format!("c{n}"), &format!("Account {n}"), *outcome, &speakers, &[("Ana", "We count by hand.")]);
        one.metadata.segment = segment.map(str::to_owned);
        one.metadata.persona = Some((*persona).to_owned());
        one
    };
    let calls: Vec<Call> = all.iter().enumerate().map(one).collect();
    let quotes = calls.iter().map(|c| quote(&calls, &c.id.0, "We count by hand.")).collect();
    reviewed_by(Docket::new(calls, vec![theme("T1", Kind::Problem, "Counted by hand", quotes)], []), "")
}

#[test]
fn tables_by_segment_and_persona_stand_apart_and_say_what_they_leave_out() {
    let (won, lost, open) = (Outcome::Won, Outcome::Lost, Outcome::Open);
    let (docket, entries, head) = of_segments(&[
        (won, Some("large"), "buyer"),
        (won, Some("large"), "buyer"),
        (won, Some("large"), "buyer"),
        (lost, Some("small"), "lead"),
        (lost, Some("small"), "lead"),
        (lost, Some("small"), "lead"),
        (open, Some("tiny"), "owner"),
        (won, None, "clerk"),
    ]);
    let documents = documents(&docket, &entries, &head).unwrap();
    let report = text(&documents, "voc-report.md");
    for expected in [
        "| Theme | won | lost |\n|---|---|---|\n| ✓ Counted by hand (T1) | 4 of 4 | 3 of 3 |\n\nΣ Not shown: open (1 call). A column takes three calls.\n",
        "| ✓ Counted by hand (T1) | 3 of 3 | 3 of 3 |\n\nΣ Not shown: tiny (1 call) · 1 call of which no segment is known. A column takes three calls.\n\n**By persona**",
        "Σ Not shown: clerk (1 call) · owner (1 call). A column takes three calls.\n\n## Contradicting evidence",
    ] {
        assert!(report.contains(expected), "{expected} is not in\n{report}");
    }
    let page = text(&documents, "voc-report.html");
    assert!(!page.contains("<td><strong>By persona"), "a heading is no row: {page}");
    let (docket, entries, head) = of_segments(&[(won, Some("large"), "buyer"); 6]);
    let report = text(&self::documents(&docket, &entries, &head).unwrap(), "voc-report.md");
    assert!(!report.contains("Not shown"), "{report}");
}

#[test]
fn a_calls_persona_stands_behind_no_name_where_several_customers_speak() {
    let both = [("Dana", Role::Customer), ("Tom", Role::Customer)];
    let turns = [("Dana", "We count by hand."), ("Tom", "Nobody trusts the number.")];
    let calls = vec![call("c1", "Fjord", Outcome::Won, &both, &turns), call("c2", "Hill", Outcome::Lost, &both[..1], &turns[..1])];
    let quotes = vec![
        quote(&calls, "c1", "We count by hand."),
        quote(&calls, "c1", "Nobody trusts the number."),
        quote(&calls, "c2", "We count by hand."),
    ];
    let (docket, entries, head) = reviewed_by(Docket::new(calls, vec![theme("T1", Kind::Problem, "Counted by hand", quotes)], []), "");
    let documents = documents(&docket, &entries, &head).unwrap();
    let msd = text(&documents, "messaging-source-document.md");
    assert!(
        msd.contains("— Tom, Fjord · won") && msd.contains("— Dana, Fjord · won") && msd.contains("— Dana, warehouse lead, Hill · lost"),
        "{msd}"
    );
    for (name, bytes) in &documents {
        assert!(!unpacked(bytes).contains("Tom, warehouse lead"), "{name}");
    }
    let rows = csv::Reader::from_reader(documents["quote-library.csv"].strip_prefix("\u{feff}".as_bytes()).unwrap()).into_deserialize();
    let known: Vec<String> =
        rows.map(|r: Result<BTreeMap<String, String>, _>| r.unwrap()).map(|r| format!("{}: {}", r["call_id"], r["persona"])).collect();
    assert_eq!(known, ["c1: ", "c1: ", "c2: warehouse lead"]);
    let reviewed = Reviewed::of(&docket, &Reviews::replay(&entries), &entries, &head, None).unwrap();
    assert_eq!(reviewed.themes().next().unwrap().personas, ["warehouse lead"]);
}

#[test]
fn one_of_a_thing_is_no_plural() {
    let calls = vec![call("c1", "Fjord", Outcome::Won, &[("Ana", Role::Customer)], &[("Ana", "We count by hand.")])];
    let quotes = vec![quote(&calls, "c1", "We count by hand.")];
    let (docket, mut entries, mut head) =
        reviewed_by(Docket::new(calls, vec![theme("T1", Kind::Doubt, "Counted by hand", quotes)], []), "");
    let id = |id: &str| ThemeId(id.into());
    append(&mut entries, &mut head, &Act::NoneAgainst { theme: id("T1"), passages: 1, of_calls: 1 });
    append(&mut entries, &mut head, &Act::Made { theme: id("T2"), statement: Hash::of("b"), claims: vec![Hash::of("c")] });
    let (seed, words) = (Hash::of("d"), Hash::of("e"));
    append(&mut entries, &mut head, &Act::Sampled { seed, call: CallId("c1".into()), turn: 1, words, of: 1, missed: false });
    let (docket_of_eight, entries_of_eight, head_of_eight) = of_segments(&[(Outcome::Won, None, "buyer"); 8]);
    let one = documents(&docket, &entries, &head).unwrap();
    for (name, bytes) in one.into_iter().chain(documents(&docket_of_eight, &entries_of_eight, &head_of_eight).unwrap()) {
        let words = unpacked(&bytes);
        for things in ["calls", "turns", "customers' turns", "customers’ turns", "quotes", "verbatims", "passages", "themes", "accounts"]
        {
            let plural = format!("1 {things}");
            let wrong =
                |(at, _): &(usize, &str)| !words[..*at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '–' | '-'));
            let found = words.match_indices(&plural).find(wrong).map(|(at, _)| words[at..].chars().take(80).collect::<String>());
            assert_eq!(found, None, "{name}");
        }
    }
}

#[test]
fn the_codebook_says_what_columns_of_the_quote_library_mean() {
    let documents = all();
    let prompted = "yes where the turn right before is somebody else's and has a question mark in it, else no. Counted by rule.";
    let codebook = text(&documents, "codebook.md");
    assert!(codebook.contains(&format!("| prompted | {prompted} |\n")), "{codebook}");
    assert!(unpacked(&documents["quote-library.xlsx"]).contains(prompted));
    let rows = csv::Reader::from_reader(documents["quote-library.csv"].strip_prefix("\u{feff}".as_bytes()).unwrap()).into_deserialize();
    let rows: Vec<BTreeMap<String, String>> = rows.map(Result::unwrap).collect();
    let asked: Vec<(&str, &str)> = rows.iter().map(|r| (r["quote_id"].as_str(), r["prompted"].as_str())).collect();
    assert_eq!(asked, [("E1", "yes"), ("E2", "no"), ("E3", "no"), ("E4", "yes"), ("E5", "yes")], "as it says");
    let named = quote_library::MEANINGS.iter().flat_map(|(names, _)| names.split(", "));
    assert!(named.clone().count() > 5 && named.into_iter().all(|name| quote_library::COLUMNS.contains(&name)));
}
