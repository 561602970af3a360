//! A written transcript: lines, some of which head a turn. Every text, Word, PDF and Markdown format reads through here.
//!
//! Which of the header patterns a file uses is found by counting (section 2, step 7): the one with most hits wins.

use std::borrow::Cow;
use std::collections::HashMap;

use super::furniture;
use super::pattern::{Head, Pattern};
use crate::calls::clock::{self, Clock};
use crate::calls::labels;
use crate::calls::turns::Spoken;

/// One line of a text, with what Markdown or Word says of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, in the file (a paragraph's number in Word).
    pub number: usize,
    /// Without marks of emphasis around a label, and without heading, bullet or quote marks.
    pub text: String,
    /// The whole line, untouched, where it differs from `text`.
    pub untouched: Option<String>,
    /// How many bytes of `text`, from its start, are bold.
    pub bold: usize,
    /// Level of heading, 0 for none.
    pub heading: u8,
    /// A list item.
    pub bullet: bool,
    /// A block quote.
    pub quote: bool,
    /// A paragraph starts here.
    pub gap: bool,
}

impl Line {
    /// The whole line, untouched.
    pub fn raw(&self) -> &str {
        self.untouched.as_deref().unwrap_or(&self.text)
    }
}

/// Marks of byte order and of direction, which stand outside of what a line says.
pub const OUTSIDE: [char; 5] = ['\u{feff}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202c}'];

/// Lines of a plain text.
pub fn lines_of(text: &str) -> Vec<Line> {
    let mut gap = true;
    let mut out = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
    for (at, raw) in text.split('\n').enumerate() {
        if raw.trim().is_empty() {
            gap = true;
            continue;
        }
        let line = raw.trim_matches(OUTSIDE);
        let text = line.trim_end();
        let untouched = (text.len() != raw.len()).then(|| raw.to_owned());
        out.push(Line { number: at + 1, text: text.to_owned(), untouched, gap, ..Default::default() });
        gap = false;
    }
    out
}

/// The way one file prints its headers.
#[derive(Debug, Clone)]
pub struct Style {
    /// Where label, time and text stand.
    pub pattern: Pattern,
    /// Fields of its times; another style is speech.
    fields: u8,
    bracket: Option<char>,
    wide: bool,
    accepted: HashMap<String, usize>,
}

/// What counting the patterns gave.
#[derive(Debug, Default, Clone)]
pub struct Survey {
    /// The pattern with most hits, if any has two.
    pub best: Option<Style>,
    /// How many headers it found.
    pub hits: usize,
}

/// What heads each line would have by one pattern, with the label as it is compared.
type Headed<'a> = Vec<(usize, Head<'a>, Cow<'a, str>)>;

impl Survey {
    /// Counts the header patterns over `lines`.
    pub fn of(lines: &[Line]) -> Survey {
        let mut best: Option<(usize, usize, Style)> = None;
        for pattern in Pattern::ALL {
            let headed: Headed<'_> = lines
                .iter()
                .enumerate()
                .filter_map(|(at, line)| pattern.read(line).map(|head| (at, head, labels::cleaned(head.label))))
                .collect();
            let Some(style) = style_of(pattern, &headed, lines) else { continue };
            let mut hits = headed.iter().filter(|(_, head, label)| style.has(head, label));
            let Some((first, ..)) = hits.next() else { continue };
            let (first, hits) = (*first, 1 + hits.count());
            // A name alone on its line is the weakest sign: any other pattern with two hits goes before it.
            let weight = if matches!(pattern, Pattern::NameAlone) { hits.min(2) } else { hits };
            let better = best.as_ref().is_none_or(|(most, earliest, _)| weight > *most || (weight == *most && first < *earliest));
            if hits >= 2 && better {
                best = Some((weight, first, style));
            }
        }
        Survey { hits: best.as_ref().map_or(0, |b| b.0), best: best.map(|b| b.2) }
    }
}

