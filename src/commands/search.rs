//! `verbatim search`: where words were said, and by whom.

use std::collections::HashMap;

use serde_json::json;

use super::Workspace;
use super::show::found;
use crate::calls::{Call, CallId, Role, Turn, roles};
use crate::error::Error;
use crate::page::{Line, Tone, clock, plural, wrap};
use crate::store::{Hit, MARKS};
use crate::ui::Ui;

/// The arguments of `verbatim search`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim search onboarding                    every turn that speaks of onboarding\n  verbatim search \"ran out\" --role customer     what customers said with these two words in it\n  verbatim search '\"ran out\"'                   with the two words together\n  verbatim search price --call acme-demo        in one call"
)]
pub struct SearchArgs {
    /// The words; a turn has to have all of them
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Only what a customer said, or a rep, other or unknown
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Only in this call
    #[arg(long, value_name = "CALL")]
    call: Option<String>,
    /// How many turns are shown at most
    #[arg(long, value_name = "N", default_value_t = 30)]
    most: usize,
    /// Print one JSON object a line, all of them
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where a role or call isn't known, or the store can't be read.
pub fn run(ui: &Ui, workspace: &Workspace, args: &SearchArgs) -> Result<(), Error> {
    let role = args.role.as_deref().map(role_named).transpose()?;
    let only = match &args.call {
        Some(name) => Some(found(&workspace.store.calls()?, name)?.0.id.clone()),
        None => None,
    };
    let words = args.words.join(" ");
    let mut calls: HashMap<CallId, Call> = HashMap::new();
    let mut lines = Vec::new();
    let mut data = String::new();
    let mut hits = 0;
    for hit in workspace.store.search(&words)?.into_iter().filter(|h| only.as_ref().is_none_or(|id| *id == h.call)) {
        if !calls.contains_key(&hit.call)
            && let Some(call) = workspace.store.call(&hit.call)?
        {
            calls.insert(hit.call.clone(), call);
        }
        let Some((call, turn)) = calls.get(&hit.call).and_then(|c| Some((c, c.turn(hit.turn)?))) else { continue };
        if role.is_some_and(|wanted| call.role_of(turn) != wanted) {
            continue;
        }
        hits += 1;
        if args.json {
            data.push_str(&as_json(call, turn, &hit));
        } else if hits <= args.most {
            lines.extend(as_lines(call, turn, &hit, ui.columns()));
        }
    }
    if args.json {
        ui.data(&data);
        return Ok(());
    }
    ui.show(&lines);
    let who = role.map_or_else(String::new, |r| format!(" by a speaker who is {}", r.as_str()));
    if hits == 0 {
        ui.say(format!("No turn{who} has all of these words: {words}."));
    } else if hits > args.most {
        ui.say(format!("{} in all; the best {} are shown. `--most N` shows more.", plural(hits, "turn"), args.most));
    }
    Ok(())
}

fn role_named(word: &str) -> Result<Role, Error> {
    roles::role_of_word(word)
        .ok_or_else(|| Error::usage(format!("--role {word}: there is no such role.")).hint("Roles are customer, rep, other and unknown."))
}

fn as_json(call: &Call, turn: &Turn, hit: &Hit) -> String {
    let value = json!({
        "call": call.id, "turn": turn.index, "speaker": turn.speaker, "role": call.role_of(turn), "time_ms": turn.start_ms,
        "snippet": hit.snippet.replace([MARKS.0, MARKS.1], ""), "text": turn.text,
    });
    format!("{value}\n")
}

fn as_lines(call: &Call, turn: &Turn, hit: &Hit, columns: usize) -> Vec<Line> {
    let role = call.role_of(turn);
    let (tone, shown) = match role {
        Role::Customer => (Tone::Customer, "customer"),
        Role::Rep => (Tone::Rep, "rep"),
        Role::Other => (Tone::Quiet, "other"),
        Role::Unknown => (Tone::Quiet, "role not given"),
    };
    let at = turn.start_ms.map(|ms| format!(" · {}", clock(ms.get()))).unwrap_or_default();
    let head = Line::of(Tone::Strong, format!("{}:{}", call.id, turn.index))
        .then(Tone::Plain, "  ")
        .then(tone, turn.speaker.as_deref().unwrap_or("(no name)"))
        .then(Tone::Quiet, format!(" ({shown}){at}"));
    let mut snippet = Line::plain("    ");
    for (at, piece) in hit.snippet.split([MARKS.0, MARKS.1]).enumerate() {
        // Marks come in pairs, so that every other piece is a word that was searched for.
        snippet = snippet.then(if at % 2 == 1 { Tone::Strong } else { Tone::Plain }, piece);
    }
    std::iter::once(head).chain(wrap(&snippet, columns, 4)).collect()
}
