//! Units to turns (rules C1 to C5): the longest run of neighbouring units with the same speaker.

use std::collections::HashMap;
use std::sync::Arc;

use super::labels::{is_generic, split_bracket};
use super::roster::{Roster, is_remark};
use super::tidy::{join, tidied, tidy_up};
use super::voices::voices;
use super::{Aside, Chars, Millis, ParsedCall, ParsedParticipant, Turn, Unit, Warning};

/// One cue, sentence or paragraph as a format's reader found it.
#[derive(Debug, Default, Clone)]
pub struct Spoken {
    /// The raw label, cleaned; `None` where the file doesn't say.
    pub label: Option<String>,
    /// Milliseconds from the start of the recording.
    pub start_ms: Option<u64>,
    /// Milliseconds from the start of the recording.
    pub end_ms: Option<u64>,
    /// A time of day.
    pub clock: Option<String>,
    /// The last time mark before, where this unit has none of its own.
    pub anchor_ms: Option<u64>,
    /// The words, not yet tidied.
    pub text: String,
    /// Starts a turn even if the speaker is the same (a dash, a message, a cell).
    pub fresh: bool,
    /// Other columns of a table row.
    pub meta: Option<Box<serde_json::Map<String, serde_json::Value>>>,
}

/// How careful to be about times that step back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Line formats: captions overlap by a little.
    Lines,
    /// JSON: any step back is odd.
    Json,
}

/// Overlap that people talking at once make in captions, in milliseconds.
const OVERLAP_MS: u64 = 5000;

/// A call from what was spoken: turns merged, labels resolved through the roster, and what was odd.
pub fn call(format: &str, spoken: Vec<Spoken>, mut roster: Roster, order: Order) -> ParsedCall {
    let labels = Labels::of(&spoken);
    let mut warnings: Vec<Warning> = backwards(&spoken, order).into_iter().collect();
    if spoken.iter().any(|s| s.clock.is_some()) {
        warnings.push(Warning {
            code: "W_WALL_CLOCK".into(),
            message: "The times are times of day, not offsets into the recording; quotes cite no time.".into(),
        });
    }
    let cast = Cast::of(&labels.all, &mut roster);
    let mut turns = Vec::new();
    let mut open: Option<Open> = None;
    for (mut unit, label) in spoken.into_iter().zip(labels.places) {
        unit.text = tidy_up(std::mem::take(&mut unit.text));
        if unit.text.is_empty() {
            continue;
        }
        let who = label.and_then(|at| cast.shown.get(at));
        match open.as_mut().filter(|turn| !unit.fresh && turn.is_by(who)) {
            Some(turn) => turn.go_on(unit),
            None => {
                let before = open.replace(Open::new(unit, who));
                turns.extend(before.map(|turn| turn.closed(turns.len())));
            }
        }
    }
    turns.extend(open.map(|turn| turn.closed(turns.len())));
    // In room of their own, as their texts are.
    let mut own = Vec::with_capacity(turns.len());
    own.append(&mut turns);
    // A label may stand at no words.
    let about_names = about_names(voices(&own).into_iter(), own.is_empty(), &roster.ambiguous);
    let mut call = cast.call(format, own, roster, about_names);
    call.warnings.splice(0..0, warnings);
    call
}

/// A call from units of which nothing is known but the words, not yet tidied, and the place of the label among `labels`; `None` where one has
/// no words.
pub fn call_of_words(format: &str, labels: &[Arc<str>], words: &[(usize, &str)], mut roster: Roster) -> Option<ParsedCall> {
    let cast = Cast::of(labels, &mut roster);
    let same = |a: &(usize, &str), b: &(usize, &str)| a.0 == b.0 || cast.are_one(a.0, b.0);
    // As many turns as there are: no room is left over.
    let mut turns = Vec::with_capacity(words.chunk_by(same).count());
    for run in words.chunk_by(same) {
        let ((label, _), _) = run.split_first()?;
        let who = cast.shown.get(*label);
        turns.push(Turn {
            index: after(turns.len()),
            speaker: who.map(|w| Arc::clone(&w.name)),
            text: joined(run)?.into(),
            aside: who.and_then(Shown::label).map(|label| Box::new(Aside { label: Some(label), ..Aside::default() })),
            ..Turn::default()
        });
    }
    let about_names = about_names(cast.shown.iter().map(|shown| &*shown.name), turns.is_empty(), &roster.ambiguous);
    Some(cast.call(format, turns, roster, about_names))
}

