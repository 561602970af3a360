//! What changes a theme's shape, what lies beside its quotes, and who else looks at them.

use super::world::{Desk, append, call, calls, docket, said, theme, themes};
use crate::review::cut::Edge;
use crate::review::{
    Act, Action, Docket, Reviews, Session, Standing, View, Why, accepted, blind_spots, coverage, look_further, said_first,
};
use crate::themes::{Judgement, Kind, State, ThemeId};

/// Calls in which the spreadsheets are spoken of once more, and once otherwise.
fn wider() -> Desk {
    let mut calls = calls();
    calls.push(call(
        "gamma",
        &[
            ("Rob", "And how do you keep it?"),
            ("Cara", "Our spreadsheets were fine, they never broke. I like spreadsheets."),
            ("Rob", "Really?"),
            ("Cara", "The other team kept everything in three spreadsheets and nobody owned them."),
        ],
    ));
    let themes = themes(&calls);
    Desk::open(Docket::new(calls, themes, []))
}

fn state(desk: &Desk, id: &str) -> State {
    desk.standing(id).state
}

#[test]
fn the_opposite_and_what_was_missed_are_offered_and_judged_with_one_key() {
    let mut desk = wider();
    desk.judge_all("T1", Judgement::Supports);
    desk.look_further();
    let id = ThemeId("T1".into());
    let words: Vec<(String, &str)> =
        desk.session.offers(&id).unwrap().iter().map(|o| (o.quote.claim.text.clone(), o.why.words())).collect();
    assert!(words.iter().any(|(w, why)| w.starts_with("Our spreadsheets were fine") && why.contains("against")), "{words:?}");
    assert!(words.iter().any(|(w, why)| w.starts_with("The other team") && why.contains("nobody cited")), "{words:?}");
    let count = words.len();
    desk.press(Action::NoneAgainst);
    assert!(desk.session.viewport().note().unwrap().contains("not on the screen"), "{:?}", desk.session.viewport().note());
    desk.press(Action::LookFurther);
    for i in 0..count {
        assert_eq!(desk.session.view(), View::Offer { theme: 0, offer: i });
        let against = desk.session.on_screen().unwrap().checked.claim.text.starts_with("Our");
        desk.press(Action::Judge(if against { Judgement::Contradicts } else { Judgement::Unrelated }));
    }
    assert!(matches!(desk.session.view(), View::Decision { .. }));
    // What was judged is a quote of the theme now, and counts as what it was judged to be.
    let against: Vec<String> = desk.standing("T1").verbatims(Judgement::Contradicts).map(|v| v.text().to_owned()).collect();
    assert_eq!(against, ["Our spreadsheets were fine, they never broke."]);
    desk.press(Action::NoneAgainst);
    assert!(desk.session.viewport().note().unwrap().contains("counter-evidence"));
    desk.press(Action::Accept);
    let standing = desk.standing("T1");
    let theme = accepted(desk.session.docket(), desk.session.reviews());
    assert_eq!((standing.state, theme.len()), (State::Accepted, 1));
    assert!(theme[0].evidence(Judgement::Contradicts).next().is_some());
    // The next start has it too.
    let (calls, themes) = (desk.session.docket().calls().to_vec(), desk.session.docket().themes().to_vec());
    let again = desk.reopen(calls, themes);
    assert_eq!(state(&again, "T1"), State::Accepted);
    // Two steps back, and the passage is no quote any more.
    let mut again = again;
    for _ in 0..3 {
        again.press(Action::Undo);
    }
    assert!(again.standing("T1").quotes.len() < 4 + count);
}

#[test]
fn none_found_is_kept_after_looking_and_gone_with_another_claim() {
    let mut desk = wider();
    desk.judge_all("T1", Judgement::Supports);
    desk.look_further();
    desk.press(Action::LookFurther);
    while matches!(desk.session.view(), View::Offer { .. }) {
        desk.press(Action::Next);
    }
    desk.press(Action::NoneAgainst);
    let review = |desk: &Desk| desk.session.reviews().theme(&ThemeId("T1".into())).unwrap().none_against.clone();
    assert_eq!(review(&desk).unwrap().of_calls, 3);
    desk.revise("Spreadsheets were everywhere", Kind::Problem);
    assert_eq!(review(&desk), None);
}

