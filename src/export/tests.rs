//! The documents of small invented projects, played through a review in memory.

use std::collections::BTreeMap;

use super::*;
use crate::calls::{Call, CallId, Chars, Given, Metadata, Millis, Outcome, Role, SourceType, Speaker, Turn, Version, Warning};
use crate::evidence::{Checked, ClaimedQuote, Piece, Verbatim, Verdict};
use crate::review::ledger::{self, Stamp};
use crate::review::{Action, Docket, DocketTheme, Entry, Hash, Head, Recorder, Reviews, Session, View, screens};
use crate::themes::{Finding, Judgement, Kind, Origin, Theme, ThemeId};

mod counts;

/// A window in which every quote fits.
const SIZE: screens::Size = screens::Size { columns: 120, lines: 100 };

fn speaker(name: &str, role: Role) -> Speaker {
    let given = (role != Role::Unknown).then(|| Given { role, by: "speakers.csv".into() });
    Speaker { name: name.into(), given, ..Speaker::default() }
}

/// A call of turns (speaker, words), ten seconds each.
pub(in crate::export) fn call(id: &str, account: &str, outcome: Outcome, speakers: &[(&str, Role)], turns: &[(&str, &str)]) -> Call {
    let turn = |(i, (name, text)): (usize, &(&str, &str))| Turn {
        index: i as u32 + 1,
        speaker: Some((*name).into()),
        text: (*text).into(),
        start_ms: Some(Millis::from(i as u64 * 10_000)),
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
pub(in crate::export) fn quote(calls: &[Call], id: &str, words: &str) -> Checked {
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
        parts: Vec::new(),
    }
}

pub(in crate::export) fn theme(id: &str, kind: Kind, statement: &str, quotes: Vec<Checked>) -> DocketTheme {
    let findings = quotes
        .iter()
        .map(|q| Finding {
            call: CallId(q.claim.call.clone().unwrap()),
            kind,
            statement: statement.into(),
            quotes: vec![q.claim.clone()],
            origin: Origin::Offline,
            at: None,
        })
        .collect();
    let theme = Theme { id: ThemeId(id.into()), kind, statement: statement.into(), findings, counter: Vec::new() };
    DocketTheme { theme, quotes, counter: Vec::new() }
}

/// Three calls about a warehouse tool, and themes of which the last is never decided.
pub(in crate::export) fn docket() -> Docket {
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
                ("Rob", "We can look at the plan."),
                ("Ben", "Then send me numbers."),
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
pub(in crate::export) fn reviewed_by(docket: Docket, against: &str) -> (Docket, Vec<Entry>, Head) {
    let judge = |_, words: &str| if words == against { Judgement::Contradicts } else { Judgement::Supports };
    session(docket, judge, |id| id != "T4")
}

/// Judges the quotes as `judge` says of the first, the second and so on, and accepts what can be accepted.
pub(in crate::export) fn play(docket: Docket, judge: impl Fn(usize) -> Judgement) -> (Docket, Vec<Entry>, Head) {
    session(docket, |n, _| judge(n), |_| true)
}

fn session(docket: Docket, judge: impl Fn(usize, &str) -> Judgement, accepts: impl Fn(&str) -> bool) -> (Docket, Vec<Entry>, Head) {
    let stamp = Stamp { at: "2025-09-01T10:00:00Z".into(), who: "Dana | PMM".into(), model: Some("offline finder".into()), prompt: None };
    let mut head = Head { count: 0, hash: Hash::start() };
    let mut session = Session::open(docket, Vec::new(), "Dana | PMM");
    let mut judged = 0;
    for _ in 0..200 {
        session.drawn(screens::screen(&session, SIZE).drawn);
        let standing = session.current();
        let id = standing.as_ref().map(|s| s.proposed.theme.id.0.clone()).unwrap_or_default();
        let action = match session.view() {
            View::Quote { quote, .. } => {
                let words = standing.and_then(|s| s.quotes.get(quote).map(|q| q.checked.claim.text.clone())).unwrap();
                judged += 1;
                Action::Judge(judge(judged - 1, &words))
            }
            View::Decision { .. } if accepts(&id) => Action::Accept,
            View::Decision { .. } => Action::PutOff,
            View::Summary => Action::Next,
            View::End | View::Offer { .. } | View::Trim { .. } | View::Sample { .. } => break,
        };
        let mut step = session.press(action, 1500);
        if action == Action::Accept && step.acts.is_empty() {
            step = session.press(Action::PutOff, 1500);
        }
        for act in step.acts {
            let (row, entry) = ledger::next(&head, &stamp, &act).unwrap();
            head = Head { count: row.seq, hash: row.hash };
            session.record(entry);
        }
    }
    (session.docket().clone(), session.entries().to_vec(), head)
}

pub(super) fn documents(docket: &Docket, entries: &[Entry], head: &Head) -> Result<BTreeMap<String, Vec<u8>>, ExportError> {
    let reviews = Reviews::replay(entries);
    let reviewed = Reviewed::of(docket, &reviews, entries, head, Some("Pallet*wise*"))?;
    DOCUMENTS.iter().map(|d| d.rendered(&reviewed, &Templates::default())).map(|r| r.map(|r| (r.file_name, r.bytes))).collect()
}

fn all() -> BTreeMap<String, Vec<u8>> {
    let (docket, entries, head) = reviewed_by(docket(), "Counting by hand is fine for us in summer.");
    documents(&docket, &entries, &head).unwrap()
}

fn text(documents: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(documents[name].clone()).unwrap()
}

/// What stands between “ and ” in Markdown, without the backslashes that keep it text.
pub(in crate::export) fn quotations(markdown: &str) -> Vec<String> {
    let inside = markdown.split('“').skip(1).map(|rest| rest.split('”').next().unwrap());
    inside
        .map(|words| {
            let mut chars = words.chars().peekable();
            let mut out = String::new();
            while let Some(c) = chars.next() {
                let escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
                out.push(if escape { chars.next().unwrap() } else { c });
            }
            out
        })
        .collect()
}

/// The text of a file; of a zipped one, of all files in it.
pub(in crate::export) fn unpacked(bytes: &[u8]) -> String {
    use std::io::Read;
    let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return String::from_utf8_lossy(bytes).into_owned() };
    let mut text = String::new();
    for i in 0..zip.len() {
        zip.by_index(i).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

fn customers_said(docket: &Docket, words: &str) -> bool {
    let said = |piece: &str| docket.calls().iter().flat_map(|c| c.customer_turns()).any(|t| escape::printable(&t.text).contains(piece));
    words.split(" … ").all(said)
}

#[test]
fn nothing_accepted_gives_no_document() {
    let docket = docket();
    let head = Head { count: 0, hash: Hash::start() };
    let refused = documents(&docket, &[], &head);
    assert!(matches!(refused, Err(ExportError::NothingAccepted { waiting: 4, rejected: 0 })));
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert!(unpacked(&all()["quote-library.xlsx"]).contains("2025-09-01T00:00:00Z"), "dates are the ledger's");
    assert_eq!(all(), all());
}

#[test]
fn every_quotation_is_a_customers_and_nothing_undecided_comes_out() {
    let documents = all();
    let msd = text(&documents, "messaging-source-document.md");
    let found = quotations(&msd);
    assert!(found.len() > 10);
    for words in &found {
        assert!(customers_said(&docket(), words), "{words}");
    }
    for name in documents.keys().filter(|n| n.ends_with(".md")) {
        let markdown = text(&documents, name);
        assert!(!markdown.contains('"'), "{name}");
        for words in quotations(&markdown) {
            let rep = |t: &Turn| *t.text == *words && markdown.contains(&format!("“{words}” — Rob (rep)"));
            let answer = docket().calls().iter().flat_map(|c| &c.turns).any(rep);
            assert!(customers_said(&docket(), &words) || answer, "{name}: {words}");
        }
    }
    for (name, bytes) in &documents {
        assert!(!unpacked(bytes).contains("NEVER ACCEPTED"), "{name}");
    }
    assert!(
        msd.contains("✓ Counting pallets by hand eats time and trust (T1)"),
        "a statement in other words than a customer's is not in quotation marks"
    );
    assert!(msd.contains("### ✓ “Now the count is done before lunch.” (T2)"));
    assert!(msd.contains("**Counter-evidence:**\n\n> “Counting by hand is fine for us in summer.”\\\n> — Ben, warehouse lead, Hill & Sons · lost · c2, turn 5, 0:00:40 · **E3**"));
    let silent = "Σ Not found in 2 calls (a person had 6 of their customers' 6 turns on screen).";
    assert!(msd.contains(&format!("- Requests: {silent}\n")), "{msd}");
    let waits = format!("{silent} 1 proposed theme of this kind is not decided.\n");
    assert!(msd.contains(&format!("- Buying triggers: {waits}")) && msd.contains(&format!("<!-- verbatim:triggers -->\n{waits}")), "{msd}");
    assert!(text(&documents, "voc-report.md").contains(&format!("## Buying triggers\n\n{waits}")));
    let report = text(&documents, "evidence-report.html");
    assert!(report.contains("Buying triggers: not found in 2 calls (a person had 6 of their customers’ 6 turns on screen); 1 proposed theme of this kind is not decided."));
    assert!(msd.contains("Guest 7 in c2 (1 turn): nobody has said yet which side they are on"));
    assert!(msd.contains("c3.vtt is not counted: not a customer call but a rep debrief."));
}

#[test]
fn counts_in_the_json_are_recounts_and_its_quotes_stand_in_the_calls() {
    let (docket, entries, head) = reviewed_by(docket(), "Counting by hand is fine for us in summer.");
    let documents = documents(&docket, &entries, &head).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&documents["quote-library.json"]).unwrap();
    assert_eq!(all["ledger"]["count"], head.count);
    assert_eq!(all["ledger"]["hash"], head.hash.0);
    let rows = csv::Reader::from_reader(documents["quote-library.csv"].strip_prefix("\u{feff}".as_bytes()).unwrap()).into_records().count();
    let mut quotes = 0;
    for theme in all["themes"].as_array().unwrap() {
        let mut calls = std::collections::BTreeSet::new();
        for (list, counts) in [("supports", true), ("partly", false), ("contradicts", false)] {
            for q in theme[list].as_array().unwrap() {
                let number = |key: &str| q[key].as_u64().unwrap() as u32;
                let call = docket.call(&CallId(q["call"].as_str().unwrap().into())).unwrap();
                let turn = call.turn(number("turn")).unwrap();
                assert_eq!(Chars::slice(&turn.text, Chars(number("start")), Chars(number("end"))), q["text"].as_str());
                quotes += 1;
                if counts {
                    calls.insert(call.id.clone());
                }
            }
        }
        assert_eq!(theme["support"]["calls"], calls.len(), "{}", theme["id"]);
        assert_eq!(theme["repeated"], calls.len() > 1);
    }
    assert_eq!((rows, quotes), (5, 5));
}

#[test]
fn the_objection_sheet_shows_how_the_talk_went_on() {
    let sheet = text(&all(), "objection-sheet.md");
    assert!(sheet.contains("- Σ **How the rep answered:** “We can look at the plan.” — Rob (rep), c2, turn 6, 0:00:50"), "{sheet}");
    assert!(sheet.contains("- Σ **What the customer said next:** “Then send me numbers.” — Ben (customer), c2, turn 7, 0:01:00"));
}

#[test]
fn a_caution_shows_the_whole_sentence() {
    let mut calls = docket().calls().to_vec();
    calls[0].turns[1].text = "Well. I would not say it is broken, but it eats the day. So.".into();
    let mut clipped = quote(&calls, "c1", "it is broken");
    clipped.flags = vec![crate::evidence::Flag::Clipped, crate::evidence::Flag::MeaningAtRisk];
    let docket = Docket::new(calls, vec![theme("T1", Kind::Problem, "Broken", vec![clipped])], []);
    let (docket, entries, head) = reviewed_by(docket, "");
    let msd = text(&documents(&docket, &entries, &head).unwrap(), "messaging-source-document.md");
    assert!(msd.contains("*Caution: the rest of the sentence changes or softens it; the cut leaves out a not, if, except or maybe, or a part of a number.* In full: “I would not say it is broken, but it eats the day.”"), "{msd}");
}

#[test]
fn a_caution_does_not_say_a_whole_sentence_twice() {
    let mut calls = docket().calls().to_vec();
    calls[0].turns[1].text = "Well. They say it is broken. Is it slow? It is late.".into();
    let flagged = |words: &str| Checked { flags: vec![crate::evidence::Flag::Reported], ..quote(&calls, "c1", words) };
    let quotes = vec![
        flagged("They say it is broken."),
        flagged("They say it is broken"),
        flagged("Is it slow"),
        flagged("it is broken. Is it slow?"),
    ];
    let docket = Docket::new(calls.clone(), vec![theme("T1", Kind::Problem, "Broken", quotes)], []);
    let (docket, entries, head) = reviewed_by(docket, "");
    let documents = documents(&docket, &entries, &head).unwrap();
    for name in ["messaging-source-document.md", "evidence-report.html"] {
        let document = text(&documents, name);
        assert!(
            !document.contains("In full: “They say it is broken.”") && document.matches("Caution: ").count() == 4,
            "{name}: {document}"
        );
        assert!(document.contains("In full: “Is it slow?”"), "a question mark says more: {document}");
        assert!(
            document.contains("In full: “They say it is broken. Is it slow?”") && document.matches("In full: ").count() == 2,
            "{document}"
        );
    }
}

#[test]
fn only_turns_that_were_on_screen_count_as_read() {
    let (docket, entries, _) = reviewed_by(docket(), "");
    let read = |entries: &[Entry]| {
        let share = screened::OnScreen::of(&docket, &Reviews::replay(entries)).share(docket.calls().iter().filter(|c| c.counts()));
        (share.seen, share.of)
    };
    assert_eq!(read(&entries), (6, 6));
    assert_eq!(read(&entries[..1]), (2, 6), "one verbatim and the two turns on either side of it");
    assert_eq!(read(&[]), (0, 6));
}

/// A transcript that tries everything.
const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://evil.example\",\"x\") | **bold** <script>alert(1)</script>",
    "{{ 7*7 }} {% for x in y %} <!-- /pmm --> <!-- pmm:positioning --> gone <!-- /verbatim -->",
    "# Heading\n\n- item\n> quote ``` code [x](javascript:alert(1)) ![i](http://evil.example/i.png)",
    "@SUM(1) \u{202e}drawkcab\u{202c} \u{200b}zero\u{0}nul \u{1b}[2J &lt;b&gt; www.evil.example https://evil.example :tada:",
    "\\| $x^2$ ~~gone~~ _em_ ***",
];

fn hostile() -> (Docket, Vec<Entry>, Head) {
    let name = "=cmd|' /C calc'!A0 <b>*Eve*</b>";
    let turns: Vec<(&str, &str)> = HOSTILE.iter().map(|t| (name, *t)).collect();
    let mut evil = call("h1", "-1+1 | <i>Inc</i>", Outcome::Lost, &[(name, Role::Customer)], &turns);
    evil.file = "<img src=x> | h1.vtt".into();
    evil.warnings = vec![Warning { code: "W".into(), message: "\"{{ x }}\" | <b>".into() }];
    evil.metadata.persona = Some("+lead\t| {{ x }}".into());
    let calls = vec![evil];
    let quotes: Vec<Checked> = HOSTILE.iter().map(|t| quote(&calls, "h1", t)).collect();
    let statement = "<b>[click](http://evil.example)</b> | {{ head }}";
    let themes = vec![theme("T1", Kind::Success, statement, quotes.clone()), theme("T2", Kind::Objection, statement, quotes)];
    reviewed_by(Docket::new(calls, themes, []), "")
}

#[test]
fn hostile_text_stays_text_in_markdown() {
    let (docket, entries, head) = hostile();
    let (documents, tame) = (documents(&docket, &entries, &head).unwrap(), all());
    for name in documents.keys().filter(|n| n.ends_with(".md")) {
        let shown = match name.as_str() {
            "voc-report.md" => 4,
            "codebook.md" => 1,
            // Too few calls to compare; and a log holds no words.
            "win-loss-language.md" | "decision-log.md" => 0,
            _ => HOSTILE.len(),
        };
        is_harmless(&text(&documents, name), &text(&tame, name), &docket, &HOSTILE[..shown]);
    }
}

fn is_harmless(msd: &str, tame: &str, docket: &Docket, expected: &[&str]) {
    use comrak::nodes::NodeValue;
    let parts =
        |md: &str| parts::Parted::of(md).before.iter().map(|(_, p)| p.name.to_owned()).filter(|n| !n.contains("-T")).collect::<Vec<_>>();
    assert_eq!(parts(msd), parts(tame), "nothing in a transcript opens or closes a part");

    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    let root = comrak::parse_document(&arena, msd, &options);
    let mut shown = String::new();
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(t) => shown.push_str(t),
            NodeValue::HtmlBlock(h) => assert!(h.literal.trim().starts_with("<!-- ") && h.literal.lines().count() == 1, "{}", h.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => shown.push(' '),
            bad @ (NodeValue::HtmlInline(_)
            | NodeValue::Link(_)
            | NodeValue::Image(_)
            | NodeValue::Strikethrough
            | NodeValue::CodeBlock(_)) => {
                panic!("{bad:?}")
            }
            _ => {}
        }
    }
    for words in expected {
        let words = escape::printable(words);
        assert!(shown.contains(words.trim()), "{words:?} is not in\n{shown}");
    }
    assert!(!msd.contains(['\u{202e}', '\u{0}', '\u{1b}', '\u{200b}']));
    for words in quotations(msd) {
        assert!(customers_said(docket, &words), "{words:?}");
    }
}

