//! What is said twice in a row by a slip of the tongue, and words that are broken off.

use super::{Word, lexicon, scan};
use crate::evidence::words;

/// Where words came last, for one that goes through a turn from its end: most words don't come again soon, and can't begin a stutter.
pub(super) struct Soon {
    /// For each hash, by its first bits, the words behind the last one that had it.
    last: [u32; 256],
    /// How many words, fillers left out, are behind.
    pub behind: u32,
}

impl Default for Soon {
    fn default() -> Soon {
        Soon { last: [u32::MAX; 256], behind: 0 }
    }
}

impl Soon {
    /// Whether the word with this hash may begin a phrase that is said again at once; `false` is certain.
    pub fn comes_again(&mut self, hash: u64) -> bool {
        let last = std::mem::replace(&mut self.last[(hash >> 56) as usize], self.behind);
        last != u32::MAX && self.behind.saturating_sub(last) <= LONGEST_STUTTER
    }
}

/// A phrase that is said twice has so many words at the most.
const LONGEST_STUTTER: u32 = 3;

/// A stutter is said again within so many words, fillers included.
const STUTTER_REACH: usize = 24;

/// Whether what is said twice in a row is a slip of the tongue: not numbers, and no single negation or intensifier.
fn may_stutter(words: &[Word], phrase: &[usize]) -> bool {
    let hashes: Vec<u64> = phrase.iter().map(|i| words[*i].token.hash).collect();
    let number = phrase.iter().any(|i| words[*i].token.number) || lexicon::NUMBERS.any_in(&hashes);
    let single = hashes.len() == 1 && (lexicon::NEGATIONS.any_in(&hashes) || lexicon::INTENSIFIERS.any_in(&hashes));
    !number && !single
}

/// Whether what is said at `i` and again at `next` makes a word in a script without spaces (天天 is "every day", いろいろ "various"): nothing stands between, and
/// it is none of the little words that people stumble over.
fn is_doubled(words: &[Word], i: usize, next: usize, text: &str) -> bool {
    let first = |i: usize| text.get(words[i].token.start as usize..).and_then(|rest| rest.chars().next());
    let is_whole = words.get(i..next).is_some_and(|all| all.windows(2).all(|w| w[0].token.end == w[1].token.start));
    let is_beside = next > 0 && words[next - 1].token.end == words[next].token.start;
    is_whole
        && is_beside
        && first(i).is_some_and(scan::stands_alone)
        && !(next == i + 1 && first(i).is_some_and(|c| words::STUMBLED_OVER.contains(c)))
}

/// Marks the word at `i` where a phrase of up to three words starts that is said again at once, or a word broken off. `again` is `false` where
/// the word certainly doesn't come again soon.
pub(super) fn mark_stutters(words: &mut [Word], i: usize, again: bool, text: &str) {
    if again && mark_repetitions(words, i, text) {
        return;
    }
    if may_be_broken_off(words, i, text)
        && let Some(next) = spoken_from(words, i + 1, i + STUTTER_REACH)
        && (is_broken_off(words, i, next, text) || is_contracted(words, i, next, text))
    {
        words[i].skips[0] = u8::try_from(next - i).unwrap_or(0);
    }
}

/// Marks the word at `i` where a phrase starts that is said again at once; gives whether one does.
fn mark_repetitions(words: &mut [Word], i: usize, text: &str) -> bool {
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
        if same
            && is_one_breath(words, ahead[0], ahead[k], k)
            && may_stutter(words, &ahead[..k])
            && !is_doubled(words, ahead[0], ahead[k], text)
        {
            words[i].skips[slot] = u8::try_from(ahead[k] - i).unwrap_or(0);
            slot += 1;
        }
    }
    slot > 0
}

