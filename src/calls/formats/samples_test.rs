//! Every sample gives its expected parse, and the fixture calls are read right.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ReadOptions, join_companions, read, recognised_id};
use crate::calls::Parsed;
use crate::calls::canonical::canonical_json;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

#[test]
fn the_ten_fixture_calls_have_their_turns() {
    let calls = [
        ("01-lindqvist-family-dental.vtt", "zoom-vtt", 104),
        ("02-harborline-dental-partners.vtt", "teams-vtt", 124),
        ("03-pinecrest-pediatric-dentistry.txt", "bracket-time-label", 131),
        ("05-bexley-lane-dental.srt", "srt", 110),
        ("06-northgate-endodontics.vtt", "zoom-vtt", 131),
        ("07-cornerstone-smiles.docx", "docx-text", 131),
        ("08-willow-creek-dental-arts.md", "markdown", 112),
        ("09-tri-county-community-dental.txt", "otter-txt", 94),
        ("10-ashgrove-orthodontics.vtt", "zoom-vtt", 114),
    ];
    for (name, format, turns) in calls {
        match read(name, &fixture(&format!("calls/{name}")), &ReadOptions::default()) {
            Ok(Parsed::Call(call)) => assert_eq!((call.format.as_str(), call.turns.len()), (format, turns), "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// The expected parse and ours, by the lenient rules of the formats page: exact but for `warnings`, notes and labels of participants.
#[test]
fn every_sample_gives_its_expected_parse() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut checked = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(sample) = file.strip_suffix(".expected.json") else { continue };
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let got = ours(&folder, sample, &expected);
        checked += 1;
        if let Some(reject) = expected.get("reject") {
            assert_eq!(got["reject"]["code"], reject["code"], "{sample}: {got}");
            let message = got["reject"]["message"].as_str().unwrap().to_lowercase();
            for word in reject["must_mention"].as_array().unwrap() {
                assert!(message.contains(&word.as_str().unwrap().to_lowercase()), "{sample}: {message}");
            }
            continue;
        }
        assert_eq!(got["format"], expected["format"], "{sample}");
        for key in ["sidecar", "turns"] {
            assert_eq!(turns(&got, key), turns(&expected, key), "{sample}");
        }
        let calls = |parse: &Value| -> Vec<Value> {
            parse["calls"].as_array().into_iter().flatten().map(|c| json!([c["call_id"], c["turns"]])).collect()
        };
        assert_eq!(calls(&got), calls(&expected), "{sample}");
        for key in ["title", "date", "call_id", "meta"] {
            if let Some(value) = expected.get(key).filter(|v| !v.is_null() || key == "date") {
                assert_eq!(got.get(key).unwrap_or(&Value::Null), value, "{sample}: {key}");
            }
        }
        for person in expected.get("participants").and_then(Value::as_array).into_iter().flatten() {
            let ours = got["participants"].as_array().and_then(|all| all.iter().find(|p| p["name"] == person["name"]));
            let ours = ours.unwrap_or_else(|| panic!("{sample}: {} is missing", person["name"]));
            for key in ["role", "company", "title"] {
                assert!(person.get(key).is_none() || person.get(key) == ours.get(key), "{sample}: {key} of {ours}");
            }
        }
        let codes = |v: &Value| -> Vec<Value> {
            let all = v["calls"].as_array().into_iter().flatten().chain([v]);
            all.filter_map(|part| part["warnings"].as_array()).flatten().cloned().collect()
        };
        for code in codes(&expected).iter().filter(|c| *c != "W_SIDECAR_UNMATCHED") {
            assert!(codes(&got).contains(code), "{sample}: {code} is missing");
        }
    }
    assert!(checked >= 104, "{checked}");
}

/// Turns without our finer details.
fn turns(parse: &Value, key: &str) -> Value {
    let mut value = parse.get(key).cloned().unwrap_or_default();
    for turn in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        turn.remove("label");
        turn.remove("anchor_ms");
    }
    value
}

fn ours(folder: &std::path::Path, sample: &str, expected: &Value) -> Value {
    let options = ReadOptions::default();
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let parsed = read(sample, &bytes(sample), &options);
    let format = recognised_id(sample, &bytes(sample), &options);
    let Ok(parsed) = parsed else { return canonical_json(&parsed, format) };
    let mut files = vec![(sample.to_owned(), parsed)];
    for companion in expected.get("companions").and_then(Value::as_array).into_iter().flatten() {
        let name = companion.as_str().unwrap();
        files.push((name.to_owned(), read(name, &bytes(name), &options).unwrap()));
    }
    join_companions(&mut files);
    canonical_json(&Ok(files.remove(0).1), format)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Any text at all.
    #[test]
    fn any_text_never_panics(text in "(?s)([A-Z][a-z]{0,4}: |[0-9]{1,2}:[0-9]{2} |\\[|\\]|\\(|-|>>|<v |--> |WEBVTT\n|\n|\"|,|[a-zé語。 ]{0,9}){0,40}") {
        let _ = read("x.txt", text.as_bytes(), &ReadOptions::default());
    }
}

#[test]
fn bombs_and_broken_files_get_a_reason() {
    let code = |name: &str, bytes: &[u8]| read(name, bytes, &ReadOptions::default()).map(|_| "read".to_owned()).unwrap_or_else(|r| r.code);
    assert_eq!(code("x.txt", b""), "E_EMPTY");
    assert_eq!(code("x.txt", b" \r\n\t\n"), "E_EMPTY");
    assert_eq!(code("x.mp4", b"\0\0\0\x18ftypmp42...."), "E_MEDIA");
    assert_eq!(code("x.json", b"{\"callTranscripts\": [{\"callId\": \"1\""), "E_TRUNCATED");
    assert_eq!(code("x.json", "[{".repeat(200_000).as_bytes()), "E_BROKEN_JSON");
    assert_eq!(code("x.json", "[{\"a\":".repeat(50_000).as_bytes()), "E_BROKEN_JSON");
    assert_eq!(code("x.json", b"{\"errors\":[\"API key is wrong\"]}"), "E_API_ERROR");
    assert_eq!(code("x.json", b"{\"foo\": 1}"), "E_UNKNOWN_JSON");
    assert_eq!(code("x.html", b"<!DOCTYPE html><p>Dana: hi"), "E_HTML");
    assert_eq!(code("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "E_LEGACY_OFFICE");
    assert_eq!(code("x.pdf", b"%PDF-1.4\n1 0 obj"), "E_TRUNCATED");
    assert_eq!(code("x.docx", b"PK\x03\x04abc"), "E_TRUNCATED");
    assert_eq!(code("x.vtt", b"WEBVTT\n\n"), "E_NO_SPEECH");
    assert_eq!(code("x.txt", b"The thing is: we never closed on time.\nAnd at the end: nobody cared.\n"), "E_NO_SPEAKERS");
    assert_eq!(
        code("x.txt", b"00:00:03 so we had eleven people in spreadsheets, for days.\n00:00:09 yes, and nobody trusted it, at all.\n"),
        "E_TIMES_UNREADABLE"
    );
    assert_eq!(code("x.md", b"---\ntitle: a: b: c\n  - x\n---\n**Dana:** hi\n"), "E_FRONT_MATTER");
    assert_eq!(code("x.csv", b"call_id,account,outcome\n7.78234E+18,Corvid,won\n"), "E_ID_DAMAGED");
    assert_eq!(code("x.csv", b"id,date,score\n1,2025-01-01,9\n2,2025-01-02,8\n"), "E_NO_TEXT_COLUMN");
    let long = format!("Dana: {}\nPriya: yes\nDana: ok\nPriya: fine\n", "very ".repeat(400_000));
    assert_eq!(code("x.txt", long.as_bytes()), "read");
}

/// A Word file whose text unpacks to more than the bound, from a few kilobytes.
#[test]
fn a_zip_bomb_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..65 {
        zip.write_all(&block).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 200_000);
    assert_eq!(read("bomb.docx", &bytes, &ReadOptions::default()).unwrap_err().code, "E_TOO_LARGE");
}
