//! What a verified quote's words may hide, as its own place shows.

use super::{
    Flag, Piece, lexicon,
    scan::{self, Token},
    sentence, turning,
};
use crate::calls::{Call, Chars};

/// So many bytes of a piece, beside what is left out, help to tell which language is spoken.
const NEAR: usize = 300;

/// The flags of a verified quote that its own place shows: `clipped`, `meaning_at_risk`, `reported`.
pub(super) fn flags(call: &Call, pieces: &[Piece], claim: &str) -> Vec<Flag> {
    let mut flags = Vec::new();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return flags };
    let before = Beside::before(call, first).unwrap_or_default();
    let behind = Beside::behind(call, last).unwrap_or_default();
    let asked = behind.rest.contains(['?', '？']) && !claim.trim_end().ends_with(['?', '？', '"', '”', '’']);
    let signed = cuts_a_sign(call, first, last);
    let [(clips_before, before), (clips_behind, _)] = [before, behind].map(|beside| {
        let tokens = scan::tokens(beside.rest);
        let hashes = hashes(&tokens);
        (lexicon::STATEMENT_HEDGES.any_in(&hashes) || turning::in_text(beside.rest, &tokens, beside.around), hashes)
    });
    let said_by_another = is_reported(&before, false);
    if signed || asked || clips_before || clips_behind || ends_soft(&before) || is_reported(&before, true) {
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

/// Whether what a cut leaves out between two pieces holds a negation, condition or exception.
fn hides(call: &Call, a: &Piece, b: &Piece) -> bool {
    let gap = gap_text(call, a, b);
    let (before, behind) = (slice(call, a).unwrap_or_default(), slice(call, b).unwrap_or_default());
    let from = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    let around = [&before[from..], &gap, &behind[..behind.ceil_char_boundary(NEAR)]].join(" ");
    turning::in_text(&gap, &scan::tokens(&gap), &around)
}

/// Whether a number at an end of the quote stands beside a sign that the quote leaves out: "5" of "-5", "$5" or "5%".
fn cuts_a_sign(call: &Call, first: &Piece, last: &Piece) -> bool {
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let sign = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(c, '-' | '–' | '\u{2212}' | '+' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '±' | '#' | '%' | '‰' | '°')
                || scan::is_currency(c)
        })
    };
    let before = || {
        let text = &call.turn(first.turn)?.text;
        let from = first.start.byte_in(text)?;
        let mut outside = text.get(..from)?.chars().rev();
        let (near, far) = (outside.next(), outside.next());
        // "A-5" has a hyphen, not a minus.
        let minus = !matches!(near, Some('-')) || far.is_none_or(char::is_whitespace) || far.is_some_and(|c| matches!(c, '('));
        Some(digit(text.get(from..)?.chars().next()) && sign(near) && minus)
    };
    let behind = || {
        let text = &call.turn(last.turn)?.text;
        let to = last.end.byte_in(text)?;
        let near = text.get(to..)?.chars().next().filter(|c| !matches!(c, '-' | '\u{2212}' | '<' | '>' | '#'));
        Some(digit(text.get(..to)?.chars().next_back()) && sign(near))
    };
    before() == Some(true) || behind() == Some(true)
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

/// What that speaker said between two pieces, and what stood between.
fn gap_text(call: &Call, a: &Piece, b: &Piece) -> String {
    let speaker = call.turn(a.turn).and_then(|t| t.speaker.as_deref());
    let mut out = String::new();
    for turn in a.turn..=b.turn {
        let Some(t) = call.turn(turn).filter(|t| t.speaker.as_deref() == speaker) else { continue };
        let from = if turn == a.turn { a.end } else { Chars(0) };
        let to = if turn == b.turn { b.start } else { Chars::count(&t.text) };
        out.push_str(Chars::slice(&t.text, from, to).unwrap_or_default());
        out.push(' ');
    }
    out
}

/// Whether the words hold somebody else's saying: a verb of saying that "I" or "we" is not the subject of, or "according to".
/// With `anyone`, the speaker's own saying counts too ("I told them it's slow").
fn is_reported(words: &[u64], anyone: bool) -> bool {
    if lexicon::HEARSAY.any_in(words) {
        return true;
    }
    // Who asks for something says nothing of anybody's words.
    let asks_for = |i: usize| words.get(i + 1) == Some(&scan::hash("for")) && ["asked", "asks"].iter().any(|w| words[i] == scan::hash(w));
    let at = |i: usize| lexicon::SAYING.at(|k| words.get(i + k).copied()) > 0 && !asks_for(i);
    (0..words.len()).filter(|i| at(*i)).any(|i| {
        let own = words[i.saturating_sub(3)..i].iter().any(|h| lexicon::SELVES.has(*h));
        // "I'd say", "let's say", "say" in "would you say" report nothing; a subject must stand before.
        (anyone && i > 0 && own && !is_bare_say(words[i])) || (i > 0 && !own && !is_bare_say(words[i]))
    })
}

/// "say", "think": the plain form, which needs a third person's plural to report ("they say").
fn is_bare_say(hash: u64) -> bool {
    ["say", "tell", "claim", "ask", "thought", "thinks", "goes", "saying"].iter().any(|w| scan::hash(w) == hash)
}

/// What the cut that hides most leaves out, as said.
pub(super) fn worst_gap(call: &Call, pieces: &[Piece]) -> String {
    let hiding = pieces.windows(2).filter(|p| hides(call, &p[0], &p[1])).map(|p| gap_text(call, &p[0], &p[1]));
    hiding.min_by_key(String::len).unwrap_or_default().trim().to_owned()
}
