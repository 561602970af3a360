//! TTML: timed `<p>` elements, in any prefix; an agent names the speaker (section 3.25).

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::source::{Source, reject};
use super::{Fit, Format, ReadResult};
use crate::calls::Parsed;
use crate::calls::clock;
use crate::calls::markup::decode_entities;
use crate::calls::roster::Roster;
use crate::calls::turns::{Order, Spoken, call};

/// TTML and its profiles.
pub const FORMAT: Format = Format {
    id: "ttml",
    name: "TTML captions (.ttml, .dfxp, .xml)",
    recognised_by: "XML whose first element is tt",
    fits: |s| if is(&s.text) { Fit::Sure } else { Fit::No },
    read,
};

/// Deepest nesting of elements that is followed.
const DEEPEST: usize = 64;

fn is(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<')
        && start.match_indices('<').take(6).any(|(at, _)| {
            let name: String = start.get(at + 1..).unwrap_or_default().chars().take_while(|c| c.is_alphanumeric() || *c == ':').collect();
            name == "tt" || name.ends_with(":tt")
        })
}

#[derive(Default)]
struct Rates {
    frame: f64,
    tick: f64,
}

fn read(source: &Source) -> ReadResult {
    let mut reader = quick_xml::Reader::from_str(&source.text);
    reader.config_mut().check_end_names = false;
    let mut rates = Rates { frame: 30.0, tick: 1.0 };
    let mut agents: HashMap<String, String> = HashMap::new();
    let mut agent: Option<String> = None;
    let mut in_name = false;
    // Start and agent of the open body, div, p and span elements.
    let mut open: Vec<(u64, Option<String>)> = Vec::new();
    let mut current: Option<Spoken> = None;
    let mut spoken = Vec::new();
    let mut depth = 0usize;
    loop {
        let at = reader.buffer_position();
        let event = reader
            .read_event()
            .map_err(|_| reject("E_TRUNCATED", format!("The captions break off at byte {at}. Download the file again.")))?;
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let empty = matches!(event, Event::Empty(_));
                depth += usize::from(!empty);
                if depth > DEEPEST {
                    return Err(reject("E_TOO_DEEP", format!("The captions nest more than {DEEPEST} elements at byte {at}.")));
                }
                let name = e.local_name().as_ref().to_owned();
                match name.as_str() {
                    "tt" => {
                        rates.frame = attribute(e, "frameRate").and_then(|v| v.parse().ok()).filter(|f| *f > 0.0).unwrap_or(30.0);
                        rates.tick = attribute(e, "tickRate").and_then(|v| v.parse().ok()).filter(|f| *f > 0.0).unwrap_or(1.0);
                    }
                    "agent" if !empty => agent = attribute(e, "id"),
                    "name" if agent.is_some() => in_name = true,
                    "br" => current.iter_mut().for_each(|c| c.text.push('\n')),
                    "body" | "div" | "p" | "span" if !empty => {
                        let outer = open.last().map_or(0, |o| o.0);
                        let begin = attribute(e, "begin").and_then(|t| time(&t, &rates)).unwrap_or(0) + outer;
                        let who = attribute(e, "agent").or_else(|| attribute(e, "role")).or_else(|| open.last().and_then(|o| o.1.clone()));
                        if name == "p" {
                            let end = attribute(e, "end")
                                .and_then(|t| time(&t, &rates))
                                .map(|t| t + outer)
                                .or_else(|| attribute(e, "dur").and_then(|t| time(&t, &rates)).map(|t| t + begin));
                            current = Some(Spoken { start_ms: Some(begin), end_ms: end, ..Default::default() });
                        }
                        if let (Some(c), true) = (&mut current, name == "p" || name == "span") {
                            c.label = c.label.take().or_else(|| who.as_ref().map(|w| agents.get(w).cloned().unwrap_or_else(|| w.clone())));
                        }
                        open.push((begin, who));
                    }
                    _ => {}
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                match e.local_name().as_ref() {
                    "agent" => agent = None,
                    "name" => in_name = false,
                    "body" | "div" | "span" => {
                        open.pop();
                    }
                    "p" => {
                        open.pop();
                        spoken.extend(current.take());
                    }
                    _ => {}
                }
            }
            Event::Text(t) => text(&t.xml10_content(), in_name, agent.as_ref(), &mut agents, &mut current),
            Event::CData(t) => text(&t.xml10_content(), in_name, agent.as_ref(), &mut agents, &mut current),
            Event::GeneralRef(r) => text(&decode_entities(&format!("&{};", &**r)), in_name, agent.as_ref(), &mut agents, &mut current),
            Event::Eof => break,
            _ => {}
        }
    }
    // Captions without agents may have labels in their words.
    let spoken = if spoken.iter().all(|s| s.label.is_none()) {
        let cues: Vec<super::cues::Cue> = spoken
            .iter()
            .map(|s| super::cues::Cue {
                start_ms: s.start_ms.unwrap_or_default(),
                end_ms: s.end_ms,
                lines: s.text.lines().map(|l| l.replace('&', "&amp;").replace('<', "&lt;")).collect(),
                ..Default::default()
            })
            .collect();
        super::cues::spoken(&cues)
    } else {
        spoken
    };
    let call = call("ttml", spoken, Roster::default(), Order::Lines);
    if call.turns.is_empty() {
        return Err(reject("E_NO_SPEECH", "The caption file holds no speech."));
    }
    Ok(Parsed::Call(Box::new(call)))
}

fn text(words: &str, in_name: bool, agent: Option<&String>, agents: &mut HashMap<String, String>, current: &mut Option<Spoken>) {
    if let (true, Some(id)) = (in_name, agent) {
        agents.entry(id.clone()).or_default().push_str(words.trim());
    } else if let Some(c) = current {
        c.text.push_str(words);
    }
}

fn attribute(e: &BytesStart, name: &str) -> Option<String> {
    e.attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)
        .map(|a| decode_entities(&a.value).trim_start_matches('#').to_owned())
}

/// Clock time, frames, and offsets in h, m, s, ms, f and t, in milliseconds.
fn time(text: &str, rates: &Rates) -> Option<u64> {
    let text = text.trim();
    if let Some(c) = clock::whole(text, true) {
        return Some(c.ms);
    }
    if text.matches(':').count() == 3 {
        let (whole, frames) = text.rsplit_once(':')?;
        return Some(clock::whole(whole, true)?.ms + clock::seconds(frames.parse::<f64>().ok()? / rates.frame)?);
    }
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = text.get(..split)?.parse().ok()?;
    clock::seconds(match text.get(split..)? {
        "h" => value * 3600.0,
        "m" => value * 60.0,
        "s" => value,
        "ms" => value / 1000.0,
        "f" => value / rates.frame,
        "t" => value / rates.tick,
        _ => return None,
    })
}
