//! Names among other words: "Dana Whitfield", with the company behind it in brackets, a comma or "of".

/// What ties a name to a company.
const TIES: &[&str] = &["of", "at", "from", "the", "de", "du", "des", "del", "della", "da", "do", "von", "bei", "aus", "van", "chez", "la"];
/// Words that start a sentence with a capital and are no part of the name behind them.
const OPENINGS: &[&str] = &[
    "as", "and", "but", "then", "when", "the", "one", "our", "while", "so", "come", "como", "comme", "wie", "yet", "also", "later",
    "again", "here", "how", "what", "because", "und", "et", "y", "e", "en",
];
/// Words that name nobody.
const NOBODY: &[&str] = &["he", "she", "they", "we", "i", "it", "who", "customer", "customers", "you", "this", "that", "these", "those"];
/// The most words of a name, and of one with its company.
const LONGEST: (usize, usize) = (4, 10);

/// The words of `text`; what stands in brackets is one.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut depth) = (None, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c.is_whitespace() && depth == 0, start) {
            (true, Some(from)) => {
                out.push(&text[from..at]);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    out.extend(start.map(|from| &text[from..]));
    out
}

/// The name with its company that `words` end with.
pub(super) fn at_end(words: &[&str]) -> Option<String> {
    let mut from = words.len();
    while let Some(before) = from.checked_sub(1) {
        let word = words[before];
        let ends = from < words.len() && ends_sentence(word);
        let tied = is_tie(word) && from < words.len() && words[..before].iter().rev().find(|w| !is_tie(w)).is_some_and(|w| is_part(w));
        if ends || !(is_part(word) || tied) {
            break;
        }
        from = before;
    }
    // "Dana and Tom said": which of them can't be told.
    let joined = from >= 2 && is_and(words[from - 1]) && is_part(words[from - 2]) && !ends_sentence(words[from - 2]);
    if joined { None } else { name(&words[from..]) }
}

/// The name with its company that `words` start with.
pub(super) fn at_start(words: &[&str]) -> Option<String> {
    let mut to = 0;
    while to < words.len() {
        let tied = is_tie(words[to]) && to > 0 && words[to..].iter().find(|w| !is_tie(w)).is_some_and(|w| is_part(w));
        if !(is_part(words[to]) || tied) {
            break;
        }
        to += 1;
        if ends_sentence(words[to - 1]) {
            break;
        }
    }
    name(&words[..to])
}

/// `words` without what opens a sentence, if they are a name.
fn name(words: &[&str]) -> Option<String> {
    let opens = |w: &&&str| OPENINGS.contains(&super::said::plain(w).as_str());
    let words = &words[words.iter().take_while(opens).count()..];
    let first = words.iter().position(|w| is_tie(w) || w.starts_with(['(', '（'])).unwrap_or(words.len());
    let first = words[..first].iter().position(|w| w.ends_with(',')).map_or(first, |comma| comma + 1);
    let fits = (1..=LONGEST.0).contains(&first) && words.len() <= LONGEST.1;
    let names = fits && !NOBODY.contains(&super::said::plain(words[0]).as_str());
    if names { super::tidy(&words.join(" ")) } else { None }
}

/// Whether a word may be part of a name: it has a capital, or is a company in brackets.
fn is_part(word: &str) -> bool {
    let elided = ["d'", "d’", "l'", "l’"].iter().find_map(|e| word.strip_prefix(e)).unwrap_or(word);
    elided.trim_start_matches(['*', '_', '(', '（']).starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
        || word.starts_with(['(', '（'])
}

/// Whether it joins two names.
pub(super) fn is_and(word: &str) -> bool {
    matches!(word, "and" | "und" | "et" | "y" | "e" | "en" | "&" | "or" | "oder" | "ou")
}

fn is_tie(word: &str) -> bool {
    TIES.contains(&word)
}

/// Whether a sentence ends with it: neither a title nor an initial does.
fn ends_sentence(word: &str) -> bool {
    let short = word.strip_suffix('.').is_some_and(|w| w.chars().count() == 1 || matches!(w, "Dr" | "Mr" | "Mrs" | "Ms" | "Prof" | "Hon"));
    !short && word.ends_with(['.', ';', '!', '?', ':'])
}
