//! The codebook: the kinds we look for, each with its definition, what to include and what to exclude.

use serde::Deserialize;

use crate::themes::Kind;

/// The codebook that ships with the program.
pub const BUILT_IN: &str = include_str!("../../prompts/codebook.toml");

/// One kind, as the codebook defines it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The kind.
    #[serde(rename = "name")]
    pub kind: Kind,
    /// What it is, in a sentence or two.
    pub definition: String,
    /// What belongs to it.
    #[serde(default)]
    pub include: Vec<String>,
    /// What looks like it and does not belong.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// The kinds we look for, in the order in which their themes are shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// The entries, each kind at most once, at least one.
    #[serde(rename = "kind")]
    pub entries: Vec<Entry>,
}

/// Why a codebook can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodebookError {
    /// It is not TOML, or has a key or a kind that we don't know; the text names the line.
    #[error("The codebook can't be read: {0}")]
    Syntax(String),
    /// It has no kind at all.
    #[error("The codebook lists no kind. Give it at least one [[kind]] with a name and a definition.")]
    Empty,
    /// A kind stands there twice.
    #[error("The codebook defines \"{}\" twice. Keep one of the two.", .0.as_str())]
    Twice(Kind),
    /// A definition is blank.
    #[error("The codebook does not say what \"{}\" means. Fill in its definition.", .0.as_str())]
    NoDefinition(Kind),
}

impl Codebook {
    /// Reads a codebook; unknown keys and kinds are refused.
    ///
    /// # Errors
    /// What is wrong with it, for the person who wrote it.
    pub fn parse(toml: &str) -> Result<Codebook, CodebookError> {
        let book: Codebook = toml::from_str(toml).map_err(|e| CodebookError::Syntax(e.to_string()))?;
        if book.entries.is_empty() {
            return Err(CodebookError::Empty);
        }
        for (i, entry) in book.entries.iter().enumerate() {
            if book.entries[..i].iter().any(|e| e.kind == entry.kind) {
                return Err(CodebookError::Twice(entry.kind));
            }
            if entry.definition.trim().is_empty() {
                return Err(CodebookError::NoDefinition(entry.kind));
            }
        }
        Ok(book)
    }

    /// The codebook that ships with the program.
    pub fn built_in() -> Codebook {
        #[expect(clippy::expect_used, reason = "the text is part of the program, and a test parses it")]
        Codebook::parse(BUILT_IN).expect("the built-in codebook is sound")
    }

    /// The kinds we look for, in order.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.entries.iter().map(|e| e.kind)
    }
}

impl Default for Codebook {
    fn default() -> Codebook {
        Codebook::built_in()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_codebook_defines_every_kind_the_missions_three_first() {
        assert_eq!(Codebook::built_in().kinds().collect::<Vec<_>>(), Kind::ALL);
        assert!(Codebook::built_in().entries.iter().all(|e| !e.include.is_empty() && !e.exclude.is_empty()));
    }

    #[test]
    fn a_users_codebook_replaces_it() {
        let book = Codebook::parse("[[kind]]\nname = \"request\"\ndefinition = \"What they ask for.\"\n").unwrap();
        assert_eq!(book.kinds().collect::<Vec<_>>(), [Kind::Request]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |toml: &str| Codebook::parse(toml).unwrap_err().to_string();
        assert!(wrong("[[kind]]\nname = \"problem\"\ndefinition = \"x\"\nincludes = []\n").contains("includes"));
        assert!(wrong("[[kind]]\nname = \"pain\"\ndefinition = \"x\"\n").contains("pain"));
        assert!(wrong("kind = []").contains("no kind"));
        assert!(wrong("[[kind]]\nname = \"problem\"\ndefinition = \" \"\n").contains("\"problem\""));
        let twice = "[[kind]]\nname = \"doubt\"\ndefinition = \"x\"\n".repeat(2);
        assert!(wrong(&twice).contains("twice"));
    }
}
