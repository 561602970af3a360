//! PDF: the text of each page, without what repeats at top and bottom (section 3.11).

use std::collections::HashMap;

use super::script::{self, Line};
use super::source::{Content, Source, reject};
use super::{Fit, Format, ReadResult, foreign, pdf_bounds, pdf_page, written};
use crate::calls::roster::Roster;
use crate::calls::{Parsed, Reject};

/// Transcripts printed to PDF.
pub const FORMAT: Format = Format {
    id: "pdf-text",
    name: "PDF with a text layer (.pdf)",
    recognised_by: "begins with %PDF-",
    fits: |s| if matches!(s.content, Content::Printed("pdf")) { Fit::Sure } else { Fit::No },
    read: |s| read(s, "pdf-text"),
};

/// RTF goes the same way once its text is out.
pub const RTF: Format = Format {
    id: "rtf",
    name: "RTF (.rtf)",
    recognised_by: "begins with {\\rtf",
    fits: |s| if matches!(s.content, Content::Printed("rtf")) { Fit::Sure } else { Fit::No },
    read: |s| read(s, "rtf"),
};

fn read(source: &Source, id: &str) -> ReadResult {
    Ok(Parsed::Call(Box::new(written::read(id, source.lines(), Roster::default(), source.options.speaker.as_deref())?)))
}

/// Largest PDF that is read: longer ones are books.
const LARGEST: usize = 50 * 1024 * 1024;
/// Most pages that are read, and most bytes of text on them.
const MOST_PAGES: usize = 3000;
const MOST_TEXT: usize = 32 * 1024 * 1024;

/// The lines of a PDF. The reader is a crate that may panic on broken files, which is caught here.
pub fn lines(bytes: &[u8]) -> Result<Vec<Line>, Reject> {
    if bytes.len() > LARGEST {
        return Err(reject(
            "E_TOO_LARGE",
            format!("The PDF has more than {} MB. Export the transcript as text or Word.", LARGEST / 1024 / 1024),
        ));
    }
    if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
        return Err(reject("E_ENCRYPTED", "Password-protected. Remove the password and try again."));
    }
    let too_large = || reject("E_TOO_LARGE", "This PDF unpacks to far more than a transcript has. Export the transcript as text or Word.");
    if !pdf_bounds::unpacks_bounded(bytes) {
        return Err(too_large());
    }
    let read = foreign::guarded(|| pages_of(bytes));
    let pages = match read {
        Some(Some(Ok(pages))) => pages,
        Some(Some(Err(Unbounded))) => return Err(too_large()),
        _ if memchr::memmem::rfind(bytes, b"%%EOF").is_none() => {
            return Err(reject("E_TRUNCATED", format!("The file ends in the middle (byte {}). Download it again.", bytes.len())));
        }
        _ => return Err(reject("E_NO_TEXT_LAYER", "The text of this PDF can't be read. Export the transcript as text or Word.")),
    };
    if pages.iter().all(|p| p.trim().is_empty()) {
        return Err(reject("E_NO_TEXT_LAYER", "No text inside, only page images: this PDF is a scan. Run OCR or export text."));
    }
    Ok(joined(&pages))
}

/// A document that would take too long or too much room.
struct Unbounded;

/// The text of each page; `None` where the document can't be read at all. A page that can't be read ends it.
fn pages_of(bytes: &[u8]) -> Option<Result<Vec<String>, Unbounded>> {
    let document = pdf_extract::Document::load_mem(bytes).ok()?;
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    if numbers.len() > MOST_PAGES || !pdf_bounds::draws_bounded(&document) {
        return Some(Err(Unbounded));
    }
    let mut pages = Vec::new();
    let mut size = 0;
    for number in numbers {
        let mut drawn = pdf_page::Page::default();
        pdf_extract::output_doc_page(&document, &mut drawn, number).ok()?;
        let page = drawn.text();
        size += page.len();
        if size > MOST_TEXT {
            return Some(Err(Unbounded));
        }
        pages.push(page);
    }
    Some(Ok(pages))
}

/// Pages as one stream of lines, without running heads and feet, hyphens at line ends joined.
fn joined(pages: &[String]) -> Vec<Line> {
    let pages: Vec<Vec<&str>> = pages.iter().map(|p| p.lines().map(str::trim_end).collect()).collect();
    let mut repeats: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        let mut keys: Vec<String> = edges(page).map(masked).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|k| *repeats.entry(k).or_default() += 1);
    }
    let running = |line: &str| pages.len() > 1 && repeats.get(&masked(line)).is_some_and(|n| *n * 2 > pages.len());
    let mut text = String::new();
    let numbered = are_numbered(&pages);
    for page in &pages {
        let at_edge: Vec<*const u8> = edges(page).map(str::as_ptr).collect();
        for line in page {
            if at_edge.contains(&line.as_ptr()) && running(line) {
                continue;
            }
            let line = ligatures(if numbered { without_number(line) } else { line });
            let hyphen = text
                .strip_suffix('\n')
                .is_some_and(|t| t.ends_with('-') && !t.ends_with("--") && t.trim_end_matches('-').ends_with(char::is_alphabetic));
            if hyphen && line.trim_start().starts_with(char::is_lowercase) {
                text.pop();
                text.push_str(line.trim_start());
            } else {
                text.push_str(&line);
            }
            text.push('\n');
        }
    }
    script::lines_of(&text)
}

/// The first and last three filled lines of a page.
fn edges<'a>(page: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let filled: Vec<&str> = page.iter().copied().filter(|l| !l.trim().is_empty()).collect();
    let n = filled.len();
    filled.into_iter().enumerate().filter(move |(at, _)| *at < 3 || at + 3 >= n).map(|(_, l)| l)
}

/// Whether nearly every line starts with its number, as in a deposition.
fn are_numbered(pages: &[Vec<&str>]) -> bool {
    let lines: Vec<Option<u32>> = pages.iter().flatten().filter(|l| !l.trim().is_empty()).map(|l| number_of(l)).collect();
    let follow = lines.windows(2).filter(|w| matches!(w, [Some(a), Some(b)] if *b == a + 1 || *b == 1)).count();
    lines.len() >= 6 && follow * 10 >= (lines.len() - 1) * 8
}

fn number_of(line: &str) -> Option<u32> {
    line.split_whitespace().next()?.parse().ok()
}

fn without_number(line: &str) -> &str {
    if number_of(line).is_some() { line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start() } else { line }
}

/// Page numbers masked.
fn masked(line: &str) -> String {
    line.trim().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>().replace("##", "#")
}

fn ligatures(line: &str) -> String {
    line.replace('\u{fb00}', "ff").replace('\u{fb01}', "fi").replace('\u{fb02}', "fl").replace('\u{fb03}', "ffi").replace('\u{fb04}', "ffl")
}
