//! The four protocols as a server hears and speaks them. Requests are read strictly: a field that the public descriptions don't have, or
//! one that is missing, is refused in words.

use serde_json::{Value, json};
pub use verbatim::endpoint::Protocol;

use crate::loopback::Asked;

pub const PROTOCOLS: [Protocol; 4] = [Protocol::OpenAi, Protocol::Anthropic, Protocol::Gemini, Protocol::Ollama];

/// The header with the key, to the letter.
pub fn key_header(protocol: Protocol, key: &str) -> String {
    match protocol {
        Protocol::OpenAi | Protocol::Ollama => format!("authorization: Bearer {key}"),
        Protocol::Anthropic => format!("x-api-key: {key}"),
        Protocol::Gemini => format!("x-goog-api-key: {key}"),
    }
}

/// What a request asks.
#[derive(Debug, Clone)]
pub struct Heard {
    pub protocol: Protocol,
    pub step: String,
    /// The instructions.
    pub prompt: String,
    /// The material, and what was said after it.
    pub input: String,
    pub streamed: bool,
    pub body: Value,
}

/// The fields that a request may have, and those that it must.
const FIELDS: [(Protocol, &[&str], &[&str]); 4] = [
    (
        Protocol::OpenAi,
        &[
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "response_format",
            "tools",
            "tool_choice",
            "temperature",
            "seed",
            "stream",
            "stream_options",
        ],
        &["model", "messages"],
    ),
    (
        Protocol::Anthropic,
        &["model", "max_tokens", "system", "messages", "output_config", "tools", "tool_choice", "temperature", "stream"],
        &["model", "max_tokens", "messages"],
    ),
    (Protocol::Gemini, &["systemInstruction", "contents", "generationConfig"], &["contents"]),
    (
        Protocol::Ollama,
        &["model", "messages", "stream", "truncate", "shift", "options", "format"],
        &["model", "messages", "truncate", "shift"],
    ),
];

/// Reads a request.
pub fn heard(asked: &Asked) -> Result<Heard, String> {
    let path = asked.head.lines().next().and_then(|line| line.strip_prefix("POST ")?.strip_suffix(" HTTP/1.1")).ok_or("no POST")?;
    let body: Value = serde_json::from_str(&asked.body).map_err(|e| e.to_string())?;
    let head = asked.head.to_ascii_lowercase();
    if !head.contains("content-type: application/json") {
        return Err("the content type is not JSON".into());
    }
    let protocol = match path {
        "/v1/chat/completions" => Protocol::OpenAi,
        "/v1/messages" if head.contains("anthropic-version: 2023-06-01") => Protocol::Anthropic,
        "/api/chat" => Protocol::Ollama,
        _ if path.starts_with("/v1beta/models/") => Protocol::Gemini,
        _ => return Err(format!("there is nothing at {path}")),
    };
    let (_, may, must) = FIELDS.iter().find(|(of, ..)| *of == protocol).unwrap();
    let fields: Vec<&str> = body.as_object().ok_or("no object")?.keys().map(String::as_str).collect();
    if let Some(unknown) = fields.iter().find(|field| !may.contains(field)) {
        return Err(format!("unknown field {unknown}"));
    }
    if let Some(missing) = must.iter().find(|field| !fields.contains(field)) {
        return Err(format!("missing field {missing}"));
    }
    let texts = |list: &str, text: &str| -> Vec<(String, String)> {
        let all = body[list].as_array().into_iter().flatten();
        all.map(|m| (m["role"].as_str().unwrap_or_default().to_owned(), m.pointer(text).and_then(Value::as_str).unwrap_or_default().into()))
            .collect()
    };
    let (prompt, said, streamed, model) = match protocol {
        Protocol::OpenAi | Protocol::Ollama => {
            let mut messages = texts("messages", "/content");
            if messages.first().is_none_or(|(role, _)| role != "system") {
                return Err("the first message is not the system's".into());
            }
            (messages.remove(0).1, messages, body["stream"] == true, body["model"].as_str())
        }
        Protocol::Anthropic => (
            body["system"].as_str().unwrap_or_default().into(),
            texts("messages", "/content"),
            body["stream"] == true,
            body["model"].as_str(),
        ),
        Protocol::Gemini => {
            let act = path.rsplit_once(':').map(|(_, act)| act).unwrap_or_default();
            let streamed = match act {
                "generateContent" => false,
                "streamGenerateContent?alt=sse" => true,
                other => return Err(format!("unknown method {other}")),
            };
            let prompt = body["systemInstruction"]["parts"][0]["text"].as_str().unwrap_or_default().to_owned();
            (prompt, texts("contents", "/parts/0/text"), streamed, path.strip_prefix("/v1beta/models/"))
        }
    };
    if model.is_none_or(str::is_empty) {
        return Err("no model".into());
    }
    let theirs = if protocol == Protocol::Gemini { "model" } else { "assistant" };
    if said.is_empty()
        || said.iter().enumerate().any(|(n, (role, text))| role != if n % 2 == 0 { "user" } else { theirs } || text.is_empty())
    {
        return Err("the messages are not by turns".into());
    }
    let input = said.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    Ok(Heard { protocol, step: step_of(&prompt), prompt, input, streamed, body })
}

