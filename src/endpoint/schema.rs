//! The schema of a reply: made from a type, cut down to what every endpoint takes, and kept whole for our own check.
//!
//! The portable part is what OpenAI's strict mode, Claude, Gemini and the grammar-based servers all understand: an object at the root,
//! every property required, nothing additional, `type`, `enum`, `items`, `anyOf`, `description`. What else the type says (bounds,
//! patterns) goes into the description, and is checked here after the reply has come.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use thiserror::Error;

/// What a reply must look like.
#[derive(Debug)]
pub struct Schema {
    name: String,
    portable: Value,
    validator: jsonschema::Validator,
}

/// A type that cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("The type of the reply cannot be asked for: {0}.")]
pub struct SchemaError(pub String);

impl Schema {
    /// The schema of `T`; `name` is what the endpoint sees it called (letters, digits, `_`, `-`; others become `_`).
    ///
    /// # Errors
    /// [`SchemaError`] when `T` is no object, or holds itself.
    pub fn of<T: JsonSchema>(name: &str) -> Result<Self, SchemaError> {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
        Self::from_value(name, settings.into_generator().into_root_schema_for::<T>().to_value())
    }

    fn from_value(name: &str, mut whole: Value) -> Result<Self, SchemaError> {
        if let Some(why) = unportable(&whole) {
            return Err(SchemaError(why.into()));
        }
        if whole.get("type").and_then(Value::as_str) != Some("object") {
            return Err(SchemaError("it is not an object".into()));
        }
        let portable = portable(&whole);
        close(&mut whole);
        let validator = jsonschema::validator_for(&whole).map_err(|why| SchemaError(why.to_string()))?;
        let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = name.chars().take(64).map(allowed).collect();
        Ok(Self { name: if name.is_empty() { "reply".into() } else { name }, portable, validator })
    }

    /// What the endpoint sees the schema called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The schema that is sent.
    #[must_use]
    pub fn portable(&self) -> &Value {
        &self.portable
    }

    /// What in `value` does not fit, in words, at most five faults; empty when it fits.
    #[must_use]
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let describe = |fault: jsonschema::ValidationError<'_>| {
            let place = fault.instance_path().to_string();
            let place = if place.is_empty() { "the whole reply".to_owned() } else { format!("at {place}") };
            // The value itself is left out: it can be long, and the model has it.
            format!("{place}: {}", fault.masked_with("the value"))
        };
        self.validator.iter_errors(value).take(5).map(describe).collect()
    }
}

/// What in a schema no strict mode takes.
fn unportable(schema: &Value) -> Option<&'static str> {
    match schema {
        // Everything was inlined; what is left of references goes round in circles.
        Value::Object(map) if map.get("$ref").is_some_and(Value::is_string) => Some("it holds itself"),
        Value::Object(map) if is_object(map) && !map.contains_key("properties") => Some("it holds a map"),
        Value::Object(map) if map.get("prefixItems").is_some_and(Value::is_array) => Some("it holds a tuple"),
        Value::Object(map) => map.values().find_map(unportable),
        Value::Array(items) => items.iter().find_map(unportable),
        _ => None,
    }
}

fn is_object(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|kind| *kind == json!("object") || *kind == json!(["object", "null"]))
}

/// Forbids properties that the type does not have: what is not asked for is not silently dropped.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".into(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Bounds that not every endpoint takes, and how they are said in a description.
const SAID: [(&str, &str); 9] = [
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("exclusiveMinimum", "more than"),
    ("exclusiveMaximum", "less than"),
    ("minLength", "characters, at least"),
    ("maxLength", "characters, at most"),
    ("minItems", "items, at least"),
    ("maxItems", "items, at most"),
    ("pattern", "matches"),
];

fn portable(schema: &Value) -> Value {
    let Value::Object(from) = schema else {
        // `true` and `false` as schemas: anything goes, or nothing; strict modes know neither.
        return json!({"type": "string"});
    };
    if let Some(values) = constants(from) {
        return with_description(json!({"type": "string", "enum": values}), from);
    }
    if from.get("type") == Some(&json!(["object", "null"])) {
        // An object that may be missing: strict modes want the two as alternatives.
        let mut object = from.clone();
        object.insert("type".into(), json!("object"));
        return json!({"anyOf": [portable(&Value::Object(object)), {"type": "null"}]});
    }
    let mut to = Map::new();
    for key in ["type", "enum"] {
        if let Some(value) = from.get(key) {
            to.insert(key.into(), value.clone());
        }
    }
    if let Some(value) = from.get("const") {
        to.insert("enum".into(), json!([value]));
    }
    if let Some(Value::Object(properties)) = from.get("properties") {
        let properties: Map<_, _> = properties.iter().map(|(name, schema)| (name.clone(), portable(schema))).collect();
        to.insert("required".into(), properties.keys().cloned().collect());
        to.insert("properties".into(), Value::Object(properties));
        to.insert("additionalProperties".into(), json!(false));
    }
    if let Some(items) = from.get("items") {
        to.insert("items".into(), portable(items));
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = from.get(key) {
            to.insert("anyOf".into(), branches.iter().map(portable).collect());
        }
    }
    with_description(Value::Object(to), from)
}

