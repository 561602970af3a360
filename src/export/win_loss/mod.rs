//! The win/loss language comparison: what customers said in calls that were won, and in calls that were lost.
//!
//! Counts are calls. With fewer than three calls on a side nothing is compared at all; with fewer than ten it is called a direction at most.

mod phrases;
mod sheets;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use self::phrases::phrases;
use super::Reviewed;
use super::quoted::{Quoted, clock};
use super::theme::ThemeShown;
use crate::calls::{Call, Chars, Outcome, Role};
use crate::evidence::{Piece, sentence};
use crate::themes::Kind;

pub(super) use sheets::xlsx;

/// The fewest calls on each side for anything to be compared.
const COMPARED_FROM: usize = 3;
/// The fewest calls on each side from which a difference is more than a direction.
const MORE_THAN_A_DIRECTION_FROM: usize = 10;
/// How many phrases are listed.
const LISTED: usize = 30;
/// The longest sentence that is shown as an example; of a longer one, the phrase alone.
const SENTENCE: u32 = 240;

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    /// Nothing: there are too few calls.
    Refused,
    /// In which direction it points.
    Directional,
    /// That the two differ.
    Compared,
}

/// Calls on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
struct Sides {
    won: usize,
    lost: usize,
}

/// The whole comparison.
#[derive(Serialize)]
struct Comparison<'a> {
    #[serde(flatten)]
    reviewed: &'a Reviewed<'a>,
    standing: Standing,
    compared_from: usize,
    more_from: usize,
    /// How many calls there are on each side.
    of: Sides,
    accounts: Sides,
    /// The accepted themes, those first whose calls differ most.
    drivers: Vec<Driver<'a>>,
    /// What the CRM says of the compared calls, beside what was heard in them.
    crm: Vec<Crm<'a>>,
    customers: Phrases,
    reps: Phrases,
    competitors: Vec<Named<'a>>,
    doubts: Vec<&'a Driver<'a>>,
    /// Doubts and objections heard in won calls.
    nearly_lost: Vec<&'a Driver<'a>>,
}

/// An accepted theme on both sides.
#[derive(Serialize, Clone)]
struct Driver<'a> {
    theme: &'a ThemeShown,
    calls: Sides,
    /// The first verbatim that supports it, from a call on that side.
    won: Option<&'a Quoted>,
    lost: Option<&'a Quoted>,
}

#[derive(Serialize)]
struct Crm<'a> {
    call: &'a str,
    outcome: &'a str,
    reason: String,
    themes: Vec<&'a ThemeShown>,
}

/// The phrases of one side of the table.
#[derive(Default, Serialize)]
struct Phrases {
    /// How many came up in two compared calls or more.
    found: usize,
    /// Those whose calls differ most.
    differ: Vec<Compared>,
    /// Those that came up on both sides alike.
    alike: Vec<Compared>,
}

/// A phrase on both sides.
#[derive(Serialize, Clone)]
struct Compared {
    phrase: String,
    calls: Sides,
    accounts: usize,
    /// Won less lost, in calls.
    spread: i64,
    won: Option<Example>,
    lost: Option<Example>,
}

/// A sentence in which a phrase came up.
#[derive(Serialize, Clone)]
struct Example {
    text: String,
    speaker: Option<String>,
    call: String,
    turn: u32,
    time: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    calls: Sides,
}

/// What the template sees.
pub(super) fn page(reviewed: &Reviewed<'_>) -> Value {
    let (of, drivers) = (sides(reviewed), drivers(reviewed));
    Value::from(Serde(comparison(reviewed, of, &drivers)))
}

/// The compared calls on one side.
fn calls<'a>(reviewed: &'a Reviewed<'_>, outcome: Outcome) -> Vec<&'a Call> {
    // It is for inside, where there are transcripts: see `Document::is_internal`.
    let all = reviewed.docket.map(|d| d.calls()).unwrap_or_default();
    all.iter().filter(|c| c.counts() && c.metadata.outcome == Some(outcome)).collect()
}

fn sides(reviewed: &Reviewed<'_>) -> Sides {
    Sides { won: calls(reviewed, Outcome::Won).len(), lost: calls(reviewed, Outcome::Lost).len() }
}

