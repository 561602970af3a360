//! A line that says nothing but who somebody is: "Dana Whitfield, Acme".

use super::{LONGEST, tidy};
use crate::quotations::names::Names;

/// The most words in such a line.
const WORDS: usize = 10;

/// The attribution that `text` is, where it is one line, and somebody or an account of that name is known.
pub(in crate::quotations) fn line(text: &str, names: &dyn Names) -> Option<String> {
    let text = text.trim();
    let plain = text.trim_matches(['*', '_', ' ']);
    let is_prose = plain.ends_with(['.', '?', '!', ':', '…']) || plain.contains(['“', '”', '"', '„', '«', '»', '\n', ';', '?', '!']);
    if is_prose || plain.len() > 4 * LONGEST || plain.split_whitespace().count() > WORDS || super::behind_dash(text).is_some() {
        return None;
    }
    let parts: Vec<&str> =
        plain.split([',', '(', ')', '|', '·', '/', '[', ']', '—', '–']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let is_account = |p: &&str| names.is_account(p);
    let first = parts.first()?;
    let accounts = parts.iter().filter(|p| is_account(p)).count();
    let starts_small = |p: &&&str| p.starts_with(char::is_lowercase);
    // "Dana, however, disagreed" names Dana; "Dana, technical lead, Acme" is an attribution by its account.
    let says_more = parts.iter().any(|p| starts_small(&p)) && accounts == 0;
    let named = is_person(first, parts.len() > 1, names) || accounts > 0 && !starts_small(&first);
    if named && !says_more { tidy(plain) } else { None }
}

/// As [`line`], where name, title and company may stand on lines of their own.
pub(in crate::quotations) fn lines(text: &str, names: &dyn Names) -> Option<String> {
    let joined: Vec<&str> = text.trim().lines().map(|l| l.trim_end_matches([' ', ',', '*', '_'])).collect();
    if joined.len() <= 3 { line(&joined.join(", "), names) } else { None }
}

/// As [`line`], with somebody who spoke in it: an account's name alone may be what a chapter is about.
pub(in crate::quotations) fn heading(text: &str, names: &dyn Names) -> Option<String> {
    line(text, names)
        .filter(|found| found.split([',', '(', '|']).next().is_some_and(|first| is_person(first.trim(), found.contains(','), names)))
}

/// Who is named at the start of `text` as its speaker, and the words behind it: "Dana (Acme): We serve…".
pub(in crate::quotations) fn label<'t>(text: &'t str, names: &dyn Names) -> Option<(String, &'t str)> {
    let (label, words) = text.split_once([':', '：'])?;
    let named = heading(label, names)?;
    words.contains(char::is_alphanumeric).then_some((named, words))
}

/// Whether `name` is somebody's who spoke. More than one word beside a known first name ("Dana at work") is only one where a company follows.
fn is_person(name: &str, with_company: bool, names: &dyn Names) -> bool {
    let mut ties = [" of ", " at ", " from ", " de ", " von ", " bei ", " chez "].iter().filter_map(|tie| name.split_once(tie));
    if let Some((person, _)) = ties.find(|(_, company)| company.starts_with(char::is_uppercase)) {
        return is_person(person, true, names);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = words.iter().all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase()));
    capital && (1..=4).contains(&words.len()) && names.is_speaker(name) && (with_company || words.len() == 1 || names.is_whole_name(name))
}
