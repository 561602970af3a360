//! `verbatim init`: a few questions, and a `verbatim.toml`.

use std::fmt::Write as _;
use std::path::Path;

use crate::config::Config;
use crate::error::Error;
use crate::page::{Line, Tone};
use crate::project::Project;
use crate::ui::{Answer, Ui};

/// The arguments of `verbatim init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  verbatim init        answer five questions; Escape leaves one open")]
pub struct InitArgs {}

/// What a person may answer for a model: the words on the screen, and the protocol, model and variable that go with them.
const MODELS: &[(&str, &str, &str, &str)] = &[
    ("No model: the built-in finder, nothing leaves this machine", "", "", ""),
    ("OpenAI, or a server that speaks the same", "openai", "gpt-5-mini", "OPENAI_API_KEY"),
    ("Anthropic", "anthropic", "claude-sonnet-4-5", "ANTHROPIC_API_KEY"),
    ("Gemini", "gemini", "gemini-2.5-flash", "GEMINI_API_KEY"),
    ("Ollama on this machine", "ollama", "qwen3:14b", ""),
];

/// Runs the command.
///
/// # Errors
/// Where there is a `verbatim.toml` already, or no terminal to ask on.
pub fn run(ui: &Ui, project: Option<&Path>, _args: &InitArgs) -> Result<(), Error> {
    let current = std::env::current_dir().map_err(|e| Error::failed("The current folder can't be used.").because(e))?;
    let project = Project::locate(Some(project.unwrap_or(&current)), &current)?;
    let file = project.config_file();
    if file.exists() {
        return Err(Error::failed(format!("{} is there already, and is left as it is.", file.display()))
            .hint("Change it with any editor; config.example.toml explains each key, and `verbatim doctor` checks it."));
    }
    if !ui.is_interactive() {
        return Err(Error::person_needed("The questions need a person at a terminal.").hint(format!(
            "Or write {} yourself, such as:\n\n{}",
            file.display(),
            written(&Answers { product: "Parwell".into(), vendor: "Parwell".into(), model: Some(1), ..Answers::default() })
        )));
    }
    let Some(answers) = ask(ui)? else {
        return Err(Error::person_needed("Left before everything was asked; nothing was written.").hint("`verbatim init` starts again."));
    };
    let text = written(&answers);
    Config::parse(&text, &file)?;
    std::fs::write(&file, text).map_err(|e| Error::failed(format!("{} could not be written.", file.display())).because(e))?;
    ui.say_line(&Line::of(Tone::Good, "Written: ").then(Tone::Plain, file.display().to_string()), 2);
    ui.say("`verbatim doctor` checks it; `verbatim run FOLDER` reads your transcripts.");
    Ok(())
}

#[derive(Default)]
struct Answers {
    product: String,
    vendor: String,
    domain: String,
    /// Position in [`MODELS`].
    model: Option<usize>,
    name: String,
}

/// `None` where they left.
fn ask(ui: &Ui) -> Result<Option<Answers>, Error> {
    let mut answers = Answers::default();
    let questions = [
        ("What is your product called?", "For the headings of the documents. Escape leaves it open.", &mut answers.product),
        ("What is your company called?", "Whoever a transcript says belongs to it is a rep. Escape leaves it open.", &mut answers.vendor),
        ("Your mail domain, such as parwell.example?", "Who has such an address is a rep. Escape leaves it open.", &mut answers.domain),
    ];
    for (question, help, answer) in questions {
        match ui.edit(question, "", help)? {
            Answer::Given(text) => *answer = text.trim().to_owned(),
            Answer::Skipped => {}
            Answer::Interrupted => return Ok(None),
        }
    }
    let options: Vec<String> = MODELS.iter().map(|(words, ..)| (*words).to_owned()).collect();
    answers.model =
        match ui.choose("Who looks for themes?", &options, 0, "A model sees your transcripts; the built-in finder sends nothing.")? {
            Answer::Given(at) => Some(at).filter(|at| *at > 0),
            Answer::Skipped => None,
            Answer::Interrupted => return Ok(None),
        };
    if let Some((_, _, model, _)) = answers.model.and_then(|at| MODELS.get(at)) {
        match ui.edit("Which model?", model, "As the vendor or the server calls it.")? {
            Answer::Given(text) => answers.name = text.trim().to_owned(),
            Answer::Skipped => {}
            Answer::Interrupted => return Ok(None),
        }
    }
    Ok(Some(answers))
}

/// The file. Text goes in as JSON strings, whatever is in it: TOML reads them the same.
fn written(answers: &Answers) -> String {
    let string = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = "# Written by `verbatim init`. config.example.toml explains every key.\n".to_owned();
    if !answers.product.is_empty() {
        let _ = write!(text, "\n[project]\nproduct = {}\n", string(&answers.product));
    }
    if !answers.vendor.is_empty() || !answers.domain.is_empty() {
        text.push_str("\n[people]\n");
    }
    if !answers.vendor.is_empty() {
        let _ = writeln!(text, "vendor = {}", string(&answers.vendor));
    }
    if !answers.domain.is_empty() {
        let _ = writeln!(text, "domains = [{}]", string(&answers.domain));
    }
    if let Some((_, protocol, model, variable)) = answers.model.and_then(|at| MODELS.get(at)) {
        let model = if answers.name.is_empty() { model } else { answers.name.as_str() };
        let _ = write!(text, "\n[endpoint]\nprotocol = \"{protocol}\"\nmodel = {}\n", string(model));
        if !variable.is_empty() {
            let _ = write!(
                text,
                "# The environment variable that holds the key; the key itself never stands here.\nkey_env = \"{variable}\"\n"
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_answered_makes_a_config() {
        for model in 0..MODELS.len() {
            let odd = "He said \"x\"\\ \n[endpoint]".to_owned();
            let answers = Answers {
                product: odd.clone(),
                vendor: odd.clone(),
                domain: "a.example".into(),
                model: Some(model).filter(|m| *m > 0),
                name: String::new(),
            };
            let config = Config::parse(&written(&answers), Path::new("verbatim.toml")).unwrap();
            assert_eq!((config.project.product, config.people.vendor), (Some(odd.clone()), Some(odd)));
            assert_eq!(config.endpoint.is_some(), model > 0);
            assert!(config.endpoint.is_none_or(|endpoint| endpoint.check().is_ok()));
        }
        assert_eq!(Config::parse(&written(&Answers::default()), Path::new("v")).unwrap(), Config::default());
    }
}
