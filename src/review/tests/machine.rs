//! Whatever is pressed, in whatever order, drawn or not: the contract holds.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::world::{Desk, append, calls, docket, said, theme};
use crate::evidence::QuoteId;
use crate::review::cut::Edge;
use crate::review::keys::{Ask, BINDINGS, ask};
use crate::review::screens::{Size, screen};
use crate::review::{
    Act, Action, Docket, Recorder, RejectReason, Reviews, Session, Standing, View, accepted, check_statement, is_there, quotes_of,
};
use crate::themes::{Judgement, Kind, State, ThemeId};

#[derive(Debug, Clone, Copy)]
enum Play {
    Draw,
    Resize(usize, usize),
    Press(Action),
    Revise(u8),
    Reject(u8),
    Merge(u8),
    Split(u8),
    Reload,
}

fn play() -> impl Strategy<Value = Play> {
    use Action::*;
    let action = prop_oneof![
        6 => (0usize..4).prop_map(|i| Judge(Judgement::ALL[i])),
        4 => Just(Judge(Judgement::Supports)),
        4 => Just(Accept),
        1 => (0usize..5).prop_map(|i| Reject(RejectReason::ALL[i])),
        1 => Just(PutOff),
        1 => Just(ToDecision),
        3 => Just(Next),
        2 => Just(Back),
        1 => Just(MoreContext),
        2 => Just(PageDown),
        1 => Just(PageUp),
        1 => Just(LineDown),
        1 => Just(LineUp),
        2 => Just(Undo),
        2 => Just(LookFurther),
        1 => Just(NoneAgainst),
        1 => Just(WholeCall),
        1 => Just(WhoFirst),
        1 => Just(Trim),
        1 => Just(Cut(Edge::StartLater)),
        1 => Just(Cut(Edge::EndEarlier)),
        1 => Just(TakeAsStatement),
        1 => Just(Sample),
        1 => any::<bool>().prop_map(Missed),
        1 => Just(Help),
        1 => Just(Close),
        1 => Just(Quit),
    ];
    prop_oneof![
        8 => Just(Play::Draw),
        1 => (30usize..120, 10usize..40).prop_map(|(c, l)| Play::Resize(c, l)),
        12 => action.prop_map(Play::Press),
        1 => (0u8..4).prop_map(Play::Revise),
        1 => (0u8..2).prop_map(Play::Reject),
        1 => (0u8..3).prop_map(Play::Merge),
        1 => (0u8..3).prop_map(Play::Split),
        1 => Just(Play::Reload),
    ]
}

/// Plays, and holds what the session keeps against what really was on the screen.
fn run(docket: Docket, plays: &[Play]) -> Result<Desk, TestCaseError> {
    let mut desk = Desk::open(docket);
    let mut read: BTreeSet<(ThemeId, QuoteId)> = BTreeSet::new();
    let mut drawn = false;
    for play in plays {
        desk.look_further();
        let before = (desk.session.view(), desk.session.reviews().clone());
        let step = match *play {
            Play::Draw => {
                let shown = screen(&desk.session, desk.size);
                desk.session.drawn(shown.drawn);
                drawn = desk.session.viewport().help().is_none() && shown.drawn.columns > 0;
                prop_assert_eq!(&before, &(desk.session.view(), desk.session.reviews().clone()), "drawing decides nothing");
                continue;
            }
            Play::Resize(columns, lines) => {
                desk.size = Size { columns, lines };
                continue;
            }
            Play::Reload => {
                let entries = desk.session.entries().to_vec();
                desk.session.reload(entries);
                drawn = false;
                continue;
            }
            Play::Press(action) => desk.session.press(action, 1),
            Play::Revise(n) => {
                desk.session.revise(["Another claim", "It took eleven tools", "“a mess”", ""][usize::from(n)], Kind::ALL[usize::from(n)])
            }
            Play::Merge(n) => match desk.session.merge_targets().get(usize::from(n)).cloned() {
                Some((into, _)) => desk.session.merge(&into),
                None => continue,
            },
            Play::Split(n) => match desk.session.split(&[usize::from(n)], "Some of it") {
                Some(new) => {
                    let id = ThemeId(format!("T{}", desk.session.docket().themes().len() + 1));
                    desk.session.split_into(id, &new)
                }
                None => continue,
            },
            Play::Reject(n) => desk.session.reject(RejectReason::Other, Some(["", "no"][usize::from(n)])),
        };
        prop_assert_eq!(desk.session.reviews(), &before.1, "nothing moves unless it is recorded");
        if !step.acts.is_empty() {
            prop_assert_eq!(desk.session.view(), before.0);
        }
        for act in &step.acts {
            match act {
                Act::Judged { theme, quote, .. } => {
                    prop_assert!(drawn && desk.session.viewport().has_read(), "judged unseen");
                    read.insert((theme.clone(), quote.clone()));
                }
                Act::Accepted { theme, .. } => {
                    let deciding = matches!(before.0, View::Decision { .. });
                    prop_assert!(drawn && deciding);
                    let proposed = desk.session.docket().theme(theme).unwrap();
                    let quotes = quotes_of(desk.session.docket(), desk.session.reviews(), proposed);
                    for quote in quotes.into_iter().filter(|q| q.customer_verbatim().is_some()) {
                        prop_assert!(read.contains(&(theme.clone(), quote.id.clone())), "accepted unread");
                    }
                }
                _ => {}
            }
        }
        if matches!(play, Play::Press(_)) || !step.acts.is_empty() {
            drawn = false;
        }
        desk.keep(step);
        holds(&desk.session)?;
        if desk.session.has_quit() {
            break;
        }
    }
    Ok(desk)
}

