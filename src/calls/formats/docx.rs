//! The words of a Word file: paragraphs and tables of `word/document.xml` in document order. Headers, footers, comments and deleted text are left out.

use std::io::{Cursor, Read};

use quick_xml::events::Event;

use super::script::Line;
use super::source::reject;
use crate::calls::Reject;

/// Most bytes that one part of a Word or Excel file may unpack to: a hundred times the longest transcript seen.
pub const LARGEST_PART: u64 = 64 * 1024 * 1024;

/// Deepest nesting of elements that is followed.
const DEEPEST: usize = 256;

/// A table's rows of cells of lines.
pub type Table = Vec<Vec<Vec<Line>>>;

/// What stands in the document, in order.
#[derive(Debug)]
pub enum Block {
    /// The lines of one paragraph, split at its line breaks.
    Paragraph(Vec<Line>),
    /// A table.
    Table(Table),
}

/// A document's blocks.
#[derive(Debug, Default)]
pub struct Document {
    /// In order.
    pub blocks: Vec<Block>,
    /// Whether it holds pictures.
    pub pictures: bool,
}

impl Document {
    /// All lines outside of tables.
    pub fn lines(&self) -> Vec<Line> {
        self.blocks
            .iter()
            .filter_map(|b| if let Block::Paragraph(lines) = b { Some(lines) } else { None })
            .flatten()
            .filter(|l| !l.text.trim().is_empty())
            .cloned()
            .collect()
    }
}

/// Unpacks one part of an Office file, bounded.
pub fn part(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, Reject> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        reject("E_TRUNCATED", format!("The file ends in the middle or is damaged (byte {}). Download it again.", bytes.len()))
    })?;
    let mut file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(reject("E_TRUNCATED", format!("The part {name} of the file is damaged. Download it again."))),
    };
    let mut out = Vec::new();
    (&mut file)
        .take(LARGEST_PART + 1)
        .read_to_end(&mut out)
        .map_err(|_| reject("E_TRUNCATED", format!("The part {name} of the file ends in the middle. Download it again.")))?;
    if out.len() as u64 > LARGEST_PART {
        return Err(reject(
            "E_TOO_LARGE",
            format!("The part {name} unpacks to more than {} MB; no transcript is that long.", LARGEST_PART / 1024 / 1024),
        ));
    }
    Ok(Some(out))
}

/// Reads `word/document.xml`.
pub fn read(xml: &[u8]) -> Result<Document, Reject> {
    let text = String::from_utf8_lossy(xml);
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut walk = Walk::default();
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                walk.depth += 1;
                if walk.depth > DEEPEST {
                    return Err(reject(
                        "E_TOO_DEEP",
                        format!("The Word file nests more than {DEEPEST} elements at byte {at}; that is no document Word wrote."),
                    ));
                }
                walk.open(e.local_name().as_ref(), &attribute(&e, "val"));
            }
            Ok(Event::Empty(e)) => {
                walk.open(e.local_name().as_ref(), &attribute(&e, "val"));
                walk.close(e.local_name().as_ref(), true);
            }
            Ok(Event::End(e)) => {
                walk.depth = walk.depth.saturating_sub(1);
                walk.close(e.local_name().as_ref(), false);
            }
            Ok(Event::Text(e)) => walk.text(&e.xml10_content()),
            Ok(Event::CData(e)) => walk.text(&e.xml10_content()),
            Ok(Event::GeneralRef(e)) => {
                walk.text(&crate::calls::markup::decode_entities(&format!("&{};", &*e)));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(reject("E_TRUNCATED", format!("The Word file's text breaks off at byte {at}. Download it again."))),
        }
    }
    Ok(walk.document)
}

fn attribute(e: &quick_xml::events::BytesStart, name: &str) -> String {
    e.attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)
        .map(|a| a.value.into_owned())
        .unwrap_or_default()
}

