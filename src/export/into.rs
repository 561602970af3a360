//! Filling the parts of a document that a marketer has already, between `<!-- verbatim:problems -->` and `<!-- /verbatim -->`. Every byte outside of
//! them stays as it is, and a part that somebody changed since we filled it is left alone.

use std::collections::BTreeMap;

use super::parts::fingerprint;
use super::plan::carry_over;
use crate::review::Hash;

const OPEN: &str = "<!-- verbatim:";
const OPEN_END: &str = "-->";
const CLOSE: &str = "<!-- /verbatim -->";

/// Why the parts of a document can't be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntoError {
    /// It has none.
    #[error("it has no part to fill: there is no <!-- verbatim:… --> in it")]
    NoPart,
    /// A part is opened and never closed.
    #[error("line {line}: the part {name} is opened here and not closed before the next one or the end")]
    Unclosed {
        /// From 1.
        line: usize,
        /// The part.
        name: String,
    },
    /// A part is closed that was never opened.
    #[error("line {line}: a part is closed here that was not opened")]
    Stray {
        /// From 1.
        line: usize,
    },
    /// There is no such part.
    #[error("line {line}: there is no part {name}")]
    Unknown {
        /// From 1.
        line: usize,
        /// What was asked for.
        name: String,
        /// The part whose name is nearest.
        nearest: Option<String>,
    },
}

/// A place to fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot<'a> {
    name: &'a str,
    /// From 1.
    line: usize,
    /// What stands between the marks, in bytes.
    start: usize,
    end: usize,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was empty and is filled.
    Filled,
    /// It says the same already.
    Same,
    /// It replaces what we wrote.
    Updated,
    /// It replaces what we wrote, with what a marketer wrote into its [PMM] places.
    CarriedOver,
    /// Somebody wrote into it, or we never filled it: it stays.
    Left,
}

/// A part of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledPart {
    /// Its name and which one of that name it is: `problems`, `problems#2`.
    pub key: String,
    /// The line it opens on, from 1.
    pub line: usize,
    /// What became of it.
    pub fate: Fate,
    /// What to remember of it for the next time; of one that was left, nothing.
    pub fingerprint: Option<Hash>,
}

/// A document whose parts were filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Into {
    /// The document.
    pub text: String,
    /// The same with the parts filled that were left alone in it, where there are any.
    pub with_all: Option<String>,
    /// Its parts, in order.
    pub parts: Vec<FilledPart>,
}

/// The parts of a document that we made, by name.
pub fn parts_of(document: &str) -> BTreeMap<String, String> {
    let slots = slots(document).unwrap_or_default();
    slots.iter().map(|s| (s.name.to_owned(), document.get(s.start..s.end).unwrap_or_default().trim().to_owned())).collect()
}

/// Fills the parts of `document` with `parts`; `recorded` has the fingerprint of each part, by key, as we filled it last.
///
/// # Errors
/// Where its marks can't be used. Nothing is filled then.
pub fn fill_into(document: &str, parts: &BTreeMap<String, String>, recorded: &BTreeMap<String, Hash>) -> Result<Into, IntoError> {
    let slots = slots(document)?;
    if slots.is_empty() {
        return Err(IntoError::NoPart);
    }
    let (mut text, mut with_all, mut at) = (String::new(), String::new(), 0);
    let (mut filled, mut seen) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for slot in &slots {
        let new = part(parts, slot)?;
        let n = seen.entry(slot.name).or_default();
        *n += 1;
        let key = if *n == 1 { slot.name.to_owned() } else { format!("{}#{n}", slot.name) };
        let there = document.get(slot.start..slot.end).unwrap_or_default();
        let (fresh, fate) = fate(there, new, recorded.get(&key));
        let fresh = between(&fresh, document, slot.start);
        let before = document.get(at..slot.start).unwrap_or_default();
        text.push_str(before);
        text.push_str(if matches!(fate, Fate::Left | Fate::Same) { there } else { &fresh });
        with_all.push_str(before);
        with_all.push_str(if fate == Fate::Same { there } else { &fresh });
        at = slot.end;
        let fingerprint = (fate != Fate::Left).then(|| print(&fresh));
        filled.push(FilledPart { key, line: slot.line, fate, fingerprint });
    }
    let after = document.get(at..).unwrap_or_default();
    let some_left = filled.iter().any(|p| p.fate == Fate::Left);
    Ok(Into { text: text + after, with_all: some_left.then(|| with_all + after), parts: filled })
}

