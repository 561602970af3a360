//! Where the talk starts and which parts around it are a model's or a researcher's words (rule C12).

use super::furniture;
use super::script::Line;
use crate::calls::clock;
use crate::calls::labels::split_label;
use crate::calls::tidy::{is_space, tidied};

/// The words of a line that could name a section, without pictures, marks and counts; empty where there are more than any section's name has.
fn bare(line: &str) -> String {
    let mut out = String::new();
    let mut words = 0;
    let mut inside = false;
    for c in line.chars() {
        let of_word = c.is_alphanumeric() || matches!(c, '\'' | '’');
        if of_word && !inside {
            words += 1;
            if words > MOST_WORDS {
                return String::new();
            }
            if !out.is_empty() {
                out.push(' ');
            }
        }
        if of_word {
            out.push(c.to_ascii_lowercase());
        }
        inside = of_word;
    }
    out
}

/// No section's name has more; the line about Gemini's notes has as many in what is looked at of it.
const MOST_WORDS: usize = 8;

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

/// A section's name has fewer than 50 characters.
fn is_short(line: &str) -> bool {
    line.len() < 50 || line.len() < 200 && line.chars().count() < 50
}

/// Whether a line is the name of a section with speech.
pub fn is_speech_name(line: &str) -> bool {
    is_short(line) && SPEECH.contains(&bare(line).as_str())
}

/// Whether a line is the name of a section with notes.
pub fn is_notes_name(line: &str) -> bool {
    is_short(line) && NOTES.contains(&bare(line).as_str())
}

/// Either.
pub fn is_section_name(line: &str) -> bool {
    is_speech_name(line) || is_notes_name(line)
}

/// Whether the name of a section begins with these words.
pub fn begins_a_name(words: &str) -> bool {
    let bare = bare(words);
    SPEECH.iter().chain(NOTES).any(|name| name.strip_prefix(bare.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether a text may say that Gemini took notes; `false` is certain.
fn may_name_gemini(text: &str) -> bool {
    let has = |part: &[u8]| memchr::memmem::find(text.as_bytes(), part).is_some();
    has(b"emini") || has(b"EMINI")
}

/// How many headings of a summary the lines have.
pub fn summary_marks(lines: &[Line]) -> usize {
    let mut seen: Vec<String> = lines.iter().filter(|l| is_notes_name(&l.text)).map(|l| bare(&l.text)).collect();
    seen.dedup();
    let gemini = lines.iter().any(|l| {
        may_name_gemini(&l.text) && {
            let start: String = l.text.chars().take(48).map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() }).collect();
            start.contains("you should review gemini's notes") || l.text.contains("Notes by Gemini")
        }
    });
    seen.len() + usize::from(gemini) * 2
}

/// Whether a line is a title that ends in "- Transcript", as Google Meet's.
pub fn is_transcript_title(line: &str) -> bool {
    const WORD: &[u8; 10] = b"transcript";
    if line.as_bytes().last().is_some_and(|last| last.is_ascii_graphic() && !matches!(last, b't' | b'T' | b'*')) {
        return false;
    }
    let bare = line.trim_end_matches(|c: char| c == '*' || is_space(c));
    // Of ASCII, no other letters become these by being tidied.
    bare.ends_with(['t', 'T'])
        && bare.as_bytes().last_chunk().is_none_or(|end: &[u8; WORD.len()]| !end.is_ascii() || end.eq_ignore_ascii_case(WORD))
        && tidied(line).trim_end_matches(['*', ' ']).to_lowercase().ends_with("- transcript")
}

/// The place of the first line of speech, where a text says so: behind the line "Transcript" (or a title that ends in it), or at a line that is
/// only a time and is followed by a label.
pub fn speech_from(lines: &[Line]) -> Option<usize> {
    let named = lines.iter().rposition(|l| l.heading <= 2 && !l.bullet && (is_speech_name(&l.text) || is_transcript_title(&l.text)));
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

#[cfg(test)]
mod tests {
    use super::is_transcript_title;

    #[test]
    fn titles_that_end_in_a_word() {
        for yes in ["Kick-off - Transcript", "**Kick-off - TRANSCRIPT** ", "é -  transcript", "- transc\u{ad}ript", "- Transcript*\u{a0}*"]
        {
            assert!(is_transcript_title(yes), "{yes}");
        }
        for no in ["Transcript", "- transcripts", "- Trânscript", "- transcript.", "- Tran script", "t", "", "T**", "it was a - manuscript"]
        {
            assert!(!is_transcript_title(no), "{no}");
        }
    }
}