fn comparison<'a>(reviewed: &'a Reviewed<'a>, of: Sides, drivers: &'a [Driver<'a>]) -> Comparison<'a> {
    let fewest = of.won.min(of.lost);
    let standing = match fewest {
        n if n < COMPARED_FROM => Standing::Refused,
        n if n < MORE_THAN_A_DIRECTION_FROM => Standing::Directional,
        _ => Standing::Compared,
    };
    let refused = standing == Standing::Refused;
    let (won, lost) = (calls(reviewed, Outcome::Won), calls(reviewed, Outcome::Lost));
    let said = |role: Role| if refused { Phrases::default() } else { compare(&won, &lost, role) };
    let both: Vec<&Call> = won.iter().chain(&lost).copied().collect();
    let crm = both.iter().filter_map(|call| {
        let themes = reviewed.themes().filter(|t| t.calls.contains(&call.id)).collect();
        let reason = super::quoted::unquoted(call.metadata.crm_reason.as_deref()?);
        Some(Crm { call: &call.id.0, outcome: call.metadata.outcome?.as_str(), reason, themes })
    });
    let named = reviewed.sample.competitors.iter().map(|h| {
        let of = |calls: &[&Call]| calls.iter().filter(|c| c.metadata.competitors.contains(&h.name)).count();
        Named { name: &h.name, calls: Sides { won: of(&won), lost: of(&lost) } }
    });
    let of_kinds = |kinds: &'static [Kind]| drivers.iter().filter(move |d| kinds.contains(&d.theme.kind));
    Comparison {
        crm: crm.collect(),
        customers: said(Role::Customer),
        reps: said(Role::Rep),
        competitors: named.filter(|n| n.calls.won + n.calls.lost > 0).collect(),
        doubts: of_kinds(&[Kind::Doubt]).collect(),
        nearly_lost: of_kinds(&[Kind::Doubt, Kind::Objection]).filter(|d| d.calls.won > 0).collect(),
        drivers: if refused { Vec::new() } else { drivers.to_vec() },
        accounts: Sides { won: accounts(won.iter().copied()), lost: accounts(lost.iter().copied()) },
        compared_from: COMPARED_FROM,
        more_from: MORE_THAN_A_DIRECTION_FROM,
        reviewed,
        standing,
        of,
    }
}

fn accounts<'a>(calls: impl Iterator<Item = &'a Call>) -> usize {
    calls.filter_map(|c| c.metadata.account.as_deref()).map(|a| a.trim().to_lowercase()).collect::<std::collections::BTreeSet<_>>().len()
}

/// The accepted themes heard on either side, those first whose calls differ most.
fn drivers<'a>(reviewed: &'a Reviewed<'a>) -> Vec<Driver<'a>> {
    let ids = |outcome| calls(reviewed, outcome).into_iter().map(|c| &c.id).collect::<std::collections::BTreeSet<_>>();
    let (won, lost) = (ids(Outcome::Won), ids(Outcome::Lost));
    let driver = |theme: &'a ThemeShown| Driver {
        theme,
        calls: Sides {
            won: theme.calls.iter().filter(|c| won.contains(c)).count(),
            lost: theme.calls.iter().filter(|c| lost.contains(c)).count(),
        },
        won: theme.supports.iter().find(|q| won.contains(&q.call)),
        lost: theme.supports.iter().find(|q| lost.contains(&q.call)),
    };
    let mut drivers: Vec<Driver<'_>> = reviewed.themes().map(driver).filter(|d| d.calls.won + d.calls.lost > 0).collect();
    drivers.sort_by_key(|d| std::cmp::Reverse((d.calls.won.abs_diff(d.calls.lost), d.calls.won + d.calls.lost)));
    drivers
}

fn compare(won: &[&Call], lost: &[&Call], role: Role) -> Phrases {
    let all: Vec<&Call> = won.iter().chain(lost).copied().collect();
    let mut compared: Vec<Compared> = phrases(&all, role)
        .into_iter()
        .map(|p| {
            let calls = Sides {
                won: p.calls.iter().filter(|(at, _)| *at < won.len()).count(),
                lost: p.calls.iter().filter(|(at, _)| *at >= won.len()).count(),
            };
            let example = |in_won: bool| {
                let (at, piece) = p.calls.iter().find(|(at, _)| (*at < won.len()) == in_won)?;
                example(all.get(*at)?, *piece)
            };
            Compared {
                accounts: accounts(p.calls.iter().filter_map(|(at, _)| all.get(*at)).copied()),
                spread: i64::try_from(calls.won).unwrap_or(0) - i64::try_from(calls.lost).unwrap_or(0),
                won: example(true),
                lost: example(false),
                phrase: p.words,
                calls,
            }
        })
        .collect();
    let found = compared.len();
    compared.sort_by(|a, b| {
        let key = |c: &Compared| (c.spread.abs(), c.calls.won + c.calls.lost, c.phrase.chars().count());
        key(b).cmp(&key(a)).then_with(|| a.phrase.cmp(&b.phrase))
    });
    // Alike: on both sides, in shares of their calls that are no further apart than one call of the smaller side.
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    let near = 1.0 / won.len().min(lost.len()).max(1) as f64 + 1e-9;
    let is_alike = |c: &&Compared| {
        c.calls.won > 0 && c.calls.lost > 0 && (share(c.calls.won, won.len()) - share(c.calls.lost, lost.len())).abs() <= near
    };
    let mut alike: Vec<Compared> = compared.iter().filter(is_alike).cloned().collect();
    alike.sort_by_key(|c| std::cmp::Reverse(c.calls.won + c.calls.lost));
    alike.truncate(LISTED);
    let differ = compared.iter().filter(|c| c.spread.abs() >= 2).take(LISTED).cloned().collect();
    Phrases { found, differ, alike }
}

/// The sentence around a phrase, or the phrase where the sentence is long.
fn example(call: &Call, piece: Piece) -> Option<Example> {
    let turn = call.turn(piece.turn)?;
    let (mut start, mut end) = sentence(&turn.text, piece.start, piece.end);
    if end.0.saturating_sub(start.0) > SENTENCE {
        (start, end) = (piece.start, piece.end);
    }
    Some(Example {
        text: Chars::slice(&turn.text, start, end)?.trim().to_owned(),
        speaker: turn.speaker.as_deref().map(str::to_owned),
        call: call.id.0.clone(),
        turn: turn.index,
        time: turn.time_at(start).map(clock),
    })
}
