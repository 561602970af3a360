//! What holds for every document of every project: its quotations are found again as they were said, and its numbers are recounts of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::tests::{call, documents, play, quote, theme};
use crate::calls::{Call, Outcome, Role};
use crate::evidence::{ClaimedQuote, Library, Verdict};
use crate::quotations::{self, Quotation, Quotations};
use crate::review::{Act, Docket, Entry, Head, undone};
use crate::themes::{Judgement, Kind};

/// What customers and reps say: ordinary, and as hostile as words can be.
const SAID: &[&str] = &[
    "We count the pallets by hand every single Friday.",
    "It would not be so bad if the number were right.",
    "Honestly, it costs more than the two people who count.",
    "Now the count is done before lunch, and nobody argues.",
    "He said “no way, not again” and hung up on us.",
    "They call it 'the maze', and \"nobody gets out\" of it.",
    "=HYPERLINK(\"http://evil.example\",\"x\") | **bold** <script>alert(1)</script> was on it",
    "{{ 7*7 }} {% for x in y %} <!-- /pmm --> <!-- pmm:positioning --> is what we got",
    "# Heading - item > quote ``` code [x](javascript:alert(1)) ![i](http://evil.example/i.png)",
    "@SUM(1) \u{202e}drawkcab\u{202c} it said and then www.evil.example :tada:",
    "It showed &lt;b&gt; and &amp; on the page, just so",
    "+1-555 is the number that we dial, \u{1b}[2J every time",
    "\\| $x^2$ ~~gone~~ _em_ *** were the letters on the box",
    "Заказ приходит слишком поздно, и никто не знает почему.",
    "-- and so on — it is, you know, what it is…",
];
const NAMES: &[&str] = &["Ana", "=Ben O'Neil", "Cy <b>Diaz</b>", "Dee | Ray", "Eve {{ head }}"];
const STATEMENTS: &[&str] =
    &["Counting by hand takes time", "<i>Late</i> | {{ calls }}", "=Too dear", "Nobody trusts the number", "- It was *easy*"];

type Picked = (usize, usize, usize);

/// A project: for each call its outcome and who says what; for each theme its kind, statement and quotes; and how the quotes are judged.
#[derive(Debug, Clone)]
struct Project {
    calls: Vec<(usize, Vec<(usize, usize)>)>,
    themes: Vec<(usize, usize, Vec<Picked>)>,
    judgements: Vec<usize>,
}

fn projects() -> impl Strategy<Value = Project> {
    let turns = proptest::collection::vec((0usize..7, 0..SAID.len()), 3..9);
    let calls = proptest::collection::vec((0usize..3, turns), 1..8);
    let picked = proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..5);
    let picked = picked.prop_map(|v| v.into_iter().map(|(a, b, c)| (a.into(), b.into(), c.into())).collect());
    let themes = proptest::collection::vec((0usize..7, 0..STATEMENTS.len(), picked), 1..5);
    (calls, themes, proptest::collection::vec(0usize..6, 1..12)).prop_map(|(calls, themes, judgements)| Project {
        calls,
        themes,
        judgements,
    })
}

fn docket(project: &Project) -> Option<Docket> {
    let speaker = |n: usize| match n {
        0..5 => (NAMES[n], Role::Customer),
        5 => ("Rob", Role::Rep),
        _ => ("Guest 7", Role::Unknown),
    };
    let calls: Vec<Call> = (1..)
        .zip(&project.calls)
        .map(|(n, (outcome, turns))| {
            let speakers: BTreeMap<&str, Role> = turns.iter().map(|(who, _)| speaker(*who)).collect();
            let speakers: Vec<(&str, Role)> = speakers.into_iter().collect();
            let turns: Vec<(&str, &str)> = turns.iter().map(|(who, said)| (speaker(*who).0, SAID[*said])).collect();
            let outcome = [Outcome::Won, Outcome::Lost, Outcome::Open][*outcome];
            call(&format!("call-{n}"), &format!("=Account | {n}"), outcome, &speakers, &turns)
        })
        .collect();
    let said: Vec<(&str, &str)> = calls.iter().flat_map(|c| c.customer_turns().map(|t| (c.id.0.as_str(), &*t.text))).collect();
    if said.is_empty() {
        return None;
    }
    let quote = |(at, from, to): &Picked| {
        let (call, text) = said[at % said.len()];
        let words: Vec<&str> = text.split(' ').collect();
        let from = from % words.len().saturating_sub(3).max(1);
        let to = (from + 3 + to % words.len()).min(words.len());
        quote(&calls, call, &words[from..to].join(" "))
    };
    let themes = (1..).zip(&project.themes).map(|(n, (kind, statement, quotes))| {
        let mut places = BTreeSet::new();
        let quotes = quotes.iter().map(quote).filter(|q| places.insert(q.id.clone())).collect();
        theme(&format!("T{n}"), Kind::ALL[*kind], STATEMENTS[*statement], quotes)
    });
    let themes = themes.collect();
    Some(Docket::new(calls, themes, []))
}

