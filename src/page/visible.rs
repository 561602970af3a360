//! Makes text from outside harmless to a terminal: what would move the cursor, change colours or turn the
//! direction of writing is shown as a mark instead.

use std::borrow::Cow;

/// `text` with control, direction and invisible characters shown as marks: escape as `␛`, bidi overrides as `⟨U+202E⟩`.
/// Line breaks and tabs become spaces. Joiners between letters or emoji that need them stay; beside a plain Latin letter they only hide.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| harmless(c) && !joins(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let beside = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && harmless(c) && !joins(c));
        let needed = !joins(c) || (beside(before) && beside(chars.peek().copied()));
        before = Some(c);
        match c {
            _ if harmless(c) && needed => out.push(c),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('�')),
            '\u{7f}' => out.push('␡'),
            _ => out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
        }
    }
    Cow::Owned(out)
}

fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn harmless(c: char) -> bool {
    !matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'          // C0, delete, C1
        | '\u{ad}' | '\u{61c}' | '\u{180e}'                // soft hyphen, Arabic mark, Mongolian separator
        | '\u{200b}' | '\u{200e}' | '\u{200f}'             // zero-width space, direction marks
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' // separators, bidi embeddings, overrides and isolates
        | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' // blank letters and joiners
        | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{2800}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}'                        // tags, selectors
    )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        assert_eq!(visible("plain, naïve 日本 👍"), "plain, naïve 日本 👍");
        assert_eq!(visible("\u{1b}[2Jgone\u{7}"), "␛[2Jgone␇");
        assert_eq!(visible("a\u{202e}b\u{200b}c\u{9b}d\ne"), "a⟨U+202E⟩b⟨U+200B⟩c⟨U+009B⟩d e");
        assert_eq!(visible("s\u{200d}p किताब\u{200d}ें 👩\u{200d}👧"), "s⟨U+200D⟩p किताब\u{200d}ें 👩\u{200d}👧");
    }
}
