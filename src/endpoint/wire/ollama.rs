//! Ollama's own `/api/chat`: the only route on which its silent cutting of long prompts can be switched off.

use serde_json::{Value, json};

use super::{Ask, Finish, Mode, NoReply, Parts, Reply, joined_text, model_at, text_at, usage_at};

pub(super) fn request(ask: &Ask<'_>) -> Parts {
    let config = ask.config;
    let mut messages = vec![json!({"role": "system", "content": ask.instructions()})];
    messages.extend(ask.conversation());
    let mut options = json!({"num_ctx": config.context_tokens, "num_predict": config.output_tokens});
    if let Some(temperature) = ask.temperature() {
        options["temperature"] = json!(temperature);
    }
    if let Some(seed) = ask.seed() {
        options["seed"] = json!(seed);
    }
    // Without the two `false`, Ollama drops the oldest messages, or the middle of the transcript, and says so only in its own log.
    let mut body = json!({
        "model": config.model, "messages": messages, "stream": config.stream, "truncate": false, "shift": false, "options": options,
    });
    match ask.dialect.mode {
        Mode::JsonSchema => body["format"] = ask.schema.portable().clone(),
        Mode::JsonObject => body["format"] = json!("json"),
        Mode::Tool | Mode::Prompt => {}
    }
    ("/api/chat".into(), body, Vec::new(), "authorization", "Bearer ")
}

pub(super) fn read(body: &Value) -> Result<Reply, NoReply> {
    let message = body.get("message").ok_or(NoReply::Strange("it has no message"))?;
    let finish = match text_at(body, "/done_reason") {
        "stop" => Finish::Stop,
        "length" => Finish::Length,
        other => Finish::Other(other.to_owned()),
    };
    let usage = usage_at(body, &["/prompt_eval_count"], &["/eval_count"]);
    Ok(Reply { text: joined_text(message.get("content")), finish, usage, model: model_at(body, "/model") })
}
