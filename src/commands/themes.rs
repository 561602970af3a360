//! `verbatim themes`: the themes with state, support, quotes and verdicts.

use serde_json::{Value, json};

use super::Workspace;
use crate::error::Error;
use crate::evidence::Checked;
use crate::evidence::support::Support;
use crate::page::{Line, Tone, clock, plural};
use crate::review::{Docket, QuoteStanding, Reviews, Standing};
use crate::themes::{Finding, Judgement, Kind, State};
use crate::ui::Ui;

/// The arguments of `verbatim themes`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim themes                       all themes, most calls first\n  verbatim themes --kind objection      the objections only\n  verbatim themes --json                everything, for other programs"
)]
pub struct ThemesArgs {
    /// Only this kind: problem, success, objection, trigger, alternative, doubt or request
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Where the kind isn't one, or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &ThemesArgs) -> Result<(), Error> {
    let kind = args.kind.as_deref().map(kind_named).transpose()?;
    let docket = workspace.settled_docket()?;
    let (entries, _) = workspace.ledger()?;
    let reviews = Reviews::replay(&entries);
    let standings: Vec<Standing<'_>> =
        docket.themes().iter().map(|t| Standing::of(&docket, &reviews, t)).filter(|s| kind.is_none_or(|k| s.kind == k)).collect();
    if args.json {
        let themes: Vec<Value> = standings.iter().map(|s| as_json(&docket, s)).collect();
        let text = serde_json::to_string_pretty(&json!({"themes": themes}))
            .map_err(|e| Error::failed("The themes can't be written as JSON.").because(e))?;
        ui.data(&format!("{text}\n"));
        return Ok(());
    }
    if standings.is_empty() {
        ui.say("There are no themes yet. `verbatim propose` looks for them.");
    }
    let lines: Vec<Line> = lines(&docket, &standings).iter().flat_map(|l| crate::page::wrap(l, ui.columns(), 6)).collect();
    ui.show(&lines);
    Ok(())
}

fn kind_named(name: &str) -> Result<Kind, Error> {
    let wanted = name.trim().to_lowercase();
    Kind::ALL.into_iter().find(|k| k.as_str() == wanted || wanted.strip_suffix('s') == Some(k.as_str())).ok_or_else(|| {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
        Error::usage(format!("There is no kind {name}.")).hint(format!("Kinds are {}.", kinds.join(", ")))
    })
}

/// The themes for people: those heard in two or more calls first, each with its quotes.
pub fn lines(docket: &Docket, standings: &[Standing<'_>]) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let mut of_kind: Vec<(Support, &Standing<'_>)> =
            standings.iter().filter(|s| s.kind == kind).map(|s| (shown_support(docket, s), s)).collect();
        if of_kind.is_empty() {
            continue;
        }
        of_kind.sort_by_key(|(support, _)| std::cmp::Reverse(support.calls));
        lines.push(Line::empty());
        lines.push(Line::of(Tone::Strong, kind.heading().to_uppercase()));
        for (support, standing) in &of_kind {
            lines.extend(one(support, standing));
        }
    }
    lines
}

/// Support where somebody judged already, else the count over all verified quotes.
fn shown_support(docket: &Docket, standing: &Standing<'_>) -> Support {
    if standing.quotes.iter().any(|q| q.judged.is_some()) { standing.support(docket) } else { standing.candidate(docket) }
}

fn one(support: &Support, standing: &Standing<'_>) -> Vec<Line> {
    let judged = standing.quotes.iter().any(|q| q.judged.is_some());
    let heard = if support.calls >= 2 { "" } else { " · heard once" };
    let word = if judged { "support" } else { "candidate, not judged yet" };
    let tone = if standing.state == State::Accepted { Tone::Good } else { Tone::Quiet };
    let mut lines = vec![
        Line::empty(),
        Line::of(Tone::Quiet, format!("{:<4}  ", standing.proposed.theme.id.0))
            .then(Tone::Strong, standing.statement.as_deref().unwrap_or("(the edited statement is missing)")),
        Line::of(tone, format!("      {}", standing.state.as_str())).then(Tone::Quiet, format!(" · {support} ({word}){heard}")),
    ];
    lines.extend(standing.quotes.iter().filter(|q| q.judgement() != Some(Judgement::Unrelated)).map(quote));
    lines
}