#[test]
fn a_merged_theme_leaves_its_quotes_to_the_other_to_be_judged_there() {
    let mut desk = Desk::open(docket());
    desk.accept("T3");
    assert_eq!(state(&desk, "T3"), State::Accepted);
    desk.go_to("T1").press(Action::ToDecision);
    desk.draw();
    let step = desk.session.merge(&ThemeId("T3".into()));
    desk.keep(step);
    assert_eq!(state(&desk, "T1"), State::Merged);
    // What was accepted stands on what it rested on; what came is new evidence, and unjudged.
    let standing = desk.standing("T3");
    assert!(standing.has_new_evidence() && standing.unjudged().count() == 2, "{:?}", standing.quotes.len());
    assert!(!desk.session.merge_targets().iter().any(|(id, _)| id.0 == "T1"));
    desk.press(Action::Undo);
    assert_eq!((state(&desk, "T1"), desk.standing("T3").unjudged().count()), (State::Proposed, 0));
}

#[test]
fn split_quotes_stand_in_a_theme_of_their_own_and_are_judged_again() {
    let mut desk = Desk::open(docket());
    desk.judge_all("T1", Judgement::Supports);
    let new = desk.session.split(&[2], "Nobody owned it").unwrap();
    let step = desk.session.split_into(ThemeId("T4".into()), &new);
    desk.keep(step);
    let (old, split) = (desk.standing("T1"), desk.standing("T4"));
    assert_eq!((old.quotes.iter().filter(|q| q.is_evidence()).count(), old.unjudged().count()), (2, 0));
    assert_eq!((split.statement.as_deref(), split.quotes.len(), split.unjudged().count()), (Some("Nobody owned it"), 1, 1));
    assert!(matches!(desk.session.view(), View::Quote { .. }), "{:?}", desk.session.view());
    desk.press(Action::Judge(Judgement::Supports)).press(Action::Accept);
    assert_eq!(state(&desk, "T4"), State::Accepted);
    for _ in 0..3 {
        desk.press(Action::Undo);
    }
    assert_eq!(desk.standing("T1").quotes.iter().filter(|q| q.is_evidence()).count(), 3);
    assert!(!crate::review::is_there(desk.session.reviews(), &desk.standing("T4").proposed.theme));
    assert!(desk.session.split(&[], "nothing").is_none() && desk.session.split(&[0, 1, 2], "all").is_none());
}

#[test]
fn the_opposite_is_found_in_other_languages() {
    for (claim, denial, also) in [
        (
            "Uns gehen die Etiketten ständig aus, und das merkt keiner.",
            "Bei uns waren die Etiketten immer leicht zu bekommen.",
            "Ein Etikett ist das, was der Drucker braucht.",
        ),
        (
            "Les étiquettes manquent toujours et personne ne le voit.",
            "Chez nous les étiquettes étaient faciles à trouver.",
            "Une étiquette, on la colle sur la boîte.",
        ),
        (
            "Siempre nos faltan etiquetas y nadie lo ve.",
            "Con nosotros las etiquetas eran fáciles de encontrar.",
            "Una etiqueta se pega en la caja con cuidado.",
        ),
    ] {
        let calls = vec![call("uno", &[("Cleo", claim), ("Rae", "Ok.")]), call("due", &[("Cyd", denial), ("Ron", "Ok."), ("Cyd", also)])];
        let docket = Docket::new(calls.clone(), vec![theme("T1", claim, vec![said(&calls[0], claim, 0)])], []);
        let mut desk = Desk::open(docket);
        desk.judge_all("T1", Judgement::Supports).look_further();
        let offers = desk.session.offers(&ThemeId("T1".into())).unwrap();
        let of = |why: Why| offers.iter().filter(|o| o.why == why).map(|o| o.quote.claim.text.as_str()).collect::<Vec<_>>();
        assert!(of(Why::Against).contains(&denial), "{claim}: {offers:?}");
        assert!(offers.iter().any(|o| o.quote.claim.text == also), "another form of the word is found: {claim}: {offers:?}");
    }
}

