//! The transcript formats: one file for each, and one table that lists them.
//!
//! A file's bytes are opened once ([`source`]); then each format says how well the content fits it, and the best one reads it. The extension
//! only breaks ties. To add a format, write a file with a [`Format`] and list it in [`all`].

mod assemblyai;
mod avoma;
mod aws_transcribe;
mod chorus;
mod comment_columns;
mod comments;
mod cues;
mod deepgram;
mod docx;
mod docx_table;
mod engines;
mod fathom_api;
mod fireflies;
mod foreign;
mod furniture;
mod gong_api;
mod gong_ui;
mod head;
mod json;
mod markdown;
mod meet_docx;
#[cfg(test)]
mod mutation_test;
#[cfg(test)]
mod one_call_test;
mod open;
mod pattern;
mod pdf;
mod pdf_bounds;
mod pdf_page;
mod plain_labels;
mod readai;
mod rev_tokens;
mod rolling_vtt;
mod rtf;
#[cfg(test)]
mod samples_test;
mod sbv;
mod script;
mod sections;
mod segments;
mod source;
mod srt;
mod stream_vtt;
mod table;
mod teams_docx;
mod teams_vtt;
mod text;
mod tools;
mod ttml;
mod webex_vtt;
mod webvtt;
mod word;
mod workbook;
mod written;
mod zoom_text;
mod zoom_vtt;

pub(crate) use script::Line;

use super::{Parsed, ParsedCall, Reject, file_name};
pub use open::looks_binary;
use source::{Source, reject};

/// What reading a file gives.
type ReadResult = Result<Parsed, Reject>;

/// How well a file's content fits a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is something else.
    No,
    /// It could be; the higher the better.
    Hits(usize),
    /// A mark that no other format has.
    Sure,
}

/// A format that can be read.
pub struct Format {
    /// Such as `zoom-vtt`.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// How it is recognised, in one sentence for people.
    pub recognised_by: &'static str,
    fits: fn(&Source) -> Fit,
    read: fn(&Source) -> ReadResult,
}

/// What the caller knows beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Reads by this format, whatever the content looks like.
    pub format: Option<String>,
    /// The one speaker of a text without labels.
    pub speaker: Option<String>,
    /// The column of a table that holds the words.
    pub text_column: Option<String>,
    /// The folder the file is in, for dates.
    pub folder: Option<String>,
    /// The user's company.
    pub vendor: Option<String>,
    /// What the user's tables about calls call our columns: (their heading, our name as in [`crate::calls::Metadata`], or `file`).
    pub columns: Vec<(String, String)>,
}

/// Every format, in the order in which a tie is decided.
pub fn all() -> &'static [Format] {
    &[
        zoom_vtt::ZOOM,
        zoom_text::CAPTIONS,
        zoom_text::CHAT,
        webex_vtt::FORMAT,
        teams_vtt::FORMAT,
        teams_docx::CURRENT,
        teams_docx::OLD,
        stream_vtt::FORMAT,
        rolling_vtt::FORMAT,
        gong_ui::FORMAT,
        gong_api::FORMAT,
        gong_api::COMPANION,
        meet_docx::FORMAT,
        markdown::MEET,
        tools::MEET,
        engines::MEET_REST,
        tools::OTTER,
        tools::REV,
        tools::FATHOM,
        fathom_api::FORMAT,
        fireflies::FORMAT,
        tools::GRANOLA,
        tools::HAPPY_SCRIBE,
        readai::FORMAT,
        avoma::FORMAT,
        segments::GRAIN,
        segments::TLDV,
        chorus::FORMAT,
        assemblyai::FORMAT,
        deepgram::FORMAT,
        aws_transcribe::FORMAT,
        engines::GOOGLE,
        engines::AZURE,
        engines::REV_AI,
        rev_tokens::FORMAT,
        segments::WHISPER,
        segments::GUESSED,
        table::SIDECAR,
        table::SPEAKERS,
        comments::TRANSCRIPT,
        comments::COMMENTS,
        srt::FORMAT,
        sbv::FORMAT,
        ttml::FORMAT,
        markdown::FORMAT,
        docx_table::FORMAT,
        word::FORMAT,
        pdf::FORMAT,
        pdf::RTF,
        text::BRACKET_TIME,
        text::LABEL_TIME,
        text::TABS,
        text::NAME_TIME,
        text::TIME_NAME,
        text::PLAIN_LABELS,
        zoom_vtt::PLAIN,
    ]
}

/// Reads a file by its content.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Parsed, Reject> {
    let source = open::open(file_name, bytes, options)?;
    let mut parsed = match plain_labels::read(&source) {
        Some(call) => Parsed::Call(Box::new(call)),
        None => read_as(&source, options.format.as_deref())?,
    };
    let stated = file_name::date(file_name).or_else(|| options.folder.as_deref().and_then(file_name::date));
    let finish = |call: &mut ParsedCall| {
        call.date = call.date.take().or_else(|| stated.clone());
        call.warnings.splice(0..0, source.warnings.iter().cloned());
    };
    match &mut parsed {
        Parsed::Call(call) => finish(call),
        Parsed::Calls(calls) => calls.iter_mut().for_each(finish),
        _ => {}
    }
    Ok(parsed)
}

