//! The cues: how customers say things, from the data files.

use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::{Classes, Pattern, Patterns};
use crate::themes::Kind;

/// How far a manner of speech reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The sentence itself.
    Sentence,
    /// The sentence, and the one before it in the turn.
    Before,
    /// The whole turn.
    Turn,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    kind: Kind,
    weight: f64,
    #[serde(default = "yes")]
    negatable: bool,
    say: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskRow {
    kind: Kind,
    weight: f64,
    say: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MannerRow {
    name: String,
    scope: Scope,
    factor: f64,
    touches: Vec<Kind>,
    say: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    classes: Classes,
    cue: Vec<CueRow>,
    asks: Vec<AskRow>,
    manner: Vec<MannerRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptRow {
    name: String,
    say: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptFile {
    stop: String,
    common: String,
    concept: Vec<ConceptRow>,
}

fn yes() -> bool {
    true
}

/// A cue: a way of saying something of a kind.
#[derive(Debug)]
pub struct Cue {
    /// The kind it speaks for.
    pub kind: Kind,
    /// How much.
    pub weight: f64,
    /// Whether a "not" shortly before turns it round.
    pub negatable: bool,
}

/// A manner of speech that takes away from what a sentence seems to say.
#[derive(Debug)]
pub struct Manner {
    /// Such as `denial`.
    pub name: String,
    /// How far it reaches.
    pub scope: Scope,
    /// What is left of the score.
    pub factor: f64,
    /// Of which kinds.
    pub touches: Vec<Kind>,
}

/// All that the data files say, ready to be found in sentences.
#[derive(Debug)]
pub struct Cues {
    /// By [`Self::cue_patterns`].
    pub cues: Vec<Cue>,
    /// Where the cues are found.
    pub cue_patterns: Patterns,
    /// What an interviewer's question asks for, and how much it says.
    pub asks: Vec<(Kind, f64)>,
    /// Where the questions are found.
    pub ask_patterns: Patterns,
    /// By [`Self::manner_patterns`].
    pub manners: Vec<Manner>,
    /// Where the manners of speech are found.
    pub manner_patterns: Patterns,
    /// Names of the concepts.
    pub concepts: Vec<String>,
    /// Where the concepts are found.
    pub concept_patterns: Patterns,
    /// Words that carry no topic.
    pub stop: std::collections::HashSet<String>,
    /// Common words: they say something, but less than a trade's own.
    pub common: std::collections::HashSet<String>,
    /// Words that turn a cue after them round: the class `turns_round`.
    pub negations: Vec<String>,
}

impl Cues {
    /// The data that ships with the program.
    pub fn built_in() -> &'static Cues {
        static CUES: LazyLock<Cues> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "the texts are part of the program, and a test parses them")]
            Cues::parse(include_str!("cues.toml"), include_str!("concepts.toml")).expect("the built-in cues are sound")
        });
        &CUES
    }

    /// Reads the two data files; unknown keys, kinds and classes are refused.
    fn parse(cues: &str, concepts: &str) -> Result<Cues, String> {
        let file: CueFile = toml::from_str(cues).map_err(|e| e.to_string())?;
        let general: ConceptFile = toml::from_str(concepts).map_err(|e| e.to_string())?;
        let classes = &file.classes;
        let mut all = Cues {
            cues: Vec::new(),
            cue_patterns: Patterns::default(),
            asks: Vec::new(),
            ask_patterns: Patterns::default(),
            manners: Vec::new(),
            manner_patterns: Patterns::default(),
            concepts: Vec::new(),
            concept_patterns: Patterns::default(),
            stop: general.stop.split_whitespace().map(str::to_owned).collect(),
            common: general.common.split_whitespace().map(str::to_owned).collect(),
            negations: classes.get("turns_round").map(|n| n.split_whitespace().map(str::to_owned).collect()).unwrap_or_default(),
        };
        for row in file.cue {
            // Each way of saying it is a cue of its own: two in one sentence say more than one.
            for say in &row.say {
                all.cue_patterns.add(Pattern::parse(say, classes)?, all.cues.len());
                all.cues.push(Cue { kind: row.kind, weight: row.weight, negatable: row.negatable });
            }
        }
        for row in file.asks {
            for say in &row.say {
                all.ask_patterns.add(Pattern::parse(say, classes)?, all.asks.len());
            }
            all.asks.push((row.kind, row.weight));
        }
        for row in file.manner {
            for say in &row.say {
                all.manner_patterns.add(Pattern::parse(say, classes)?, all.manners.len());
            }
            all.manners.push(Manner { name: row.name, scope: row.scope, factor: row.factor, touches: row.touches });
        }
        for row in general.concept {
            for say in &row.say {
                all.concept_patterns.add(Pattern::parse(say, classes)?, all.concepts.len());
            }
            all.concepts.push(row.name);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_data_is_sound_and_covers_every_kind() {
        let cues = Cues::parse(include_str!("cues.toml"), include_str!("concepts.toml")).unwrap();
        for kind in Kind::ALL {
            assert!(cues.cues.iter().any(|c| c.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert!(Cues::parse("colour = 1\n", include_str!("concepts.toml")).is_err());
    }
}
