//! Compares a quote with what was said where it was not found word for word, and names each difference.
//!
//! From an anchor (a seed both share) the two are walked in both directions. Where they part, the nearest place is looked for at which two
//! words in a row agree again, within a bounded reach; what lies between is one change. Time is linear in the quote, times a bounded
//! reach for each change and a bounded number of changes. Nothing here verifies: it only tells a quote with a changed word from one never said.

use std::rc::Rc;

use super::{
    Difference, DifferenceKind,
    lexicon::{self, ByHash},
    source::Window,
    wording,
    wording::Wording,
};

/// How many words of the source an unmarked cut may leave out and still be called near.
pub(super) const REACH: usize = 24;
/// How many where only the quote's last word goes on behind it: one word further on is more likely another than left out from there.
const REACH_LAST: usize = 6;
/// How many a marked cut may leave out.
const REACH_CUT: usize = super::follow::CUT_LIMIT;
/// How many words ahead are looked at to choose how two texts go on.
const LOOK_AHEAD: usize = 8;
/// More changes than this are no comparison any more.
const CHANGES: usize = 200;

/// One place where the two part: words of the quote, words of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    quote: (usize, usize),
    source: (usize, usize),
}

/// A quote beside what was said.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    /// First and one past the last word of the window that it was compared with.
    pub span: (usize, usize),
    /// How many of the quote's words agree.
    pub matched: usize,
    /// How many words the quote has.
    pub total: usize,
    longest: usize,
    changes: Vec<Change>,
    claimed: Rc<[Claimed]>,
    /// Positions in the window of the source's words.
    sequence: Vec<usize>,
}

/// A word of the quote, brackets that may not be added included.
#[derive(Debug, Clone, Copy)]
struct Claimed {
    hash: u64,
    start: u32,
    end: u32,
    number: bool,
    cut_before: bool,
    index: usize,
}

/// A quote's words, ready to be compared in many places.
pub(super) struct Claim {
    words: Rc<[Claimed]>,
    hashes: ByHash<()>,
}

impl Claim {
    /// The words of `quote`.
    pub fn of(quote: &Wording) -> Claim {
        let words = claimed_words(quote);
        Claim { hashes: words.iter().map(|w| (w.hash, ())).collect(), words: words.into() }
    }
}

fn claimed_words(quote: &Wording) -> Vec<Claimed> {
    let mut out = Vec::with_capacity(quote.words.len());
    for (i, t) in quote.words.iter().enumerate() {
        let joint = quote.joint(i);
        if let Some(j) = joint.filter(|j| !wording::may_be_added(&j.added)) {
            out.extend(j.added.iter().map(|t| Claimed {
                hash: t.hash,
                start: t.start,
                end: t.end,
                number: t.number,
                cut_before: false,
                index: usize::MAX,
            }));
        }
        let cut_before = joint.is_some_and(|j| j.cut || !j.added.is_empty());
        out.push(Claimed { hash: t.hash, start: t.start, end: t.end, number: t.number, cut_before, index: i });
    }
    out
}

/// Compares the quote with what the speaker of the window's word `anchor` said around it; that word is the quote's word at `word`.
pub(super) fn compare(window: &Window<'_>, claim: &Claim, anchor: usize, word: usize) -> Option<Comparison> {
    let claimed = Rc::clone(&claim.words);
    let from = claimed.iter().position(|c| c.index == word)?;
    let speaker = window.words.get(anchor).map(|_| window.spoken(anchor).speaker)?;
    let sequence = sequence(window, claim, speaker);
    let at = sequence.binary_search(&anchor).ok()?;
    let mut forward =
        Walk { window, claimed: &claimed, sequence: &sequence, back: false, changes: Vec::new(), matched: 0, longest: 0, run: 0 };
    let end = forward.go(from, at);
    // A run goes on through the anchor.
    let run = forward.changes.iter().map(|c| c.quote.0).min().unwrap_or(claimed.len()) - from;
    let mut backward =
        Walk { window, claimed: &claimed, sequence: &sequence, back: true, changes: Vec::new(), matched: 0, longest: 0, run };
    let (mut changes, matched, longest) = (forward.changes, forward.matched, forward.longest);
    let start = backward.go(claimed.len() - from, sequence.len() - at);
    changes.extend(backward.changes.iter().map(|c| Change {
        quote: (claimed.len() - c.quote.1, claimed.len() - c.quote.0),
        source: (sequence.len() - c.source.1, sequence.len() - c.source.0),
    }));
    changes.sort_by_key(|c| c.quote);
    let (first, last) = (sequence.len() - start, end);
    if first >= last {
        return None;
    }
    let span = (*sequence.get(first)?, sequence.get(last - 1)? + 1);
    Some(Comparison {
        span,
        matched: matched + backward.matched,
        total: claimed.len(),
        longest: longest.max(backward.longest),
        changes,
        claimed,
        sequence,
    })
}

