//! The plainest transcript, read at one go: a few `Key: value` lines, then nothing but `Name: words`.
//!
//! Most texts are like this. Reading them as [`super::written`] does, which expects anything anywhere, takes many times as long. Whatever isn't
//! certain to come out the same there is left to it: this reader says nothing then. A property test holds both to the same result.

use std::sync::Arc;

use super::head::{self, HeadLines};
use super::source::Source;
use super::{furniture, markdown, script, sections, text, written};
use crate::calls::labels::{clean, has_shape, looks_like_name, split_label};
use crate::calls::roster::Roster;
use crate::calls::turns::call_of_words;
use crate::calls::{ParsedCall, clock, markup};

/// Labels are shorter than this, in bytes; what has no colon before is no line of talk.
const LONGEST_LABEL: usize = 80;
/// More lines than these above the talk are more than keys.
const MOST_HEAD: usize = 30;

/// The call, where `source` is as plain as that.
pub fn read(source: &Source) -> Option<ParsedCall> {
    let whole: &str = &source.text;
    if !source.is_text() || source.options.format.is_some() || markdown::is_by_name(source.file_name) {
        return None;
    }
    let (head_lines, talk) = split_head(whole)?;
    let mut labels = Labels::default();
    let mut units = Vec::with_capacity(memchr::memchr_iter(b'\n', talk.as_bytes()).count() + 1);
    for line in lines(talk) {
        units.push(labels.split(line)?);
        if !is_talk(line) {
            return None;
        }
    }
    // Only so many lines of talk show that keys above it are no other way to head a turn.
    if units.len() <= head_lines.len().max(2) || !labels.are_names() || has_marks(talk) {
        return None;
    }
    let mut head = head::read(&head_lines);
    let mut people = Roster::default();
    written::merge(&mut people, &mut head);
    let names: Vec<Arc<str>> = labels.seen.iter().map(|(label, _)| (*label).into()).collect();
    let mut call = call_of_words(text::PLAIN_LABELS.id, &names, &units, people)?;
    head.give_to(&mut call);
    Some(call)
}

/// Lines that aren't blank, without white space behind them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest.as_bytes());
            let line;
            (line, rest) = end.map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
            let line = line.trim_end();
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    })
}

/// The lines of known keys at the top, and the text from the first other line on.
fn split_head(whole: &str) -> Option<(Vec<super::Line>, &str)> {
    let mut probe = HeadLines::default();
    let is_key = |line: &str, probe: &mut HeadLines| split_label(line).is_some_and(|(key, value)| probe.field(&clean(key), value));
    let first_of_talk = lines(whole).take(MOST_HEAD).find(|line| !is_key(line, &mut probe))?;
    let at = first_of_talk.as_ptr().addr() - whole.as_ptr().addr();
    let (head, talk) = whole.split_at(at);
    let plain = |line: &str| {
        let parts = sections::is_section_name(line) || sections::is_transcript_title(line) || furniture::ends_the_talk(line);
        !markdown::is_marked(line) && !parts
    };
    lines(head).all(plain).then(|| (markdown::lines_of(head), talk))
}

/// Whether a line that begins with a label is no more than that by its ends: no time, no page's furniture.
fn is_talk(line: &str) -> bool {
    let last = line.as_bytes().last().copied().unwrap_or_default();
    (last < 0x80 || !line.ends_with(script::OUTSIDE))
        && (!matches!(last, b'0'..=b'9' | b']' | b')') || clock::at_end(line).is_none())
        && !furniture::ends_the_talk(line)
        && !furniture::is(line)
        && !sections::is_transcript_title(line)
}

/// Whether a talk has anything that would be read as more than words: a time in brackets, a link, an escape, an entity, columns. Asked of all lines at
/// once, which takes a fraction of asking each.
fn has_marks(talk: &str) -> bool {
    let is_mark = |rest: &str| rest.starts_with('\\') || rest.starts_with("[[") || clock::bracketed_at_start(rest).is_some();
    // Behind a line's last word, tabs are no columns.
    let is_column = |rest: &str| lines(rest).next().is_some_and(|line| line.starts_with('\t'));
    let bytes = talk.as_bytes();
    memchr::memchr3_iter(b'[', b'(', b'\\', bytes).any(|at| is_mark(&talk[at..]))
        || memchr::memchr2_iter(b'\t', b'&', bytes).any(|at| is_column(&talk[at..]) || markup::entity(&talk[at..]).is_some())
}

/// The labels of a file, in order of appearance, each with how often it came.
#[derive(Default)]
struct Labels<'t> {
    seen: Vec<(&'t str, usize)>,
    last: usize,
}

impl<'t> Labels<'t> {
    /// Splits `Name: words`, where the name has the characters of one; gives the name's place, and the words.
    fn split(&mut self, line: &'t str) -> Option<(usize, &'t str)> {
        let begins = line.as_bytes();
        let colon = memchr::memchr(b':', begins.get(..LONGEST_LABEL).unwrap_or(begins))?;
        let label = &line[..colon];
        let words = line.get(colon + 2..).filter(|_| line.as_bytes()[colon + 1] == b' ')?.trim_start();
        if words.is_empty() {
            return None;
        }
        let is_last = self.seen.get(self.last).is_some_and(|(known, _)| *known == label);
        if !is_last {
            self.last = match self.seen.iter().position(|(known, _)| *known == label) {
                Some(at) => at,
                None if is_plain(label) => {
                    self.seen.push((label, 0));
                    self.seen.len() - 1
                }
                None => return None,
            };
        }
        self.seen.get_mut(self.last)?.1 += 1;
        Some((self.last, words))
    }

