//! The first minutes: help, version, no project, no terminal.

use crate::program::Project;

#[test]
fn help_starts_with_what_to_do() {
    let project = Project::new();
    let help = project.run(&["--help"]).exits(0).stdout;
    assert!(help.contains("verbatim run calls/"), "{help}");
    for command in ["run", "ingest", "formats", "calls", "speakers", "propose", "themes", "review", "export", "show", "status", "log"] {
        assert!(help.contains(command), "{command} is missing:\n{help}");
        let help = project.run(&[command, "--help"]).exits(0).stdout;
        assert!(help.contains("Example"), "{command} has no example:\n{help}");
    }
    assert!(project.run(&["--version"]).exits(0).stdout.starts_with("verbatim 0."));
    assert!(project.run(&["--project"]).exits(2).stderr.contains("--project"));
    assert!(project.run(&["reviw"]).exits(2).stderr.contains("review"), "the nearest command is named");
}

#[test]
fn without_a_project_every_command_says_how_to_start() {
    let project = Project::new();
    for command in ["calls", "speakers", "propose", "themes", "review", "export", "log"] {
        let ran = project.run(&[command]).exits(1);
        assert!(ran.stderr.contains("verbatim run FOLDER"), "{command}: {}", ran.stderr);
    }
    assert!(project.run(&["status"]).exits(0).stdout.contains("no project here yet"));
    assert!(!project.path().join(".verbatim").exists(), "looking makes nothing");
}

#[test]
fn run_without_a_terminal_ends_before_the_review() {
    let project = Project::with_fixtures();
    let ran = project.run(&["run", "calls"]).exits(5);
    for call in ["01-lindqvist-family-dental", "04-saltbush-oral-surgery", "07-cornerstone-smiles", "10-ashgrove-orthodontics"] {
        assert!(ran.stderr.contains(call), "{call} is missing:\n{}", ran.stderr);
    }
    assert!(ran.stderr.contains("offline finder"), "{}", ran.stderr);
    assert!(ran.stderr.contains("verified against the transcripts"), "{}", ran.stderr);
    assert!(ran.stderr.contains("verbatim review"), "{}", ran.stderr);
    assert!(ran.stdout.contains("PROBLEM STATEMENTS"), "{}", ran.stdout);
    assert!(!project.path().join("messaging").exists(), "nothing is exported that nobody accepted");
    // Speakers whose role nobody gave are named, and count for nothing.
    assert!(ran.stderr.contains("not given Speaker 4"), "{}", ran.stderr);
    let status = project.run(&["status"]).exits(0).stdout;
    assert!(status.contains("10 calls, of which 9 count"), "{status}");
    assert!(status.contains("verbatim review"), "{status}");
}

#[test]
fn a_second_run_reads_nothing_twice_and_proposes_nothing_new() {
    let project = Project::with_fixtures();
    project.run(&["run", "calls"]).exits(5);
    let themes = project.run(&["themes", "--json"]).exits(0).stdout;
    let again = project.run(&["run", "calls"]).exits(5);
    assert!(again.stderr.contains("read before, nothing changed"), "{}", again.stderr);
    assert!(again.stderr.contains("nothing new"), "{}", again.stderr);
    assert_eq!(project.run(&["themes", "--json"]).exits(0).stdout, themes);
    let db = project.database();
    let versions: i64 = db.query_row("SELECT count(*) FROM versions", [], |r| r.get(0)).unwrap();
    assert_eq!(versions, 10);
}

#[test]
fn commands_that_need_a_person_say_so_and_do_not_hang() {
    let project = Project::with_fixtures();
    project.run(&["ingest", "calls"]).exits(0);
    // One of the ten calls has nobody in it who is known to be a customer: it is named.
    project.run(&["propose"]).exits(3);
    let review = project.run(&["review"]).exits(5);
    assert!(review.stderr.contains("terminal"), "{}", review.stderr);
    let export = project.run(&["export"]).exits(5);
    assert!(export.stderr.contains("Nothing was accepted yet"), "{}", export.stderr);
    // Without a terminal `speakers` lists instead of asking.
    assert!(project.run(&["speakers"]).exits(0).stdout.contains("not given"));
}

#[test]
fn themes_json_has_the_shape_that_other_programs_rely_on() {
    let project = Project::with_fixtures();
    project.run(&["run", "calls"]).exits(5);
    let value = project.run(&["themes", "--json"]).exits(0).json();
    let themes = value["themes"].as_array().unwrap();
    assert!(themes.len() >= 3, "{} themes", themes.len());
    for theme in themes {
        for key in
            ["id", "kind", "statement", "state", "repeated", "support", "candidate", "quotes", "counter_evidence", "nothing_found_in"]
        {
            assert!(theme.get(key).is_some(), "{key}: {theme}");
        }
        assert_eq!(theme["state"], "proposed");
        let calls = theme["candidate"]["calls"].as_u64().unwrap();
        assert_eq!(theme["repeated"].as_bool().unwrap(), calls >= 2);
        assert_eq!(theme["support"]["calls"], 0, "nothing is support before it was judged");
        for quote in theme["quotes"].as_array().unwrap() {
            for key in [
                "id",
                "call",
                "turn",
                "start",
                "end",
                "pieces",
                "speaker",
                "role",
                "text",
                "claimed",
                "verdict",
                "flags",
                "judgement",
                "time_ms",
            ] {
                assert!(quote.get(key).is_some(), "{key}: {quote}");
            }
            assert_eq!(quote["role"], "customer", "{quote}");
            assert_eq!(quote["verdict"], "exact", "the offline finder quotes word for word: {quote}");
        }
    }
}

#[test]
fn a_config_with_a_wrong_key_names_the_right_one() {
    let project = Project::new();
    project.write("verbatim.toml", "[people]\nvender = \"Acme\"\n");
    let ran = project.run(&["status"]).exits(2);
    assert!(ran.stderr.contains("vendor") && ran.stderr.contains("line 2") && ran.stderr.contains("verbatim.toml"), "{}", ran.stderr);
}

#[test]
fn run_says_who_is_missing_where_nobody_is_known_to_be_a_customer() {
    let project = Project::new();
    project.write("calls/one.txt", "Rita Reyes: The problem is that labels run out.\nSam Vendor: I see.\nRita Reyes: Yes.\n");
    let ran = project.run(&["run", "calls"]).exits(5);
    assert!(ran.stderr.contains("nobody in these calls is known to be a customer"), "{}", ran.stderr);
    assert!(ran.stderr.contains("verbatim speakers") && !ran.stderr.contains("These are proposals"), "{}", ran.stderr);
    let propose = project.run(&["propose"]);
    assert!(propose.stderr.contains("no theme yet") && !propose.stderr.contains("lists them"), "{}", propose.stderr);
    assert!(project.run(&["status"]).exits(0).stdout.contains("none yet"));
    assert!(!project.run(&["calls"]).exits(0).stdout.contains("0 accounts"));
}
