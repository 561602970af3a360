//! The words sent to the model: Markdown files with strict placeholders, each replaceable by the user's own.

use sha2::{Digest, Sha256};

use super::Step;
use crate::propose::Codebook;

/// The prompts, rendered. They are the same for all questions of a step, so that providers' caches can use them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompts([Prompt; 5]);

/// One step's prompt, rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The words.
    pub text: String,
    /// Their SHA-256, lower-case hex.
    pub hash: String,
}

/// Why a prompt can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PromptError {
    /// It names what there is nothing for.
    #[error("The prompt {file} has a placeholder {{{{{name}}}}} that there is nothing for.")]
    Unknown {
        /// The prompt's file.
        file: &'static str,
        /// The name between the braces.
        name: String,
    },
    /// It has no place for what it must say.
    #[error("The prompt {file} has no placeholder {{{{{name}}}}}: without it the model would not learn what to look for.")]
    Missing {
        /// The prompt's file.
        file: &'static str,
        /// The name that must stand there.
        name: &'static str,
    },
}

impl Step {
    /// The prompt's file, in the program and in a project's folder `prompts`.
    pub fn prompt_file(self) -> &'static str {
        match self {
            Step::Find => "find.md",
            Step::Repair => "repair.md",
            Step::SecondLook => "second-look.md",
            Step::Group => "group.md",
            Step::Challenge => "challenge.md",
        }
    }

    fn built_in(self) -> &'static str {
        match self {
            Step::Find => include_str!("../../../prompts/find.md"),
            Step::Repair => include_str!("../../../prompts/repair.md"),
            Step::SecondLook => include_str!("../../../prompts/second-look.md"),
            Step::Group => include_str!("../../../prompts/group.md"),
            Step::Challenge => include_str!("../../../prompts/challenge.md"),
        }
    }
}

impl Prompts {
    /// The prompts for this codebook; `own` gives the user's own text of a file where there is one.
    ///
    /// # Errors
    /// The first placeholder that is unknown or missing.
    pub fn render(codebook: &Codebook, own: impl Fn(&str) -> Option<String>) -> Result<Prompts, PromptError> {
        let kinds = kinds(codebook);
        let render = |step: Step| {
            let needs_kinds = matches!(step, Step::Find | Step::SecondLook);
            let values: &[(&'static str, &str)] = if needs_kinds { &[("codebook", &kinds)] } else { &[] };
            let template = own(step.prompt_file()).unwrap_or_else(|| step.built_in().to_owned());
            let text = fill(step.prompt_file(), &template, values)?;
            let hash = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Prompt { text, hash })
        };
        let [find, repair, second, group, challenge] = Step::ALL.map(render);
        Ok(Prompts([find?, repair?, second?, group?, challenge?]))
    }

    /// The prompt of a step.
    pub fn of(&self, step: Step) -> &Prompt {
        &self.0[step as usize]
    }
}

fn fill(file: &'static str, template: &str, values: &[(&'static str, &str)]) -> Result<String, PromptError> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    let mut used = Vec::new();
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        let name = name.trim();
        let Some((known, value)) = values.iter().find(|(known, _)| *known == name) else {
            return Err(PromptError::Unknown { file, name: name.to_owned() });
        };
        text.push_str(before);
        text.push_str(value);
        used.push(*known);
        rest = behind;
    }
    text.push_str(rest);
    match values.iter().find(|(known, _)| !used.contains(known)) {
        Some((name, _)) => Err(PromptError::Missing { file, name }),
        None => Ok(text.trim().to_owned()),
    }
}

/// The codebook as the model reads it.
fn kinds(codebook: &Codebook) -> String {
    let listed = |what: &str, items: &[String]| if items.is_empty() { String::new() } else { format!(" {what}: {}.", items.join("; ")) };
    let lines: Vec<String> = codebook
        .entries
        .iter()
        .map(|e| {
            format!("- {}: {}{}{}", e.kind.as_str(), e.definition.trim(), listed("Include", &e.include), listed("Exclude", &e.exclude))
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_that_is_unknown_or_missing_is_refused() {
        let with = |text: &'static str| Prompts::render(&Codebook::built_in(), move |file| (file == "find.md").then(|| text.to_owned()));
        assert_eq!(with("Look: {{codebok}}"), Err(PromptError::Unknown { file: "find.md", name: "codebok".into() }));
        let error = with("Look.").unwrap_err();
        assert_eq!(error, PromptError::Missing { file: "find.md", name: "codebook" });
        assert!(error.to_string().contains("{{codebook}}"), "{error}");
        let own = with("Look: {{ codebook }}!").unwrap();
        assert!(own.of(Step::Find).text.starts_with("Look: - problem: What hurts") && own.of(Step::Find).text.ends_with('!'));
        let built_in = Prompts::render(&Codebook::built_in(), |_| None).unwrap();
        assert_ne!(own.of(Step::Find).hash, built_in.of(Step::Find).hash);
        assert_eq!(own.of(Step::Group), built_in.of(Step::Group));
    }
}