#[test]
fn what_was_split_off_comes_back_with_a_merge() {
    let mut desk = wider();
    desk.judge_all("T1", Judgement::Supports);
    let all = desk.standing("T1").quotes.len();
    desk.go_to("T1").press(Action::ToDecision);
    desk.draw();
    let new = desk.session.split(&[0], "Something else").unwrap();
    let id = ThemeId(format!("T{}", desk.session.docket().themes().len() + 1));
    let step = desk.session.split_into(id.clone(), &new);
    desk.keep(step);
    assert_eq!(desk.standing("T1").quotes.len(), all - 1);
    desk.go_to(&id.0).draw();
    let step = desk.session.merge(&ThemeId("T1".into()));
    desk.keep(step);
    let standing = desk.standing("T1");
    assert_eq!((standing.quotes.len(), standing.unjudged().count()), (all, 1), "it is there, to be judged again");
}

#[test]
fn a_quote_is_cut_word_by_word_and_judged_again() {
    let mut desk = Desk::open(docket());
    desk.accept("T1");
    desk.go_to("T1").first_quote().press(Action::Trim);
    assert!(matches!(desk.session.view(), View::Trim { .. }));
    // "we kept everything in spreadsheets" to "kept everything in spreadsheets and".
    desk.press(Action::Cut(Edge::StartLater)).press(Action::Cut(Edge::EndLater)).press(Action::Next);
    let View::Quote { .. } = desk.session.view() else { panic!("{:?}", desk.session.view()) };
    assert_eq!(desk.session.on_screen().unwrap().checked.verbatim.as_ref().unwrap().text(), "kept everything in spreadsheets and");
    assert_eq!(desk.session.on_screen().unwrap().judgement(), None);
    let standing = desk.standing("T1");
    assert!(!standing.quotes.iter().any(|q| q.judged.is_some()
        && q.checked.claim.text == super::world::KEPT
        && q.checked.verbatim.as_ref().unwrap().call().0 == "alpha"));
    assert_eq!(standing.state, State::Lapsed, "a decision belongs to its judgements");
    desk.press(Action::Undo);
    assert_eq!(state(&desk, "T1"), State::Accepted, "undo gives it back");
    // Escape leaves it as it was.
    desk.go_to("T1").first_quote().press(Action::Trim).press(Action::Cut(Edge::EndEarlier));
    let entries = desk.session.entries().len();
    desk.press(Action::Back);
    assert_eq!((desk.session.entries().len(), state(&desk, "T1")), (entries, State::Accepted));
}

#[test]
fn what_was_really_said_takes_the_place_of_an_altered_quote() {
    let mut desk = Desk::open(docket());
    desk.go_to("T2").first_quote();
    while !matches!(desk.session.view(), View::Quote { quote: 2, .. }) {
        desk.press(Action::Next);
    }
    let altered = desk.session.on_screen().unwrap();
    assert_eq!((altered.is_evidence(), desk.session.has_source()), (false, true));
    desk.press(Action::Trim).press(Action::Next);
    let standing = desk.standing("T2");
    let new = standing.quotes.last().unwrap();
    assert!(new.is_evidence() && new.judged.is_none(), "it is verified, and waits to be judged");
    assert!(standing.quotes.iter().all(|q| q.checked.verdict != crate::evidence::Verdict::Altered));
    // Words that nobody said, or that nobody knows to be a customer's, can't be taken.
    desk.go_to("T1").first_quote();
    while !matches!(desk.session.view(), View::Quote { quote: 3, .. }) {
        desk.press(Action::Next);
    }
    desk.press(Action::Trim);
    assert!(desk.session.viewport().note().unwrap().contains("here are none"), "{:?}", desk.session.viewport().note());
}

