//! Text from transcripts, sidecars and reviewers, made harmless for where it goes. The words stay as they were said.

use std::borrow::Cow;

use crate::page::visible;

/// `text` without control, direction and other invisible characters; line breaks and tabs become spaces. No letter, digit or mark that
/// a reader sees is touched.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if matches!(visible(text), Cow::Borrowed(_)) {
        return Cow::Borrowed(text);
    }
    let harmless = |c: char| matches!(visible(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_));
    let kept = text.chars().filter_map(|c| match c {
        _ if harmless(c) => Some(c),
        _ if c.is_whitespace() => Some(' '),
        _ => None,
    });
    Cow::Owned(kept.collect())
}

/// `text` as Markdown that shows exactly its printable characters: no emphasis, link, HTML, table border, list or template in it. Only
/// what would mean something where it stands gets a backslash, so that a marketer can still read the Markdown itself.
pub(super) fn markdown(text: &str) -> String {
    let text = printable(text);
    let chars: Vec<char> = text.trim().chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
        if means_something(c, before, chars.get(at + 1).copied(), &out) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether `c` would be more than itself between its neighbours, after what was `written`.
fn means_something(c: char, before: Option<char>, after: Option<char>, written: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match c {
        '\\' | '`' | '*' | '<' | '>' | '|' | '~' | '{' | '}' | '^' => true,
        '_' => !(word(before) && word(after)),
        '&' => word(after) || after == Some('#'),
        '#' => space(before),
        '-' | '+' | '=' | '[' if before.is_none() => true,
        ']' => matches!(after, None | Some('(' | '[' | ':')),
        '!' => after == Some('['),
        // "$500 or $600" is money; a mark without a number can close a formula.
        '$' => !after.is_some_and(|a| a.is_ascii_digit()),
        // `:name:` is an emoji and `http:` a link in some renderings; `10:30` and `Note: x` are nothing.
        ':' => !before.is_some_and(|b| b.is_ascii_digit()) && !space(after),
        '.' | ')' if space(after) && written.len() <= 9 => !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit()),
        '.' => written.to_ascii_lowercase().ends_with("www"),
        _ => false,
    }
}

/// `text` as a cell of a table that a spreadsheet opens: one that would start a formula gets an apostrophe before it.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let danger = starts_formula(text);
    let text = printable(text);
    if danger { Cow::Owned(format!("'{text}")) } else { text }
}

/// Whether a spreadsheet would take `text` for a formula, also where invisible characters stand before it.
pub(super) fn starts_formula(text: &str) -> bool {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    text.starts_with(starts) || text.trim_start_matches(|c: char| !visible_mark(c)).starts_with(starts)
}

/// Whether `c` is a character that a reader sees.
fn visible_mark(c: char) -> bool {
    !c.is_whitespace() && matches!(visible(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_))
}

/// JSON with characters that turn the direction of writing, or that nobody sees, written as `\u….`; the value stays the same.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || matches!(visible(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_)) {
            out.push(c);
        } else {
            // Invisible characters stand inside strings only, where this is the same character.
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let plain = "plain, it's 10:30. Note: fine (really)! $500, [laughs] R&D & snake_case 2.5";
        assert_eq!(markdown(plain), plain.replace("R&D", "R\\&D"));
        assert_eq!(markdown("- a | b <b>x</b> {{ 7*7 }}"), "\\- a \\| b \\<b\\>x\\</b\\> \\{\\{ 7\\*7 \\}\\}");
        assert_eq!(markdown("1. we paid http://x.y www.x.y :tada:"), "1\\. we paid http\\://x.y www\\.x.y \\:tada:");
        assert_eq!(markdown("[a](b) ![c][d] [e]: f &lt;"), "\\[a\\](b) \\![c\\][d\\] [e\\]: f \\&lt;".replace("[d\\]", "[d]"));
        assert_eq!(markdown("a\n# b\u{202e}c\u{0}"), "a \\# bc");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("\u{200b} \t@x"), "'  @x");
        assert_eq!(cell("a=1"), "a=1");
        assert_eq!(json("\"a\u{202e}b\"\n"), "\"a\\u202eb\"\n");
    }
}
