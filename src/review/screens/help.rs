//! The help: the table of keys.

use super::{Frame, Size, key_lines, rule};
use crate::page::{Line, Tone, wrap};
use crate::review::keys::{BINDINGS, Binding, Place};
use crate::review::marking::{self, keys::MarkPlace};

/// The frame of the help.
pub fn frame(size: Size) -> Frame {
    let places = [
        (Place::Words, "On a quote"),
        (Place::Quote, "On a quote of the theme"),
        (Place::Trim, "While a quote is cut"),
        (Place::Decision, "On the decision"),
        (Place::Theme, "On all of these"),
        (Place::End, "At the end"),
        (Place::Sample, "On a turn drawn at random"),
        (Place::Anywhere, "Everywhere"),
    ];
    table(BINDINGS, &places, "review", size)
}

/// The frame of the help while somebody reads and marks.
pub fn of_marking(size: Size) -> Frame {
    let places = [
        (MarkPlace::Turn, "On a turn"),
        (MarkPlace::Words, "While words are chosen"),
        (MarkPlace::Unused, "While leafing through calls"),
        (MarkPlace::Anywhere, "Everywhere"),
    ];
    table(marking::keys::BINDINGS, &places, "call", size)
}

fn table<P: PartialEq + Copy, A>(bindings: &[Binding<P, A>], places: &[(P, &str)], back_to: &str, size: Size) -> Frame {
    let mut body = Vec::new();
    for (place, heading) in places {
        body.push(Line::of(Tone::Strong, heading));
        for binding in bindings.iter().filter(|b| b.place == *place) {
            let line = Line::of(Tone::Key, format!("  {:<6}", binding.shown)).then(Tone::Plain, binding.help);
            body.extend(wrap(&line, size.columns, 8));
        }
    }
    let footer = [vec![rule(size)], key_lines("", &[("any key", &format!("goes on, then back to the {back_to}"))], size)].concat();
    Frame { header: vec![Line::of(Tone::Strong, "Keys"), rule(size)], body, footer, runs_on: false }
}
