//! A blind first read, and leafing through what no theme cites.

use proptest::prelude::*;

use super::world::{SIZE, append, calls, said, theme, themes};
use crate::calls::CallId;
use crate::evidence::Library;
use crate::review::ledger::Row;
use crate::review::marking::{Compared, Page};
use crate::review::screens::{Size, marking_screen};
use crate::review::{Act, Docket, Entry, MarkAction, Marking, NewTheme, Recorder, Session, Standing, Step, accepted};
use crate::themes::{Judgement, Kind, State, ThemeId};

/// Somebody who reads at a terminal, and the store behind it.
struct Reader {
    marking: Marking,
    rows: Vec<Row>,
    next: usize,
}

fn docket() -> Docket {
    let calls = calls();
    let mut themes = themes(&calls);
    for one in &mut themes {
        let finding = |q: &crate::evidence::Checked| crate::themes::Finding {
            call: CallId(q.claim.call.clone().unwrap_or_default()),
            kind: one.theme.kind,
            statement: one.theme.statement.clone(),
            quotes: vec![q.claim.clone()],
            origin: crate::themes::Origin::Offline,
            at: None,
        };
        one.theme.findings = one.quotes.iter().map(finding).collect();
    }
    Docket::new(calls, themes, [])
}

impl Reader {
    fn of(call: &str) -> Reader {
        Reader::again(call, docket(), Vec::new(), Vec::new())
    }

    fn again(call: &str, docket: Docket, rows: Vec<Row>, entries: Vec<Entry>) -> Reader {
        let next = docket.themes().len() + 1;
        Reader { marking: Marking::first_read(docket, entries, "Pia", &CallId(call.into())).unwrap(), rows, next }
    }

    fn draw(&mut self) -> String {
        let shown = marking_screen(&self.marking, SIZE);
        assert!(shown.lines.len() <= SIZE.lines && shown.lines.iter().all(|l| l.width() <= SIZE.columns));
        self.marking.drawn(shown.drawn);
        shown.lines.iter().map(|l| format!("{}\n", l.text())).collect()
    }

    fn keep(&mut self, step: Step) {
        for (theme, claim) in step.quotes {
            let call = self.marking.docket().call(&CallId(claim.call.clone().unwrap())).unwrap();
            let checked = Library::new(std::slice::from_ref(call)).check_all(std::slice::from_ref(&claim)).remove(0);
            self.marking.add_quote(&theme, checked);
        }
        for act in step.acts {
            let mut entries = self.marking.entries().to_vec();
            let entry = append(&mut self.rows, &mut entries, "Pia", &act);
            self.marking.record(entry);
        }
    }

    fn press(&mut self, action: MarkAction) -> &mut Reader {
        self.draw();
        let step = self.marking.press(action);
        self.keep(step);
        self
    }

    /// Marks the first free sentence of the turn on the screen.
    fn mark(&mut self, kind: Kind, statement: &str) -> ThemeId {
        self.press(MarkAction::Mark(kind)).draw();
        let (kind, quote) = self.marking.chosen().unwrap();
        let new = NewTheme { kind, statement: statement.into(), quotes: vec![quote.claim.clone()] };
        let id = ThemeId(format!("T{}", self.next));
        self.next += 1;
        let step = self.marking.make(id.clone(), &new, quote);
        self.keep(step);
        id
    }

    fn read_to_end(&mut self) -> &mut Reader {
        for _ in 0..20 {
            if self.marking.page() == Page::Compared {
                break;
            }
            self.press(MarkAction::Next);
        }
        assert_eq!(self.marking.page(), Page::Compared);
        self
    }
}

#[test]
fn nothing_that_was_proposed_is_on_the_screen_before_the_last_turn() {
    let mut reader = Reader::of("alpha");
    let statements: Vec<String> = reader.marking.docket().themes().iter().map(|t| t.theme.statement.clone()).collect();
    while reader.marking.page() != Page::Compared {
        let screen = reader.draw();
        assert!(statements.iter().all(|s| !screen.contains(s.as_str())) && !screen.contains("T1"), "{screen}");
        assert!(reader.marking.targets(Kind::Problem).is_empty(), "no proposal can be joined unseen");
        assert!(reader.marking.compared().is_none());
        reader.press(MarkAction::Next);
    }
    assert!(reader.draw().contains("Everything lived in spreadsheets"));
}

#[test]
fn marks_are_quotes_by_hand_and_are_judged_like_any_other() {
    let mut reader = Reader::of("alpha");
    let own = reader.mark(Kind::Problem, "Nobody sees what they have");
    assert!(reader.draw().contains("→ problem: Nobody sees what they have"));
    // A second sentence of the turn joins it.
    reader.press(MarkAction::Mark(Kind::Problem)).draw();
    let (_, second) = reader.marking.chosen().unwrap();
    assert_eq!(second.claim.text, "Nobody owned it.", "the first sentence is marked already");
    let step = reader.marking.join(&own, &second);
    reader.keep(step);
    reader.read_to_end();

    let (docket, entries) = reader.marking.clone().left();
    let mut session =
        super::world::Desk { session: Session::open(docket, entries, "Pia"), rows: reader.rows.clone(), texts: Vec::new(), size: SIZE };
    let waiting = session.standing(&own.0).quotes.len();
    assert_eq!(waiting, 2);
    assert_eq!(session.standing(&own.0).state, State::Proposed);
    assert!(accepted(session.session.docket(), session.session.reviews()).is_empty(), "a mark is no judgement");
    session.accept(&own.0);
    let all = accepted(session.session.docket(), session.session.reviews());
    assert_eq!(all[0].statement(), "Nobody sees what they have");
    assert_eq!(all[0].evidence(Judgement::Supports).count(), 2);
}

