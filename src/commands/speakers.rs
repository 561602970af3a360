//! `verbatim speakers`: who is a customer and who is a rep. A guess never counts until somebody gives it.

use std::collections::BTreeSet;

use serde_json::json;

use super::Workspace;

use crate::calls::{Call, CallId, Role, Speaker};
use crate::error::Error;
use crate::page::{Line, Tone, plural};
use crate::ui::{Answer, Ui};

/// How many people of a kind are listed for a call; a table of comments has one for each row.
const MOST_SHOWN: usize = 12;

/// The arguments of `verbatim speakers`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim speakers                                     asks for each speaker whose role is not known\n  verbatim speakers --set \"Dana Whitfield=customer\"       gives a role in every call\n  verbatim speakers --set \"acme-demo:Speaker 2=rep\"       gives a role in one call, by the call's name\n  verbatim speakers --list                              shows who is who, and how we know"
)]
pub struct SpeakersArgs {
    /// Give a role without being asked: NAME=ROLE or CALL:NAME=ROLE, where ROLE is customer, rep, other or unknown
    #[arg(long, value_name = "NAME=ROLE")]
    set: Vec<String>,
    /// Only list the speakers
    #[arg(long)]
    list: bool,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where a name or role isn't known, or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &SpeakersArgs) -> Result<(), Error> {
    let calls = workspace.store.calls()?;
    for setting in &args.set {
        set(workspace, &calls, setting)?;
    }
    if args.json {
        let calls = workspace.store.calls()?;
        ui.data(&calls.iter().flat_map(|c| c.speakers.iter().map(|s| as_json(c, s))).collect::<String>());
        return Ok(());
    }
    if args.set.is_empty() && !args.list && ui.is_interactive() {
        ask(ui, workspace)?;
    }
    let calls = workspace.store.calls()?;
    let lines: Vec<Line> = calls.iter().flat_map(|c| std::iter::once(Line::of(Tone::Strong, &c.id.0)).chain(who_is_who(c))).collect();
    ui.show(&lines);
    Ok(())
}

fn as_json(call: &Call, speaker: &Speaker) -> String {
    let value = json!({
        "call": call.id, "speaker": speaker.name, "labels": speaker.labels, "company": speaker.company, "role": speaker.role(),
        "given_by": speaker.given.as_ref().map(|g| &g.by),
        "guess": speaker.guess.as_ref().map(|g| json!({"role": g.role, "reason": g.reason})),
        "words": words(call, speaker),
    });
    format!("{value}\n")
}

/// Lines that say who is on which side in a call, and how we know.
pub fn who_is_who(call: &Call) -> Vec<Line> {
    let said: BTreeSet<&str> = call.turns.iter().filter_map(|t| t.speaker.as_deref()).collect();
    let spoke: Vec<&Speaker> = call.speakers.iter().filter(|s| said.contains(s.name.as_str())).collect();
    let mut lines = Vec::new();
    for (role, tone) in [(Role::Customer, Tone::Customer), (Role::Rep, Tone::Rep), (Role::Other, Tone::Quiet)] {
        let names: Vec<String> = spoke
            .iter()
            .filter(|s| s.role() == role)
            .map(|s| format!("{} ({})", s.name, s.given.as_ref().map_or("", |g| g.by.as_str())))
            .collect();
        let more = names.len().saturating_sub(MOST_SHOWN);
        let names: Vec<String> = names.into_iter().take(MOST_SHOWN).chain((more > 0).then(|| format!("and {more} more"))).collect();
        if !names.is_empty() {
            lines.push(Line::of(tone, format!("    {:<10}", role.as_str())).then(Tone::Plain, names.join(", ")));
        }
    }
    let open: Vec<&&Speaker> = spoke.iter().filter(|s| s.given.is_none()).collect();
    for speaker in open.iter().take(MOST_SHOWN) {
        let guess = match &speaker.guess {
            Some(g) => format!("a guess: {}, because {}", g.role.as_str(), g.reason),
            None => "no guess".to_owned(),
        };
        lines.push(Line::of(Tone::Warning, "    not given ").then(Tone::Plain, format!("{} ({guess}); counts for nothing", speaker.name)));
    }
    if open.len() > MOST_SHOWN {
        let more = format!("{} more; `verbatim speakers --json` lists them all", open.len() - MOST_SHOWN);
        lines.push(Line::of(Tone::Warning, "    not given ").then(Tone::Plain, more));
    }
    let nameless = call.turns.iter().filter(|t| t.speaker.is_none()).count();
    if nameless > 0 {
        lines.push(
            Line::of(Tone::Warning, "    no name   ")
                .then(Tone::Plain, format!("{nameless} of {} turns say no speaker; they count for nothing", call.turns.len())),
        );
    }
    lines
}

