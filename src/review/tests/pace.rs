//! The bench of the review: what a key and a screen cost on a big project. Measured by hand: `cargo test --release --lib review::tests::pace -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::world::{SIZE, append, call, said, theme};
use crate::review::screens::{marking_screen, screen};
use crate::review::{Action, Docket, Hash, Marking, Recorder, Session, Standing, View, look_further};
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

/// The bar: a screen is drawn within this; a debug build, which does about ten times the work, within ten times as much.
const BAR: Duration = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });

/// Draws `what`, prints how long it took, and gives that.
fn timed<T>(what: &str, draw: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let drawn = draw();
    let took = started.elapsed();
    println!("{what:<44} {:>8.2} ms", took.as_secs_f64() * 1_000.0);
    (drawn, took)
}

#[test]
#[ignore = "measures; run in release"]
fn a_key_and_a_screen_are_quick() {
    let (docket, _) = timed("1,000 calls, 200 themes of 10 quotes", project);
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    let mut session = Session::open(docket.clone(), Vec::new(), "Pia");
    while entries.len() < 5_000 && session.view() != View::End {
        session.drawn(screen(&session, SIZE).drawn);
        let action = match session.view() {
            View::Quote { .. } => Action::Judge(Judgement::Supports),
            View::Decision { .. } => Action::Accept,
            _ => Action::Next,
        };
        for act in session.press(action, 1).acts {
            session.record(append(&mut rows, &mut entries, "Pia", &act));
        }
    }
    // The same judgements again, until the ledger is as long as a big project's.
    let n = entries.len();
    for i in (0..n).cycle().take(5_000_usize.saturating_sub(n)) {
        let act = entries[i].act.clone();
        append(&mut rows, &mut entries, "Pia", &act);
    }
    println!("{} entries, head {}", entries.len(), rows.last().map_or(Hash::start(), |r| r.hash.clone()).short());
    let (mut session, _) = timed("a session is opened", || Session::open(docket.clone(), entries.clone(), "Pia"));
    let mut slowest = Duration::ZERO;
    let mut drawn = |session: &mut Session, what: &str| {
        let (shown, took) = timed(what, || screen(session, SIZE));
        session.drawn(shown.drawn);
        slowest = slowest.max(took);
    };
    drawn(&mut session, "drawn: the summary");
    session.press(Action::Next, 1);
    for (what, action) in [
        ("a decision", Action::Back),
        ("a quote", Action::WholeCall),
        ("the whole call", Action::Back),
        ("a quote, read", Action::Judge(Judgement::Partly)),
        ("a decision that lapsed", Action::Undo),
        ("a quote, judged again", Action::Judge(Judgement::Supports)),
        ("a decision to take", Action::Accept),
    ] {
        drawn(&mut session, &format!("drawn: {what}"));
        let step = timed(&format!("  {action:?} is taken"), || session.press(action, 1)).0;
        for act in step.acts {
            let entry = append(&mut rows, &mut entries, "Pia", &act);
            timed("  and kept", || session.record(entry));
        }
    }
    let theme = session.docket().themes()[0].clone();
    let standing = Standing::of(session.docket(), session.reviews(), &theme);
    timed("passages beside a theme are looked for", || {
        look_further(session.docket(), &standing, &super::world::Everywhere(session.docket()))
    });
    while session.view() != View::End {
        session.press(Action::Next, 1);
    }
    drawn(&mut session, "drawn: the last page, with coverage");
    session.press(Action::Sample, 1);
    drawn(&mut session, "drawn: a turn at random");
    let unused = || Marking::unused(docket.clone(), entries.clone(), "Pia").unwrap();
    let (mut marking, _) = timed("what no theme cites is gathered", unused);
    let (shown, took) = timed("drawn: a passage that no theme cites", || marking_screen(&marking, SIZE));
    marking.drawn(shown.drawn);
    let slowest = slowest.max(took);
    println!("the slowest screen took {:.2} ms; the bar is {} ms", slowest.as_secs_f64() * 1_000.0, BAR.as_millis());
    assert!(slowest < BAR, "{slowest:?}");
}
