//! `verbatim propose`: asks for themes, and checks their quotes.

use std::collections::{BTreeMap, HashSet};

use super::Workspace;
use crate::error::{Error, Exit};
use crate::evidence::Verdict;
use crate::page::{Line, Tone, plural};
use crate::propose::offline::Offline;
use crate::propose::{Codebook, Finder};
use crate::review::{Docket, Reviews};
use crate::store::Draft;
use crate::themes::ThemeId;
use crate::ui::Ui;

/// The arguments of `verbatim propose`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim propose        look for themes again, after calls or speakers changed; nothing you decided is touched"
)]
pub struct ProposeArgs {}

/// Runs the command.
///
/// # Errors
/// Where there are no calls to read, or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, _args: &ProposeArgs) -> Result<Exit, Error> {
    let left = propose(ui, workspace)?;
    checked(ui, &workspace.settled_docket()?);
    ui.say("`verbatim themes` lists them; `verbatim review` shows you each quote in its context.");
    Ok(if left { Exit::Left } else { Exit::Done })
}

/// Proposes themes over all calls and keeps them; gives whether any call was left out.
///
/// # Errors
/// Where there are no calls to read, or the store can't be used.
pub fn propose(ui: &Ui, workspace: &mut Workspace) -> Result<bool, Error> {
    let calls = workspace.store.calls()?;
    if calls.is_empty() {
        return Err(Error::failed("There are no calls in this project yet.").hint("`verbatim ingest FOLDER` reads your transcripts."));
    }
    ui.say_line(
        &Line::of(Tone::Strong, "Proposing").then(
            Tone::Plain,
            " with the built-in offline finder: no AI, it goes by the words that customers use for problems, success and objections.",
        ),
        2,
    );
    let codebook = Codebook::built_in();
    let proposed = Offline.propose(&calls, &codebook);
    for left in &proposed.left_out {
        ui.say_line(&Line::of(Tone::Warning, format!("  {}: ", left.call)).then(Tone::Plain, &left.why), 4);
    }
    let drafts: Vec<Draft> = proposed
        .themes
        .into_iter()
        .map(|t| Draft { kind: t.kind, statement: t.statement, findings: t.findings, counter: t.counter })
        .collect();
    keep(workspace, drafts)?;
    Ok(!proposed.left_out.is_empty())
}

/// Says in one line how to have a model propose.
pub fn how_to_configure(ui: &Ui) {
    ui.say_line(
        &Line::of(
            Tone::Quiet,
            "  A model finds more, and says it better: config.example.toml shows how to name an endpoint once your version supports one.",
        ),
        2,
    );
}

/// Keeps a proposal: what nobody touched is replaced; what says the same as a theme that somebody touched joins it as new evidence.
fn keep(workspace: &mut Workspace, drafts: Vec<Draft>) -> Result<(), Error> {
    let (entries, _) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let touched: HashSet<ThemeId> = reviews.touched().cloned().collect();
    let themes = workspace.store.themes()?;
    let mut fresh = Vec::new();
    for draft in drafts {
        let home = themes.iter().filter(|t| touched.contains(&t.id) && t.kind == draft.kind).max_by_key(|t| shared(t, &draft));
        match home.filter(|t| shared(t, &draft) > 0) {
            Some(theme) => {
                workspace.store.add_to_theme(&theme.id, &draft.findings, &draft.counter)?;
            }
            None => fresh.push(draft),
        }
    }
    workspace.store.replace_untouched(&touched, &fresh)?;
    Ok(())
}

/// How many quotes a theme and a draft have in common: one that shares none says something else.
fn shared(theme: &crate::themes::Theme, draft: &Draft) -> usize {
    let has: HashSet<_> = theme.claims().into_iter().collect();
    draft.findings.iter().flat_map(|f| &f.quotes).filter(|q| has.contains(q)).count()
}

/// Says how many quotes got which verdict.
pub fn checked(ui: &Ui, docket: &Docket) {
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for quote in docket.themes().iter().flat_map(|t| &t.quotes) {
        *verdicts.entry(quote.verdict).or_default() += 1;
    }
    let total: usize = verdicts.values().sum();
    let words: Vec<String> = verdicts.iter().map(|(v, n)| format!("{n} {}", v.as_str().replace('_', " "))).collect();
    let themes = plural(docket.themes().len(), "theme");
    let verified: usize = verdicts.iter().filter(|(v, _)| v.is_verified()).map(|(_, n)| n).sum();
    ui.say_line(
        &Line::of(Tone::Strong, "Checking").then(
            Tone::Plain,
            format!(" {themes}, {}: {verified} verified against the transcripts ({}).", plural(total, "quote"), words.join(", ")),
        ),
        2,
    );
}
