//! What a verified quote's words may hide, as its own place shows.

use super::{
    DifferenceKind, Flag, Piece, lexicon, place,
    scan::{self, Token},
    sentence, turning,
};
use crate::calls::{Call, Chars};

/// So many words of what a cut leaves out stand right beside a piece.
const BESIDE: usize = 3;

/// So many bytes at an end tell whether a number goes on there.
const NUMBER: usize = 40;

/// So many bytes of a piece, beside what is left out, help to tell which language is spoken.
const NEAR: usize = 300;

/// The flags of a verified quote that its own place shows: `clipped`, `meaning_at_risk`, `reported`.
pub(super) fn flags(call: &Call, pieces: &[Piece], claim: &str) -> Vec<Flag> {
    let mut flags = Vec::new();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return flags };
    let before = Beside::before(call, first).unwrap_or_default();
    let behind = Beside::behind(call, last).unwrap_or_default();
    let asked = behind.rest.contains(['?', '？']) && !claim.trim_end().ends_with(['?', '？', '"', '”', '’']);
    let [tokens_before, tokens_behind] = [&before, &behind].map(|beside| scan::tokens(beside.rest));
    let [hashes_before, hashes_behind] = [&tokens_before, &tokens_behind].map(|tokens| hashes(tokens));
    let hedges = |hashes: &[u64]| lexicon::STATEMENT_HEDGES.any_in(hashes);
    let turns = |beside: &Beside<'_>, tokens: &[Token]| turning::in_text(beside.rest, tokens, beside.around);
    let parts_number = || {
        let begins = || are_one_number(before.rest, slice(call, first).unwrap_or_default());
        let ends = || are_one_number(slice(call, last).unwrap_or_default(), behind.rest);
        let signs = || cuts_sign_before(call, first) || cuts_sign_behind(call, last);
        signs() || tokens_before.last().is_some_and(is_in_number) && begins() || tokens_behind.first().is_some_and(is_in_number) && ends()
    };
    let said_by_another = is_reported(&hashes_before, false) || names_sayer(behind.rest, &hashes_behind);
    if asked
        || said_by_another
        || hedges(&hashes_before)
        || hedges(&hashes_behind)
        || turns(&before, &tokens_before)
        || turns(&behind, &tokens_behind)
        || ends_soft(&hashes_before)
        || is_reported(&hashes_before, true)
        || parts_number()
    {
        flags.push(Flag::Clipped);
    }
    if pieces.windows(2).any(|p| hides(call, &p[0], &p[1])) {
        flags.push(Flag::MeaningAtRisk);
    }
    let inside = || pieces.iter().filter_map(|p| slice(call, p)).flat_map(|said| hashes(&scan::tokens(said))).collect::<Vec<_>>();
    if said_by_another || is_reported(&inside(), false) {
        flags.push(Flag::Reported);
    }
    flags
}

/// Whether what a cut leaves out between two pieces may turn what is kept: a negation, condition or exception, a hedge right beside a piece, or the rest of
/// a number there.
fn hides(call: &Call, a: &Piece, b: &Piece) -> bool {
    let gap = place::between(call, a, b);
    let (before, behind) = (slice(call, a).unwrap_or_default(), slice(call, b).unwrap_or_default());
    let from = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    let around = [&before[from..], &gap, &behind[..behind.ceil_char_boundary(NEAR)]].join(" ");
    let tokens = scan::tokens(&gap);
    let hashes = hashes(&tokens);
    let near = |words: &[u64]| lexicon::STATEMENT_HEDGES.any_in(words);
    turning::in_text(&gap, &tokens, &around)
        || near(&hashes[..hashes.len().min(BESIDE)])
        || near(&hashes[hashes.len().saturating_sub(BESIDE)..])
        || ends_soft(&hashes)
        || parts_number(call, a, b, &gap)
}

