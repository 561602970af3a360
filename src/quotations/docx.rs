//! Word documents: paragraphs, quotation styles and tables of the main part. Deleted text of tracked changes is left out.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    At, ReadError,
    block::{Block, Passage},
};

/// The most bytes of a document's main part that are read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The blocks of a Word document.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Docx)?;
    let part = archive.by_name("word/document.xml").map_err(|_| ReadError::Docx)?;
    let mut xml = Vec::new();
    part.take(LARGEST).read_to_end(&mut xml).map_err(|_| ReadError::Docx)?;
    let text = String::from_utf8_lossy(&xml);
    let mut reader = Reader::from_str(&text);
    let mut document = Document::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => document.open(&e, false),
            Ok(Event::Empty(e)) => document.open(&e, true),
            Ok(Event::End(e)) => document.close(e.local_name().as_ref()),
            Ok(Event::Text(t)) => document.say(&t),
            Ok(Event::GeneralRef(r)) => document.say(&crate::calls::decode_entities(&format!("&{};", &*r))),
            Ok(Event::Eof) => break,
            Err(_) => return Err(ReadError::Docx),
            Ok(_) => {}
        }
    }
    document.end_paragraph();
    Ok(document.out)
}

#[derive(Default)]
struct Document {
    out: Vec<Block>,
    text: String,
    in_text: bool,
    /// Inside of what is not shown: deleted text, a second copy for old programs.
    hidden: u32,
    is_quote: bool,
    is_heading: bool,
    paragraphs: u32,
    quotes: u32,
    /// Open tables: nested ones add to the outer one's cell.
    depth: u32,
    rows: Vec<Vec<Passage>>,
}

impl Document {
    fn open(&mut self, e: &BytesStart<'_>, empty: bool) {
        match e.local_name().as_ref() {
            "del" | "Fallback" | "moveFrom" if !empty => self.hidden += 1,
            "t" => self.in_text = !empty,
            "tab" => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "pStyle" => (self.is_quote, self.is_heading) = (is_style(e, QUOTE_STYLES), is_style(e, HEADING_STYLES)),
            "tbl" if !empty => {
                self.end_paragraph();
                self.depth += 1;
            }
            "tr" if self.depth == 1 => self.rows.push(Vec::new()),
            "tc" if self.depth == 1 => {
                let at = At::Paragraph(self.paragraphs + 1);
                if let Some(row) = self.rows.last_mut() {
                    row.push(Passage { text: String::new(), at, block_quote: None });
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "del" | "Fallback" | "moveFrom" => self.hidden = self.hidden.saturating_sub(1),
            "t" => self.in_text = false,
            "p" => self.end_paragraph(),
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.out.push(Block::Table(std::mem::take(&mut self.rows)));
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if self.in_text && self.hidden == 0 {
            self.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let quote = std::mem::take(&mut self.is_quote);
        let heading = std::mem::take(&mut self.is_heading);
        if text.trim().is_empty() {
            return;
        }
        self.paragraphs += 1;
        if self.depth > 0 {
            if let Some(cell) = self.rows.last_mut().and_then(|r| r.last_mut()) {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(text.trim());
            }
            return;
        }
        if heading {
            let at = At::Paragraph(self.paragraphs);
            self.out.push(Block::Heading(Passage { text: text.trim().to_owned(), at, block_quote: None }));
            return;
        }
        // Neighbouring paragraphs in a quotation's style are one block quote.
        let goes_on = matches!(self.out.last(), Some(Block::Passage(p)) if p.block_quote.is_some());
        self.quotes += u32::from(quote && !goes_on);
        let block_quote = quote.then(|| self.quotes.saturating_sub(1));
        self.out.push(Block::Passage(Passage { text: text.trim().to_owned(), at: At::Paragraph(self.paragraphs), block_quote }));
    }
}

/// Parts of the names of styles for quotations and headings, in the languages that Word names them in.
const QUOTE_STYLES: &[&str] = &["quote", "zitat", "citation", "cita", "citaat", "引用"];
const HEADING_STYLES: &[&str] =
    &["heading", "berschrift", "titre", "título", "titulo", "titolo", "kop", "rubrik", "title", "見出し", "标题"];

fn is_style(e: &BytesStart<'_>, names: &[&str]) -> bool {
    let value = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == "val").map(|a| a.value.to_lowercase());
    value.is_some_and(|v| names.iter().any(|s| v.contains(s)))
}
