//! Two coders who differ talk it through: the figures stay those of what each said alone.

use super::world::{Desk, docket};
use crate::review::adjudication::{adjudicated, judged_by_both};
use crate::review::{Act, Action, Session};
use crate::themes::{Judgement, State};

/// The lead accepts T1 on three supporting quotes; Jo says partly of the first, and the same of the second.
fn differing() -> Desk {
    let mut desk = Desk::open(docket());
    desk.accept("T1");
    let mut second = Desk { session: Session::open_as_second(docket(), desk.session.entries().to_vec(), "Jo", None), ..desk };
    while second.session.current().is_none_or(|s| s.proposed.theme.id.0 != "T1") {
        second.press(Action::Next);
    }
    second.press(Action::Judge(Judgement::Partly)).press(Action::Judge(Judgement::Supports));
    assert_eq!(second.session.entries().iter().filter(|e| matches!(e.act, Act::Coded { .. })).count(), 2);
    second
}

fn adjudicating(desk: Desk) -> Desk {
    let entries = desk.session.entries().to_vec();
    let differences = judged_by_both(&docket(), &entries, "Jo").into_iter().filter(|d| d.lead != d.second).collect();
    Desk { session: Session::open_to_adjudicate(docket(), entries, "Pia", "Jo", differences), ..desk }
}

#[test]
fn a_difference_is_judged_again_and_the_figures_stay() {
    let desk = differing();
    let before = judged_by_both(&docket(), desk.session.entries(), "Jo");
    assert_eq!(
        before.iter().map(|d| (d.lead, d.second)).collect::<Vec<_>>(),
        [(Judgement::Supports, Judgement::Partly), (Judgement::Supports, Judgement::Supports)]
    );
    let mut desk = adjudicating(desk);
    assert_eq!(desk.session.differences().len(), 1);
    let shown = crate::review::screens::screen(&desk.session, desk.size);
    let text: String = shown.lines.iter().map(|l| format!("{}\n", l.text())).collect();
    assert!(text.contains("Difference 1 of 1") && text.contains("You said supports, Jo said partly."), "{text}");
    desk.press(Action::Judge(Judgement::Partly));
    assert!(desk.session.has_quit(), "that was the last one");
    let entries = desk.session.entries();
    assert_eq!(judged_by_both(&docket(), entries, "Jo"), before, "what each said alone stays");
    assert_eq!(adjudicated(entries, "Pia", "Jo").len(), 1);
    // A decision belongs to its judgements.
    assert_eq!(desk.standing("T1").state, State::Lapsed);
}

#[test]
fn the_same_answer_keeps_the_decision_and_undo_takes_only_that_back() {
    let mut desk = adjudicating(differing());
    desk.press(Action::Judge(Judgement::Supports));
    assert_eq!(desk.standing("T1").state, State::Accepted);
    let again = adjudicating(desk);
    assert!(!again.session.has_quit(), "what was talked through can be looked at again");
    let mut again = again;
    again.press(Action::Undo);
    assert!(adjudicated(again.session.entries(), "Pia", "Jo").is_empty());
    let n = again.session.entries().len();
    again.press(Action::Undo);
    assert_eq!(again.session.entries().len(), n, "judgements of the review are not undone here");
}

#[test]
fn nothing_is_decided_while_differences_are_talked_through() {
    let mut desk = adjudicating(differing());
    let n = desk.session.entries().len();
    for action in
        [Action::Accept, Action::PutOff, Action::ToDecision, Action::TakeAsStatement, Action::Trim, Action::Sample, Action::LookFurther]
    {
        desk.press(action);
        assert!(desk.session.viewport().note().unwrap().contains("only judge again"), "{action:?}");
    }
    assert_eq!(desk.session.entries().len(), n);
    // A key typed before the screen was drawn judges nothing here either.
    desk.session.press(Action::MoreContext, 0);
    assert_eq!(desk.session.press(Action::Judge(Judgement::Partly), 0).acts, []);
}
