//! Finds quotation marks of any language in a run of text.

/// A quotation in marks: the bytes of the words inside, and one past the closing mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    pub start: usize,
    pub end: usize,
    pub after: usize,
    /// Where the opening mark stands.
    pub before: usize,
    /// Whether nothing closes it: it is read to the end of its paragraph.
    pub is_open: bool,
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

/// Marks that open a quotation even where nothing closes it: the writer forgot its end, or it goes on in the next paragraph.
const OPEN_ENDED: &[char] = &['“', '„', '«', '"'];
/// With fewer words to the end of the paragraph, a straight mark that nothing closes is no speech.
const STRAIGHT_WORDS: usize = 4;

/// The outermost quotations of `text`, a paragraph, in order. What nothing closes goes on to the paragraph's end.
pub(super) fn marked(text: &str) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut dead: Vec<char> = Vec::new();
    let last_word = text.rfind(char::is_alphanumeric);
    // Where a straight mark has the least words behind it that it needs.
    let last_words = text.split_whitespace().nth_back(STRAIGHT_WORDS - 1).map(|w| w.as_ptr() as usize - text.as_ptr() as usize + w.len());
    let enough = |at: usize, mark: char| if mark == '"' { last_words > Some(at) } else { last_word > Some(at) };
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let may_open = opens(text, at, c);
        let found = if dead.contains(&c) || !may_open { None } else { closed(text, at, c) };
        let found = found.or_else(|| open_ended(text, at, c).filter(|_| may_open && enough(at, c)));
        match found {
            Some(m) => {
                out.push(m);
                at = m.after;
            }
            None => {
                // Looking for the same missing mark again and again would take quadratic time.
                if may_open && !dead.contains(&c) && PAIRS.iter().any(|(o, _)| *o == c) {
                    dead.push(c);
                }
                at = next;
            }
        }
    }
    out
}

/// The quotation that a mark at `at` starts and nothing closes, to the end of the text.
fn open_ended(text: &str, at: usize, mark: char) -> Option<Marked> {
    // A mark that follows a word closes what another kind of mark opened ("so“), or stands for inches.
    let follows =
        text[..at].chars().next_back().is_some_and(|b| !b.is_whitespace() && !matches!(b, '(' | '[' | '—' | '–' | ':' | '*' | '_'));
    let start = at + mark.len_utf8();
    let is_one = OPEN_ENDED.contains(&mark) && !follows;
    is_one.then_some(Marked { start, end: text.len(), after: text.len(), before: at, is_open: true })
}

/// Where marks stand in `text` that belong to none of the quotations `found` in it: what they quote can't be told.
pub(super) fn lone(text: &str, found: &[Marked]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut found = found.iter().peekable();
    for (at, c) in text.char_indices() {
        while found.next_if(|m| m.after <= at).is_some() {}
        let is_inside = found.peek().is_some_and(|m| m.before <= at);
        if !is_inside && matches!(c, '"' | '“' | '”' | '„') && (opens(text, at, c) || ends_words(text, at, c)) {
            out.push(at);
        }
    }
    out
}

/// Whether a mark stands behind words as a closing one does. Behind a number it stands for inches.
fn ends_words(text: &str, at: usize, mark: char) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|b| b.is_alphabetic() || matches!(b, '.' | ',' | '!' | '?' | '…')) && edge_after(text, at + mark.len_utf8())
}

fn edge_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '\'' | '’'))
}

fn edge_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|a| !a.is_alphanumeric())
}

/// Whether `c` at `at` may open a quotation: it must stand at the edge of a word and have one behind it.
fn opens(text: &str, at: usize, c: char) -> bool {
    let inside = text[at + c.len_utf8()..].chars().next().is_some_and(|n| !n.is_whitespace() || matches!(c, '«' | '‹'));
    let single = SINGLE.iter().any(|(o, _)| *o == c);
    let straight = matches!(c, '"' | '＂');
    let known = single || PAIRS.iter().any(|(o, _)| *o == c);
    // A mark behind a word and before none is meant to close.
    let closes = c == '“' && ends_words(text, at, c);
    known && inside && !closes && (!(single || straight) || edge_before(text, at))
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
        // An opening mark behind a word and before none closes what the same mark opened: a slip of the keyboard.
        if c == '“' && open == '“' && depth == 0 && ends_words(text, here, c) {
            return Some(Marked { start, end: here, after, before: at, is_open: false });
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
            return Some(Marked { start, end: here, after, before: at, is_open: false });
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
        for text in [
            "The customers' data isn't ours.",
            "A 5\" screen and a 6\" one",
            "A 5” screen",
            "rock 'n' roll",
            "“",
            "Home » Products » Prices",
            "the \" key",
            "‘Twas the night before it all went live",
        ] {
            assert_eq!(quoted(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_nothing_closes_goes_on_to_the_end() {
        for (text, want) in [
            ("Dana: “It is slow, isn't it?", "It is slow, isn't it?"),
            ("Dana: „Es ist langsam.", "Es ist langsam."),
            ("Dana : « C’est lent.", " C’est lent."),
            ("Dana said \"it is always slow.", "it is always slow."),
            ("Dana: “He said “no” to us.", "He said “no” to us."),
            ("The 5\" screen (“it is slow)", "it is slow)"),
        ] {
            assert_eq!(quoted(text), [want], "{text}");
            assert!(marked(text)[0].is_open, "{text}");
        }
        assert_eq!(quoted("“It is slow“ and “late”"), ["It is slow", "late"]);
        assert_eq!(quoted("It was slow“, and “late”"), ["late"]);
        assert_eq!(quoted("Dana : ‹ it is slow › so"), [" it is slow "]);
    }

    #[test]
    fn marks_that_belong_to_nothing_are_told() {
        for (text, want) in [
            ("it is slow.” Dana said", 1),
            ("it is slow.\" Dana said", 1),
            ("Press \"Send now", 1),
            ("a 5\" screen, a 6” one, “so” and \"so\"", 0),
            ("“It is slow", 0),
        ] {
            assert_eq!(lone(text, &marked(text)).len(), want, "{text}");
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
        assert_eq!(marked(&"“a ".repeat(100_000)).len(), 1);
        assert!(marked(&" 'a".repeat(20_000)).is_empty());
        assert!(marked(&"(\"a".repeat(200_000)).is_empty());
    }
}