fn part<'p>(parts: &'p BTreeMap<String, String>, slot: &Slot<'_>) -> Result<&'p String, IntoError> {
    parts.get(slot.name).ok_or_else(|| {
        let near = parts.keys().map(|name| (strsim::damerau_levenshtein(slot.name, name), name)).min();
        let nearest = near.filter(|(typos, name)| *typos <= 1.max(name.len() / 3)).map(|(_, name)| name.clone());
        IntoError::Unknown { line: slot.line, name: slot.name.to_owned(), nearest }
    })
}

/// What a part should say, and what becomes of what it says now.
fn fate(there: &str, new: &str, recorded: Option<&Hash>) -> (String, Fate) {
    let old = there.replace("\r\n", "\n");
    let carried = carry_over(&old, new);
    let (text, fate) = if carried.parts.is_empty() { (new.to_owned(), Fate::Updated) } else { (carried.text, Fate::CarriedOver) };
    if old.trim().is_empty() {
        return (text, Fate::Filled);
    }
    if old.trim() == text.trim() {
        return (text, Fate::Same);
    }
    if recorded == Some(&print(there)) { (text, fate) } else { (text, Fate::Left) }
}

fn print(part: &str) -> Hash {
    fingerprint(part.replace("\r\n", "\n").trim().as_bytes())
}

/// A part's text on lines of its own, with the line ends of the document there.
fn between(text: &str, document: &str, start: usize) -> String {
    let after = document.get(start..).unwrap_or_default();
    let next = after.find('\n').or_else(|| document.find('\n')).and_then(|_| {
        let whole = if after.contains('\n') { after } else { document };
        whole.split('\n').next()
    });
    let end = if next.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" };
    format!("{end}{}{end}", text.trim().replace('\n', end))
}

/// The places to fill, in order. Marks inside fenced code are text about marks.
fn slots(document: &str) -> Result<Vec<Slot<'_>>, IntoError> {
    let mut slots = Vec::new();
    let mut open: Option<Slot<'_>> = None;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for (line, text) in (1..).zip(document.split_inclusive('\n')) {
        let start = at;
        at += text.len();
        let trimmed = text.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) if open.is_none() => fence = Some(mark),
            (Some(inside), Some(mark)) if inside == mark => fence = None,
            _ => {}
        }
        if fence.is_some() {
            continue;
        }
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(next_mark) {
            let (offset, length, name) = found;
            match (name, open.take()) {
                (Some(name), None) => open = Some(Slot { name, line, start: start + from + offset + length, end: 0 }),
                (None, Some(slot)) => slots.push(Slot { end: start + from + offset, ..slot }),
                (Some(_), Some(slot)) => return Err(IntoError::Unclosed { line: slot.line, name: slot.name.to_owned() }),
                (None, None) => return Err(IntoError::Stray { line }),
            }
            from += offset + length;
        }
    }
    match open {
        Some(slot) => Err(IntoError::Unclosed { line: slot.line, name: slot.name.to_owned() }),
        None => Ok(slots),
    }
}