/// Reads by the format of that id, or the one that fits best.
fn read_as(source: &Source, id: Option<&str>) -> ReadResult {
    let format = id.map(by_id).transpose()?.or_else(|| recognise(source));
    match format {
        Some(format) => (format.read)(source),
        None => Err(open::unknown(source)),
    }
}

fn by_id(id: &str) -> Result<&'static Format, Reject> {
    all().iter().find(|f| f.id == id).ok_or_else(|| {
        let nearest =
            all().iter().max_by(|a, b| strsim::jaro_winkler(a.id, id).total_cmp(&strsim::jaro_winkler(b.id, id))).map_or("", |f| f.id);
        reject(
            "E_UNKNOWN_FORMAT",
            format!("There is no format \"{id}\"; the nearest name is \"{nearest}\". `verbatim formats` lists them all."),
        )
    })
}

/// The format that fits best; the first of the table where several do.
fn recognise(source: &Source) -> Option<&'static Format> {
    let mut best: Option<(Fit, &'static Format)> = None;
    for format in all() {
        let fit = (format.fits)(source);
        if fit > best.map_or(Fit::No, |(f, _)| f) {
            best = Some((fit, format));
        }
        if fit == Fit::Sure {
            break;
        }
    }
    best.map(|(_, format)| format)
}

/// Which format a file's content looks like, for messages about files that can't be read.
pub fn recognised_id(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Option<&'static str> {
    if let Some(id) = &options.format {
        return by_id(id).ok().map(|f| f.id);
    }
    open::open(file_name, bytes, options).ok().and_then(|source| recognise(&source)).map(|f| f.id)
}

/// Joins what was read from the files of one folder: companions name the speakers of transcripts, and leave the list when they did.
pub fn join_companions(files: &mut Vec<(String, Parsed)>) {
    let companions: Vec<ParsedCall> = files
        .iter()
        .filter_map(|(_, p)| if let Parsed::Companion { calls, .. } = p { Some(calls.clone()) } else { None })
        .flatten()
        .collect();
    if companions.is_empty() {
        return;
    }
    files.iter_mut().for_each(|(_, parsed)| complete(parsed, &companions));
    files.retain(|(_, parsed)| !matches!(parsed, Parsed::Companion { .. }));
}

/// Lets companions name the speakers of a transcript that they belong to.
pub fn complete(parsed: &mut Parsed, companions: &[ParsedCall]) {
    let calls: Vec<&mut ParsedCall> = match parsed {
        Parsed::Call(call) => vec![call.as_mut()],
        Parsed::Calls(calls) => calls.iter_mut().collect(),
        _ => return,
    };
    for call in calls {
        for companion in companions {
            gong_api::join(call, companion);
        }
    }
}

/// How much of a file [`may_stand_beside`] has to see.
pub const FIRST_LOOK: usize = 64 * 1024;

/// What a first look at a file's start says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstLook {
    /// It holds no more than its own words.
    Alone,
    /// It may be a table about calls, or name the speakers of another file.
    Beside,
    /// It is JSON, which names the speakers of another file only where [`COMPANION_KEY`] stands in it.
    Json,
}

/// The key that a companion file has.
pub const COMPANION_KEY: &[u8] = b"\"parties\"";

/// Whether a file may complete others, by its first [`FIRST_LOOK`] bytes: cheap, and never wrongly [`FirstLook::Alone`].
pub fn first_look(start: &[u8], options: &ReadOptions) -> FirstLook {
    if options.format.is_some() {
        return FirstLook::Beside;
    }
    if start.starts_with(b"PK") {
        // Word documents say so in one of their first names; a workbook may hold a table about calls.
        return if memchr::memmem::find(start, b"word/").is_some() { FirstLook::Alone } else { FirstLook::Beside };
    }
    if start.starts_with(b"%PDF") || start.starts_with(b"{\\rtf") {
        return FirstLook::Alone;
    }
    let (text, _) = super::decode::decode(start.get(..start.len().min(FIRST_LOOK)).unwrap_or_default());
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        return FirstLook::Json;
    }
    let header: Vec<String> = text.lines().next().unwrap_or_default().split([',', ';', '\t', '|']).map(str::to_owned).collect();
    let known = ["call_id", "transcript_file", "outcome", "account", "call"];
    let is_known = |name: &String| known.contains(&name.as_str());
    let is_table = header.len() > 1 && super::sidecar::our_names(&header, &options.columns).iter().any(is_known);
    if is_table { FirstLook::Beside } else { FirstLook::Alone }
}
