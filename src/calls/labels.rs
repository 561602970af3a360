//! What may be a speaker's label, and the name in it (rules C8 and C10).

use std::borrow::Cow;

use super::markup::decode_entities;
use super::tidy::{is_cjk, tidied, tidy};
use super::titles::is_short_form;
use super::{clock, tidy};

/// Words before a colon that are never a speaker.
const NEVER: &[&str] = &[
    "note",
    "notes",
    "ps",
    "p.s.",
    "re",
    "fw",
    "fwd",
    "subject",
    "date",
    "time",
    "title",
    "topic",
    "duration",
    "attendees",
    "participants",
    "agenda",
    "summary",
    "action item",
    "action items",
    "question",
    "answer",
    "source",
    "link",
    "http",
    "https",
    "mailto",
    "ftp",
    "invited",
    "attachments",
    "meeting title",
    "meeting participants",
    "recording",
    "transcript",
    "recorded",
    "next steps",
    "key takeaways",
    "todo",
    "update",
    "warning",
    "example",
    "url",
];

/// Small words that sentences have and names don't.
const SENTENCE_WORDS: &[&str] = &[
    "the", "a", "is", "was", "are", "were", "that", "this", "these", "would", "you", "we", "it", "its", "it's", "what", "because", "so",
    "but", "to", "about", "i", "my", "our", "your", "one", "thing", "like", "just", "if", "when", "how", "why", "there", "here", "me",
    "them", "they", "he", "she", "have", "had", "do", "did", "not", "in", "on", "for", "with",
];

/// The raw label as people see it: entities decoded, white space folded, final colon and Markdown emphasis dropped.
pub fn clean(raw: &str) -> String {
    cleaned(raw).into_owned()
}

/// As [`clean`], without a copy where nothing has to change: nearly always.
pub fn cleaned(raw: &str) -> Cow<'_, str> {
    let plain = raw.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b'-' | b'\'' | b'(' | b')'));
    if let (true, Cow::Borrowed(label)) = (plain, tidied(raw)) {
        return Cow::Borrowed(label);
    }
    Cow::Owned(cleaned_up(raw))
}

fn cleaned_up(raw: &str) -> String {
    let mut label = tidy(&decode_entities(raw));
    loop {
        let shorter = label.trim().trim_end_matches([':', '：']).trim_end();
        let shorter = match shorter.strip_prefix("**").or_else(|| shorter.strip_prefix("__")) {
            Some(inner) => inner.trim_end_matches("**").trim_end_matches("__"),
            None => shorter.trim_end_matches("**"),
        };
        if shorter.len() == label.len() {
            return label;
        }
        label = shorter.to_owned();
    }
}

/// Splits one trailing bracketed part off a label: `Dana Whitfield (Guest)` is `Dana Whitfield` and `Guest`. Times are no part of a name.
pub fn split_bracket(label: &str) -> (&str, Option<&str>) {
    let Some(open) = label.chars().next_back().and_then(|c| match c {
        ')' => Some('('),
        ']' => Some('['),
        '）' => Some('（'),
        '】' => Some('【'),
        _ => None,
    }) else {
        return (label, None);
    };
    let Some(at) = label.rfind(open) else { return (label, None) };
    let (base, tail) = label.split_at(at);
    let inner = tail.trim_start_matches(open).trim_end_matches([')', ']', '）', '】']);
    match base.trim_end() {
        "" => (label, None),
        base if clock::whole(inner, true).is_some() => (base, None),
        base => (base, Some(inner.trim())),
    }
}

/// A bare number or single letter gets `Speaker ` in front; nothing else is renamed.
pub fn display(base: &str) -> String {
    let bare = !base.is_empty()
        && (base.chars().all(|c| c.is_ascii_digit()) || (base.len() == 1 && base.chars().all(|c| c.is_ascii_alphabetic())));
    if bare { format!("Speaker {base}") } else { base.to_owned() }
}

