//! What all caption formats share: cues, the labels in them, and which cues go without one (rules C9 and C10).

use std::collections::HashMap;

use crate::calls::labels;
use crate::calls::markup::plain;
use crate::calls::turns::Spoken;

/// One cue, as the caption file has it.
#[derive(Debug, Default, Clone)]
pub struct Cue {
    /// The line above the times.
    pub id: String,
    /// Milliseconds.
    pub start_ms: u64,
    /// Milliseconds.
    pub end_ms: Option<u64>,
    /// The lines below, raw.
    pub lines: Vec<String>,
    /// The speaker, where the format has a place for it (a voice tag, a cue id).
    pub voice: Option<String>,
}

/// A piece of a cue by one voice.
struct Piece {
    label: Option<String>,
    text: String,
    dashed: bool,
}

/// Cues to units: labels found by evidence, and by C9 either continued or left out.
pub fn spoken(cues: &[Cue]) -> Vec<Spoken> {
    let accepted = accepted_labels(cues);
    let mut units: Vec<(Spoken, bool)> = Vec::new();
    for cue in cues {
        let end_ms = cue.end_ms;
        for (at, piece) in pieces(cue, &accepted).into_iter().enumerate() {
            let unit = Spoken {
                label: piece.label,
                start_ms: Some(cue.start_ms),
                end_ms,
                text: piece.text,
                fresh: piece.dashed,
                ..Default::default()
            };
            units.push((unit, at > 0 || piece.dashed));
        }
    }
    let changes_only = labels_mark_changes(&units);
    let mut current: Option<String> = None;
    units
        .into_iter()
        .map(|(mut unit, _)| {
            if unit.fresh || unit.label.is_some() {
                current.clone_from(&unit.label);
            } else if changes_only {
                unit.label.clone_from(&current);
            }
            unit
        })
        .collect()
}

/// The test of C9: no label repeats in a row, and cues without one follow.
fn labels_mark_changes(units: &[(Spoken, bool)]) -> bool {
    let labelled: Vec<&String> = units.iter().filter_map(|(u, _)| u.label.as_ref()).collect();
    let repeats = labelled.windows(2).any(|w| matches!(w, [a, b] if a == b));
    let first = units.iter().position(|(u, _)| u.label.is_some());
    let bare_after = first.is_some_and(|at| units.iter().skip(at).any(|(u, _)| u.label.is_none() && !u.fresh));
    labelled.len() > 1 && !repeats && bare_after
}

/// Splits one cue at lines that start with a dash, `>>` or another label.
fn pieces(cue: &Cue, accepted: &HashMap<String, usize>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let lines: Vec<String> = cue.lines.iter().map(|l| plain(l)).collect();
    let tight_dashes = lines.iter().filter(|l| l.trim_start().starts_with(['-', '–', '—'])).count() > 1;
    for line in &lines {
        let line = line.trim();
        let (line, dashed) = undash(line, tight_dashes);
        let (label, text) = match label_of(line).filter(|(l, _)| accepted.contains_key(l)) {
            Some((label, text)) => (Some(label), text),
            None => (None, line),
        };
        match out.last_mut() {
            Some(last) if label.is_none() && !dashed => {
                last.text.push('\n');
                last.text.push_str(text);
            }
            _ => out.push(Piece { dashed: dashed && label.is_none(), label, text: text.to_owned() }),
        }
    }
    if let (Some(voice), Some(first)) = (&cue.voice, out.first_mut())
        && first.label.is_none()
    {
        first.label = Some(voice.clone());
        first.dashed = false;
    }
    out
}

/// Whether a line starts with the mark of another voice, and what follows the mark.
fn undash(line: &str, tight: bool) -> (&str, bool) {
    if let Some(rest) = line.strip_prefix(">>") {
        return (rest.trim_start_matches('>').trim_start(), true);
    }
    for dash in ["-", "–", "—"] {
        if let Some(rest) = line.strip_prefix(dash)
            && (rest.starts_with(' ') || tight)
            && !rest.starts_with('-')
        {
            return (rest.trim_start(), true);
        }
    }
    (line, false)
}

