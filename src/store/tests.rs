//! Tests on real database files.

mod forgetting;
mod ledger;
mod opening;
mod proposals;
mod reading;
mod replies;

use std::collections::HashSet;
use std::path::PathBuf;

use super::*;
use crate::calls::{Call, CallId, Chars, Metadata, Millis, Role, Speaker, Turn, Unit, Version};
use crate::evidence::ClaimedQuote;
use crate::themes::{Draft, Finding, Kind, Origin, ThemeId};

/// A folder with a database in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("project.db")
    }

    fn store(&self) -> Store {
        Store::open(&self.file()).unwrap()
    }

    /// A second hand on the file that is not ours.
    fn by_hand(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }
}

fn turn(index: u32, speaker: &str, text: &str) -> Turn {
    let start_ms = Some(Millis::from(u64::from(index) * 1000));
    Turn { index, speaker: Some(speaker.into()), text: text.into(), start_ms, ..Turn::default() }
}

/// A call of Ann (a customer) and Ben, in which Ann says each of `lines`.
fn call(id: &str, lines: &[&str]) -> Call {
    let turns = lines.iter().zip(1..).map(|(line, index)| turn(index, "Ann", line)).collect();
    Call {
        id: CallId(id.to_owned()),
        version: Version(sha256(raw(lines).as_slice())),
        file: format!("{id}.vtt"),
        format: "zoom-vtt".to_owned(),
        title: None,
        metadata: Metadata { account: Some("Northgate".to_owned()), ..Metadata::default() },
        speakers: ["Ann", "Ben"].map(|name| Speaker { name: name.to_owned(), ..Speaker::default() }).to_vec(),
        turns,
        warnings: Vec::new(),
    }
}

fn raw(lines: &[&str]) -> Vec<u8> {
    lines.join("\n").into_bytes()
}

fn put(store: &mut Store, id: &str, lines: &[&str]) -> Put {
    store.put_call(&call(id, lines), &raw(lines), &format!("calls/{id}.vtt"), 0).unwrap()
}

fn finding(call: &str, words: &str) -> Finding {
    let quote = ClaimedQuote { text: words.to_owned(), call: Some(call.to_owned()), turn: Some(1), speaker: None };
    let call = CallId(call.to_owned());
    Finding { call, kind: Kind::Problem, statement: words.to_owned(), quotes: vec![quote], origin: Origin::Offline, at: None }
}

fn draft(statement: &str, findings: Vec<Finding>) -> Draft {
    Draft { kind: Kind::Problem, statement: statement.to_owned(), findings, counter: Vec::new() }
}

fn matches(store: &Store, words: &str) -> i64 {
    store.read(|db| db.query_row("SELECT count(*) FROM turn_words WHERE turn_words MATCH ?1", [words], |row| row.get(0))).unwrap()
}
