use super::*;

fn document(name: &str, text: &str) -> Vec<(String, Option<String>, At)> {
    match read(name, text.as_bytes(), &()).unwrap() {
        Quotations::Document { quotations, .. } => quotations.into_iter().map(|q| (q.text, q.attribution, q.at)).collect(),
        Quotations::Lines(_) => panic!("a document"),
    }
}

fn one(text: &str, who: &str, line: u32) -> (String, Option<String>, At) {
    (text.into(), (!who.is_empty()).then(|| who.into()), At::Line(line))
}

#[test]
fn markdown_gives_marks_block_quotes_and_cells() {
    let text = "---\ntitle: \"not a quote at all\"\n---\n# Deck\n\nAs Dana Whitfield said, “it was *so* slow &amp; sad.”\n\n> We lost a week\n> every month.\n>\n> — Tom Okonjo, CFO\n\n| Theme | Quote | Speaker |\n|---|---|---|\n| Speed | It took eleven weeks | Dana Whitfield |\n\n```\n\"code is no speech at all\"\n```\n";
    assert_eq!(
        document("deck.md", text),
        [
            one("it was so slow & sad.", "Dana Whitfield", 6),
            one("We lost a week\nevery month.", "Tom Okonjo, CFO", 8),
            one("It took eleven weeks", "Dana Whitfield", 15),
        ]
    );
}

#[test]
fn text_gives_marks_and_quoted_lines() {
    let text = "They told us:\n\n\"It took eleven weeks.\"\n— Dana Whitfield\n\n> We lost a week.\n> -- Tom\n\nHe said \"no\".\n";
    assert_eq!(
        document("a.txt", text),
        [one("It took eleven weeks.", "Dana Whitfield", 3), one("We lost a week.", "Tom", 6), one("no", "", 9)]
    );
}

#[test]
fn html_gives_block_quotes_marks_and_tables() {
    let text = "<html><head><title>\"no no no\"</title></head><body><p>He said <q>it is slow</q>.</p>\n<blockquote><p>We lost a week.</p><footer>Dana Whitfield</footer></blockquote>\n<table><tr><th>Quote</th><th>Who</th></tr><tr><td>It took<br>weeks</td><td>Tom</td></tr></table><script>var a = \"x y z\";</script>";
    assert_eq!(
        document("p.html", text),
        [one("it is slow", "", 1), one("We lost a week.", "Dana Whitfield", 2), one("It took\nweeks", "Tom", 3)]
    );
}

#[test]
fn word_gives_styles_marks_and_tables() {
    use std::io::Write;
    let p = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
    };
    let body = format!(
        "<w:document xmlns:w=\"x\"><w:body>{}{}{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl></w:body></w:document>",
        p("Normal", "Tom said “it &amp; that is slow”"),
        p("IntenseQuote", "We lost a week."),
        p("IntenseQuote", "— Dana Whitfield"),
        p("Normal", "Verbatim"),
        p("Normal", ""),
        p("Normal", "It took eleven weeks"),
        p("Normal", "Tom Okonjo"),
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(body.as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let Quotations::Document { quotations: got, .. } = read("deck.docx", &bytes, &()).unwrap() else { panic!("a document") };
    let got: Vec<_> = got.iter().map(|q| (q.text.as_str(), q.attribution.as_deref(), q.at)).collect();
    assert_eq!(
        got,
        [
            ("it & that is slow", Some("Tom"), At::Paragraph(1)),
            ("We lost a week.", Some("Dana Whitfield"), At::Paragraph(2)),
            ("It took eleven weeks", Some("Tom Okonjo"), At::Paragraph(5)),
        ]
    );
    for name in ["deck", "deck.txt", "deck.doc"] {
        assert_eq!(read(name, &bytes, &()), read("deck.docx", &bytes, &()), "{name}");
    }
    assert_eq!(read("deck.docx", b"no zip", &()), Err(ReadError::Docx));
    assert!(matches!(read("deck.pptx", b"", &()), Err(ReadError::Format(_))));
}

#[test]
fn a_document_is_what_its_bytes_are() {
    let page = "\n<!DOCTYPE html><p>He said <q>it is slow</q>.</p>";
    assert_eq!(document("page", page), document("page.html", page));
    let noise: Vec<u8> = (0..5000u32).map(|n| (n * n % 251) as u8).collect();
    for bytes in [noise.as_slice(), b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n1 0 obj", b"PK\x03\x04 and nothing more", b"{\\rtf1 so}"] {
        for name in ["deck", "deck.md", "deck.txt", "deck.html", "deck.jsonl"] {
            assert!(matches!(read(name, bytes, &()), Err(ReadError::NoText(_))), "{name}: {bytes:?}");
        }
    }
    let utf16: Vec<u8> = "He said “it is slow”.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read("deck.md", &utf16, &()).is_ok() && read("deck", b"", &()).is_ok());
}

#[test]
fn json_lines_give_claims_and_errors() {
    let text = "{\"id\":1,\"quote\":\"it is slow\",\"call\":\"a\"}\n\nnot json\n{\"id\":\"x\"}\n{\"quote\":\"a\",\"speaker\":5}\n";
    let Quotations::Lines(lines) = read("q.jsonl", text.as_bytes(), &()).unwrap() else { panic!("lines") };
    assert_eq!(lines.iter().map(|l| (l.number, l.claim.is_ok())).collect::<Vec<_>>(), [(1, true), (3, false), (4, false), (5, false)]);
    let Quotations::Lines(odd) = read("q.jsonl", b"[Dana] it is slow\n[\"it is slow\"]\n\"it is slow", &()).unwrap() else {
        panic!("lines")
    };
    let is_json = |line: &Line| line.claim == Err(LineError::NoQuote);
    assert_eq!(odd.iter().map(is_json).collect::<Vec<_>>(), [false, true, false]);
}

proptest::proptest! {
    #[test]
    fn no_document_panics(text in "[\\PC\n<>\"“”|#\\-]{0,200}") {
        for name in ["a.md", "a.txt", "a.html", "a.jsonl"] {
            let _ = read(name, text.as_bytes(), &());
        }
    }
}

#[test]
fn a_quotation_says_which_heading_it_stands_under() {
    let under = |name: &str, text: &str| match read(name, text.as_bytes(), &()).unwrap() {
        Quotations::Document { quotations, .. } => quotations.into_iter().map(|q| q.under).collect::<Vec<_>>(),
        Quotations::Lines(_) => Vec::new(),
    };
    let slides = "“It is slow here.”\n\n# Slide 2\n\n“It took us weeks.”\n\n## Costs\n\n| Quote | Who said it |\n|---|---|\n| nobody pays | Dana |\n";
    assert_eq!(under("deck.md", slides), [None, Some("Slide 2".into()), Some("Costs".into())]);
    assert_eq!(under("deck.html", "<h2>Slide <b>2</b></h2><p>“It took us weeks.”</p>"), [Some("Slide 2".into())]);
}

#[test]
fn a_block_quote_that_opens_with_its_mark_ends_with_it() {
    let long = format!("> “It took weeks.”\\\n> — Dana Whitfield, {} · call 7 · E5\n", "head of a department, ".repeat(9));
    assert_eq!(document("a.md", &long)[0].0, "It took weeks.");
    let table = "| Customer words |\n|---|\n| “No.” (E1, a-call-with-a-long-name) |\n| “Slow” is what we call it |\n";
    let found: Vec<String> = document("a.md", table).into_iter().map(|q| q.0).collect();
    assert_eq!(found, ["No.", "“Slow” is what we call it"]);
}