/// Whether a name stands for nobody in particular: `Speaker 1`, `spk_0`, `Me`, `Interviewer`.
pub fn is_generic(name: &str) -> bool {
    super::Speaker { name: name.to_owned(), ..Default::default() }.is_generic()
}

/// No label of 80 characters has more bytes.
const LONGEST: usize = 320;

/// Whether `label` has the shape of a speaker's label; evidence in the file has to come on top.
pub fn has_shape(label: &str) -> bool {
    if label.len() > LONGEST {
        return false;
    }
    let (base, _) = split_bracket(label);
    let words = || base.split_whitespace();
    let first = base.chars().next();
    if base.is_empty() || label.chars().count() > 80 || base.chars().count() > 60 || words().count() > 5 {
        return false;
    }
    if !first.is_some_and(|c| c.is_alphanumeric() || c == '+' || !c.is_ascii() && !is_cjk_punctuation(c)) {
        return false;
    }
    if base.contains(['?', '!', '…', '"', '“', '”', ';', '=', '<', '>', '{', '}', '\\'])
        || base.contains("://")
        || base.contains(['。', '、', '，', '？', '！'])
    {
        return false;
    }
    let lower = base.to_lowercase();
    if NEVER.contains(&lower.as_str())
        || [" id", " url", " link", " date", " title"].iter().any(|end| lower.ends_with(end))
        || clock::bracketed_at_start(base).is_some()
        || has_time(base)
    {
        return false;
    }
    if base.contains('.') && !words().all(dot_is_fine) {
        return false;
    }
    let sentence = words()
        .enumerate()
        .filter(|(at, w)| (*at > 0 || w.chars().all(char::is_lowercase)) && SENTENCE_WORDS.contains(&w.to_lowercase().as_str()))
        .count();
    let capitals = words().filter(|w| is_capital(w)).count();
    if sentence > 0 && capitals < words().count() {
        return false;
    }
    // "One comma" is for lists in speech; `Whitfield, Dana` would need to be looked for on purpose.
    !base.contains(',')
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
}

fn has_time(text: &str) -> bool {
    text.match_indices(':').any(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(text.get(..at).and_then(|t| t.chars().next_back())) && digit(text.get(at + 1..).and_then(|t| t.chars().next()))
    })
}

/// Initials, `Dr.` and names like a mail address may hold a dot.
fn dot_is_fine(word: &str) -> bool {
    if !word.contains('.') {
        return true;
    }
    let inside = word.trim_end_matches('.');
    let initials = word.split('.').all(|p| p.chars().count() <= 2);
    let title = is_short_form(&inside.to_lowercase());
    let mail_like = !word.ends_with('.') && inside.contains('.') && inside.split('.').all(|p| !p.is_empty());
    initials || title || mail_like
}

/// Whether a word begins as names do; letters without case count.
fn is_capital(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(c) => c.is_uppercase() || (!c.is_lowercase()) || letters.next().is_some_and(char::is_uppercase),
        None => word.chars().any(|c| c.is_ascii_digit()),
    }
}

/// Whether `label` looks like a name or role by itself: capitalised words, all capitals, `Speaker 3`, a phone number, one generic word.
pub fn looks_like_name(label: &str) -> bool {
    // A paragraph is no name: said first, since this is asked of every line.
    if !has_shape(label) {
        return false;
    }
    let (base, _) = split_bracket(label);
    let words: Vec<&str> = base.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    const PARTICLES: &[&str] =
        &["de", "van", "der", "den", "von", "la", "le", "da", "di", "du", "del", "bin", "al", "y", "of", "and", "&", "ten", "ter", "dos"];
    let phone = base.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() * 2 > base.chars().count() && base.chars().count() >= 6;
    let all = !words.is_empty() && words.iter().enumerate().all(|(at, w)| is_capital(w) || (at > 0 && PARTICLES.contains(w)));
    let cjk = base.chars().any(is_cjk) && base.chars().count() <= 12;
    phone || cjk || base.contains('@') || (all && (words.len() >= 2 || is_all_capitals(base) || is_generic(base)))
}

