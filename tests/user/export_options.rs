//! What `verbatim export` can be asked: for whom, into what, in whose layout, against what is said today.

use std::io::Read;

use crate::program::Project;
use crate::reviewer::to_first_quote;

/// A project with names in its calls, whose themes are all accepted.
fn project() -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n[messaging]\ncurrent = \"site.md\"\n");
    project.write("site.md", "# The seamless label platform\n\nWe leverage AI to reimagine fulfilment.\n");
    let say = "The problem is we run out of labels every week";
    project.write(
        "calls/corvid-freight.txt",
        format!("Rita Reyes: {say} at Corvid Freight.\nSam Vendor: I see.\nRita Reyes: The problem is that Klaus never counts.\n"),
    );
    project.write("calls/hill-sons.txt", format!("Tom Oduya: {say}, and it is slow.\nSam Vendor: I see.\nTom Oduya: Yes.\n"));
    let table = "file,date,account,segment,persona,outcome,permission\ncorvid-freight.txt,2025-03-01,Corvid Freight,mid-size distributor,operations director,won,anonymised_external\nhill-sons.txt,2025-03-02,Hill & Sons,retailer,buyer,lost,internal_only\n";
    project.write("calls/calls.csv", table);
    project.run(&["ingest", "calls"]);
    for name in ["Rita Reyes=customer", "Tom Oduya=customer", "Sam Vendor=rep"] {
        project.run(&["speakers", "--set", name]).exits(0);
    }
    project.run(&["propose"]).exits(0);
    accepts_all(&project);
    project
}

fn accepts_all(project: &Project) {
    let mut terminal = to_first_quote(project);
    while !terminal.screen().contains("Blind spots") {
        let before = terminal.screen();
        let key = if before.contains("your decision") { "a" } else { "s" };
        terminal.presses(key, "what follows", |s| *s != before);
    }
    assert_eq!(terminal.leaves("q"), 0);
}

#[test]
fn a_name_inside_other_words_stays_inside() {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    let said =
        "The problem is that labels run out at corvidfreight, the corvids wait, har borline pays, harborship.io is down, says april.";
    project.write("calls/one.txt", format!("Rita Reyes: {said}\nSam Vendor: I see.\nRita Reyes: Yes.\n"));
    project.write(
        "calls/two.txt",
        "April Jones: The problem is that nobody counts our drawers at night.\nSam Vendor: I see.\nApril Jones: Yes.\n",
    );
    project.write(
        "calls/calls.csv",
        "file,account,segment,persona,permission\none.txt,Corvid Freight,mid,buyer at CorvidFreight,named external\ntwo.txt,Harborline,mid,APRIL's deputy,named external\n",
    );
    project.run(&["ingest", "calls"]);
    for name in ["Rita Reyes=customer", "April Jones=customer", "Sam Vendor=rep"] {
        project.run(&["speakers", "--set", name]).exits(0);
    }
    project.run(&["propose"]).exits(0);
    accepts_all(&project);
    let ran = project.run(&["export", "--audience", "external"]).exits(0);
    let asked = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(asked.contains("(corvidfreight, corvids, har borline, april, harborship.io?)"), "{}", ran.stderr);
    for (name, _) in files(&project, "messaging/external") {
        let text = unpacked(&project.path().join("messaging/external").join(&name)).to_lowercase();
        for secret in ["corvid", "har borline", "harbor", "april"] {
            assert!(!text.contains(secret), "{secret} stands in {name}");
        }
    }
    assert!(project.read("messaging/external/quote-library.csv").contains("counts our drawers"), "what names nobody goes out");
}

