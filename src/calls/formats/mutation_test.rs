//! Every format, fed its samples damaged: whatever is done to a file, reading it gives a parse that holds together or a reason.
//!
//! The suite draws the same few damages for each sample on every run. `VERBATIM_FUZZ_SECONDS=1200` goes on for that long with new ones
//! (`VERBATIM_FUZZ_SEED` draws a long run again), and keeps what it finds in `fixtures/found`, whose files are read by the suite ever after.

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{ReadOptions, all, read};
use crate::calls::canonical::canonical_json;
use crate::calls::tidy::tidy;
use crate::calls::{Parsed, ParsedCall, Reject};

/// So many damages of each sample, in the suite.
const ROUNDS: usize = 5;
/// No damage of a small sample makes reading it take longer, even unoptimised on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn files_in(name: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder(name)) else { return Vec::new() };
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&p).unwrap()))
        .filter(|(name, _)| !name.ends_with(".expected.json"))
        .collect();
    files.sort();
    files
}

/// Samples, and calls short enough to be read often.
fn samples() -> Vec<(String, Vec<u8>)> {
    files_in("formats").into_iter().chain(files_in("calls").into_iter().map(|(name, bytes)| (name, clipped(bytes)))).collect()
}

/// The start of a long text; archives stay whole.
fn clipped(mut bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(b"PK") {
        bytes.truncate(6000);
    }
    bytes
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Pieces that mean something to one of the readers.
const PIECES: &[&[u8]] = &[
    b"WEBVTT\n\n",
    b"00:00:03.120 --> 00:00:06.900\n",
    b"99999:59:59,999 --> 00:00:00,000\n",
    b"0:00:03.120,0:00:07.860\n",
    b"<v Dana>",
    b"</v>",
    b"<c>",
    b"NOTE Confidence: 0.9\n",
    b"{\\an8}",
    b"&#1114112;",
    b"&amp;lt;",
    b"[00:01:30]",
    b"(99:59)",
    b"Dana Whitfield: ",
    b"Dana Whitfield  0:16  \n",
    b"**Dana:** ",
    b"Transcript\n",
    b"## Summary\n",
    b"Transcription ended after 00:01:05\n",
    b"---\n",
    b"- ",
    b">> ",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\0",
    b"\xe2\x80\x8f",
    b"\xe2\x80\xa8",
    b"\xed\xa0\x80",
    b"\r\n\r\n",
    b"\r",
    b"\t",
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"null",
    b"-1",
    b"1e308",
    b"18446744073709551616",
    b"\"NaN\"",
    b"[]",
    b"{}",
    b"[[[[",
    b"\\u-9999999999999?",
    b"\\'g1",
    b"\\bin99999999999 ",
    b"\\uc99999 ",
    b"<![CDATA[",
    b"<!ENTITY a \"&a;\">",
    b"t=\"-5t\"",
    b"PT1E9H",
    b"\xe6\x9c\x88\xef\xbc\x9a",
];

/// One damage: to bytes, to lines, to keys, or a piece of another sample.
fn damage(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(64)).min(bytes.len());
    match dice.below(14) {
        0 => bytes.truncate(at),
        1 if at < bytes.len() => bytes[at] = dice.next().to_le_bytes()[0],
        2 => drop(bytes.drain(at..end)),
        3 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        4 | 5 => drop(bytes.splice(at..at, dice.of(PIECES).iter().copied())),
        6 => drop(bytes.splice(at..end, dice.of(PIECES).iter().copied())),
        7 => {
            // Both halves of two samples.
            let from = dice.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend(&other[from..]);
        }
        8..=11 => lines(bytes, other, dice),
        12 => keys(bytes, dice),
        _ => {
            // A piece said many times over.
            let piece = bytes[at..end].repeat(1 + dice.below(40));
            bytes.splice(at..at, piece);
        }
    }
    bytes.truncate(200_000);
}

/// Drops, doubles, swaps or borrows a line.
fn lines(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let mut lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(5) {
        0 => drop(lines.remove(a)),
        1 => lines.insert(b, lines[a]),
        2 => lines.swap(a, b),
        3 => lines.insert(a, b""),
        _ => {
            let theirs: Vec<&[u8]> = other.split(|b| *b == b'\n').collect();
            lines.insert(a, theirs[dice.below(theirs.len())]);
        }
    }
    let changed = lines.join(&b'\n');
    *bytes = changed;
}

/// Renames, doubles or empties one quoted word: a JSON key, a cell, an attribute.
fn keys(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let quotes: Vec<usize> = bytes.iter().enumerate().filter(|(_, b)| **b == b'"').map(|(at, _)| at).collect();
    if quotes.len() < 4 {
        return;
    }
    let (a, b) = (dice.below(quotes.len() - 1), dice.below(quotes.len() - 1));
    let theirs = bytes[quotes[b]..=quotes[b + 1]].to_vec();
    match dice.below(4) {
        0 => drop(bytes.splice(quotes[a]..=quotes[a + 1], theirs)),
        1 => drop(bytes.splice(quotes[a]..=quotes[a + 1], b"\"\"".iter().copied())),
        2 => drop(bytes.splice(quotes[a]..=quotes[a + 1], dice.of(PIECES).iter().copied())),
        _ => {
            let doubled = [&theirs[..], b": ", &theirs[..], b", "].concat();
            bytes.splice(quotes[a]..quotes[a], doubled);
        }
    }
}

