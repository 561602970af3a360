//! Takes the quotations out of a document's blocks.

use super::{
    At, Kind, Quotation, attribution,
    block::{Block, Passage},
    marks,
    names::Names,
    table,
};

/// What was taken out of a document so far.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The quotations, in the document's order.
    pub quotations: Vec<Quotation>,
    /// Where marks stand that belong to no quotation.
    pub lone_marks: Vec<At>,
    /// The quotations that go on with the one behind them: the writer opened each paragraph, and closed the last.
    go_on: Vec<usize>,
}

impl Taken {
    /// Joins the last quotation with the one at `next`, which starts the next paragraph, if it is left open.
    fn join(&mut self, next: usize, paragraph: &Passage) {
        let starts = next < self.quotations.len() && begins_with_mark(&paragraph.text);
        if let Some(last) = next.checked_sub(1)
            && starts
            && self.quotations.get(last).is_some_and(|q| q.is_open)
        {
            self.quotations[last].is_open = false;
            self.go_on.push(last);
        }
    }

    /// Numbers the quotations; one that goes on is said by whoever is named beside any of its paragraphs.
    fn done(mut self) -> Taken {
        let mut share = |from: usize, to: usize| {
            let named = self.quotations[from].attribution.clone();
            let other = &mut self.quotations[to].attribution;
            *other = other.take().or(named);
        };
        self.go_on.iter().for_each(|last| share(*last, last + 1));
        self.go_on.iter().rev().for_each(|last| share(last + 1, *last));
        for (q, n) in self.quotations.iter_mut().zip(1..) {
            q.ordinal = n;
        }
        self
    }
}

/// A line right above a quotation that names who said it, and whether it is a heading: that holds for all quotations up to other text.
type Above = Option<(String, bool)>;

/// All quotations, numbered in the document's order.
pub(super) fn quotations(blocks: &[Block], names: &dyn Names) -> Taken {
    let mut out = Taken::default();
    let mut heading: Option<String> = None;
    let mut above: Above = None;
    let mut i = 0;
    while i < blocks.len() {
        let before = out.quotations.len();
        let mut taken = 1;
        match &blocks[i] {
            Block::Heading(p) => {
                marked(p, None, Kind::Marks, names, &mut out);
                heading = Some(p.text.split_whitespace().collect::<Vec<_>>().join(" "));
                above = attribution::heading(&p.text, names).map(|who| (who, true));
            }
            Block::Table(rows) => {
                table::take(rows, names, &mut out);
                above = None;
            }
            Block::Passage(p) if p.block_quote.is_some() => {
                let same = |b: &Block| matches!(b, Block::Passage(n) if n.block_quote == p.block_quote);
                taken = blocks[i..].iter().take_while(|b| same(b)).count();
                let passages: Vec<&Passage> =
                    blocks[i..i + taken].iter().filter_map(|b| if let Block::Passage(p) = b { Some(p) } else { None }).collect();
                block_quote(&passages, following(&blocks[i + taken..]), names, &mut out);
                taken += beside(&mut out, before, &mut above, &blocks[i + taken..], names);
            }
            Block::Passage(p) => {
                marked(p, following(&blocks[i + 1..]), Kind::Marks, names, &mut out);
                out.join(before, p);
                if stands_alone(p) {
                    taken += beside(&mut out, before, &mut above, &blocks[i + 1..], names);
                } else {
                    above = attribution::heading(&p.text, names).map(|who| (who, false));
                }
            }
        }
        out.quotations[before..].iter_mut().for_each(|q| q.under.clone_from(&heading));
        i += taken;
    }
    out.done()
}

/// Gives quotations that stand alone, and have no attribution of their own, the one on the line right above or below. Says how many blocks that took.
fn beside(out: &mut Taken, before: usize, above: &mut Above, rest: &[Block], names: &dyn Names) -> usize {
    let goes_on = out.quotations.last().is_some_and(|q| q.is_open);
    let open = &mut out.quotations[before..];
    if open.iter().all(|q| q.attribution.is_some()) {
        return 0;
    }
    let below = || match rest.first() {
        Some(Block::Passage(p)) if p.block_quote.is_none() => attribution::lines(&p.text, names),
        _ => None,
    };
    let (who, taken) = match above.take() {
        Some((who, is_heading)) => {
            *above = (is_heading || goes_on).then(|| (who.clone(), is_heading));
            (Some(who), 0)
        }
        None => below().map_or((None, 0), |who| (Some(who), 1)),
    };
    open.iter_mut().for_each(|q| q.attribution = q.attribution.take().or_else(|| who.clone()));
    taken
}

/// Whether a passage is quotations in marks, and no other words.
fn stands_alone(p: &Passage) -> bool {
    let found = marks::marked(&p.text);
    let mut from = 0;
    let between =
        found.iter().map(|m| &p.text[std::mem::replace(&mut from, m.after)..m.before]).all(|t| !t.contains(char::is_alphanumeric));
    !found.is_empty() && between && !p.text[found.last().map_or(0, |m| m.after)..].contains(char::is_alphanumeric)
}

fn begins_with_mark(text: &str) -> bool {
    text.trim_start_matches([' ', '*', '_']).starts_with(['“', '„', '«', '"'])
}

/// The next passage, if it is no more than an attribution.
fn following(rest: &[Block]) -> Option<String> {
    let Some(Block::Passage(p)) = rest.first() else { return None };
    attribution::behind_dash(&p.text).filter(|a| a.split_whitespace().count() <= 14 && p.text.trim().lines().count() == 1)
}

