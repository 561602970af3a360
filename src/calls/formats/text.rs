//! Text with labels, as pasted or typed, in the common layouts (section 3.5).

use super::pattern::Pattern;
use super::source::Source;
use super::{Fit, Format, ReadResult, written};
use crate::calls::Parsed;
use crate::calls::front_matter;

macro_rules! layout {
    ($name:ident, $id:literal, $title:literal, $sign:literal, $pattern:pat) => {
        #[doc = $title]
        pub const $name: Format =
            Format { id: $id, name: $title, recognised_by: $sign, fits: |s| fits(s, |p| matches!(p, $pattern)), read: |s| read(s, $id) };
    };
}

layout!(
    PLAIN_LABELS,
    "plain-labels",
    "Text with names",
    "lines begin with a name and a colon, with evidence that it is a name",
    Pattern::Label | Pattern::NameAlone | Pattern::BoldName
);
layout!(BRACKET_TIME, "bracket-time-label", "Text with times and names", "lines such as [00:01:23] Name: words", Pattern::TimeLabelText);
layout!(LABEL_TIME, "label-time-text", "Text with names and times", "lines such as Name [00:01:23]: words", Pattern::LabelTimeText);
layout!(
    NAME_TIME,
    "header-name-time",
    "Text with name and time above the words",
    "lines such as Name 00:01:23, the words below",
    Pattern::NameTime
);
layout!(
    TIME_NAME,
    "header-time-name",
    "Text with time and name above the words",
    "lines such as 0:03 - Name, the words below",
    Pattern::TimeName
);
layout!(TABS, "tab-separated", "Text in columns", "lines of a time, a name and words, with tabs between", Pattern::Tabs);

fn fits(source: &Source, of: fn(Pattern) -> bool) -> Fit {
    let survey = source.survey();
    match &survey.best {
        Some(style) if source.is_text() && of(style.pattern) => Fit::Hits(5),
        _ => Fit::No,
    }
}

/// Reads the source's lines, front matter included.
pub fn read(source: &Source, id: &str) -> ReadResult {
    let (front, rest) = front_matter::split(source.lines())?;
    let survey = (rest.len() == source.lines().len()).then(|| source.survey());
    let mut call = written::read_surveyed(id, rest, front.roster.clone(), source.options.speaker.as_deref(), survey)?;
    front.give_to(&mut call);
    Ok(Parsed::Call(Box::new(call)))
}
