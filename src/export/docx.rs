//! A document as a Word file, rendered from the tree of its Markdown: real heading styles, lists and tables, which Word's and Google's outlines
//! and Confluence's import rely on. Written by hand as OOXML (ECMA-376), since the same project must give the same bytes and one look.

mod notes;
mod reference;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use comrak::Arena;
use comrak::nodes::{AstNode, ListType, NodeValue};
use zip::write::SimpleFileOptions;

use super::html::{escape_html, options, text_of};
use super::{ExportError, escape, parts};

pub(super) use notes::notes;
pub use reference::{Reference, ReferenceError};

use notes::Footnotes;

/// The Word file of a Markdown document, made on `day` (an ISO date), with `notes` under the page for the evidence numbers it refers to, in the
/// styles of `reference` where there is one.
///
/// # Errors
/// Where the file can't be written to memory, which doesn't happen.
pub(super) fn file(
    markdown: &str,
    title: &str,
    day: &str,
    notes: &BTreeMap<String, String>,
    reference: Option<&Reference>,
) -> Result<Vec<u8>, ExportError> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options());
    let mut writer = Body { out: String::new(), lists: Vec::new(), footnotes: Footnotes::new(notes), reference };
    let mut around = Around::default();
    for block in root.children() {
        if let NodeValue::HtmlBlock(html) = &block.data.borrow().value {
            around.to_write = parts::opens(&html.literal) || around.to_write && !parts::closes(&html.literal);
        }
        writer.block(block, around);
    }
    let document = format!(
        "{XML}<w:document xmlns:w=\"{W}\"><w:body>{}<w:sectPr>{}</w:sectPr></w:body></w:document>",
        writer.out,
        reference.and_then(Reference::page).unwrap_or(PAGE)
    );
    let core = format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:created></cp:coreProperties>",
        xml(title),
        xml(day)
    );
    let theme = reference.and_then(Reference::theme);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let files = [
        ("[Content_Types].xml", if theme.is_some() { CONTENT_TYPES.replace("</Types>", THEME_TYPE) } else { CONTENT_TYPES.to_owned() }),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core),
        (
            "word/_rels/document.xml.rels",
            if theme.is_some() { DOCUMENT_RELATIONS.replace("</Relationships>", THEME_RELATION) } else { DOCUMENT_RELATIONS.to_owned() },
        ),
        ("word/document.xml", document),
        ("word/numbering.xml", numbering(&writer.lists)),
        ("word/footnotes.xml", writer.footnotes.part(writer.style("FootnoteText"), writer.style("FootnoteReference"))),
        ("word/styles.xml", reference.map_or(reference::OURS, Reference::styles).to_owned()),
    ];
    for (name, text) in files.into_iter().chain(theme.map(|t| ("word/theme/theme1.xml", t.to_owned()))) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes()).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A4 with margins of two centimetres, where no reference says otherwise.
const PAGE: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>";
const THEME_TYPE: &str =
    "<Override PartName=\"/word/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/></Types>";
const THEME_RELATION: &str = "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme\" Target=\"theme/theme1.xml\"/></Relationships>";
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/footnotes.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml\"/>\
<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/></Relationships>";

/// Text as XML: printable, without the two code points that XML 1.0 forbids beside control characters.
fn xml(text: &str) -> String {
    escape_html(&escape::printable(text).replace(['\u{fffe}', '\u{ffff}'], ""))
}

/// What a block stands in.
#[derive(Clone, Copy, Default)]
struct Around {
    /// Inside a quotation.
    quoted: bool,
    /// Inside a list: its number in the file and its depth.
    list: Option<(usize, usize)>,
    /// Inside a part that a marketer writes.
    to_write: bool,
    /// Inside a cell of the first row of a table.
    heading: bool,
}

struct Body<'n> {
    out: String,
    /// The lists so far: whether each is numbered.
    lists: Vec<bool>,
    footnotes: Footnotes<'n>,
    reference: Option<&'n Reference>,
}

