//! Which call and which speaker a claim means.

use std::collections::HashMap;

use crate::calls::{Call, Role, split_title};

/// Finds calls by file name, stem or id, ignoring case.
pub(super) struct CallNames(HashMap<String, Vec<u32>>);

impl CallNames {
    pub fn of(calls: &[Call]) -> CallNames {
        let mut names: HashMap<String, Vec<u32>> = HashMap::new();
        // Ids first: they are unique, so they win over another call's file name.
        let mut add = |name: &str, at: usize, alone: bool| {
            let calls = names.entry(name.trim().to_lowercase()).or_default();
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            if (!alone || calls.is_empty()) && !calls.contains(&at) {
                calls.push(at);
            }
        };
        for (i, c) in calls.iter().enumerate() {
            add(&c.id.0, i, true);
        }
        for (i, c) in calls.iter().enumerate() {
            add(&c.file, i, true);
            add(stem(&c.file), i, true);
        }
        CallNames(names)
    }

    /// The call that `claimed` names: with or without folders and extension.
    pub fn find(&self, claimed: &str) -> Option<u32> {
        let name = claimed.trim().to_lowercase();
        let file = name.rsplit(['/', '\\']).next().unwrap_or(&name);
        [name.as_str(), file, stem(file)].iter().find_map(|n| self.0.get(*n).and_then(|c| c.first().copied()))
    }
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}

/// Who is claimed to have said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claimant {
    /// Nobody in particular: any customer.
    Anyone,
    /// Any speaker of this given role ("customer").
    Role(Role),
    /// A person, by name.
    Person(String),
}

impl Claimant {
    pub fn of(speaker: Option<&str>) -> Claimant {
        let Some(name) = speaker.map(tidy).filter(|s| !s.is_empty()) else { return Claimant::Anyone };
        match name.as_str() {
            "customer" | "the customer" | "a customer" | "client" | "prospect" | "buyer" => Claimant::Role(Role::Customer),
            "rep" | "the rep" | "sales rep" | "vendor" => Claimant::Role(Role::Rep),
            _ => Claimant::Person(name),
        }
    }
}

fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['—', '–', '-', '~', ':', ' ']).to_lowercase()
}

/// Whether `name`, tidied, is `claimed`, which is tidied already. Most names need no tidying.
fn is_called(name: &str, claimed: &str) -> bool {
    let mut before = b' ';
    let is_plain = name.bytes().all(|b| {
        let spaced = b == b' ' && before == b' ';
        before = b;
        !spaced && (b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b'\'' | b'(' | b')'))
    });
    if is_plain && before != b' ' { name.eq_ignore_ascii_case(claimed) } else { tidy(name) == claimed }
}

/// Whether, in `call`, the speaker called `speaker` is the one meant: by display name, raw label, or a first name that only one person there has.
/// What stands behind a name, in brackets or behind a comma, is no part of it: "Dana Whitfield (Acme)", "Dana Whitfield, VP Operations".
pub(super) fn is_meant(call: &Call, speaker: Option<&str>, claimed: &str) -> bool {
    let Some(speaker) = speaker else { return false };
    if is_called(speaker, claimed) {
        return true;
    }
    match without_remark(claimed).filter(|_| !is_name(call, claimed)) {
        Some(name) => is_called(speaker, name) || is_named(call, speaker, name),
        None => is_named(call, speaker, claimed),
    }
}

/// Whether anybody in `call` is called just so.
fn is_name(call: &Call, claimed: &str) -> bool {
    call.speakers.iter().any(|s| is_called(&s.name, claimed) || s.labels.iter().any(|l| is_called(l, claimed)))
}

/// A tidied name without what stands behind it.
fn without_remark(claimed: &str) -> Option<&str> {
    let name = if claimed.ends_with(')') { claimed.rsplit_once('(')?.0 } else { claimed.split_once(',')?.0 }.trim_end();
    (!name.is_empty()).then_some(name)
}

/// Whether `speaker`, who isn't called `claimed` by name, is the only one in `call` who may be.
fn is_named(call: &Call, speaker: &str, claimed: &str) -> bool {
    let named = |name: &str, labels: &[String]| is_called(name, claimed) || labels.iter().any(|l| is_called(l, claimed));
    let meant: Vec<&str> = call.speakers.iter().filter(|s| named(&s.name, &s.labels)).map(|s| s.name.as_str()).collect();
    if !meant.is_empty() {
        return meant == [speaker];
    }
    let titled: Vec<&str> = call.speakers.iter().filter(|s| is_same_but_title(&tidy(&s.name), claimed)).map(|s| s.name.as_str()).collect();
    if !titled.is_empty() {
        return titled == [speaker];
    }
    // "Dana" for Dana Whitfield; and "Dana Whitfield" where the transcript itself says no more than "Dana".
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let is_one_word = |name: &str| !name.contains(' ');
    let mut same = call.speakers.iter().filter(|s| {
        let name = tidy(&s.name);
        first(&name) == claimed || is_one_word(&name) && name == first(claimed) && !s.is_generic()
    });
    match (same.next(), same.next()) {
        (Some(one), None) => one.name == speaker,
        _ => false,
    }
}

