//! `verbatim check`: are the quotes in this document real? Needs and makes no project.

mod accounts;
mod claims;
mod folder;
mod github;
mod names;
mod report;

use std::path::PathBuf;

use serde_json::{Value, json};

use self::accounts::Accounts;
use self::names::Known;
use crate::calls::Call;
use crate::error::{Error, Exit, why_unread};
use crate::evidence::{Checked, Library, json_line};
use crate::page::{Line, Tone};
use crate::quotations::{self, At, Quotations};
use crate::ui::Ui;

/// The arguments of `verbatim check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim check deck.docx --calls calls/                    which quotes in the deck were really said?\n  verbatim check messaging.md --calls calls/ --format github   the same in CI: exit code 4 where a quote isn't verified\n  verbatim check quotes.jsonl --calls calls/ --json           one {\"id\",\"quote\",\"call\",\"speaker\"} a line in, one result a line out"
)]
pub struct CheckArgs {
    /// The document: Markdown, text, HTML, Word (.docx), or quotes in JSON Lines
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The transcripts to check against: a folder (with calls.csv and speakers.csv, if you have them) or a file
    #[arg(long, value_name = "DIR")]
    calls: PathBuf,
    /// Your company, so that its people count as reps
    #[arg(long, value_name = "COMPANY")]
    vendor: Option<String>,
    /// Print one JSON object a quote
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// As annotations on a pull request
    Github,
}

/// So many bytes of results, and a line more, are printed at once.
const AT_ONCE: usize = 64 * 1024;

/// Of a quotation that isn't verified as far as it was read.
const NO_END: &str = "Its closing quotation mark is missing, so it was read to the end of the paragraph.";

/// A quote that was checked, and where it came from.
pub(crate) struct Entry {
    /// What the JSON output calls it.
    id: Value,
    /// Where it stands in the document.
    at: At,
    /// The heading that it stands under.
    under: Option<String>,
    /// Who is named beside it, as written.
    attribution: Option<String>,
    /// What was found; or why the line holds no quote.
    result: Result<Checked, String>,
    /// What is wrong with the claim itself: it names a call that isn't there, or an account that the words aren't from; or its end is missing.
    error: Option<String>,
    /// Whether it is too short to be held to anything: fewer than three words in a document, by nobody.
    is_passing: bool,
}

impl Entry {
    /// Whether it is a quote that is not verified, and matters.
    fn fails(&self) -> bool {
        !self.is_passing && self.result.as_ref().is_ok_and(|c| !c.verdict.is_verified())
    }
}

/// Runs the command.
///
/// # Errors
/// Where the document or the calls can't be read.
pub fn run(ui: &Ui, args: &CheckArgs) -> Result<Exit, Error> {
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = std::fs::read(&args.file).map_err(|e| {
        Error::usage(format!("{} can't be read: {}.", args.file.display(), why_unread(&e)))
            .hint("Name the document whose quotes you want to check.")
    })?;
    let opened = quotations::open(&name, &bytes).map_err(|e| Error::usage(format!("{name}: {e}")))?;
    let (calls, left) = folder::read(ui, &args.calls, args.vendor.as_deref())?;
    let library = Library::new(&calls);
    let (entries, lone_marks) = checked(opened, &library);
    if args.json {
        let mut lines = String::new();
        for entry in &entries {
            lines.push_str(&json_of(entry, &library));
            lines.push('\n');
            if lines.len() > AT_ONCE {
                ui.data(&lines);
                lines.clear();
            }
        }
        ui.data(&lines);
    } else if args.format == Format::Github {
        ui.data(&github::annotations(&args.file.to_string_lossy(), &entries));
    } else {
        ui.show(&report::lines(&name, &entries, &calls, ui.columns()));
    }
    for at in &lone_marks {
        let why = "a quotation mark stands alone, so what it quotes can't be told and wasn't checked.";
        ui.say_line(&Line::of(Tone::Warning, format!("✗ {name}, {at}: ")).then(Tone::Plain, why), 2);
    }
    for (file, why) in &left {
        ui.say_line(&Line::of(Tone::Warning, format!("✗ {file}: ")).then(Tone::Plain, why), 2);
    }
    let odd = entries.iter().any(|e| e.result.is_err() || e.error.is_some());
    let fails = entries.iter().any(Entry::fails);
    // The program ends here: taking a thousand calls apart turn by turn would only take time.
    std::mem::forget((entries, calls));
    Ok(if fails {
        Exit::Unverified
    } else if odd || !left.is_empty() || !lone_marks.is_empty() {
        Exit::Left
    } else {
        Exit::Done
    })
}

/// Checks every quote, all in one pass over the calls. Gives also where quotation marks stand that quote nothing.
fn checked(document: quotations::Opened, library: &Library<'_>) -> (Vec<Entry>, Vec<At>) {
    let accounts = Accounts::of(library.calls());
    let names = Known::of(library, &accounts);
    let found = document.quotations(&names);
    let entries = claims::entries(&found, library, &names);
    let claims: Vec<_> = entries.iter().filter_map(|e| e.claim.as_ref().ok()).collect();
    let mut results = library.check_all(&claims);
    let claimed: Vec<_> = entries.iter().filter(|e| e.claim.is_ok()).map(|e| e.account.as_deref()).collect();
    let notes = accounts.hold(&mut results, &claimed, library);
    let mut results = results.into_iter().zip(notes);
    let entries = entries
        .into_iter()
        .map(|e| {
            let result = e.claim.and_then(|_| results.next().ok_or_else(String::new));
            let (result, note) = result.map_or_else(|why| (Err(why), None), |(checked, note)| (Ok(checked), note));
            let is_verified = result.as_ref().is_ok_and(|c| c.verdict.is_verified());
            let error = e.error.or(note).or_else(|| (e.is_open && !is_verified).then(|| NO_END.to_owned()));
            Entry { id: e.id, at: e.at, under: e.under, attribution: e.attribution, result, error, is_passing: e.is_passing }
        })
        .collect();
    let lone_marks = if let Quotations::Document { lone_marks, .. } = found { lone_marks } else { Vec::new() };
    (entries, lone_marks)
}

/// The quotations of a document that are not what anybody said, with where they stand. A document that can't be read has none.
pub(super) fn unverified(name: &str, bytes: &[u8], calls: &[Call]) -> Vec<(At, String)> {
    let Ok(document) = quotations::open(name, bytes) else { return Vec::new() };
    let fails = checked(document, &Library::new(calls)).0.into_iter().filter(Entry::fails);
    fails.filter_map(|e| Some((e.at, e.result.ok()?.claim.text))).collect()
}

fn json_of(entry: &Entry, library: &Library<'_>) -> String {
    match &entry.result {
        Ok(checked) => json_line(&entry.id, checked, entry.error.as_deref(), library),
        Err(why) => json!({"id": entry.id, "line": match entry.at { At::Line(n) | At::Paragraph(n) => n }, "error": why}).to_string(),
    }
}
