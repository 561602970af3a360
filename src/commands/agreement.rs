//! `verbatim agreement`: a second coder's judgements beside those of the one who leads.

use serde_json::json;

use super::{Workspace, review};
use crate::error::Error;
use crate::page::{Line, Tone, plural, wrap};
use crate::review::adjudication::{Difference, adjudicated, judged_by_both};
use crate::review::agreement::{Agreement, of_answers, of_support};
use crate::review::{Docket, Entry, Reviews, Session};
use crate::themes::Judgement;
use crate::ui::{Answer, Ui};

/// The arguments of `verbatim agreement`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  verbatim review --as \"Jo\"      Jo judges, without seeing your judgements\n  verbatim agreement            how far you two agree, and where you don't"
)]
pub struct AgreementArgs {
    /// The second coder; needed where there are several
    #[arg(long = "with", value_name = "NAME")]
    with: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One verbatim that both judged.
struct Both {
    theme: String,
    words: String,
    call: String,
    lead: Judgement,
    second: Judgement,
}

/// Runs the command.
///
/// # Errors
/// Where nobody judged as a second coder, or several did and none is named.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &AgreementArgs) -> Result<(), Error> {
    let docket = workspace.settled_docket()?;
    let (entries, _) = workspace.ledger()?;
    let coders = Reviews::coders(&entries);
    let coder = match (&args.with, coders.len()) {
        (Some(name), _) if coders.contains(name) => name.clone(),
        (None, 1) => coders.iter().next().cloned().unwrap_or_default(),
        (_, 0) => {
            return Err(Error::failed("Nobody judged as a second coder yet, so agreement was not assessed.")
                .hint("`verbatim review --as NAME` lets a second person judge, without seeing your judgements."));
        }
        _ => {
            let names: Vec<&str> = coders.iter().map(String::as_str).collect();
            return Err(Error::usage("Which second coder?").hint(format!("Name one of them with --with: {}.", names.join(", "))));
        }
    };
    let judged = judged_by_both(&docket, &entries, &coder);
    let both = both(&docket, &judged);
    let answers: Vec<(Judgement, Judgement)> = both.iter().map(|b| (b.lead, b.second)).collect();
    let (Some(all), Some(counted)) = (of_answers(&answers), of_support(&answers)) else {
        return Err(Error::failed(format!("{coder} and the one who leads judged no verbatim in common as it stands now."))
            .hint("Judgements of an earlier claim or context don't compare. Judge the same quotes, then run this again."));
    };
    if args.json {
        let done = adjudicated(&entries, &workspace.reviewer()?.unwrap_or_default(), &coder);
        let differ: Vec<_> = both
            .iter()
            .zip(&judged)
            .filter(|(b, _)| b.lead != b.second)
            .map(|(b, d)| {
                let talked = done.contains(&(d.theme.clone(), d.quote.clone()));
                json!({"theme": b.theme, "call": b.call, "text": b.words, "lead": b.lead, "second": b.second, "talked_through": talked})
            })
            .collect();
        ui.data(&format!("{}\n", json!({"with": coder, "four_answers": all, "supports_or_not": counted, "differ": differ})));
        return Ok(());
    }
    let lines: Vec<Line> = lines(&coder, &all, &counted, &both).iter().flat_map(|l| wrap(l, ui.columns(), 6)).collect();
    ui.show(&lines);
    walk_through(ui, workspace, docket, entries, &coder, &judged)
}

/// The verbatims that both judged, with their words.
fn both(docket: &Docket, judged: &[Difference]) -> Vec<Both> {
    let words = |d: &Difference| {
        let quotes = docket.themes().iter().flat_map(|t| &t.quotes);
        quotes.filter(|q| q.id == d.quote).find_map(|q| q.customer_verbatim().map(|v| (v.text().to_owned(), v.call().0.clone())))
    };
    let one = |d: &Difference| {
        let (words, call) = words(d).unwrap_or_default();
        Both { theme: d.theme.0.clone(), words, call, lead: d.lead, second: d.second }
    };
    judged.iter().map(one).collect()
}

