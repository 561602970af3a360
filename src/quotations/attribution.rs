//! Who is named beside a quotation.

mod line;
mod phrase;
mod said;

use super::names::Names;
pub(super) use line::{heading, label, line, lines};

/// The longest attribution, in characters: more is prose.
const LONGEST: usize = 160;
/// So many words before a quotation may say who speaks.
const LOOKED_AT: usize = 40;
/// The most words of a label before a colon.
const LABEL_WORDS: usize = 10;

/// Who is named behind a closing mark by a dash or in brackets, at the start of `after`.
pub(super) fn signed(after: &str, names: &dyn Names) -> Option<String> {
    let rest = behind(after);
    if let Some(named) = behind_dash(rest) {
        return Some(named);
    }
    if let Some(inside) = rest.strip_prefix('(').or_else(|| rest.strip_prefix('（')) {
        let end = inside.find([')', '）'])?;
        return tidy(&inside[..end]).filter(|a| starts_like_a_name(a));
    }
    // "[sic]" and "[1]" name nobody.
    let (inside, _) = rest.strip_prefix('[')?.split_once(']')?;
    line(inside, names)
}

fn behind(after: &str) -> &str {
    after.trim_start_matches([' ', '\u{A0}', '.', ',', '*', '_', '\n'])
}

/// What follows a dash, to the end of the line or the next sentence or quotation.
pub(super) fn behind_dash(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '*', '_', '\u{A0}']);
    let named = ["---", "--", "—", "–", "―", "~", "- "].iter().find_map(|d| text.strip_prefix(d))?;
    let line = named.trim_start_matches(['—', '–', '-']).lines().find(|l| !l.trim().is_empty())?;
    let end = line.find(['“', '"', '«', '„', ';']).unwrap_or(line.len());
    tidy(&line[..end]).filter(|a| starts_like_a_name(a))
}

/// Who is said to speak next, at the end of `before`, the text in front of an opening mark: "Dana said,", "According to Dana,".
pub(super) fn introduced(before: &str, names: &dyn Names) -> Option<String> {
    let (text, label) = leading(before)?;
    let words = phrase::words(text);
    let words = &words[words.len().saturating_sub(LOOKED_AT)..];
    led(words).or_else(|| speaking(words, label, names))
}