/// Whether a cut between two pieces leaves out a part of a number that one of them has.
fn parts_number(call: &Call, a: &Piece, b: &Piece, gap: &str) -> bool {
    let (before, behind) = (slice(call, a).unwrap_or_default(), slice(call, b).unwrap_or_default());
    are_one_number(before, gap) || are_one_number(gap.trim_end(), behind) || cuts_sign_behind(call, a) || cuts_sign_before(call, b)
}

/// Whether the end of one text and the beginning of the next, in which it goes on, are parts of one number in words: "twenty" and "five", "hundred and" and
/// "fifty", "minus" and "five".
fn are_one_number(text: &str, next: &str) -> bool {
    let end = &text[text.floor_char_boundary(text.len().saturating_sub(NUMBER))..];
    let beginning = &next[..next.ceil_char_boundary(NUMBER)];
    let (tokens, others) = (scan::tokens(end), scan::tokens(beginning));
    let (Some(last), Some(first)) = (tokens.last(), others.first()) else { return false };
    let joins = |t: &Token| lexicon::WITHIN_NUMBERS.has(t.hash);
    let gaps = [end.get(last.end as usize..), beginning.get(..first.start as usize)];
    let is_beside = gaps.iter().all(|gap| gap.is_some_and(|gap| matches!(gap.trim(), "" | "-")));
    let goes_on = lexicon::is_number(first) || joins(first) && others.iter().skip(1).take(2).any(lexicon::is_number);
    let began = match tokens.len().checked_sub(2).and_then(|before| tokens.get(before)) {
        Some(before) if joins(last) => lexicon::is_number(before),
        _ => is_in_number(last),
    };
    is_beside && goes_on && began
}

/// Whether a word may be a part of a number.
fn is_in_number(t: &Token) -> bool {
    lexicon::is_number(t) || [&lexicon::WITHIN_NUMBERS, &lexicon::SIGNS].iter().any(|list| list.has(t.hash))
}

/// Whether a number that a piece begins with has a sign that the piece leaves out: "5" of "-5" or "$5".
fn cuts_sign_before(call: &Call, p: &Piece) -> bool {
    let cuts = || {
        let text = &call.turn(p.turn)?.text;
        let from = p.start.byte_in(text)?;
        let mut outside = text.get(..from)?.chars().rev();
        let (near, far) = (outside.next()?, outside.next());
        // "A-5" has a hyphen, not a minus.
        let minus = near != '-' || far.is_none_or(char::is_whitespace) || far.is_some_and(|c| matches!(c, '('));
        Some(text.get(from..)?.starts_with(char::is_numeric) && is_sign(near) && minus)
    };
    cuts() == Some(true)
}

/// Whether a number that a piece ends with has a sign that the piece leaves out: "5" of "5%".
fn cuts_sign_behind(call: &Call, p: &Piece) -> bool {
    let cuts = || {
        let text = &call.turn(p.turn)?.text;
        let to = p.end.byte_in(text)?;
        let near = text.get(to..)?.chars().next().filter(|c| !matches!(c, '-' | '\u{2212}' | '<' | '>' | '#'))?;
        Some(text.get(..to)?.ends_with(char::is_numeric) && is_sign(near))
    };
    cuts() == Some(true)
}

/// Whether a character beside a number says what number it is.
fn is_sign(c: char) -> bool {
    matches!(c, '-' | '–' | '\u{2212}' | '+' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '±' | '#' | '%' | '‰' | '°') || scan::is_currency(c)
}

fn hashes(tokens: &[Token]) -> Vec<u64> {
    tokens.iter().map(|t| t.hash).collect()
}

fn slice<'c>(call: &'c Call, p: &Piece) -> Option<&'c str> {
    Chars::slice(&call.turn(p.turn)?.text, p.start, p.end)
}

/// What stands beside an end of a piece.
#[derive(Default)]
struct Beside<'c> {
    /// The rest of the sentence.
    rest: &'c str,
    /// The same, and some of what the piece has there.
    around: &'c str,
}

