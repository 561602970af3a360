//! Judgements and decisions, held against calls that changed.

use super::world::{Desk, KEPT, call, calls, docket, said, theme, themes};
use crate::calls::{Call, CallId, Given, Role, SourceType};
use crate::review::{Act, Action, Docket, DocketTheme, LapseReason, Reviews, Standing, accepted, settle};
use crate::themes::{Judgement, Kind, State, ThemeId};

/// T3 accepted: it rests on what Cleo says in turn 2 of alpha.
fn accepted_t3() -> Desk {
    let mut desk = Desk::open(docket());
    desk.accept("T3");
    assert_eq!(desk.standing("T3").state, State::Accepted);
    desk
}

/// Where T3 stands once the calls changed: before the ledger was told, and after.
fn after(calls: Vec<Call>, quotes: impl Fn(&[Call]) -> Vec<crate::evidence::Checked>) -> (State, Option<LapseReason>, Desk) {
    let desk = accepted_t3();
    let mut themes = vec![theme("T3", "Spreadsheets broke", quotes(&calls))];
    themes[0].theme.kind = Kind::Problem;
    let unsettled = Docket::new(calls.clone(), themes.clone(), []);
    let standing = Standing::of(&unsettled, desk.session.reviews(), &unsettled.themes()[0]);
    let (state, lapsed) = (standing.state, standing.lapsed);
    assert_ne!(state, State::Accepted);
    assert!(accepted(&unsettled, desk.session.reviews()).is_empty(), "not exported even before the ledger says so");
    let desk = desk.reopen(calls, themes);
    assert_eq!(desk.standing("T3").state, State::Lapsed);
    assert!(accepted(desk.session.docket(), desk.session.reviews()).is_empty());
    (state, lapsed, desk)
}

fn kept(calls: &[Call]) -> Vec<crate::evidence::Checked> {
    vec![said(&calls[0], KEPT, 0)]
}

#[test]
fn another_role_lapses() {
    for role in [Some(Role::Rep), Some(Role::Other), None] {
        let mut calls = calls();
        let cleo = calls[0].speakers.iter_mut().find(|s| s.name == "Cleo").unwrap();
        cleo.given = role.map(|role| Given { role, by: "you".into() });
        let (state, reason, _) = after(calls, kept);
        assert_eq!((state, reason), (State::Lapsed, Some(LapseReason::SpeakerChanged)));
    }
}

#[test]
fn other_words_a_lost_quote_and_a_lost_call_lapse() {
    let mut changed = calls();
    changed[0].turns[1].text = changed[0].turns[1].text.replace("everything", "most things").into();
    let (_, reason, _) = after(changed.clone(), |_| Vec::new());
    assert_eq!(reason, Some(LapseReason::WordsGone));
    let (_, reason, _) = after(changed, |c| vec![said(&c[0], "kept most things in spreadsheets", 0)]);
    assert_eq!(reason, Some(LapseReason::WordsGone));
    // The quote is still listed, its call is gone.
    let quote = kept(&calls());
    let (_, reason, _) = after(calls().split_off(1), |_| quote.clone());
    assert_eq!(reason, Some(LapseReason::WordsGone));
}

#[test]
fn a_neighbours_words_or_another_speaker_lapse() {
    for turn in [0, 2, 3] {
        let mut changed = calls();
        let text = &mut changed[0].turns[turn].text;
        *text = format!("{text} Not really.").into();
        let (_, reason, desk) = after(changed, kept);
        assert_eq!(reason, Some(LapseReason::ContextChanged));
        // The quote's own screen says why it is back.
        let review = desk.session.reviews().theme(&ThemeId("T3".into())).unwrap();
        assert_eq!(review.lapsed.values().map(|l| l.reason).collect::<Vec<_>>(), [LapseReason::ContextChanged]);
    }
    let mut changed = calls();
    let mut dan = changed[0].speakers[1].clone();
    dan.name = "Conny".into();
    changed[0].speakers.push(dan);
    changed[0].turns[1].speaker = Some("Conny".into());
    let (_, reason, _) = after(changed, kept);
    assert_eq!(reason, Some(LapseReason::SpeakerChanged));
}

#[test]
fn a_turn_beyond_the_context_changes_nothing() {
    let mut changed = calls();
    let text = &mut changed[0].turns[5].text;
    *text = format!("{text} Really.").into();
    let desk = accepted_t3().reopen(changed.clone(), themes(&changed));
    assert_eq!(desk.standing("T3").state, State::Accepted);
    assert!(!desk.session.entries().iter().any(|e| !e.act.by_hand()));
}

