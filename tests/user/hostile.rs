//! Files made to hurt: each ends in one clear line with its name, nothing half kept, the others go on, within seconds and without a panic.

use std::io::Write;

use crate::program::{Project, Ran};

const GOOD: &str = "Rita Reyes: We ran out of labels again.\nSam Vendor: I see.\nRita Reyes: The problem is that nobody owns it.\n";

/// Reads a folder with a good call and this file; gives what was said of the file.
#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    project.write(&format!("calls/{name}"), bytes);
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 1, "only the good call is kept:\n{}", ran.stderr);
    line_about(&ran, name)
}

#[track_caller]
fn line_about(ran: &Ran, name: &str) -> String {
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    let lines: Vec<&str> = ran.stderr.lines().filter(|l| l.contains(name)).collect();
    assert_eq!(lines.len(), 1, "{}", ran.stderr);
    assert!(ran.stderr.len() < 4000, "little is said of it: {} bytes", ran.stderr.len());
    ran.stderr.clone()
}

fn zip(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes, times) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..*times {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// A PDF of numbered objects, with a table of them that is right.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").bytes()));
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

fn stream(dictionary: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", body.len()).into_bytes();
    out.extend(body);
    out.extend(b"\nendstream");
    out
}

/// A page with this content, whose resources name form `F` as object 5.
fn page(content: Vec<u8>, form: Vec<u8>) -> Vec<u8> {
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R >>".to_vec(),
        content,
        form,
    ])
}

#[test]
fn archives_that_unpack_without_end() {
    let block = vec![b' '; 1024 * 1024];
    let said = refused("bomb.docx", zip(&[("word/document.xml", &block, 70)]));
    assert!(said.contains("unpacks to more than"), "{said}");
    let said = refused("bomb.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>", 1), ("xl/worksheets/sheet1.xml", &block, 140)]));
    assert!(said.contains("unpacks to more than"), "{said}");
}

#[test]
fn depths_without_end() {
    let deep = format!("<w:document><w:body>{}", "<w:p><w:r>".repeat(100_000));
    refused("deep.docx", zip(&[("word/document.xml", deep.as_bytes(), 1)]));
    refused("deep.ttml", format!("<tt><body>{}", "<div>".repeat(200_000)));
    refused("deep.json", "[{\"a\":".repeat(200_000));
    refused("deep.rtf", format!("{{\\rtf1 {}", "{".repeat(500_000)));
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE tt [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><tt><body><div><p>&c;</p></div></body></tt>";
    let project = Project::new();
    project.write("calls/entities.ttml", entities);
    let ran = project.run(&["ingest", "calls"]);
    assert!(!ran.stderr.contains("panicked") && !ran.stderr.contains("aaaaaaaaaaa"), "an entity is never unfolded: {}", ran.stderr);
}

#[test]
fn a_protected_document_says_to_take_the_password_away() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(2000, 0);
    bytes.extend(name);
    assert!(refused("secret.docx", bytes).contains("password"));
}

#[test]
fn pdfs_of_pictures_and_pdfs_that_never_end() {
    let picture = stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x7f");
    let said = refused("scan.pdf", page(stream("", b"q 600 0 0 800 0 0 cm /F Do Q"), picture));
    assert!(said.contains("OCR"), "{said}");
    let form = |content: &[u8]| stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>", content);
    let said = refused("itself.pdf", page(stream("", b"/F Do"), form(b"q /F Do Q")));
    assert!(said.contains("unpacks to far more"), "{said}");
    let heir = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"/F Do");
    refused("heir.pdf", page(stream("", b"/F Do"), heir));
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1024 * 1024];
    (0..140).for_each(|_| packer.write_all(&block).unwrap());
    let bomb = packer.finish().unwrap();
    let said = refused("bomb.pdf", page(stream("/Filter /FlateDecode", &bomb), form(b"")));
    assert!(said.contains("unpacks to far more"), "{said}");
}

#[test]
fn a_pdf_reader_that_panics_is_not_heard() {
    // No page has a size, which the reader takes for granted.
    let bytes = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_vec(),
        stream("", b"BT /F1 12 Tf (Dana: hello) Tj ET"),
    ]);
    assert!(refused("sizeless.pdf", bytes).contains("can't be read"));
}

#[test]
fn ten_thousand_speakers_are_said_in_a_few_lines() {
    let project = Project::new();
    let talk: String =
        (0..10_000).map(|n| format!("[00:{:02}:{:02}] Speaker {n}: we spoke of thing {n}.\n", n / 60 % 60, n % 60)).collect();
    project.write("calls/crowd.txt", talk);
    let ran = project.run(&["ingest", "calls"]).exits(0);
    assert!(ran.stderr.lines().count() < 40 && ran.stderr.len() < 4000, "{}", ran.stderr.len());
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls[0]["turns"], 10_000);
}

#[test]
fn half_a_file_is_kept_by_nobody_and_the_whole_one_is() {
    let project = Project::new();
    let whole = "{\"monologues\":[{\"speaker\":0,\"elements\":[{\"type\":\"text\",\"value\":\"hello\",\"ts\":0.5,\"end_ts\":1.0}]},{\"speaker\":1,\"elements\":[{\"type\":\"text\",\"value\":\"hi\",\"ts\":1.5,\"end_ts\":2.0}]}]}";
    project.write("calls/a.json", &whole[..whole.len() / 2]);
    assert!(project.run(&["ingest", "calls"]).exits(3).stderr.contains("a.json"));
    assert!(project.run(&["calls", "--json"]).exits(0).json_lines().is_empty());
    project.write("calls/a.json", whole);
    project.run(&["ingest", "calls"]).exits(0);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 1);
}

#[test]
fn links_that_loop_are_walked_once() {
    let project = Project::new();
    project.write("calls/a/good.txt", GOOD);
    std::os::unix::fs::symlink("..", project.path().join("calls/a/up")).unwrap();
    std::os::unix::fs::symlink("self", project.path().join("calls/self")).unwrap();
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert_eq!(ran.stderr.lines().filter(|l| l.contains("self")).count(), 1, "{}", ran.stderr);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 1);
}

/// The bounds of docs/reading.md, held to by the system: with a gigabyte of address space in all, each of these still ends in a line.
#[test]
fn what_unpacks_or_goes_on_without_end_stays_within_memory() {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    let megabyte = vec![b' '; 1024 * 1024];
    project.write("calls/bomb.docx", zip(&[("word/document.xml", &megabyte, 70)]));
    project.write("calls/bomb.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>", 1), ("xl/worksheets/sheet1.xml", &megabyte, 140)]));
    project.write("calls/deep.json", "[{\"a\":".repeat(500_000));
    project.write("calls/long.vtt", format!("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{}", "so on ".repeat(1_000_000)));
    project.write(
        "calls/laughs.ttml",
        "<!DOCTYPE tt [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><tt><body><p begin=\"1s\" end=\"2s\">&c;</p></body></tt>",
    );
    let ran = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 1048576; exec \"$0\" ingest calls", env!("CARGO_BIN_EXE_verbatim")])
        .current_dir(project.path())
        .env("HOME", project.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(3), "{said}");
    for name in ["bomb.docx", "bomb.xlsx", "deep.json"] {
        assert_eq!(said.lines().filter(|l| l.contains(name)).count(), 1, "{said}");
    }
    assert!(project.run(&["calls", "--json"]).exits(0).json_lines().iter().any(|c| c["call"] == "good"));
}
