//! The ledger: the append-only chain of everything that was judged and decided.
//!
//! An entry's *body* is one line of JSON; its hash is the SHA-256 of the hash of the one before and the body. So a change, a removal or
//! another order inside the chain shows when it is [read](read); a chain rewritten from some point on, or cut short, shows against
//! the head that every export prints.

use serde::{Deserialize, Serialize};

use super::{Act, Hash};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When, as an RFC 3339 time in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub act: Act,
    /// Who or what had proposed the theme: a model's name, or `offline finder`.
    pub model: Option<String>,
    /// Hash of the prompt that the model had answered.
    pub prompt: Option<Hash>,
    /// The entry's own hash.
    pub hash: Hash,
}

/// The part of an entry that is written down as JSON and hashed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    seq: u64,
    at: String,
    who: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    prompt: Option<Hash>,
    what: Act,
}

/// An entry as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub seq: u64,
    /// One line of JSON.
    pub body: String,
    /// The hash of the entry before; [`Hash::start`] for the first.
    pub previous: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

/// Where the chain ends: every export prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// How many entries there are.
    pub count: u64,
    /// The last one's hash; [`Hash::start`] where there is none.
    pub hash: Hash,
}

/// Where and how a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the ledger was changed outside verbatim: entry {seq} {what}")]
pub struct Broken {
    /// The first entry that doesn't fit, from 1.
    pub seq: u64,
    /// What doesn't fit.
    pub what: &'static str,
}

/// Who acts, when, and on whose proposal: what the edge knows and an act doesn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// An RFC 3339 time in UTC.
    pub at: String,
    /// The reviewer's name.
    pub who: String,
    /// The proposing model.
    pub model: Option<String>,
    /// Hash of the prompt.
    pub prompt: Option<Hash>,
}

fn chained(previous: &Hash, body: &str) -> Hash {
    Hash::of(&format!("{previous}\n{body}"))
}

/// The row that appends `act` to a chain that ends at `head`.
///
/// # Errors
/// Only if the act can't be written as JSON, which no act causes.
pub fn next(head: &Head, stamp: &Stamp, act: &Act) -> Result<(Row, Entry), serde_json::Error> {
    let Stamp { at, who, model, prompt } = stamp.clone();
    let body = Body { seq: head.count + 1, at, who, model, prompt, what: act.clone() };
    let text = serde_json::to_string(&body)?;
    let hash = chained(&head.hash, &text);
    let row = Row { seq: body.seq, body: text, previous: head.hash.clone(), hash: hash.clone() };
    Ok((row, entry(body, hash)))
}

fn entry(body: Body, hash: Hash) -> Entry {
    let Body { seq, at, who, model, prompt, what } = body;
    Entry { seq, at, who, act: what, model, prompt, hash }
}

/// Reads a whole chain and checks every link.
///
/// # Errors
/// [`Broken`] at the first row that doesn't fit.
pub fn read(rows: &[Row]) -> Result<(Vec<Entry>, Head), Broken> {
    let mut head = Head { count: 0, hash: Hash::start() };
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let broken = |what| Broken { seq: head.count + 1, what };
        if row.seq != head.count + 1 {
            return Err(broken("is missing, or stands in another place"));
        }
        if row.previous != head.hash {
            return Err(broken("does not follow the one before it"));
        }
        if chained(&row.previous, &row.body) != row.hash {
            return Err(broken("does not match its own hash"));
        }
        let body: Body = serde_json::from_str(&row.body).map_err(|_| broken("can't be read"))?;
        if body.seq != row.seq {
            return Err(broken("carries another number"));
        }
        head = Head { count: row.seq, hash: row.hash.clone() };
        entries.push(entry(body, row.hash.clone()));
    }
    Ok((entries, head))
}