/// The next mark in a line: where it starts, how long it is, and the part's name where it opens one.
fn next_mark(text: &str) -> Option<(usize, usize, Option<&str>)> {
    let opens = text.find(OPEN).and_then(|at| {
        let inside = text.get(at + OPEN.len()..)?;
        let length = inside.find(OPEN_END)?;
        Some((at, OPEN.len() + length + OPEN_END.len(), Some(inside.get(..length)?.trim())))
    });
    let closes = text.find(CLOSE).map(|at| (at, CLOSE.len(), None));
    [opens, closes].into_iter().flatten().min_by_key(|(at, _, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> BTreeMap<String, String> {
        let parts = [("problems", "### ✓ “We count by hand”\n\nΣ 2 of 3"), ("gaps", "<!-- pmm:a -->\n- Owner: Needs input\n<!-- /pmm -->")];
        parts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    fn filled(document: &str, recorded: &BTreeMap<String, Hash>) -> (String, Vec<Fate>, BTreeMap<String, Hash>) {
        let into = fill_into(document, &parts(), recorded).unwrap();
        let prints = into.parts.iter().filter_map(|p| Some((p.key.clone(), p.fingerprint.clone()?))).collect();
        (into.text, into.parts.iter().map(|p| p.fate).collect(), prints)
    }

    #[test]
    fn every_other_byte_stays() {
        let none = BTreeMap::new();
        let windows =
            "\u{feff}# Ours\r\n\r\n<!-- verbatim:problems -->\r\nold\r\n<!-- /verbatim -->\r\ntrailing  \r\n\tno newline at the end";
        let empty = windows.replace("\r\nold", "");
        let (text, fates, prints) = filled(&empty, &none);
        assert_eq!(
            text,
            empty.replace("--><!", "--").replace("problems -->\r\n", "problems -->\r\n### ✓ “We count by hand”\r\n\r\nΣ 2 of 3\r\n")
        );
        assert_eq!(fates, [Fate::Filled]);
        assert_eq!(filled(&text, &prints), (text.clone(), vec![Fate::Same], prints.clone()), "twice gives the same bytes");
        assert_eq!(filled(&text, &none).0, text, "also where nobody remembers");
        let inline = "a <!-- verbatim:problems --><!-- /verbatim --> b";
        assert_eq!(filled(inline, &none).0, "a <!-- verbatim:problems -->\n### ✓ “We count by hand”\n\nΣ 2 of 3\n<!-- /verbatim --> b");
        let (text, fates, _) = filled("<!-- verbatim:gaps -->\n<!-- /verbatim -->\n```\n<!-- verbatim:nothing -->\n```\n", &none);
        assert!(fates == [Fate::Filled] && text.ends_with("```\n<!-- verbatim:nothing -->\n```\n"));
    }

    #[test]
    fn what_somebody_wrote_is_left() {
        let none = BTreeMap::new();
        let (text, _, prints) =
            filled("<!-- verbatim:problems -->\n<!-- /verbatim -->\n<!-- verbatim:gaps -->\n<!-- /verbatim -->\n", &none);
        let edited = text.replace("2 of 3", "most");
        let into = fill_into(&edited, &parts(), &prints).unwrap();
        assert_eq!((into.text.as_str(), into.with_all.as_deref()), (edited.as_str(), Some(text.as_str())));
        assert_eq!(into.parts.iter().map(|p| p.fate).collect::<Vec<_>>(), [Fate::Left, Fate::Same]);
        let old = text.replace("2 of 3", "1 of 2");
        let recorded = fill_into(
            &old,
            &BTreeMap::from([("problems".into(), "### ✓ “We count by hand”\n\nΣ 1 of 2".into()), ("gaps".into(), parts()["gaps"].clone())]),
            &none,
        );
        let recorded = recorded.unwrap().parts.into_iter().filter_map(|p| Some((p.key, p.fingerprint?))).collect();
        assert_eq!(filled(&old, &recorded).0, text, "what we wrote is replaced");
        assert_eq!(filled(&old, &none).1[0], Fate::Left, "what nobody knows to be ours isn't");

        let owned = text.replace("Owner: Needs input", "Owner: Mara");
        assert_eq!(filled(&owned, &prints).0, owned, "a [PMM] place in a part stays the marketer's");
    }

    #[test]
    fn wrong_marks_are_named_with_their_line() {
        let wrong = |text: &str| fill_into(text, &parts(), &BTreeMap::new()).unwrap_err();
        assert_eq!(wrong("# Nothing"), IntoError::NoPart);
        assert_eq!(wrong("\n<!-- verbatim:problems -->\ntext"), IntoError::Unclosed { line: 2, name: "problems".into() });
        let twice = "<!-- verbatim:problems -->\n<!-- verbatim:gaps -->\n<!-- /verbatim -->";
        assert_eq!(wrong(twice), IntoError::Unclosed { line: 1, name: "problems".into() });
        assert_eq!(wrong("a\nb <!-- /verbatim -->"), IntoError::Stray { line: 2 });
        let near = IntoError::Unknown { line: 1, name: "problmes".into(), nearest: Some("problems".into()) };
        assert_eq!(wrong("<!-- verbatim:problmes --><!-- /verbatim -->"), near);
        assert!(matches!(wrong("<!-- verbatim:zzz --><!-- /verbatim -->"), IntoError::Unknown { nearest: None, .. }));
    }
}
