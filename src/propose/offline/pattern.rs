//! Patterns of words: how cues and concepts are written in the data files.

use std::collections::HashMap;

/// How many words `...` may stand for, at most.
const GAP: usize = 4;

/// The longest beginning of a word (in characters) that is looked up: bounds time on a "word" of a megabyte.
const LONGEST_START: usize = 24;

#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// One of these words.
    Word(Vec<Form>),
    /// The same, but it may be missing.
    Maybe(Vec<Form>),
    Any,
    Gap,
    Start,
    End,
}

/// One word, or with a `*` behind it all words that begin so.
#[derive(Debug, Clone, PartialEq)]
struct Form {
    text: String,
    begins: bool,
}

impl Form {
    fn of(word: &str) -> Form {
        match word.strip_suffix('*') {
            Some(start) => Form { text: start.to_owned(), begins: true },
            None => Form { text: word.to_owned(), begins: false },
        }
    }

    fn is(&self, word: &str) -> bool {
        if self.begins { word.starts_with(&self.text) } else { word == self.text }
    }
}

/// Words in a row, with the few signs that the head of `cues.toml` explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(Vec<Step>);

/// Word classes by name, as a data file defines them.
pub type Classes = HashMap<String, String>;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, classes: &Classes) -> Result<Pattern, String> {
        let mut steps = Vec::new();
        for part in text.split_whitespace() {
            steps.push(match part {
                "_" => Step::Any,
                "_?" => Step::Maybe(vec![Form::of("*")]),
                "..." => Step::Gap,
                "^" => Step::Start,
                "$" => Step::End,
                _ => {
                    let (part, optional) = part.strip_suffix('?').map_or((part, false), |p| (p, true));
                    let words = alternatives(part, classes).map_err(|e| format!("{e} in the pattern \"{text}\""))?;
                    if optional { Step::Maybe(words) } else { Step::Word(words) }
                }
            });
        }
        if steps.iter().any(|s| matches!(s, Step::Word(_))) {
            Ok(Pattern(steps))
        } else {
            Err(format!("no word in the pattern \"{text}\""))
        }
    }

    /// Where the pattern matches with its first step at `from`: the position after its last word.
    fn matches_at(&self, words: &[String], from: usize) -> Option<usize> {
        follow(&self.0, words, from)
    }

    /// The words that a sentence needs one of to match: what an index can look up.
    fn anchors(&self) -> &[Form] {
        self.0.iter().find_map(|s| if let Step::Word(w) = s { Some(w.as_slice()) } else { None }).unwrap_or_default()
    }

    /// How many words may stand before the anchor: at least, at most.
    fn lead(&self) -> (usize, usize) {
        let before = self.0.iter().take_while(|s| !matches!(s, Step::Word(_)));
        before.fold((0, 0), |(least, most), step| match step {
            Step::Any | Step::Word(_) => (least + 1, most + 1),
            Step::Maybe(_) => (least, most + 1),
            Step::Gap => (least, most + GAP),
            Step::Start | Step::End => (least, most),
        })
    }
}

fn alternatives(part: &str, classes: &Classes) -> Result<Vec<Form>, String> {
    let mut words = Vec::new();
    for word in part.split('|') {
        if let Some(name) = word.strip_prefix('<').and_then(|w| w.strip_suffix('>')) {
            let class = classes.get(name).ok_or_else(|| format!("unknown class <{name}>"))?;
            words.extend(class.split_whitespace().map(Form::of));
        } else if word.is_empty() || !word.strip_suffix('*').unwrap_or(word).chars().all(char::is_alphanumeric) {
            return Err(format!("\"{word}\" is no word"));
        } else {
            words.push(Form::of(word));
        }
    }
    Ok(words)
}

