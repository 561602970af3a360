//! A quote's words at one place, judged there: how exactly, by whom, and with what left out.

use super::{
    Piece, Verdict,
    follow::{Link, Reading},
    source::Window,
    who::{self, Claimant},
    wording::{Edge, Wording},
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
        None if links().any(|l| matches!(l, Link::Bracket | Link::Broken)) || !edges_are_said(window, quote, reading) => {
            (pieces, Verdict::Elided)
        }
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

/// Whether the source itself has an ellipsis where the quote begins or ends with one, and nothing is bracketed there.
fn edges_are_said(window: &Window<'_>, quote: &Wording, reading: &Reading) -> bool {
    let (first, end) = reading.span();
    let said = |edge: Edge, has_dots: &dyn Fn() -> bool| match edge {
        Edge::Plain => true,
        Edge::Cut => has_dots(),
        Edge::Words => false,
    };
    let behind = || {
        let (last, turn) = (&window.words[end - 1], window.turn_of(end - 1));
        match window.words.get(end).filter(|next| next.turn == last.turn) {
            Some(next) => next.before.dots,
            None => turn.text.get(last.token.end as usize..).is_some_and(|tail| tail.contains(['…']) || tail.contains("...")),
        }
    };
    said(quote.edges[0], &|| window.words[first].before.dots) && said(quote.edges[1], &behind)
}

/// The runs of words that are kept, turn by turn, parted where a cut or bracket leaves words out.
pub(super) fn pieces(window: &Window<'_>, reading: &Reading) -> Vec<Piece> {
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