#[test]
fn a_read_goes_on_where_it_was_left_and_each_turn_is_kept_once() {
    let mut reader = Reader::of("alpha");
    reader.press(MarkAction::Next).press(MarkAction::Next).press(MarkAction::Back).press(MarkAction::Next);
    let read = |entries: &[Entry]| -> Vec<(u32, u32)> {
        entries.iter().filter_map(|e| if let Act::Read { from, to, .. } = e.act { Some((from, to)) } else { None }).collect()
    };
    assert_eq!(read(reader.marking.entries()), [(1, 2), (3, 4)]);
    let (docket, entries) = reader.marking.clone().left();
    let mut again = Reader::again("alpha", docket, reader.rows.clone(), entries);
    assert_eq!(again.marking.turn().unwrap().1.index, 6);
    again.read_to_end();
    assert_eq!(read(again.marking.entries()), [(1, 2), (3, 4), (5, 6)]);
    let covered = crate::review::coverage::coverage(again.marking.docket(), &crate::review::Reviews::replay(again.marking.entries()));
    assert_eq!((covered[0].shown, covered[0].of), (3, 3), "what was read counts as covered");
    let (docket, entries) = again.marking.left();
    assert_eq!(Reader::again("alpha", docket, Vec::new(), entries).marking.page(), Page::Compared);
}

#[test]
fn what_both_heard_and_what_one_missed_is_told() {
    let mut reader = Reader::of("alpha");
    reader.mark(Kind::Problem, "They lived in files");
    reader.press(MarkAction::Next).press(MarkAction::Next);
    assert_eq!(reader.marking.turn().unwrap().1.index, 6);
    reader.mark(Kind::Doubt, "It was not all fine");
    reader.read_to_end();
    let Compared { both, only_reader, only_proposed, proposers } = reader.marking.compared().unwrap();
    assert_eq!(proposers, ["the offline finder"]);
    assert_eq!(
        both.iter().map(|(you, other)| (you.statement.as_str(), other.theme.0.as_str())).collect::<Vec<_>>(),
        [("They lived in files", "T1")]
    );
    assert_eq!(only_reader.iter().map(|h| h.turn).collect::<Vec<_>>(), [6]);
    let missed: Vec<&str> = only_proposed.iter().map(|h| h.words.as_str()).collect();
    assert_eq!(missed, ["Nobody owned it", "I wasn't sure anybody would move"]);
    let screen = reader.draw();
    assert!(screen.contains("You marked 2 passages, and the offline finder proposed 3"), "{screen}");
}

#[test]
fn the_last_mark_is_taken_back_until_it_was_judged() {
    let mut reader = Reader::of("alpha");
    let own = reader.mark(Kind::Problem, "They lived in files");
    reader.press(MarkAction::Next).press(MarkAction::Undo);
    assert_eq!(reader.marking.turn().unwrap().1.index, 2, "where it had been made");
    assert!(reader.marking.marks().is_empty());
    reader.press(MarkAction::Undo);
    assert!(reader.marking.viewport().note().unwrap().contains("no mark"));
    assert!(reader.marking.targets(Kind::Problem).is_empty());
    let docket = reader.marking.docket();
    let one = docket.theme(&own).unwrap();
    assert!(!crate::review::is_there(&crate::review::Reviews::replay(reader.marking.entries()), &one.theme));
}

#[test]
fn keys_before_the_screen_and_words_unseen_mark_nothing() {
    let mut reader = Reader::of("alpha");
    assert_eq!(reader.marking.press(MarkAction::Next), Step::default());
    assert!(reader.marking.viewport().note().unwrap().contains("before the screen"));
    reader.marking.press(MarkAction::Mark(Kind::Problem));
    assert!(reader.marking.chosen().is_none());
    // A turn that is longer than the window is read to its end first.
    let long: String = (0..900).map(|n| format!("w{n} ")).collect();
    let calls = vec![super::world::call("long", &[("Cleo", &long), ("Cleo", "Yes.")])];
    let mut marking = Marking::first_read(Docket::new(calls, Vec::new(), []), Vec::new(), "Pia", &CallId("long".into())).unwrap();
    for page in 0.. {
        marking.drawn(marking_screen(&marking, SIZE).drawn);
        if !marking.press(MarkAction::Next).acts.is_empty() {
            assert!(page >= 3);
            break;
        }
        assert!(page < 50);
    }
}

