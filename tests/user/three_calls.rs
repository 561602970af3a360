//! A small project: three invented calls about labels, of which two say the same and one says the opposite.

use crate::program::Project;

pub const ACME: &str = "Rita Reyes: The problem is that we run out of labels every other week, and nobody sees it coming.\nSam Vendor: I see. And what would good look like for you?\nRita Reyes: I just want to open the drawer and have it there.\nSam Vendor: Makes sense, thank you.\n";
pub const BOLT: &str = "Tom Oduya: The problem is that we run out of labels and nobody sees it coming until a truck is waiting.\nSam Vendor: How often is that?\nTom Oduya: Too often, honestly.\nSam Vendor: Thank you.\n";
const CORR: &str = "Sam Vendor: How are the labels going?\nUma Petit: With us the labels were always fine, we have plenty of labels in the drawer.\nSam Vendor: Good to hear.\nUma Petit: The warehouse next door had a week without labels last spring.\n";
const TABLE: &str =
    "file,date,account,outcome\nacme.txt,2025-01-02,Acme,won\nbolt.txt,2025-01-09,Bolt,lost\ncorr.txt,2025-01-11,Corr,won\n";
const ROLES: &str = "call,speaker,role\nacme.txt,Rita Reyes,customer\nacme.txt,Sam Vendor,rep\nbolt.txt,Tom Oduya,customer\nbolt.txt,Sam Vendor,rep\ncorr.txt,Uma Petit,customer\ncorr.txt,Sam Vendor,rep\n";

pub fn project() -> Project {
    let project = Project::new();
    project.write("verbatim.toml", "[review]\nreviewer = \"Mara Lind\"\n");
    for (name, text) in [("acme.txt", ACME), ("bolt.txt", BOLT), ("corr.txt", CORR), ("calls.csv", TABLE), ("speakers.csv", ROLES)] {
        project.write(&format!("calls/{name}"), text);
    }
    project.run(&["ingest", "calls"]).exits(0);
    project.run(&["propose"]).exits(0);
    project
}

pub fn log(project: &Project) -> Vec<serde_json::Value> {
    project.run(&["log", "--json"]).exits(0).json_lines()
}

pub fn acts(project: &Project) -> Vec<String> {
    log(project).iter().map(|e| e["what"]["act"].as_str().unwrap().to_owned()).collect()
}
