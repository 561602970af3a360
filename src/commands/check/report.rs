//! The findings for people: what is not verified first, with what was really said, then what to read with care, then the rest.

use super::{Entry, github};
use crate::calls::{Call, Chars, Role};
use crate::evidence::{Checked, Flag, Verbatim, Verdict, sentence};
use crate::page::{Line, Tone, clock, plural, wrap};

/// The report.
pub(super) fn lines(file: &str, entries: &[Entry], calls: &[Call], columns: usize) -> Vec<Line> {
    let verified = |e: &&Entry| !e.is_passing && e.result.as_ref().is_ok_and(|c| c.verdict.is_verified());
    let flagged = |e: &&Entry| verified(e) && e.result.as_ref().is_ok_and(|c| !c.flags.is_empty());
    let groups: [(&str, Tone, Vec<&Entry>); 4] = [
        ("Not verified", Tone::Warning, entries.iter().filter(|e| e.fails() || e.result.is_err()).collect()),
        ("Verified, but read the whole sentence first", Tone::Strong, entries.iter().filter(flagged).collect()),
        ("Verified", Tone::Good, entries.iter().filter(|e| verified(e) && !flagged(e)).collect()),
        (
            "Too short to hold to anything (fewer than three words, no speaker)",
            Tone::Quiet,
            entries.iter().filter(|e| e.is_passing).collect(),
        ),
    ];
    let quotations = plural(entries.len(), "quotation");
    let verdict = verdict(groups[0].2.len(), groups[1].2.len() + groups[2].2.len(), groups[3].2.len());
    let summary = format!("  {quotations} against {}: {verdict}", plural(calls.len(), "call"));
    let mut out = vec![Line::of(Tone::Strong, file).then(Tone::Plain, summary)];
    if crate::evidence::roles_unknown(calls) && !entries.is_empty() {
        out.push(Line::of(
            Tone::Quiet,
            "Nobody's role is known here, so a rep's words can't be told from a customer's: add a speakers.csv or --vendor.",
        ));
    }
    for (title, tone, group) in groups.iter().filter(|(_, _, g)| !g.is_empty()) {
        out.push(Line::empty());
        out.push(Line::of(*tone, format!("{title} ({})", group.len())));
        for entry in group {
            out.push(Line::empty());
            out.extend(entry_lines(entry, calls));
        }
    }
    if entries.is_empty() {
        out.push(Line::plain("There is no quotation in it: nothing stands in quotation marks, block quotes, or a column called Quote."));
    }
    // A long report scrolls the first line away.
    if !entries.is_empty() {
        let tone = if groups[0].2.is_empty() { Tone::Good } else { Tone::Warning };
        out.extend([Line::empty(), Line::of(Tone::Strong, file).then(Tone::Plain, "  ").then(tone, format!("{quotations}: {verdict}"))]);
    }
    out.iter().flat_map(|l| wrap(l, columns, 12)).collect()
}

/// What became of all quotations, each counted once.
fn verdict(failed: usize, verified: usize, too_short: usize) -> String {
    let short = if too_short > 0 { format!(", {too_short} too short to tell") } else { String::new() };
    format!("{verified} verified, {failed} not{short}")
}

