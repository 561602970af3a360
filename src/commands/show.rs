//! `verbatim show`: read a call, or one place in it.

use super::Workspace;
use crate::calls::closing::closing_from;
use crate::calls::{Call, Role};
use crate::error::Error;
use crate::page::{Line, Tone, clock, wrap};
use crate::ui::Ui;

/// How many turns are shown on each side of a turn that was named.
const AROUND: u32 = 4;

/// The arguments of `verbatim show`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim show acme-demo           the whole call\n  verbatim show acme-demo:41        turn 41 with the turns around it\n  verbatim show acme-demo --raw     the file as it was read, byte for byte"
)]
pub struct ShowArgs {
    /// The call's name, and perhaps a turn
    #[arg(value_name = "CALL[:TURN]")]
    place: String,
    /// Write out the file that the call was read from
    #[arg(long)]
    raw: bool,
    /// Print the call as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where there is no such call or turn.
pub fn run(ui: &Ui, workspace: &Workspace, args: &ShowArgs) -> Result<(), Error> {
    let calls = workspace.store.calls()?;
    let (call, turn) = found(&calls, &args.place)?;
    if args.raw {
        let bytes = workspace.store.raw(&call.version)?.unwrap_or_default();
        ui.bytes(&bytes);
        return Ok(());
    }
    if args.json {
        let failed = |e| Error::failed("The call can't be written as JSON.").because(e);
        let mut value = serde_json::to_value(call).map_err(failed)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("candid_from_turn".into(), closing_from(call).into());
        }
        let text = value.to_string();
        ui.data(&format!("{text}\n"));
        return Ok(());
    }
    let near = |index: u32| turn.is_none_or(|t| index.abs_diff(t) <= AROUND);
    let mut lines = vec![
        Line::of(Tone::Strong, call.title.as_deref().unwrap_or(&call.id.0)).then(Tone::Quiet, format!("  {}", call.file)),
        Line::empty(),
    ];
    let closing = closing_from(call);
    for said in call.turns.iter().filter(|t| near(t.index)) {
        if closing == Some(said.index) {
            lines.push(
                Line::of(Tone::Strong, "  ── candid moment").then(Tone::Quiet, ": the business is done, and people say what they think"),
            );
        }
        let role = call.role_of(said);
        let tone = if role == Role::Customer {
            Tone::Customer
        } else if role == Role::Rep {
            Tone::Rep
        } else {
            Tone::Quiet
        };
        let at = said.start_ms.map(|ms| format!("  {}", clock(ms.get()))).unwrap_or_default();
        let role = if role == Role::Unknown { "role not given" } else { role.as_str() };
        let mark = if turn == Some(said.index) { "▸ " } else { "  " };
        lines.push(
            Line::of(Tone::Key, mark)
                .then(tone, said.speaker.as_deref().unwrap_or("(no name)"))
                .then(Tone::Quiet, format!(" ({role}) · turn {}{at}", said.index)),
        );
        lines.extend(wrap(&Line::plain(format!("    {}", said.text)), ui.columns(), 4));
    }
    ui.show(&lines);
    Ok(())
}

/// The call and turn that `place` names: the call's id or its file's name, and a turn from 1 after a colon.
pub(super) fn found<'a>(calls: &'a [Call], place: &str) -> Result<(&'a Call, Option<u32>), Error> {
    let named = |name: &str| calls.iter().find(|c| c.id.0.eq_ignore_ascii_case(name) || c.file.eq_ignore_ascii_case(name));
    if let Some(call) = named(place) {
        return Ok((call, None));
    }
    if let Some((name, turn)) = place.rsplit_once(':')
        && let Some(call) = named(name)
    {
        let turn: u32 = turn.trim().parse().map_err(|_| Error::usage(format!("{turn} is no turn: turns are counted from 1.")))?;
        return match call.turn(turn) {
            Some(_) => Ok((call, Some(turn))),
            None => Err(Error::usage(format!("{} has no turn {turn}.", call.id)).hint(format!("Its turns are 1 to {}.", call.turns.len()))),
        };
    }
    let nearest = calls
        .iter()
        .map(|c| (strsim::jaro_winkler(&c.id.0.to_lowercase(), &place.to_lowercase()), &c.id.0))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match nearest {
        Some((likeness, id)) if likeness > 0.7 => format!("Did you mean {id}? `verbatim calls` lists them all."),
        _ => "`verbatim calls` lists them all.".to_owned(),
    };
    Err(Error::usage(format!("There is no call {place}.")).hint(hint))
}