#[test]
fn hostile_text_starts_no_formula_and_stays_raw_in_json() {
    let (docket, entries, head) = hostile();
    let documents = documents(&docket, &entries, &head).unwrap();
    let table = documents["quote-library.csv"].strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(table);
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), quote_library::COLUMNS);
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
            assert!(!cell.contains(|c: char| c.is_control()), "{cell:?}");
        }
    }
    let workbook = unpacked(&documents["quote-library.xlsx"]);
    assert!(!workbook.contains("<f>") && !workbook.contains(['\u{202e}', '\u{0}', '\u{1b}']));
    assert!(workbook.contains("quotePrefix=\"1\"") && workbook.contains("=HYPERLINK("));
    let json = text(&documents, "quote-library.json");
    assert!(!json.contains('\u{202e}'));
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    let said: Vec<&str> = all["themes"][0]["supports"].as_array().unwrap().iter().map(|q| q["text"].as_str().unwrap()).collect();
    assert_eq!(said, HOSTILE);
}

#[test]
fn hostile_text_stays_text_in_html_and_word() {
    let (docket, entries, head) = hostile();
    let documents = documents(&docket, &entries, &head).unwrap();
    for name in documents.keys().filter(|n| n.ends_with(".html")) {
        let page = text(&documents, name);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"), "{name}");
        assert!(
            !page.contains("<img") && !page.contains("<i>Inc") && !page.contains("href=\"http") && !page.contains('\u{202e}'),
            "{name}"
        );
        assert!(page.contains("default-src 'none'"), "{name} asks the network for nothing");
    }
    for name in documents.keys().filter(|n| n.ends_with(".docx")) {
        let word = unpacked(&documents[name]);
        assert!(word.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{name}");
        assert!(!word.contains(['\u{202e}', '\u{0}', '\u{1b}', '\u{200b}']), "{name}");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&documents[name])).unwrap();
        for i in 0..zip.len() {
            let mut part = String::new();
            std::io::Read::read_to_string(&mut zip.by_index(i).unwrap(), &mut part).unwrap();
            let mut reader = quick_xml::Reader::from_str(&part);
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        }
    }
}

