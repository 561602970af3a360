//! Finds quotation marks of any language in a run of text.

/// A quotation in marks: the bytes of the words inside, and one past the closing mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    pub start: usize,
    pub end: usize,
    pub after: usize,
    /// Where the opening mark stands.
    pub before: usize,
}

/// The marks that open a quotation, with those that may close it.
const PAIRS: &[(char, &[char])] = &[
    ('“', &['”', '"']),
    ('„', &['“', '”', '‟', '"']),
    ('‟', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‹', &['›']),
    ('「', &['」']),
    ('『', &['』']),
    ('〝', &['〞', '〟']),
    ('＂', &['＂']),
    ('"', &['"', '”']),
];

/// Single marks, which are apostrophes too: they need a word's edge on the outer side, and four words inside.
const SINGLE: &[(char, &[char])] = &[('‘', &['’']), ('‚', &['‘', '’']), ('\'', &['\''])];
const SINGLE_WORDS: usize = 4;

/// The outermost quotations of `text`, in order. A mark that nothing closes opens nothing.
pub(super) fn marked(text: &str) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut dead: Vec<char> = Vec::new();
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let found = if dead.contains(&c) || !opens(text, at, c) { None } else { closed(text, at, c) };
        match found {
            Some(m) => {
                out.push(m);
                at = m.after;
            }
            None => {
                // Looking for the same missing mark again and again would take quadratic time.
                if !dead.contains(&c) && PAIRS.iter().any(|(o, _)| *o == c) && opens(text, at, c) && c != '"' {
                    dead.push(c);
                }
                at = next;
            }
        }
    }
    out
}

fn edge_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '\'' | '’'))
}

fn edge_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|a| !a.is_alphanumeric())
}

/// Whether `c` at `at` may open a quotation: it must stand at the edge of a word and have one behind it.
fn opens(text: &str, at: usize, c: char) -> bool {
    let inside = text[at + c.len_utf8()..].chars().next().is_some_and(|n| !n.is_whitespace() || c == '«');
    let single = SINGLE.iter().any(|(o, _)| *o == c);
    let straight = matches!(c, '"' | '＂');
    let known = single || PAIRS.iter().any(|(o, _)| *o == c);
    known && inside && (!(single || straight) || edge_before(text, at))
}

/// The quotation that `open` at `at` starts, where a mark closes it within the text.
fn closed(text: &str, at: usize, open: char) -> Option<Marked> {
    let single = SINGLE.iter().find(|(o, _)| *o == open);
    let (_, closers) = PAIRS.iter().find(|(o, _)| *o == open).or(single)?;
    let start = at + open.len_utf8();
    let mut depth = 0usize;
    // Straight marks inside curly ones come in pairs of their own.
    let mut inside_straight = false;
    for (i, c) in text[start..].char_indices() {
        let here = start + i;
        let after = here + c.len_utf8();
        if c == '"' && open != '"' && (inside_straight || opens(text, here, c)) {
            inside_straight = !inside_straight;
            continue;
        }
        if c == open && !closers.contains(&open) && single.is_none() {
            depth += 1;
        } else if closers.contains(&c) {
            let closes_here = match c {
                '"' | '＂' | '\'' | '’' | '‘' => edge_after(text, after) && !text[..here].ends_with(char::is_whitespace),
                _ => true,
            };
            if !closes_here {
                continue;
            }
            if depth > 0 {
                depth -= 1;
                continue;
            }
            if single.is_some() && !may_be_single(&text[start..here], &text[after..]) {
                continue;
            }
            return Some(Marked { start, end: here, after, before: at });
        }
        if single.is_some() && i > 1200 {
            return None;
        }
    }
    None
}

/// Whether single marks hold a quotation and not a possessive or a word in passing.
fn may_be_single(inside: &str, after: &str) -> bool {
    let ends = inside.ends_with(['.', ',', '!', '?', '…'])
        || after.trim_start().is_empty()
        || after.starts_with(['.', ',', ';', ':', ')'])
        || after.trim_start().starts_with(['—', '–', '-', '(']);
    ends && inside.split_whitespace().count() >= SINGLE_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        marked(text).iter().map(|m| &text[m.start..m.end]).collect()
    }

    #[test]
    fn marks_of_many_languages() {
        for text in [
            "He said \"it is slow\" twice.",
            "He said “it is slow” twice.",
            "Er sagte „it is slow“ oft.",
            "Er sagte »it is slow« oft.",
            "Il a dit «it is slow» hier.",
            "彼は「it is slow」と言った。",
            "彼は『it is slow』と言った。",
        ] {
            assert_eq!(quoted(text), ["it is slow"], "{text}");
        }
        assert_eq!(quoted("He said ‘it’s very slow today.’ Then"), ["it’s very slow today."]);
    }

    #[test]
    fn apostrophes_inches_and_open_marks_quote_nothing() {
        for text in ["The customers' data isn't ours.", "A 5\" screen and a 6\" one", "An “open end", "rock 'n' roll", "“"] {
            assert_eq!(quoted(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn quotations_in_quotations_belong_to_them() {
        assert_eq!(quoted("“He said “no” to us” and “yes”"), ["He said “no” to us", "yes"]);
        assert_eq!(quoted("“He said \"no\" to us” and “yes\" too"), ["He said \"no\" to us", "yes"]);
    }

    #[test]
    fn many_open_marks_take_no_time() {
        assert!(marked(&"« ".repeat(100_000)).is_empty());
        assert!(marked(&"“a ".repeat(100_000)).is_empty());
        assert!(marked(&" 'a".repeat(20_000)).is_empty());
    }
}