#[test]
fn every_quotation_is_found_again_and_every_number_is_a_recount() {
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut exported = std::cell::Cell::new(0);
    let result = runner.run(&projects(), |project| {
        let Some(docket) = docket(&project) else { return Ok(()) };
        let judgement = |n: usize| match project.judgements[n % project.judgements.len()] {
            0 => Judgement::Partly,
            1 => Judgement::Contradicts,
            2 => Judgement::Unrelated,
            _ => Judgement::Supports,
        };
        let (docket, entries, head) = play(docket, judgement);
        let Ok(files) = documents(&docket, &entries, &head) else { return Ok(()) };
        exported.set(exported.get() + 1);
        for (name, bytes) in &files {
            quotations_are_found(&docket, name, bytes);
        }
        numbers_are_recounts(&docket, &entries, &head, &files);
        Ok(())
    });
    result.unwrap();
    assert!(*exported.get_mut() >= 6, "most projects have something to export");
}

fn quotations_are_found(docket: &Docket, name: &str, bytes: &[u8]) {
    if !name.ends_with(".md") && !name.ends_with(".html") && !name.ends_with(".docx") {
        return;
    }
    let Quotations::Document { quotations: found, .. } = quotations::read(name, bytes, &()).unwrap() else {
        panic!("{name} is a document")
    };
    let claims: Vec<ClaimedQuote> = found.iter().map(|q| ClaimedQuote { text: q.text.clone(), ..ClaimedQuote::default() }).collect();
    let checked = Library::new(docket.calls()).check_all(&claims);
    for (q, checked) in found.iter().zip(checked) {
        let verdict = checked.verdict;
        let as_a_reps = verdict == Verdict::Misattributed && may_quote_reps(name) && is_by_a_rep(q);
        assert!(verdict.is_verified() || as_a_reps, "{name}: {:?} is {verdict:?}", q.text);
    }
}

fn may_quote_reps(name: &str) -> bool {
    name.starts_with("objection-sheet") || name.starts_with("win-loss")
}

fn is_by_a_rep(q: &Quotation) -> bool {
    q.attribution.as_deref().is_some_and(|who| who.starts_with("Rob"))
}

/// The themes as the ledger has them: of those accepted last, the calls with a verbatim that supports them.
fn recount(docket: &Docket, entries: &[Entry]) -> BTreeMap<String, BTreeSet<String>> {
    let gone = undone(entries);
    let mut judged: BTreeMap<String, BTreeMap<String, (String, Judgement)>> = BTreeMap::new();
    let mut accepted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let counts: BTreeSet<&str> = docket.calls().iter().filter(|c| c.counts()).map(|c| c.id.0.as_str()).collect();
    for entry in entries.iter().filter(|e| !gone.contains(&e.seq)) {
        match &entry.act {
            Act::Judged { theme, quote, judgement, seen, .. } => {
                judged.entry(theme.0.clone()).or_default().insert(quote.to_string(), (seen.place.call.0.clone(), *judgement));
            }
            Act::Accepted { theme, .. } => {
                let of_theme = judged.get(&theme.0).into_iter().flat_map(BTreeMap::values);
                let calls =
                    of_theme.filter(|(call, j)| *j == Judgement::Supports && counts.contains(call.as_str())).map(|(call, _)| call.clone());
                accepted.insert(theme.0.clone(), calls.collect());
            }
            _ => {}
        }
    }
    accepted
}

