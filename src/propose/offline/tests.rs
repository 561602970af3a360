//! The finder on small invented talk of several trades.

use proptest::prelude::*;

use super::*;
use crate::calls::{CallId, Given, Guess, Metadata, Role, SourceType, Speaker, Turn, Version};
use crate::themes::Kind;

/// A call from `C: …` (customer), `R: …` (rep) and `U: …` (nobody knows) lines.
fn call(id: &str, lines: &[&str]) -> Call {
    let speaker = |name: &str, role: Role| Speaker {
        name: name.to_owned(),
        given: (role != Role::Unknown).then(|| Given { role, by: "speakers.csv".to_owned() }),
        guess: Some(Guess { role: Role::Customer, reason: "the manner of speech".to_owned() }),
        ..Speaker::default()
    };
    let turns = lines.iter().zip(1..).map(|(line, index)| {
        let (who, text) = line.split_once(": ").unwrap_or(("C", line));
        Turn { index, speaker: Some(who.into()), text: text.into(), ..Turn::default() }
    });
    Call {
        id: CallId(id.to_owned()),
        version: Version(String::new()),
        file: format!("{id}.txt"),
        format: "txt".to_owned(),
        title: None,
        metadata: Metadata::default(),
        speakers: vec![speaker("C", Role::Customer), speaker("R", Role::Rep), speaker("U", Role::Unknown)],
        turns: turns.collect(),
        warnings: Vec::new(),
    }
}

fn find(calls: &[Call]) -> Vec<Draft> {
    super::find(calls, &Codebook::built_in())
}

/// Three hauliers whose drivers' paper tickets go missing, with other talk around it.
fn hauliers() -> Vec<Call> {
    vec![
        call(
            "a",
            &[
                "R: How did it work before?",
                "C: The drivers bring back paper tickets. The problem is half the tickets go missing before we can invoice. My truck has a radio.",
                "R: And what worries you?",
                "C: My only worry is that the drivers will not touch a tablet. We open at six in the morning.",
            ],
        ),
        call(
            "b",
            &[
                "R: Tell me about invoicing.",
                "C: Every week we lose tickets. A driver leaves the tickets on the dashboard, and then we can't invoice the load.",
                "R: I'd say recalls are the nightmare everybody has.",
                "C: I haven't had one.",
                "C: My drivers will not use a tablet, they have gloves on in the yard.",
            ],
        ),
        call(
            "c",
            &[
                "R: What happens at the end of the week?",
                "C: It is a mess, honestly. We invoice from tickets, and the tickets are missing every single week.",
                "C: The price was never the problem.",
            ],
        ),
    ]
}

fn quotes(theme: &Draft) -> impl Iterator<Item = &ClaimedQuote> {
    theme.findings.iter().flat_map(|f| &f.quotes)
}

#[test]
fn what_several_calls_say_is_one_theme_in_a_customers_own_words() {
    let calls = hauliers();
    let themes = find(&calls);
    let first = &themes[0];
    assert_eq!((first.kind, first.calls()), (Kind::Problem, 3), "{themes:#?}");
    assert!(quotes(first).all(|q| q.text.contains("ticket")), "{first:#?}");
    assert!(quotes(first).any(|q| q.text == first.statement));
    let worry = themes.iter().find(|t| t.kind == Kind::Objection && t.calls() == 2).unwrap();
    assert!(quotes(worry).all(|q| q.text.contains("tablet")), "{worry:#?}");
}

#[test]
fn every_quote_is_a_slice_of_a_customers_turn() {
    let calls = hauliers();
    for theme in find(&calls) {
        for quote in quotes(&theme).chain(&theme.counter) {
            let call = calls.iter().find(|c| Some(&c.id.0) == quote.call.as_ref()).unwrap();
            let turn = call.turn(quote.turn.unwrap()).unwrap();
            assert!(
                turn.text.contains(&quote.text)
                    && call.role_of(turn) == Role::Customer
                    && quote.speaker.as_deref() == turn.speaker.as_deref()
            );
        }
    }
}

