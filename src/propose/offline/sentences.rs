//! A turn's sentences, and a sentence's words.

use std::ops::Range;

/// Longest sentence in words: speech without full stops is cut at a comma before this, so that a quote stays readable.
const LONGEST: usize = 55;

/// Words after which a full stop does not end the sentence.
const ABBREVIATIONS: &[&str] = &["dr", "mr", "mrs", "ms", "st", "vs", "e.g", "i.e", "no", "prof", "approx", "inc", "sr", "jr"];

/// The byte ranges of a text's sentences, without white space at their ends; none is empty.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        let stop = match c {
            '\n' => true,
            '.' | '!' | '?' | '…' => {
                while let Some(&(i, c)) = chars.peek().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')')) {
                    end = i + c.len_utf8();
                    chars.next();
                }
                let rest = &text[end..];
                let goes_on = rest.trim_start().chars().next().is_some_and(char::is_lowercase);
                rest.is_empty() || (rest.starts_with(char::is_whitespace) && !goes_on && !(c == '.' && abbreviated(&text[start..at])))
            }
            _ => false,
        };
        if stop {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Whether the words before a full stop end in an abbreviation or an initial.
fn abbreviated(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let one_letter = last.chars().count() == 1 && last.chars().all(char::is_uppercase) && last != "I";
    one_letter || ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut rest = trimmed(text, range);
    while let Some(cut) = overlong(&text[rest.clone()]).map(|c| rest.start + c) {
        found.push(trimmed(text, rest.start..cut));
        rest = trimmed(text, cut..rest.end);
    }
    if !rest.is_empty() {
        found.push(rest);
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..(start + piece.trim().len())
}

/// Where to cut a sentence that is too long: after the last comma in its bounds, else after the last word in them.
fn overlong(sentence: &str) -> Option<usize> {
    let (mut words, mut in_word, mut comma) = (0, false, None);
    for (at, c) in sentence.char_indices() {
        if c.is_whitespace() {
            in_word = false;
        } else if !in_word {
            in_word = true;
            words += 1;
            if words > LONGEST {
                return Some(comma.unwrap_or(at));
            }
        }
        if matches!(c, ',' | ';' | '—') && words > LONGEST / 3 {
            comma = Some(at + c.len_utf8());
        }
    }
    None
}

/// A sentence's words in lower case, with contractions written out ("don't" is "do not"), as the cues are written.
pub fn words(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for raw in sentence.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')) {
        let word: String = raw.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect();
        let word = word.trim_matches('\'');
        if !word.is_empty() {
            write_out(word, &mut found);
        }
    }
    found
}

/// For each of a sentence's [`words`], the number of its clause: what stands before a comma says nothing of what stands after it.
pub fn clauses(sentence: &str) -> Vec<usize> {
    let clauses = sentence.split([',', ';', ':', '—', '–']).enumerate();
    clauses.flat_map(|(n, clause)| std::iter::repeat_n(n, words(clause).len())).collect()
}

fn write_out(word: &str, found: &mut Vec<String>) {
    let mut push = |words: &[&str]| found.extend(words.iter().filter(|w| !w.is_empty()).map(|w| (*w).to_owned()));
    match word {
        "can't" | "cannot" => return push(&["can", "not"]),
        "won't" => return push(&["will", "not"]),
        "ain't" => return push(&["is", "not"]),
        "let's" => return push(&["let", "us"]),
        "gonna" => return push(&["going", "to"]),
        "wanna" => return push(&["want", "to"]),
        "gotta" => return push(&["got", "to"]),
        _ => {}
    }
    let Some((base, ending)) = word.rsplit_once('\'') else { return push(&[word]) };
    match ending {
        "t" => push(&[base.strip_suffix('n').unwrap_or(base), "not"]),
        "m" => push(&[base, "am"]),
        "re" => push(&[base, "are"]),
        "ve" => push(&[base, "have"]),
        "ll" => push(&[base, "will"]),
        "d" => push(&[base, "would"]),
        // "that's" is "that is", "Carol's" is Carol: only words that own nothing are written out.
        "s" if IS_AFTER.contains(&base) => push(&[base, "is"]),
        "s" => push(&[base]),
        _ => push(&[&word.replace('\'', "")]),
    }
}

const IS_AFTER: &[&str] = &[
    "it",
    "that",
    "there",
    "what",
    "who",
    "nobody",
    "somebody",
    "something",
    "everything",
    "everybody",
    "nothing",
    "he",
    "she",
    "here",
    "how",
    "where",
    "this",
    "everyone",
    "someone",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences(text: &str) -> Vec<&str> {
        ranges(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn full_stops_end_sentences_abbreviations_do_not() {
        assert_eq!(
            sentences("We called Dr. Weiss. Nobody came!  Why? \"No van.\" So."),
            ["We called Dr. Weiss.", "Nobody came!", "Why?", "\"No van.\"", "So."]
        );
        assert_eq!(sentences("It cost 3.50 a mile... and we paid. J. Ortiz did"), ["It cost 3.50 a mile... and we paid.", "J. Ortiz did"]);
    }

    #[test]
    fn contractions_are_written_out() {
        assert_eq!(words("I don’t know, it's Carol's; we can't."), ["i", "do", "not", "know", "it", "is", "carol", "we", "can", "not"]);
    }

    #[test]
    fn speech_without_full_stops_is_cut() {
        let text = "we load the truck and wait, ".repeat(30);
        assert!(sentences(&text).iter().all(|s| s.split_whitespace().count() <= LONGEST));
        assert_eq!(sentences(&text).join(" "), text.trim());
    }

    proptest! {
        #[test]
        fn every_sentence_is_a_slice_and_no_word_is_lost(text in "\\PC{0,300}|[a-zA-Z'’.,!? \n]{0,300}") {
            let all: String = ranges(&text).into_iter().map(|r| text[r].to_owned()).collect();
            let plain = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(plain(&all), plain(&text));
            words(&text);
        }
    }
}
