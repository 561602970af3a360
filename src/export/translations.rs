//! Translations that somebody made of quotes: shown beside the customer's own words, marked, and never in quotation marks.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Reviewed;
use super::quoted::Quoted;

/// A translation of a verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Translation {
    /// The words of whoever translated.
    pub text: String,
    /// Who did.
    pub by: String,
}

/// A table of translations (`translations.csv`): which quote, its translation, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Translations {
    /// By evidence number (`E12`) or quote id, with the line each stands on.
    rows: BTreeMap<String, (Translation, u64)>,
}

/// Why a table of translations can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranslationsError {
    /// A column is missing.
    #[error("there is no column {0}; the columns are quote, translation and by")]
    NoColumn(&'static str),
    /// A row says nothing of a column.
    #[error("line {line}: {what}")]
    Row {
        /// From 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
}

impl Translations {
    /// Reads the table.
    ///
    /// # Errors
    /// Where a column is missing, a row is incomplete, or two rows translate one quote.
    pub fn read(table: &str) -> Result<Translations, TranslationsError> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let wrong = |line: u64, what: &str| TranslationsError::Row { line, what: what.to_owned() };
        let header = reader.headers().map_err(|e| wrong(1, &e.to_string()))?.clone();
        let column = |names: &[&'static str]| {
            let found = header.iter().position(|h| names.contains(&h.to_lowercase().as_str()));
            found.ok_or(TranslationsError::NoColumn(names.first().copied().unwrap_or_default()))
        };
        let (quote, text, by) =
            (column(&["quote", "evidence", "quote_id"])?, column(&["translation"])?, column(&["by", "translated_by", "translator"])?);
        let mut rows: BTreeMap<String, (Translation, u64)> = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|e| wrong(e.position().map_or(0, csv::Position::line), &e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let of = |at: usize| record.get(at).unwrap_or_default().to_owned();
            if record.iter().all(str::is_empty) {
                continue;
            }
            // Quotation marks are for verbatims alone.
            let plain = of(text).replace(['"', '“', '”', '„', '«', '»'], "");
            let translation = Translation { text: plain.split_whitespace().collect::<Vec<_>>().join(" "), by: of(by) };
            if translation.text.is_empty() || translation.by.is_empty() || of(quote).is_empty() {
                return Err(wrong(line, "a translation names its quote (such as E12), its words, and who made it"));
            }
            if let Some((_, first)) = rows.insert(key(&of(quote)), (translation, line)) {
                return Err(wrong(line, &format!("{} is translated on line {first} already", of(quote))));
            }
        }
        Ok(Translations { rows })
    }

    fn of(&self, quoted: &Quoted) -> Option<&Translation> {
        let by_number = self.rows.get(&format!("E{}", quoted.evidence));
        by_number.or_else(|| self.rows.get(&quoted.id.to_string().to_lowercase())).map(|(t, _)| t)
    }
}

/// An evidence number or a quote id, however it is written.
fn key(quote: &str) -> String {
    let is_number = quote.strip_prefix(['E', 'e']).is_some_and(|n| !n.is_empty() && n.len() <= 9 && n.chars().all(|c| c.is_ascii_digit()));
    if is_number { quote.to_uppercase() } else { quote.to_lowercase() }
}

impl<'a> Reviewed<'a> {
    /// The model with translations beside its quotes, and which of the table's rows name a quote that isn't there: (line, name).
    #[must_use]
    pub fn with_translations(mut self, translations: &Translations) -> (Reviewed<'a>, Vec<(u64, String)>) {
        let themes = self.kinds.values_mut().flat_map(|k| k.repeated.iter_mut().chain(&mut k.heard_once));
        let quotes = themes.flat_map(|t| t.supports.iter_mut().chain(&mut t.partly).chain(&mut t.contradicts));
        quotes.chain(self.evidence.iter_mut().map(|e| &mut e.quoted)).for_each(|q| q.translation = translations.of(q).cloned());
        let is_here = |name: &str| {
            self.evidence.iter().any(|e| format!("E{}", e.quoted.evidence) == name || e.quoted.id.to_string().to_lowercase() == name)
        };
        let unknown = translations.rows.iter().filter(|(name, _)| !is_here(name)).map(|(name, (_, line))| (*line, name.clone())).collect();
        (self, unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_or_says_what_is_wrong() {
        let read = Translations::read("\u{feff}Evidence,Translation,By\r\ne12,\"We said \"\"no\"\", again.\",Ana\r\n,,\r\n").unwrap();
        assert_eq!(read.rows["E12"].0, Translation { text: "We said no, again.".into(), by: "Ana".into() });
        assert_eq!(Translations::read("quote,by\n").unwrap_err(), TranslationsError::NoColumn("translation"));
        let wrong = |table: &str| Translations::read(table).unwrap_err().to_string();
        assert!(wrong("quote,translation,by\nE1,Hello,\n").starts_with("line 2:"));
        assert!(wrong("quote,translation,by\nE1,Hello,Ana\ne1,Hi,Bo\n").contains("line 3: e1 is translated on line 2 already"));
    }
}
