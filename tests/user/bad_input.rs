//! Bad input: each gets one clear line with the file and the way out; the other calls go on.

use crate::program::Project;

const GOOD: &str = "Rita Reyes: We ran out of labels again.\nSam Vendor: I see.\nRita Reyes: The problem is that nobody owns it.\n";

fn line_about<'a>(text: &'a str, file: &str) -> Vec<&'a str> {
    text.lines().filter(|l| l.contains(file)).collect()
}

#[test]
fn an_empty_folder_and_a_missing_one_say_so() {
    let project = Project::new();
    std::fs::create_dir(project.path().join("calls")).unwrap();
    assert!(project.run(&["run", "calls"]).exits(1).stderr.contains("no files in calls"));
    assert!(project.run(&["run", "nowhere"]).exits(2).stderr.contains("no file or folder nowhere"));
}

#[test]
fn what_is_no_transcript_is_named_and_the_others_go_on() {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    project.write("calls/picture.png", [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3, 0, 255, 254]);
    project.write("calls/archive.zip", b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
    project.write("calls/nothing.txt", "");
    project.write("calls/broken.json", "{\"callTranscripts\": [{\"callId\": \"1\", \"transcript\": [");
    project.write("calls/prose.txt", "Once upon a time there was a transcript without any speaker in it.\nIt went on and on.\n");
    project.write("calls/calls.csv", "file,date,account,outcome\ngood.txt,2025-01-02,Acme,won\nabsent.txt,2025-01-03,Gone,lost\n");
    let ran = project.run(&["ingest", "calls"]).exits(3);
    for file in ["picture.png", "archive.zip", "nothing.txt", "broken.json", "prose.txt"] {
        assert_eq!(line_about(&ran.stderr, file).len(), 1, "{file}:\n{}", ran.stderr);
    }
    assert!(ran.stderr.contains("absent.txt"), "a sidecar row for a file that isn't there is said:\n{}", ran.stderr);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["metadata"]["account"], "Acme");
}

#[test]
fn a_file_that_may_not_be_read_and_a_huge_one_are_named() {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    let huge = project.write("calls/huge.txt", "");
    std::fs::File::options().write(true).open(&huge).unwrap().set_len(70 * 1024 * 1024).unwrap();
    std::os::unix::fs::symlink(project.path().join("calls"), project.path().join("calls/loop")).unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", project.path().join("calls/dangling.vtt")).unwrap();
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert!(line_about(&ran.stderr, "huge.txt")[0].contains("70 MB"), "{}", ran.stderr);
    assert_eq!(line_about(&ran.stderr, "dangling.vtt").len(), 1, "{}", ran.stderr);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 1);
}

#[test]
fn fifty_megabytes_of_one_line_end_in_one_clear_line() {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    project.write("calls/long.txt", "word ".repeat(10 * 1024 * 1024));
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert_eq!(line_about(&ran.stderr, "long.txt").len(), 1, "{}", ran.stderr);
    assert!(ran.stderr.len() < 4000, "the text itself is not printed");
}

#[test]
fn the_same_name_twice_gives_two_calls() {
    let project = Project::new();
    project.write("calls/a/demo.txt", GOOD);
    project.write("calls/b/demo.txt", GOOD.replace("labels", "boxes"));
    project.run(&["ingest", "calls"]).exits(0);
    let ids: Vec<String> =
        project.run(&["calls", "--json"]).exits(0).json_lines().iter().map(|c| c["call"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["demo", "demo-2"]);
}

#[test]
fn escape_codes_in_a_transcript_are_shown_harmless() {
    let project = Project::new();
    project.write("calls/evil.txt", "Rita Reyes: The problem is \u{1b}[2J\u{1b}[H that \u{202e}gnihtyreve\u{202c} runs out.\nSam Vendor: Oh.\nRita Reyes: Yes, the problem is that.\n");
    let ran = project.run(&["ingest", "calls"]);
    let show = project.run(&["show", "evil"]).exits(0).stdout;
    for text in [&ran.stderr, &show] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    }
    assert!(show.contains('␛'), "{show}");
}

#[test]
fn a_damaged_database_is_named_and_nothing_panics() {
    let project = Project::new();
    project.write("calls/good.txt", GOOD);
    project.run(&["ingest", "calls"]).exits(0);
    project.write(".verbatim/project.db", "this is no database at all, it is a text that somebody saved over it. ".repeat(100));
    for command in [["status"], ["calls"], ["themes"]] {
        let ran = project.run(&command).exits(1);
        assert!(ran.stderr.contains("project.db") && !ran.stderr.contains("panicked"), "{}", ran.stderr);
    }
}
