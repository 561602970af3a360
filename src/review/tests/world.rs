//! Small invented calls and themes, and a reviewer who plays on them.

use crate::calls::Chars;
use crate::calls::{Call, CallId, Given, Metadata, Millis, Outcome, Role, Speaker, Turn, Version};
use crate::evidence::{Checked, ClaimedQuote, Library, Piece, QuoteId, Verbatim, Verdict};
use crate::review::Hash;
use crate::review::ledger::{self, Row, Stamp};
use crate::review::screens::{Size, screen};
use crate::review::{
    Act, Action, Docket, DocketTheme, Entry, Head, Passages, Recorder, Reviews, Session, Standing, Step, View, look_further, settle,
};
use crate::themes::{Judgement, Kind, Theme, ThemeId};

pub const SIZE: Size = Size { columns: 80, lines: 24 };

/// A call whose turns are `(speaker, words)`; `R…` is a rep, `C…` a customer, anybody else of no given role.
pub fn call(id: &str, turns: &[(&str, &str)]) -> Call {
    let mut speakers: Vec<Speaker> = Vec::new();
    for (name, _) in turns {
        let role = match name.chars().next() {
            Some('R') => Some(Role::Rep),
            Some('C') => Some(Role::Customer),
            _ => None,
        };
        if speakers.iter().all(|s| s.name != *name) {
            let given = role.map(|role| Given { role, by: "speakers.csv".into() });
            speakers.push(Speaker { name: (*name).into(), given, ..Speaker::default() });
        }
    }
    let turns = turns
        .iter()
        .enumerate()
        .map(|(i, (name, text))| Turn {
            index: i as u32 + 1,
            speaker: Some((*name).into()),
            text: (*text).into(),
            start_ms: Some(Millis::from(i as u64 * 30_000)),
            ..Turn::default()
        })
        .collect();
    let metadata = Metadata {
        account: Some(format!("Account of {id}")),
        outcome: Some(Outcome::Lost),
        persona: Some("Practice manager".into()),
        date: Some("2026-03-02".into()),
        ..Metadata::default()
    };
    Call {
        id: CallId(id.into()),
        version: Version(Hash::of(&format!("{id}{turns:?}")).0),
        file: format!("{id}.vtt"),
        format: "zoom-vtt".into(),
        title: None,
        metadata,
        speakers,
        turns,
        warnings: Vec::new(),
    }
}

/// The quote of `words`, the `nth` time (from 0) that they stand in the call.
pub fn said(call: &Call, words: &str, nth: usize) -> Checked {
    let at = call.turns.iter().flat_map(|t| t.text.match_indices(words).map(move |(byte, _)| (t, byte))).nth(nth);
    let (turn, byte) = at.unwrap_or_else(|| panic!("{words} is not in {}", call.id));
    let start = Chars::count(&turn.text[..byte]);
    let piece = Piece { turn: turn.index, start, end: Chars(start.0 + Chars::count(words).0) };
    located(call, &[piece], Verdict::Exact)
}

pub fn located(call: &Call, pieces: &[Piece], verdict: Verdict) -> Checked {
    let verbatim = Verbatim::slice(call, pieces).unwrap();
    Checked {
        claim: ClaimedQuote { text: verbatim.text().into(), call: Some(call.id.0.clone()), turn: None, speaker: None },
        id: verbatim.id(),
        verdict,
        flags: Vec::new(),
        places: vec![verbatim.place().clone()],
        verbatim: Some(verbatim),
        difference: Vec::new(),
        nearest: None,
        parts: Vec::new(),
    }
}

pub fn not_found(words: &str) -> Checked {
    Checked {
        claim: ClaimedQuote { text: words.into(), ..ClaimedQuote::default() },
        id: QuoteId(Hash::of(words).short().into()),
        verdict: Verdict::NotFound,
        flags: Vec::new(),
        verbatim: None,
        places: Vec::new(),
        difference: Vec::new(),
        nearest: None,
        parts: Vec::new(),
    }
}