/// Whether two tidied names differ in a title that one of them leaves out ("Mary Ng" for "Hon. Mary Ng"), or in its dot.
fn is_same_but_title(a: &str, b: &str) -> bool {
    let ((title, name), (other_title, other)) = (split_title(a), split_title(b));
    name == other && (title.is_none() || other_title.is_none() || title == other_title)
}

/// Whether anybody in `calls` is called so.
pub(super) fn is_known(calls: &[Call], claimed: &str) -> bool {
    let claimed = tidy(claimed);
    calls.iter().any(|c| c.speakers.iter().any(|s| is_meant(c, Some(&s.name), &claimed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::tests::call;

    #[test]
    fn calls_are_found_by_file_stem_and_id() {
        let calls = [call("acme-01", &[("Dana", "hi")]), call("b", &[("Tom", "hi")])];
        let names = CallNames::of(&calls);
        for name in ["acme-01", "ACME-01.txt", "calls/acme-01.txt", " acme-01 "] {
            assert_eq!(names.find(name), Some(0), "{name}");
        }
        assert_eq!(names.find("acme"), None);
    }

    #[test]
    fn a_title_may_be_left_out_and_never_changed() {
        let one = call("a", &[("Hon. Mary Ng", "hi"), ("Dr Haddad", "hi")]);
        for name in ["mary ng", "hon. mary ng", "hon mary ng"] {
            assert!(is_meant(&one, Some("Hon. Mary Ng"), name) && !is_meant(&one, Some("Dr Haddad"), name), "{name}");
        }
        assert!(is_meant(&one, Some("Dr Haddad"), "dr. haddad") && !is_meant(&one, Some("Dr Haddad"), "mrs. haddad"));
        let two = call("a", &[("Mr. Smith", "hi"), ("Mrs. Smith", "hi")]);
        assert!(is_meant(&two, Some("Mrs. Smith"), "mrs. smith") && !is_meant(&two, Some("Mr. Smith"), "mrs. smith"));
        assert!(!is_meant(&two, Some("Mr. Smith"), "smith") && !is_meant(&two, Some("Mrs. Smith"), "smith"));
    }

    #[test]
    fn what_stands_behind_a_name_is_no_part_of_it() {
        let one = call("a", &[("Dana Whitfield", "hi"), ("Tom Okonjo", "hi")]);
        for name in ["dana whitfield (acme)", "dana whitfield, vp operations", "dana (acme)", "dana, acme"] {
            assert!(is_meant(&one, Some("Dana Whitfield"), name) && !is_meant(&one, Some("Tom Okonjo"), name), "{name}");
        }
        let two = call("a", &[("Dana (Acme)", "hi"), ("Dana (Bolt)", "hi"), ("Okonjo, Tom", "hi")]);
        assert!(is_meant(&two, Some("Dana (Acme)"), "dana (acme)") && !is_meant(&two, Some("Dana (Bolt)"), "dana (acme)"));
        assert!(!is_meant(&two, Some("Dana (Acme)"), "dana") && is_meant(&two, Some("Okonjo, Tom"), "okonjo, tom"));
        assert!(!is_meant(&two, Some("Dana (Acme)"), "dana (north)"), "one of two");
    }

    #[test]
    fn a_first_name_must_be_unique() {
        let one = call("a", &[("Dana Whitfield", "hi"), ("Tom Okonjo", "hi")]);
        assert!(is_meant(&one, Some("Dana Whitfield"), "dana"));
        let short = call("a", &[("DANA", "hi"), ("Tom Okonjo", "hi"), ("Me", "hi")]);
        assert!(is_meant(&short, Some("DANA"), "dana whitfield") && !is_meant(&short, Some("Tom Okonjo"), "tom whitfield"));
        assert!(!is_meant(&short, Some("Me"), "me whitfield"));
        let two = call("a", &[("Dana Whitfield", "hi"), ("Dana Okonjo", "hi")]);
        assert!(!is_meant(&two, Some("Dana Whitfield"), "dana"));
    }
}