fn words(call: &Call, speaker: &Speaker) -> usize {
    call.turns.iter().filter(|t| t.speaker.as_deref() == Some(&speaker.name)).map(|t| t.text.split_whitespace().count()).sum()
}

/// Asks for the role of every speaker whose role is not given: the same name in several calls is asked for once.
/// Gives whether the person left with Ctrl-C.
///
/// # Errors
/// Where the terminal or the store can't be used.
pub fn ask(ui: &Ui, workspace: &mut Workspace) -> Result<bool, Error> {
    let calls = workspace.store.calls()?;
    let mut asked = BTreeSet::new();
    for call in calls.iter().filter(|c| c.metadata.source_type.is_call()) {
        for speaker in call.speakers.iter().filter(|s| s.given.is_none() && words(call, s) > 0) {
            let one_call = speaker.is_generic();
            if !one_call && !asked.insert(speaker.name.clone()) {
                continue;
            }
            for line in introduction(&calls, call, speaker) {
                ui.say_line(&line, 4);
            }
            let (options, start) = options(speaker);
            let question = format!("Who is {}?", speaker.name);
            match ui.choose(&question, &options, start, "Enter takes it; Esc leaves it open, and it counts for nothing.")? {
                Answer::Given(choice) => {
                    let role = [Role::Customer, Role::Rep, Role::Other].get(choice).copied();
                    if let Some(role) = role {
                        workspace.give_role(one_call.then_some(&call.id), &speaker.name, role)?;
                    }
                }
                Answer::Skipped => {}
                Answer::Interrupted => return Ok(true),
            }
        }
    }
    Ok(false)
}

/// How many speakers who said something have no given role.
pub fn not_given(calls: &[Call]) -> usize {
    calls
        .iter()
        .filter(|c| c.metadata.source_type.is_call())
        .map(|c| {
            let said: BTreeSet<&str> = c.turns.iter().filter_map(|t| t.speaker.as_deref()).collect();
            c.speakers.iter().filter(|s| s.given.is_none() && said.contains(s.name.as_str())).count()
        })
        .sum()
}

fn options(speaker: &Speaker) -> (Vec<String>, usize) {
    let guessed = speaker.guess.as_ref().map(|g| g.role);
    let roles = [
        (Role::Customer, "a customer"),
        (Role::Rep, "a rep (anyone on our side)"),
        (Role::Other, "somebody else (partner, analyst, notetaker)"),
    ];
    let mut options: Vec<String> = roles
        .iter()
        .map(|(role, words)| if guessed == Some(*role) { format!("{words}   (our guess)") } else { (*words).to_owned() })
        .collect();
    options.push("I don't know: leave it open".into());
    let start = roles.iter().position(|(role, _)| guessed == Some(*role)).unwrap_or(options.len() - 1);
    (options, start)
}

fn introduction(calls: &[Call], call: &Call, speaker: &Speaker) -> Vec<Line> {
    let also = calls.iter().filter(|c| c.id != call.id && c.speaker(&speaker.name).is_some()).count();
    let also = if also > 0 && !speaker.is_generic() { format!(", and in {also} more") } else { String::new() };
    let mut lines = vec![
        Line::empty(),
        Line::of(Tone::Strong, &speaker.name)
            .then(Tone::Quiet, format!(" in {}{also} · {}", call.id, plural(words(call, speaker), "word"))),
    ];
    if let Some(guess) = &speaker.guess {
        lines.push(Line::of(Tone::Quiet, format!("    We guess {}, because {}.", guess.role.as_str(), guess.reason)));
    }
    let mut said: Vec<_> = call.turns.iter().filter(|t| t.speaker.as_deref() == Some(&speaker.name)).collect();
    said.sort_by_key(|t| std::cmp::Reverse(t.text.len()));
    said.truncate(3);
    said.sort_by_key(|t| t.index);
    lines.extend(said.iter().map(|t| Line::of(Tone::Quiet, "  ▸ ").then(Tone::Plain, cut(&t.text, 160))));
    lines
}