#[test]
fn only_customers_count_whose_role_was_given() {
    let said = "The problem is that the drivers lose the tickets every single week.";
    for who in ["R", "U"] {
        let calls = ["a", "b"].map(|id| call(id, &[&format!("{who}: {said}"), "C: Sure, I see."]));
        assert_eq!(find(&calls), [], "{who}");
    }
    let mut notes = ["a", "b"].map(|id| call(id, &[&format!("C: {said}")]));
    notes[0].metadata.source_type = SourceType::RepDebrief;
    let proposed = Offline.propose(&notes, &Codebook::built_in());
    assert!(proposed.themes.iter().all(|t| t.calls() == 1 && t.findings[0].call.0 == "b"));
    assert_eq!(proposed.left_out.iter().map(|l| l.call.0.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn one_customer_who_says_it_five_times_is_heard_once_and_comes_after_the_repeated() {
    let mut calls = hauliers();
    calls.push(call("d", &["C: The problem is the elevator inspection certificate."; 5]));
    let themes = find(&calls);
    let elevator = themes.iter().position(|t| t.statement.contains("elevator")).unwrap();
    assert_eq!(themes[elevator].calls(), 1);
    assert!(themes[..elevator].iter().any(|t| t.calls() > 1) && themes[elevator..].iter().all(|t| t.calls() == 1));
}

#[test]
fn a_pain_that_is_denied_supports_nothing_and_speaks_against() {
    let mut calls = hauliers();
    calls.push(call("d", &["C: We have never lost tickets. Missing tickets is not a problem for us, we invoice the same day."]));
    let themes = find(&calls);
    assert!(themes.iter().filter(|t| t.kind == Kind::Problem).flat_map(quotes).all(|q| q.call.as_deref() != Some("d")), "{themes:#?}");
    assert!(themes[0].counter.iter().any(|q| q.call.as_deref() == Some("d")), "{themes:#?}");
    assert!(themes.iter().flat_map(quotes).all(|q| !q.text.contains("price was never")));
}

#[test]
fn what_was_taken_back_is_no_objection() {
    let objection = "C: I am not going to pay a monthly fee for each chair in the salon.";
    let calls = [
        call("a", &[objection, "R: It comes with training.", "C: You know what, I take it back, about the chair fee. It pays for itself."]),
        call("b", &[objection]),
        call("c", &["C: We will not pay a fee for each chair, half the chairs in the salon are empty on Mondays."]),
    ];
    let themes = find(&calls);
    let objections: Vec<_> = themes.iter().filter(|t| t.kind == Kind::Objection).flat_map(quotes).collect();
    assert!(!objections.is_empty() && objections.iter().all(|q| q.call.as_deref() != Some("a")), "{themes:#?}");
}

#[test]
fn sarcasm_and_politeness_are_no_success() {
    let calls = [
        call("a", &["C: Oh, lovely. A webinar about the warehouse. I do love a webinar about the warehouse."]),
        call("b", &["C: Oh, great. Another webinar about the warehouse. Thank you so much for the lovely webinar."]),
    ];
    assert!(find(&calls).iter().all(|t| t.kind != Kind::Success));
}

#[test]
fn a_sentence_read_out_in_another_call_is_no_second_voice() {
    let said = "C: Basically nobody knows how to close the month in the old ledger without calling Ines.";
    assert!(find(&[call("a", &[said]), call("b", &[said])]).iter().all(|t| t.calls() == 1));
}

#[test]
fn the_codebook_says_what_is_looked_for() {
    let only = Codebook::parse("[[kind]]\nname = \"objection\"\ndefinition = \"A reason against.\"\n").unwrap();
    let themes = super::find(&hauliers(), &only);
    assert!(!themes.is_empty() && themes.iter().all(|t| t.kind == Kind::Objection));
}

#[test]
fn the_same_calls_give_the_same_themes_in_whatever_order_they_come() {
    let mut calls = hauliers();
    let themes = find(&calls);
    assert_eq!(themes, find(&calls));
    calls.reverse();
    assert_eq!(themes, find(&calls));
}

#[test]
fn passages_like_a_theme_are_found_that_nobody_cited() {
    let calls = hauliers();
    let about = "We lose tickets, so we can't invoice.";
    let found = Heard::read(&calls).passages_like(about, &[], 10);
    assert!(found.len() >= 3 && found[..3].iter().all(|q| q.text.contains("tickets")), "{found:#?}");
    assert!(found.iter().all(|q| q.speaker.as_deref() == Some("C")));
    let rest = Heard::read(&calls).passages_like(about, &found[..1], 10);
    assert_eq!(rest, found[1..]);
    assert_eq!(Heard::read(&calls).passages_like("zebra", &[], 10), []);
}

#[test]
fn nothing_to_read_gives_nothing() {
    assert_eq!(find(&[]), []);
    assert_eq!(find(&[call("a", &[])]), []);
    assert_eq!(find(&[call("a", &["C: ", "C: …", "C: 🙂"])]), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn no_talk_makes_it_fail(texts in prop::collection::vec(("[CRU]", "\\PC{0,80}|((never|not|the problem is|we lost|tickets|I want|price|it's|[?]|,|’t|\\.) ?){0,25}"), 0..12)) {
        let lines: Vec<String> = texts.iter().map(|(who, text)| format!("{who}: {text}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (first, second) = lines.split_at(lines.len() / 2);
        let calls = [call("a", first), call("b", second)];
        for theme in find(&calls) {
            for quote in quotes(&theme) {
                let call = calls.iter().find(|c| Some(&c.id.0) == quote.call.as_ref()).unwrap();
                prop_assert!(call.turn(quote.turn.unwrap()).unwrap().text.contains(&quote.text));
            }
        }
    }
}