#[test]
fn a_claim_that_was_changed_outside_lapses() {
    let desk = accepted_t3();
    let mut changed = themes(&calls());
    changed[2].theme.statement = "Spreadsheets were loved".into();
    let docket = Docket::new(calls(), changed, []);
    let standing = Standing::of(&docket, desk.session.reviews(), &docket.themes()[2]);
    assert_eq!((standing.state, standing.lapsed), (State::Lapsed, Some(LapseReason::ClaimChanged)));
    // The text of an edited statement lost, or replaced.
    let mut desk = accepted_t3();
    desk.go_to("T3");
    desk.revise("It broke", Kind::Problem);
    desk.accept("T3");
    assert_eq!(desk.standing("T3").state, State::Accepted);
    for texts in [vec![], vec!["It never broke".to_owned()]] {
        let docket = Docket::new(calls(), themes(&calls()), texts);
        let standing = Standing::of(&docket, desk.session.reviews(), &docket.themes()[2]);
        assert_eq!((standing.state, standing.lapsed), (State::Lapsed, Some(LapseReason::ClaimChanged)));
        assert_eq!(standing.statement, None);
        assert!(accepted(&docket, desk.session.reviews()).is_empty());
    }
}

/// The calls with two turns more at the start of alpha, or somewhere else, and the quotes where they stand then.
fn shifted(at: usize) -> (Vec<Call>, Vec<DocketTheme>) {
    let mut calls = calls();
    let old = calls.remove(0);
    let mut turns: Vec<_> = old.turns.iter().map(|t| (t.speaker.clone().unwrap(), t.text.clone())).collect();
    turns.splice(at..at, [("Rae".into(), "Hello.".into()), ("Rae".into(), "One moment.".into())]);
    let turns: Vec<(&str, &str)> = turns.iter().map(|(s, t)| (&**s, &**t)).collect();
    calls.insert(0, call("alpha", &turns));
    let themes = themes(&calls);
    (calls, themes)
}

#[test]
fn a_judgement_goes_with_its_words_and_so_does_its_number() {
    let mut desk = Desk::open(docket());
    desk.accept("T2");
    let number = accepted(desk.session.docket(), desk.session.reviews())[0].evidence(Judgement::Supports).next().unwrap().number();
    let (calls, themes) = shifted(0);
    let mut desk = desk.reopen(calls, themes);
    assert!(matches!(desk.session.entries().last().unwrap().act, Act::Carried { .. }));
    let now = accepted(desk.session.docket(), desk.session.reviews());
    let evidence = now[0].evidence(Judgement::Supports).next().unwrap();
    assert_eq!((evidence.number(), evidence.verbatim().turn()), (number, 6));
    // Taken back and judged again, it still has its number.
    desk.press(Action::Undo).press(Action::Undo).accept("T2");
    assert_eq!(accepted(desk.session.docket(), desk.session.reviews())[0].evidence(Judgement::Supports).next().unwrap().number(), number);
}

#[test]
fn the_turns_at_the_edge_of_the_context_lapse_it() {
    let desk = accepted_t3();
    let (calls, themes) = shifted(0);
    let desk = desk.reopen(calls, themes);
    assert_eq!(desk.standing("T3").lapsed, Some(LapseReason::ContextChanged), "two turns stand before the words that were not there");
}

#[test]
fn judgements_that_move_into_each_others_places_keep_apart() {
    // "Yes." in turns 4, 6, 8 and 10, each in its own context; two turns more make each place the next one's.
    let talk = |more: bool| {
        let mut turns = vec![("Rae", "Hello there."), ("Cleo", "Hi.")];
        if more {
            turns.splice(0..0, [("Rae", "Is it on?"), ("Cleo", "It is.")]);
        }
        turns.extend([
            ("Rae", "One?"),
            ("Cleo", "Yes."),
            ("Rae", "Two?"),
            ("Cleo", "Yes."),
            ("Rae", "Three?"),
            ("Cleo", "Yes."),
            ("Rae", "Four?"),
            ("Cleo", "Yes."),
        ]);
        call("alpha", &turns)
    };
    let themes = |c: &Call| {
        let yes = |n: usize| said(c, "Yes.", n);
        vec![theme("T1", "They agreed", vec![yes(0), yes(1), yes(2), yes(3)]), theme("T2", "They did say so", vec![yes(2), yes(1)])]
    };
    let (before, now) = (talk(false), talk(true));
    let mut desk = Desk::open(Docket::new(vec![before.clone()], themes(&before), []));
    desk.accept("T1").accept("T2");
    let numbers = |d: &Desk| -> Vec<Vec<(u32, u32)>> {
        let themes = accepted(d.session.docket(), d.session.reviews());
        themes.iter().map(|t| t.evidence(Judgement::Supports).map(|e| (e.number(), e.verbatim().turn())).collect()).collect()
    };
    assert_eq!(numbers(&desk), [vec![(1, 4), (2, 6), (3, 8), (4, 10)], vec![(2, 6), (3, 8)]]);
    let desk = desk.reopen(vec![now.clone()], themes(&now));
    assert_eq!(numbers(&desk), [vec![(1, 6), (2, 8), (3, 10), (4, 12)], vec![(2, 8), (3, 10)]]);
    // And back again.
    let desk = desk.reopen(vec![before.clone()], themes(&before));
    assert_eq!(numbers(&desk), [vec![(1, 4), (2, 6), (3, 8), (4, 10)], vec![(2, 6), (3, 8)]]);
    // A theme that comes later shares the numbers.
    let mut more = themes(&before);
    more.push(theme("T9", "Yes it was", vec![said(&before, "Yes.", 3), said(&before, "Hi.", 0)]));
    let mut desk = desk.reopen(vec![before], more);
    desk.accept("T9");
    assert_eq!(numbers(&desk)[2], [(4, 10), (5, 2)]);
}

