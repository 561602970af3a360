//! One call in ten formats gives the same turns ten times.

use std::fmt::Write;

use super::{ReadOptions, read};
use crate::calls::Parsed;

/// Who, when (seconds), what: two pieces in a row by one person, an ampersand, a colon inside, another script.
const TALK: &[(&str, u64, &str)] = &[
    ("Priya Nandakumar", 3, "Thanks for joining, Dana."),
    ("Priya Nandakumar", 6, "Is it okay if I record this?"),
    ("Dana Whitfield", 9, "Yes, that's fine."),
    ("marc | wolovim", 12, "One thing killed it for me: we have 14 entities."),
    ("Dana Whitfield", 16, "Q&A was the worst, and “nobody” trusted it…"),
    ("田村 葵", 24, "月次決算が大変でした。"),
    ("Dana Whitfield", 28, "At 10:30 every morning the bank file landed."),
    ("marc | wolovim", 32, "Mm-hmm."),
    ("田村 葵", 36, "はい。"),
];

fn stamp(seconds: u64, dot: char) -> String {
    format!("00:{:02}:{:02}{dot}000", seconds / 60, seconds % 60)
}

fn each(line: impl Fn(usize, &str, u64, &str) -> String) -> String {
    TALK.iter().enumerate().fold(String::new(), |mut out, (n, (who, at, said))| {
        let _ = write!(out, "{}", line(n + 1, who, *at, said));
        out
    })
}

fn docx(paragraphs: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Speaker and words of each turn.
fn turns(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    match read(name, bytes, &ReadOptions::default()) {
        Ok(Parsed::Call(call)) => call.turns.into_iter().map(|t| (t.speaker.unwrap_or_default().to_string(), t.text.into())).collect(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn one_call_in_ten_formats_gives_the_same_turns_ten_times() {
    let escaped = |text: &str| text.replace('&', "&amp;");
    let json: Vec<serde_json::Value> =
        TALK.iter().map(|(who, at, said)| serde_json::json!({ "speaker": who, "start": at, "end": at + 2, "text": said })).collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        (
            "zoom.vtt",
            format!(
                "WEBVTT\n\n{}",
                each(|n, who, at, said| format!("{n}\n{} --> {}\n{who}: {said}\n\n", stamp(at, '.'), stamp(at + 2, '.')))
            )
            .into(),
        ),
        (
            "tags.vtt",
            format!(
                "WEBVTT\n\n{}",
                each(|_, who, at, said| format!("{} --> {}\n<v {who}>{}</v>\n\n", stamp(at, '.'), stamp(at + 2, '.'), escaped(said)))
            )
            .into(),
        ),
        (
            "call.srt",
            each(|n, who, at, said| format!("{n}\r\n{} --> {}\r\n{who}: {said}\r\n\r\n", stamp(at, ','), stamp(at + 2, ','))).into(),
        ),
        ("call.txt", each(|_, who, _, said| format!("{who}: {said}\n")).into()),
        ("timed.txt", each(|_, who, at, said| format!("[00:00:{at:02}] {who}: {said}\n")).into()),
        ("otter.txt", each(|_, who, at, said| format!("{who}  0:{at:02}  \n{said}\n\n")).into()),
        ("call.md", each(|_, who, _, said| format!("**{who}:** {said}\n\n")).into()),
        ("call.json", serde_json::json!({ "segments": json }).to_string().into()),
        ("call.csv", format!("start,speaker,text\n{}", each(|_, who, at, said| format!("{at},{who},\"{said}\"\n"))).into()),
        ("call.docx", docx(&each(|_, who, _, said| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(&format!("{who}: {said}")))))),
    ];
    let expected = [
        ("Priya Nandakumar", "Thanks for joining, Dana. Is it okay if I record this?"),
        ("Dana Whitfield", TALK[2].2),
        ("marc | wolovim", TALK[3].2),
        ("Dana Whitfield", TALK[4].2),
        ("田村 葵", TALK[5].2),
        ("Dana Whitfield", TALK[6].2),
        ("marc | wolovim", TALK[7].2),
        ("田村 葵", TALK[8].2),
    ]
    .map(|(who, said)| (who.to_owned(), said.to_owned()));
    for (name, bytes) in files {
        assert_eq!(turns(name, &bytes), expected, "{name}");
    }
}