#[test]
fn what_one_file_of_a_conversation_forbids_no_other_file_of_it_allows() {
    let project = Project::new();
    let talk: String = (0..60).map(|n| format!("Rita Reyes: The label{n} ran out{n} again.\nSam Vendor: I see{n}.\n")).collect();
    project.write("calls/named.txt", &talk);
    project.write("calls/again.txt", format!("{talk}Rita Reyes: Bye.\n"));
    project.write("calls/other.txt", "Rita Reyes: The problem is that labels run out.\nSam Vendor: I see.\nRita Reyes: Yes.\n");
    project.write(
        "calls/calls.csv",
        "file,consent,permission\nnamed.txt,yes,named external\nagain.txt,no,internal only\nother.txt,yes,named external\n",
    );
    project.write("verbatim.toml", "[endpoint]\nprotocol = \"openai\"\nbase_url = \"http://127.0.0.1:9\"\nmodel = \"none\"\n");
    assert!(project.run(&["ingest", "calls"]).stderr.contains("is another file of the conversation"));
    for name in ["Rita Reyes=customer", "Sam Vendor=rep"] {
        project.run(&["speakers", "--set", name]).exits(0);
    }
    let shown = project.run(&["propose", "--dry-run", "--show"]);
    assert!(shown.stdout.contains("labels run out") || shown.stderr.contains("labels run out"), "{}", shown.stderr);
    assert!(!shown.stdout.contains("label7 ran") && !shown.stderr.contains("label7 ran"), "{}", shown.stdout);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    for call in calls.iter().filter(|c| c["call"] != "other") {
        assert_eq!((&call["metadata"]["consent"], &call["metadata"]["permission"]), (&"no".into(), &"internal only".into()), "{call}");
    }
}