#[derive(Default)]
struct Walk {
    document: Document,
    depth: usize,
    number: usize,
    /// Paragraphs being read: a text box holds paragraphs inside of one.
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    in_text: bool,
    bold: bool,
    in_run_style: bool,
    /// Elements whose content is not speech: deletions, alternatives drawn for old programs.
    skip: usize,
}

#[derive(Default)]
struct Paragraph {
    number: usize,
    heading: u8,
    bullet: bool,
    text: String,
    bold: usize,
    lines: Vec<Line>,
}

const SKIPPED: [&str; 5] = ["del", "moveFrom", "Fallback", "instrText", "delText"];

impl Walk {
    fn open(&mut self, name: &str, value: &str) {
        if SKIPPED.contains(&name) {
            self.skip += 1;
        }
        match name {
            "p" => {
                self.number += 1;
                self.paragraphs.push(Paragraph { number: self.number, ..Default::default() });
            }
            "tbl" => self.tables.push(Vec::new()),
            "tr" => self.tables.last_mut().into_iter().for_each(|t| t.push(Vec::new())),
            "tc" => self.tables.last_mut().and_then(|t| t.last_mut()).into_iter().for_each(|r| r.push(Vec::new())),
            "pStyle" => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.heading = heading_level(value);
                    p.bullet |= value.to_lowercase().starts_with("list");
                }
            }
            "numPr" => self.paragraphs.last_mut().into_iter().for_each(|p| p.bullet = true),
            "r" => self.bold = false,
            "rPr" => self.in_run_style = true,
            "b" if self.in_run_style => self.bold = !matches!(value, "0" | "false" | "off"),
            "t" => self.in_text = true,
            "br" | "cr" => self.add("\n"),
            "tab" if !self.in_run_style => self.add("\t"),
            "noBreakHyphen" => self.add("-"),
            "blip" | "imagedata" => self.document.pictures = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str, empty: bool) {
        if SKIPPED.contains(&name) {
            self.skip = self.skip.saturating_sub(1);
        }
        match name {
            "t" => self.in_text = false,
            "rPr" => self.in_run_style = false,
            "r" => self.bold = false,
            "p" => self.end_paragraph(),
            "tbl" if !empty => {
                if let Some(table) = self.tables.pop() {
                    match self.tables.last_mut().and_then(|t| t.last_mut()).and_then(|r| r.last_mut()) {
                        // A table inside a cell: its words belong to the cell.
                        Some(cell) => cell.extend(table.into_iter().flatten().flatten()),
                        None => self.document.blocks.push(Block::Table(table)),
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        if self.skip > 0 {
            return;
        }
        let bold = self.bold;
        let Some(p) = self.paragraphs.last_mut() else { return };
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                p.end_line();
            }
            if bold && p.bold == p.text.len() {
                p.bold += piece.len();
            }
            p.text.push_str(piece);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut p) = self.paragraphs.pop() else { return };
        p.end_line();
        if let Some(first) = p.lines.first_mut() {
            first.gap = true;
        }
        match self.tables.last_mut().and_then(|t| t.last_mut()).and_then(|r| r.last_mut()) {
            Some(cell) => cell.append(&mut p.lines),
            None => self.document.blocks.push(Block::Paragraph(p.lines)),
        }
    }
}

impl Paragraph {
    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = std::mem::take(&mut self.bold);
        self.lines.push(Line {
            number: self.number,
            untouched: None,
            text,
            bold,
            heading: self.heading,
            bullet: self.bullet,
            quote: false,
            gap: false,
        });
    }
}

fn heading_level(style: &str) -> u8 {
    let lower = style.to_lowercase().replace(' ', "");
    match lower.strip_prefix("heading").or_else(|| lower.strip_prefix("berschrift")).or_else(|| lower.strip_prefix("überschrift")) {
        Some(n) => n.parse().unwrap_or(1),
        None => u8::from(lower == "title"),
    }
}
