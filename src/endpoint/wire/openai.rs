//! OpenAI Chat Completions, and the many servers that speak it each in its own way.

use serde_json::{Value, json};

use super::{Ask, Finish, Mode, NoReply, Parts, Reply, joined_text, model_at, text_at, usage_at};

pub(super) fn request(ask: &Ask<'_>) -> Parts {
    let config = ask.config;
    let mut messages = vec![json!({"role": "system", "content": ask.instructions()})];
    messages.extend(ask.conversation());
    let mut body = json!({"model": config.model, "messages": messages});
    let limit = if ask.dialect.new_limit_name { "max_completion_tokens" } else { "max_tokens" };
    body[limit] = json!(config.output_tokens);
    let (name, schema) = (ask.schema.name(), ask.schema.portable());
    match ask.dialect.mode {
        Mode::JsonSchema => {
            body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": name, "strict": true, "schema": schema}});
        }
        Mode::Tool => {
            body["tools"] = json!([{"type": "function", "function": {"name": name, "strict": true, "parameters": schema}}]);
            body["tool_choice"] = json!({"type": "function", "function": {"name": name}});
        }
        Mode::JsonObject => body["response_format"] = json!({"type": "json_object"}),
        Mode::Prompt => {}
    }
    if let Some(temperature) = ask.temperature() {
        body["temperature"] = json!(temperature);
    }
    if let Some(seed) = ask.seed() {
        body["seed"] = json!(seed);
    }
    if config.stream {
        body["stream"] = json!(true);
        body["stream_options"] = json!({"include_usage": true});
    }
    ("/chat/completions".into(), body, Vec::new(), "authorization", "Bearer ")
}

pub(super) fn read(body: &Value) -> Result<Reply, NoReply> {
    let choice = body.pointer("/choices/0").ok_or(NoReply::Strange("it has no choices"))?;
    let message = choice.get("message").ok_or(NoReply::Strange("its choice has no message"))?;
    let arguments = text_at(message, "/tool_calls/0/function/arguments");
    let text = if arguments.is_empty() { joined_text(message.get("content")) } else { arguments.to_owned() };
    let refusal = text_at(message, "/refusal");
    let finish = match text_at(choice, "/finish_reason") {
        _ if !refusal.is_empty() => Finish::Refused(refusal.to_owned()),
        "content_filter" | "sensitive" => Finish::Filtered("content_filter".into()),
        "length" | "model_length" => Finish::Length,
        "stop" | "tool_calls" | "eos" | "eos_token" => Finish::Stop,
        other => Finish::Other(other.to_owned()),
    };
    let usage = usage_at(body, &["/usage/prompt_tokens"], &["/usage/completion_tokens"]);
    Ok(Reply { text, finish, usage, model: model_at(body, "/model") })
}
