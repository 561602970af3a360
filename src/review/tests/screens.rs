//! Screens at many sizes, over hostile words.

use std::collections::BTreeSet;

use super::world::{Desk, call, calls, docket, located, not_found, said, theme, themes};
use crate::calls::Chars;
use crate::evidence::{Difference, DifferenceKind, Flag, Passage, Piece, Verdict};
use crate::page::{Tone, width};
use crate::review::screens::{SMALLEST, Screen, Size, screen};
use crate::review::{Action, Docket, Session, View};
use crate::themes::{Judgement, Kind};

const SIZES: [(usize, usize); 7] = [(40, 16), (41, 21), (60, 18), (80, 24), (100, 22), (120, 40), (200, 60)];

fn text(screen: &Screen) -> String {
    screen.lines.iter().map(|l| format!("{}\n", l.text().trim_end())).collect()
}

fn fits(screen: &Screen, size: Size) {
    assert!(screen.lines.len() <= size.lines, "{size:?}: {} lines", screen.lines.len());
    for line in &screen.lines {
        assert!(line.width() <= size.columns, "{size:?}: {} wide: {}", line.width(), line.text());
        for c in line.0.iter().flat_map(|s| s.text.chars()) {
            assert!(
                !c.is_control() && !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'),
                "{c:?} on the screen"
            );
        }
    }
}

/// The keys that must be on a screen, whatever else is.
fn has_keys(screen: &Screen, view: View) {
    let text = text(screen);
    let keys: &[&str] = match view {
        View::Quote { .. } | View::Offer { .. } => &["[x]", "[b]", "[z]", "[?]"],
        View::Trim { .. } => &["[Enter]", "[Esc]"],
        View::Sample { .. } => &["[y]", "[0]", "[b]", "[?]"],
        View::Decision { .. } => &["[1]", "[5]", "[l]", "[e]", "[n]", "[b]", "[z]", "[?]"],
        View::Summary => &["[Enter]", "[?]", "[q]"],
        View::End => &["[Enter]", "[b]", "[z]"],
    };
    for key in keys {
        assert!(text.contains(key), "{key} is missing:\n{text}");
    }
}

/// Words made to break a screen.
fn hostile() -> Vec<String> {
    vec![
        "\u{1b}[2J\u{1b}[31mgone\u{7} back\r\nnew\tline \u{9b}1m".into(),
        "left \u{202e}thgir\u{2066} \u{200f}odd\u{200b}zero\u{feff}".into(),
        "Donaudampfschifffahrts".repeat(40),
        "日本語の文章です。".repeat(60),
        "مرحبا بالعالم لا ".repeat(40),
        "👩\u{200d}👩\u{200d}👧 e\u{301}\u{301}\u{301} \u{3164}\u{115f}".repeat(20),
        "word and ".repeat(600),
        " ".repeat(300) + "x",
    ]
}

fn hostile_docket() -> Docket {
    let words = hostile();
    let mut calls = Vec::new();
    let mut themes = Vec::new();
    for (i, w) in words.iter().enumerate() {
        let name = format!("C{w}");
        let mut one = call(&format!("call-{i}"), &[("Rae", w), (&name, w), ("Rae", w), (&name, w)]);
        one.metadata.account = Some(w.clone());
        one.metadata.persona = Some(w.clone());
        one.file = w.clone();
        let end = Chars(Chars::count(w).0);
        let whole = located(&one, &[Piece { turn: 2, start: Chars(0), end }], Verdict::Exact);
        let mut elided = located(
            &one,
            &[Piece { turn: 2, start: Chars(0), end: Chars(1) }, Piece { turn: 4, start: Chars(0), end: Chars(1) }],
            Verdict::Elided,
        );
        elided.flags = vec![Flag::Clipped, Flag::MeaningAtRisk, Flag::Reported, Flag::Echo];
        let mut lost = not_found(w);
        lost.difference = vec![Difference { claimed: w.clone(), source: String::new(), kind: DifferenceKind::Word }];
        lost.nearest = Some(Passage {
            call: one.id.clone(),
            turn: 1,
            start: Chars(0),
            end,
            speaker: None,
            role: crate::calls::Role::Rep,
            text: w.clone(),
        });
        let statement = if i == 0 { String::new() } else { w.clone() };
        themes.push(theme(&format!("T{i}"), &statement, vec![whole, elided, lost, not_found("nothing like it")]));
        calls.push(one);
    }
    Docket::new(calls, themes, [])
}