/// The label that ends `before`: "Dana Whitfield, Acme:", "Dana's view:".
pub(super) fn labelled(before: &str, names: &dyn Names) -> Option<String> {
    let (label, has_colon) = leading(before)?;
    if !has_colon {
        // "Dana – “…”"
        let label = ["—", "–", " -"].iter().find_map(|dash| label.strip_suffix(dash))?;
        return heading(label.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')), names);
    }
    let words = label.split_whitespace().count();
    if !(1..=LABEL_WORDS).contains(&words) || label.contains(['.', '?', '!']) {
        return None;
    }
    if let Some(who) = said::whose_view(label).filter(|who| names.is_speaker(who) || names.is_account(who)) {
        return tidy(who);
    }
    // "As one user put it:" names nobody.
    let says = label.split_whitespace().any(said::is_verb) && !names.is_speaker(label);
    tidy(label).filter(|l| !says && starts_like_a_name(l))
}

/// The line that leads to a quotation, without emphasis and the colon at its end, and whether it has one.
fn leading(before: &str) -> Option<(&str, bool)> {
    let line = before.rsplit(['\n', '”', '"', '»', '›']).next()?.trim_start_matches([' ', '\u{A0}', '*', '_', '-', '•']);
    let line = line.trim_end_matches([' ', '\u{A0}', '*', '_']);
    let label = line.strip_suffix([':', '：']).map(|l| l.trim_end_matches([' ', '\u{A0}', '*', '_']));
    Some((label.unwrap_or(line), label.is_some()))
}

/// Who is named behind "according to" and the like, where nothing but the name follows.
fn led(words: &[&str]) -> Option<String> {
    let lead = (0..words.len()).rev().map(|at| (at, said::lead(&words[at..]))).find(|(_, lead)| *lead > 0);
    let (at, lead) = lead.or_else(|| words.first().filter(|w| said::is_first_lead(w)).map(|_| (0, 1)))?;
    let behind = &words[at + lead..];
    let is_all = phrase::at_end(behind).is_some() && !behind.iter().any(|w| w.ends_with(['.', ';', '?', '!']) || phrase::is_and(w));
    if is_all && behind.len() <= LABEL_WORDS { phrase::at_start(behind).filter(|n| starts_like_a_name(n)) } else { None }
}

/// Who is said to speak in the words before a quotation: "As Dana Whitfield of Acme put it". Before a colon the verb may stand further off.
fn speaking(words: &[&str], is_label: bool, names: &dyn Names) -> Option<String> {
    let verb = words.iter().rposition(|w| said::is_verb(w))?;
    let near = words.len() - verb <= if is_label { LABEL_WORDS } else { 3 };
    let ended = words[verb..].iter().any(|w| w.ends_with(['.', ';', '?', '!']));
    if !near || ended {
        return None;
    }
    // "Our Acme champion said" claims somebody of that account.
    let of_account = || {
        let capital = |w: &&&str| w.starts_with(char::is_uppercase) && names.is_account(w.trim_matches(|c: char| !c.is_alphanumeric()));
        words[verb.saturating_sub(4)..verb].iter().rfind(capital).and_then(|w| tidy(w))
    };
    // "Dana, who left Acme, said" is Dana; "So said Dana" too.
    let until = (0..verb).find(|i| *i > 0 && words[i - 1].ends_with(',') && said::is_who(words[*i])).unwrap_or(verb);
    let helped = verb > 0 && words[..verb].iter().all(|w| said::is_before_verb(w));
    let named = if helped { phrase::at_start(&words[verb + 1..]) } else { phrase::at_end(&words[..until]) };
    named.map(|found| last_speaker(found, names)).or_else(of_account)
}

/// Of two people who spoke, only the last: "After talking to Tom, Dana said".
fn last_speaker(named: String, names: &dyn Names) -> String {
    let parts: Vec<&str> = named.split(", ").collect();
    let speakers = parts.iter().filter(|p| names.is_speaker(p)).count();
    match parts.iter().rposition(|p| names.is_speaker(p)).filter(|_| speakers > 1) {
        Some(last) => parts[last..].join(", "),
        None => named,
    }
}

/// Who is said to have spoken behind a quotation: "said Dana", "Dana of Acme told us", "according to Dana".
pub(super) fn said_by(after: &str, names: &dyn Names) -> Option<String> {
    let sentence = behind(after).split(['\n', ';', '“', '"', '„', '«']).next()?;
    let words: Vec<&str> = phrase::words(sentence).into_iter().take(14).collect();
    let lead = said::lead(&words);
    if lead > 0 {
        return phrase::at_start(&words[lead..]);
    }
    let helping = words.iter().take_while(|w| said::is_before_verb(w)).count();
    let verb = words.iter().position(|w| said::is_verb(w));
    if verb == Some(helping) {
        return phrase::at_start(&words[helping + 1..]);
    }
    // "“…”, so Dana": nothing but a known name follows.
    if helping == 1 && words[0] == "so" {
        return phrase::at_start(&words[1..]).filter(|n| names.is_speaker(n));
    }
    let named = phrase::at_end(&words[..verb?])?;
    let is_start = words[..verb?].len() <= 8 && phrase::at_start(&words).is_some_and(|n| n == named);
    is_start.then_some(named)
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
            (", said Dana Whitfield of Corvid.", Some("Dana Whitfield of Corvid")),
            (", Dana says.", Some("Dana")),
            (" and then it went on - for hours", None),
            (" (which is slow)", None),
            (" he said.", None),
            (", explique Dana.", Some("Dana")),
            (", a déclaré Dana Whitfield.", Some("Dana Whitfield")),
            (" according to Dana Whitfield of Corvid.", Some("Dana Whitfield of Corvid")),
            (" Dana (Corvid) told us.", Some("Dana (Corvid)")),
            (", and Dana said nothing.", None),
            (" [sic]", None),
        ] {
            assert_eq!(super::signed(text, &()).or_else(|| super::said_by(text, &())).as_deref(), want, "{text}");
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
            ("Dana Whitfield (Corvid) told us: ", Some("Dana Whitfield (Corvid)")),
            ("As Dana at Corvid put it, ", Some("Dana at Corvid")),
            ("It was hard. According to Dana, ", Some("Dana")),
            ("In the words of Dana: ", Some("Dana")),
            ("Dana believes that ", Some("Dana")),
            ("Dana de Corvid dit : ", Some("Dana de Corvid")),
            ("Laut Dana: ", Some("Dana")),
            ("Selon Dana, ", Some("Dana")),
            ("As Dr. Haddad said, ", Some("Dr. Haddad")),
            ("What customers say about us: ", Some("What customers say about us")),
            ("According to the report that Dana read, ", None),
            ("We told them that ", None),
            ("We told Dana: ", None),
            ("So said Dana: ", Some("Dana")),
            ("Dana and Tom said: ", None),
            ("Dana, who worked for Corvid, said ", Some("Dana")),
            ("From Dana: ", Some("Dana")),
        ] {
            assert_eq!(super::introduced(text, &()).or_else(|| super::labelled(text, &())).as_deref(), want, "{text}");
        }
    }
}
