//! Reading: roles that are given and guessed, versions, what `show` and `calls` say.

use crate::program::Project;

const CALL: &str = "Rita Reyes: We ran out of labels again, and nobody noticed until the truck was there.\nSam Vendor: I see. How often does that happen?\nRita Reyes: Every other week, honestly. The problem is that nobody owns it.\n";

#[test]
fn roles_are_given_by_hand_and_stay_through_another_reading() {
    let project = Project::new();
    project.write("calls/acme.txt", CALL);
    project.run(&["ingest", "calls"]).exits(0);
    let speakers = project.run(&["speakers", "--json"]).exits(0).json_lines();
    assert!(speakers.iter().all(|s| s["role"] == "unknown"), "nobody gave a role: {speakers:?}");
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "acme:sam vendor=rep"]).exits(0);
    project.run(&["ingest", "calls"]).exits(0);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls[0]["counts"], true);
    let show = project.run(&["show", "acme:3"]).exits(0).stdout;
    assert!(show.contains("Rita Reyes (customer)") && show.contains("Sam Vendor (rep)"), "{show}");
    let wrong = project.run(&["speakers", "--set", "Rita Reys=customer"]).exits(2);
    assert!(wrong.stderr.contains("Rita Reyes"), "the nearest name is offered: {}", wrong.stderr);
    assert!(project.run(&["speakers", "--set", "Rita Reyes=boss"]).exits(2).stderr.contains("customer, rep"));
    assert!(project.run(&["show", "acne"]).exits(2).stderr.contains("acme"));
    assert!(project.run(&["show", "acme:99"]).exits(2).stderr.contains("1 to 3"));
}

#[test]
fn a_guess_is_shown_with_its_reason_and_counts_for_nothing() {
    let project = Project::new();
    project.write("calls/talk.txt", "Interviewer: What went wrong?\nRespondent: The problem is we never knew what was in stock.\nInterviewer: And then?\nRespondent: We just kept running out.\n");
    project.run(&["ingest", "calls"]).exits(0);
    let speakers = project.run(&["speakers", "--json"]).exits(0).json_lines();
    let respondent = speakers.iter().find(|s| s["speaker"] == "Respondent").unwrap();
    assert_eq!(respondent["role"], "unknown");
    assert_eq!(respondent["guess"]["role"], "customer");
    assert!(!respondent["guess"]["reason"].as_str().unwrap().is_empty());
    project.run(&["propose"]).exits(3);
    let themes = project.run(&["themes", "--json"]).exits(0).json();
    assert_eq!(themes["themes"].as_array().unwrap().len(), 0, "{themes}");
}

#[test]
fn a_changed_file_is_a_new_version_of_its_call() {
    let project = Project::new();
    project.write("calls/acme.txt", CALL);
    project.run(&["ingest", "calls"]).exits(0);
    project.write("calls/acme.txt", CALL.replace("labels", "boxes"));
    let ran = project.run(&["ingest", "calls"]).exits(0);
    assert!(ran.stderr.contains("new version"), "{}", ran.stderr);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls.len(), 1);
    assert!(project.run(&["show", "acme"]).exits(0).stdout.contains("boxes"));
    assert_eq!(project.run(&["show", "acme", "--raw"]).exits(0).stdout, CALL.replace("labels", "boxes"));
}

#[test]
fn the_fixture_calls_are_read_with_roles_and_metadata() {
    let project = Project::with_fixtures();
    project.run(&["ingest", "calls"]).exits(0);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls.len(), 10);
    for call in &calls {
        assert!(call["metadata"]["account"].is_string() && call["metadata"]["outcome"].is_string(), "{call}");
        assert!(call["words"].as_u64().unwrap() > 1500, "{call}");
    }
    let text = project.run(&["calls"]).exits(0).stdout;
    assert!(text.contains("lost 3") && text.contains("won 4") && text.contains("churned 1"), "{text}");
    // A vendor's note in a file's front matter is nobody's speech.
    let willow = project.run(&["show", "08-willow-creek-dental-arts", "--json"]).exits(0).json();
    assert!(willow["turns"].as_array().unwrap().iter().all(|t| t["speaker"].is_string()));
}

#[test]
fn a_dry_run_prints_what_was_understood_and_keeps_nothing() {
    let project = Project::with_fixtures();
    project.write("calls/empty.txt", "");
    let ran = project.run(&["ingest", "--dry-run", "--json", "calls"]).exits(3);
    let files = ran.json_lines();
    assert_eq!(files.len(), 13);
    let rejected = files.iter().find(|f| f["file"].as_str().unwrap().ends_with("empty.txt")).unwrap();
    assert_eq!(rejected["reject"]["code"], "E_EMPTY");
    let zoom = files.iter().find(|f| f["file"].as_str().unwrap().ends_with("01-lindqvist-family-dental.vtt")).unwrap();
    assert_eq!(zoom["format"], "zoom-vtt");
    assert!(zoom["turns"].as_array().unwrap().len() > 20);
    assert!(!project.path().join(".verbatim").exists());
}

#[test]
fn formats_are_listed() {
    let project = Project::new();
    let formats = project.run(&["formats", "--json"]).exits(0).json_lines();
    for id in ["zoom-vtt", "teams-vtt", "srt", "gong-api", "markdown"] {
        assert!(formats.iter().any(|f| f["id"] == id), "{id} is missing");
    }
}
