//! The transcripts that verbatims stand in, with the words marked.

use std::collections::{BTreeMap, BTreeSet};

use super::themes::place;
use super::{number, shown};
use crate::calls::{Call, Chars, Role, Turn};
use crate::evidence::Piece;
use crate::export::Reviewed;
use crate::export::quoted::clock;

/// Up to how many characters whole transcripts are shown; in larger projects only the turns around each verbatim.
const WHOLE: usize = 4_000_000;
/// How many turns on each side, then.
const AROUND: u32 = 8;

/// Where a turn of a call stands on the page.
pub(super) fn anchor(call: usize, turn: u32) -> String {
    format!("c{call}t{turn}")
}

/// Every call that has a verbatim.
pub(super) fn transcripts(reviewed: &Reviewed<'_>) -> String {
    let Some(docket) = reviewed.docket else { return String::new() };
    let quoted: BTreeSet<_> = reviewed.evidence.iter().map(|e| &e.quoted.call).collect();
    let calls: Vec<&Call> = docket.calls().iter().filter(|c| quoted.contains(&c.id)).collect();
    let whole = calls.iter().flat_map(|c| &c.turns).map(|t| t.text.len()).sum::<usize>() <= WHOLE;
    let calls: String = calls.iter().map(|c| transcript(reviewed, c, whole)).collect();
    let what = if whole { "Each call that a verbatim is from, in full." } else { "The turns around each verbatim." };
    format!(
        "<section class=\"transcripts\">\n<h2>Transcripts</h2>\n<p class=\"quiet\">{what} The marked words are the verbatims.</p>\n{calls}</section>\n"
    )
}

fn transcript(reviewed: &Reviewed<'_>, call: &Call, whole: bool) -> String {
    let n = number(reviewed, &call.id);
    let marks: Vec<(u32, Piece)> = reviewed
        .evidence
        .iter()
        .filter(|e| e.quoted.call == call.id)
        .flat_map(|e| e.quoted.pieces.iter().map(move |p| (e.quoted.evidence, *p)))
        .collect();
    // From the words back to the theme that they were first judged for.
    let homes: BTreeMap<u32, String> = reviewed
        .evidence
        .iter()
        .filter(|e| e.quoted.call == call.id)
        .filter_map(|e| Some((e.quoted.evidence, place(e.themes.first()?.split(' ').next()?, e.quoted.evidence))))
        .collect();
    let near = |t: &&Turn| whole || marks.iter().any(|(_, p)| p.turn.abs_diff(t.index) <= AROUND);
    let mut last = 0;
    let mut turns = String::new();
    for turn in call.turns.iter().filter(near) {
        if turn.index != last + 1 {
            turns.push_str("<p class=\"quiet\">[…]</p>\n");
        }
        last = turn.index;
        turns.push_str(&one(call, n, turn, &marks, &homes));
    }
    let account = call.metadata.account.as_deref().map(|a| format!(" · {}", shown(a))).unwrap_or_default();
    format!("<details class=\"call\" id=\"call{n}\">\n<summary>{n}. {}{account}</summary>\n{turns}</details>\n", shown(&call.id.0))
}

/// The words are `pre`: what stands in quotation marks in a transcript is no quotation of this document, and `check` passes it by.
fn one(call: &Call, n: usize, turn: &Turn, marks: &[(u32, Piece)], homes: &BTreeMap<u32, String>) -> String {
    let role = match call.role_of(turn) {
        Role::Unknown => "role not given",
        role => role.as_str(),
    };
    let time = turn.start_ms.map(|ms| format!(" · {}", clock(ms.get()))).unwrap_or_default();
    let here: Vec<&(u32, Piece)> = marks.iter().filter(|(_, p)| p.turn == turn.index).collect();
    let numbers: BTreeSet<u32> = here.iter().map(|(number, _)| *number).collect();
    let back: String = numbers.iter().filter_map(|n| Some(format!(" · <a href=\"#{}\">back to E{n}</a>", homes.get(n)?))).collect();
    format!(
        "<div class=\"turn {class}\" id=\"{id}\"><p class=\"who\">{speaker} ({role}) · turn {index}{time}{back}</p><pre>{words}</pre></div>\n",
        class = call.role_of(turn).as_str(),
        id = anchor(n, turn.index),
        speaker = turn.speaker.as_deref().map_or_else(|| "speaker without a name".into(), shown),
        index = turn.index,
        words = words(&turn.text, &here),
    )
}

/// The text of a turn with its verbatims marked; where two overlap, what is common bears both numbers.
fn words(text: &str, marks: &[&(u32, Piece)]) -> String {
    let mut bounds: BTreeSet<Chars> = marks.iter().flat_map(|(_, p)| [p.start, p.end]).collect();
    bounds.extend([Chars(0), Chars::count(text)]);
    let bounds: Vec<Chars> = bounds.into_iter().collect();
    let mut out = String::new();
    for pair in bounds.windows(2) {
        let &[start, end] = pair else { continue };
        let slice = shown(Chars::slice(text, start, end).unwrap_or_default());
        let numbers: Vec<String> =
            marks.iter().filter(|(_, p)| p.start <= start && end <= p.end).map(|(number, _)| format!("E{number}")).collect();
        if numbers.is_empty() {
            out.push_str(&slice);
        } else {
            out.push_str(&format!("<mark title=\"{}\">{slice}</mark>", numbers.join(", ")));
        }
    }
    out
}