/// The text of a file; of a zipped one, of all files in it.
fn unpacked(path: &std::path::Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else { return String::from_utf8(bytes).unwrap() };
    let mut text = String::new();
    for i in 0..zip.len() {
        zip.by_index(i).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

fn files(project: &Project, dir: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(project.path().join(dir)).unwrap().map(Result::unwrap).filter(|e| e.path().is_file());
    let mut files: Vec<_> = entries.map(|e| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_copy_for_outside_names_nobody() {
    let project = project();
    let ran = project.run(&["export", "--audience", "external"]).exits(0);
    assert!(ran.stderr.contains("may hold a name") && ran.stderr.contains("Klaus?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("nobody gave permission"), "{}", ran.stderr);
    let first = files(&project, "messaging/external");
    let inside = project.run(&["export", "--to", "in"]).exits(0).stderr.lines().filter(|l| l.contains("bytes")).count();
    let only_inside = ran.stderr.lines().filter(|l| l.contains("is for inside alone")).count();
    assert_eq!(
        (first.len() + only_inside, only_inside),
        (inside, 4),
        "the win/loss comparison and the decision log have no copy for outside"
    );
    for (name, _) in &first {
        let text = unpacked(&project.path().join("messaging/external").join(name));
        for secret in ["Rita", "Reyes", "Corvid", "corvid", "Klaus", "Tom", "Oduya", "Hill", "hill-sons", "Sam Vendor", "Mara"] {
            let is_whole = |at: usize| {
                let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                edge(text[..at].chars().next_back()) && edge(text[at + secret.len()..].chars().next())
            };
            assert!(!text.match_indices(secret).any(|(at, _)| is_whole(at)), "{secret} stands in {name}");
        }
    }
    let msd = project.read("messaging/external/messaging-source-document.md");
    assert!(msd.contains("every week at [mid-size distributor]") && msd.contains("Operations director, mid-size distributor"), "{msd}");
    let check = project.run(&["check", "messaging/external/messaging-source-document.md", "--calls", "calls"]);
    assert!(check.stdout.contains(" 0 not"), "{}", check.stdout);

    project.run(&["export", "--audience", "external"]).exits(0);
    assert_eq!(files(&project, "messaging/external"), first, "twice gives the same bytes");

    let waiting = ran.stderr.lines().find(|l| l.contains("Klaus?")).unwrap_or_default();
    let number = waiting.split(':').next().unwrap().trim().to_owned();
    assert!(number.starts_with('E'), "{waiting}");
    assert!(project.run(&["export", "--clear", "E99"]).exits(2).stderr.contains("There is no E99"));
    project.run(&["export", "--clear", &number]).exits(0);
    assert!(project.run(&["log"]).exits(0).stdout.contains("may go outside"));
    project.run(&["export", "--audience", "external"]).exits(0);
    assert!(project.read("messaging/external/quote-library.csv").contains("Klaus"), "a person cleared it");
    project.run(&["export", "--hold", &number, "--audience", "external"]).exits(0);
    assert!(!project.read("messaging/external/quote-library.csv").contains("Klaus"));
    assert!(project.run(&["export", "--clear", "E99,T1"]).exits(2).stderr.contains("E99"));
    project.run(&["log", "--verify"]).exits(0);

    project.run(&["calls", "--set", "corvid-freight:permission=internal_only"]).exits(0);
    assert!(project.run(&["export", "--audience", "external"]).exits(5).stderr.contains("may go outside yet"));
}

#[test]
fn a_document_that_is_there_already_is_filled() {
    let project = project();
    let before =
        "\u{feff}# Ours\r\n<!-- verbatim:problems -->\r\n<!-- /verbatim -->\r\n<!-- verbatim:gaps --><!-- /verbatim -->\r\nno newline";
    project.write("ours.md", before);
    project.run(&["export", "--into", "ours.md"]).exits(0);
    let filled = project.read("ours.md");
    assert!(
        filled.starts_with("\u{feff}# Ours\r\n<!-- verbatim:problems -->\r\n### ")
            && filled.ends_with("\r\n<!-- /verbatim -->\r\nno newline"),
        "{filled}"
    );
    assert!(!filled.replace("\r\n", "").contains('\n') && filled.contains("labels"));
    project.run(&["export", "--into", "ours.md"]).exits(0);
    assert_eq!(project.read("ours.md"), filled);

    let edited = filled.replace("labels", "etiquettes");
    project.write("ours.md", &edited);
    let ran = project.run(&["export", "--into", "ours.md"]).exits(0);
    assert!(ran.stderr.contains("stays"), "{}", ran.stderr);
    assert_eq!((project.read("ours.md"), project.read("ours.md.new")), (edited.clone(), filled));

    project.write("ours.md", edited.replace("verbatim:gaps", "verbatim:gabs"));
    let ran = project.run(&["export", "--into", "ours.md"]).exits(2);
    assert!(ran.stderr.contains("no part gabs") && ran.stderr.contains("Did you mean gaps?"), "{}", ran.stderr);
    project.write("ours.md", "a\n\n<!-- verbatim:problems -->\nb\n");
    assert!(project.run(&["export", "--into", "ours.md"]).exits(2).stderr.contains("line 3"));
    assert_eq!(project.read("ours.md"), "a\n\n<!-- verbatim:problems -->\nb\n");
    assert!(!project.path().join("messaging").exists(), "nothing else is written");
}

#[test]
fn a_company_s_own_layout_takes_the_place_of_ours() {
    let project = project();
    project.run(&["export", "--to", "ours"]).exits(0);
    project.run(&["export", "--eject"]).exits(0);
    project.run(&["export", "--to", "same"]).exits(0);
    assert_eq!(files(&project, "ours"), files(&project, "same"), "what is copied is what was used");

    project.write(
        "templates/voc-report.md",
        "# Corvid style: {{ sample.heard.calls }} calls\n\nThey \u{201c}love all of the new labels\u{201d}.\n",
    );
    assert!(project.run(&["export", "--eject"]).exits(0).stderr.contains("is there already and stays"));
    project.write("templates/voc-reprot.md", "x");
    let ran = project.run(&["export", "--only", "voc"]).exits(0);
    assert!(project.read("messaging/voc-report.md").starts_with("# Corvid style: 2 calls"));
    assert!(ran.stderr.contains("Did you mean voc-report.md?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("love all of the new labels"), "quotation marks around what nobody said: {}", ran.stderr);
    project.run(&["check", "messaging/voc-report.md", "--calls", "calls"]).exits(4);

    project.write("templates/voc-report.md", "one\n{{ sample.herd }}\n");
    let ran = project.run(&["export", "--only", "voc"]).exits(2);
    assert!(ran.stderr.contains("templates/voc-report.md, line 2") && ran.stderr.contains("did you mean heard?"), "{}", ran.stderr);
    std::fs::remove_file(project.path().join("templates/voc-report.md")).unwrap();

    let reference = std::fs::read(project.path().join("ours/voc-report.docx")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(reference)).unwrap();
    let mut company = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        // A German Word: the heading's id is another, its name is the same; and there is no style of ours for what is to write.
        let text = text
            .replace("\"Heading1\"", "\"berschrift1\"")
            .replace("\"ToWrite\"", "\"Other\"")
            .replace("To Write", "Other")
            .replace("1F5FA8", "AA0000");
        company.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut company, text.as_bytes()).unwrap();
    }
    project.write("templates/reference.docx", company.finish().unwrap().into_inner());
    project.run(&["export", "--only", "voc", "--format", "docx"]).exits(0);
    let styled = unpacked(&project.path().join("messaging/voc-report.docx"));
    assert!(styled.contains("<w:pStyle w:val=\"berschrift1\"/>") && styled.contains("AA0000") && styled.contains("w:styleId=\"ToWrite\""));
    project.write("templates/reference.docx", "no zip");
    assert!(project.run(&["export"]).exits(2).stderr.contains("templates/reference.docx: it is no Word document"));
}

#[test]
fn what_is_said_today_is_held_against_what_customers_say() {
    let project = project();
    project.write("translations.csv", "quote,translation,by\nE1,\"The \"\"labels\"\" run out.\",Ana Ruiz\nE77,x,Ana\n");
    let ran = project.run(&["export", "--only", "msd,evidence,quotes"]).exits(0);
    assert!(ran.stderr.contains("translations.csv, line 3: there is no quote E77"), "{}", ran.stderr);
    let msd = project.read("messaging/messaging-source-document.md");
    assert!(msd.contains("*Translation by Ana Ruiz, not the customer's words:* The labels run out."), "{msd}");
    assert!(project.read("messaging/evidence-report.html").contains("Translation by Ana Ruiz"));
    assert!(msd.contains("Against what we say today") && msd.contains("- Σ We leverage AI to reimagine fulfilment."), "{msd}");
    assert!(msd.contains("| seamless | Σ 1 | Σ 0 of 2 calls |"), "{msd}");
    let check = project.run(&["check", "messaging/messaging-source-document.md", "--calls", "calls"]);
    assert!(check.stdout.contains(" 0 not"), "a translation is no quotation: {}", check.stdout);
    let word = unpacked(&project.path().join("messaging/messaging-source-document.docx"));
    assert!(word.contains("<w:footnoteReference w:id=\"1\"/>") && word.contains("E1 · "), "a reference has its note");

    project.write("templates/marketing-speak.txt", "platform\n");
    project.run(&["export", "--only", "msd", "--format", "md"]).exits(0);
    let msd = project.read("messaging/messaging-source-document.md");
    assert!(msd.contains("| platform | Σ 1 |") && !msd.contains("| seamless |"));
    std::fs::remove_file(project.path().join("site.md")).unwrap();
    assert!(project.run(&["export"]).exits(2).stderr.contains("[messaging] current: site.md"));
}

#[test]
fn what_cant_be_written_is_named_and_the_old_file_stays() {
    let project = project();
    let ran = project.run(&["export", "--only", "msd,qoutes"]).exits(2);
    assert!(ran.stderr.contains("There is no document qoutes.") && ran.stderr.contains("Did you mean quotes?"), "{}", ran.stderr);
    assert!(project.run(&["export", "--format", "dox"]).exits(2).stderr.contains("Did you mean docx?"));
    project.run(&["export", "--only", "quotes", "--format", "csv"]).exits(0);
    let old = project.read("messaging/quote-library.csv");
    // A folder stands where the file would be written beside: no permission could stop the administrator that a build server is.
    std::fs::create_dir_all(project.path().join("messaging/quote-library.csv.part/x")).unwrap();
    project.write("messaging/quote-library.csv", old.replace("labels", "LABELS"));
    project.write("verbatim.toml", "[project]\nproduct = \"Another\"\n[review]\nreviewer = \"Mara Lind\"\n");
    std::fs::create_dir_all(project.path().join("messaging/quote-library.csv.new.part/x")).unwrap();
    let ran = project.run(&["export", "--only", "quotes", "--format", "csv"]).exits(1);
    assert!(ran.stderr.contains("quote-library.csv.new can't be written."), "{}", ran.stderr);
    assert_eq!(project.read("messaging/quote-library.csv"), old.replace("labels", "LABELS"));
    project.write("in-the-way", "a file");
    assert!(project.run(&["export", "--to", "in-the-way"]).exits(1).stderr.contains("can't be made"));
    let nothing = Project::with_fixtures();
    nothing.run(&["ingest", "calls"]);
    let ran = nothing.run(&["export"]).exits(5);
    assert!(ran.stderr.contains("verbatim review"), "{}", ran.stderr);
}
