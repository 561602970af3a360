//! `verbatim formats`: what can be read, and how it is recognised.

use serde_json::json;

use crate::calls::formats;
use crate::error::Exit;
use crate::page::{Line, Tone};
use crate::ui::Ui;

/// The arguments of `verbatim formats`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  verbatim formats        what your recorder may have written, and how it is recognised")]
pub struct FormatsArgs {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(ui: &Ui, args: &FormatsArgs) -> Exit {
    if args.json {
        let lines: String =
            formats::all().iter().map(|f| format!("{}\n", json!({"id": f.id, "name": f.name, "recognised_by": f.recognised_by}))).collect();
        ui.data(&lines);
        return Exit::Done;
    }
    let width = formats::all().iter().map(|f| f.id.len()).max().unwrap_or_default();
    let lines: Vec<Line> = formats::all()
        .iter()
        .map(|f| {
            Line::of(Tone::Strong, format!("{:<width$}  ", f.id))
                .then(Tone::Plain, f.name)
                .then(Tone::Quiet, format!(": {}", f.recognised_by))
        })
        .flat_map(|l| crate::page::wrap(&l, ui.columns(), width + 2))
        .collect();
    ui.show(&lines);
    Exit::Done
}