/// The words of one speaker, in order, without the fillers that the quote leaves out.
fn sequence(window: &Window<'_>, claim: &Claim, speaker: u32) -> Vec<usize> {
    let mut out = Vec::with_capacity(window.words.len());
    let mut i = 0;
    while i < window.words.len() {
        let skip = window.words[i].skips[0] as usize;
        let filler = skip > 0 && [&lexicon::FILLERS, &lexicon::SET_OFF_FILLERS].iter().any(|l| l.at(|k| window.hash(i + k)) > 0);
        // A quote may begin or end in the middle of "you know".
        let is_cut = skip > 1
            && (claim.words.first().map(|w| w.hash) == window.hash(i + skip - 1) || claim.words.last().map(|w| w.hash) == window.hash(i));
        if filler && !is_cut && (i..i + skip).any(|w| window.hash(w).is_some_and(|h| !claim.hashes.contains_key(&h))) {
            i += skip;
            continue;
        }
        if window.spoken(i).speaker == speaker {
            out.push(i);
        }
        i += 1;
    }
    out
}

struct Walk<'w, 'a> {
    window: &'w Window<'a>,
    claimed: &'w [Claimed],
    sequence: &'w [usize],
    /// Whether positions count from the end.
    back: bool,
    changes: Vec<Change>,
    matched: usize,
    longest: usize,
    run: usize,
}

impl Walk<'_, '_> {
    fn quote(&self, i: usize) -> Option<&Claimed> {
        if self.back { self.claimed.len().checked_sub(i + 1).and_then(|i| self.claimed.get(i)) } else { self.claimed.get(i) }
    }

    fn source(&self, j: usize) -> Option<usize> {
        let j = if self.back { self.sequence.len().checked_sub(j + 1)? } else { j };
        self.sequence.get(j).copied()
    }

    fn agree(&self, i: usize, j: usize) -> bool {
        match (self.quote(i), self.source(j)) {
            (Some(q), Some(s)) => self.window.hash(s) == Some(q.hash),
            _ => false,
        }
    }

    fn is_filler(&self, j: usize) -> bool {
        self.source(j).is_some_and(|s| self.window.words[s].skips[0] > 0 && lexicon::FILLERS.has(self.window.words[s].token.hash))
    }

    /// The position after a filler or more.
    fn past_fillers(&self, mut j: usize) -> usize {
        while self.is_filler(j) {
            j += 1;
        }
        j
    }

    /// Whether the two go on together from here: this word and the next agree, or the quote ends.
    fn resumes(&self, i: usize, j: usize) -> bool {
        if !self.agree(i, j) {
            return false;
        }
        self.quote(i + 1).is_none() || self.agree(i + 1, j + 1) || self.agree(i + 1, self.past_fillers(j + 1)) || self.cut_at(i + 1)
    }

    /// For how many words the two go on together, up to a bound; to the quote's end counts as the bound.
    fn agreement(&self, i: usize, j: usize) -> usize {
        let (mut i, mut j) = (i, j);
        for n in 0..LOOK_AHEAD {
            if self.quote(i).is_none() {
                return LOOK_AHEAD;
            }
            if !self.agree(i, j) {
                j = self.past_fillers(j);
                if !self.agree(i, j) {
                    return n;
                }
            }
            (i, j) = (i + 1, j + 1);
        }
        LOOK_AHEAD
    }

    fn cut_at(&self, i: usize) -> bool {
        if self.back { i > 0 && self.quote(i - 1).is_some_and(|q| q.cut_before) } else { self.quote(i).is_some_and(|q| q.cut_before) }
    }

    /// Walks from the quote's `i` and the source's `j` to the quote's end; gives one past the last word of the source.
    fn go(&mut self, mut i: usize, mut j: usize) -> usize {
        while self.quote(i).is_some() {
            if self.agree(i, j) {
                (i, j) = (i + 1, j + 1);
                self.matched += 1;
                self.run += 1;
                self.longest = self.longest.max(self.run);
                continue;
            }
            let past = self.past_fillers(j);
            if past > j && self.agree(i, past) {
                j = past;
                continue;
            }
            self.run = 0;
            match self.resume(i, j).filter(|_| self.changes.len() < CHANGES) {
                Some((x, y)) => {
                    self.changes.push(Change { quote: (i, i + x), source: (j, j + y) });
                    (i, j) = (i + x, j + y);
                }
                None => {
                    let rest = self.claimed.len() - i;
                    let left = (j..j + rest.min(REACH)).take_while(|j| self.source(*j).is_some()).count();
                    self.changes.push(Change { quote: (i, i + rest), source: (j, j + left) });
                    return j + left;
                }
            }
        }
        j
    }

    /// The smallest change after which the two go on together: how many words of each it takes.
    fn resume(&self, i: usize, j: usize) -> Option<(usize, usize)> {
        // Words left out are likelier than words added, and a long agreement likelier than a short one.
        let cost = |x: usize, y: usize| (2 * x.max(y) + x + 2 * LOOK_AHEAD).saturating_sub(2 * self.agreement(i + x, j + y));
        let mut best: Option<(usize, (usize, usize))> = None;
        for d in 1..=REACH {
            // A change of so many words costs as much at the least.
            if best.is_some_and(|(least, _)| least <= d) {
                break;
            }
            let is_far = |x: usize, y: usize| y > REACH_LAST && self.quote(i + x + 1).is_none();
            for (x, y) in (0..=d).map(|x| (x, d - x)).filter(|(x, y)| self.resumes(i + x, j + y) && !is_far(*x, *y)) {
                let cost = cost(x, y);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, (x, y)));
                }
            }
        }
        if let Some((_, change)) = best {
            return Some(change);
        }
        if self.cut_at(i) {
            return (REACH..=REACH_CUT).find(|y| self.resumes(i, j + y)).map(|y| (0, y));
        }
        None
    }
}