/// The style in which lines use `pattern`: its usual time format, and the labels for which there is evidence.
fn style_of(pattern: Pattern, headed: &Headed<'_>, lines: &[Line]) -> Option<Style> {
    if headed.is_empty() {
        return None;
    }
    let most = |value: fn(&Head) -> u32| {
        let mut counts: Vec<(u32, usize)> = Vec::new();
        for (_, head, _) in headed {
            let value = value(head);
            match counts.iter_mut().find(|(v, _)| *v == value) {
                Some((_, n)) => *n += 1,
                None => counts.push((value, 1)),
            }
        }
        counts.into_iter().max_by_key(|(value, n)| (*n, u32::MAX - *value)).map_or(0, |(value, _)| value)
    };
    let timed = pattern.has_time();
    let fields = if timed { u8::try_from(most(|h| h.time.map_or(0, |t| u32::from(t.fields)))).unwrap_or(0) } else { 0 };
    let bracket = if timed { char::from_u32(most(|h| h.bracket.map_or(0, |c| c as u32))).filter(|c| *c != '\0') } else { None };
    let wide = most(|h| u32::from(h.gap >= 2)) == 1;
    let mut style = Style { pattern, fields, bracket, wide, accepted: HashMap::new() };
    style.accepted = style.labels_with_evidence(headed, lines);
    (!style.accepted.is_empty()).then_some(style)
}

impl Style {
    /// Otter's: two spaces between name and a time without leading zeros.
    pub fn is_otter(&self) -> bool {
        self.pattern == Pattern::NameTime && self.wide && self.fields == 2 && self.bracket.is_none()
    }

    /// The header in this line, if it is one in this file's style.
    pub fn head<'a>(&self, line: &'a Line) -> Option<Head<'a>> {
        let head = self.pattern.read(line)?;
        self.has(&head, &labels::cleaned(head.label)).then_some(head)
    }

    fn has(&self, head: &Head, label: &str) -> bool {
        self.same_times(head) && self.accepted.contains_key(label)
    }

    fn same_times(&self, head: &Head) -> bool {
        let Some(time) = head.time else { return true };
        let fields = if self.fields == 2 { time.fields == 2 || time.ms >= 3_600_000 } else { time.fields == self.fields };
        fields && head.bracket == self.bracket && (!self.wide || head.gap >= 2)
    }

    /// C10: a label counts if it has the shape of one, and the file gives evidence.
    fn labels_with_evidence(&self, headed: &Headed<'_>, lines: &[Line]) -> HashMap<String, usize> {
        let mut seen: HashMap<&str, (usize, bool, bool)> = HashMap::new();
        for (at, _, label) in headed.iter().filter(|(_, head, _)| self.same_times(head)) {
            let Some(line) = lines.get(*at) else { continue };
            let entry = seen.entry(label).or_insert((0, true, true));
            entry.0 += 1;
            entry.1 &= line.bold > 0 || line.heading > 0;
            entry.2 &= line.gap;
        }
        seen.retain(|label, _| labels::has_shape(label));
        let timed = self.pattern.has_time();
        let bold_style = seen.values().any(|(n, bold, _)| *n >= 2 && *bold);
        let strong = seen.iter().any(|(label, (n, _, _))| *n >= 2 || labels::looks_like_name(label));
        let pairs = seen.contains_key("Q") == seen.contains_key("A");
        seen.into_iter()
            .filter(|(label, (n, bold, _))| match self.pattern {
                Pattern::NameAlone | Pattern::BoldName => *n >= 2,
                // Bare separators between time and name are as good as none.
                Pattern::TimeName | Pattern::NameTime => {
                    *n >= 2
                        || self.wide
                        || self.bracket.is_some()
                        || labels::looks_like_name(label)
                        || labels::is_one_capitalised_word(label)
                }
                _ if timed => true,
                _ if matches!(*label, "Q" | "A") => pairs,
                _ => {
                    *n >= 2 || (strong && labels::looks_like_name(label)) || (bold_style && *bold && labels::is_one_capitalised_word(label))
                }
            })
            .map(|(label, (n, _, _))| (label.to_owned(), n))
            .collect()
    }

    /// Accepts further labels: those of a roster, and single names where every paragraph starts with a label.
    pub fn accept_also(&mut self, lines: &[Line], mut in_roster: impl FnMut(&str) -> bool) {
        // Without empty lines between them, each line is a paragraph.
        let tight = lines.iter().filter(|l| l.gap).count() <= 1;
        let paragraphs = lines.iter().filter(|l| l.gap || tight).count();
        let (mut labelled, mut others) = (0, Vec::new());
        for line in lines {
            let Some(head) = self.pattern.read(line) else { continue };
            labelled += usize::from(line.gap || tight);
            let label = labels::cleaned(head.label);
            if !self.accepted.contains_key(&*label) && self.same_times(&head) {
                others.push(label);
            }
        }
        let all = paragraphs > 2 && labelled == paragraphs;
        for label in others {
            if labels::has_shape(&label) && (in_roster(&label) || all && labels::is_one_capitalised_word(&label)) {
                self.accepted.insert(label.into_owned(), 1);
            }
        }
    }
}