impl<'c> Beside<'c> {
    fn before(call: &'c Call, p: &Piece) -> Option<Beside<'c>> {
        let text = &call.turn(p.turn)?.text;
        let (from, to) = (p.start.byte_in(text)?, p.end.byte_in(text)?);
        let (start, _) = sentence::in_bytes(text, from, to);
        Some(Beside { rest: text.get(start..from)?, around: text.get(start..text.ceil_char_boundary(from + NEAR))? })
    }

    fn behind(call: &'c Call, p: &Piece) -> Option<Beside<'c>> {
        let text = &call.turn(p.turn)?.text;
        let (from, to) = (p.start.byte_in(text)?, p.end.byte_in(text)?);
        let (_, end) = sentence::in_bytes(text, from, to);
        Some(Beside { rest: text.get(to..end.max(to))?, around: text.get(text.floor_char_boundary(to.saturating_sub(NEAR))..end.max(to))? })
    }
}

/// Whether the words end with one that softens what follows: "about", "nearly".
fn ends_soft(words: &[u64]) -> bool {
    (words.len().saturating_sub(2)..words.len())
        .any(|i| i + lexicon::SOFTENERS.at(|k| words.get(i + k).copied()) == words.len() && i < words.len())
}

/// Whether the words hold somebody else's saying: a verb of saying that "I" or "we" is not the subject of, or "according to".
/// With `anyone`, the speaker's own saying counts too ("I told them it's slow").
fn is_reported(words: &[u64], anyone: bool) -> bool {
    if lexicon::HEARSAY.any_in(words) {
        return true;
    }
    // Who asks for something says nothing of anybody's words.
    let asks_for = |i: usize| words.get(i + 1) == Some(&scan::hash("for")) && ["asked", "asks"].iter().any(|w| words[i] == scan::hash(w));
    // "Nobody tells us when" is no report.
    let by_nobody =
        |i: usize| i > 0 && lexicon::NOBODY.has(words[i - 1]) || i > 1 && lexicon::NOBODY.at(|k| words.get(i - 2 + k).copied()) == 2;
    let at = |i: usize| lexicon::SAYING.at(|k| words.get(i + k).copied()) > 0 && !asks_for(i) && !by_nobody(i);
    (0..words.len()).filter(|i| at(*i)).any(|i| {
        let own = words[i.saturating_sub(3)..i].iter().any(|h| lexicon::SELVES.has(*h));
        // "I'd say", "let's say", "say" in "would you say" report nothing; a subject must stand before.
        (anyone && i > 0 && own && !is_bare_say(words[i])) || (i > 0 && !own && !is_bare_say(words[i]))
    })
}

/// Whether the rest of a sentence begins with who said what stands before it: "…, said the brochure".
fn names_sayer(rest: &str, hashes: &[u64]) -> bool {
    let [verb, subject, ..] = hashes else { return false };
    rest.starts_with([',', '"', '”', '»', '!', '?'])
        && lexicon::SAYING.has(*verb)
        && !is_bare_say(*verb)
        && !lexicon::SELVES.has(*subject)
        && !lexicon::AFTER_SAYING.has(*subject)
}

/// "say", "think": the plain form, which needs a third person's plural to report ("they say").
fn is_bare_say(hash: u64) -> bool {
    ["say", "tell", "claim", "ask", "thought", "thinks", "goes", "saying"].iter().any(|w| scan::hash(w) == hash)
}

/// What the cut that hides most leaves out, as said, and of what kind that is.
pub(super) fn worst_gap(call: &Call, pieces: &[Piece]) -> (String, DifferenceKind) {
    let gaps = || pieces.windows(2).map(|p| (p, place::between(call, &p[0], &p[1])));
    let hiding = gaps().filter(|(p, _)| hides(call, &p[0], &p[1])).min_by_key(|(_, gap)| gap.len());
    let Some((p, gap)) = hiding.or_else(|| gaps().min_by_key(|(_, gap)| gap.len())) else { return (String::new(), DifferenceKind::Cut) };
    let turns = turning::in_text(&gap, &scan::tokens(&gap), &gap);
    let kind = if !turns && parts_number(call, &p[0], &p[1], &gap) { DifferenceKind::Number } else { DifferenceKind::Negation };
    (gap.trim().to_owned(), kind)
}
