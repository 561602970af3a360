//! Units to turns (rules C1 to C5): the longest run of neighbouring units with the same speaker.

use super::labels::{is_generic, split_bracket};
use super::roster::{Roster, is_remark};
use super::tidy::{join, tidy_up};
use super::{Chars, ParsedCall, ParsedParticipant, ParsedTurn, Unit, Warning};

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
    pub meta: Option<serde_json::Map<String, serde_json::Value>>,
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
    let mut call = ParsedCall { format: format.to_owned(), ..Default::default() };
    let mut labels: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for label in spoken.iter().filter_map(|s| s.label.as_ref()).filter(|l| !l.is_empty()) {
        if known.insert(label) {
            labels.push(label.clone());
        }
    }
    let names = roster.names(&labels);
    call.warnings.extend(backwards(&spoken, order));
    if spoken.iter().any(|s| s.clock.is_some()) {
        call.warnings.push(Warning {
            code: "W_WALL_CLOCK".into(),
            message: "The times are times of day, not offsets into the recording; quotes cite no time.".into(),
        });
    }
    call.turns.reserve(spoken.len());
    for mut unit in spoken {
        unit.text = tidy_up(std::mem::take(&mut unit.text));
        if !unit.text.is_empty() {
            let speaker = unit.label.as_ref().and_then(|l| names.get(l)).cloned();
            add(&mut call.turns, unit, speaker);
        }
    }
    call.participants = participants(&labels, &names, roster.people);
    call.warnings.extend(about_speakers(&call.turns, &roster.ambiguous));
    call
}

fn add(turns: &mut Vec<ParsedTurn>, unit: Spoken, speaker: Option<String>) {
    let goes_on = !unit.fresh && turns.last().is_some_and(|t| t.speaker == speaker);
    if !goes_on {
        let label = unit.label.filter(|l| Some(l) != speaker.as_ref());
        turns.push(ParsedTurn {
            speaker,
            label,
            start_ms: unit.start_ms,
            clock: unit.clock,
            anchor_ms: unit.anchor_ms.filter(|_| unit.start_ms.is_none()),
            meta: unit.meta,
            ..Default::default()
        });
    }
    let Some(turn) = turns.last_mut() else { return };
    let end_ms = unit.end_ms.filter(|end| unit.start_ms.is_none_or(|start| *end >= start));
    let mut start = Chars(0);
    if turn.text.is_empty() {
        turn.text = unit.text;
    } else {
        join(&mut turn.text, &unit.text);
        start = Chars(Chars::count(&turn.text).0.saturating_sub(Chars::count(&unit.text).0));
    }
    turn.units.push(Unit { start, start_ms: unit.start_ms, end_ms });
    turn.end_ms = turn.end_ms.max(end_ms);
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
fn participants(
    labels: &[String],
    names: &std::collections::HashMap<String, String>,
    people: Vec<ParsedParticipant>,
) -> Vec<ParsedParticipant> {
    let mut out = people;
    for label in labels {
        let Some(name) = names.get(label) else { continue };
        let inner = split_bracket(label).1.filter(|_| label != name);
        if label == name {
            continue;
        }
        let at = match out.iter().position(|p| &p.name == name) {
            Some(at) => at,
            None => {
                out.push(ParsedParticipant { name: name.clone(), ..Default::default() });
                out.len() - 1
            }
        };
        let Some(person) = out.get_mut(at) else { continue };
        if !person.labels.contains(label) {
            person.labels.push(label.clone());
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

fn about_speakers(turns: &[ParsedTurn], ambiguous: &[String]) -> Vec<Warning> {
    let mut out = Vec::new();
    let mut names = turns.iter().filter_map(|t| t.speaker.as_deref()).peekable();
    if turns.is_empty() {
        return out;
    }
    if names.peek().is_none() {
        out.push(Warning {
            code: "W_NO_SPEAKERS".into(),
            message: "No speaker names in the file: nobody's words can be told apart.".into(),
        });
    } else if names.all(is_generic) {
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
