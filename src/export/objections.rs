//! The objection sheet: each objection with the customers' words, how a rep answered, and what the customer said next.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Reviewed;
use super::quoted::{Around, Quoted, clock};
use super::theme::ThemeShown;
use crate::calls::{Call, Role};

/// How many turns after an objection an answer is looked for.
const WITHIN: u32 = 4;

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    objections: Vec<Objection<'a>>,
}

#[derive(Serialize)]
struct Objection<'a> {
    theme: &'a ThemeShown,
    said: Vec<Said<'a>>,
}

/// A verbatim, and how the conversation went on.
#[derive(Serialize)]
struct Said<'a> {
    quote: &'a Quoted,
    answer: Option<Turned>,
    next: Option<Turned>,
}

/// A turn that followed.
#[derive(Serialize)]
struct Turned {
    #[serde(flatten)]
    turn: Around,
    time: Option<String>,
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    let themes = reviewed.themes().filter(|t| t.kind == crate::themes::Kind::Objection);
    let objections = themes.map(|theme| Objection { theme, said: theme.supports.iter().map(|q| said(reviewed, q)).collect() }).collect();
    Value::from(Serde(Page { reviewed, objections }))
}

fn said<'a>(reviewed: &Reviewed<'_>, quote: &'a Quoted) -> Said<'a> {
    let (answer, next) = reviewed.docket.and_then(|d| d.call(&quote.call)).map_or((None, None), |call| went_on(call, quote));
    Said { quote, answer, next }
}

/// The first turn of a rep right after the verbatim (other customers may speak first), and the first of a customer after that.
fn went_on(call: &Call, quote: &Quoted) -> (Option<Turned>, Option<Turned>) {
    let last = quote.pieces.last().map_or(quote.turn, |p| p.turn);
    let find = |after: u32, role: Role| {
        let mut turns = (after.saturating_add(1)..=after.saturating_add(WITHIN)).filter_map(|index| call.turn(index));
        turns.find(|t| call.role_of(t) == role && !t.text.trim().is_empty()).map(|t| Turned {
            turn: Around { turn: t.index, speaker: t.speaker.as_deref().map(str::to_owned), role, text: t.text.to_string() },
            time: t.start_ms.map(|ms| clock(ms.get())),
        })
    };
    let answer = find(last, Role::Rep);
    let next = answer.as_ref().and_then(|a| find(a.turn.turn, Role::Customer));
    (answer, next)
}
