//! The Markdown templates, and the engine that fills them: values are escaped for Markdown, so words from a transcript, a name or a
//! statement can neither format, link nor run anything.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use super::docx::Reference;
use super::plan::carry_over;
use super::{ExportError, escape};

/// The templates by file name: the embedded ones, and those that a user put in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    texts: BTreeMap<String, String>,
    written: BTreeMap<String, String>,
    reference: Option<Reference>,
}

impl Default for Templates {
    fn default() -> Templates {
        let embedded = [
            ("codebook.md", include_str!("../../templates/codebook.md")),
            ("decision-log.md", include_str!("../../templates/decision-log.md")),
            ("lines.md", include_str!("../../templates/lines.md")),
            ("messaging-source-document.md", include_str!("../../templates/messaging-source-document.md")),
            ("objection-sheet.md", include_str!("../../templates/objection-sheet.md")),
            ("voc-report.md", include_str!("../../templates/voc-report.md")),
            ("win-loss-language.md", include_str!("../../templates/win-loss-language.md")),
        ];
        let texts = embedded.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        Templates { texts, written: BTreeMap::new(), reference: None }
    }
}

impl Templates {
    /// All templates, by file name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The templates with `text` in place of the one named `name`.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Templates {
        self.texts.insert(name.to_owned(), text.to_owned());
        self
    }

    /// The templates, with the styles of a company's own Word file.
    #[must_use]
    pub fn with_reference(mut self, reference: Reference) -> Templates {
        self.reference = Some(reference);
        self
    }

    /// The Word file whose styles are taken.
    pub(super) fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// The templates, and what a marketer wrote into the [PMM] parts of the Markdown files made of them: `existing` are the files of the folder
    /// that documents are written to. Documents in other formats show it too.
    #[must_use]
    pub fn with_own_text_of(mut self, existing: &BTreeMap<String, Vec<u8>>) -> Templates {
        let text = |name: &String| Some((name.clone(), String::from_utf8(existing.get(name)?.clone()).ok()?));
        self.written = self.texts.keys().filter_map(text).collect();
        self
    }

    /// Fills the template named `name` as [`Templates::fill`], with what a marketer wrote into its [PMM] parts.
    ///
    /// # Errors
    /// As [`Templates::fill`].
    pub(super) fn fill_with_own_text(&self, name: &str, model: Value) -> Result<String, ExportError> {
        let fresh = self.fill(name, model)?;
        Ok(self.written.get(name).map(|old| carry_over(old, &fresh).text).unwrap_or(fresh))
    }

    /// Fills the template named `name` with `model` into Markdown.
    ///
    /// # Errors
    /// [`ExportError::Template`] where there is no such template or it can't be used.
    pub(super) fn fill(&self, name: &str, model: Value) -> Result<String, ExportError> {
        if !self.texts.contains_key(name) {
            return Err(ExportError::Template {
                template: name.to_owned(),
                line: None,
                reason: "there is no template of this name".into(),
            });
        }
        let filled = engine().and_then(|mut engine| {
            for (name, text) in &self.texts {
                engine.add_template(name, text)?;
            }
            engine.get_template(name)?.render(model.clone())
        });
        filled.map(|text| tidy(&text)).map_err(|e| {
            let template = e.name().unwrap_or(name);
            fault(template, self.texts.get(template).map_or("", String::as_str), &model, &e)
        })
    }
}

fn engine<'a>() -> Result<Environment<'a>, minijinja::Error> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    engine.set_debug(true);
    engine.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    engine.set_formatter(|out, _, value| {
        let written = match value.as_str() {
            Some(text) if value.is_safe() => out.write_str(text),
            Some(text) => out.write_str(&escape::markdown(text)),
            None if value.is_none() => Ok(()),
            None if value.is_number() => out.write_str(&value.to_string()),
            None => out.write_str(&escape::markdown(&value.to_string())),
        };
        written.map_err(minijinja::Error::from)
    });
    engine.add_filter("quoted", quoted);
    engine.add_filter("words", |code: String| super::quoted::words(&code));
    engine.add_filter("day", |at: String| super::method::day(&at).to_owned());
    engine.add_filter("short", |hash: String| hash.get(..12).unwrap_or(&hash).to_owned());
    Ok(engine)
}

/// Somebody's words in quotation marks, escaped for Markdown; words that stand in such marks already get no second pair.
fn quoted(text: String) -> Value {
    Value::from_safe_string(format!("“{}”", escape::markdown(super::quoted::own_words(&text))))
}

/// Never more than one empty line, none at the end of a line or of the document.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || !out.ends_with("\n\n") {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{}\n", out.trim())
}

fn fault(name: &str, text: &str, model: &Value, error: &minijinja::Error) -> ExportError {
    let mut reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    if error.kind() == ErrorKind::UndefinedError
        && let Some(path) = error.range().and_then(|range| text.get(range))
    {
        let wrong = path.rsplit(['.', ' ']).next().unwrap_or(path);
        reason = match nearest(path, wrong, model) {
            Some(right) => format!("there is no {wrong}; did you mean {right}?"),
            None => format!("there is no {wrong}"),
        };
    }
    ExportError::Template { template: name.to_owned(), line: error.line(), reason }
}

/// The field whose name is nearest to `wrong`, the last name of `path`: of what `path` leads to, or, where a name in it is the template's own,
/// of anything in `model`.
fn nearest(path: &str, wrong: &str, model: &Value) -> Option<String> {
    let mut owners = path.split('.').map(str::trim);
    owners.next_back();
    let owner = owners.try_fold(model.clone(), |owner, name| owner.get_attr(name).ok().filter(|v| !v.is_undefined()));
    let mut names = BTreeSet::new();
    match owner {
        Some(owner) => names.extend(owner.try_iter().into_iter().flatten().filter_map(|k| k.as_str().map(str::to_owned))),
        None => collect(model, &mut names, 0),
    }
    let (distance, name) = names.into_iter().map(|name| (strsim::damerau_levenshtein(wrong, &name), name)).min()?;
    (1..=3).contains(&distance).then_some(name).filter(|_| distance < wrong.chars().count())
}

fn collect(value: &Value, names: &mut BTreeSet<String>, depth: usize) {
    let is_map = value.kind() == minijinja::value::ValueKind::Map;
    if depth > 8 || !(is_map || value.kind() == minijinja::value::ValueKind::Seq) {
        return;
    }
    for key in value.try_iter().into_iter().flatten().take(100) {
        if is_map {
            names.extend(key.as_str().map(str::to_owned));
            value.get_item(&key).iter().for_each(|v| collect(v, names, depth + 1));
        } else {
            collect(&key, names, depth + 1);
        }
    }
}