/// Whether a phrase of `len` words and the same at `next` are said in one go: no sentence ends between (but for "Yeah. Yeah."), and a word that says something comes neither behind a
/// comma ("cash, cash equivalents") nor behind a hyphen ("win-win").
fn is_one_breath(words: &[Word], from: usize, next: usize, len: usize) -> bool {
    // A filler between may have the commas.
    let is_parted = || words[next].before.set_off && !lexicon::EMPTY.has(words[from].token.hash);
    let ends = words[from + 1..=next].iter().any(|w| w.before.stop) && !(len == 1 && lexicon::ASSENT.has(words[from].token.hash));
    !(ends || len == 1 && next == from + 1 && is_parted())
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

/// Whether the word at `next` is that at `i` once more, with a verb drawn to it: "we we're", never "we won't" nor "Tom Tom's". What may be an object
/// ("do that, that's fine") is not said again behind a comma, and nothing is behind the end of a sentence.
fn is_contracted(words: &[Word], i: usize, next: usize, text: &str) -> bool {
    let slice = |i: usize| text.get(words[i].token.start as usize..words[i].token.end as usize).unwrap_or_default();
    let verb = slice(next).get(slice(i).len()..).map(|rest| rest.strip_prefix(['\'', '’']).unwrap_or_default());
    let begins = slice(next).get(..slice(i).len()).is_some_and(|start| start.eq_ignore_ascii_case(slice(i)));
    if !begins || !verb.is_some_and(|verb| matches!(verb, "s" | "re" | "m" | "ve" | "ll" | "d")) {
        return false;
    }
    let between = &words[i + 1..=next];
    let is_parted =
        between.iter().any(|w| w.before.stop) || between.iter().any(|w| w.before.set_off) && !lexicon::SUBJECTS.has(words[i].token.hash);
    lexicon::PRONOUNS.has(words[i].token.hash) && !is_parted
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
    let gap = words.get(i + 1).and_then(|w| text.get(words[i].token.end as usize..w.token.start as usize)).unwrap_or_default();
    let means_something =
        [&lexicon::TURNING, &lexicon::HEDGES, &lexicon::NUMBERS, &lexicon::COMPARISONS].iter().any(|list| list.has(words[i].token.hash));
    if means_something || gap.contains('.') || stands_for_something(words, i, next, text) {
        return false;
    }
    let consonants = !piece.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let joined = next == i + 1 && words[next].before.hyphen;
    // "Ha- habits": the dash belongs to the piece. Where it stands apart ("wha - what"), the piece may be a word of its own: "plan - planning".
    let gap_is_dash = gap.trim().chars().all(is_dash) && !gap.trim().is_empty();
    let is_attached = gap.starts_with(is_dash) && gap.ends_with(char::is_whitespace);
    let dashed = is_attached || gap_is_dash && !joined && !is_inflection(&piece, &whole);
    consonants || dashed || joined && piece.len() == 1
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '\u{2010}' | '\u{2011}')
}

/// Whether a word of four letters and more is another form of a piece that is a word itself: "reports", "planning".
fn is_inflection(piece: &str, whole: &str) -> bool {
    let rest = whole.strip_prefix(piece).unwrap_or_default();
    let doubled = rest.strip_prefix(|c| piece.ends_with(c)).filter(|rest| !rest.is_empty());
    piece.len() > 3 && [Some(rest), doubled].into_iter().flatten().any(|rest| words::INFLECTIONS.contains(&rest))
}

/// Whether a lone capital is a name of something: "plan B because", "the R runtime". Before a function word where a sentence begins it is none: "W what".
fn stands_for_something(words: &[Word], i: usize, next: usize, text: &str) -> bool {
    let begins = |i: usize, is: fn(char) -> bool| text.get(words[i].token.start as usize..).is_some_and(|word| word.starts_with(is));
    let begins_sentence = (i == 0 || words[i].before.stop) && lexicon::EMPTY.has(words[next].token.hash);
    begins(i, char::is_uppercase) && begins(next, char::is_lowercase) && !begins_sentence
}
