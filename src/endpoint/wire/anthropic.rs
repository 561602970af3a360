//! Anthropic Messages, as of API version 2023-06-01; another can be given as a header in the config.

use serde_json::{Value, json};

use super::{Ask, Finish, Mode, NoReply, Parts, Reply, model_at, text_at, usage_at};

pub(super) fn request(ask: &Ask<'_>) -> Parts {
    let config = ask.config;
    let messages: Vec<_> = ask.conversation().collect();
    let mut body = json!({"model": config.model, "max_tokens": config.output_tokens, "system": ask.instructions(), "messages": messages});
    let (name, schema) = (ask.schema.name(), ask.schema.portable());
    match ask.dialect.mode {
        Mode::JsonSchema => body["output_config"] = json!({"format": {"type": "json_schema", "schema": schema}}),
        Mode::Tool => {
            body["tools"] = json!([{"name": name, "description": "Takes the reply.", "input_schema": schema}]);
            body["tool_choice"] = json!({"type": "tool", "name": name});
        }
        Mode::JsonObject | Mode::Prompt => {}
    }
    if let Some(temperature) = ask.temperature() {
        body["temperature"] = json!(temperature);
    }
    if config.stream {
        body["stream"] = json!(true);
    }
    ("/v1/messages".into(), body, vec![("anthropic-version", "2023-06-01")], "x-api-key", "")
}

pub(super) fn read(body: &Value) -> Result<Reply, NoReply> {
    let blocks = body.get("content").and_then(Value::as_array).ok_or(NoReply::Strange("it has no content"))?;
    let tool = blocks.iter().find(|block| text_at(block, "/type") == "tool_use").and_then(|block| block.get("input"));
    let text = tool.map_or_else(
        || blocks.iter().filter(|block| text_at(block, "/type") == "text").map(|block| text_at(block, "/text")).collect(),
        // A stream gives the input as text that we joined; it must not be quoted a second time.
        |input| input.as_str().map_or_else(|| input.to_string(), ToOwned::to_owned),
    );
    let finish = match text_at(body, "/stop_reason") {
        "end_turn" | "stop_sequence" | "tool_use" => Finish::Stop,
        "max_tokens" | "model_context_window_exceeded" => Finish::Length,
        "refusal" => Finish::Refused(text_at(body, "/stop_details/category").to_owned()),
        other => Finish::Other(other.to_owned()),
    };
    let sent = ["/usage/input_tokens", "/usage/cache_read_input_tokens", "/usage/cache_creation_input_tokens"];
    Ok(Reply { text, finish, usage: usage_at(body, &sent, &["/usage/output_tokens"]), model: model_at(body, "/model") })
}
