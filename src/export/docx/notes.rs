//! Footnotes: where a document refers to a verbatim by its evidence number, the note under the page says where it stands and who judged it.

use std::collections::BTreeMap;

use super::{W, XML, xml};
use crate::export::Reviewed;
use crate::export::method::day;
use crate::export::quoted::words;

/// What the note of each evidence number (`E12`) says. It has no quotation marks: the words themselves stand in the text.
pub(in crate::export) fn notes(reviewed: &Reviewed<'_>) -> BTreeMap<String, String> {
    let note = |q: &crate::export::quoted::Quoted| {
        let time = q.time.as_deref().map(|t| format!(", {t}")).unwrap_or_default();
        format!(
            "E{} · {}, turn {}{time} · {} · judged by {}, {}",
            q.evidence,
            q.call,
            q.turn,
            words(q.verdict.as_str()),
            q.judged_by,
            day(&q.judged_at)
        )
    };
    reviewed.evidence.iter().map(|e| (format!("E{}", e.quoted.evidence), note(&e.quoted))).collect()
}

/// The notes that a document has so far.
pub(super) struct Footnotes<'n> {
    texts: &'n BTreeMap<String, String>,
    /// The evidence numbers that have one, in order: the first has id 1.
    used: Vec<String>,
}

impl<'n> Footnotes<'n> {
    pub fn new(texts: &'n BTreeMap<String, String>) -> Footnotes<'n> {
        Footnotes { texts, used: Vec::new() }
    }

    /// Whether `text` is an evidence number that we know.
    pub fn knows(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// An evidence number in bold: with its note where it stands first, leading there where it stands again.
    pub fn reference(&mut self, number: &str, reference_style: &str) -> String {
        let run = format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(number));
        if self.used.iter().any(|u| u == number) {
            return format!("<w:hyperlink w:anchor=\"{0}\" w:history=\"1\">{run}</w:hyperlink>", xml(number));
        }
        self.used.push(number.to_owned());
        let id = self.used.len();
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>{run}<w:bookmarkEnd w:id=\"{id}\"/>\
             <w:r><w:rPr><w:rStyle w:val=\"{reference_style}\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>",
            xml(number)
        )
    }

    /// The part of the file that holds the notes.
    pub fn part(&self, text_style: &str, reference_style: &str) -> String {
        let line = |id: i8, kind: &str, mark: &str| {
            format!(
                "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>"
            )
        };
        let note = |(id, number): (usize, &String)| {
            format!(
                "<w:footnote w:id=\"{id}\"><w:p><w:pPr><w:pStyle w:val=\"{text_style}\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"{reference_style}\"/></w:rPr><w:footnoteRef/></w:r>\
                 <w:r><w:t xml:space=\"preserve\"> {}</w:t></w:r></w:p></w:footnote>",
                xml(self.texts.get(number).map_or("", String::as_str))
            )
        };
        let notes: String = (1..).zip(&self.used).map(note).collect();
        format!(
            "{XML}<w:footnotes xmlns:w=\"{W}\">{}{}{notes}</w:footnotes>",
            line(-1, "separator", "separator"),
            line(0, "continuationSeparator", "continuationSeparator")
        )
    }
}
