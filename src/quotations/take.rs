//! Takes the quotations out of a document's blocks.

use super::{
    At, Kind, Quotation, attribution,
    block::{Block, Passage},
    marks, table,
};

/// All quotations, numbered in the document's order.
pub(super) fn quotations(blocks: &[Block]) -> Vec<Quotation> {
    let mut out = Vec::new();
    let mut heading: Option<String> = None;
    let mut i = 0;
    while i < blocks.len() {
        let before = out.len();
        let mut taken = 1;
        match &blocks[i] {
            Block::Heading(p) => {
                marked(p, None, Kind::Marks, &mut out);
                heading = Some(p.text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            Block::Table(rows) => table::take(rows, &mut out),
            Block::Passage(p) if p.block_quote.is_some() => {
                let same = |b: &Block| matches!(b, Block::Passage(n) if n.block_quote == p.block_quote);
                let len = blocks[i..].iter().take_while(|b| same(b)).count();
                let passages: Vec<&Passage> =
                    blocks[i..i + len].iter().filter_map(|b| if let Block::Passage(p) = b { Some(p) } else { None }).collect();
                block_quote(&passages, following(&blocks[i + len..]), &mut out);
                taken = len;
            }
            Block::Passage(p) => marked(p, following(&blocks[i + 1..]), Kind::Marks, &mut out),
        }
        out[before..].iter_mut().for_each(|q| q.under.clone_from(&heading));
        i += taken;
    }
    for (q, n) in out.iter_mut().zip(1..) {
        q.ordinal = n;
    }
    out
}

/// The next passage, if it is no more than an attribution.
fn following(rest: &[Block]) -> Option<String> {
    let Some(Block::Passage(p)) = rest.first() else { return None };
    attribution::behind_dash(&p.text).filter(|a| a.split_whitespace().count() <= 14 && p.text.trim().lines().count() == 1)
}

fn quotation(text: &str, named: Option<String>, at: At, kind: Kind) -> Quotation {
    Quotation { ordinal: 0, text: text.trim().to_owned(), attribution: named, call: None, at, under: None, kind }
}

/// Adds the quotations in marks; `next` is an attribution in the passage behind, for the last of them where it ends the passage.
pub(super) fn marked(p: &Passage, next: Option<String>, kind: Kind, out: &mut Vec<Quotation>) {
    let found = marks::marked(&p.text);
    let mut from = 0;
    for (i, m) in found.iter().enumerate() {
        let until = found.get(i + 1).map_or(p.text.len(), |n| n.before);
        let behind = &p.text[m.after..until];
        let ends = behind.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() && i + 1 == found.len();
        let named =
            attribution::after(behind).or_else(|| attribution::before(&p.text[from..m.before])).or_else(|| next.clone().filter(|_| ends));
        from = m.after;
        let text = &p.text[m.start..m.end];
        if text.chars().any(char::is_alphanumeric) {
            out.push(quotation(text, named, line_of(p, m.before), kind));
        }
    }
}

/// Adds a passage that is a quotation by where it stands: all of it, or what it has in marks.
pub(super) fn whole(p: &Passage, kind: Kind, out: &mut Vec<Quotation>) {
    let before = out.len();
    // Words in marks inside a longer quotation are its own ("we call it “the maze”"); one that starts with its mark and goes on with who said it
    // is in marks, however much is said of them.
    let found = marks::marked(&p.text);
    let in_marks: usize = found.iter().map(|m| m.end - m.start).sum();
    let opens = found.first().is_some_and(|m| !p.text[..m.before].contains(char::is_alphanumeric));
    let then_who = found.last().is_some_and(|m| p.text[m.after..].trim_start().starts_with(['—', '–', '―', '-', '(', '（']));
    if in_marks * 2 > p.text.len() || opens && then_who {
        marked(p, None, kind, out);
    }
    if out.len() > before {
        return;
    }
    let (text, named) = without_attribution(&p.text);
    if text.chars().any(char::is_alphanumeric) {
        out.push(quotation(text, named, p.at, kind));
    }
}

/// Adds the quotations of a block quote: each of its passages, with the attribution that stands in its last line or behind it.
fn block_quote(passages: &[&Passage], behind: Option<String>, out: &mut Vec<Quotation>) {
    // A GitHub note (`> [!NOTE]`) quotes nobody.
    if passages.first().is_some_and(|p| p.text.trim_start().starts_with("[!")) {
        return;
    }
    let before = out.len();
    let mut named = behind;
    for p in passages {
        match attribution::behind_dash(&p.text).filter(|_| p.text.trim().lines().count() == 1) {
            Some(who) => named = Some(who),
            None => whole(p, Kind::Block, out),
        }
    }
    let last = out[before..].iter().rev().find_map(|q| q.attribution.clone());
    for q in &mut out[before..] {
        q.attribution = q.attribution.take().or_else(|| named.clone()).or_else(|| last.clone());
    }
}

/// A quotation and the attribution in its last line (`— Dana`), or behind its last dash on the same line.
fn without_attribution(text: &str) -> (&str, Option<String>) {
    let text = text.trim();
    if let Some((words, last)) = text.rsplit_once('\n')
        && let Some(named) = attribution::behind_dash(last)
    {
        return (words, Some(named));
    }
    for dash in [" — ", " – ", " -- "] {
        if let Some((words, named)) = text.rsplit_once(dash) {
            let is_end = words.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '»']);
            let named =
                attribution::tidy(named).filter(|n| is_end && n.starts_with(char::is_uppercase) && n.split_whitespace().count() <= 12);
            if named.is_some() {
                return (words, named);
            }
        }
    }
    (text, None)
}

/// The line that the byte at `at` of a passage stands on.
fn line_of(p: &Passage, at: usize) -> At {
    match p.at {
        At::Line(n) => At::Line(n + u32::try_from(p.text[..at].matches('\n').count()).unwrap_or(0)),
        other => other,
    }
}
