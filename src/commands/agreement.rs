//! `verbatim agreement`: a second coder's judgements beside those of the one who leads.

use serde_json::json;

use super::Workspace;
use crate::error::Error;
use crate::page::{Line, Tone, plural, wrap};
use crate::review::Reviews;
use crate::review::agreement::{Agreement, Both, both, of_answers, of_support};
use crate::ui::Ui;

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
    let both = both(&docket, &Reviews::replay(&entries), &Reviews::replay_coder(&entries, &coder));
    let (Some(all), Some(counted)) = (of_answers(&both), of_support(&both)) else {
        return Err(Error::failed(format!("{coder} and the one who leads judged no verbatim in common as it stands now."))
            .hint("Judgements of an earlier claim or context don't compare. Judge the same quotes, then run this again."));
    };
    if args.json {
        let differ: Vec<_> = both
            .iter()
            .filter(|b| b.lead != b.second)
            .map(|b| json!({"theme": b.theme, "call": b.call, "text": b.words, "lead": b.lead, "second": b.second}))
            .collect();
        ui.data(&format!("{}\n", json!({"with": coder, "four_answers": all, "supports_or_not": counted, "differ": differ})));
        return Ok(());
    }
    let lines: Vec<Line> = lines(&coder, &all, &counted, &both).iter().flat_map(|l| wrap(l, ui.columns(), 6)).collect();
    ui.show(&lines);
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
            Line::of(Tone::Quiet, format!("  {:<4}", b.theme.0))
                .then(Tone::Plain, format!("“{}”", b.words))
                .then(Tone::Quiet, format!("  {}  ", b.call))
                .then(Tone::Warning, format!("you: {}, {coder}: {}", b.lead.as_str(), b.second.as_str())),
        );
    }
    lines.extend([Line::empty(), Line::of(Tone::Quiet, "Agreement checks whether the claims are clear, not whether they are true. Talk each difference through, then judge again in `verbatim review`.")]);
    lines
}
