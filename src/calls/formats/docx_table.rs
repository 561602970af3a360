//! Word tables with the talk in them: columns of time, speaker and words (section 3.10).

use super::docx::{Block, Table};
use super::head::HeadLines;
use super::source::{Content, Source, reject};
use super::{Fit, Format, ReadResult, head, script};
use crate::calls::Parsed;
use crate::calls::clock;
use crate::calls::labels::{self, clean};
use crate::calls::tidy::tidy;
use crate::calls::turns::{Order, Spoken, call};

/// Agency transcripts in a table.
pub const FORMAT: Format = Format {
    id: "docx-table",
    name: "Word transcript in a table (.docx)",
    recognised_by: "a Word file with a table of speaker and words, with or without times",
    fits: |s| match &s.content {
        Content::Word(d) if d.blocks.iter().any(|b| matches!(b, Block::Table(t) if columns(t).is_some())) => Fit::Hits(60),
        _ => Fit::No,
    },
    read,
};

fn cell(row: &[Vec<script::Line>], at: usize) -> String {
    row.get(at).map(|lines| lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n")).unwrap_or_default()
}

struct Columns {
    time: Option<usize>,
    speaker: usize,
    text: usize,
    header: bool,
}

const SPEAKER: &[&str] = &[
    "speaker",
    "name",
    "who",
    "participant",
    "voice",
    "speaker name",
    "speakers",
    "sprecher",
    "sprecherin",
    "wer",
    "person",
    "locuteur",
    "intervenant",
    "qui",
    "hablante",
    "quién",
    "falante",
    "orador",
    "話者",
    "発言者",
];
const TEXT: &[&str] = &[
    "text",
    "transcript",
    "dialogue",
    "dialog",
    "speech",
    "utterance",
    "words",
    "content",
    "verbatim",
    "transcription",
    "comments",
    "transkript",
    "wortlaut",
    "texte",
    "paroles",
    "texto",
    "transcripción",
    "transcrição",
    "内容",
    "発言",
];
const TIME: &[&str] = &[
    "time",
    "timecode",
    "start",
    "timestamp",
    "time code",
    "tc",
    "start time",
    "zeit",
    "zeitcode",
    "heure",
    "temps",
    "tiempo",
    "hora",
    "tempo",
    "時間",
    "時刻",
];

/// Found by header words, else by what the cells hold.
fn columns(table: &Table) -> Option<Columns> {
    let width = table.iter().map(Vec::len).max().filter(|w| (2..=6).contains(w))?;
    let first: Vec<String> = table
        .iter()
        .find(|r| r.len() == width)?
        .iter()
        .map(|c| tidy(&c.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ")).to_lowercase())
        .collect();
    let at = |names: &[&str]| first.iter().position(|h| names.contains(&h.as_str()));
    if let (Some(speaker), Some(text)) = (at(SPEAKER), at(TEXT)) {
        return Some(Columns { time: at(TIME), speaker, text, header: true });
    }
    let rows: Vec<&Vec<Vec<script::Line>>> = table.iter().filter(|r| r.len() == width).collect();
    let share = |at: usize, test: &dyn Fn(&str) -> bool| {
        let filled: Vec<String> = rows.iter().map(|r| tidy(&cell(r, at))).filter(|c| !c.is_empty()).collect();
        !filled.is_empty() && filled.iter().filter(|c| test(c)).count() * 10 >= filled.len() * 8
    };
    let time = (0..width).find(|at| share(*at, &|c| script::bare_time(c).is_some()));
    let label = |c: &str| labels::has_shape(&clean(c));
    let speaker = (0..width).find(|at| Some(*at) != time && share(*at, &label))?;
    let repeats = {
        let names: Vec<String> = rows.iter().map(|r| clean(&cell(r, speaker))).filter(|c| !c.is_empty()).collect();
        let distinct: std::collections::HashSet<&String> = names.iter().collect();
        names.len() >= 4 && distinct.len() * 2 <= names.len()
    };
    let text = (0..width)
        .filter(|at| Some(*at) != time && *at != speaker)
        .max_by_key(|at| rows.iter().map(|r| cell(r, *at).len()).sum::<usize>())?;
    // A header in words nobody foresaw: where times stand in the others, it has none.
    let header = time
        .is_some_and(|at| rows.first().is_some_and(|r| !cell(r, at).trim().is_empty() && script::bare_time(&tidy(&cell(r, at))).is_none()));
    (repeats || time.is_some() && rows.len() >= 2).then_some(Columns { time, speaker, text, header })
}

fn read(source: &Source) -> ReadResult {
    let Content::Word(document) = &source.content else { return Err(reject("E_UNKNOWN", "No Word file.")) };
    let mut top = head::read(source.lines());
    let mut spoken = Vec::new();
    let mut current: Option<String> = None;
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        match columns(table) {
            Some(columns) => rows(table, &columns, &mut current, &mut spoken),
            // A table of two columns at the top is keys and values.
            None if spoken.is_empty() => table.iter().filter(|r| r.len() == 2).for_each(|r| keyed(r, &mut top)),
            None => {}
        }
    }
    let mut call = call("docx-table", spoken, std::mem::take(&mut top.roster), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The table has speakers but no words."));
    }
    top.give_to(&mut call);
    Ok(Parsed::Call(Box::new(call)))
}

fn keyed(row: &[Vec<script::Line>], top: &mut HeadLines) {
    top.field(&clean(&cell(row, 0)), &tidy(&cell(row, 1)));
}

fn rows(table: &Table, columns: &Columns, current: &mut Option<String>, spoken: &mut Vec<Spoken>) {
    for row in table.iter().skip(usize::from(columns.header)) {
        // A merged row over the full width is a heading.
        if row.len() == 1 {
            continue;
        }
        let name = clean(&cell(row, columns.speaker));
        if !name.is_empty() {
            *current = Some(name);
        }
        let start_ms = columns.time.and_then(|at| clock::bracketed_at_start(tidy(&cell(row, at)).trim()).map(|(c, ..)| c.ms));
        spoken.push(Spoken { label: current.clone(), start_ms, text: cell(row, columns.text), ..Default::default() });
    }
}