#[test]
fn what_a_marketer_wrote_shows_in_every_format() {
    let (docket, entries, head) = reviewed_by(docket(), "");
    let reviews = Reviews::replay(&entries);
    let reviewed = Reviewed::of(&docket, &reviews, &entries, &head, None).unwrap();
    let mut files: BTreeMap<String, Vec<u8>> = all();
    let name = "messaging-source-document.md";
    files.insert(
        name.into(),
        text(&files, name).replace("Market category: Needs input", "Market category: Calm <b>warehouses</b>").into_bytes(),
    );
    let templates = Templates::default().with_own_text_of(&files);
    let rendered: BTreeMap<String, Vec<u8>> =
        DOCUMENTS.iter().map(|d| d.rendered(&reviewed, &templates).unwrap()).map(|r| (r.file_name, r.bytes)).collect();
    assert!(text(&rendered, "messaging-source-document.html").contains("Market category: Calm"));
    assert!(unpacked(&rendered["messaging-source-document.docx"]).contains("Market category: Calm"));
    assert!(!text(&rendered, name).contains("Calm"), "into the Markdown itself it is carried over when it is written");
}

#[test]
fn a_template_says_what_is_wrong_with_it_and_the_nearest_name() {
    let (docket, entries, head) = reviewed_by(docket(), "");
    let reviews = Reviews::replay(&entries);
    let reviewed = Reviewed::of(&docket, &reviews, &entries, &head, None).unwrap();
    let fault = |template: &str| {
        let templates = Templates::default().with("messaging-source-document.md", template);
        DOCUMENTS[0].rendered(&reviewed, &templates).unwrap_err().to_string()
    };
    let wrong = fault("one\n{{ sample.herd }}\n");
    assert!(wrong.contains("line 2") && wrong.contains("did you mean heard?"), "{wrong}");
    assert!(fault("{% if %}").contains("line 1"));
    let own = Templates::default().with("messaging-source-document.md", "{% for t in kinds.problem.repeated %}{{ t.id }}{% endfor %}");
    assert_eq!(DOCUMENTS[0].rendered(&reviewed, &own).unwrap().bytes, b"T1\n");
}