#[test]
fn an_edit_or_another_kind_clears_the_judgements() {
    for (statement, kind) in [("Spreadsheets broke", Kind::Doubt), ("It broke", Kind::Problem)] {
        let mut desk = accepted_t3();
        desk.go_to("T3");
        desk.revise(statement, kind);
        let standing = desk.standing("T3");
        assert_eq!((standing.state, standing.unjudged().count(), standing.kind), (State::Proposed, 1, kind));
        desk.press(Action::Undo);
        assert_eq!(desk.standing("T3").state, State::Accepted, "taken back, all holds as before");
    }
}

#[test]
fn new_evidence_counts_once_it_was_judged_and_accepted() {
    let desk = accepted_t3();
    let with_more = || {
        let mut all = themes(&calls());
        all[2].quotes.push(said(&calls()[1], KEPT, 0));
        all
    };
    let mut desk = desk.reopen(calls(), with_more());
    let calls_of = |d: &Desk| accepted(d.session.docket(), d.session.reviews()).iter().map(|t| t.support().calls).collect::<Vec<_>>();
    assert!(desk.standing("T3").has_new_evidence());
    assert_eq!((desk.standing("T3").state, calls_of(&desk)), (State::Accepted, vec![1]));
    desk.judge_all("T3", Judgement::Supports);
    assert_eq!((desk.standing("T3").state, calls_of(&desk)), (State::Accepted, vec![1]));
    assert_eq!(desk.standing("T3").support_if_accepted(desk.session.docket()).calls, 2);
    desk.press(Action::Accept);
    assert_eq!((desk.standing("T3").state, calls_of(&desk)), (State::Accepted, vec![2]));
    assert!(!desk.standing("T3").has_new_evidence());
}

#[test]
fn another_judgement_of_a_decided_quote_brings_the_theme_back() {
    let mut desk = accepted_t3();
    desk.go_to("T3").first_quote().press(Action::Judge(Judgement::Supports));
    assert_eq!(desk.standing("T3").state, State::Accepted, "the same judgement again changes nothing");
    desk.go_to("T3").first_quote().press(Action::Judge(Judgement::Partly));
    assert_eq!((desk.standing("T3").state, desk.standing("T3").lapsed), (State::Lapsed, Some(LapseReason::JudgedAgain)));
    desk.go_to("T3").first_quote().press(Action::Judge(Judgement::Supports));
    assert_eq!(desk.standing("T3").state, State::Lapsed, "a decision is taken again, not found again");
    desk.press(Action::Undo).press(Action::Undo);
    assert_eq!(desk.standing("T3").state, State::Accepted);
}

#[test]
fn a_call_that_no_longer_counts_takes_the_acceptance_with_it() {
    // The count itself is of another module; here every call is gone from it but for the words.
    let desk = accepted_t3();
    let mut changed = calls();
    changed[0].metadata.source_type = SourceType::Notes;
    let docket = Docket::new(changed.clone(), themes(&changed), []);
    let standing = Standing::of(&docket, desk.session.reviews(), &docket.themes()[2]);
    assert_eq!(standing.state == State::Accepted, standing.support(&docket).calls > 0);
}

#[test]
fn settling_says_nothing_where_nothing_changed() {
    let mut desk = Desk::open(docket());
    desk.judge_all("T1", Judgement::Partly).accept("T3");
    assert_eq!(settle(desk.session.docket(), desk.session.reviews()), []);
    assert_eq!(settle(desk.session.docket(), &Reviews::default()), []);
    assert_eq!(desk.session.docket().call(&CallId("none".into())), None);
}
