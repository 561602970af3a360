//! What a key and a screen cost on a big project. Measured by hand: `cargo test --release --lib review::tests::pace -- --ignored --nocapture`.

use std::time::Instant;

use super::world::{SIZE, append, call, said, theme};
use crate::review::screens::screen;
use crate::review::{Action, Docket, Hash, Session, Standing, View, look_further};
use crate::themes::Judgement;

/// 1,000 calls of 40 turns, 200 themes with 10 quotes each.
fn project() -> Docket {
    let words = "so what we did back then was to write it all down by hand, ".repeat(6);
    let calls: Vec<_> = (0..1_000)
        .map(|c| {
            let texts: Vec<String> = (0..40).map(|t| format!("{words} marker {t}.")).collect();
            let turns: Vec<(&str, &str)> =
                texts.iter().enumerate().map(|(t, w)| (if t % 2 == 0 { "Rae" } else { "Cleo" }, w.as_str())).collect();
            call(&format!("call-{c}"), &turns)
        })
        .collect();
    let themes = (0..200)
        .map(|t| {
            let quotes = (0..10).map(|q| said(&calls[(t * 7 + q * 31) % 1_000], &format!("marker {}.", (t % 19) * 2 + 1), 0)).collect();
            theme(&format!("T{t}"), "They wrote it down by hand", quotes)
        })
        .collect();
    Docket::new(calls, themes, [])
}

#[test]
#[ignore = "measures; run in release"]
fn a_key_and_a_screen_are_quick() {
    let started = Instant::now();
    let docket = project();
    println!("docket {:?}", started.elapsed());
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    let mut session = Session::open(docket.clone(), Vec::new(), "Pia");
    while entries.len() < 5_000 {
        let before = entries.len();
        session.drawn(screen(&session, SIZE).drawn);
        let action = match session.view() {
            crate::review::View::Quote { .. } => Action::Judge(Judgement::Supports),
            crate::review::View::Decision { .. } => Action::Accept,
            _ => Action::Next,
        };
        for act in session.press(action, 1).acts {
            session.record(append(&mut rows, &mut entries, "Pia", &act));
        }
        if entries.len() == before && session.view() == crate::review::View::End {
            break;
        }
    }
    // The same judgements again, until the ledger is as long as a big project's.
    let n = entries.len();
    for i in 0.. {
        if entries.len() >= 5_000 {
            break;
        }
        let act = entries[i % n].act.clone();
        append(&mut rows, &mut entries, "Pia", &act);
    }
    println!("{} entries, head {}", entries.len(), rows.last().map_or(Hash::start(), |r| r.hash.clone()).short());
    let started = Instant::now();
    let mut session = Session::open(docket, entries.clone(), "Pia");
    println!("open {:?}", started.elapsed());
    for action in [
        Action::Next,
        Action::Back,
        Action::Judge(Judgement::Partly),
        Action::Judge(Judgement::Supports),
        Action::ToDecision,
        Action::Accept,
        Action::Undo,
        Action::Undo,
    ] {
        let started = Instant::now();
        let shown = screen(&session, SIZE);
        let drew = started.elapsed();
        session.drawn(shown.drawn);
        let started = Instant::now();
        for act in session.press(action, 1).acts {
            session.record(append(&mut rows, &mut entries, "Pia", &act));
        }
        println!("{action:?}: drawn in {drew:?}, taken in {:?}, now {:?}", started.elapsed(), session.view());
    }
    let started = Instant::now();
    let theme = session.docket().themes()[0].clone();
    let standing = Standing::of(session.docket(), session.reviews(), &theme);
    let offers = look_further(session.docket(), &standing, &super::world::Everywhere(session.docket()));
    println!("{} passages looked for in {:?}", offers.len(), started.elapsed());
    while session.view() != View::End {
        session.press(Action::Next, 1);
    }
    let started = Instant::now();
    let shown = screen(&session, SIZE);
    println!("the last page, with coverage: drawn in {:?}, {} lines", started.elapsed(), shown.drawn.length);
}
