//! The words of a text, with what tells a name from another word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a name that go with it.
pub(super) const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "mx", "miss", "prof", "sir", "herr", "frau", "madame", "monsieur"];

/// A run of letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// It, as written.
    pub text: &'a str,
    /// Lower case, without accents.
    pub folded: String,
    /// Whether it starts a sentence, or what was cut out of one.
    pub initial: bool,
}

impl Word<'_> {
    /// Whether any letter of it is a capital.
    pub fn has_capital(&self) -> bool {
        self.text.chars().any(char::is_uppercase)
    }

    /// Whether it is of a script that knows no capitals, so that nothing shows a name.
    pub fn knows_no_case(&self) -> bool {
        self.text.chars().any(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase())
    }
}

/// The words of a text. An apostrophe or a hyphen parts them, so that `Corvid's` and `Smith-Jones` show the names they hold.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (belongs(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                let since = words.last().map_or(0, |w| w.end);
                let (word, between) = (text.get(from..at).unwrap_or_default(), text.get(since..from).unwrap_or_default());
                // "Dr. Berg" is one sentence.
                let titled = between.trim_end() == "." && words.last().is_some_and(|w| TITLES.contains(&w.folded.as_str()));
                let initial =
                    !titled && (words.is_empty() || between.contains(['.', '!', '?', '…', ':', ';', '—', '–', '\n', '"', '“', '”']));
                words.push(Word { start: from, end: at, text: word, folded: fold(word), initial });
            }
            _ => {}
        }
    }
    words
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Lower case, without accents and width forms.
pub(super) fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand() {
        let text = "Well, José's team. Then … we left.";
        let found = words(text);
        let shown: Vec<(&str, bool)> = found.iter().map(|w| (w.folded.as_str(), w.initial)).collect();
        assert_eq!(shown, [("well", true), ("jose", false), ("s", false), ("team", false), ("then", true), ("we", true), ("left", false)]);
        assert!(found.iter().all(|w| &text[w.start..w.end] == w.text));
        assert!(found[1].has_capital() && !found[2].has_capital() && words("田中")[0].knows_no_case());
    }
}