/// `Name: text`, `[Name] text`, `(Name) text` at the start of a line.
fn label_of(line: &str) -> Option<(String, &str)> {
    if let Some((label, text)) = labels::split_label(line) {
        let label = labels::clean(label);
        let label = label.strip_prefix('[').and_then(|l| l.strip_suffix(']')).map_or(label.clone(), str::to_owned);
        return Some((label, text));
    }
    let close = match line.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let end = line.find(close)?;
    let rest = line.get(end + 1..)?;
    let label = labels::clean(line.get(1..end)?);
    let name = labels::looks_like_name(&label) || labels::is_one_capitalised_word(&label) && !is_notation(&label);
    (rest.starts_with(' ') && !rest.trim().is_empty() && name).then(|| (label, rest.trim()))
}

/// What stands in brackets in subtitles and is nobody's name: `[Music]`.
fn is_notation(label: &str) -> bool {
    const NOTATIONS: &[&str] = &[
        "music",
        "musik",
        "laughter",
        "laughs",
        "laughing",
        "lachen",
        "lacht",
        "applause",
        "applaus",
        "inaudible",
        "unclear",
        "crosstalk",
        "noise",
        "silence",
        "pause",
        "sighs",
        "coughs",
        "cough",
        "chuckles",
        "foreign",
        "phone",
        "beep",
        "cheering",
        "typing",
        "unverständlich",
        "risas",
        "rires",
        "rire",
        "música",
        "musique",
        "redacted",
        "blank_audio",
    ];
    NOTATIONS.contains(&label.to_lowercase().as_str())
}

/// The labels for which the file has evidence (C10), with how often each occurs.
fn accepted_labels(cues: &[Cue]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, (usize, bool)> = HashMap::new();
    let mut labelled_cues = 0;
    for cue in cues {
        let lines: Vec<String> = cue.lines.iter().map(|l| plain(l)).collect();
        let mut first = true;
        for line in &lines {
            let (line, _) = undash(line.trim(), true);
            if let Some((label, _)) = label_of(line) {
                let bracketed = line.starts_with(['[', '(']);
                let entry = seen.entry(label).or_insert((0, bracketed));
                entry.0 += 1;
                labelled_cues += usize::from(first);
            }
            first = false;
        }
    }
    let mostly = labelled_cues * 2 > cues.len();
    let repeated = |label: &str, n: usize, bracketed: bool| {
        // One word in brackets may be a sound; it is a name where nearly every cue has one.
        let shaped = labels::has_shape(label) && (!bracketed || mostly || labels::looks_like_name(label));
        n >= 2 && (shaped || mostly && !bracketed && comma_name(label))
    };
    let known = seen.iter().filter(|(label, (n, bracketed))| repeated(label, *n, *bracketed)).count();
    let single_words = seen.iter().any(|(label, (n, _))| *n >= 2 && labels::is_one_capitalised_word(label));
    seen.into_iter()
        .filter(|(label, (n, bracketed))| {
            repeated(label, *n, *bracketed)
                || !bracketed && labels::looks_like_name(label) && (known > 0 || mostly)
                || !bracketed && mostly && labels::is_one_capitalised_word(label) && (single_words || known == 0)
        })
        .map(|(label, (n, _))| (label, n))
        .collect()
}

/// A display name may hold a comma (`Whitfield, Dana`) where nearly every cue has a label.
fn comma_name(label: &str) -> bool {
    label.contains(',') && labels::looks_like_name(&label.replace(',', " "))
}

/// Cues of a format that has a place for the speaker: one without is nobody's, never continued.
pub fn tagged(cues: &[Cue]) -> Vec<Spoken> {
    cues.iter()
        .map(|cue| Spoken {
            label: cue.voice.clone(),
            start_ms: Some(cue.start_ms),
            end_ms: cue.end_ms,
            text: plain(&cue.lines.join("\n")),
            ..Default::default()
        })
        .collect()
}