impl Body<'_> {
    /// The id of our style in this file.
    fn style<'s>(&'s self, id: &'s str) -> &'s str {
        self.reference.map_or(id, |r| r.id(id))
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>, around: Around) {
        match &node.data.borrow().value {
            NodeValue::Heading(heading) => {
                let style = if heading.level == 1 { "Title".into() } else { format!("Heading{}", heading.level - 1) };
                let style = format!("<w:pStyle w:val=\"{}\"/>", self.style(&style));
                self.paragraph(node, &style, around);
            }
            NodeValue::Paragraph => {
                let style = match around {
                    Around { quoted: true, .. } => format!("<w:pStyle w:val=\"{}\"/>", self.style("Quote")),
                    Around { list: Some((list, depth)), .. } => format!(
                        "<w:pStyle w:val=\"{}\"/><w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>",
                        self.style(if around.to_write { "ToWrite" } else { "ListParagraph" }),
                        depth.min(8),
                        list + 1
                    ),
                    Around { to_write: true, .. } => format!("<w:pStyle w:val=\"{}\"/>", self.style("ToWrite")),
                    // Somebody else's file may not say which style is the default.
                    _ => self.reference.map_or_else(String::new, |r| format!("<w:pStyle w:val=\"{}\"/>", r.id("Normal"))),
                };
                self.paragraph(node, &style, around);
            }
            NodeValue::BlockQuote => self.blocks(node, Around { quoted: true, ..around }),
            NodeValue::List(list) => {
                self.lists.push(list.list_type == ListType::Ordered);
                let depth = around.list.map_or(0, |(_, depth)| depth + 1);
                let around = Around { list: Some((self.lists.len() - 1, depth)), ..around };
                node.children().for_each(|item| self.blocks(item, around));
            }
            NodeValue::Table(table) => self.table(node, table.num_columns, around),
            NodeValue::CodeBlock(code) => {
                self.out.push_str("<w:p>");
                self.run(&code.literal, Look { code: true, ..Look::default() });
                self.out.push_str("</w:p>");
            }
            // Marks of parts, and raw HTML, which is no text.
            NodeValue::HtmlBlock(_) => {}
            _ => self.blocks(node, around),
        }
    }

    fn blocks<'a>(&mut self, node: &'a AstNode<'a>, around: Around) {
        node.children().for_each(|child| self.block(child, around));
    }

    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>, properties: &str, around: Around) {
        self.out.push_str(&format!("<w:p><w:pPr>{properties}</w:pPr>"));
        self.inline(node, Look { bold: around.heading, ..Look::default() });
        self.out.push_str("</w:p>");
    }

    fn inline<'a>(&mut self, node: &'a AstNode<'a>, look: Look) {
        for child in node.children() {
            match &child.data.borrow().value {
                NodeValue::Text(text) => self.run(text, look),
                NodeValue::Code(code) => self.run(&code.literal, Look { code: true, ..look }),
                NodeValue::SoftBreak => self.run(" ", look),
                NodeValue::LineBreak => self.out.push_str("<w:r><w:br/></w:r>"),
                NodeValue::Strong if self.footnotes.knows(&text_of(child)) => {
                    let style = self.style("FootnoteReference").to_owned();
                    self.out.push_str(&self.footnotes.reference(&text_of(child), &style));
                }
                NodeValue::Strong => self.inline(child, Look { bold: true, ..look }),
                NodeValue::Emph => self.inline(child, Look { italic: true, ..look }),
                NodeValue::HtmlInline(_) => {}
                _ => self.inline(child, look),
            }
        }
    }

    fn run(&mut self, text: &str, look: Look) {
        let properties = [
            (look.bold, "<w:b/>"),
            (look.italic, "<w:i/>"),
            (look.code, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:sz w:val=\"18\"/>"),
        ];
        let properties: String = properties.into_iter().filter(|(on, _)| *on).map(|(_, tag)| tag).collect();
        // The schema wants the font before bold and italic; code is never either in our templates, and Word reads any order.
        self.out.push_str(&format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text)));
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, columns: usize, around: Around) {
        let (widths, grid) = widths(node, columns);
        let (grid_style, text_style) = (self.style("Grid").to_owned(), format!("<w:pStyle w:val=\"{}\"/>", self.style("TableText")));
        self.out.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{grid_style}\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>"
        ));
        self.out.push_str(&format!("<w:tblGrid>{grid}</w:tblGrid>"));
        for row in node.children() {
            let heading = matches!(row.data.borrow().value, NodeValue::TableRow(true));
            // A header without words is there because Markdown wants one.
            if heading && row.children().all(|cell| text_of(cell).trim().is_empty()) {
                continue;
            }
            let properties = if heading { "<w:cantSplit/><w:tblHeader/>" } else { "<w:cantSplit/>" };
            self.out.push_str(&format!("<w:tr><w:trPr>{properties}</w:trPr>"));
            for (cell, width) in row.children().zip(&widths) {
                let shade = if heading { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF2F6\"/>" } else { "" };
                self.out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>"));
                self.paragraph(cell, &text_style, Around { heading, ..around });
                self.out.push_str("</w:tc>");
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str(&format!("</w:tbl><w:p><w:pPr>{text_style}</w:pPr></w:p>"));
    }
}