#[test]
fn every_screen_fits_and_shows_its_keys() {
    for (columns, lines) in SIZES {
        let size = Size { columns, lines };
        let mut desk = Desk { size, ..Desk::open(hostile_docket()) };
        for step in 0..60 {
            let shown = screen(&desk.session, size);
            fits(&shown, size);
            has_keys(&shown, desk.session.view());
            if step % 7 == 3 {
                desk.press(Action::Judge(Judgement::Supports));
                fits(&screen(&desk.session, size), size);
                has_keys(&screen(&desk.session, size), desk.session.view());
            }
            if step % 11 == 5 {
                desk.session.say("A note that is far longer than one line of a narrow window can ever hold. ".repeat(5));
                fits(&screen(&desk.session, size), size);
                has_keys(&screen(&desk.session, size), desk.session.view());
            }
            if desk.session.view() == View::End {
                break;
            }
            desk.press(Action::Next);
        }
        assert_eq!(desk.session.view(), View::End);
    }
}

#[test]
fn a_window_too_small_says_so_and_takes_no_judgement() {
    let mut desk = Desk::open(docket());
    desk.press(Action::Next).draw();
    for (columns, lines) in [(1, 1), (3, 2), (39, 30), (200, 15), (20, 10)] {
        let size = Size { columns, lines };
        fits(&screen(&desk.session, size), size);
        desk.size = size;
        desk.press(Action::Judge(Judgement::Supports));
        assert_eq!(desk.session.entries(), []);
    }
    assert!(text(&screen(&desk.session, Size { columns: 39, ..SMALLEST })).contains("too small"));
}

/// Scrolls through the quote on the screen by pages and gives the words that were shown as quoted until it counted as read.
fn read_through(session: &mut Session, size: Size) -> String {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for _ in 0..2_000 {
        let shown = screen(session, size);
        let first = shown.lines.iter().position(|l| l.text().starts_with('─')).unwrap() + 1;
        for (i, line) in shown.lines.iter().enumerate().skip(first).take(shown.drawn.height) {
            let at = shown.drawn.top + i - first;
            let quoted: String = line.0.iter().filter(|s| s.tone == Tone::Quoted && s.text != "▌ ").map(|s| s.text.as_str()).collect();
            if !quoted.is_empty() && lines.iter().all(|(n, _)| *n != at) {
                lines.push((at, quoted));
            }
        }
        session.drawn(shown.drawn);
        if shown.drawn.quote_end {
            assert!(session.viewport().has_read());
            lines.sort();
            return lines.into_iter().map(|(_, words)| words).collect();
        }
        assert!(!session.viewport().has_read());
        assert!(text(&shown).contains("read it first"));
        assert_eq!(session.press(Action::Judge(Judgement::Supports), 0).acts, []);
        session.drawn(screen(session, size).drawn);
        session.press(Action::PageDown, 0);
    }
    panic!("the quote has no end");
}

#[test]
fn a_quote_counts_as_read_once_each_of_its_lines_was_shown() {
    let long: String = (0..1_000).map(|i| format!("w{i} ")).collect::<String>().trim_end().to_owned();
    let one = call("long", &[("Rae", &long), ("Cleo", &long), ("Rae", "Right.")]);
    let quote = located(&one, &[Piece { turn: 2, start: Chars(3), end: Chars::count(&long) }], Verdict::Exact);
    let docket = Docket::new(vec![one], vec![theme("T1", "Long", vec![quote])], []);
    for (columns, lines) in SIZES {
        let mut session = Session::open(docket.clone(), Vec::new(), "Pia");
        session.press(Action::Next, 0);
        let read = read_through(&mut session, Size { columns, lines });
        let squashed = |t: &str| t.replace(' ', "");
        assert_eq!(squashed(&read), squashed(&long[3..]), "at {columns} by {lines}");
    }
}

#[test]
fn another_width_starts_the_quote_anew() {
    let long: String = (0..3_000).map(|i| format!("w{i} ")).collect();
    let one = call("long", &[("Cleo", &long)]);
    let quote = located(&one, &[Piece { turn: 1, start: Chars(0), end: Chars::count(&long) }], Verdict::Exact);
    let mut desk = Desk::open(Docket::new(vec![one], vec![theme("T1", "Long", vec![quote])], []));
    desk.size = Size { columns: 40, lines: 24 };
    desk.press(Action::Next);
    for _ in 0..20 {
        desk.press(Action::PageDown);
    }
    desk.size = Size { columns: 200, lines: 24 };
    let shown = screen(&desk.session, desk.size);
    assert!(!shown.drawn.quote_end && text(&shown).contains("w0 w1"));
}