/// The text of units, in room that is neither too small nor too large for what is tidy; `None` where one has no words.
fn joined(run: &[(usize, &str)]) -> Option<String> {
    let mut text = String::with_capacity(run.iter().map(|(_, words)| words.len() + 1).sum::<usize>() - 1);
    for (_, words) in run {
        let words = tidied(words);
        if words.is_empty() {
            return None;
        }
        join(&mut text, &words);
    }
    Some(text)
}

/// A label, and the name that is shown for it.
struct Shown {
    label: Arc<str>,
    name: Arc<str>,
}

impl Shown {
    /// The label, where it says more than the name.
    fn label(&self) -> Option<String> {
        (self.label != self.name).then(|| self.label.to_string())
    }
}

/// Who speaks in a call.
struct Cast {
    /// By the label's place.
    shown: Vec<Shown>,
}

impl Cast {
    fn of(labels: &[Arc<str>], roster: &mut Roster) -> Cast {
        let names = roster.names(labels);
        // One room for each name, its label's own where they are the same.
        let mut rooms: HashMap<&str, Arc<str>> = HashMap::new();
        let mut shown = Vec::with_capacity(labels.len());
        for (label, name) in labels.iter().zip(&names) {
            let room = || if **label == **name { Arc::clone(label) } else { name.as_str().into() };
            shown.push(Shown { label: Arc::clone(label), name: Arc::clone(rooms.entry(name).or_insert_with(room)) });
        }
        Cast { shown }
    }

    /// Whether two labels stand for one name.
    fn are_one(&self, a: usize, b: usize) -> bool {
        self.shown.get(a).zip(self.shown.get(b)).is_some_and(|(a, b)| Arc::ptr_eq(&a.name, &b.name))
    }

    /// The call of these turns, with everybody listed.
    fn call(&self, format: &str, turns: Vec<Turn>, roster: Roster, warnings: Vec<Warning>) -> ParsedCall {
        ParsedCall {
            format: format.to_owned(),
            participants: participants(&self.shown, roster.people),
            turns,
            warnings,
            ..Default::default()
        }
    }
}

/// The labels of a file.
struct Labels {
    /// Each once, in order of appearance.
    all: Vec<Arc<str>>,
    /// For each unit its label's place among them.
    places: Vec<Option<usize>>,
}

impl Labels {
    fn of(spoken: &[Spoken]) -> Labels {
        let mut labels = Labels { all: Vec::new(), places: Vec::with_capacity(spoken.len()) };
        let mut known: HashMap<&str, usize> = HashMap::new();
        for unit in spoken {
            let label = unit.label.as_deref().filter(|l| !l.is_empty());
            let place = label.map(|label| {
                *known.entry(label).or_insert_with(|| {
                    labels.all.push(label.into());
                    labels.all.len() - 1
                })
            });
            labels.places.push(place);
        }
        labels
    }
}

/// A turn that may go on.
struct Open<'s> {
    who: Option<&'s Shown>,
    /// What is known of its first unit, and all of its words.
    first: Spoken,
    end_ms: Option<u64>,
    length: Chars,
    /// All units, where there are several.
    units: Vec<Unit>,
}