/// Shows each difference that nobody talked through yet, in its call, to be judged again; on a terminal only, and only where asked for.
fn walk_through(
    ui: &Ui,
    workspace: &mut Workspace,
    docket: Docket,
    entries: Vec<Entry>,
    coder: &str,
    judged: &[Difference],
) -> Result<(), Error> {
    let differences: Vec<Difference> = judged.iter().filter(|d| d.lead != d.second).cloned().collect();
    let lead = workspace.reviewer()?.unwrap_or_default();
    let done = adjudicated(&entries, &lead, coder);
    let open = differences.iter().filter(|d| !done.contains(&(d.theme.clone(), d.quote.clone()))).count();
    if differences.is_empty() {
        return Ok(());
    }
    ui.say(match (open, differences.len()) {
        (0, n) => format!("All {n} differences were talked through."),
        (open, n) if open < n => format!("{} of {n} differences were talked through; {open} still to go.", n - open),
        (open, _) => format!("{} to talk through.", plural(open, "difference")),
    });
    if !ui.is_interactive() {
        ui.say("Run `verbatim agreement` at a terminal to go through them, one by one, in their calls.");
        return Ok(());
    }
    let options = ["Go through them now, one by one".to_owned(), "Not now".to_owned()];
    let help = "You see each in its call, talk it through with the other coder, and judge it again. The figures above stay what they are.";
    if open == 0 || ui.choose("And now?", &options, 0, help)? != Answer::Given(0) {
        return Ok(());
    }
    let lead = review::reviewer(ui, workspace)?;
    let session = review::stay(ui, workspace, Session::open_to_adjudicate(docket, entries, &lead, coder, differences))?;
    let done = adjudicated(session.entries(), &lead, coder);
    let left = session.differences().iter().filter(|d| !done.contains(&(d.theme.clone(), d.quote.clone()))).count();
    ui.say(match left {
        0 => "Every difference was talked through. Your last judgements hold; the figures stay those of your judgements before.".to_owned(),
        n => format!("{} left. `verbatim agreement` goes on there.", plural(n, "difference")),
    });
    Ok(())
}

fn lines(coder: &str, all: &Agreement, counted: &Agreement, both: &[Both]) -> Vec<Line> {
    let mut lines = vec![Line::of(Tone::Strong, format!("{} judged by you and by {coder}", plural(all.n, "verbatim"))), Line::empty()];
    for (name, a) in [("all four answers", all), ("supports, or not", counted)] {
        let value = |v: Option<f64>| v.map_or("undefined".to_owned(), |v| format!("{v:.3}"));
        let percent = 100.0 * a.same as f64 / a.n as f64;
        lines.push(Line::of(Tone::Strong, format!("  {name:<18}")).then(
            Tone::Plain,
            format!(
                "{} of {} alike ({percent:.0} %) · Cohen's κ {} · Krippendorff's α {} · Gwet's AC1 {}",
                a.same,
                a.n,
                value(a.kappa),
                value(a.alpha),
                value(a.ac1)
            ),
        ));
        let given: Vec<String> = a.prevalence.iter().map(|(answer, n)| format!("{answer} {n}")).collect();
        lines.push(Line::of(Tone::Quiet, format!("  {:<18}given, of {}: {}", "", 2 * a.n, given.join(", "))));
    }
    let differ: Vec<&Both> = both.iter().filter(|b| b.lead != b.second).collect();
    if !differ.is_empty() {
        lines.extend([Line::empty(), Line::of(Tone::Strong, "Where you differ")]);
    }
    for b in differ {
        lines.push(
            Line::of(Tone::Quiet, format!("  {:<4}", b.theme))
                .then(Tone::Plain, format!("“{}”", b.words))
                .then(Tone::Quiet, format!("  {}  ", b.call))
                .then(Tone::Warning, format!("you: {}, {coder}: {}", b.lead.as_str(), b.second.as_str())),
        );
    }
    lines.extend([
        Line::empty(),
        Line::of(
            Tone::Quiet,
            "Agreement checks whether the claims are clear, not whether they are true. Both figures are of what each said alone.",
        ),
    ]);
    lines
}
