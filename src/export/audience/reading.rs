//! A text read for names: those that the calls know are replaced, and words that may be other names are pointed at.

use super::names::Names;
use super::word::{TITLES, Word, words};
use crate::calls::CallId;

/// How many bytes may stand between the parts of one name: a space, a hyphen, a sign without width.
const GAP: usize = 3;

/// A text as it reads outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The text, with what stands for each known name in brackets.
    pub text: String,
    /// Words in it that may be names, each once, for the screen only.
    pub suspects: Vec<String>,
    /// Where names that the calls know stand inside other words, in bytes of the text as it was.
    inside: Vec<(usize, usize)>,
    /// The same where they stand as themselves, with what stands for each.
    spans: Vec<(usize, usize, String)>,
}

/// How many digits in a row, spaces and dashes aside, look like a telephone number.
const TELEPHONE: usize = 7;

impl Names {
    /// Reads `text`, which stands in `call` where it is a quote.
    pub fn read(&self, text: &str, call: Option<&CallId>) -> Reading {
        let words = words(text);
        let mut spans: Vec<(usize, usize, String)> = self.unparted(text);
        let mut suspects: Vec<String> = Vec::new();
        let mut last_suspect = None;
        let mut inside: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if spans.iter().any(|(from, to, _)| *from <= word.start && word.end <= *to) {
                at += 1;
                continue;
            }
            if let Some((count, stands)) = self.name_at(text, &words, at, call) {
                let title = at.checked_sub(1).and_then(|i| words.get(i)).filter(|t| TITLES.contains(&t.folded.as_str()));
                let start = title.map_or(word.start, |t| t.start);
                let end = words.get(at + count - 1).map_or(word.end, |w| w.end);
                let genitive = words.get(at + count).filter(|s| s.folded == "s" && matches!(text.get(end..s.start), Some("'" | "’")));
                let stands = genitive.map_or_else(|| stands.to_owned(), |_| format!("{stands}'s"));
                spans.push((start, genitive.map_or(end, |s| s.end), stands));
                at += count + usize::from(genitive.is_some());
                continue;
            }
            if let Some(end) = self.composed_at(&words, at) {
                inside.push((word.start, end));
                suspects.extend(text.get(word.start..end).map(str::to_owned));
            }
            let with_name = words.get(at + 1).is_some() && TITLES.contains(&word.folded.as_str());
            if !with_name && self.is_suspect(word) {
                // "Maple Street" is one name, not two.
                let goes_on = last_suspect.filter(|end| text.get(*end..word.start) == Some(" ")).and_then(|_| suspects.last_mut());
                match goes_on {
                    Some(name) => name.push_str(&format!(" {}", word.text)),
                    None => suspects.push(word.text.to_owned()),
                }
                last_suspect = Some(word.end);
            }
            at += 1;
        }
        if call.is_some_and(|c| self.without_case.contains(c)) {
            suspects.push("no capitals in this transcript, so names don't show".into());
        }
        suspects.extend(addresses(text));
        let mut seen = std::collections::BTreeSet::new();
        suspects.retain(|s| seen.insert(s.clone()));
        spans.sort_unstable();
        Reading { text: replaced(text, &spans), suspects, inside, spans }
    }

    /// `text` without the names that the calls know, also where they stand inside other words: nobody is asked about what a table says.
    pub fn hide(&self, text: &str) -> String {
        let Reading { inside, mut spans, .. } = self.read(text, None);
        spans.extend(inside.into_iter().map(|(from, to)| (from, to, "name".to_owned())));
        spans.sort_unstable();
        replaced(text, &spans)
    }

    /// Where what holds a name at word `at` ends: the word itself, or the next one that it was parted from.
    fn composed_at(&self, words: &[Word<'_>], at: usize) -> Option<usize> {
        let (word, next) = (words.get(at)?, words.get(at + 1));
        let parted = next.filter(|n| n.start <= word.end + GAP && self.composed.is_parted(&word.folded, &n.folded));
        parted.map(|n| n.end).or_else(|| self.may_hold_a_name(word).then_some(word.end))
    }

    /// The longest name that starts at word `at`, the call's own before another's: how many words, and what stands for it.
    fn name_at(&self, text: &str, words: &[Word<'_>], at: usize, call: Option<&CallId>) -> Option<(usize, &str)> {
        let word = words.get(at)?;
        let fits = |n: &&super::names::Name| {
            let row = words.get(at..at + n.words.len()).unwrap_or_default();
            let joined = row.windows(2).all(|pair| match pair {
                [a, b] => text
                    .get(a.end..b.start)
                    .is_some_and(|between| between.chars().count() <= 3 && !between.contains(['!', '?', ';', ':', '\n'])),
                _ => false,
            });
            row.len() == n.words.len()
                && joined
                && row.iter().zip(&n.words).all(|(w, name)| w.folded == *name)
                && (!n.is_ordinary || word.has_capital() && !word.initial)
        };
        let found: Vec<_> = self.by_first.get(&word.folded)?.iter().filter(fits).collect();
        let longest = found.first()?.words.len();
        let name = found.iter().take_while(|n| n.words.len() == longest).find(|n| Some(&n.call) == call).or(found.first())?;
        Some((longest, &name.stands))
    }

    fn is_suspect(&self, word: &Word<'_>) -> bool {
        if word.knows_no_case() {
            return true;
        }
        if !word.has_capital() || self.is_known(&word.folded) || word.text.chars().count() == 1 {
            return false;
        }
        // At the start of a sentence every word has a capital: one that the calls also write small is no name, unless a speaker has it.
        !word.initial || !self.is_form_of_ordinary(&word.folded) || self.by_first.contains_key(&word.folded)
    }

    fn unparted(&self, text: &str) -> Vec<(usize, usize, String)> {
        let mut spans = Vec::new();
        for (name, stands) in self.unparted.iter().filter(|(n, _)| !n.is_empty()) {
            spans.extend(text.match_indices(name.as_str()).map(|(at, _)| (at, at + name.len(), stands.clone())));
        }
        spans
    }
}

/// The text with the spans replaced; one that overlaps another gives way to it.
fn replaced(text: &str, spans: &[(usize, usize, String)]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (from, to, stands) in spans {
        if *from >= at {
            out.push_str(text.get(at..*from).unwrap_or_default());
            out.push_str(&format!("[{stands}]"));
            at = *to;
        }
    }
    out + text.get(at..).unwrap_or_default()
}

/// Whether a word is an internet address without a scheme: `corvid.io`, not `e.g.` and not `3.5`.
fn is_domain(word: &str) -> bool {
    let word = word.split('/').next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(host, top)| {
        let letters = |c: char| c.is_ascii_lowercase();
        host.chars().filter(|c| c.is_alphanumeric()).count() > 1 && top.len() > 1 && top.chars().all(letters)
    })
}

/// Addresses and telephone numbers, which lead to people as names do.
fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split_whitespace()
        .filter(|w| w.contains('@') || w.contains("://") || w.to_lowercase().contains("www.") || is_domain(w))
        .map(str::to_owned)
        .collect();
    let mut run = String::new();
    for c in text.chars().chain(['.']) {
        if c.is_ascii_digit() || (!run.is_empty() && matches!(c, ' ' | '-' | '(' | ')' | '/')) {
            run.push(c);
        } else {
            if run.chars().filter(char::is_ascii_digit).count() >= TELEPHONE {
                found.push(run.trim().to_owned());
            }
            run.clear();
        }
    }
    found
}
