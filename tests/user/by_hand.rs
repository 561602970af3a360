//! Who is who and what is known of a call: from the config, from a CRM's table, and by hand on a terminal.

use crate::program::Project;
use crate::terminal::Terminal;

const ACME: &str = "Rita Reyes: We ran out of labels again, and nobody noticed until the truck was there.\nSam Vendor: I see. How often does that happen?\nRita Reyes: Every other week, honestly. The problem is that nobody owns it.\nInterviewer: And who should?\n";
const BELL: &str = "Sam Vendor: Thanks for the time. What changed since March?\nJo Klein: The import breaks every night, and the price went up twice.\nSam Vendor: Who looks after it?\nJo Klein: Nobody does. That is what we told you in March.\n";

fn metadata(project: &Project, call: &str) -> serde_json::Value {
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    calls.into_iter().find(|c| c["call"] == call).unwrap_or_else(|| panic!("{call} is missing"))["metadata"].clone()
}

fn roles(project: &Project) -> Vec<(String, String, String)> {
    let speakers = project.run(&["speakers", "--json"]).exits(0).json_lines();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    speakers.iter().map(|s| (text(&s["call"]), text(&s["speaker"]), text(&s["role"]))).collect()
}

#[test]
fn each_person_is_asked_for_once_and_one_key_agrees_with_a_guess() {
    let project = Project::new();
    project.write("calls/acme.txt", ACME);
    project.write("calls/bell.txt", BELL);
    project.run(&["ingest", "calls"]).exits(0);
    assert!(roles(&project).iter().all(|(_, _, role)| role == "unknown"), "a guess is never taken for given");
    let mut terminal = Terminal::start(&project, &["speakers"]);
    let rita = terminal.sees("Who is Rita Reyes?");
    assert!(rita.contains("We ran out of labels again"), "a few lines of what she said: {rita}");
    terminal.presses("\u{1b}[A\u{1b}[A\u{1b}[A\r", "the next question", |s| s.contains("Who is Sam Vendor?"));
    assert!(terminal.screen().contains("and in 1 more"), "{}", terminal.screen());
    terminal.presses("\u{1b}[A\u{1b}[A\r", "the next question", |s| s.contains("Who is Interviewer?"));
    let guess = terminal.sees("(our guess)");
    assert!(guess.contains("We guess rep, because"), "{guess}");
    terminal.presses("\r", "the next question", |s| s.contains("Who is Jo Klein?"));
    terminal.types("\u{1b}");
    assert_eq!(terminal.ends(), 0);
    let asked = String::from_utf8_lossy(terminal.everything()).into_owned();
    assert_eq!(asked.matches(" in acme, and in 1 more").count(), 1, "Sam Vendor is asked for once");
    let role = |call: &str, name: &str| roles(&project).into_iter().find(|r| r.0 == call && r.1 == name).unwrap().2;
    assert_eq!(role("acme", "Rita Reyes"), "customer");
    assert_eq!((role("acme", "Sam Vendor"), role("bell", "Sam Vendor")), ("rep".into(), "rep".into()));
    assert_eq!(role("acme", "Interviewer"), "rep");
    assert_eq!(role("bell", "Jo Klein"), "unknown", "Escape leaves it open");
}

#[test]
fn a_role_is_set_for_a_name_or_for_one_call() {
    let project = Project::new();
    project.write("calls/acme.txt", ACME.replace("Rita Reyes", "Speaker 2"));
    project.write("calls/bell.txt", BELL.replace("Jo Klein", "Speaker 2"));
    project.run(&["ingest", "calls"]).exits(0);
    let both = project.run(&["speakers", "--set", "Speaker 2=customer"]).exits(2);
    assert!(both.stderr.contains("acme, bell") && both.stderr.contains("acme:Speaker 2=customer"), "{}", both.stderr);
    project.run(&["speakers", "--set", "ACME.txt:speaker 2=customer", "--set", "sam vendor = rep"]).exits(0);
    let of = |call: &str, name: &str| roles(&project).into_iter().find(|r| r.0 == call && r.1 == name).unwrap().2;
    assert_eq!((of("acme", "Speaker 2"), of("bell", "Speaker 2")), ("customer".into(), "unknown".into()));
    assert_eq!((of("acme", "Sam Vendor"), of("bell", "Sam Vendor")), ("rep".into(), "rep".into()));
    project.run(&["speakers", "--set", "acme:Speaker 2=unknown"]).exits(0);
    assert_eq!(of("acme", "Speaker 2"), "unknown", "it can be taken back");
    for wrong in ["Sam Vendor", "=rep", "Sam Vendor="] {
        assert!(project.run(&["speakers", "--set", wrong]).code == 2, "{wrong}");
    }
}