#[test]
fn a_second_coder_may_get_a_part_drawn_at_random() {
    let open = |coder: &str, share: Option<u8>| Session::open_as_second(docket(), Vec::new(), coder, share);
    let all = open("Jo", None).order().len();
    assert_eq!(open("Jo", Some(100)).order().len(), all);
    let some = open("Jo", Some(20));
    assert!(!some.order().is_empty() && some.order().len() < all);
    assert_eq!(some.order(), open("Jo", Some(20)).order(), "the same at every start");
    let draws: std::collections::BTreeSet<_> =
        ["Jo", "Al", "Bo", "Cy", "Di", "Ed"].iter().map(|c| open(c, Some(20)).order().to_vec()).collect();
    assert!(draws.len() > 1, "others for others");
}

#[test]
fn a_verbatim_becomes_the_claim() {
    let mut desk = Desk::open(docket());
    desk.go_to("T1").first_quote().press(Action::TakeAsStatement);
    let standing = desk.standing("T1");
    assert_eq!((standing.statement.as_deref(), standing.unjudged().count()), (Some(super::world::KEPT), 3));
    desk.accept("T1");
    assert_eq!(state(&desk, "T1"), State::Accepted);
}

#[test]
fn notes_and_ratings_are_kept() {
    let mut desk = Desk::open(docket());
    desk.go_to("T1").first_quote();
    desk.draw();
    for step in
        [desk.session.write_note("  ask Cleo  "), desk.session.feel(3), desk.session.feel(9), desk.session.rate(4), desk.session.rate(0)]
    {
        desk.keep(step);
    }
    assert_eq!(desk.session.quote_note(), Some("ask Cleo"));
    let review = desk.session.reviews().theme(&ThemeId("T1".into())).unwrap();
    assert_eq!((review.severity, review.felt.values().copied().collect::<Vec<_>>()), (Some(4), vec![3]));
    assert_eq!(desk.session.entries().len(), 3);
}

#[test]
fn a_call_that_was_read_is_covered_as_far_as_it_was_on_screen() {
    let mut desk = Desk::open(docket());
    let shown = |desk: &Desk| coverage::coverage(desk.session.docket(), desk.session.reviews())[0].shown;
    assert_eq!(shown(&desk), 0);
    desk.go_to("T1").first_quote().press(Action::WholeCall);
    assert!(desk.session.reading().is_some());
    desk.press(Action::Judge(Judgement::Supports));
    assert_eq!(desk.session.entries().len(), 0, "no key judges while a call is read");
    desk.press(Action::Back);
    assert!(desk.session.reading().is_none());
    assert!(matches!(desk.session.entries()[0].act, Act::Read { from: 1, to: 7, .. }), "{:?}", desk.session.entries());
    assert_eq!(shown(&desk), 3);
    desk.press(Action::WholeCall).press(Action::Back);
    assert_eq!(desk.session.entries().len(), 1, "what is covered is not kept twice");
}

#[test]
fn who_said_it_first_is_told() {
    let calls = calls();
    let echo =
        call("delta", &[("Ron", "So we kept everything in spreadsheets, right?"), ("Cyd", "Yes, we kept everything in spreadsheets.")]);
    let words = said_first(&echo, said(&echo, "we kept everything in spreadsheets", 1).verbatim.as_ref().unwrap());
    assert!(words.starts_with("Ron (rep) said it first, in turn 1"), "{words}");
    let own = said_first(&calls[1], said(&calls[1], "three of them", 0).verbatim.as_ref().unwrap());
    assert!(own.contains("answers a question of Ron (rep) in turn 1"), "{own}");
}