/// Which lines before the first header and after the end are not speech is decided by the format; this reads what is between.
pub fn spoken(style: &Style, lines: &[Line]) -> Vec<Spoken> {
    let mut out: Vec<Spoken> = Vec::with_capacity(lines.len());
    let mut label: Option<String> = None;
    let mut pending: Option<u64> = None;
    let mut anchor: Option<u64> = None;
    let mut begun = false;
    // Block quotes and bullets are a researcher's, unless the talk itself is printed that way.
    let any_mark = lines.iter().any(|l| l.quote || l.bullet);
    let heads = lines.iter().filter(|l| any_mark && style.head(l).is_some());
    let (quoted, bulleted, all) = heads.fold((0, 0, 0), |(q, b, n), l| (q + usize::from(l.quote), b + usize::from(l.bullet), n + 1));
    let (all_quoted, all_bullets) = (quoted * 2 > all, bulleted * 2 > all);
    for line in lines {
        if furniture::ends_the_talk(&line.text) {
            break;
        }
        if furniture::is(&line.text) || (line.quote && !all_quoted) || (line.bullet && !all_bullets) {
            continue;
        }
        if let Some(head) = style.head(line) {
            begun = true;
            label = Some(labels::clean(head.label));
            let own = head.time.map(|t| t.ms);
            let start = own.or(pending);
            if head.text.trim().is_empty() {
                pending = start;
                // The words follow below; the empty unit marks the change of speaker even if none do.
                out.push(Spoken { label: label.clone(), ..Default::default() });
                if head.time.is_none() && pending.is_none() {
                    continue;
                }
            } else {
                pending = None;
                push(&mut out, &label, head.text, start, &mut anchor, own.is_none());
            }
            continue;
        }
        if let Some(time) = bare_time(&line.text) {
            pending = Some(time.ms);
            anchor = Some(time.ms);
            continue;
        }
        if line.heading > 0 {
            begun = false;
            continue;
        }
        if begun {
            push(&mut out, &label, &line.text, pending.take(), &mut anchor, true);
        }
    }
    out
}

/// A line that is a time and nothing else, bracketed or not.
pub fn bare_time(text: &str) -> Option<Clock> {
    let text = text.trim();
    clock::bracketed_at_start(text).filter(|(_, _, rest)| rest.trim().is_empty()).map(|(time, _, _)| time)
}

/// Adds the words of one line, split at the time marks in it (C7) if the line has no other time.
fn push(out: &mut Vec<Spoken>, label: &Option<String>, text: &str, start: Option<u64>, anchor: &mut Option<u64>, marks: bool) {
    let may_have_marks = marks && memchr::memchr2(b'[', b'(', text.as_bytes()).is_some();
    let pieces = if may_have_marks { at_marks(text) } else { Vec::new() };
    let whole = pieces.is_empty().then_some((None, text));
    for (mark, piece) in pieces.into_iter().chain(whole) {
        let at_start = mark.or(start.filter(|_| piece.as_ptr() == text.as_ptr()));
        if mark.is_some() {
            *anchor = mark;
        }
        out.push(Spoken { label: label.clone(), start_ms: at_start, anchor_ms: *anchor, text: piece.to_owned(), ..Default::default() });
        if at_start.is_some() {
            *anchor = at_start;
        }
    }
}

/// Splits a line at bracketed bare times that stand at its start or between sentences.
fn at_marks(text: &str) -> Vec<(Option<u64>, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut mark = None;
    for at in memchr::memchr2_iter(b'[', b'(', text.as_bytes()) {
        if at < from {
            continue;
        }
        let before = text.get(from..at).unwrap_or_default().trim_end();
        let between = before.is_empty() || before.ends_with(['.', '?', '!', '…', '"', '”', '’', '—', '。', '？', '！']);
        let Some((time, _, rest)) = text.get(at..).and_then(clock::bracketed_at_start) else { continue };
        if !between || !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            continue;
        }
        if !before.is_empty() {
            out.push((mark, before));
        }
        mark = Some(time.ms);
        from = text.len() - rest.len();
    }
    let rest = text.get(from..).unwrap_or_default();
    if !rest.trim().is_empty() || out.is_empty() {
        out.push((mark, rest));
    }
    out
}