#[test]
fn a_call_judged_before_is_said_to_be_no_blind_read() {
    let mut desk = super::world::Desk::open(docket());
    desk.judge_all("T3", Judgement::Supports);
    let marking = Marking::first_read(docket(), desk.session.entries().to_vec(), "Pia", &CallId("alpha".into())).unwrap();
    assert!(marking.viewport().note().unwrap().contains("not blind"));
    let marking = Marking::first_read(docket(), desk.session.entries().to_vec(), "Jo", &CallId("alpha".into())).unwrap();
    assert_eq!(marking.viewport().note(), None, "it is blind for somebody else");
}

#[test]
fn what_no_theme_cites_is_leafed_through_and_taken_in() {
    let calls = calls();
    let docket =
        Docket::new(calls.clone(), vec![theme("T1", "Everything lived in spreadsheets", vec![said(&calls[1], super::world::KEPT, 0)])], []);
    let marking = Marking::unused(docket, Vec::new(), "Pia").unwrap();
    let stops: Vec<(&str, u32)> = marking.stops().iter().map(|(c, t)| (c.0.as_str(), *t)).collect();
    assert_eq!(stops, [("alpha", 2), ("alpha", 4), ("beta", 4)], "turns of six words and more");
    let mut reader = Reader { marking, rows: Vec::new(), next: 2 };
    assert!(reader.draw().contains("1 of 2 in this call"));
    reader.press(MarkAction::Mark(Kind::Problem)).draw();
    let (kind, quote) = reader.marking.chosen().unwrap();
    let targets = reader.marking.targets(kind);
    assert_eq!(targets[0].1, "Everything lived in spreadsheets", "here any theme can take it");
    let step = reader.marking.join(&targets[0].0, &quote);
    reader.keep(step);
    reader.press(MarkAction::NextCall);
    assert_eq!(reader.marking.turn().unwrap().0.id.0, "beta");
    reader.press(MarkAction::CallBefore);
    assert_eq!(reader.marking.at(), 0);
    let (docket, entries) = reader.marking.left();
    let mut session = Session::open(docket.clone(), Vec::new(), "Pia");
    session.look_afresh(docket, entries);
    let standing = Standing::of(session.docket(), session.reviews(), &session.docket().themes()[0]);
    assert_eq!((standing.quotes.len(), standing.unjudged().count()), (2, 2));
}

#[test]
fn every_page_fits_every_window() {
    for (columns, lines) in [(40, 16), (41, 21), (60, 18), (80, 24), (200, 60), (20, 5)] {
        let size = Size { columns, lines };
        let mut reader = Reader::of("alpha");
        for step in 0..12 {
            let shown = marking_screen(&reader.marking, size);
            assert!(shown.lines.len() <= lines && shown.lines.iter().all(|l| l.width() <= columns), "{columns} by {lines}");
            match step {
                3 => drop(reader.press(MarkAction::Mark(Kind::Problem))),
                4 => drop(reader.press(MarkAction::Quit)),
                5 => drop(reader.press(MarkAction::Help)),
                _ => drop(reader.press(MarkAction::Next)),
            }
        }
    }
}

fn action() -> impl Strategy<Value = MarkAction> {
    use crate::review::marking::keys::{BINDINGS, MarkAsk};
    let all: Vec<MarkAction> = BINDINGS.iter().filter_map(|b| if let MarkAsk::Do(action) = b.ask { Some(action) } else { None }).collect();
    prop_oneof![3 => Just(MarkAction::Next), 5 => prop::sample::select(all)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_shows_a_proposal_early_or_marks_what_was_not_said(plays in prop::collection::vec((action(), any::<bool>(), 0u8..6), 0..60)) {
        let mut reader = Reader::of("alpha");
        let proposed: Vec<String> = reader.marking.docket().themes().iter().map(|t| t.theme.statement.clone()).collect();
        for (action, looks, takes) in plays {
            if looks {
                let screen = reader.draw();
                if reader.marking.page() != Page::Compared && reader.marking.unread() > 0 {
                    prop_assert!(proposed.iter().all(|p| !screen.contains(p.as_str())), "{}", screen);
                }
            }
            if takes == 0 && let Some((kind, quote)) = reader.marking.chosen() {
                prop_assert!(quote.customer_verbatim().is_some(), "a mark is a customer's words");
                let new = NewTheme { kind, statement: "Heard".into(), quotes: vec![quote.claim.clone()] };
                let id = ThemeId(format!("T{}", reader.next));
                reader.next += 1;
                let step = reader.marking.make(id, &new, quote);
                reader.keep(step);
            } else {
                let step = reader.marking.press(action);
                let reads = step.acts.iter().any(|a| matches!(a, Act::Read { .. }));
                prop_assert!(looks || !reads, "read unseen");
                reader.keep(step);
            }
            let replayed = crate::review::Reviews::replay(reader.marking.entries());
            prop_assert!(accepted(reader.marking.docket(), &replayed).is_empty(), "marking accepts nothing");
            if reader.marking.has_quit() {
                break;
            }
        }
    }
}
