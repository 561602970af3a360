//! The transcript that Gong's call page gives: people by company, then turns headed by first names (section 3.3 a).

use super::script::Line;
use super::source::{Source, reject};
use super::{Fit, Format, ReadResult, sections, written};
use crate::calls::roster::Roster;
use crate::calls::tidy::tidy;
use crate::calls::{Parsed, ParsedParticipant, date};

/// Downloaded or pasted.
pub const FORMAT: Format = Format {
    id: "gong-ui",
    name: "Gong, downloaded transcript (.txt)",
    recognised_by: "the lines \"Recorded on … via …\", \"Participants\" and \"Transcript\", then 0:03 | Name",
    fits: |s| {
        if s.lines().iter().take(30).any(recorded) && s.lines().iter().any(|l| l.text.trim() == "Participants") { Fit::Sure } else { Fit::No }
    },
    read,
};

fn recorded(line: &Line) -> bool {
    line.text.trim_start().starts_with("Recorded on ")
}

fn read(source: &Source) -> ReadResult {
    let lines = source.lines();
    let participants = lines.iter().position(|l| l.text.trim() == "Participants").unwrap_or(0);
    let Some(transcript) = lines.iter().skip(participants).position(|l| sections::is_speech_name(&l.text)).map(|n| n + participants) else {
        return Err(reject("E_SUMMARY_ONLY", "A Gong call page without its transcript part, only a summary. Download the transcript."));
    };
    // "Tom Okonjo with Corvid Freight": the company after "with" is the customer.
    let customer =
        lines.iter().take_while(|l| !recorded(l)).filter_map(|l| l.text.rsplit_once(" with ")).map(|(_, c)| tidy(c).to_lowercase()).last();
    let roster = people(lines.get(participants + 1..transcript).unwrap_or_default(), customer.as_deref());
    let mut call = written::read("gong-ui", lines.get(transcript + 1..).unwrap_or_default(), roster, source.options.speaker.as_deref())?;
    call.title = lines.first().map(|l| tidy(&l.text)).filter(|t| !t.starts_with("Recorded on "));
    call.date = lines.iter().find(|l| recorded(l)).and_then(|l| match date::find(&l.text, None) {
        Some(date::Found::Date(d)) => Some(d),
        _ => None,
    });
    Ok(Parsed::Call(Box::new(call)))
}

/// Groups begin with a company's name after an empty line; `Name, Title` lines follow.
fn people(lines: &[Line], customer: Option<&str>) -> Roster {
    let mut roster = Roster::default();
    let mut company: Option<String> = None;
    for (at, line) in lines.iter().enumerate() {
        let text = tidy(&line.text);
        let heads_group = line.gap && lines.get(at + 1).is_some_and(|next| !next.gap);
        if heads_group {
            company = Some(text);
            continue;
        }
        let (name, title) = text.split_once(", ").map_or((text.as_str(), None), |(n, t)| (n, Some(t.to_owned())));
        let role = company.as_ref().and_then(|c| customer.map(|theirs| if c.to_lowercase() == theirs { "external" } else { "internal" }));
        roster.add(ParsedParticipant {
            name: name.to_owned(),
            role: role.map(str::to_owned),
            role_given_by: role.map(|_| "Gong's list of participants".into()),
            company: company.clone(),
            title,
            ..Default::default()
        });
    }
    roster
}
