//! A stretch of a call as word tokens, with what a quote may leave out of it.

mod interjections;
mod stutters;

use std::rc::Rc;
use std::sync::LazyLock;

use super::{
    lexicon,
    scan::{self, Token},
    sentence, wording, words as word_lists,
};
use crate::calls::{Call, Turn};
use interjections::is_interjection;
pub(super) use interjections::may_be_interjection;
use stutters::{Soon, mark_stutters};

/// One word of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// The word in its turn's text, in bytes.
    pub token: Token,
    /// Which of the window's turns it stands in.
    pub turn: u32,
    /// How many words may be left out from here at once: fillers and the first saying of a stutter. 0 where there is nothing.
    pub skips: [u8; 3],
    /// What stands between it and the word before in the same turn.
    pub before: Between,
}

/// What stands between two words of a turn.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Between {
    /// One hyphen and nothing else.
    pub hyphen: bool,
    /// One space and nothing else.
    pub space: bool,
    /// The end of a sentence.
    pub stop: bool,
    /// Any punctuation.
    pub set_off: bool,
    /// The mark of a cut or pause: `…`.
    pub dots: bool,
}

/// One turn of a window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken {
    /// Its position in the call's list of turns, from 0.
    pub at: usize,
    /// Its first word in the window.
    pub first: usize,
    /// One past its last word.
    pub end: usize,
    /// Who speaks: the same number for the same name; turns without a speaker have a number each.
    pub speaker: u32,
    /// Whether it's no more than "right" or "mm-hm".
    pub interjection: bool,
}

/// One turn as words, wherever it is looked at.
pub(super) struct Heard {
    words: Box<[Word]>,
    interjection: bool,
}

impl Heard {
    /// The words of a turn's text. `english` says whether English fillers are fillers there.
    pub fn of(text: &str, english: bool) -> Heard {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 4 + 4);
        let mut last_end = 0;
        scan::scan(text, |token| {
            let gap = text.get(last_end as usize..token.start as usize).unwrap_or_default();
            let mut before = between(gap);
            if before.stop && gap == ". " {
                let (said, behind) = text.split_at(last_end as usize + 1);
                before.stop = !sentence::is_abbreviation(said, behind);
            }
            words.push(Word { token, turn: 0, skips: [0; 3], before });
            last_end = token.end;
        });
        let english = english && is_english_turn(&words);
        mark_skips(&mut words, text, last_end, english);
        let interjection = is_interjection(&words, text);
        Heard { words: words.into(), interjection }
    }

    /// Whether it is no more than a listener's sound.
    pub fn is_interjection(&self) -> bool {
        self.interjection
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// Some neighbouring turns of a call.
pub(super) struct Window<'a> {
    pub call: &'a Call,
    pub words: Vec<Word>,
    pub turns: Vec<Spoken>,
}

impl<'a> Window<'a> {
    /// The turns `from..to` of `call` (positions from 0), each as `heard` gives it.
    pub fn of(call: &'a Call, from: usize, to: usize, mut heard: impl FnMut(usize) -> Rc<Heard>) -> Window<'a> {
        let mut window = Window { call, words: Vec::new(), turns: Vec::new() };
        let mut names: Vec<&str> = Vec::new();
        for (at, turn) in call.turns.iter().enumerate().take(to).skip(from) {
            let first = window.words.len();
            let local = u32::try_from(window.turns.len()).unwrap_or(u32::MAX);
            let heard = heard(at);
            window.words.extend(heard.words.iter().map(|w| Word { turn: local, ..*w }));
            let named = |names: &mut Vec<&'a str>, name| {
                names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
            };
            let speaker = match turn.speaker.as_deref() {
                Some(name) => u32::try_from(named(&mut names, name)).unwrap_or(u32::MAX),
                None => u32::MAX - local,
            };
            window.turns.push(Spoken { at, first, end: window.words.len(), speaker, interjection: heard.interjection });
        }
        window
    }