fn is_all_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase) && text.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// One capitalised word, which is a name only where other lines say so.
pub fn is_one_capitalised_word(label: &str) -> bool {
    let (base, _) = split_bracket(label);
    label.len() <= LONGEST && !base.contains(char::is_whitespace) && is_capital(base) && has_shape(label)
}

/// Splits `Label: text` (or `标签：文`) at the first colon that can end a label.
pub fn split_label(line: &str) -> Option<(&str, &str)> {
    // Most lines without a label are found out here, before any character is looked at.
    let head = line.as_bytes().get(..line.len().min(90 * 4)).unwrap_or_default();
    if !head.contains(&b':') && (head.is_ascii() || !line.contains('：')) {
        return None;
    }
    let mut depth = 0i32;
    for (at, c) in line.char_indices().take(90) {
        match c {
            '(' | '[' | '（' | '【' => depth += 1,
            ')' | ']' | '）' | '】' => depth -= 1,
            '：' if depth <= 0 && line.get(..at).is_some_and(|l| l.chars().any(|c| is_cjk(c) || !c.is_ascii())) => {
                return Some((line.get(..at)?.trim(), line.get(at + c.len_utf8()..)?.trim()));
            }
            ':' if depth <= 0 => {
                let rest = line.get(at + 1..)?;
                if rest.is_empty() || rest.starts_with(tidy::is_space) || rest.starts_with("**") || rest.starts_with(is_cjk) {
                    let label = line.get(..at)?.trim();
                    return (!label.is_empty()).then_some((label, rest.trim_start_matches("**").trim()));
                }
                if rest.starts_with("//") {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{clean, display, has_shape, looks_like_name, split_bracket, split_label};

    #[test]
    fn names_in_labels() {
        assert_eq!(split_bracket("Dana Whitfield (Guest)"), ("Dana Whitfield", Some("Guest")));
        assert_eq!(split_bracket("田村 葵（ゲスト）"), ("田村 葵", Some("ゲスト")));
        assert_eq!(split_bracket("Dana (00:16)"), ("Dana", None));
        assert_eq!(split_bracket("(unknown)"), ("(unknown)", None));
        assert_eq!(display("0"), "Speaker 0");
        assert_eq!(display("A"), "Speaker A");
        assert_eq!(display("spk_0"), "spk_0");
        assert_eq!(clean("**Far&#237;as:**"), "Farías");
    }

    #[test]
    fn sentences_are_no_labels() {
        for yes in [
            "Dana",
            "DANA WHITFIELD",
            "Dr. Haddad",
            "Hon. Mary Ng",
            "J. R. Okonjo",
            "Anna.Fiske",
            "Speaker 3",
            "1415***0142",
            "Priya (she/her)",
            "Felix (Geth)",
            "marc | wolovim",
            "ivo Georgiev @ ambire",
            "田村 葵",
        ] {
            assert!(has_shape(yes), "{yes}");
        }
        for no in [
            "Note",
            "https",
            "On the integration question you raised",
            "One thing I would flag",
            "The per-entity pricing killed it for me",
            "At 10:30 every morning",
            "",
            "Well, yes",
            "Really?",
            "the point is",
        ] {
            assert!(!has_shape(no), "{no}");
        }
        assert!(
            looks_like_name("Dana Whitfield")
                && looks_like_name("INTERVIEWER")
                && looks_like_name("Respondent")
                && looks_like_name("+14155550***")
        );
        assert!(!looks_like_name("Security") && !looks_like_name("month end"));
    }

    #[test]
    fn splits_at_the_label_s_colon_only() {
        assert_eq!(split_label("Dana: it was: yes"), Some(("Dana", "it was: yes")));
        assert_eq!(split_label("田村 葵：はい"), Some(("田村 葵", "はい")));
        assert_eq!(split_label("See https://x.example: red"), None);
        assert_eq!(split_label("at 10:30 we"), None);
        assert_eq!(split_label("Tom Okonjo: "), Some(("Tom Okonjo", "")));
    }
}