fn entry_lines(entry: &Entry, calls: &[Call]) -> Vec<Line> {
    let checked = match &entry.result {
        Ok(checked) => checked,
        Err(why) => return vec![Line::of(Tone::Warning, "  ✗ ").then(Tone::Plain, why)],
    };
    let verified = checked.verdict.is_verified();
    let (mark, tone) = match (entry.is_passing, verified) {
        (true, _) => ("·", Tone::Quiet),
        (_, true) => ("✓", Tone::Good),
        _ => ("✗", Tone::Warning),
    };
    let verdict = checked.verdict.as_str().replace('_', " ");
    let under = entry.under.as_ref().map(|h| format!(", under “{}”", one_line(h))).unwrap_or_default();
    let mut out = vec![
        Line::of(tone, format!("  {mark} {verdict}"))
            .then(Tone::Plain, format!(": {}", checked.verdict.meaning()))
            .then(Tone::Quiet, format!("  {}{under}", entry.at)),
    ];
    let named = entry.attribution.as_ref().map(|a| format!(" — {a}")).unwrap_or_default();
    out.push(field("quoted", &format!("“{}”", one_line(&checked.claim.text)), &named));
    if !verified || entry.error.is_some() {
        out.extend(what_was_said(checked));
    }
    if let Some(error) = &entry.error {
        out.push(Line::of(Tone::Warning, format!("    {:<8}", "note")).then(Tone::Plain, error));
    }
    if let Some(v) = checked.verified() {
        let at = v.time_ms().map(|ms| format!(", {}", clock(ms))).unwrap_or_default();
        let who = format!("{} ({})", v.speaker().unwrap_or("an unnamed speaker"), role(v.role()));
        out.push(field("said by", &who, &format!("  {}, turn {}{at}", v.call(), v.turn())));
        out.extend(left_out(checked, calls).into_iter().map(|gap| field("left out", &format!("“{gap}”"), "")));
        if checked.places.len() > 1 {
            out.push(field("also", &format!("in {} more", plural(checked.places.len() - 1, "place")), ""));
        }
        for flag in &checked.flags {
            out.push(
                Line::of(Tone::Warning, format!("    {:<8}", "care"))
                    .then(Tone::Plain, format!("{}: {}", flag.as_str().replace('_', " "), flag.meaning())),
            );
        }
        if checked.flags.iter().any(|f| matches!(f, Flag::Clipped | Flag::MeaningAtRisk | Flag::Reported)) {
            out.extend(whole_sentence(checked, calls).map(|s| field("whole", &format!("“{s}”"), "")));
        }
    }
    out
}

fn what_was_said(checked: &Checked) -> Vec<Line> {
    let mut out = Vec::new();
    // What is put together from separate places is seen to be by each of them.
    let said = if checked.parts.is_empty() { checked.nearest.as_slice() } else { &checked.parts };
    let names = [if checked.verdict == Verdict::NotFound { "nearest" } else { "was said" }, "and"];
    for (passage, name) in said.iter().zip(names.iter().chain(std::iter::repeat(&names[1]))) {
        let who = passage.speaker.as_deref().unwrap_or("an unnamed speaker");
        let place = format!(" — {who} ({}), {}, turn {}", role(passage.role), passage.call, passage.turn);
        out.push(field(name, &format!("“{}”", one_line(&passage.text)), &place));
    }
    for d in &checked.difference {
        let kind = serde_json::to_value(d.kind).ok().and_then(|k| k.as_str().map(str::to_owned)).unwrap_or_default();
        out.push(field("differs", &one_line(&github::difference(d)), &format!("  ({kind})")));
    }
    out
}

fn field(name: &str, text: &str, quiet: &str) -> Line {
    Line::of(Tone::Quiet, format!("    {name:<8}")).then(Tone::Plain, format!(" {text}")).then(Tone::Quiet, quiet)
}

fn role(role: Role) -> &'static str {
    if role == Role::Unknown { "role not known" } else { role.as_str() }
}

/// What the cuts of a verified quote leave out of what the same speaker said.
fn left_out(checked: &Checked, calls: &[Call]) -> Vec<String> {
    let place = checked.verified().map(Verbatim::place);
    let gaps = place.and_then(|place| Some(place.left_out(calls.iter().find(|c| c.id == place.call)?)));
    gaps.into_iter().flatten().map(|gap| one_line(&gap)).filter(|gap| gap.contains(char::is_alphanumeric)).collect()
}

/// The whole sentence around a verified quote, from the first of its pieces to the last in that turn.
fn whole_sentence(checked: &Checked, calls: &[Call]) -> Option<String> {
    let place = checked.verified()?.place();
    let call = calls.iter().find(|c| c.id == place.call)?;
    let first = place.pieces.first()?;
    let last = place.pieces.iter().rfind(|p| p.turn == first.turn)?;
    let text = &call.turn(first.turn)?.text;
    let (start, end) = sentence(text, first.start, last.end);
    Chars::slice(text, start, end).map(one_line)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