    /// The stored turn of the word at `i`.
    pub fn turn_of(&self, i: usize) -> &'a Turn {
        &self.call.turns[self.spoken(i).at]
    }

    /// The window's turn of the word at `i`.
    pub fn spoken(&self, i: usize) -> &Spoken {
        &self.turns[self.words[i].turn as usize]
    }

    /// The word that starts at `byte` of the call's turn at position `turn`.
    pub fn at(&self, turn: usize, byte: u32) -> Option<usize> {
        let spoken = self.turns.iter().find(|t| t.at == turn)?;
        let words = self.words.get(spoken.first..spoken.end)?;
        words.binary_search_by_key(&byte, |w| w.token.start).ok().map(|i| spoken.first + i)
    }

    /// The characters of the word at `i`.
    pub fn slice(&self, i: usize) -> &'a str {
        let t = self.words[i].token;
        self.turn_of(i).text.get(t.start as usize..t.end as usize).unwrap_or_default()
    }

    /// The hash of the word at `i`.
    pub fn hash(&self, i: usize) -> Option<u64> {
        self.words.get(i).map(|w| w.token.hash)
    }

    /// Whether there is a word at `i` that is in a list.
    pub fn is_in(&self, list: &lexicon::Phrases, i: usize) -> bool {
        self.hash(i).is_some_and(|hash| list.has(hash))
    }

    /// Whether the words at `i - 1` and `i` are in one sentence of one turn.
    pub fn same_sentence(&self, i: usize) -> bool {
        i > 0 && i < self.words.len() && self.words[i - 1].turn == self.words[i].turn && !self.words[i].before.stop
    }

    /// Whether the words at `i` and, somewhere behind it, at `next`, two in a row of one speaker, are in one sentence: a turn that ends without a stop
    /// goes on in the speaker's next.
    pub fn goes_on(&self, i: usize, next: usize) -> bool {
        if self.words[i].turn == self.words[next].turn {
            return !self.words[next].before.stop;
        }
        let tail = self.turn_of(i).text.get(self.words[i].token.end as usize..).unwrap_or_default();
        !ends_sentence(&format!("{tail} "))
    }

    /// Whether the word at `i` is a filler, or in one of two words.
    pub fn is_filler(&self, i: usize) -> bool {
        let filler = |i: usize| self.words[i].skips[1..] == [0; 2] && SKIPPED.may_begin(self.words[i].token.hash);
        let skips = |i: usize| if filler(i) { self.words[i].skips[0] } else { 0 };
        skips(i) > 0 || i > 0 && self.words[i - 1].turn == self.words[i].turn && skips(i - 1) > 1
    }

    /// Whether the word at `i` is a name: it starts with a capital that no sentence start explains, and is not "I".
    pub fn is_name(&self, i: usize) -> bool {
        let capital = self.slice(i).starts_with(char::is_uppercase);
        // The full stop of "Dr. Berg" ends no sentence.
        let titled =
            || i > 0 && self.words[i - 1].turn == self.words[i].turn && matches!(self.slice(i - 1), "Dr" | "Mr" | "Mrs" | "Ms" | "Prof");
        let inside = self.same_sentence(i) || titled();
        capital && inside && !matches!(self.slice(i), "I" | "I'm" | "I've" | "I'd" | "I'll" | "I’m" | "I’ve" | "I’d" | "I’ll")
    }
}

fn between(gap: &str) -> Between {
    match gap.as_bytes() {
        b" " => Between { space: true, ..Between::default() },
        b"" => Between::default(),
        b", " | b" , " => Between { set_off: true, ..Between::default() },
        b". " | b" . " | b"? " | b" ? " => Between { stop: true, set_off: true, ..Between::default() },
        _ => Between {
            hyphen: wording::is_hyphen(gap),
            space: gap.trim().is_empty(),
            stop: ends_sentence(gap),
            set_off: gap.chars().any(|c| !c.is_whitespace() && !scan::is_ignorable(c)),
            dots: gap.contains('…') || gap.contains("..."),
        },
    }
}

/// Whether a sentence ends in the characters between two words.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['。', '！', '？', '!', '?', '\u{FF0E}', '।', '\n'])
        || gap.find('.').is_some_and(|at| !gap[at..].starts_with("...") && gap[at..].chars().any(char::is_whitespace))
}

/// Whether fillers of English are fillers in this call: judged by the function words of its first turns.
pub(super) fn is_english(call: &Call) -> bool {
    let of = |list: &lexicon::Phrases| {
        let (mut words, mut seen) = (0, 0);
        for turn in &call.turns {
            if seen > 600 {
                break;
            }
            scan::scan(&turn.text, |t| {
                seen += 1;
                words += usize::from(list.has(t.hash));
            });
        }
        words
    };
    is_english_by(of)
}

/// Whether a turn of an English call isn't in another language.
fn is_english_turn(words: &[Word]) -> bool {
    is_english_by(|list| words.iter().take(200).filter(|w| list.has(w.token.hash)).count())
}

/// Whether no other language has more words than English, where `of` counts those in a list. Nearly always there are none of another to compare.
fn is_english_by(of: impl Fn(&lexicon::Phrases) -> usize) -> bool {
    let other = of(&lexicon::NOT_ENGLISH);
    other == 0 || other <= of(&lexicon::ENGLISH)
}

