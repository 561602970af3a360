//! A stretch of a call as word tokens, with what a quote may leave out of it.

use std::rc::Rc;
use std::sync::LazyLock;

use super::{
    lexicon,
    scan::{self, Token},
    wording,
};
use crate::calls::{Call, Turn};

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
    /// A dash or hyphen among it.
    pub dash: bool,
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
            words.push(Word { token, turn: 0, skips: [0; 3], before: between(gap) });
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

    /// Whether the words at `i - 1` and `i` are in one sentence of one turn.
    pub fn same_sentence(&self, i: usize) -> bool {
        i > 0 && i < self.words.len() && self.words[i - 1].turn == self.words[i].turn && !self.words[i].before.stop
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
            dash: gap.contains(['-', '–', '—', '\u{2010}', '\u{2011}']),
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
                words += i32::from(list.has(t.hash));
            });
        }
        words
    };
    let other = of(&lexicon::NOT_ENGLISH);
    other == 0 || other <= of(&lexicon::ENGLISH)
}

/// Whether a turn of an English call isn't in another language.
fn is_english_turn(words: &[Word]) -> bool {
    let of = |list: &lexicon::Phrases| words.iter().take(200).filter(|w| list.has(w.token.hash)).count();
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
        let filler = filler_len(words, i, english);
        if filler > 0 {
            words[i].skips[0] = filler;
            // Its other words were taken for spoken ones.
            soon.behind = soon.behind.saturating_sub(u32::from(filler) - 1);
            continue;
        }
        soon.behind += 1;
        let len = lexicon::SET_OFF_FILLERS.at(|k| hash(words, i + k));
        if len > 0 {
            let before = i == 0 || words[i].before.set_off || filler_len(words, i - 1, english) > 0;
            let after = words.get(i + len).map_or(tail || i > 0, |w| w.before.set_off || w.skips[0] > 0);
            if before && after {
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

/// All words that begin something that may be left out.
static SKIPPED: LazyLock<lexicon::FirstWords> =
    LazyLock::new(|| lexicon::FirstWords::of(&[&lexicon::FILLERS, &lexicon::SET_OFF_FILLERS, &lexicon::SOUNDS]));

/// Where words came last, for one that goes through a turn from its end: most words don't come again soon, and can't begin a stutter.
struct Soon {
    /// For each hash, by its first bits, the words behind the last one that had it.
    last: [u32; 256],
    /// How many words, fillers left out, are behind.
    behind: u32,
}

impl Default for Soon {
    fn default() -> Soon {
        Soon { last: [u32::MAX; 256], behind: 0 }
    }
}

impl Soon {
    /// Whether the word with this hash may begin a phrase that is said again at once; `false` is certain.
    fn comes_again(&mut self, hash: u64) -> bool {
        let last = std::mem::replace(&mut self.last[(hash >> 56) as usize], self.behind);
        last != u32::MAX && self.behind.saturating_sub(last) <= LONGEST_STUTTER
    }
}

/// A phrase that is said twice has so many words at the most.
const LONGEST_STUTTER: u32 = 3;

/// A stutter is said again within so many words, fillers included.
const STUTTER_REACH: usize = 24;

fn filler_len(words: &[Word], i: usize, english: bool) -> u8 {
    let len = lexicon::FILLERS.at(|k| words.get(i + k).map(|w| w.token.hash));
    if len == 1 && !english && lexicon::ENGLISH_FILLERS.has(words[i].token.hash) {
        return 0;
    }
    // "Uh-uh" means no.
    let joined = |i: usize| words.get(i).is_some_and(|w| w.before.hyphen);
    if len == 1 && (joined(i) || joined(i + 1)) && !is_hum(words[i].token.hash) {
        return 0;
    }
    u8::try_from(len).unwrap_or(0)
}

fn is_hum(hash: u64) -> bool {
    ["mm", "hm", "hmm", "mmm"].iter().any(|w| scan::hash(w) == hash)
}

fn is_bracketed(words: &[Word], from: usize, to: usize, text: &str) -> bool {
    let start = words[from].token.start as usize;
    let end = words[to - 1].token.end as usize;
    let opens = text.get(..start).is_some_and(|t| t.ends_with(['[', '(', '<', '*', '（', '［']));
    let closes = text.get(end..).is_some_and(|t| t.starts_with([']', ')', '>', '*', '）', '］']));
    opens && closes
}

/// Whether what is said twice in a row is a slip of the tongue: not numbers, and no single negation or intensifier.
fn may_stutter(words: &[Word], phrase: &[usize]) -> bool {
    let hashes: Vec<u64> = phrase.iter().map(|i| words[*i].token.hash).collect();
    let number = phrase.iter().any(|i| words[*i].token.number) || lexicon::NUMBERS.any_in(&hashes);
    let single = hashes.len() == 1 && (lexicon::NEGATIONS.any_in(&hashes) || lexicon::INTENSIFIERS.any_in(&hashes));
    !number && !single
}

/// Marks the word at `i` where a phrase of up to three words starts that is said again at once, or a word broken off. `again` is `false` where
/// the word certainly doesn't come again soon.
fn mark_stutters(words: &mut [Word], i: usize, again: bool, text: &str) {
    if again && mark_repetitions(words, i) {
        return;
    }
    if may_be_broken_off(words, i, text)
        && let Some(next) = spoken_from(words, i + 1, i + STUTTER_REACH)
        && is_broken_off(words, i, next, text)
    {
        words[i].skips[0] = u8::try_from(next - i).unwrap_or(0);
    }
}

/// Marks the word at `i` where a phrase starts that is said again at once; gives whether one does.
fn mark_repetitions(words: &mut [Word], i: usize) -> bool {
    // Up to six words from here, fillers left out.
    let mut ahead = [i; 6];
    let mut n = 1;
    while n < ahead.len()
        && let Some(at) = spoken_from(words, ahead[n - 1] + 1, i + STUTTER_REACH)
    {
        ahead[n] = at;
        n += 1;
    }
    let ahead = &ahead[..n];
    let mut slot = 0;
    for k in 1..=n / 2 {
        let same = (0..k).all(|j| words[ahead[j]].token.hash == words[ahead[j + k]].token.hash);
        if same && may_stutter(words, &ahead[..k]) {
            words[i].skips[slot] = u8::try_from(ahead[k] - i).unwrap_or(0);
            slot += 1;
        }
    }
    slot > 0
}

/// The first word from `at` on, before `to`, that is no filler to be left out.
fn spoken_from(words: &[Word], mut at: usize, to: usize) -> Option<usize> {
    while at < to.min(words.len()) {
        let skip = if words[at].skips[0] > 0 && words[at].skips[1] == 0 { filler_at(words, at) } else { 0 };
        if skip == 0 {
            return Some(at);
        }
        at += skip;
    }
    None
}

/// Whether the word at `i` may be the beginning of the next one that isn't left out; `false` is certain.
fn may_be_broken_off(words: &[Word], i: usize, text: &str) -> bool {
    let first = |w: &Word| text.as_bytes().get(w.token.start as usize).copied().unwrap_or_default();
    match words.get(i + 1) {
        Some(next) if next.skips[0] == 0 => {
            let (a, b) = (first(&words[i]), first(next));
            !(a.is_ascii_alphabetic() && b.is_ascii() && !a.eq_ignore_ascii_case(&b))
        }
        next => next.is_some(),
    }
}

/// The length of the filler at `at`, if that is what may be left out there (and not a stutter).
fn filler_at(words: &[Word], at: usize) -> usize {
    let is_filler = lexicon::FILLERS.at(|k| words.get(at + k).map(|w| w.token.hash)) > 0;
    if is_filler { words[at].skips[0] as usize } else { 0 }
}

/// Whether the word at `i` is the beginning of the word at `next`, broken off: a lone consonant or consonants ("w what"), or a piece with a dash ("ha- habits").
fn is_broken_off(words: &[Word], i: usize, next: usize, text: &str) -> bool {
    let slice = |i: usize| text.get(words[i].token.start as usize..words[i].token.end as usize).unwrap_or_default();
    if words[i].token.number || words[next].token.number {
        return false;
    }
    let (a, b) = (slice(i).as_bytes(), slice(next).as_bytes());
    let begins_otherwise =
        a.first().zip(b.first()).is_some_and(|(a, b)| a.is_ascii_alphabetic() && b.is_ascii() && !a.eq_ignore_ascii_case(b));
    let is_plain = |word: &[u8]| word.iter().all(u8::is_ascii_alphabetic);
    if begins_otherwise || is_plain(a) && is_plain(b) && !b.get(..a.len()).is_some_and(|start| start.eq_ignore_ascii_case(a)) {
        return false;
    }
    let (piece, whole) = (scan::fold(slice(i)), scan::fold(slice(next)));
    if !whole.starts_with(&piece) || piece == whole || !piece.is_ascii() {
        return false;
    }
    let consonants = !piece.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let dashed = words.get(i + 1).is_some_and(|w| w.before.dash && !w.before.hyphen)
        || (next == i + 1 && words[next].before.hyphen && piece.len() <= 2);
    consonants || dashed
}

/// The first bytes of a turn, in which one that says more than an interjection shows it.
const BEGINNING: usize = 200;

/// Whether a turn of this text may be no more than a listener's sound: it begins without more than six different words that are none; `false`
/// is certain.
pub(super) fn may_be_interjection(text: &str) -> bool {
    let beginning = (BEGINNING..text.len()).take(4).find_map(|to| text.get(..to)).unwrap_or(text);
    let mut words = scan::tokens(beginning);
    words.retain(|w| !lexicon::FILLERS.has(w.hash));
    let first = |w: &Token| text.as_bytes().get(w.start as usize).map(u8::to_ascii_lowercase);
    let mut others: Vec<u64> = Vec::new();
    for pair in words.windows(2) {
        let word = &pair[0];
        // A word broken off begins as the next one does.
        let known = first(word) == first(&pair[1]) || SKIPPED.may_begin(word.hash) || lexicon::INTERJECTIONS.has(word.hash);
        if !known && !others.contains(&word.hash) {
            others.push(word.hash);
        }
    }
    others.len() <= 6
}

/// Whether a turn is no more than a listener's sound: at most four words, one of them such a sound, no question, number or negation.
fn is_interjection(words: &[Word], text: &str) -> bool {
    let spoken: Vec<&Word> = words.iter().filter(|w| w.skips[0] == 0).take(7).collect();
    if spoken.len() > 6 {
        return false;
    }
    let known = |w: &&Word| lexicon::INTERJECTIONS.has(w.token.hash);
    let carries = |w: &&Word| known(w) && !lexicon::INTERJECTION_GLUE.has(w.token.hash);
    let hashes: Vec<u64> = words.iter().map(|w| w.token.hash).collect();
    if text.contains(['?', '？']) || words.iter().any(|w| w.token.number) || lexicon::NEGATIONS.any_in(&hashes) {
        return false;
    }
    match spoken.len() {
        0 => true,
        1..=3 => words.iter().any(|w| carries(&w)),
        4..=6 => spoken.iter().all(known),
        _ => false,
    }
}
