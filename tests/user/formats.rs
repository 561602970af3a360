//! A folder as it came out of everybody's recorder: mixed formats, tables, the same call twice; and what a user does with the calls then.

use crate::program::Project;

fn samples(project: &Project) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    for (at, entry) in std::fs::read_dir(folder).unwrap().enumerate() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".expected.json") {
            project.write(&format!("calls/{}/{name}", ["a", "b/deeper", "c"][at % 3]), std::fs::read(&path).unwrap());
        }
    }
}

/// How many calls the samples hold, by what is expected of each: none in notes and in tables about calls.
fn calls_in_samples() -> usize {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let expected =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.to_str().unwrap().ends_with(".expected.json"));
    expected
        .map(|path| {
            let parse: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            parse["calls"].as_array().map_or(usize::from(parse["turns"].is_array()), Vec::len)
        })
        .sum()
}

/// Sixty-odd words of a conversation, so that it can be known again.
fn conversation(name: &str) -> Vec<(String, String)> {
    let topics = ["labels", "stock", "the nightly import", "invoices", "onboarding", "the warehouse in Graz"];
    let mut said = Vec::new();
    for (n, topic) in topics.iter().enumerate() {
        said.push(("Sam Vendor".to_owned(), format!("And how was it with {topic} when {name} looked at it, week {n}?")));
        said.push((
            "Rita Reyes".to_owned(),
            format!("Well, {topic} went wrong every {n} days, and the people in team {n} had nobody to call about {topic} at {name}."),
        ));
    }
    said
}

fn as_text(said: &[(String, String)]) -> String {
    said.iter().map(|(who, text)| format!("{who}: {text}\n")).collect()
}

fn as_captions(said: &[(String, String)]) -> String {
    let mut vtt = "WEBVTT\n\n".to_owned();
    for (n, (_, text)) in said.iter().enumerate() {
        vtt.push_str(&format!("00:00:{:02}.000 --> 00:00:{:02}.000\n{text}\n\n", n * 4, n * 4 + 3));
    }
    vtt
}

#[test]
fn a_nested_folder_of_every_format_is_read_without_telling_what_is_what() {
    let project = Project::new();
    samples(&project);
    project.write("calls/c/logo.png", [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 1, 2, 3]);
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert!(ran.stderr.contains("logo.png") && ran.stderr.contains("gemini_notes_only.docx"), "{}", ran.stderr);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert_eq!(calls.len(), calls_in_samples(), "{}", ran.stderr);
    let call = |id: &str| calls.iter().find(|c| c["call"] == id).unwrap_or_else(|| panic!("{id} is missing"));
    let gong = call("gong_transcript");
    assert_eq!(gong["metadata"]["outcome"], "won", "the table in another folder is about it");
    let given = gong["speakers"].as_array().unwrap().iter().filter(|s| s["given"].is_object()).count();
    assert!(given >= 2, "the companion in another folder names who spoke: {gong}");
    assert_eq!(call("nps_comments")["metadata"]["source_type"], "survey");
    assert_eq!(call("support_tickets")["metadata"]["source_type"], "ticket");
}

#[test]
fn comments_are_counted_apart_and_never_as_calls() {
    let project = Project::new();
    project.write("calls/acme.txt", as_text(&conversation("Acme")));
    project.write(
        "calls/nps.csv",
        "id,date,account,contact_name,score,comment\n1,2025-02-03,Acme,Dana Whitfield,9,\"Month-end went from six days to two, and nobody stays late any more.\"\n2,2025-02-03,Bell,Tom Okonjo,4,\"Every answer of support starts with it depends on your plan.\"\n",
    );
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "Sam Vendor=rep"]).exits(0);
    let text = project.run(&["calls"]).exits(0).stdout;
    assert!(text.contains("1 of 1 call count"), "{text}");
    assert!(text.contains("Counted apart, as comments") && text.contains("2 comments"), "{text}");
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    let nps = calls.iter().find(|c| c["call"] == "nps").unwrap();
    assert_eq!((&nps["counts"], nps["turns"].as_u64()), (&false.into(), Some(2)));
    let hits = project.run(&["search", "month-end", "--role", "customer", "--json"]).exits(0).json_lines();
    assert_eq!(hits.len(), 1, "who answers a survey is a customer");
}