fn quotation(text: &str, named: Option<String>, at: At, kind: Kind) -> Quotation {
    Quotation { ordinal: 0, text: text.trim().to_owned(), attribution: named, call: None, at, under: None, kind, is_open: false }
}

/// Adds the quotations in marks; `next` is an attribution in the passage behind, for the last of them where it ends the passage.
pub(super) fn marked(p: &Passage, next: Option<String>, kind: Kind, names: &dyn Names, out: &mut Taken) {
    let found = marks::marked(&p.text);
    out.lone_marks.extend(marks::lone(&p.text, &found).into_iter().map(|at| line_of(p, at)));
    let mut from = 0;
    for (i, m) in found.iter().enumerate() {
        let until = found.get(i + 1).map_or(p.text.len(), |n| n.before);
        let behind = &p.text[m.after..until];
        let ends = behind.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() && i + 1 == found.len();
        let (text, inside) = match m.is_open {
            true => without_attribution(&p.text[m.start..m.end], names),
            false => (&p.text[m.start..m.end], None),
        };
        let lead = &p.text[from..m.before];
        // "Dana said “…” Tom said “…”": who is said to speak next is surer than who speaks then.
        let named = inside
            .or_else(|| attribution::signed(behind, names))
            .or_else(|| attribution::introduced(lead, names))
            .or_else(|| attribution::said_by(behind, names))
            .or_else(|| attribution::labelled(lead, names))
            .or_else(|| attribution::lines(behind, names).filter(|_| behind.trim_start_matches([' ', '.', '*', '_']).starts_with('\n')))
            .or_else(|| next.clone().filter(|_| ends));
        from = m.after;
        if text.chars().any(char::is_alphanumeric) {
            out.quotations.push(Quotation { is_open: m.is_open, ..quotation(text, named, line_of(p, m.before), kind) });
        }
    }
}

/// Adds a passage that is a quotation by where it stands: all of it, or what it has in marks.
pub(super) fn whole(p: &Passage, kind: Kind, names: &dyn Names, out: &mut Taken) {
    let before = out.quotations.len();
    // Words in marks inside a longer quotation are its own ("we call it “the maze”"); one that starts with its mark and goes on with who said it
    // is in marks, however much is said of them.
    let found = marks::marked(&p.text);
    let starts = found.first().is_some_and(|m| !p.text[..m.before].contains(char::is_alphanumeric));
    // Inside, a mark that nothing closes is only a slip: all of it is quoted anyway.
    let found: Vec<_> = found.into_iter().filter(|m| !m.is_open || starts).collect();
    let in_marks: usize = found.iter().map(|m| m.end - m.start).sum();
    let then_who = found.last().is_some_and(|m| p.text[m.after..].trim_start().starts_with(['—', '–', '―', '-', '(', '（']));
    if in_marks * 2 > p.text.len() || starts && then_who {
        marked(p, None, kind, names, out);
    }
    if out.quotations.len() > before {
        return;
    }
    let (text, named) = match attribution::label(&p.text, names) {
        Some((who, words)) => (words, Some(who)),
        None => without_attribution(&p.text, names),
    };
    if text.chars().any(char::is_alphanumeric) {
        out.quotations.push(quotation(text, named, p.at, kind));
    }
}

/// Adds the quotations of a block quote: each of its passages, with the attribution that stands in its last line or behind it.
fn block_quote(passages: &[&Passage], behind: Option<String>, names: &dyn Names, out: &mut Taken) {
    // A GitHub note (`> [!NOTE]`) quotes nobody.
    if passages.first().is_some_and(|p| p.text.trim_start().starts_with("[!")) {
        return;
    }
    let before = out.quotations.len();
    let mut named = behind;
    for (i, p) in passages.iter().enumerate() {
        let is_last = i > 0 && i + 1 == passages.len();
        let signed = || is_last.then(|| signature(&p.text, &passages[i - 1].text, names)).flatten();
        match attribution::behind_dash(&p.text).or_else(signed).filter(|_| p.text.trim().lines().count() == 1) {
            Some(who) => named = Some(who),
            None => {
                let first = out.quotations.len();
                whole(p, Kind::Block, names, out);
                if first > before {
                    out.join(first, p);
                }
            }
        }
    }
    let quoted = &mut out.quotations[before..];
    let last = quoted.iter().rev().find_map(|q| q.attribution.clone());
    for q in quoted {
        q.attribution = q.attribution.take().or_else(|| named.clone()).or_else(|| last.clone());
    }
}

/// Who is named on the last line of a block quote, without a dash: somebody known, or what looks like a name with a title or company behind `words`
/// that end there.
fn signature(last: &str, words: &str, names: &dyn Names) -> Option<String> {
    let ends = words.trim_end_matches(['*', '_', ' ', '\n']).ends_with(['.', '!', '?', '…', '”', '"', '»']);
    let last = last.trim();
    let is_short = last.split_whitespace().count() <= 8 && !last.ends_with(['.', '!', '?', '…', ':', ',']);
    let is_name = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=3).contains(&words.len()) && words.iter().all(|w| w.starts_with(char::is_uppercase))
    };
    attribution::line(last, names).or_else(|| {
        let looks_so = ends && is_short && last.split_once(", ").is_some_and(|(name, _)| is_name(name));
        attribution::tidy(last).filter(|_| looks_so)
    })
}

/// A quotation and the attribution in its last line (`— Dana`), or behind its last dash on the same line.
fn without_attribution<'t>(text: &'t str, names: &dyn Names) -> (&'t str, Option<String>) {
    let text = text.trim();
    if let Some((words, last)) = text.rsplit_once('\n')
        && let Some(named) = attribution::behind_dash(last).or_else(|| signature(last, words, names))
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
