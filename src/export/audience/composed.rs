//! Names inside other words: grown together (`CorvidFreight`), in the plural (`corvids`), or parted by who wrote the transcript (`har borline`).

use std::collections::BTreeSet;

/// Shorter names stand in too many other words ("Ana" in "banana").
const SHORTEST: usize = 4;
/// How many letters an ending may have that makes a person's name a plural.
const ENDING: usize = 2;

/// The names that are looked for inside words, folded.
#[derive(Debug, Clone, Default)]
pub(super) struct Composed {
    /// Companies' names, and people's names in full, grown together: they show anywhere in a word.
    anywhere: BTreeSet<String>,
    /// Single names of people: only with an ending, for "Anne" stands in "channel".
    with_ending: BTreeSet<String>,
}

impl Composed {
    /// Adds the words of a company's name; `is_word` tells those that are ordinary words.
    pub fn add_company(&mut self, parts: &[String], is_word: impl Fn(&str) -> bool) {
        self.grown_together(parts);
        self.anywhere.extend(parts.iter().filter(|p| p.chars().count() >= SHORTEST && !is_word(p)).cloned());
    }

    /// Adds the words of a person's name.
    pub fn add_person(&mut self, parts: &[String], is_word: impl Fn(&str) -> bool) {
        self.grown_together(parts);
        self.with_ending.extend(parts.iter().filter(|p| p.chars().count() >= SHORTEST && !is_word(p)).cloned());
    }

    fn grown_together(&mut self, parts: &[String]) {
        let name = parts.concat();
        if parts.len() > 1 && name.chars().count() > SHORTEST {
            self.anywhere.insert(name);
        }
    }

    /// Whether a name stands inside the word.
    pub fn is_inside(&self, folded: &str) -> bool {
        let ending = |n: &usize| folded.char_indices().rev().nth(n - 1).and_then(|(at, _)| folded.get(..at));
        (1..=ENDING).filter_map(|n| ending(&n)).any(|start| self.with_ending.contains(start))
            || self.anywhere.iter().any(|name| folded.contains(name.as_str()))
    }

    /// Whether two words that follow each other are one name, parted.
    pub fn is_parted(&self, first: &str, second: &str) -> bool {
        let whole = format!("{first}{second}");
        self.anywhere.contains(&whole) || self.with_ending.contains(&whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_inside_words_and_words_do_not_become_names() {
        let mut composed = Composed::default();
        let parts = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        composed.add_company(&parts("corvid freight"), |word| word == "freight");
        composed.add_person(&parts("anne dahl"), |_| false);
        for word in ["corvidfreight", "corvids", "mycorvid", "dahls", "annes", "annedahl"] {
            assert!(composed.is_inside(word), "{word}");
        }
        for word in ["freights", "channel", "planned", "and", ""] {
            assert!(!composed.is_inside(word), "{word}");
        }
        assert!(composed.is_parted("cor", "vid") && composed.is_parted("da", "hl") && !composed.is_parted("cor", "vids"));
    }
}