mod writing {
    use super::*;

    const NAME: &str = "messaging-source-document.md";

    fn planned(existing: &[(&str, &str)], recorded: &[(&str, Hash)], new: &str) -> (How, String, String) {
        let existing = existing.iter().map(|(n, b)| ((*n).to_owned(), b.as_bytes().to_vec())).collect();
        let recorded = recorded.iter().map(|(n, h)| ((*n).to_owned(), h.clone())).collect();
        let rendered = vec![Rendered { file_name: NAME.into(), bytes: new.as_bytes().to_vec() }];
        let write = plan(rendered, &existing, &recorded).remove(0);
        assert_eq!(write.fingerprint, fingerprint(&write.bytes));
        (write.how, write.file_name, String::from_utf8(write.bytes).unwrap())
    }

    #[test]
    fn what_a_marketer_wrote_is_never_lost() {
        let old = "# Doc\n<!-- pmm:a -->\n- A: Needs input\n<!-- /pmm -->\n2 of 3\n<!-- pmm:b-T1 -->\n- B: Needs input\n<!-- /pmm -->\n";
        let wrote = fingerprint(old.as_bytes());
        let record = [(NAME, wrote.clone())];
        let new = old.replace("2 of 3", "3 of 4");
        assert_eq!(planned(&[], &[], old).0, How::New);
        assert_eq!(planned(&[(NAME, old)], &record, old).0, How::Same);
        assert_eq!(planned(&[(NAME, old)], &record, &new), (How::Replaced, NAME.into(), new.clone()));

        let edited = old.replace("A: Needs input", "A: The calm warehouse");
        let carried = How::CarriedOver { parts: vec!["a".into()], without_place: vec![] };
        let both = edited.replace("2 of 3", "3 of 4");
        assert_eq!(planned(&[(NAME, &edited)], &record, &new), (carried, NAME.into(), both.clone()));
        assert_eq!(planned(&[(NAME, &edited.replace('\n', "\r\n"))], &record, &new).2, both, "line ends are no change");
        assert_eq!(planned(&[(NAME, &both)], &[(NAME, fingerprint(both.as_bytes()))], &new).0, How::Same, "and it stays carried over");

        // The theme of a part is gone: its text goes to the end, and stays there.
        let without_b = new.split("<!-- pmm:b-T1").next().unwrap();
        let edited = old.replace("B: Needs input", "B: mine");
        let (how, _, text) = planned(&[(NAME, &edited)], &record, without_b);
        assert_eq!(how, How::CarriedOver { parts: vec!["b-T1".into()], without_place: vec!["b-T1".into()] });
        assert!(text.contains("whose place is gone") && text.contains("- B: mine"));
        assert_eq!(planned(&[(NAME, &text)], &[(NAME, fingerprint(text.as_bytes()))], without_b).0, How::Same);
        assert_eq!(planned(&[(NAME, old)], &record, without_b).0, How::Replaced, "what nobody wrote into may go");
    }

