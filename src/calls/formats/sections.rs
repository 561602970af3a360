//! Where the talk starts and which parts around it are a model's or a researcher's words (rule C12).

use super::furniture;
use super::script::Line;
use crate::calls::clock;
use crate::calls::labels::split_label;
use crate::calls::tidy::tidy;

/// The words of a line that could name a section, without pictures, marks and counts.
fn bare(line: &str) -> String {
    let words: String =
        line.chars().map(|c| if c.is_alphanumeric() || matches!(c, '\'' | '’') { c.to_ascii_lowercase() } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SPEECH: &[&str] = &[
    "transcript",
    "full transcript",
    "begin transcript",
    "transcript begins",
    "verbatim",
    "verbatim transcript",
    "interview",
    "interview transcript",
    "conversation",
    "call transcript",
    "meeting transcript",
    "transcription",
    "transkript",
    "transcripción",
    "transcrição",
    "transkription",
    "文字起こし",
    "the interview",
    "raw transcript",
    "cleaned transcript",
];
const NOTES: &[&str] = &[
    "summary",
    "notes",
    "details",
    "suggested next steps",
    "next steps",
    "action items",
    "key takeaways",
    "takeaways",
    "overview",
    "meeting notes",
    "key points",
    "decisions",
    "outline",
    "my notes",
    "highlights",
    "ai summary",
    "meeting summary",
    "zusammenfassung",
    "topics",
    "chapters",
    "keywords",
    "attachments",
    "meeting records",
    "agenda",
    "action item",
    "outcomes",
    "follow ups",
    "key insights",
];

/// Whether a line is the name of a section with speech.
pub fn is_speech_name(line: &str) -> bool {
    let name = bare(line);
    SPEECH.contains(&name.as_str()) && line.chars().count() < 50
}

/// Whether a line is the name of a section with notes.
pub fn is_notes_name(line: &str) -> bool {
    let name = bare(line);
    NOTES.contains(&name.as_str()) && line.chars().count() < 50
}

/// Either.
pub fn is_section_name(line: &str) -> bool {
    is_speech_name(line) || is_notes_name(line)
}

/// How many headings of a summary the lines have.
pub fn summary_marks(lines: &[Line]) -> usize {
    let mut seen: Vec<String> = lines.iter().filter(|l| is_notes_name(&l.text)).map(|l| bare(&l.text)).collect();
    seen.dedup();
    let gemini = lines.iter().any(|l| bare(&l.text).starts_with("you should review gemini's notes") || l.text.contains("Notes by Gemini"));
    seen.len() + usize::from(gemini) * 2
}

/// The place of the first line of speech, where a text says so: behind the line "Transcript" (or a title that ends in it), or at a line that is
/// only a time and is followed by a label.
pub fn speech_from(lines: &[Line]) -> Option<usize> {
    let named = lines.iter().rposition(|l| {
        l.heading <= 2
            && !l.bullet
            && (is_speech_name(&l.text) || tidy(&l.text).trim_end_matches(['*', ' ']).to_lowercase().ends_with("- transcript"))
    });
    let timed = lines.windows(2).position(|w| match w {
        [time, next] => clock::whole(&time.text, true).is_some_and(|c| c.fields == 3) && split_label(&next.text).is_some(),
        _ => false,
    });
    match (named, timed) {
        (Some(name), Some(time)) if time < name => Some(time),
        (Some(name), _) => Some(name + 1),
        (None, timed) => timed,
    }
}

/// The place after the last line of speech.
pub fn speech_until(lines: &[Line], from: usize) -> usize {
    lines.iter().skip(from).position(|l| furniture::ends_the_talk(&l.text)).map_or(lines.len(), |n| from + n)
}
