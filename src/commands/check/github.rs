//! The findings as annotations on a pull request (GitHub's workflow commands).

use super::{At, Entry};
use crate::evidence::{Difference, Flag};

/// One line for each finding; verified quotes without flags give none.
pub(super) fn annotations(file: &str, entries: &[Entry]) -> String {
    entries.iter().filter_map(|e| annotation(file, e)).collect()
}

fn annotation(file: &str, entry: &Entry) -> Option<String> {
    let (At::Line(line) | At::Paragraph(line)) = entry.at;
    let (level, title, message) = match &entry.result {
        Err(why) => ("error", "no quote".to_owned(), why.clone()),
        Ok(c) if entry.is_passing => {
            ("notice", "too short to check".to_owned(), format!("“{}” has fewer than three words and no speaker.", c.claim.text))
        }
        Ok(c) if !c.verdict.is_verified() => {
            let differs: Vec<String> = c.difference.iter().map(difference).collect();
            let said = c.nearest.as_ref().map(|n| {
                format!(" What was said ({}, turn {}, {}): “{}”", n.call, n.turn, n.speaker.as_deref().unwrap_or("unknown speaker"), n.text)
            });
            let differs = if differs.is_empty() { String::new() } else { format!(" Differs: {}.", differs.join("; ")) };
            (
                "error",
                c.verdict.as_str().replace('_', " "),
                format!("“{}” — {}.{differs}{}", c.claim.text, c.verdict.meaning(), said.unwrap_or_default()),
            )
        }
        Ok(c) if !c.flags.is_empty() => {
            let flags: Vec<&str> = c.flags.iter().copied().map(Flag::meaning).collect();
            ("warning", "verified, with care".to_owned(), format!("“{}” — {}.", c.claim.text, flags.join("; ")))
        }
        Ok(_) => return None,
    };
    Some(format!("::{level} file={},line={line},title={}::{}\n", property(file), property(&title), data(&message)))
}

pub(super) fn difference(d: &Difference) -> String {
    match (d.claimed.is_empty(), d.source.is_empty()) {
        (true, _) => format!("left out “{}”", d.source),
        (_, true) => format!("added “{}”", d.claimed),
        _ => format!("“{}” for “{}”", d.claimed, d.source),
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_cannot_become_commands() {
        assert_eq!(super::property("a,b:c\n::error"), "a%2Cb%3Ac%0A%3A%3Aerror");
    }
}