#[test]
fn the_config_says_who_is_on_our_side() {
    let project = Project::new();
    project.write("calls/acme.txt", ACME.replace("Sam Vendor", "Sam (Parwell)"));
    project.write("calls/bell.txt", BELL.replace("Sam Vendor", "Kai Obi"));
    project.write("verbatim.toml", "[people]\nvendor = \"Parwell\"\nreps = [\"kai obi\"]\n");
    project.run(&["ingest", "calls"]).exits(0);
    let speakers = project.run(&["speakers", "--json"]).exits(0).json_lines();
    let of = |name: &str| speakers.iter().find(|s| s["speaker"] == name).unwrap_or_else(|| panic!("{name}: {speakers:?}"));
    assert_eq!((&of("Sam")["role"], &of("Kai Obi")["role"]), (&"rep".into(), &"rep".into()));
    assert!(of("Kai Obi")["given_by"].as_str().unwrap().contains("reps"), "{}", of("Kai Obi"));
    assert_eq!(of("Jo Klein")["role"], "unknown", "nobody is a customer because others are reps");
}

#[test]
fn a_call_is_filled_in_on_a_terminal() {
    let project = Project::new();
    project.write("calls/acme.txt", ACME);
    project.run(&["ingest", "calls"]).exits(0);
    let mut terminal = Terminal::start(&project, &["calls", "--edit"]);
    let which = terminal.sees("Which call?");
    assert!(which.contains("acme   (not known: date, account, outcome, persona)"), "{which}");
    terminal.presses("\r", "its fields", |s| s.contains("What of acme?"));
    terminal.presses("\u{1b}[B\u{1b}[B\r", "the outcome", |s| s.contains("outcome of acme:"));
    terminal.presses("perhaps\r", "what is wrong with it", |s| s.contains("won, lost") && s.contains("What of acme?"));
    terminal.presses("\r", "the outcome again", |s| s.contains("outcome of acme:"));
    terminal.presses("Closed Lost\r", "the fields again", |s| s.contains("lost   (you)"));
    terminal.presses("\u{1b}", "the calls again", |s| s.contains("not known: date, account, persona"));
    terminal.types("\u{1b}");
    assert_eq!(terminal.ends(), 0);
    let known = metadata(&project, "acme");
    assert_eq!((&known["outcome"], &known["origins"]["outcome"]), (&"lost".into(), &"you".into()));
}

/// A workbook of one sheet, as small as Excel still opens it.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    use std::io::Write;
    let cells = |row: &[&str]| row.iter().map(|c| format!("<c t=\"inlineStr\"><is><t>{c}</t></is></c>")).collect::<String>();
    let data: String = rows.iter().map(|row| format!("<row>{}</row>", cells(row))).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Report\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, body) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_crms_report_is_taken_as_it_comes_and_its_reasons_are_no_evidence() {
    let project = Project::new();
    project.write("calls/acme.txt", ACME);
    project.write("calls/bell.txt", BELL);
    // As Salesforce exports a report: lines of a title, then its own names of columns.
    let report = workbook(&[
        &["Closed opportunities, this quarter"],
        &[
            "Opportunity Name",
            "Account Name",
            "Close Date",
            "Stage",
            "Amount",
            "Loss Reason",
            "Primary Competitor",
            "Contact Title",
            "Transcript File",
        ],
        &[
            "Acme - New",
            "Acme GmbH",
            "2025-03-12",
            "Closed Lost",
            "$84,000",
            "Too expensive for their board",
            "Harrowgate / Excel",
            "VP Finance",
            "acme.txt",
        ],
        &["Bell - Renewal", "Bell", "2025-03-20", "Customer Churned", "12k", "", "", "", "bell.txt"],
    ]);
    project.write("calls/report.xlsx", report);
    project.run(&["ingest", "calls"]).exits(0);
    let acme = metadata(&project, "acme");
    assert_eq!((&acme["outcome"], &acme["account"], &acme["persona"]), (&"lost".into(), &"Acme GmbH".into(), &"VP Finance".into()));
    assert_eq!(acme["crm_reason"], "Too expensive for their board");
    assert_eq!(acme["competitors"], serde_json::json!(["Harrowgate", "Excel"]));
    assert_eq!(metadata(&project, "bell")["account"], "Bell");
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 2, "the report is no call");
    // Nobody said it: neither the search nor a check finds the CRM's reason.
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "Jo Klein=customer", "--set", "Sam Vendor=rep"]).exits(0);
    assert!(!project.run(&["search", "expensive for their board"]).stdout.contains("acme:"));
    // The balance of the sample, and what it lacks.
    let shown = project.run(&["calls"]).exits(0).stdout;
    assert!(shown.contains("2 of 2 calls count") && shown.contains("2 accounts") && shown.contains("lost 1"), "{shown}");
    assert!(shown.contains("no call yet that was: won") && shown.contains("Not known: "), "{shown}");
    assert!(shown.contains("persona in 1"), "{shown}");
}
