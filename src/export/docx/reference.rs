//! A company's own Word file, `reference.docx`, whose styles our Word files take: fonts, colours, headings, page size.
//!
//! Styles are the same where Word calls them the same (`heading 1`), whatever their ids are in that file's language; what it doesn't have is
//! added as we have it. Its text, headers and footers are not taken.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Our styles.
pub(super) const OURS: &str = include_str!("../../../templates/word-styles.xml");
/// The most bytes of a part that are read.
const LARGEST: u64 = 16 * 1024 * 1024;
const END: &str = "</w:styles>";

/// Why a Word file can't give its styles.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It is no Word file.
    #[error("it is no Word document that can be opened ({0})")]
    NoWordFile(String),
    /// It has no styles that we can read.
    #[error("its styles can't be read")]
    NoStyles,
}

/// The styles of a Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    styles: String,
    theme: Option<String>,
    page: Option<String>,
    /// Our style ids, with those that stand for them.
    ids: BTreeMap<String, String>,
}

/// A style, as far as we have to know it.
#[derive(Debug)]
struct Style {
    id: String,
    kind: String,
    name: String,
    /// Where it stands in its file, in bytes.
    range: std::ops::Range<usize>,
}

impl Reference {
    /// Takes the styles out of a Word file.
    ///
    /// # Errors
    /// Where it is none, or its styles can't be read.
    pub fn read(bytes: &[u8]) -> Result<Reference, ReferenceError> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReferenceError::NoWordFile(e.to_string()))?;
        let mut part = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).ok()?.take(LARGEST).read_to_string(&mut text).ok().map(|_| text)
        };
        let document = part("word/document.xml").ok_or_else(|| ReferenceError::NoWordFile("it has no text part".into()))?;
        let theirs = part("word/styles.xml").filter(|s| s.trim_end().ends_with(END)).ok_or(ReferenceError::NoStyles)?;
        let theme = part("word/theme/theme1.xml");
        let known = styles(&theirs).ok_or(ReferenceError::NoStyles)?;
        let (ids, missing) = matched(&known);
        let all = theirs.trim_end().strip_suffix(END).ok_or(ReferenceError::NoStyles)?;
        Ok(Reference { styles: format!("{all}{missing}{END}"), theme, page: page(&document), ids })
    }

    /// The id that stands for our style `id`.
    pub(super) fn id<'s>(&'s self, id: &'s str) -> &'s str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    pub(super) fn styles(&self) -> &str {
        &self.styles
    }

    pub(super) fn theme(&self) -> Option<&str> {
        self.theme.as_deref()
    }

    /// Page size and margins, as they stand in its last section.
    pub(super) fn page(&self) -> Option<&str> {
        self.page.as_deref()
    }
}

/// Which of their styles stands for each of ours, and ours that they don't have, ready to be added.
fn matched(theirs: &[Style]) -> (BTreeMap<String, String>, String) {
    let ours = styles(OURS).unwrap_or_default();
    let same = |name: &str, kind: &str| theirs.iter().find(|s| s.kind == kind && s.name.eq_ignore_ascii_case(name));
    let mut ids = BTreeMap::new();
    let mut add = Vec::new();
    for style in &ours {
        let found = same(&style.name, &style.kind).or_else(|| (style.id == "Grid").then(|| same("Table Grid", "table")).flatten());
        let id = match found {
            Some(found) => found.id.clone(),
            None => {
                add.push(style);
                let taken = theirs.iter().any(|s| s.id == style.id);
                if taken { format!("Verbatim{}", style.id) } else { style.id.clone() }
            }
        };
        ids.insert(style.id.clone(), id);
    }
    let mut missing = String::new();
    for style in add {
        let mut xml = OURS.get(style.range.clone()).unwrap_or_default().to_owned();
        for (ours, theirs) in ids.iter().filter(|(ours, theirs)| ours != theirs) {
            for attribute in ["w:basedOn w:val", "w:next w:val", "w:styleId"] {
                xml = xml.replace(&format!("{attribute}=\"{ours}\""), &format!("{attribute}=\"{theirs}\""));
            }
        }
        // Theirs is the default of its kind.
        missing.push_str(&xml.replace(" w:default=\"1\"", ""));
    }
    (ids, missing)
}

/// The styles of a part, in order; nothing where it is no XML.
fn styles(part: &str) -> Option<Vec<Style>> {
    let mut reader = Reader::from_str(part);
    let mut out: Vec<Style> = Vec::new();
    let mut open: Option<Style> = None;
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::Start(e) if e.local_name().as_ref() == "style" => {
                let kind = value(&e, "type").unwrap_or_else(|| "paragraph".into());
                open = Some(Style { id: value(&e, "styleId")?, kind, name: String::new(), range: start..start });
            }
            Event::Empty(e) | Event::Start(e) if e.local_name().as_ref() == "name" => {
                if let (Some(style), Some(name)) = (&mut open, value(&e, "val")) {
                    style.name = name;
                }
            }
            Event::End(e) if e.local_name().as_ref() == "style" => {
                let end = usize::try_from(reader.buffer_position()).ok()?;
                out.extend(open.take().map(|s| Style { range: s.range.start..end, ..s }));
            }
            Event::Eof => return Some(out),
            _ => {}
        }
    }
}

/// Page size and margins of the last section.
fn page(document: &str) -> Option<String> {
    let section = document.get(document.rfind("<w:sectPr")?..)?;
    let element = |name: &str| {
        let from = section.find(&format!("<w:{name} "))?;
        let rest = section.get(from..)?;
        rest.get(..rest.find("/>")? + 2).filter(|e| !e.contains(['\n', '&']) && e.matches('<').count() == 1)
    };
    Some(format!("{}{}", element("pgSz")?, element("pgMar")?))
}

fn value(e: &BytesStart<'_>, name: &str) -> Option<String> {
    e.attributes().flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| a.value.to_string())
}
