//! From marked lines to a call: head, talk, end. All formats of written text, Word, PDF and RTF go this way.

use super::head::{self, HeadLines};
use super::script::{self, Line, Style, Survey};
use super::source::reject;
use super::{furniture, sections};
use crate::calls::clock;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, Spoken, call, minutes};
use crate::calls::{ParsedCall, Reject, Warning};

/// A recording whose first words come later than this prints times of day.
const LATEST_START_MS: u64 = 6 * 3_600_000;

/// Reads `lines` as a transcript of format `id`, with what front matter said in `roster`.
pub fn read(id: &str, lines: &[Line], roster: Roster, speaker: Option<&str>) -> Result<ParsedCall, Reject> {
    read_surveyed(id, lines, roster, speaker, None)
}

/// As [`read`], where it is known already how the lines head their turns.
pub fn read_surveyed(
    id: &str,
    lines: &[Line],
    roster: Roster,
    speaker: Option<&str>,
    survey: Option<&Survey>,
) -> Result<ParsedCall, Reject> {
    let (from, until, style) = find_talk(lines, survey).ok_or(()).or_else(|()| refuse(lines, speaker).map(|()| (0, lines.len(), None)))?;
    let above = lines.get(..from).unwrap_or_default();
    let body = lines.get(from..until).unwrap_or_default();
    let Some(mut style) = style else { return Ok(one_speaker(id, lines, speaker.unwrap_or_default())) };
    let start = first_head(&style, body);
    let head_lines: Vec<Line> = above.iter().chain(body.get(..start).unwrap_or_default()).cloned().collect();
    let summary = sections::summary_marks(above) > 0;
    let mut head = head::read(&if summary { without_notes(&head_lines) } else { head_lines });
    let mut people = roster;
    merge(&mut people, &mut head);
    let talk = body.get(start..).unwrap_or_default();
    let mut known = people.clone();
    style.accept_also(talk, |label| known.find(label).is_some());
    let mut spoken = script::spoken(&style, talk);
    to_wall_clock(&style, &mut spoken);
    let mut call = call(id, spoken, people, Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The file has speaker names but no words."));
    }
    if summary {
        call.warnings.push(Warning {
            code: "W_SUMMARY_SKIPPED".into(),
            message: "A summary stands above the transcript; it is nobody's words and was left out.".into(),
        });
    }
    head.give_to(&mut call);
    Ok(call)
}

/// The part of the lines that is speech, and the style of its headers.
fn find_talk(lines: &[Line], survey: Option<&Survey>) -> Option<(usize, usize, Option<Style>)> {
    if let Some(from) = sections::speech_from(lines) {
        let until = sections::speech_until(lines, from);
        let part = lines.get(from..until).unwrap_or_default();
        if let Some(style) = Survey::of(part).best {
            return Some((from, until, Some(style)));
        }
    }
    let until = sections::speech_until(lines, 0);
    let part = lines.get(..until).unwrap_or_default();
    let survey = survey.filter(|_| until == lines.len()).cloned().unwrap_or_else(|| Survey::of(part));
    // Notes have lines like "Security: Dana said …" too; without a transcript part, each must come again to be believed.
    let notes = sections::summary_marks(part) >= 2 && survey.hits * 3 < part.len();
    survey.best.filter(|_| !notes).map(|style| (0, until, Some(style)))
}

/// The first line of talk: head lines with known keys (`Respondent: Dana Whitfield`) are not it, though they look like labels.
fn first_head(style: &Style, body: &[Line]) -> usize {
    let mut probe = HeadLines::default();
    let keyed = body
        .iter()
        .take(40)
        .take_while(|l| {
            let field = crate::calls::labels::split_label(&l.text).is_some_and(|(k, v)| probe.field(&crate::calls::labels::clean(k), v));
            field || style.head(l).is_none()
        })
        .count();
    let keyed = if keyed == 40.min(body.len()) { 0 } else { keyed };
    let from = body.iter().skip(keyed).position(|l| style.head(l).is_some()).map_or(keyed, |n| keyed + n);
    // A bare time right above the first header belongs to it.
    match from.checked_sub(1).and_then(|above| body.get(above)) {
        Some(line) if script::bare_time(&line.text).is_some() => from - 1,
        _ => from,
    }
}

