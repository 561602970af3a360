//! Every sample gives its expected parse, and the fixture calls are read right.

use super::{ReadOptions, read};
use crate::calls::Parsed;

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
        ("09-tri-county-community-dental.txt", "header-name-time", 94),
        ("10-ashgrove-orthodontics.vtt", "zoom-vtt", 114),
    ];
    for (name, format, turns) in calls {
        match read(name, &fixture(&format!("calls/{name}")), &ReadOptions::default()) {
            Ok(Parsed::Call(call)) => assert_eq!((call.format.as_str(), call.turns.len()), (format, turns), "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}
