//! The help: the table of keys.

use super::{Frame, Size, key_lines, rule};
use crate::page::{Line, Tone, wrap};
use crate::review::keys::{BINDINGS, Place};

/// The frame of the help.
pub fn frame(size: Size) -> Frame {
    let mut body = Vec::new();
    for (place, heading) in [
        (Place::Words, "On a quote"),
        (Place::Quote, "On a quote of the theme"),
        (Place::Trim, "While a quote is cut"),
        (Place::Decision, "On the decision"),
        (Place::Theme, "On all of these"),
        (Place::End, "At the end"),
        (Place::Sample, "On a turn drawn at random"),
        (Place::Anywhere, "Everywhere"),
    ] {
        body.push(Line::of(Tone::Strong, heading));
        for binding in BINDINGS.iter().filter(|b| b.place == place) {
            let line = Line::of(Tone::Key, format!("  {:<6}", binding.shown)).then(Tone::Plain, binding.help);
            body.extend(wrap(&line, size.columns, 8));
        }
    }
    let footer = [vec![rule(size)], key_lines("", &[("any key", "goes on, then back to the review")], size)].concat();
    Frame { header: vec![Line::of(Tone::Strong, "Keys"), rule(size)], body, footer }
}
