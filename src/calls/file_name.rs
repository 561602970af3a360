//! Dates in the names of files and folders (section 4.1). Account and outcome in a name are suggestions, never facts.

use super::Outcome;
use super::date::iso;

/// The date in a file's or folder's name: `GMT20250312-150204…`, `2025-03-12 11.02.04 Topic`, `20250312_corvid`, `2025_03_12`.
pub fn date(name: &str) -> Option<String> {
    let runs = digit_runs(name);
    for (at, (start, digits)) in runs.iter().enumerate() {
        let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok());
        if digits.len() == 8
            && let (Some(y), Some(m), Some(d)) = (part(0, 4), part(4, 6), part(6, 8))
            && let Some(date) = iso(y, m, d)
        {
            return Some(date);
        }
        let (Some((second, b)), Some((third, c))) = (runs.get(at + 1), runs.get(at + 2)) else { continue };
        let beside = |end: usize, next: usize| name.get(end..next).is_some_and(|gap| matches!(gap, "-" | "_" | "/" | "." | " "));
        if !beside(start + digits.len(), *second) || !beside(second + b.len(), *third) || b.len() > 2 {
            continue;
        }
        let number = |t: &str| t.parse::<u32>().ok();
        let (Some(x), Some(y), Some(z)) = (number(digits), number(b), number(c)) else { continue };
        let date = match (digits.len(), c.len()) {
            (4, 1 | 2) => iso(x, y, z),
            (1 | 2, 4) if name.get(start + digits.len()..*second) == Some(".") => iso(z, y, x),
            _ => None,
        };
        if date.is_some() {
            return date;
        }
    }
    None
}

fn digit_runs(name: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = name.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|n| from + n) {
        let length = name.get(start..).map_or(0, |rest| rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        out.extend(name.get(start..start + length).map(|digits| (start, digits)));
        from = start + length;
    }
    out
}

/// An outcome that the name suggests (`…__won.txt`, `Corvid - LOST to Harrowgate.txt`, the folder `churned/`).
pub fn suggested_outcome(name: &str) -> Option<Outcome> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|w| matches!(w.to_lowercase().as_str(), "won" | "lost" | "churned"))
        .find_map(Outcome::from_words)
}

/// What the name of a file suggests for the account: what is left without dates, ids, outcomes and noise (`Corvid_Freight__2025-03-12__won.txt`).
/// Only where something else in the name shows that people gave it by a plan: a date or an outcome.
pub fn suggested_account(name: &str) -> Option<String> {
    const NOISE: &[&str] = &[
        "won",
        "lost",
        "churned",
        "win",
        "loss",
        "winloss",
        "call",
        "calls",
        "copy",
        "of",
        "final",
        "interview",
        "transcript",
        "recording",
        "meeting",
        "gmt",
        "audio",
        "notes",
        "zoom",
        "teams",
        "meet",
        "gong",
        "otter",
        "ai",
        "demo",
        "vtt",
        "wl",
        "draft",
        "by",
        "gemini",
        "closed",
    ];
    let stem = stem(name);
    if date(stem).is_none() && suggested_outcome(stem).is_none() {
        return None;
    }
    // "Corvid Freight - Dana Whitfield": the account stands first; "lost to Harrowgate" names a competitor.
    let lower = stem.to_lowercase();
    let stem = lower.find(" to ").and_then(|at| stem.get(..at)).unwrap_or(stem);
    let first = stem.split(" - ").map(|part| {
        let words = part.split(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '\''));
        let kept = words.filter(|w| w.chars().any(char::is_alphabetic) && !w.chars().any(|c| c.is_ascii_digit()));
        kept.filter(|w| !NOISE.contains(&w.to_lowercase().as_str())).collect::<Vec<_>>().join(" ")
    });
    first.into_iter().find(|part| part.chars().count() > 2)
}

/// The name without its extension.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, date, suggested_account, suggested_outcome};

    #[test]
    fn dates_in_names() {
        for name in [
            "GMT20250312-150204_Recording.transcript.vtt",
            "2025-03-12 11.02.04 Topic 81234567890",
            "Title-20250312_110204-Meeting Recording.vtt",
            "T - 2025_03_12 11_00 EDT - Notes by Gemini.docx",
            "2025 03 12 - T_otter_ai.txt",
            "Corvid_Freight__2025-03-12__won.txt",
            "call 12.03.2025.txt",
        ] {
            assert_eq!(date(name).as_deref(), Some("2025-03-12"), "{name}");
        }
        for name in ["WL-2025-014.md", "call 7782341500912873345.json", "2025-13-40.txt", "01-lindqvist-family-dental.vtt", "v1.2.3.txt"] {
            assert_eq!(date(name), None, "{name}");
        }
        assert_eq!(suggested_outcome("Corvid - LOST to Harrowgate.txt"), Some(Outcome::Lost));
        assert_eq!(suggested_outcome("wonderful.txt"), None);
        for (name, account) in [
            ("2026-03-12_Northgate_lost.vtt", Some("Northgate")),
            ("Corvid_Freight__2025-03-12__won.txt", Some("Corvid Freight")),
            ("2025-03-12 Corvid Freight - Dana Whitfield.docx", Some("Corvid Freight")),
            ("Corvid - LOST to Harrowgate.txt", Some("Corvid")),
            ("GMT20250312-150204_Recording.transcript.vtt", None),
            ("notes on things.txt", None),
        ] {
            assert_eq!(suggested_account(name).as_deref(), account, "{name}");
        }
    }
}
