//! A chain that anybody touched doesn't read.

use proptest::prelude::*;

use super::world::{Desk, docket};
use crate::review::ledger::{Row, read};
use crate::review::{Act, Action, Hash};
use crate::themes::Judgement;

fn rows() -> Vec<Row> {
    let mut desk = Desk::open(docket());
    desk.judge_all("T1", Judgement::Supports).accept("T3").press(Action::Undo);
    assert!(desk.rows.len() >= 6);
    desk.rows
}

#[test]
fn a_chain_reads_as_it_was_written() {
    let rows = rows();
    let (entries, head) = read(&rows).unwrap();
    assert_eq!(entries.len() as u64, head.count);
    assert_eq!(head.hash, rows.last().unwrap().hash);
    assert_eq!(read(&[]).unwrap().1.hash, Hash::start());
    // Cut short it reads, and its head is another.
    assert_ne!(read(&rows[..rows.len() - 1]).unwrap().1, head);
}

#[test]
fn a_body_that_says_more_than_we_know_is_refused() {
    let mut rows = rows();
    rows.truncate(1);
    rows[0].body = rows[0].body.replacen('{', "{\"accepted\":true,", 1);
    rows[0].hash = Hash::of(&format!("{}\n{}", rows[0].previous, rows[0].body));
    assert_eq!(read(&rows).unwrap_err().seq, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_change_shows_at_its_entry(at in 0usize..1000, other in 0usize..1000, byte in 0usize..10_000, how in 0u8..7) {
        let good = rows();
        let n = good.len();
        let (at, other) = (at % n, other % n);
        let mut bad = good.clone();
        let mut first = at;
        match how {
            0 => { bad.remove(at); }
            1 => { bad.swap(at, other); first = at.min(other); }
            2 => { bad.insert(at, good[other].clone()); first = if at == other { at + 1 } else { at }; }
            3 => {
                let i = byte % bad[at].body.len();
                let c = if bad[at].body.as_bytes()[i] == b'x' { "y" } else { "x" };
                bad[at].body.replace_range(i..=i, c);
            }
            4 => bad[at].hash = Hash::of("another"),
            5 => bad[at].previous = Hash::of("another"),
            // Rewritten with a hash that fits: the next entry doesn't follow it.
            _ => {
                bad[at].body = bad[at].body.replacen("Pia", "Eve", 1);
                bad[at].hash = Hash::of(&format!("{}\n{}", bad[at].previous, bad[at].body));
                first = at + 1;
            }
        }
        match read(&bad) {
            Ok((entries, head)) => {
                // Only what reaches to the end of the chain goes unseen here, and shows against the head.
                let unseen = bad == good || how == 6 && at == n - 1 || how == 0 && at == n - 1;
                prop_assert!(unseen);
                prop_assert!(bad == good || head.hash != good[n - 1].hash);
                prop_assert_eq!(entries.len(), bad.len());
            }
            Err(broken) => prop_assert_eq!(broken.seq, first as u64 + 1),
        }
    }
}

#[test]
fn entries_never_hold_words() {
    let mut desk = Desk::open(docket());
    desk.judge_all("T1", Judgement::Supports).accept("T3").go_to("T2");
    desk.revise("A statement in my own words", crate::themes::Kind::Doubt);
    let step = {
        desk.draw();
        desk.session.reject(crate::review::RejectReason::Other, Some("a note in my own words"))
    };
    desk.keep(step);
    let all: String = desk.rows.iter().map(|r| r.body.to_lowercase()).collect();
    assert!(desk.session.entries().iter().any(|e| matches!(e.act, Act::Rejected { note: Some(_), .. })));
    for words in ["spreadsheets", "nobody owned", "own words", "cleo", "cyd", "account of", "broke", "lived in"] {
        assert!(!all.contains(words), "{words}: {all}");
    }
}