fn numbers_are_recounts(docket: &Docket, entries: &[Entry], head: &Head, files: &BTreeMap<String, Vec<u8>>) {
    let accepted = recount(docket, entries);
    let of_calls = docket.calls().iter().filter(|c| c.counts()).count();
    let with = |outcome: Outcome| docket.calls().iter().filter(|c| c.counts() && c.metadata.outcome == Some(outcome)).count();
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();

    let json: serde_json::Value = serde_json::from_slice(&files["quote-library.json"]).unwrap();
    let themes = json["themes"].as_array().unwrap();
    assert_eq!(themes.len(), accepted.len());
    for t in themes {
        let calls = &accepted[t["id"].as_str().unwrap()];
        assert_eq!(
            (t["support"]["calls"].as_u64().unwrap() as usize, t["support"]["of_calls"].as_u64().unwrap() as usize),
            (calls.len(), of_calls)
        );
    }
    // Every line of the Markdown that names one theme and says in how many calls.
    for name in files.keys().filter(|n| n.ends_with(".md")) {
        for line in text(name).lines() {
            let named: Vec<(&String, &BTreeSet<String>)> = accepted.iter().filter(|(id, _)| line.contains(&format!("({id})"))).collect();
            let &[(id, calls)] = named.as_slice() else { continue };
            for (n, of) in shares(line) {
                assert_eq!((n, of), (calls.len(), of_calls), "{name}, {id}: {line}");
            }
        }
        assert!(!text(name).contains("{{"), "{name}");
    }
    let msd = text("messaging-source-document.md");
    assert!(
        msd.contains(&format!("Σ {of_calls} call")) && msd.contains(&head.hash.0) && msd.contains(&format!("Σ {} entries", head.count))
    );
    let rows = |name: &str| {
        let table = files[name].strip_prefix("\u{feff}".as_bytes()).unwrap();
        csv::Reader::from_reader(table).into_deserialize::<BTreeMap<String, String>>().map(Result::unwrap).collect::<Vec<_>>()
    };
    for row in rows("codebook.csv").iter().filter(|r| r["code"].starts_with('T')) {
        assert_eq!((row["calls"].clone(), row["of_calls"].clone()), (accepted[&row["code"]].len().to_string(), of_calls.to_string()));
    }
    assert_eq!(rows("decision-log.csv").len(), entries.len());
    let supports: BTreeMap<String, BTreeSet<String>> = rows("quote-library.csv").into_iter().filter(|r| r["supports"] == "supports").fold(
        accepted.keys().map(|id| (id.clone(), BTreeSet::new())).collect(),
        |mut all, row| {
            all.get_mut(&row["theme_id"]).unwrap().insert(row["call_id"].clone());
            all
        },
    );
    assert_eq!(supports, accepted);
    let (won, lost) = (with(Outcome::Won), with(Outcome::Lost));
    let compared = text("win-loss-language.md");
    assert!(compared.contains(&format!("| Won | Σ {won} |")) && compared.contains(&format!("| Lost | Σ {lost} |")));
    assert_eq!(compared.contains("## Not compared"), won < 3 || lost < 3);
    assert_eq!(compared.contains("**Directional.**"), won.min(lost) >= 3);
    let report = text("evidence-report.html");
    for (id, calls) in &accepted {
        let row = report.split(&format!("href=\"#{id}\"")).nth(1).unwrap();
        let said = row.split("<td class=\"n\">").nth(1).unwrap().split("</td>").next().unwrap();
        assert_eq!(said, format!("{} of {of_calls}", calls.len()));
    }
}

/// What a line says as `2 of 3 calls` or `in 2 of 3`.
fn shares(line: &str) -> Vec<(usize, usize)> {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let number = |w: &str| w.parse::<usize>().ok();
    let all = words.windows(4).filter(|w| w[1] == "of" && (w[3] == "calls" || w[3] == "call"));
    all.filter_map(|w| Some((number(w[0])?, number(w[2])?))).collect()
}