/// The values of an enum whose variants carry descriptions: schemars writes those as `oneOf` of constants.
fn constants(from: &Map<String, Value>) -> Option<Vec<Value>> {
    let branches = from.get("oneOf")?.as_array()?;
    let mut values = Vec::new();
    for branch in branches {
        match (branch.get("const"), branch.get("enum").and_then(Value::as_array)) {
            (Some(value), _) => values.push(value.clone()),
            (None, Some(several)) => values.extend(several.iter().cloned()),
            (None, None) => return None,
        }
    }
    values.iter().all(Value::is_string).then_some(values)
}

fn with_description(mut schema: Value, from: &Map<String, Value>) -> Value {
    let mut words: Vec<String> = from.get("description").and_then(Value::as_str).map(ToOwned::to_owned).into_iter().collect();
    for branch in from.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(value), Some(said)) = (branch.get("const").and_then(Value::as_str), branch.get("description").and_then(Value::as_str))
        {
            words.push(format!("{value}: {said}"));
        }
    }
    for (key, said) in SAID {
        // Unsigned integers carry `minimum: 0`, which says nothing to a model.
        if let Some(bound) = from.get(key).filter(|bound| *bound != &json!(0)) {
            words.push(format!("({said} {bound})"));
        }
    }
    if !words.is_empty()
        && let Value::Object(map) = &mut schema
    {
        map.insert("description".into(), words.join(" ").into());
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(JsonSchema, Deserialize)]
    #[allow(dead_code)]
    struct Findings {
        /// All that was found.
        #[schemars(length(max = 30))]
        findings: Vec<Finding>,
        note: Option<String>,
    }

    #[derive(JsonSchema, Deserialize)]
    #[allow(dead_code)]
    struct Finding {
        kind: Kind,
        #[schemars(range(min = 1))]
        turn: u32,
    }

    #[derive(JsonSchema, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[allow(dead_code)]
    enum Kind {
        /// What hurts.
        Problem,
        /// What held them back.
        Objection,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code)]
    struct Tree {
        children: Vec<Tree>,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code)]
    struct Free {
        anything: std::collections::BTreeMap<String, String>,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code)]
    struct Choices {
        kind: Option<Kind>,
        finding: Option<Finding>,
        act: Act,
    }

    #[derive(JsonSchema)]
    #[serde(tag = "do", rename_all = "snake_case")]
    #[allow(dead_code)]
    enum Act {
        Correct { text: String },
        Withdraw { why: String },
    }

    #[test]
    fn choices_become_any_of() {
        let schema = Schema::of::<Choices>("x").unwrap();
        let at = |pointer: &str| schema.portable().pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(at("/properties/kind/anyOf/0/enum"), json!(["problem", "objection"]));
        assert_eq!(at("/properties/kind/anyOf/1"), json!({"type": "null"}));
        assert_eq!(at("/properties/finding/anyOf/0/required"), json!(["kind", "turn"]));
        assert_eq!(at("/properties/act/anyOf/0/required"), json!(["do", "text"]));
        assert_eq!(at("/properties/act/anyOf/0/properties/do"), json!({"type": "string", "enum": ["correct"]}));
        assert!(!schema.portable().to_string().contains("oneOf"));
    }

    #[test]
    fn only_the_portable_part_is_sent() {
        let schema = Schema::of::<Findings>("find it").unwrap();
        assert_eq!(schema.name(), "find_it");
        let expected = json!({
            "type": "object",
            "required": ["findings", "note"],
            "properties": {
                "findings": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["kind", "turn"],
                        "properties": {
                            "kind": {
                                "type": "string",
                                "enum": ["problem", "objection"],
                                "description": "problem: What hurts. objection: What held them back.",
                            },
                            "turn": {"type": "integer", "description": "(at least 1)"},
                        },
                        "additionalProperties": false,
                    },
                    "description": "All that was found. (items, at most 30)",
                },
                "note": {"type": ["string", "null"]},
            },
            "additionalProperties": false,
        });
        assert_eq!(schema.portable(), &expected);
    }

    #[test]
    fn the_whole_schema_is_checked() {
        let schema = Schema::of::<Findings>("find").unwrap();
        assert!(schema.faults(&json!({"findings": [{"kind": "problem", "turn": 3}]})).is_empty());
        let faults = |value: Value| schema.faults(&value).join("; ");
        assert!(faults(json!({"findings": [{"kind": "problem", "turn": 0}]})).contains("/findings/0/turn"));
        assert!(faults(json!({"findings": [], "more": 1})).contains("more"));
        assert!(faults(json!({})).contains("findings"));
        let secret = faults(json!({"findings": [{"kind": "what a customer said", "turn": 1}]}));
        assert!(!secret.contains("customer said"), "{secret}");
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused() {
        assert!(Schema::of::<Vec<String>>("x").is_err());
        assert!(Schema::of::<Tree>("x").is_err());
        assert!(Schema::of::<Free>("x").is_err());
    }
}
