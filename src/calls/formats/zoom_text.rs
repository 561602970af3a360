//! What Zoom saves beside a recording: captions and the chat, with times of day (section 3.1 b and c).

use super::source::{Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::clock;
use crate::calls::labels::clean;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, Spoken, call};
use crate::calls::{Parsed, Warning};

/// Saved closed captions.
pub const CAPTIONS: Format = Format {
    id: "zoom-saved-caption",
    name: "Zoom, saved captions (.txt)",
    recognised_by: "lines such as [Name] 15:02:07",
    fits: |s| if s.is_text() && s.lines().iter().filter(|l| caption(&l.text).is_some()).count() >= 2 { Fit::Sure } else { Fit::No },
    read: captions,
};

/// The chat, a side source: one turn for each message.
pub const CHAT: Format = Format {
    id: "zoom-chat",
    name: "Zoom chat (.txt)",
    recognised_by: "lines such as 15:04:11 From Name To Everyone:",
    fits: |s| {
        let local = s.lines().iter().filter(|l| message(l.raw()).is_some()).count();
        if s.is_text() && local >= 1 { Fit::Sure } else { Fit::No }
    },
    read: chat,
};

fn caption(line: &str) -> Option<(&str, &str)> {
    let (name, time) = line.trim().strip_prefix('[')?.rsplit_once(']')?;
    let time = time.trim();
    clock::whole(time, true).filter(|c| c.fields == 3 && !name.is_empty()).map(|_| (name, time))
}

fn captions(source: &Source) -> ReadResult {
    let mut spoken: Vec<Spoken> = Vec::new();
    for line in source.lines() {
        match caption(&line.text) {
            Some((name, time)) => spoken.push(Spoken { label: Some(clean(name)), clock: Some(time.to_owned()), ..Default::default() }),
            None => spoken.last_mut().into_iter().for_each(|s| {
                s.text.push('\n');
                s.text.push_str(&line.text);
            }),
        }
    }
    finish("zoom-saved-caption", spoken)
}

fn finish(id: &str, spoken: Vec<Spoken>) -> ReadResult {
    let call = call(id, spoken, Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The file holds no words that were said to everyone."));
    }
    Ok(Parsed::Call(Box::new(call)))
}

/// Who wrote a message, when, to whom, and the words on the same line.
struct Message<'a> {
    name: &'a str,
    clock: Option<String>,
    start_ms: Option<u64>,
    private: bool,
    text: &'a str,
}

fn message(line: &str) -> Option<Message<'_>> {
    if line.starts_with([' ', '\t']) {
        return None;
    }
    // A full date may stand in front.
    let stamped = line.find(|c: char| c.is_whitespace()).filter(|at| {
        line.get(..*at)
            .is_some_and(|d| d.len() >= 8 && d.contains(['-', '/']) && d.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/')))
    });
    let rest = stamped.and_then(|at| line.get(at..)).unwrap_or(line).trim_start();
    let (time, after) = clock::at_start(rest, true).filter(|(t, _)| t.fields == 3)?;
    let printed = rest.get(..rest.len() - after.len())?;
    if let Some(cloud) = after.strip_prefix('\t') {
        let (name, text) = cloud.split_once(":\t")?;
        return Some(Message { name: name.trim(), clock: None, start_ms: Some(time.ms), private: false, text });
    }
    let after = after.trim_start();
    let from = ["From ", "from "].iter().find_map(|f| after.strip_prefix(f))?.trim_start();
    let to = [" To ", " to ", " to  ", "\tto "].iter().filter_map(|t| from.find(t)).min()?;
    let (name, tail) = from.split_at(to);
    let tail = tail.trim_start().get(2..)?.trim_start();
    // The colon after the receiver; names have none.
    let (receiver, text) = tail.split_once(':')?;
    let everyone = receiver.trim().to_lowercase();
    let private = everyone.contains("direct message")
        || everyone.contains("privately")
        || !(everyone.starts_with("everyone") || everyone.starts_with("all") || everyone.contains("group"));
    Some(Message { name: name.trim(), clock: Some(printed.to_owned()), start_ms: None, private, text })
}

fn chat(source: &Source) -> ReadResult {
    let mut spoken: Vec<Spoken> = Vec::new();
    let mut skipped = 0;
    let mut open = false;
    for line in source.lines() {
        if let Some(m) = message(line.raw()) {
            open = !m.private;
            skipped += usize::from(m.private);
            if open {
                spoken.push(Spoken {
                    label: Some(clean(m.name)),
                    clock: m.clock,
                    start_ms: m.start_ms,
                    text: m.text.trim().to_owned(),
                    fresh: true,
                    ..Default::default()
                });
            }
        } else if open && let Some(last) = spoken.last_mut() {
            let words = line.raw().trim();
            if !is_reaction(line.raw(), words) {
                last.text.push('\n');
                last.text.push_str(words);
            }
        }
    }
    for unit in &mut spoken {
        unit.text = without_reply(&unit.text);
    }
    let mut parsed = finish("zoom-chat", spoken)?;
    if let (Parsed::Call(call), true) = (&mut parsed, skipped > 0) {
        call.warnings.push(Warning {
            code: "W_PRIVATE_CHAT_SKIPPED".into(),
            message: format!("{skipped} direct messages between two people were left out."),
        });
    }
    Ok(parsed)
}

/// `Reacted to "…" with 👍`, and indented `Name:👍` lines.
fn is_reaction(raw: &str, words: &str) -> bool {
    let emoji_only = |t: &str| !t.is_empty() && t.chars().all(|c| !c.is_alphanumeric() && !c.is_ascii_punctuation());
    let named = raw.starts_with([' ', '\t']) && words.rsplit_once(':').is_some_and(|(_, e)| emoji_only(e.trim()));
    is_reaction_text(words) || named
}

fn is_reaction_text(text: &str) -> bool {
    ["Reacted to \"", "Removed a ", "Reacted to “"].iter().any(|r| text.trim_start().starts_with(r))
}

/// Drops reactions, and the quoted head of a reply.
fn without_reply(text: &str) -> String {
    let mut lines = text.trim_start().lines().filter(|l| !is_reaction_text(l));
    let Some(first) = lines.next() else { return String::new() };
    let rest: Vec<&str> = lines.collect();
    if first.trim_start().starts_with("Replying to \"") || first.trim_start().starts_with("Replying to “") {
        return rest.join("\n");
    }
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}