#[test]
fn one_conversation_in_two_files_is_one_call() {
    let project = Project::new();
    let said = conversation("Acme");
    project.write("calls/a-captions.vtt", as_captions(&said));
    project.write("calls/acme.txt", as_text(&said));
    project.write(
        "calls/bell.txt",
        as_text(&conversation("Bell Foods of the north")).replace("went wrong", "broke down").replace("week", "on day"),
    );
    let ran = project.run(&["ingest", "calls"]).exits(0);
    assert!(ran.stderr.contains("a-captions is another file of the conversation in acme"), "{}", ran.stderr);
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "Sam Vendor=rep"]).exits(0);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    let captions = calls.iter().find(|c| c["call"] == "a-captions").unwrap();
    assert_eq!(captions["metadata"]["same_as"], "acme");
    assert!(captions["warnings"].to_string().contains("W_SAME_CALL_TWICE"));
    assert_eq!(calls.iter().filter(|c| c["counts"] == true).count(), 2);
    assert!(!project.run(&["ingest", "calls"]).exits(0).stderr.contains("another file"), "it is said once");
    project.run(&["forget", "acme", "--yes"]).exits(0);
    let left = project.run(&["calls", "--json"]).exits(0).json_lines();
    assert!(left.iter().all(|c| c["metadata"].get("same_as").is_none()), "the other file is the only one now");
}

#[test]
fn a_crms_own_column_names_are_taken_from_the_config_and_near_ones_suggested() {
    let project = Project::new();
    project.write("calls/acme.txt", as_text(&conversation("Acme")));
    let table = "Recording Link,Deal Result,Acct Name,Called On,Why\nacme.txt,Closed Lost,Acme GmbH,2025-03-12,price\n";
    project.write("calls/export.csv", table);
    let ran = project.run(&["ingest", "calls"]).exits(3);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 1, "a rep's reason is no customer's comment");
    let said = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("[calls.columns]") && said.contains("account = \"Acct Name\""), "{said}");
    project.write(
        "verbatim.toml",
        "[calls.columns]\nfile = \"Recording Link\"\noutcome = \"Deal Result\"\naccount = \"Acct Name\"\ndate = \"Called On\"\ncrm_reason = \"Why\"\n",
    );
    project.run(&["ingest", "calls"]).exits(0);
    let call = project.run(&["calls", "--json"]).exits(0).json_lines().remove(0);
    let m = &call["metadata"];
    assert_eq!(
        (&m["outcome"], &m["account"], &m["date"], &m["crm_reason"]),
        (&"lost".into(), &"Acme GmbH".into(), &"2025-03-12".into(), &"price".into())
    );
    assert_eq!(m["origins"]["outcome"], "export.csv");
}

#[test]
fn a_table_that_comes_later_is_about_the_calls_that_are_there() {
    let project = Project::new();
    project.write("calls/acme.txt", as_text(&conversation("Acme")));
    project.run(&["ingest", "calls"]).exits(0);
    project.write("later/calls.csv", "file,date,account,outcome\nacme.txt,2025-03-12,Acme,churned\n");
    project.run(&["ingest", "later/calls.csv"]).exits(0);
    let call = project.run(&["calls", "--json"]).exits(0).json_lines().remove(0);
    assert_eq!(call["metadata"]["outcome"], "churned");
}

#[test]
fn an_outcome_in_a_users_own_word_is_known_and_another_is_told_the_known_ones() {
    let project = Project::new();
    let outcomes = [("acme", "Happy"), ("bolt", "Closed Won"), ("corr", "cancelled"), ("dune", "No-decision"), ("elba", "cheerful")];
    let mut table = String::from("file,date,account,outcome\n");
    for (name, outcome) in outcomes {
        project.write(&format!("calls/{name}.txt"), as_text(&conversation(name)));
        table.push_str(&format!("{name}.txt,2025-03-12,{name},{outcome}\n"));
    }
    project.write("calls/calls.csv", table);
    let ran = project.run(&["ingest", "calls"]);
    let calls = project.run(&["calls", "--json"]).exits(0).json_lines();
    let known: Vec<Option<&str>> = calls.iter().map(|c| c["metadata"]["outcome"].as_str()).collect();
    assert_eq!(known, [Some("active"), Some("won"), Some("churned"), Some("no_decision"), None]);
    let said = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!said.contains("Happy"), "{said}");
    assert!(
        said.contains(
            "outcome \"cheerful\" is none that we know; it was kept as it is. Known are won, lost, churned, active, no decision or open."
        ),
        "{said}"
    );
}

