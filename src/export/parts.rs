//! The parts of a document that a marketer writes, between `<!-- pmm:NAME -->` and `<!-- /pmm -->`.

use crate::review::Hash;

const OPEN: &str = "<!-- pmm:";
const OPEN_END: &str = " -->";
const CLOSE: &str = "<!-- /pmm -->";

/// A part that a marketer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// A document taken apart: what stands before each part, the part, and what stands after the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parted<'a> {
    pub before: Vec<(&'a str, Part<'a>)>,
    pub after: &'a str,
}

impl<'a> Parted<'a> {
    /// Takes `document` apart. One whose marks don't match, nest or name a part twice has no parts, so that nothing in it is taken for one.
    pub fn of(document: &'a str) -> Parted<'a> {
        Parted::read(document).unwrap_or(Parted { before: Vec::new(), after: document })
    }

    fn read(document: &'a str) -> Option<Parted<'a>> {
        let mut before: Vec<(&str, Part<'_>)> = Vec::new();
        let mut rest = document;
        while let Some(at) = rest.find(OPEN) {
            let (name, inside) = rest.get(at + OPEN.len()..)?.split_once(OPEN_END)?;
            let (text, after) = inside.split_once(CLOSE)?;
            let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !named || text.contains(OPEN) || before.iter().any(|(_, p)| p.name == name) {
                return None;
            }
            let upto = at + OPEN.len() + name.len() + OPEN_END.len();
            before.push((rest.get(..upto)?, Part { name, text }));
            rest = after;
        }
        (!rest.contains(CLOSE)).then_some(Parted { before, after: rest })
    }

    /// The part named `name`.
    pub fn part(&self, name: &str) -> Option<Part<'a>> {
        self.before.iter().map(|(_, part)| *part).find(|p| p.name == name)
    }

    /// The document with each part's text as `text` gives it.
    pub fn with(&self, text: impl Fn(Part<'a>) -> String) -> String {
        let mut out = String::new();
        for (before, part) in &self.before {
            out.push_str(before);
            out.push_str(&text(*part));
            out.push_str(CLOSE);
        }
        out + self.after
    }
}

impl Part<'_> {
    /// Whether nobody wrote into it: every line of it that says something ends as the templates leave it.
    pub fn is_untouched(&self) -> bool {
        let mut lines = self.text.lines().map(str::trim).filter(|l| !l.is_empty());
        lines.all(|l| l.ends_with("Needs input") || l.ends_with(':') || l.ends_with(":**"))
    }
}

/// Whether a line of a document opens a part.
pub(super) fn opens(line: &str) -> bool {
    line.starts_with(OPEN)
}

/// Whether a line of a document closes a part.
pub(super) fn closes(line: &str) -> bool {
    line.starts_with(CLOSE)
}

/// What to remember of a file that was written: the SHA-256 of its bytes without what stands in its [PMM] parts. A file that still has
/// this fingerprint was changed in those parts at most. Line ends count as one, whichever an editor writes.
pub fn fingerprint(bytes: &[u8]) -> Hash {
    match std::str::from_utf8(bytes) {
        Ok(text) => Hash::of(&Parted::of(&text.replace("\r\n", "\n")).with(|_| String::new())),
        Err(_) => Hash::of(&bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()),
    }
}