fn cut(text: &str, most: usize) -> String {
    let kept: String = text.chars().take(most).collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

fn set(workspace: &mut Workspace, calls: &[Call], setting: &str) -> Result<(), Error> {
    let shape = || {
        Error::usage(format!("--set {setting}: this is not NAME=ROLE or CALL:NAME=ROLE."))
            .hint("For example --set \"Dana Whitfield=customer\".")
    };
    let (who, role) = setting.rsplit_once('=').ok_or_else(shape)?;
    let role = match role.trim().to_lowercase().as_str() {
        "customer" => Role::Customer,
        "rep" => Role::Rep,
        "other" => Role::Other,
        "unknown" => Role::Unknown,
        _ => {
            return Err(
                Error::usage(format!("--set {setting}: {} is no role.", role.trim())).hint("Roles are customer, rep, other and unknown.")
            );
        }
    };
    let who = who.trim();
    let named: Vec<(&Call, &Speaker)> = found(calls, who);
    if let Some((call, speaker)) = who.split_once(':').and_then(|(call, name)| one_call(calls, call.trim(), name.trim())) {
        return workspace.give_role(Some(&call.id), &speaker.name, role);
    }
    let Some((first_call, first)) = named.first() else {
        return Err(unknown_speaker(calls, who));
    };
    if first.is_generic() && named.len() > 1 {
        let places: Vec<String> = named.iter().map(|(c, _)| c.id.0.clone()).collect();
        return Err(Error::usage(format!("{} may be another person in each of {}.", first.name, places.join(", "))).hint(format!(
            "Name the call: --set \"{}:{}={}\".",
            first_call.id,
            first.name,
            role.as_str()
        )));
    }
    let one = first.is_generic().then_some(&first_call.id);
    workspace.give_role(one, &first.name, role)
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn found<'a>(calls: &'a [Call], name: &str) -> Vec<(&'a Call, &'a Speaker)> {
    calls
        .iter()
        .flat_map(|c| c.speakers.iter().map(move |s| (c, s)))
        .filter(|(_, s)| same(&s.name, name) || s.labels.iter().any(|l| same(l, name)))
        .collect()
}

fn one_call<'a>(calls: &'a [Call], call: &str, name: &str) -> Option<(&'a Call, &'a Speaker)> {
    let call = calls.iter().find(|c| same(&c.id.0, call) || same(&c.file, call))?;
    found(std::slice::from_ref(call), name).into_iter().next()
}

fn unknown_speaker(calls: &[Call], who: &str) -> Error {
    let name = who.rsplit_once(':').map_or(who, |(_, name)| name).trim();
    let names: BTreeSet<&str> = calls.iter().flat_map(|c| c.speakers.iter().map(|s| s.name.as_str())).collect();
    let nearest =
        names.iter().map(|n| (strsim::jaro_winkler(&n.to_lowercase(), &name.to_lowercase()), *n)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match nearest {
        Some((likeness, nearest)) if likeness > 0.8 => format!("Did you mean {nearest}? `verbatim speakers --list` shows all names."),
        _ => "`verbatim speakers --list` shows all names.".to_owned(),
    };
    Error::usage(format!("No call has a speaker {who}.")).hint(hint)
}

impl Workspace {
    /// Gives a role by hand, in one call or wherever the name stands.
    fn give_role(&mut self, call: Option<&CallId>, speaker: &str, role: Role) -> Result<(), Error> {
        let by = self.reviewer()?.unwrap_or_else(|| "you".to_owned());
        let at = super::workspace::now();
        Ok(self.store.give_role(call, speaker, role, &by, &at)?)
    }
}