#[test]
fn a_statement_longer_than_the_screen_is_read_before_it_is_accepted() {
    let calls = calls();
    let themes = vec![theme("T1", &"they wrote it all down by hand ".repeat(100), vec![said(&calls[0], "Nobody owned it", 0)])];
    let mut desk = Desk::open(Docket::new(calls, themes, []));
    desk.judge_all("T1", Judgement::Supports).press(Action::Accept);
    assert!(desk.session.viewport().note().unwrap().contains("to its last line"));
    for _ in 0..20 {
        desk.press(Action::PageDown);
    }
    desk.press(Action::Accept);
    assert_eq!(desk.standing("T1").state, crate::themes::State::Accepted);
}

#[test]
fn the_help_shows_every_key_page_by_page() {
    for (columns, lines) in SIZES {
        let mut desk = Desk { size: Size { columns, lines }, ..Desk::open(docket()) };
        desk.press(Action::Help);
        let mut seen = String::new();
        while desk.session.viewport().help().is_some() {
            let shown = screen(&desk.session, desk.size);
            fits(&shown, desk.size);
            seen += &text(&shown);
            desk.press(Action::Next);
        }
        assert_eq!(desk.session.view(), View::Summary);
        for binding in crate::review::keys::BINDINGS.iter().filter(|b| b.place != crate::review::keys::Place::Summary) {
            assert!(seen.contains(&format!("  {:<6}", binding.shown)), "{}", binding.shown);
        }
    }
}

/// A docket like a real one, for the pictures.
fn pictured() -> Docket {
    let calls = calls();
    let mut themes = themes(&calls);
    themes[0].quotes[0].flags = vec![Flag::Echo];
    themes[0].quotes[1].flags = vec![Flag::Clipped];
    Docket::new(calls, themes, [])
}

fn golden(name: &str, shown: &Screen) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/tests/screens").join(name);
    if std::env::var_os("UPDATE_SCREENS").is_some() {
        std::fs::write(&path, text(shown)).unwrap();
    }
    assert_eq!(text(shown), std::fs::read_to_string(&path).unwrap_or_default(), "{name}: UPDATE_SCREENS=1 writes it anew");
}

#[test]
fn screens_look_as_they_did() {
    let (wide, narrow) = (Size { columns: 80, lines: 24 }, Size { columns: 40, lines: 16 });
    let mut desk = Desk::open(pictured());
    golden("summary.txt", &screen(&desk.session, wide));
    desk.go_to("T1").draw();
    golden("quote.txt", &screen(&desk.session, wide));
    golden("quote-narrow.txt", &screen(&desk.session, narrow));
    desk.press(Action::Judge(Judgement::Supports)).press(Action::Judge(Judgement::Contradicts)).press(Action::Judge(Judgement::Partly));
    golden("not-found.txt", &screen(&desk.session, wide));
    desk.press(Action::PageDown).draw();
    golden("decision.txt", &screen(&desk.session, wide));
    golden("decision-narrow.txt", &screen(&desk.session, narrow));
    desk.press(Action::Accept);
    desk.go_to("T2");
    desk.revise("It took 12 people", Kind::Doubt);
    desk.judge_all("T2", Judgement::Supports).press(Action::Accept).draw();
    golden("refused.txt", &screen(&desk.session, wide));
}

#[test]
fn one_screen_says_who_where_when_and_what() {
    let mut desk = Desk::open(pictured());
    desk.go_to("T1").draw();
    for (columns, lines) in SIZES {
        let all = text(&screen(&desk.session, Size { columns, lines })).replace('\n', " ");
        let all: String = all.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in
            ["Cleo", "(customer)", "turn 2", "00:00:30", "Account of alpha", "lost", "Claim: Everything", "quote 1 of 4", "[s]", "[u]", "✓"]
        {
            assert!(all.contains(words), "{words} at {columns} by {lines}: {all}");
        }
    }
    let quoted: BTreeSet<String> = screen(&desk.session, desk.size)
        .lines
        .iter()
        .flat_map(|l| &l.0)
        .filter(|s| s.tone == Tone::Quoted)
        .map(|s| s.text.clone())
        .collect();
    assert!(quoted.contains(super::world::KEPT), "{quoted:?}");
    assert!(quoted.iter().all(|q| width(q) <= 80));
}