    #[test]
    fn a_file_changed_elsewhere_stays_and_ours_goes_beside() {
        let old = "# Doc\n<!-- pmm:a -->x<!-- /pmm -->\n2 of 3\n";
        let record = [(NAME, fingerprint(old.as_bytes()))];
        let edited = old.replace("2 of 3", "many").replace(">x<", ">mine<");
        let (how, name, text) = planned(&[(NAME, &edited)], &record, old);
        assert_eq!((how, name.as_str()), (How::BesideAsNew { beside: NAME.into() }, "messaging-source-document.md.new"));
        assert!(text.contains(">mine<") && text.contains("2 of 3"));
        assert_eq!(planned(&[(NAME, "theirs")], &[], old).0, How::BesideAsNew { beside: NAME.into() }, "a file that is not ours");
        let beside = "messaging-source-document.md.new";
        assert_eq!(planned(&[(NAME, &edited), (beside, "theirs")], &record, old).1, "messaging-source-document.md.new-2");
        assert_eq!(planned(&[(NAME, &edited), (beside, "ours")], &[record[0].clone(), (beside, fingerprint(b"ours"))], old).1, beside);
        // Marks that don't match make no part, so the change counts as one outside.
        let broken = old.replace("<!-- /pmm -->", "");
        assert_eq!(planned(&[(NAME, &broken)], &record, old).0, How::BesideAsNew { beside: NAME.into() });
    }
}