fn quote(quote: &QuoteStanding<'_>) -> Line {
    let judged = quote.judgement().map(|j| format!(" · {}", j.as_str())).unwrap_or_default();
    let Some(verbatim) = &quote.checked.verbatim else {
        return Line::of(Tone::Warning, "      ✗ ")
            .then(Tone::Plain, &quote.checked.claim.text)
            .then(Tone::Quiet, format!(" · {}", quote.checked.verdict.meaning()));
    };
    let aside = quote.set_aside().map(|why| format!(" · {why}")).unwrap_or_default();
    let at = verbatim.time_ms().map(|ms| format!(", {}", clock(ms))).unwrap_or_default();
    let from = format!("  {}, {}{at}{judged}{aside}", verbatim.speaker().unwrap_or("(no name)"), verbatim.call());
    let tone = if quote.is_evidence() { Tone::Plain } else { Tone::Warning };
    Line::of(tone, format!("      “{}”", verbatim.text())).then(Tone::Quiet, from)
}

fn as_json(docket: &Docket, standing: &Standing<'_>) -> Value {
    let support = standing.support(docket);
    let candidate = standing.candidate(docket);
    let counted = if standing.quotes.iter().any(|q| q.judged.is_some()) { &support } else { &candidate };
    let (against, quotes): (Vec<&QuoteStanding<'_>>, Vec<&QuoteStanding<'_>>) = standing
        .quotes
        .iter()
        .filter(|q| q.judgement() != Some(Judgement::Unrelated))
        .partition(|q| q.judgement() == Some(Judgement::Contradicts));
    let mut counter: Vec<Value> = against.iter().map(|q| quote_json(q.checked, q.judgement())).collect();
    let is_quote = |c: &&Checked| standing.quotes.iter().any(|q| q.checked.id == c.id);
    counter.extend(standing.proposed.counter.iter().filter(|c| !is_quote(c)).map(|c| quote_json(c, None)));
    let heard: std::collections::BTreeSet<_> = quotes.iter().filter_map(|q| q.checked.customer_verbatim()).map(|v| v.call()).collect();
    let silent: Vec<&crate::calls::CallId> =
        docket.calls().iter().filter(|c| c.counts() && !heard.contains(&c.id)).map(|c| &c.id).collect();
    let findings: Vec<Value> = standing.proposed.theme.findings.iter().map(finding_json).collect();
    json!({
        "id": standing.proposed.theme.id, "kind": standing.kind, "statement": standing.statement, "state": standing.state,
        "repeated": counted.calls >= 2, "support": support, "candidate": candidate,
        "quotes": quotes.iter().map(|q| quote_json(q.checked, q.judgement())).collect::<Vec<_>>(),
        "counter_evidence": counter, "nothing_found_in": silent, "findings": findings,
    })
}

/// Where a finding comes from: not its quotes, which stand with their verdicts elsewhere.
fn finding_json(finding: &Finding) -> Value {
    json!({"call": finding.call, "statement": finding.statement, "by": finding.origin, "at": finding.at})
}

fn quote_json(checked: &Checked, judgement: Option<Judgement>) -> Value {
    let v = checked.verbatim.as_ref();
    let pieces = v.map(|v| v.place().pieces.as_slice()).unwrap_or_default();
    json!({
        "id": checked.id, "call": v.map(|v| v.call()), "turn": v.map(|v| v.turn()),
        "start": pieces.first().map(|p| p.start), "end": pieces.last().map(|p| p.end), "pieces": v.map(|_| pieces),
        "speaker": v.and_then(|v| v.speaker()), "role": v.map(|v| v.role()), "text": v.map(|v| v.text()), "claimed": checked.claim.text,
        "verdict": checked.verdict, "flags": checked.flags, "judgement": judgement, "time_ms": v.and_then(|v| v.time_ms()),
    })
}

/// How many themes stand in which state, in words.
pub fn tally(standings: &[Standing<'_>]) -> String {
    let states = [State::Accepted, State::Rejected, State::Later, State::Lapsed, State::Merged, State::Proposed];
    let counts = states.iter().map(|s| (s, standings.iter().filter(|t| t.state == *s).count())).filter(|(_, n)| *n > 0);
    let words: Vec<String> = counts.map(|(s, n)| format!("{n} {}", s.as_str())).collect();
    if words.is_empty() { "none yet".into() } else { format!("{}: {}", plural(standings.len(), "theme"), words.join(", ")) }
}
