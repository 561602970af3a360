//! A quote's words at one place, judged there: how exactly, by whom, and with what left out.

use super::{
    Flag, Piece, Verdict,
    follow::{Link, Reading},
    lexicon, scan, sentence,
    source::Window,
    who::{self, Claimant},
    wording::Wording,
};
use crate::calls::{Call, Chars, Role};

/// One place where all the words of a quote stand.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The call's position in the list.
    pub call: u32,
    pub pieces: Vec<Piece>,
    /// `Exact`, `Normalized` or `Elided`.
    pub verdict: Verdict,
    pub role: Role,
    /// Whether the claimed call and speaker are these.
    pub is_meant: bool,
    /// Whether a cut swallows a negation, condition or exception right beside a kept piece.
    pub hides: bool,
}

/// What a claim asks for, beside its words.
pub(super) struct Wanted<'c> {
    pub text: &'c str,
    /// The claimed call's position; `Some(None)` where a call is claimed that doesn't exist.
    pub call: Option<Option<u32>>,
    pub who: Claimant,
    pub turn: Option<u32>,
}

impl Wanted<'_> {
    /// Whether what `speaker` says in the call at `at` is where the claim says it was.
    pub(super) fn is_meant(&self, at: u32, call: &Call, speaker: Option<&str>, role: Role) -> bool {
        let here = self.call.is_none_or(|c| c == Some(at));
        here && match &self.who {
            Claimant::Anyone => matches!(role, Role::Customer | Role::Unknown),
            Claimant::Role(r) => *r == role,
            Claimant::Person(name) => who::is_meant(call, speaker, name),
        }
    }
}

/// Judges `reading`, a way in which `quote` stands in `window`, a part of the call at `at`.
pub(super) fn found(at: u32, window: &Window<'_>, quote: &Wording, reading: &Reading, wanted: &Wanted<'_>) -> Option<Found> {
    let first = reading.fits.first()?;
    let turn = window.turn_of(first.source.0);
    let role = window.call.role_of(turn);
    let pieces = pieces(window, reading);
    let links = || reading.fits.iter().skip(1).map(|f| f.link);
    let hides = links().any(|l| l == Link::Cut { hides: true });
    let (pieces, verdict) = match exact_piece(window, reading, wanted.text) {
        Some(piece) => (vec![piece], Verdict::Exact),
        None if links().any(|l| matches!(l, Link::Bracket | Link::Broken)) || quote.edges => (pieces, Verdict::Elided),
        None if cuts_are_pauses(window, reading) => (pieces, Verdict::Normalized),
        None => (pieces, Verdict::Elided),
    };
    let is_meant = wanted.is_meant(at, window.call, turn.speaker.as_deref(), role);
    Some(Found { call: at, pieces, verdict, role, is_meant, hides })
}

/// Whether each marked cut stands where the source itself has an ellipsis and leaves nothing out; true where there is none.
fn cuts_are_pauses(window: &Window<'_>, reading: &Reading) -> bool {
    reading.fits.windows(2).all(|pair| match pair[1].link {
        Link::Cut { .. } => pair[0].source.1 == pair[1].source.0 && window.words[pair[1].source.0].before.dots,
        _ => true,
    })
}

/// The runs of words that are kept, turn by turn, parted where a cut or bracket leaves words out.
fn pieces(window: &Window<'_>, reading: &Reading) -> Vec<Piece> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for fit in &reading.fits {
        let (from, to) = fit.source;
        match out.last_mut() {
            Some(last)
                if window.words[last.0].turn == window.words[from].turn
                    && (last.1 == from || !matches!(fit.link, Link::Cut { .. } | Link::Bracket)) =>
            {
                last.1 = to;
            }
            _ => out.push((from, to)),
        }
    }
    out.iter().filter_map(|(from, to)| piece(window, *from, *to)).collect()
}

/// The window's words `from..to`, all of one turn, as characters there.
pub(super) fn piece(window: &Window<'_>, from: usize, to: usize) -> Option<Piece> {
    let text = &window.turn_of(from).text;
    let (start, end) = (window.words[from].token.start as usize, window.words.get(to.checked_sub(1)?)?.token.end as usize);
    let before = Chars::count(text.get(..start)?);
    Some(Piece { turn: window.turn_of(from).index, start: before, end: Chars(before.0 + Chars::count(text.get(start..end)?).0) })
}

/// The place where the claim stands character for character, if it does.
fn exact_piece(window: &Window<'_>, reading: &Reading, claim: &str) -> Option<Piece> {
    let (first, last) = (reading.fits.first()?.source.0, reading.fits.last()?.source.1 - 1);
    if window.words[first].turn != window.words[last].turn {
        return None;
    }
    let text = &window.turn_of(first).text;
    let (start, end) = (window.words[first].token.start as usize, window.words[last].token.end as usize);
    let said = text.get(start..end)?;
    // What stands before the first and behind the last word in the claim must stand there in the source too.
    let lead = claim.find(said)?;
    let from = start.checked_sub(lead)?;
    if text.get(from..from + claim.len())? != claim {
        return None;
    }
    let before = Chars::count(&text[..from]);
    Some(Piece { turn: window.turn_of(first).index, start: before, end: Chars(before.0 + Chars::count(claim).0) })
}

/// The flags of a verified quote that its own place shows: `clipped`, `meaning_at_risk`, `reported`.
pub(super) fn flags(call: &Call, pieces: &[Piece], claim: &str) -> Vec<Flag> {
    let mut flags = Vec::new();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return flags };
    let before = rest_of_sentence(call, first, true);
    let after = rest_of_sentence(call, last, false);
    let asked = after.contains(['?', '？']) && !claim.trim_end().ends_with(['?', '？', '"', '”', '’']);
    let signed = cuts_a_sign(call, first, last);
    let (before, after) = (hashes(before), hashes(after));
    let said_by_another = is_reported(&before, false);
    let clips = signed || asked || ends_soft(&before) || is_reported(&before, true);
    if clips || [&before, &after].iter().any(|rest| lexicon::CLIPPING.any_in(rest)) {
        flags.push(Flag::Clipped);
    }
    let hidden = pieces.windows(2).any(|p| {
        let gap = gap_text(call, &p[0], &p[1]);
        lexicon::TURNING.any_in(&hashes(&gap))
    });
    if hidden {
        flags.push(Flag::MeaningAtRisk);
    }
    let inside = || pieces.iter().filter_map(|p| slice(call, p)).flat_map(hashes).collect::<Vec<_>>();
    if said_by_another || is_reported(&inside(), false) {
        flags.push(Flag::Reported);
    }
    flags
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

fn hashes(text: &str) -> Vec<u64> {
    scan::tokens(text).iter().map(|t| t.hash).collect()
}

fn slice<'c>(call: &'c Call, p: &Piece) -> Option<&'c str> {
    Chars::slice(&call.turn(p.turn)?.text, p.start, p.end)
}

/// The sentence's words before (or after) a piece.
fn rest_of_sentence<'c>(call: &'c Call, p: &Piece, before: bool) -> &'c str {
    let rest = || {
        let text = &call.turn(p.turn)?.text;
        let (from, to) = (p.start.byte_in(text)?, p.end.byte_in(text)?);
        let (start, end) = sentence::in_bytes(text, from, to);
        if before { text.get(start..from) } else { text.get(to..end.max(to)) }
    };
    rest().unwrap_or_default()
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
    let gaps = pieces.windows(2).map(|p| gap_text(call, &p[0], &p[1]));
    gaps.filter(|g| lexicon::TURNING.any_in(&hashes(g))).min_by_key(String::len).unwrap_or_default().trim().to_owned()
}