fn follow(steps: &[Step], words: &[String], at: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    match step {
        Step::Start => (at == 0).then(|| follow(rest, words, at)).flatten(),
        Step::End => (at == words.len()).then_some(at),
        Step::Any => (at < words.len()).then(|| follow(rest, words, at + 1)).flatten(),
        Step::Gap => (at..=(at + GAP).min(words.len())).find_map(|i| follow(rest, words, i)),
        Step::Word(any) => is_one_of(words.get(at)?, any).then(|| follow(rest, words, at + 1)).flatten(),
        Step::Maybe(any) => {
            follow(rest, words, at).or_else(|| is_one_of(words.get(at)?, any).then(|| follow(rest, words, at + 1)).flatten())
        }
    }
}

fn is_one_of(word: &str, any: &[Form]) -> bool {
    any.iter().any(|form| form.is(word))
}

/// Many patterns, found in a sentence without trying each: looked up by the first word they need.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    /// Each with what it was added for, and how many words may stand before its anchor.
    patterns: Vec<(Pattern, usize, (usize, usize))>,
    by_word: HashMap<String, Vec<usize>>,
    by_start: HashMap<String, Vec<usize>>,
}

/// Where a pattern matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// What the pattern was added for.
    pub of: usize,
    /// The first word's position in the sentence.
    pub from: usize,
    /// One past the last word's.
    pub to: usize,
}

impl Patterns {
    /// Adds a pattern; `of` comes back with its matches.
    pub fn add(&mut self, pattern: Pattern, of: usize) {
        let n = self.patterns.len();
        for word in pattern.anchors() {
            let index = if word.begins { &mut self.by_start } else { &mut self.by_word };
            index.entry(word.text.clone()).or_default().push(n);
        }
        let lead = pattern.lead();
        self.patterns.push((pattern, of, lead));
    }

    /// All matches in a sentence, in order; for each `of`, the earliest match alone.
    pub fn find(&self, words: &[String]) -> Vec<Match> {
        // Which patterns' anchors stand where.
        let mut anchored: Vec<(usize, usize)> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let starts = (0..=word.len()).filter_map(|end| word.get(..end)).take(LONGEST_START);
            let begun = starts.filter_map(|start| self.by_start.get(start)).flatten();
            anchored.extend(self.by_word.get(word).into_iter().flatten().chain(begun).map(|n| (*n, at)));
        }
        anchored.sort_unstable();
        anchored.dedup();
        let mut found: Vec<Match> = Vec::new();
        for same in anchored.chunk_by(|a, b| a.0 == b.0) {
            let Some((pattern, of, (least, most))) = same.first().and_then(|(n, _)| self.patterns.get(*n)) else { continue };
            let mut next = 0;
            let froms = same.iter().flat_map(|(_, at)| {
                let froms = next.max(at.saturating_sub(*most))..(at + 1).saturating_sub(*least);
                next = next.max(froms.end);
                froms
            });
            found.extend(froms.into_iter().find_map(|from| pattern.matches_at(words, from).map(|to| Match { of: *of, from, to })));
        }
        found.sort_unstable();
        found.dedup_by_key(|m| m.of);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::offline::sentences::words;

    fn hit(pattern: &str, sentence: &str) -> bool {
        let classes = Classes::from([("neg".to_owned(), "not never".to_owned())]);
        let mut all = Patterns::default();
        all.add(Pattern::parse(pattern, &classes).unwrap(), 7);
        all.find(&words(sentence)).iter().any(|m| m.of == 7)
    }

    #[test]
    fn the_signs_mean_what_the_data_file_says() {
        assert!(hit("worr*", "I was worried."));
        assert!(hit("<neg> ... problem", "It was never really the problem."));
        assert!(!hit("<neg> ... problem", "It was never, as far as I can tell, the problem."));
        assert!(hit("lost|lose the account", "We lose the account."));
        assert!(hit("^ oh lovely", "Oh, lovely.") && !hit("^ oh lovely", "And oh lovely."));
        assert!(hit("that is it $", "That's it.") && !hit("that is it $", "That's it for now."));
        assert!(hit("who is going? to", "Who is to do it?") && hit("by the _", "By the truck."));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for wrong in ["", "...", "a||b", "<unknown> x", "don't"] {
            assert!(Pattern::parse(wrong, &Classes::new()).is_err(), "{wrong}");
        }
    }
}