    /// Whether there is evidence for each, by the rule for labels (C10), and no tool that prints such names.
    fn are_names(&self) -> bool {
        let granola = ["Me", "Them"].iter().all(|name| self.seen.iter().any(|(label, _)| label == name));
        !granola && self.seen.iter().all(|(label, times)| has_shape(label) && (*times >= 2 || looks_like_name(label)))
    }
}

/// Whether a label is letters, digits and what may stand between them, needs no cleaning, and begins no section's name.
fn is_plain(label: &str) -> bool {
    let bytes = label.as_bytes();
    let characters = bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b',' | b'-' | b'\'' | b'(' | b')'));
    let closed = label.matches('(').count() == label.matches(')').count();
    let spaces = !label.ends_with(' ') && !label.contains("  ");
    let begins = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    characters && closed && spaces && begins && !matches!(label, "Q" | "A") && !sections::begins_a_name(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ReadOptions, open, recognise, source::Source};
    use crate::calls::{Parsed, Turn};

    /// What the reader that expects anything makes of it.
    fn read_as_anything(source: &Source) -> Option<Parsed> {
        let format = recognise(source)?;
        (format.read)(source).ok()
    }

    /// Whether it was read at one go; if so, both ways gave the same.
    fn is_read_alike(text: &str) -> Result<bool, TestCaseError> {
        let options = ReadOptions::default();
        let Ok(source) = open::open("call.txt", text.as_bytes(), &options) else { return Ok(false) };
        let Some(call) = super::read(&source) else { return Ok(false) };
        match read_as_anything(&source) {
            Some(Parsed::Call(slow)) => {
                prop_assert_eq!(&*slow, &call, "{:?}", text);
                prop_assert_eq!(
                    slow.turns.iter().map(Turn::units).collect::<Vec<_>>(),
                    call.turns.iter().map(Turn::units).collect::<Vec<_>>()
                );
            }
            other => prop_assert!(false, "{:?} gave {:?}", text, other),
        }
        Ok(true)
    }

    #[test]
    fn plain_talk_is_read_at_one_go() {
        let text = "Title: Kick-off\nParticipants: Dana Whitfield (Corvid), Priya\n\nDana Whitfield: So.  It (really) was slow .\n\n\
                    Priya: Why?\nPriya: And “when”?\nDana Whitfield: 12 of them, at 10:30 or so.\nDana: no";
        assert!(!is_read_alike(text).unwrap(), "one Dana without evidence");
        assert!(is_read_alike(text.trim_end_matches("\nDana: no")).unwrap());
        for odd in [
            "and more",
            "[00:01] Dana: x",
            "Priya: [00:10] x",
            "Priya: it was 10:30",
            "Transcript",
            "Priya:",
            "Note: x\nNote: y",
            "Priya: it&#39;s so",
        ] {
            assert!(!is_read_alike(&text.replace("Dana: no", odd)).unwrap(), "{odd}");
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let label = prop_oneof![
            6 => "(Dana|Priya|Tom Okonjo|PhD D|Speaker 1|Customer|Interviewer|Priya \\(Corvid\\)|Dana \\(2\\)|Tom \\(0:12\\)|Priya \\(Guest\\)|Hon\\. Ann Lee \\(West, CPC\\))",
            2 => "(Me|Them|Q|A|Note|Title|Date|Call|Interview|Transcript|View Recording|Meeting|The thing|Action Item|So|Company|Participants)",
            1 => "[A-Za-z .,'()-]{1,12}",
        ];
        let words = prop_oneof![
            6 => "[a-z]{1,6}( [a-z,.']{1,5}){0,6}[.?!]?",
            2 => "(\\(1\\) so|so \\( 2|so \\[12\\] it|so\\. \\( 0:12 \\) it|so \\[0:12\\] it|Notes by Gemini|You should review Gemini's notes|Dana Whitfield|2025-03-12|Tom, Priya|\\{laugh\\} yes|it (was) so|about 40|transcript|started recording|joined the meeting|ended after 00:10:00|page 2)",
            1 => "(\\[00:12\\] so|at 10:30|\\(0:12\\)|a \\\\- b|\\[\\[x\\|y\\]\\]|caf\u{e9} \u{a0} x|caf\u{e9}|so\u{2026}|x\u{200e}|x\u{202c}|\\[end\\]|a  b|it&#39;s so|R&D; so|x\t00:10|- Transcript|watch: x)",
            1 => "\\PC{0,12}",
        ];
        prop_oneof![
            20 => (label, words).prop_map(|(l, w)| format!("{l}: {w}")),
            1 => Just(String::new()),
            1 => "(Transcript|Summary|  |Call with Corvid|Meeting ended after 00:10:00|- Dana: x|0:12|---|[A-Za-z :]{0,9})",
        ]
    }

    proptest! {
        #[test]
        fn what_is_read_at_one_go_is_what_any_other_way_gives(lines in proptest::collection::vec(line(), 1..14)) {
            is_read_alike(&lines.join("\n"))?;
        }

        #[test]
        fn so_is_talk_that_is_plain_but_for_one_line(
            plain in proptest::collection::vec("(Dana|Priya Rao|Customer): [a-z]{1,5}( [a-z]{1,5}){0,3}[.?]?", 3..9),
            odd in line(),
            at in 0usize..9,
        ) {
            let mut lines = plain;
            lines.insert(at.min(lines.len()), odd);
            is_read_alike(&lines.join("\n"))?;
        }
    }
}
