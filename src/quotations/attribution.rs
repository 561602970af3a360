//! Who is named beside a quotation.

/// The longest attribution, in characters: more is prose.
const LONGEST: usize = 160;

/// Verbs that tie a name to a quotation.
const SAID: &[&str] = &[
    "said",
    "says",
    "explained",
    "explains",
    "told",
    "tells",
    "noted",
    "notes",
    "recalled",
    "recalls",
    "added",
    "adds",
    "admitted",
    "admits",
    "wrote",
    "writes",
    "put",
    "shared",
    "shares",
    "remembers",
    "remembered",
    "complained",
    "commented",
    "reported",
    "sagte",
    "sagt",
    "dit",
    "dijo",
    "disse",
];

/// The attribution at the start of `after`, the text behind a closing mark: behind a dash, in brackets, or "said Dana" and "Dana said".
pub(super) fn after(after: &str) -> Option<String> {
    let rest = after.trim_start_matches([' ', '\u{A0}', '.', ',', '*', '_', '\n']);
    if let Some(named) = behind_dash(rest) {
        return Some(named);
    }
    if let Some(inside) = rest.strip_prefix('(').or_else(|| rest.strip_prefix('（')) {
        let end = inside.find([')', '）'])?;
        return tidy(&inside[..end]).filter(|a| starts_like_a_name(a));
    }
    said_by(rest)
}

/// What follows a dash, to the end of the line or the next sentence or quotation.
pub(super) fn behind_dash(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '*', '_', '\u{A0}']);
    let named = ["---", "--", "—", "–", "―", "~", "- "].iter().find_map(|d| text.strip_prefix(d))?;
    let line = named.trim_start_matches(['—', '–', '-']).lines().find(|l| !l.trim().is_empty())?;
    let end = line.find(['“', '"', '«', '„', ';']).unwrap_or(line.len());
    tidy(&line[..end]).filter(|a| starts_like_a_name(a))
}

/// The attribution at the end of `before`, the text in front of an opening mark: "Dana Whitfield:", "Dana said,".
pub(super) fn before(before: &str) -> Option<String> {
    let line = before.rsplit(['\n', '”', '"', '»']).next()?.trim_end();
    let label = line
        .trim_start_matches(['*', '_', '-', '•', ' '])
        .strip_suffix([':', '：'])
        .or_else(|| line.trim_end_matches(['*', '_']).strip_suffix([':', '：']));
    if let Some(label) = label {
        let label = label.trim_start_matches(['*', '_', '-', '•', ' ']);
        let words = label.split_whitespace().count();
        if let Some(named) =
            tidy(label).filter(|_| (1..=8).contains(&words) && !label.contains(['.', '?', '!'])).filter(|a| starts_like_a_name(a))
        {
            let said = named.split_whitespace().position(|w| SAID.contains(&plain(w).as_str()));
            // "As one user put it:" names nobody, "As Dana put it:" does.
            let Some(said) = said else { return Some(named) };
            let name: Vec<&str> = named.split_whitespace().take(said).skip_while(|w| *w == "As").collect();
            return if is_name_words(&name) && name.iter().all(|w| is_capital(w)) { tidy(&name.join(" ")) } else { None };
        }
    }
    // "As Dana Whitfield said,"
    let words: Vec<&str> = line.split_whitespace().collect();
    let verb = words.iter().rposition(|w| SAID.contains(&plain(w).as_str()))?;
    if words.len() - verb > 3 {
        return None;
    }
    let name: Vec<&str> = words[..verb].iter().rev().take_while(|w| is_capital(w) && !w.ends_with(['.', ';'])).copied().collect();
    let name: Vec<&str> =
        name.into_iter().rev().skip_while(|w| matches!(*w, "As" | "And" | "But" | "Then" | "When" | "The" | "One")).collect();
    if is_name_words(&name) { tidy(&name.join(" ")) } else { None }
}

fn said_by(rest: &str) -> Option<String> {
    let sentence = rest.split(['.', '\n', ';', '“', '"']).next()?;
    let words: Vec<&str> = sentence.split_whitespace().take(8).collect();
    let verb = words.iter().position(|w| SAID.contains(&plain(w).as_str()))?;
    let name: Vec<&str> = match verb {
        0 => words[1..].iter().take_while(|w| is_capital(w)).copied().collect(),
        n if n <= 3 && words[..n].iter().all(|w| is_capital(w)) => words[..n].to_vec(),
        _ => return None,
    };
    if is_name_words(&name) { tidy(&name.join(" ")) } else { None }
}

fn is_name_words(name: &[&str]) -> bool {
    (1..=4).contains(&name.len())
        && !matches!(plain(name[0]).as_str(), "he" | "she" | "they" | "we" | "i" | "it" | "who" | "customer" | "one")
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_capital(word: &str) -> bool {
    word.trim_start_matches(['*', '_']).starts_with(char::is_uppercase)
}

fn starts_like_a_name(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()) || text.to_lowercase().starts_with("speaker"))
}

/// Without emphasis, brackets and closing punctuation; `None` where nothing or too much is left.
pub(super) fn tidy(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches(['_', ' ', ',', '.', ';', ':', '—', '–', '|']).trim_end_matches(['(', '[']).trim();
    (!plain.is_empty() && plain.chars().count() <= LONGEST).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_found_behind_a_quotation() {
        for (text, want) in [
            (" — Dana Whitfield, VP Operations", Some("Dana Whitfield, VP Operations")),
            (" -- Dana Whitfield", Some("Dana Whitfield")),
            (" (Dana Whitfield, Corvid)", Some("Dana Whitfield, Corvid")),
            (", said Dana Whitfield of Corvid.", Some("Dana Whitfield")),
            (", Dana says.", Some("Dana")),
            (" and then it went on - for hours", None),
            (" (which is slow)", None),
            (" he said.", None),
        ] {
            assert_eq!(super::after(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn names_are_found_before_a_quotation() {
        for (text, want) in [
            ("Dana Whitfield: ", Some("Dana Whitfield")),
            ("As Dana Whitfield said, ", Some("Dana Whitfield")),
            ("We heard ", None),
            ("Dana told us: ", Some("Dana")),
            ("As one user put it: ", None),
        ] {
            assert_eq!(super::before(text).as_deref(), want, "{text}");
        }
    }
}