/// What holds in every state.
fn holds(session: &Session) -> Result<(), TestCaseError> {
    let (docket, reviews) = (session.docket(), session.reviews());
    prop_assert_eq!(&Reviews::replay(session.entries()), reviews, "replaying gives the same");
    for (i, id) in session.order().iter().enumerate() {
        let standing = Standing::of(docket, reviews, docket.theme(id).unwrap());
        if is_there(reviews, &standing.proposed.theme) {
            prop_assert_eq!(session.glances()[i].state, standing.state);
        }
        let supporting: BTreeSet<_> = standing.verbatims(Judgement::Supports).map(|v| v.call().clone()).collect();
        prop_assert_eq!(standing.support_if_accepted(docket).calls as usize, supporting.len());
    }
    for theme in accepted(docket, reviews) {
        let standing = Standing::of(docket, reviews, docket.theme(theme.id()).unwrap());
        // What came into it since waits as new evidence, and the acceptance doesn't rest on it.
        prop_assert!(standing.unjudged().count() == 0 || standing.has_new_evidence());
        prop_assert!(standing.quotes.iter().all(|q| !q.decided || q.judged.is_some()));
        let carrying: Vec<&str> = theme.evidence(Judgement::Supports).map(|e| e.verbatim().text()).collect();
        prop_assert!(!carrying.is_empty() && theme.support().calls > 0);
        prop_assert_eq!(check_statement(theme.statement(), &carrying), Ok(()));
        let numbers: BTreeSet<u32> = Judgement::ALL.iter().flat_map(|j| theme.evidence(*j)).map(|e| e.number()).collect();
        prop_assert_eq!(numbers.len(), Judgement::ALL.iter().map(|j| theme.evidence(*j).count()).sum::<usize>());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_breaks_the_contract(plays in prop::collection::vec(play(), 0..120)) {
        run(docket(), &plays)?;
    }

    #[test]
    fn undo_goes_back_through_the_same_states(plays in prop::collection::vec(play(), 0..80)) {
        let mut desk = run(docket(), &plays)?;
        let numbers = |s: &Session| -> Vec<(QuoteId, Option<u32>)> {
            let quotes = s.docket().themes().iter().flat_map(|t| &t.quotes);
            quotes.map(|q| (q.id.clone(), s.reviews().evidence_number(&q.id))).collect()
        };
        let before = numbers(&desk.session);
        desk.size = super::world::SIZE;
        let entries = desk.session.entries().to_vec();
        // Each undo gives what held before the last act that still stood.
        for _ in 0..entries.len() + 1 {
            let gone = crate::review::replay::undone(desk.session.entries());
            let standing: Vec<_> = desk.session.entries().iter().filter(|e| !gone.contains(&e.seq) && !matches!(e.act, Act::Undone { .. } | Act::Read { .. })).cloned().collect();
            desk.session = Session::open(desk.session.docket().clone(), desk.session.entries().to_vec(), "Pia");
            let n = desk.session.entries().len();
            desk.press(Action::Undo);
            let Some((_, rest)) = standing.split_last() else {
                prop_assert_eq!(desk.session.entries().len(), n);
                break;
            };
            let then = Reviews::replay(rest);
            for id in desk.session.order() {
                prop_assert_eq!(desk.session.reviews().theme(id), then.theme(id));
            }
            prop_assert_eq!(&numbers(&desk.session), &before, "numbers stay given");
        }
        prop_assert_eq!(desk.session.reviews().touched().count(), 0);
    }
}

#[test]
fn three_quotes_are_decided_in_five_keys() {
    let calls = calls();
    let themes = vec![theme(
        "T1",
        "Spreadsheets everywhere",
        vec![said(&calls[0], "Nobody owned it", 0), said(&calls[0], "it broke", 0), said(&calls[1], "three of them", 0)],
    )];
    let mut desk = Desk::open(Docket::new(calls, themes, []));
    desk.press(Action::Next);
    for _ in 0..3 {
        desk.press(Action::Judge(Judgement::Supports));
    }
    desk.press(Action::Accept);
    assert_eq!(desk.session.view(), View::End);
    assert_eq!(accepted(desk.session.docket(), desk.session.reviews()).len(), 1);
    assert_eq!(desk.session.waiting(), 0);
}

#[test]
fn keys_typed_ahead_decide_nothing() {
    let mut desk = Desk::open(docket());
    for action in [
        Action::Next,
        Action::Judge(Judgement::Supports),
        Action::Judge(Judgement::Supports),
        Action::Accept,
        Action::Reject(RejectReason::Other),
        Action::Undo,
    ] {
        let step = desk.session.press(action, 0);
        assert_eq!(step.acts, []);
    }
    assert!(desk.session.viewport().note().unwrap().contains("before the screen was drawn"));
}

#[test]
fn a_number_that_nobody_said_is_not_accepted() {
    let mut desk = Desk::open(docket());
    desk.go_to("T3");
    desk.revise("Spreadsheets broke 40% of the time", Kind::Problem);
    desk.accept("T3");
    assert!(desk.session.viewport().note().unwrap().contains("number 40%"), "{:?}", desk.session.viewport().note());
    assert_eq!(desk.standing("T3").state, State::Proposed);
}

#[test]
fn an_accepted_theme_is_not_put_off_by_a_slip() {
    let mut desk = Desk::open(docket());
    desk.accept("T3").go_to("T3").press(Action::PutOff);
    assert_eq!(desk.standing("T3").state, State::Accepted);
}

#[test]
fn what_was_put_off_comes_up_once_in_the_next_session() {
    let mut desk = Desk::open(docket());
    desk.press(Action::Next).press(Action::PutOff).press(Action::PutOff).press(Action::PutOff);
    assert_eq!(desk.session.view(), View::End);
    let mut desk = desk.reopen(calls(), super::world::themes(&calls()));
    desk.press(Action::Next);
    for _ in 0..3 {
        assert_ne!(desk.session.view(), View::End);
        desk.press(Action::PutOff);
    }
    assert_eq!(desk.session.view(), View::End);
}

#[test]
fn nobody_undoes_anothers_entries() {
    let mut desk = Desk::open(docket());
    desk.accept("T3");
    let docket = desk.session.docket().clone();
    let mut other = Session::open(docket.clone(), desk.session.entries().to_vec(), "Eve");
    other.drawn(screen(&other, desk.size).drawn);
    assert_eq!(other.press(Action::Undo, 0).acts, []);
    // And an entry that claims to is not believed.
    let mut entries = desk.session.entries().to_vec();
    let last = entries.len() as u64;
    append(&mut desk.rows, &mut entries, "Eve", &Act::Undone { entry: last });
    assert_eq!(accepted(&docket, &Reviews::replay(&entries)).len(), 1);
}

#[test]
fn an_acceptance_that_names_other_judgements_is_none() {
    let mut desk = Desk::open(docket());
    desk.accept("T3");
    let mut entries = desk.session.entries().to_vec();
    let at = entries.iter().position(|e| matches!(e.act, Act::Judged { .. })).unwrap();
    if let Act::Judged { judgement, .. } = &mut entries[at].act {
        *judgement = Judgement::Partly;
    }
    assert!(accepted(desk.session.docket(), &Reviews::replay(&entries)).is_empty());
}

#[test]
fn no_key_does_two_things_in_one_place_and_none_accepts_at_once() {
    let desk = Desk::open(docket());
    let views = [
        desk.session.view(),
        View::Quote { theme: 0, quote: 0 },
        View::Decision { theme: 0 },
        View::Offer { theme: 0, offer: 0 },
        View::Sample { at: 0 },
        View::End,
    ];
    for view in views {
        for binding in BINDINGS.iter().filter(|b| b.place.holds(view)) {
            for key in binding.keys {
                assert_eq!(ask(*key, view), Some(binding.ask), "{key:?} on {view:?}");
            }
        }
        let accepts = BINDINGS.iter().filter(|b| b.place.holds(view) && b.ask == Ask::Do(Action::Accept)).count();
        assert_eq!(accepts, usize::from(matches!(view, View::Decision { .. })));
    }
}
