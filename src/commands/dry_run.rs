//! `verbatim propose --dry-run`: what would be sent, and what it would cost.

use super::Workspace;
use super::model::{Asking, Model, Planned, Terms};
use crate::calls::Call;
use crate::endpoint::wire::Usage;
use crate::error::Error;
use crate::page::{Line, Tone, plural, thousands};
use crate::propose::model::{Step, Synthesis};
use crate::ui::Ui;

/// Tokens of reply for each token of transcript, about: a finding for each three hundred or so, with its quotes.
const REPLY_SHARE: f64 = 0.2;
/// What the steps after the first send and receive beside it, about. They depend on the replies, so nobody can know before.
const LATER: f64 = 0.6;

/// Says it; with `show` prints every byte of the requests to stdout.
///
/// # Errors
/// Where no endpoint is configured, or it can't be used.
pub(super) fn run(ui: &Ui, workspace: &Workspace, calls: &[Call], asking: Asking, show: bool) -> Result<(), Error> {
    if !workspace.config.has_endpoint() {
        ui.say("No model endpoint is configured: the built-in finder proposes, nothing leaves this machine, and it costs nothing.");
        return Ok(());
    }
    let terms = Terms::of(workspace)?;
    let model = Model::of(workspace, ui, asking)?;
    let synthesis = Synthesis { codebook: &terms.codebook, prompts: &terms.prompts, secret: &terms.secret, size: terms.size, ask: &model };
    let proposed = synthesis.propose(calls).map_err(|e| Error::failed("Requests can't be made on this system.").because(e))?;
    model.meter.ends();
    proposed.map_err(|stopped| Error::failed(stopped.error.to_string()))?;
    let planned = model.planned();
    if show {
        for request in &planned {
            if !ui.data(&format!("{}\n", request.shown)) {
                return Ok(());
            }
        }
    }
    for line in lines(&planned, &model) {
        ui.say_line(&line, 2);
    }
    Ok(())
}

fn lines(planned: &[Planned], model: &Model) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut cost = Some(0.0);
    let mut out = 0;
    for step in Step::ALL {
        let tokens: u64 = planned.iter().filter(|p| p.step == step).map(|p| p.tokens).sum();
        let requests = planned.iter().filter(|p| p.step == step).count();
        let Some(config) = model.config(step).filter(|_| requests > 0) else { continue };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an estimate")]
        let back = (tokens as f64 * REPLY_SHARE) as u64;
        out += tokens;
        cost = cost.zip(config.price).map(|(sum, price)| sum + price.cost(Usage { input: tokens, output: back }));
        let count = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
        let said = format!(
            "  {} to {} ({}): about {} tokens out, {} back",
            plural(requests, "request"),
            config.model,
            config.base_url(),
            count(tokens),
            count(back)
        );
        lines.push(Line::of(Tone::Strong, format!("{:<11}", step.name())).then(Tone::Plain, said));
    }
    if lines.is_empty() {
        return vec![Line::plain("Nothing would be sent: every reply that is needed is kept from before.")];
    }
    let first = planned.iter().all(|p| p.step == Step::Find);
    if first {
        lines.push(Line::of(Tone::Quiet, "The steps after it depend on the replies; as a rule they take about half as much again."));
    }
    lines.push(match (cost, model.config(Step::Find).and_then(|c| c.price)) {
        (Some(cost), Some(price)) => {
            let all = if first { cost * (1.0 + LATER) } else { cost };
            Line::plain(format!("Estimated cost: {cost:.2} for these requests, about {all:.2} in all, by the prices of {}.", price.date))
        }
        _ => Line::plain(format!("About {out} tokens. No price is configured for this endpoint, so nobody can say what that costs.")),
    });
    lines.push(Line::plain("Nothing was sent. `verbatim propose --dry-run --show` prints every byte."));
    lines
}