pub fn theme(id: &str, statement: &str, quotes: Vec<Checked>) -> DocketTheme {
    let theme =
        Theme { id: ThemeId(id.into()), kind: Kind::Problem, statement: statement.into(), findings: Vec::new(), counter: Vec::new() };
    DocketTheme { theme, quotes, counter: Vec::new() }
}

pub const KEPT: &str = "we kept everything in spreadsheets";

/// The calls of the invented project.
pub fn calls() -> Vec<Call> {
    vec![
        call(
            "alpha",
            &[
                ("Rae", "Tell me how it went before."),
                ("Cleo", "Well, we kept everything in spreadsheets and it broke twice a month. Nobody owned it."),
                ("Rae", "So we kept everything in spreadsheets, right?"),
                ("Cleo", "Yes. I wasn't sure anybody would move."),
                ("Max", "I think it was fine."),
                ("Cleo", "It was not fine. Yes."),
                ("Rae", "Thanks."),
            ],
        ),
        call(
            "beta",
            &[
                ("Ron", "What hurt?"),
                ("Cyd", "Honestly we kept everything in spreadsheets, three of them."),
                ("Ron", "And now?"),
                ("Cyd", "Now it's one place. The price was never the issue."),
            ],
        ),
    ]
}

/// Themes with quotes of customers, of a rep, of somebody without a role, altered ones and ones that are nowhere.
pub fn themes(calls: &[Call]) -> Vec<DocketTheme> {
    let (alpha, beta) = (&calls[0], &calls[1]);
    let altered = Checked { verdict: Verdict::Altered, ..said(beta, "The price was never the issue", 0) };
    vec![
        theme(
            "T1",
            "Everything lived in spreadsheets",
            vec![said(alpha, KEPT, 0), said(beta, KEPT, 0), said(alpha, "Nobody owned it", 0), not_found("we loved our spreadsheets")],
        ),
        theme(
            "T2",
            "They were unsure that anybody would move",
            vec![said(alpha, "I wasn't sure anybody would move", 0), said(alpha, "I think it was fine", 0), altered],
        ),
        theme("T3", "Spreadsheets broke", vec![said(alpha, KEPT, 0), said(alpha, KEPT, 1)]),
    ]
}

pub fn docket() -> Docket {
    let calls = calls();
    let themes = themes(&calls);
    Docket::new(calls, themes, [])
}

/// Appends an act to a chain.
pub fn append(rows: &mut Vec<Row>, entries: &mut Vec<Entry>, who: &str, act: &Act) -> Entry {
    let head = rows.last().map_or(Head { count: 0, hash: Hash::start() }, |r| Head { count: r.seq, hash: r.hash.clone() });
    let at = format!("2026-11-22T10:{:02}:{:02}Z", head.count / 60 % 60, head.count % 60);
    let stamp = Stamp { at, who: who.into(), model: None, prompt: None };
    let (row, entry) = ledger::next(&head, &stamp, act).unwrap();
    rows.push(row);
    entries.push(entry.clone());
    entry
}

/// A search that finds every turn with one of the words.
pub struct Everywhere<'a>(pub &'a Docket);

impl Passages for Everywhere<'_> {
    fn with_any(&self, words: &[String], most: usize) -> Vec<(CallId, u32)> {
        let has = |text: &str| words.iter().any(|w| text.to_lowercase().contains(w.trim_end_matches('*')));
        let turns = self.0.calls().iter().flat_map(|c| c.turns.iter().map(move |t| (c, t)));
        turns.filter(|(_, t)| has(&t.text)).map(|(c, t)| (c.id.clone(), t.index)).take(most).collect()
    }
}

/// Somebody at a terminal, and the store behind it.
pub struct Desk {
    pub session: Session,
    pub rows: Vec<Row>,
    pub texts: Vec<String>,
    pub size: Size,
}

impl Desk {
    pub fn open(docket: Docket) -> Desk {
        Desk { session: Session::open(docket, Vec::new(), "Pia"), rows: Vec::new(), texts: Vec::new(), size: SIZE }
    }