impl<'s> Open<'s> {
    fn new(first: Spoken, who: Option<&'s Shown>) -> Open<'s> {
        Open { who, end_ms: end_of(&first), length: Chars::count(&first.text), units: Vec::new(), first }
    }

    fn is_by(&self, who: Option<&Shown>) -> bool {
        self.who.map(|w| &w.name) == who.map(|w| &w.name)
    }

    fn go_on(&mut self, unit: Spoken) {
        // A turn of one unit is that unit.
        if self.units.is_empty() {
            self.units.push(unit_at(Chars(0), self.first.start_ms, self.end_ms));
        }
        let text = &mut self.first.text;
        let before = text.len();
        join(text, &unit.text);
        self.length.0 += Chars::count(text.get(before..).unwrap_or_default()).0;
        let start = Chars(self.length.0.saturating_sub(Chars::count(&unit.text).0));
        let end_ms = end_of(&unit);
        self.units.push(unit_at(start, unit.start_ms, end_ms));
        self.end_ms = self.end_ms.max(end_ms);
    }

    /// The turn, which is the one after so many.
    fn closed(self, before: usize) -> Turn {
        let Open { who, first, end_ms, units, .. } = self;
        // Units are kept for their times.
        let has_time = units.iter().any(|unit| unit.start_ms.is_some() || unit.end_ms.is_some());
        let aside = Aside {
            units: if has_time { units.into() } else { Box::default() },
            label: who.and_then(Shown::label),
            clock: first.clock,
            anchor_ms: first.anchor_ms.filter(|_| first.start_ms.is_none()).map(Millis::from),
            columns: first.meta,
        };
        Turn {
            index: after(before),
            speaker: who.map(|w| Arc::clone(&w.name)),
            // In room of its own: what was joined has up to as much again, and an allocator may leave what is shrunk where it is.
            text: Box::from(first.text.as_str()),
            start_ms: first.start_ms.map(Millis::from),
            end_ms: end_ms.map(Millis::from),
            aside: aside.kept(),
        }
    }
}

fn unit_at(start: Chars, start_ms: Option<u64>, end_ms: Option<u64>) -> Unit {
    Unit { start, start_ms: start_ms.map(Millis::from), end_ms: end_ms.map(Millis::from) }
}

/// When a unit ends, unless it ends before it starts.
fn end_of(unit: &Spoken) -> Option<u64> {
    unit.end_ms.filter(|end| unit.start_ms.is_none_or(|start| *end >= start))
}

/// The index of the turn after so many.
fn after(turns: usize) -> u32 {
    u32::try_from(turns + 1).unwrap_or(u32::MAX)
}

fn backwards(spoken: &[Spoken], order: Order) -> Option<Warning> {
    let slack = if order == Order::Lines { OVERLAP_MS } else { 0 };
    let mut latest = 0;
    for start in spoken.iter().filter_map(|s| s.start_ms) {
        if start + slack < latest {
            return Some(Warning {
                code: "W_TIME_BACKWARDS".into(),
                message: format!(
                    "Times step back at {}: two recordings in one file, or people talking at once. The file's order was kept.",
                    minutes(start)
                ),
            });
        }
        latest = start;
    }
    let swapped = spoken.iter().find(|s| s.start_ms.zip(s.end_ms).is_some_and(|(a, b)| b < a));
    swapped.map(|s| Warning {
        code: "W_TIME_BACKWARDS".into(),
        message: format!("The piece at {} ends before it starts; its end was left out.", minutes(s.start_ms.unwrap_or_default())),
    })
}

/// `h:mm:ss` for messages.
pub fn minutes(ms: u64) -> String {
    let s = ms / 1000;
    format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// Everybody listed, and everybody whose label says more than a name.
fn participants(shown: &[Shown], people: Vec<ParsedParticipant>) -> Vec<ParsedParticipant> {
    let mut out = people;
    for Shown { label, name } in shown.iter().filter(|s| s.label != s.name) {
        let inner = split_bracket(label).1;
        let at = match out.iter().position(|p| *p.name == **name) {
            Some(at) => at,
            None => {
                out.push(ParsedParticipant { name: name.to_string(), ..Default::default() });
                out.len() - 1
            }
        };
        let Some(person) = out.get_mut(at) else { continue };
        if !person.labels.iter().any(|l| **l == **label) {
            person.labels.push(label.to_string());
        }
        match inner {
            // A guest can be a colleague from another tenant: a hint only, so `role_given_by` stays empty.
            Some(inner) if is_guest(inner) => person.role = person.role.take().or(Some("external".into())),
            Some(inner) if !is_remark(inner) => person.company = person.company.take().or(Some(inner.to_owned())),
            _ => {}
        }
    }
    out
}

fn is_guest(inner: &str) -> bool {
    matches!(
        inner.to_lowercase().as_str(),
        "guest" | "external" | "ゲスト" | "gast" | "invité" | "invitado" | "extern" | "externe" | "externo"
    )
}

/// What is odd about the names of those who are heard.
fn about_names<'n>(heard: impl Iterator<Item = &'n str>, is_silent: bool, ambiguous: &[String]) -> Vec<Warning> {
    let mut out = Vec::new();
    if is_silent {
        return out;
    }
    let mut heard = heard.peekable();
    if heard.peek().is_none() {
        out.push(Warning {
            code: "W_NO_SPEAKERS".into(),
            message: "No speaker names in the file: nobody's words can be told apart.".into(),
        });
    } else if heard.all(is_generic) {
        out.push(Warning { code: "W_GENERIC_LABELS".into(), message: "The speakers are numbered, not named.".into() });
    }
    for name in ambiguous {
        out.push(Warning {
            code: "W_AMBIGUOUS_SPEAKER".into(),
            message: format!("\"{name}\" could be more than one of the people listed; the label was kept as it is."),
        });
    }
    out
}