#[test]
fn blind_spots_are_drawn_by_the_ledger_and_estimated() {
    let calls: Vec<_> = (0..30)
        .map(|i| {
            call(
                &format!("c{i:02}"),
                &[("Rae", "And then what happened?"), ("Cleo", &format!("Then the {i} boxes were simply left there."))],
            )
        })
        .collect();
    let quotes = vec![said(&calls[0], "boxes were simply left", 0)];
    let mut desk = Desk::open(Docket::new(calls, vec![theme("T1", "Boxes are left", quotes)], []));
    desk.judge_all("T1", Judgement::Supports).press(Action::Accept);
    assert_eq!(desk.session.view(), View::End);
    let head = desk.session.entries().last().unwrap().hash.clone();
    let drawn = blind_spots::draw(desk.session.docket(), desk.session.reviews(), &head);
    assert_eq!((drawn.turns.len(), drawn.of), (blind_spots::DRAWN, 29));
    desk.press(Action::Sample);
    for i in 0..blind_spots::DRAWN {
        assert_eq!(desk.session.view(), View::Sample { at: i });
        desk.press(Action::Missed(i == 3));
    }
    assert_eq!(desk.session.view(), View::End);
    assert_eq!(desk.session.sample(), Some(&drawn));
    let estimate = blind_spots::estimate(desk.session.reviews()).unwrap();
    assert_eq!((estimate.missed, estimate.looked_at, estimate.of), (1, 8, 29));
    assert!(estimate.to_string().contains("in 1 of 8 turns"), "{estimate}");
    // One answer taken back: the same sample goes on there.
    desk.press(Action::Undo);
    assert_eq!(blind_spots::draw(desk.session.docket(), desk.session.reviews(), &head).seed, drawn.seed);
    assert_eq!(blind_spots::estimate(desk.session.reviews()).unwrap().looked_at, 7);
}

#[test]
fn a_second_coder_sees_no_judgement_and_decides_nothing() {
    let mut desk = Desk::open(docket());
    desk.accept("T1");
    let entries = desk.session.entries().to_vec();
    let lead = desk.session.reviews().clone();
    let mut other = Desk {
        session: Session::open_as_second(desk.session.docket().clone(), entries, "Jo", None),
        rows: desk.rows,
        texts: Vec::new(),
        size: desk.size,
    };
    assert!(other.session.standing(0).unwrap().quotes.iter().all(|q| q.judged.is_none()));
    other.press(Action::Next);
    for action in [Action::Accept, Action::PutOff, Action::ToDecision, Action::TakeAsStatement] {
        let count = other.session.entries().len();
        other.press(action);
        assert_eq!(other.session.entries().len(), count, "{action:?}");
    }
    for _ in 0..20 {
        let judge = other.session.on_screen().is_some_and(|q| q.is_evidence());
        other.press(if judge { Action::Judge(Judgement::Partly) } else { Action::Next });
        if other.session.view() == View::End {
            break;
        }
        assert!(!matches!(other.session.view(), View::Decision { .. }));
    }
    assert_eq!(other.session.waiting(), 0);
    // The one who leads is where they were.
    let now = Reviews::replay(other.session.entries());
    assert_eq!(now.theme(&ThemeId("T1".into())), lead.theme(&ThemeId("T1".into())));
    assert!(Reviews::coders(other.session.entries()).contains("Jo"));
    let coded = Reviews::replay_coder(other.session.entries(), "Jo");
    let proposed = &other.session.docket().themes()[0];
    assert_eq!(Standing::of(other.session.docket(), &coded, proposed).verbatims(Judgement::Partly).count(), 3);
    // An undo of the second coder reaches their own judgement alone.
    other.press(Action::Undo);
    assert!(matches!(other.session.entries().last().unwrap().act, Act::Undone { .. }));
    assert_eq!(Reviews::replay(other.session.entries()).theme(&ThemeId("T1".into())), lead.theme(&ThemeId("T1".into())));
}

#[test]
fn no_ledger_sends_a_merge_in_a_circle() {
    let desk = Desk::open(docket());
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    let id = |n: u8| ThemeId(format!("T{n}"));
    for (a, b) in [(1, 2), (2, 3), (3, 1)] {
        append(&mut rows, &mut entries, "Pia", &Act::Merged { theme: id(a), into: id(b) });
    }
    let reviews = Reviews::replay(&entries);
    for proposed in desk.session.docket().themes() {
        let standing = Standing::of(desk.session.docket(), &reviews, proposed);
        assert_eq!(standing.state, State::Merged);
        assert!(look_further(desk.session.docket(), &standing, &super::world::Everywhere(desk.session.docket())).len() < 20);
    }
}