impl Comparison {
    /// How well it fits, to choose among places.
    pub fn score(&self) -> usize {
        let changed: usize = self.changes.iter().map(|c| (c.quote.1 - c.quote.0).max(c.source.1 - c.source.0)).sum();
        (self.matched * 6).saturating_sub(self.changes.len() * 2 + changed)
    }

    /// Whether the quote is close to what was said: two thirds of its words agree, three in a row, with few changes; where one word was changed,
    /// left out or added, or a few were left out in one place, two in a row are enough.
    pub fn is_close(&self) -> bool {
        let one_word =
            self.total > 3 && matches!(self.changes.as_slice(), [c] if c.quote.1 - c.quote.0 <= 1 && c.source.1 - c.source.0 <= 1);
        let left_out = self.matched == self.total
            && matches!(self.changes.as_slice(), [c] if c.quote.1 == c.quote.0 && c.source.1 - c.source.0 < self.total);
        let in_a_row = if one_word || left_out { 2 } else { 3 };
        self.matched * 3 >= self.total * 2 && self.longest >= in_a_row && self.changes.len() <= 1 + self.total / 6
    }

    /// Whether all of its words were said there in order, with no more than a few words left out without a mark.
    pub fn is_near_omission(&self) -> bool {
        self.matched == self.total && !self.changes.is_empty() && self.changes.len() <= 3 && self.is_close()
    }

    /// Whether it differs in one small place only.
    pub fn is_one_change(&self) -> bool {
        let [one] = self.changes.as_slice() else { return false };
        self.is_close() && one.quote.1 - one.quote.0 <= 2
    }

    /// What differs, in the quote's order.
    pub fn differences(&self, window: &Window<'_>, quote: &Wording) -> Vec<Difference> {
        let all = self.changes.iter().filter(|c| !self.is_allowed(window, c));
        all.map(|c| self.difference(window, quote, c)).collect()
    }

    /// Whether what is left out may be: a stutter, a filler, or what a marked cut leaves out.
    fn is_allowed(&self, window: &Window<'_>, c: &Change) -> bool {
        if c.quote.0 != c.quote.1 {
            return false;
        }
        if self.claimed.get(c.quote.0).is_some_and(|w| w.cut_before) {
            return true;
        }
        let mut at = c.source.0;
        while at < c.source.1 {
            let word = window.words[self.sequence[at]];
            let left = c.source.1 - at;
            match word.skips.iter().map(|s| *s as usize).find(|s| *s > 0 && *s <= left) {
                Some(skip) => at += skip,
                None => return false,
            }
        }
        true
    }

    fn difference(&self, window: &Window<'_>, quote: &Wording, c: &Change) -> Difference {
        let claimed = &self.claimed[c.quote.0..c.quote.1];
        let said = &self.sequence[c.source.0.min(self.sequence.len())..c.source.1.min(self.sequence.len())];
        let mut hashes: Vec<u64> = claimed.iter().map(|w| w.hash).collect();
        hashes.push(0);
        hashes.extend(said.iter().map(|i| window.words[*i].token.hash));
        let number = claimed.iter().any(|w| w.number) || said.iter().any(|i| window.words[*i].token.number);
        let claimed_text = match (claimed.first(), claimed.last()) {
            (Some(a), Some(b)) => quote.text.get(a.start as usize..b.end as usize).unwrap_or_default().trim().to_owned(),
            _ => String::new(),
        };
        let capital = |text: &str| text.starts_with(char::is_uppercase) && text != "I";
        let name = said.iter().any(|i| window.is_name(*i))
            || (c.quote.0 > 0 && claimed.iter().any(|w| capital(quote.text.get(w.start as usize..w.end as usize).unwrap_or_default())));
        let mut kind = lexicon::gravest(&hashes, number, name);
        if claimed.is_empty() && said.len() > 3 && matches!(kind, DifferenceKind::Name | DifferenceKind::Word) {
            kind = DifferenceKind::Cut;
        }
        Difference { claimed: claimed_text, source: words_between(window, said), kind }
    }
}

/// The source's own characters from the first to the last of these words, turn by turn.
fn words_between(window: &Window<'_>, said: &[usize]) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut rest = said;
    while let Some(&first) = rest.first() {
        let turn = window.words[first].turn;
        let n = rest.iter().take_while(|i| window.words[**i].turn == turn).count();
        let end = window.words[rest[n - 1]].token.end;
        out.push(window.turn_of(first).text.get(window.words[first].token.start as usize..end as usize).unwrap_or_default());
        rest = &rest[n..];
    }
    out.join(" … ")
}