/// Marks what may be left out: fillers, sounds in brackets, "you know" where it's set off, and stutters.
fn mark_skips(words: &mut [Word], text: &str, last_end: u32, english: bool) {
    let tail = text.get(last_end as usize..).is_some_and(|t| !t.trim().is_empty());
    let hash = |words: &[Word], i: usize| words.get(i).map(|w| w.token.hash);
    let mut soon = Soon::default();
    for i in (0..words.len()).rev() {
        let again = soon.comes_again(words[i].token.hash);
        if !SKIPPED.may_begin(words[i].token.hash) {
            soon.behind += 1;
            mark_stutters(words, i, again, text);
            continue;
        }
        let filler = filler_len(words, i, text, english);
        if filler > 0 {
            words[i].skips[0] = filler;
            // Its other words were taken for spoken ones.
            soon.behind = soon.behind.saturating_sub(u32::from(filler) - 1);
            continue;
        }
        soon.behind += 1;
        let len = lexicon::SET_OFF_FILLERS.at(|k| hash(words, i + k));
        if len > 0 {
            let before = i == 0 || words[i].before.set_off || filler_len(words, i - 1, text, english) > 0;
            let after = words.get(i + len).map_or(tail || i > 0, |w| w.before.set_off || w.skips[0] > 0);
            if (before && after) || (len > 1 && begins_no_clause(words, i, len, after)) {
                words[i].skips[0] = u8::try_from(len).unwrap_or(0);
                continue;
            }
        }
        let len = lexicon::SOUNDS.at(|k| hash(words, i + k));
        if len > 0 && is_bracketed(words, i, i + len, text) {
            words[i].skips[0] = u8::try_from(len).unwrap_or(0);
            continue;
        }
        mark_stutters(words, i, again, text);
    }
}

/// Whether the words before and behind "you know" show that no clause begins with it, though no punctuation sets it off on both sides.
fn begins_no_clause(words: &[Word], i: usize, len: usize, is_set_off_behind: bool) -> bool {
    let is = |list: &lexicon::Phrases, i: usize| words.get(i).is_some_and(|w| list.has(w.token.hash));
    let Some(before) = i.checked_sub(1).filter(|_| !words[i].before.set_off) else { return false };
    let belongs = is(&lexicon::AFTER_KNOW, i + len) && !is_set_off_behind;
    is(&lexicon::BEFORE_NO_CLAUSE, before) && !belongs && i + len < words.len()
        || is(&lexicon::BEFORE_HARDLY_A_CLAUSE, before) && is_set_off_behind
}

/// All words that begin something that may be left out.
static SKIPPED: LazyLock<lexicon::FirstWords> =
    LazyLock::new(|| lexicon::FirstWords::of(&[&lexicon::FILLERS, &lexicon::SET_OFF_FILLERS, &lexicon::SOUNDS]));

fn filler_len(words: &[Word], i: usize, text: &str, english: bool) -> u8 {
    let len = lexicon::FILLERS.at(|k| words.get(i + k).map(|w| w.token.hash));
    if len == 1 && !english && lexicon::ENGLISH_FILLERS.has(words[i].token.hash) {
        return 0;
    }
    if len == 1 && is_unit_or_letters(words, i, text) {
        return 0;
    }
    // "Uh-uh" means no.
    let joined = |i: usize| words.get(i).is_some_and(|w| w.before.hyphen);
    if len == 1 && (joined(i) || joined(i + 1)) && !is_hum(words[i].token.hash) {
        return 0;
    }
    u8::try_from(len).unwrap_or(0)
}

/// Whether what sounds like a filler is a unit ("12 mm", "100 Ah"), or letters that stand for something ("the ER").
fn is_unit_or_letters(words: &[Word], i: usize, text: &str) -> bool {
    let slice = |i: usize| words.get(i).and_then(|w| text.get(w.token.start as usize..w.token.end as usize)).unwrap_or_default();
    let is_unit = || matches!(slice(i), "mm" | "MM" | "Ah") && i > 0 && lexicon::is_number(&words[i - 1].token) && !words[i].before.set_off;
    let is_capital = slice(i).len() > 1 && slice(i).chars().all(char::is_uppercase);
    let is_small = |i: usize| slice(i).chars().any(char::is_lowercase);
    is_unit() || is_capital && (i.checked_sub(1).is_some_and(is_small) || is_small(i + 1))
}

fn is_hum(hash: u64) -> bool {
    ["mm", "hm", "hmm", "mmm"].iter().any(|w| scan::hash(w) == hash)
}

fn is_bracketed(words: &[Word], from: usize, to: usize, text: &str) -> bool {
    let start = words[from].token.start as usize;
    let end = words[to - 1].token.end as usize;
    let opens = text.get(..start).is_some_and(|t| t.ends_with(['[', '(', '<', '*', '（', '［']));
    let closes = text.get(end..).is_some_and(|t| t.starts_with([']', ')', '>', '*', '）', '］']));
    // "The *pause* button", "(noise) reduction".
    let is_thing = text.get(start..end).is_some_and(|sound| word_lists::THINGS_TOO.contains(&sound));
    opens && closes && !(is_thing && text.get(..start).is_some_and(|t| t.ends_with(['*', '('])))
}