    /// The next start, on calls and themes that may have changed: settled first, as the store does.
    pub fn reopen(self, calls: Vec<Call>, themes: Vec<DocketTheme>) -> Desk {
        let docket = Docket::new(calls, themes, self.texts.clone());
        let (mut rows, mut entries) = (self.rows, self.session.entries().to_vec());
        for act in settle(&docket, &Reviews::replay(&entries)) {
            append(&mut rows, &mut entries, "verbatim", &act);
        }
        assert_eq!(settle(&docket, &Reviews::replay(&entries)), [], "settling twice changes nothing");
        Desk {
            session: Session::open(docket, entries, "Pia"),
            rows,
            ..Desk { texts: self.texts, size: self.size, session: self.session, rows: Vec::new() }
        }
    }

    pub fn draw(&mut self) {
        let shown = screen(&self.session, self.size);
        self.session.drawn(shown.drawn);
    }

    pub fn keep(&mut self, step: Step) {
        self.texts.extend(step.texts);
        for (theme, claim) in step.quotes {
            let call = self.session.docket().call(&CallId(claim.call.clone().unwrap())).unwrap();
            let checked = Library::new(std::slice::from_ref(call)).check_all(std::slice::from_ref(&claim)).remove(0);
            self.session.add_quote(&theme, checked);
        }
        let who = self.session.reviewer().to_owned();
        for act in step.acts {
            let mut entries = self.session.entries().to_vec();
            let entry = append(&mut self.rows, &mut entries, &who, &act);
            self.session.record(entry);
        }
    }

    /// Looks at the screen, then presses.
    pub fn press(&mut self, action: Action) -> &mut Desk {
        self.draw();
        let step = self.session.press(action, 1_000);
        self.keep(step);
        self
    }

    /// Searches for passages beside the theme's quotes, as the loop does before it draws a decision.
    pub fn look_further(&mut self) {
        if let Some(id) = self.session.wants_offers() {
            let offers = look_further(self.session.docket(), &self.session.current().unwrap(), &Everywhere(self.session.docket()));
            self.session.offer(id, offers);
        }
    }

    pub fn revise(&mut self, statement: &str, kind: Kind) {
        self.draw();
        let step = self.session.revise(statement, kind);
        self.keep(step);
    }

    /// Goes to the theme, whatever its place in the order.
    pub fn go_to(&mut self, id: &str) -> &mut Desk {
        let at = self.session.order().iter().position(|t| t.0 == id).unwrap();
        for _ in 0..200 {
            match self.session.view() {
                View::Quote { theme, .. } | View::Decision { theme } if theme == at => return self,
                View::Quote { theme, .. } | View::Decision { theme } if theme > at => self.press(Action::Back),
                View::End => self.press(Action::Back),
                View::Quote { .. } => self.press(Action::ToDecision),
                View::Offer { .. } | View::Trim { .. } | View::Sample { .. } => self.press(Action::Back),
                View::Summary => self.press(Action::Next),
                View::Decision { .. } => self.press(Action::Next),
            };
        }
        panic!("{id} can't be reached");
    }

    /// Shows each quote of the theme and judges all that can be.
    pub fn judge_all(&mut self, id: &str, judgement: Judgement) -> &mut Desk {
        self.go_to(id).first_quote();
        for _ in 0..100 {
            let (View::Quote { quote, .. }, Some(standing)) = (self.session.view(), self.session.current()) else { break };
            let one = &standing.quotes[quote];
            let judge = one.is_evidence() && one.judged.is_none();
            self.press(if judge { Action::Judge(judgement) } else { Action::Next });
        }
        self
    }

    pub fn first_quote(&mut self) -> &mut Desk {
        if matches!(self.session.view(), View::Decision { .. }) {
            self.press(Action::Back);
        }
        while matches!(self.session.view(), View::Quote { quote, .. } if quote > 0) {
            self.press(Action::Back);
        }
        self
    }

    pub fn accept(&mut self, id: &str) -> &mut Desk {
        self.judge_all(id, Judgement::Supports).press(Action::Accept)
    }

    pub fn standing(&self, id: &str) -> Standing<'_> {
        let docket = self.session.docket();
        Standing::of(docket, self.session.reviews(), docket.theme(&ThemeId(id.into())).unwrap())
    }
}