#[test]
fn what_is_said_by_hand_goes_first_and_stays_through_another_reading() {
    let project = Project::new();
    project.write("calls/2026-03-12_Northgate_lost.txt", as_text(&conversation("Northgate")));
    project.run(&["ingest", "calls"]).exits(0);
    let text = project.run(&["calls"]).exits(0).stdout;
    assert!(text.contains("suggests outcome lost") && text.contains("suggests account Northgate"), "{text}");
    let id = "2026-03-12_Northgate_lost";
    let call = || project.run(&["calls", "--json"]).exits(0).json_lines().remove(0);
    assert!(call()["metadata"]["outcome"].is_null(), "a suggestion is no fact");
    project.run(&["calls", "--set", &format!("{id}:outcome=Closed Lost"), "--set", &format!("{id}:account=Northgate")]).exits(0);
    project.run(&["ingest", "calls"]).exits(0);
    assert_eq!(call()["metadata"]["outcome"], "lost");
    assert_eq!(call()["metadata"]["origins"]["account"], "you");
    project.run(&["calls", "--set", &format!("{id}:account=")]).exits(0);
    assert!(call()["metadata"]["account"].is_null(), "an empty value takes it back");
    let wrong = project.run(&["calls", "--set", &format!("{id}:outcome=perhaps")]).exits(2);
    assert!(wrong.stderr.contains("won, lost"), "{}", wrong.stderr);
    assert!(project.run(&["calls", "--set", "nowhere:outcome=won"]).exits(2).stderr.contains("no call nowhere"));
    assert!(project.run(&["calls", "--edit"]).stderr.contains("--set"), "without a terminal it says what to do instead");
}

#[test]
fn words_are_found_with_who_said_them_and_where() {
    let project = Project::new();
    project.write("calls/acme.txt", as_text(&conversation("Acme")));
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "Sam Vendor=rep"]).exits(0);
    let hits = project.run(&["search", "invoice", "--json"]).exits(0).json_lines();
    assert_eq!(hits.len(), 2, "other forms of the word are found: {hits:?}");
    let hits = project.run(&["search", "\"nobody to call\" invoices", "--role", "customer", "--json"]).exits(0).json_lines();
    assert_eq!((&hits[0]["call"], &hits[0]["turn"], &hits[0]["role"]), (&"acme".into(), &8.into(), &"customer".into()));
    assert!(hits[0]["snippet"].as_str().unwrap().contains("invoices"));
    let text = project.run(&["search", "warehouse", "--call", "acme"]).exits(0).stdout;
    assert!(text.contains("acme:12") && text.contains("Rita Reyes (customer)"), "{text}");
    assert!(project.run(&["search", "zeppelin"]).exits(0).stderr.contains("No turn"));
    // Nothing in the words is heard as an operator.
    for odd in ["NOT (", "a* OR", "\"", "text:x", "-"] {
        project.run(&["search", "--", odd]).exits(0);
    }
    assert!(project.run(&["search", "x", "--role", "boss"]).exits(2).stderr.contains("customer, rep"));
}

#[test]
fn a_forgotten_call_is_gone_and_the_ledger_still_verifies() {
    let project = Project::with_fixtures();
    project.run(&["ingest", "calls"]).exits(0);
    let id = "01-lindqvist-family-dental";
    let refused = project.run(&["forget", id]);
    assert!(refused.code != 0 && refused.stderr.contains("--yes"), "{}", refused.stderr);
    project.run(&["forget", id, "--yes"]).exits(0);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 9);
    project.run(&["log", "--verify"]).exits(0);
    let again = project.run(&["ingest", "calls"]);
    assert_eq!(project.run(&["calls", "--json"]).exits(0).json_lines().len(), 9, "{}", again.stderr);
    assert!(project.run(&["forget", id, "--yes"]).exits(2).stderr.contains("no call"));
}

#[test]
fn the_end_of_a_call_is_marked_as_its_candid_moment() {
    let project = Project::new();
    let mut said = conversation("Acme");
    said.push(("Sam Vendor".into(), "Is there anything else you want us to know?".into()));
    said.push(("Rita Reyes".into(), "Honestly, we nearly went with the other one.".into()));
    project.write("calls/acme.txt", as_text(&said));
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["speakers", "--set", "Rita Reyes=customer", "--set", "Sam Vendor=rep"]).exits(0);
    let show = project.run(&["show", "acme"]).exits(0).stdout;
    let at = show.find("candid moment").unwrap_or_else(|| panic!("{show}"));
    assert!(show[at..].contains("nearly went with") && !show[at..].contains("anything else"), "{show}");
    assert_eq!(project.run(&["show", "acme", "--json"]).exits(0).json()["candid_from_turn"], 14);
}
