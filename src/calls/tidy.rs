//! White space and joins (rule C6): what is folded when lines and cues become the text of a turn. Nothing else is changed.

/// Han, kana and CJK punctuation, which are written without spaces.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// White space, and the marks without width that stand for it in exports. The joiners inside emoji and Persian words are not among them.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// `text` with each run of white space as one space and the ends trimmed. A line break beside CJK leaves nothing; soft hyphens go.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if c == '\u{ad}' {
            continue;
        }
        if is_space(c) {
            gap = Some(gap.unwrap_or(false) || matches!(c, '\n' | '\u{2028}' | '\u{2029}'));
            continue;
        }
        if let Some(line_break) = gap.take()
            && !out.is_empty()
            && !(line_break && (is_cjk(c) || out.ends_with(is_cjk)))
        {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Appends a tidied unit to a turn's text by the rule for joins.
pub fn join(text: &mut String, unit: &str) {
    if !text.is_empty() && !unit.is_empty() && !text.ends_with(is_cjk) && !unit.starts_with(is_cjk) {
        text.push(' ');
    }
    text.push_str(unit);
}

#[cfg(test)]
mod tests {
    use super::{join, tidy};

    #[test]
    fn folds_white_space_and_nothing_else() {
        assert_eq!(tidy("  Um,\u{a0}so\u{200b} we\n kept…  “it” "), "Um, so we kept… “it”");
        assert_eq!(tidy("月次決算\nが 大変。"), "月次決算が 大変。");
        assert_eq!(tidy("네 그\n래요"), "네 그 래요");
        assert_eq!(tidy("co\u{ad}operate"), "cooperate");
    }

    #[test]
    fn joins_without_a_space_beside_cjk() {
        let mut text = "はい。".to_owned();
        join(&mut text, "そうです");
        assert_eq!(text, "はい。そうです");
        let mut text = "Yes.".to_owned();
        join(&mut text, "Fine.");
        assert_eq!(text, "Yes. Fine.");
    }
}