/// How a run of text looks.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    italic: bool,
    code: bool,
}

/// Column widths in twentieths of a point, wider where more is said and never narrower than their longest word, and the same as a grid.
fn widths<'a>(table: &'a AstNode<'a>, columns: usize) -> (Vec<usize>, String) {
    const PAGE: usize = 9638;
    // What a letter of a table's text takes, and the space beside it in a cell.
    const LETTER: usize = 124;
    const BESIDE: usize = 230;
    let (mut longest, mut word) = (vec![4usize; columns], vec![1usize; columns]);
    for row in table.children() {
        // Bold letters are wider.
        let bold = usize::from(matches!(row.data.borrow().value, NodeValue::TableRow(true)));
        for ((cell, longest), word) in row.children().zip(&mut longest).zip(&mut word) {
            let text = text_of(cell);
            *longest = (*longest).max(text.chars().count().min(60));
            // A word longer than this may break.
            *word = (*word).max(text.split_whitespace().map(|w| w.chars().count().min(16) + bold).max().unwrap_or(0));
        }
    }
    let least: Vec<usize> = word.iter().map(|w| w * LETTER + BESIDE).collect();
    let (needed, all) = (least.iter().sum::<usize>().max(1), longest.iter().sum::<usize>().max(1));
    let widths: Vec<usize> = match PAGE.checked_sub(needed) {
        Some(left) => least.iter().zip(&longest).map(|(least, n)| least + n * left / all).collect(),
        None => least.iter().map(|w| w * PAGE / needed).collect(),
    };
    let grid = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
    (widths, grid)
}

/// A numbering for each list, so that each numbered one starts at 1.
fn numbering(lists: &[bool]) -> String {
    let level = |format: &str, text: fn(usize) -> String| -> String {
        let level = |n: usize| {
            format!(
                "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"{}\" w:hanging=\"283\"/></w:pPr></w:lvl>",
                text(n),
                283 * (n + 1)
            )
        };
        (0..9).map(level).collect()
    };
    let (bullets, numbers) = (level("bullet", |_| "•".into()), level("decimal", |n| format!("%{}.", n + 1)));
    let of = |(i, numbered): (usize, &bool)| {
        let restart = if *numbered { "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>" } else { "" };
        format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/>{restart}</w:num>", i + 1, usize::from(*numbered))
    };
    let nums: String = lists.iter().enumerate().map(of).collect();
    format!(
        "{XML}<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}</w:abstractNum>{nums}</w:numbering>"
    )
}
