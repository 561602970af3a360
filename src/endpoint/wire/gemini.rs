//! Gemini `generateContent`, v1beta.

use serde_json::{Value, json};

use super::{Ask, Finish, Mode, NoReply, Parts, Reply, Speaker, model_at, text_at, usage_at};

pub(super) fn request(ask: &Ask<'_>) -> Parts {
    let config = ask.config;
    let contents: Vec<_> = ask
        .messages
        .iter()
        .map(|message| {
            let role = if message.speaker == Speaker::User { "user" } else { "model" };
            json!({"role": role, "parts": [{"text": message.text}]})
        })
        .collect();
    let mut settings = json!({"maxOutputTokens": config.output_tokens});
    match ask.dialect.mode {
        Mode::JsonSchema => {
            settings["responseMimeType"] = json!("application/json");
            settings["responseJsonSchema"] = ask.schema.portable().clone();
        }
        Mode::JsonObject => settings["responseMimeType"] = json!("application/json"),
        Mode::Tool | Mode::Prompt => {}
    }
    if let Some(temperature) = ask.temperature() {
        settings["temperature"] = json!(temperature);
    }
    if let Some(seed) = ask.seed() {
        settings["seed"] = json!(seed);
    }
    let body = json!({
        "systemInstruction": {"parts": [{"text": ask.instructions()}]},
        "contents": contents,
        "generationConfig": settings,
    });
    let model = config.model.strip_prefix("models/").unwrap_or(&config.model);
    let act = if config.stream { "streamGenerateContent" } else { "generateContent" };
    (format!("/v1beta/models/{model}:{act}"), body, Vec::new(), "x-goog-api-key", "")
}

pub(super) fn read(body: &Value) -> Result<Reply, NoReply> {
    let usage =
        usage_at(body, &["/usageMetadata/promptTokenCount"], &["/usageMetadata/candidatesTokenCount", "/usageMetadata/thoughtsTokenCount"]);
    let model = model_at(body, "/modelVersion");
    let blocked = text_at(body, "/promptFeedback/blockReason");
    let Some(candidate) = body.pointer("/candidates/0") else {
        return if blocked.is_empty() {
            Err(NoReply::Strange("it has no candidates"))
        } else {
            Ok(Reply { text: String::new(), finish: Finish::Filtered(blocked.to_owned()), usage, model })
        };
    };
    let parts = candidate.pointer("/content/parts").and_then(Value::as_array);
    let spoken = |part: &&Value| part.get("thought") != Some(&Value::Bool(true));
    let text = parts.into_iter().flatten().filter(spoken).map(|part| text_at(part, "/text")).collect();
    let finish = match text_at(candidate, "/finishReason") {
        "STOP" => Finish::Stop,
        "MAX_TOKENS" => Finish::Length,
        why @ ("SAFETY" | "RECITATION" | "PROHIBITED_CONTENT" | "SPII" | "BLOCKLIST" | "LANGUAGE") => Finish::Filtered(why.to_owned()),
        other => Finish::Other(other.to_owned()),
    };
    Ok(Reply { text, finish, usage, model })
}