/// The step, told by its prompt's first line.
fn step_of(prompt: &str) -> String {
    let prompts = [
        ("find", include_str!("../../prompts/find.md")),
        ("repair", include_str!("../../prompts/repair.md")),
        ("second_look", include_str!("../../prompts/second-look.md")),
        ("group", include_str!("../../prompts/group.md")),
        ("challenge", include_str!("../../prompts/challenge.md")),
    ];
    let first = prompt.lines().next().unwrap_or_default();
    let step = prompts.iter().find(|(_, text)| text.lines().next() == Some(first));
    step.map_or("other", |(name, _)| *name).to_owned()
}

/// Tokens that a reply claims to be long. What was sent is not counted: a server that reads less than was sent is another test's.
const USED: u64 = 100;

/// The header with the content type, and the body, of a reply with this text; streamed in three pieces.
pub fn reply(protocol: Protocol, text: &str, streamed: bool) -> (&'static str, String) {
    const JSON: &str = "content-type: application/json\r\n";
    const EVENTS: &str = "content-type: text/event-stream\r\n";
    let third = |n: usize| text.floor_char_boundary(text.len() * n / 3);
    let pieces = [&text[..third(1)], &text[third(1)..third(2)], &text[third(2)..]];
    let events = |all: Vec<Value>| all.iter().map(|event| format!("data: {event}\n\n")).collect::<String>();
    match (protocol, streamed) {
        (Protocol::OpenAi, false) => {
            let message = json!({"role": "assistant", "content": text});
            let body = json!({"id": "c", "object": "chat.completion", "created": 1, "model": "test-model",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"completion_tokens": USED}});
            (JSON, body.to_string())
        }
        (Protocol::OpenAi, true) => {
            let mut all: Vec<Value> =
                pieces.iter().map(|piece| json!({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": null}]})).collect();
            all.push(json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}));
            (EVENTS, format!("{}data: [DONE]\n\n", events(all)))
        }
        (Protocol::Anthropic, false) => {
            let body = json!({"id": "m", "type": "message", "role": "assistant", "model": "test-model",
                "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
                "usage": {"output_tokens": USED}});
            (JSON, body.to_string())
        }
        (Protocol::Anthropic, true) => {
            let mut all = vec![json!({"type": "message_start", "message": {"model": "test-model", "usage": {"output_tokens": 1}}})];
            all.extend(
                pieces
                    .iter()
                    .map(|piece| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}})),
            );
            all.push(json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": USED}}));
            all.push(json!({"type": "message_stop"}));
            (EVENTS, events(all))
        }
        (Protocol::Gemini, false) => {
            let body = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}],
                "usageMetadata": {"candidatesTokenCount": USED}, "modelVersion": "test-model"});
            (JSON, body.to_string())
        }
        (Protocol::Gemini, true) => {
            let mut all: Vec<Value> =
                pieces.iter().map(|piece| json!({"candidates": [{"content": {"role": "model", "parts": [{"text": piece}]}}]})).collect();
            all[2]["candidates"][0]["finishReason"] = json!("STOP");
            (EVENTS, events(all))
        }
        (Protocol::Ollama, false) => {
            let body = json!({"model": "test-model", "message": {"role": "assistant", "content": text}, "done": true,
                "done_reason": "stop", "eval_count": USED});
            (JSON, body.to_string())
        }
        (Protocol::Ollama, true) => {
            let mut all: Vec<Value> =
                pieces.iter().map(|piece| json!({"model": "test-model", "message": {"content": piece}, "done": false})).collect();
            all.push(json!({"model": "test-model", "message": {"content": ""}, "done": true, "done_reason": "stop", "eval_count": USED}));
            ("content-type: application/x-ndjson\r\n", all.iter().map(|line| format!("{line}\n")).collect())
        }
    }
}
