//! `verbatim ingest`: reads transcripts into the project.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Workspace;

use super::known_tables::{self, Known, keep_tables};
use super::read_files::{self, FileRead};
use super::same_calls;
use super::speakers::who_is_who;
use crate::calls::assemble::{self, CallKey, Context, assemble};
use crate::calls::canonical::canonical_json;
use crate::calls::formats::{self, ReadOptions};
use crate::calls::{Call, CallId, Parsed, ParsedCall, Reject, Version};
use crate::config::Config;
use crate::error::{Error, Exit};
use crate::page::{Line, Tone, plural, thousands};
use crate::store::{Put, Source};
use crate::ui::Ui;

/// The arguments of `verbatim ingest`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim ingest calls/                       read every transcript in the folder\n  verbatim ingest talk.txt --speaker \"Dana\"     a text of one person, without names in it\n  verbatim ingest calls/ --dry-run --json      print what was understood, and keep nothing"
)]
pub struct IngestArgs {
    /// Transcripts, or folders with transcripts in them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read them as this format, whatever they look like (`verbatim formats` lists them)
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Who speaks, in a text without names
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// The column that holds the comments, in a table
    #[arg(long, value_name = "COLUMN")]
    text_column: Option<String>,
    /// Keep nothing; only say what would be read
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object a file
    #[arg(long)]
    json: bool,
}

impl IngestArgs {
    /// For a folder, with nothing else said.
    pub fn of(paths: Vec<PathBuf>) -> IngestArgs {
        IngestArgs { paths, format: None, speaker: None, text_column: None, dry_run: false, json: false }
    }

    /// Whether nothing is to be kept.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    fn options(&self, config: &Config) -> Result<ReadOptions, Error> {
        if let Some(format) = &self.format
            && !formats::all().iter().any(|f| f.id == format)
        {
            return Err(Error::usage(format!("There is no format {format}.")).hint("`verbatim formats` lists those that can be read."));
        }
        Ok(ReadOptions {
            format: self.format.clone(),
            speaker: self.speaker.clone(),
            text_column: self.text_column.clone(),
            ..known_tables::options(config)
        })
    }
}

/// Prints the canonical parse of each file and keeps nothing; needs no project.
///
/// # Errors
/// Where a path doesn't exist.
pub fn dry_run(ui: &Ui, args: &IngestArgs) -> Result<Exit, Error> {
    let files = read_files::find(&args.paths, &[])?;
    let options = args.options(&Config::default())?;
    let companions = read_files::beside(&files, &options).companions();
    let mut left = false;
    read_files::read(ui, &files, &companions, &options, |file| {
        let file = &file;
        if args.json {
            let format = file.parsed.is_err().then(|| formats::recognised_id(&file.name(), &file.bytes, &options)).flatten();
            let mut value = canonical_json(&file.parsed, format);
            if let Some(object) = value.as_object_mut() {
                object.insert("file".into(), file.path.to_string_lossy().into());
            }
            ui.data(&format!("{value}\n"));
        }
        match &file.parsed {
            Err(unread) => {
                left = true;
                ui.say_line(&Line::of(Tone::Warning, format!("{}: {}", file.name(), unread.message)), 2);
            }
            Ok(parsed) if !args.json => {
                ui.show(&[summary_of_parse(file, parsed)]);
            }
            Ok(_) => {}
        }
        Ok(())
    })?;
    Ok(if left { Exit::Left } else { Exit::Done })
}

fn summary_of_parse(file: &FileRead, parsed: &Parsed) -> Line {
    let what = match parsed {
        Parsed::Call(call) => format!("{} · {}", call.format, plural(call.turns.len(), "turn")),
        Parsed::Calls(calls) => plural(calls.len(), "call"),
        Parsed::Sidecar { rows, .. } => format!("a table about {}", plural(rows.len(), "call")),
        Parsed::Speakers { rows } => format!("roles of {}", plural(rows.len(), "speaker")),
        Parsed::Companion { format, .. } => format!("{format}: goes with a transcript"),
    };
    Line::of(Tone::Strong, file.name()).then(Tone::Plain, format!("  {what}"))
}

/// Runs the command.
///
/// # Errors
/// Where a path doesn't exist or the store can't be used.
pub fn run(ui: &Ui, workspace: &mut Workspace, args: &IngestArgs) -> Result<Exit, Error> {
    let left = ingest(ui, workspace, args)?;
    // What became of judgements in changed calls is written down at once; where nobody judged yet, nothing can have lapsed.
    if !workspace.store.ledger()?.is_empty() {
        workspace.settled_docket()?;
    }
    Ok(if left { Exit::Left } else { Exit::Done })
}

