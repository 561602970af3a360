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

/// `text` as Markdown that shows exactly its printable characters: no emphasis, link, HTML, table border, list or template in it.
pub(super) fn markdown(text: &str) -> String {
    let text = printable(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let starts_list = matches!(c, '-' | '+' | '=') && before.is_none()
            || matches!(c, '.' | ')') && !out.is_empty() && out.len() <= 9 && out.bytes().all(|b| b.is_ascii_digit());
        // `:name:` is an emoji and `http:` a link in some renderings; `10:30` and `Note: x` are nothing.
        let may_link = c == ':' && before.is_none_or(|b: char| !b.is_ascii_digit()) && chars.peek().is_some_and(|n| !n.is_whitespace())
            || c == '.' && out.to_ascii_lowercase().ends_with("www");
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '{' | '}' | '#' | '^');
        if starts_list || may_link || marks {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// `text` as a cell of a table that a spreadsheet opens: one that would start a formula gets an apostrophe before it.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let starts_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let danger = text.starts_with(starts_formula) || text.trim_start_matches(|c: char| !visible_mark(c)).starts_with(starts_formula);
    let text = printable(text);
    if danger { Cow::Owned(format!("'{text}")) } else { text }
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
        assert_eq!(markdown("plain, it's 10:30. Note: fine (really)!"), "plain, it's 10:30. Note: fine (really)!");
        assert_eq!(markdown("- a | b <b>x</b> {{ 7*7 }}"), "\\- a \\| b \\<b\\>x\\</b\\> \\{\\{ 7\\*7 \\}\\}");
        assert_eq!(markdown("1. we paid 2.5 http://x.y www.x.y :tada:"), "1\\. we paid 2.5 http\\://x.y www\\.x.y \\:tada:");
        assert_eq!(markdown("a\n# b\u{202e}c\u{0}"), "a \\# bc");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("\u{200b} \t@x"), "'  @x");
        assert_eq!(cell("a=1"), "a=1");
        assert_eq!(json("\"a\u{202e}b\"\n"), "\"a\\u202eb\"\n");
    }
}