/// A damaged copy. An archive is damaged inside as often as outside: broken zips all end at the same place.
fn damaged(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let times = 1 + dice.below(6);
    if bytes.starts_with(b"PK") && dice.below(4) > 0 {
        return repacked(bytes, |part| (0..times).for_each(|_| damage(part, other, dice)));
    }
    let mut bytes = bytes.to_vec();
    (0..times).for_each(|_| damage(&mut bytes, other, dice));
    bytes
}

/// The archive again, with its text parts changed.
fn repacked(bytes: &[u8], mut change: impl FnMut(&mut Vec<u8>)) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut file = old.by_index(at).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        let name = file.name().unwrap().into_owned();
        let speaks = ["word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"].contains(&name.as_str());
        if speaks {
            change(&mut part);
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&part).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// What is wrong with reading these bytes, if anything is.
fn fault(name: &str, bytes: &[u8], format: Option<&str>) -> Option<String> {
    let options = ReadOptions { format: format.map(str::to_owned), ..Default::default() };
    let started = Instant::now();
    let parsed = match catch_unwind(AssertUnwindSafe(|| read(name, bytes, &options))) {
        Ok(parsed) => parsed,
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            return Some(format!("panics: {}", said.unwrap_or_default()));
        }
    };
    if started.elapsed() > PATIENCE {
        return Some(format!("takes {:?}", started.elapsed()));
    }
    drop(canonical_json(&parsed, None).to_string());
    match &parsed {
        Ok(Parsed::Call(call)) => incoherent(call),
        Ok(Parsed::Calls(calls)) => calls.iter().find_map(incoherent),
        Ok(_) => None,
        Err(Reject { code, message }) => {
            (!code.starts_with("E_") || !message.ends_with('.') || message.len() > 2000).then(|| format!("is refused by {code}: {message}"))
        }
    }
}

/// What doesn't hold together in a call.
fn incoherent(call: &ParsedCall) -> Option<String> {
    call.turns.iter().find_map(|turn| {
        let characters = turn.text.chars().count();
        let wrong = if turn.text.is_empty() || *tidy(&turn.text) != *turn.text {
            "text"
        } else if !turn.units().windows(2).all(|w| w[0].start <= w[1].start)
            || turn.units().iter().any(|u| u.start.0 as usize >= characters)
        {
            "units"
        } else if turn.speaker.as_ref().is_some_and(|s| s.trim().is_empty()) {
            "speaker"
        } else {
            return None;
        };
        Some(format!("has a turn whose {wrong} can't be: {turn:?}"))
    })
}

#[test]
fn damaged_samples_of_every_format_are_read_or_refused() {
    let samples = samples();
    let formats: Vec<&str> = all().iter().map(|f| f.id).collect();
    let mut dice = Dice(20_250_312);
    for (at, (name, bytes)) in samples.iter().enumerate() {
        for round in 0..ROUNDS {
            let other = &samples[dice.below(samples.len())].1;
            let bytes = damaged(bytes, other, &mut dice);
            // Each reader also meets what it never asked for, as `--format` lets it.
            let format = (round == 0).then(|| formats[at % formats.len()]);
            if let Some(fault) = fault(name, &bytes, format) {
                panic!("{name} as {format:?} {fault}\n{}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn every_reader_survives_every_sample() {
    for format in all() {
        for (name, bytes) in samples().iter().filter(|(_, bytes)| bytes.len() < 20_000) {
            if let Some(fault) = fault(name, bytes, Some(format.id)) {
                panic!("{name} as {} {fault}", format.id);
            }
        }
    }
}

/// What long runs found once.
#[test]
fn what_was_found_once_stays_mended() {
    for (name, bytes) in files_in("found") {
        // `hash.format.name` says which format was asked for; `any` is none.
        let mut parts = name.splitn(3, '.');
        let (_, format, name) = (parts.next(), parts.next().unwrap(), parts.next().unwrap());
        if let Some(fault) = fault(name, &bytes, Some(format).filter(|f| *f != "any")) {
            panic!("{name} as {format} {fault}");
        }
    }
}

/// The long run. Does nothing unless it is asked for.
#[test]
fn a_long_run_finds_nothing() {
    let number = |key: &str| std::env::var(key).ok().and_then(|v| v.parse::<u64>().ok());
    let Some(seconds) = number("VERBATIM_FUZZ_SECONDS") else { return };
    let seed = number("VERBATIM_FUZZ_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    let (started, mut dice, samples) = (Instant::now(), Dice(seed), samples());
    let formats: Vec<&str> = all().iter().map(|f| f.id).collect();
    let (mut runs, mut found) = (0usize, Vec::new());
    while started.elapsed() < Duration::from_secs(seconds) && found.len() < 20 {
        let (name, bytes) = &samples[runs % samples.len()];
        let other = &samples[dice.below(samples.len())].1;
        let bytes = damaged(bytes, other, &mut dice);
        let format = (dice.below(3) == 0).then(|| formats[dice.below(formats.len())]);
        runs += 1;
        if let Some(fault) = fault(name, &bytes, format) {
            let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
            let kept = folder("found").join(format!("{:08x}.{}.{name}", hash >> 32, format.unwrap_or("any")));
            std::fs::create_dir_all(folder("found")).unwrap();
            std::fs::write(&kept, &bytes).unwrap();
            found.push(format!("{} {fault}", kept.display()));
        }
    }
    assert!(found.is_empty(), "{runs} files by seed {seed}:\n{}", found.join("\n"));
    eprintln!("{runs} files by seed {seed} in {seconds} s: nothing found");
}