/// Reads the files into the project and says what came of each; gives whether any was left.
///
/// # Errors
/// Where a path doesn't exist or the store can't be used. What was kept before stays kept.
pub fn ingest(ui: &Ui, workspace: &mut Workspace, args: &IngestArgs) -> Result<bool, Error> {
    let own = [workspace.project.root().join(crate::project::KEPT_DIR), workspace.messaging_dir()];
    let files = read_files::find(&args.paths, &own)?;
    if files.is_empty() {
        let paths: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        return Err(Error::failed(format!("There are no files in {}.", paths.join(", ")))
            .hint("Put your transcripts there, or name the folder that they are in."));
    }
    let options = args.options(&workspace.config)?;
    let beside = read_files::beside(&files, &options);
    let tables_changed = keep_tables(workspace, &beside.files)?;
    let known = Known::load(workspace)?;
    let mut left = Vec::new();
    let mut keys: Vec<CallKey> = Vec::new();
    let mut read: BTreeSet<CallId> = BTreeSet::new();
    read_files::read(ui, &files, &known.companions, &options, |file| {
        let file = &file;
        match &file.parsed {
            Err(unread) => left.push((file.name(), unread.message.clone())),
            Ok(Parsed::Sidecar { warnings, .. }) => {
                for warning in warnings {
                    ui.say_line(&Line::of(Tone::Quiet, format!("  {}: {}", file.name(), warning.message)), 4);
                }
            }
            Ok(_) => {}
        }
        for (part, parsed) in calls_of(&file.parsed) {
            let (call, put) = keep(workspace, file, part, parsed, &known.context)?;
            say_call(ui, &call, &put);
            keys.push(CallKey::of(parsed, &file.name(), &call.id));
            read.insert(call.id);
        }
        Ok(())
    })?;
    if tables_changed {
        for (key, call, put) in known_tables::read_again(workspace, &known, &read, &options)? {
            if put == Put::Updated {
                say_call(ui, &call, &put);
            }
            keys.push(key);
        }
    }
    let tables: BTreeSet<String> = beside.files.iter().map(FileRead::name).collect();
    for loose in assemble::loose_rows(&known.context, &keys).into_iter().filter(|l| tables.contains(&l.file)) {
        let place = format!("{}, line {}", loose.file, loose.line);
        let message = loose.warning.message.trim_start_matches(&format!("{place}: ")).to_owned();
        left.push((place, message));
    }
    same_calls::find(ui, workspace)?;
    for (file, why) in &left {
        ui.say_line(&Line::of(Tone::Warning, format!("✗ {file}: ")).then(Tone::Plain, why), 2);
    }
    Ok(!left.is_empty())
}

/// The calls that a file holds, each with its part (from 1 where there are several, 0 where the file is one).
pub(super) fn calls_of(parsed: &Result<Parsed, Reject>) -> Vec<(u32, &ParsedCall)> {
    match parsed {
        Ok(Parsed::Call(call)) => vec![(0, call.as_ref())],
        Ok(Parsed::Calls(calls)) => calls.iter().zip(1..).map(|(c, part)| (part, c)).collect(),
        _ => Vec::new(),
    }
}

fn keep(workspace: &mut Workspace, file: &FileRead, part: u32, parsed: &ParsedCall, context: &Context) -> Result<(Call, Put), Error> {
    let version = Version(sha256(&file.bytes));
    let path = workspace.path_as_kept(&file.path);
    let stem = if part == 0 { file.stem() } else { format!("{}-{part}", file.stem()) };
    let source = Source { stem: &stem, path: &path, part, version: &version, source_id: parsed.call_id.as_deref() };
    let identity = workspace.store.identify(&source)?;
    let call = assemble(parsed, &file.name(), version, identity.id, context);
    let put = workspace.store.put_call(&call, &file.bytes, &path, part)?;
    // As it is kept, with what a person gave by hand.
    let call = workspace.store.call(&call.id)?.unwrap_or(call);
    Ok((call, put))
}

fn say_call(ui: &Ui, call: &Call, put: &Put) {
    let m = &call.metadata;
    let facts = [
        Some(call.format.clone()),
        Some(plural(call.turns.len(), "turn")),
        Some(format!("{} words", thousands(call.words()))),
        m.date.clone(),
        m.account.clone(),
        m.outcome.map(|o| o.as_str().to_owned()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let (tone, mark, said) = match put {
        Put::New => (Tone::Good, "✓", ""),
        Put::Same => (Tone::Quiet, "=", " · read before, nothing changed"),
        Put::Updated => (Tone::Good, "✓", " · what is known about it changed"),
        Put::NewVersion { .. } => (Tone::Warning, "✓", " · a new version: what you had judged in it is looked at again"),
        Put::LeftAlone => (Tone::Quiet, "=", " · left alone: an older copy, or a call that was forgotten"),
    };
    ui.say_line(
        &Line::of(tone, format!("{mark} ")).then(Tone::Strong, &call.id.0).then(Tone::Plain, format!("  {}{said}", facts.join(" · "))),
        4,
    );
    if matches!(put, Put::Same | Put::LeftAlone) {
        return;
    }
    for line in who_is_who(call) {
        ui.say_line(&line, 14);
    }
    // Who has no role yet was just said.
    for warning in call.warnings.iter().filter(|w| w.code != "W_ROLES_UNKNOWN") {
        ui.say_line(&Line::of(Tone::Quiet, format!("    note      {}", warning.message)), 14);
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