/// Title and date above a summary are the call's; the summary's own lines are not.
fn without_notes(lines: &[Line]) -> Vec<Line> {
    let notes = lines.iter().position(|l| sections::is_notes_name(&l.text) && l.number > 1).unwrap_or(lines.len());
    let transcript = lines.iter().rposition(|l| sections::is_speech_name(&l.text)).unwrap_or(lines.len());
    lines
        .get(transcript..)
        .unwrap_or_default()
        .iter()
        .chain(lines.get(..notes).unwrap_or_default())
        .filter(|l| !sections::is_section_name(&l.text))
        .cloned()
        .collect()
}

/// Moves the people that head lines name into the roster, with the labels tied to them.
pub fn merge(roster: &mut Roster, head: &mut HeadLines) {
    let listed = std::mem::take(&mut head.roster);
    let places: Vec<usize> = listed.people.into_iter().map(|p| roster.add(p)).collect();
    for (label, at) in listed.tied {
        if let Some(place) = places.get(at) {
            roster.tie(&label, *place);
        }
    }
}

/// Times of day go to `clock` (C4).
fn to_wall_clock(style: &Style, spoken: &mut [Spoken]) {
    let first = spoken.iter().find_map(|s| s.start_ms);
    if !style.pattern.has_time() || first.is_none_or(|ms| ms < LATEST_START_MS) {
        return;
    }
    for unit in spoken {
        unit.clock = unit.start_ms.take().map(minutes);
        (unit.end_ms, unit.anchor_ms) = (None, None);
    }
}

/// All of a text by one speaker whom the user named.
fn one_speaker(id: &str, lines: &[Line], speaker: &str) -> ParsedCall {
    let spoken = lines
        .iter()
        .filter(|l| l.heading == 0 && !furniture::is(&l.text))
        .map(|l| Spoken { label: Some(speaker.to_owned()), text: l.text.clone(), ..Default::default() })
        .collect();
    call(id, spoken, Roster::default(), Order::Lines)
}

/// Why no talk was found; nothing where the user named the one speaker.
fn refuse(lines: &[Line], speaker: Option<&str>) -> Result<(), Reject> {
    if speaker.is_some_and(|s| !s.trim().is_empty()) {
        return Ok(());
    }
    if lines.iter().all(|l| l.text.trim().is_empty()) {
        return Err(reject("E_EMPTY", "The file is empty."));
    }
    if sections::summary_marks(lines) >= 2 {
        return Err(reject(
            "E_SUMMARY_ONLY",
            "These are AI meeting notes (a summary), not a transcript: nobody said these words. Export the transcript part.",
        ));
    }
    let times: Vec<&Line> = lines.iter().filter(|l| has_time(&l.text)).collect();
    if let (Some(first), true) = (times.first(), times.len() >= 2) {
        let shown: String = first.text.trim().chars().take(60).collect();
        return Err(reject(
            "E_TIMES_UNREADABLE",
            format!(
                "Time codes found, but no speaker turns could be read. First one at line {}: \"{shown}\". If one person speaks, use --speaker NAME.",
                first.number
            ),
        ));
    }
    let notes = lines.iter().filter(|l| l.bullet || l.heading > 0 || l.quote).count();
    if notes * 2 > lines.len() && lines.len() > 2 {
        return Err(reject(
            "E_NOTES_ONLY",
            "These are notes, not speech; quotes need a transcript. Use --as-notes to index them as the researcher's words.",
        ));
    }
    Err(reject("E_NO_SPEAKERS", "No speaker names found, so nobody's words can be told apart. If one person speaks, use --speaker NAME."))
}

fn has_time(text: &str) -> bool {
    let text = text.trim().trim_start_matches('@');
    clock::bracketed_at_start(text).is_some()
        || clock::at_end(text).is_some_and(|(_, bracket, before)| bracket.is_some() || before.len() < 40)
}
