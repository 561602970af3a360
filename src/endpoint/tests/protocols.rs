//! What leaves for each protocol, to the byte, and that its replies are understood, whole and streamed.

use super::wire::{Ask, Finish, Message, Speaker, Usage};
use super::*;
use serde_json::Value;

fn sent(protocol: Protocol, structured: Structured) -> (HttpRequest, Value) {
    let config = EndpointConfig { structured, output_tokens: 99, context_tokens: 999, ..EndpointConfig::new(protocol, "m") };
    let key = Key::new(KEY, "MY_KEY").unwrap();
    let schema = Schema::of::<Found>("find").unwrap();
    let messages = [Message { speaker: Speaker::User, text: "1 C: It was slow.".into() }];
    let dialect = Dialect::first(&config);
    let ask = Ask { config: &config, dialect, schema: &schema, prompt: "Find the problem.", messages: &messages };
    let request = wire::request(&ask, Some(&key)).unwrap();
    let body = serde_json::from_slice(&request.body).unwrap();
    (request, body)
}

fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["problem", "turn"],
        "properties": {
            "problem": {"type": "string", "description": "The problem, in the customer's words."},
            "turn": {"type": "integer", "description": "The turn in which it is said. (at least 1)"},
        },
        "additionalProperties": false,
        "description": "What the tests ask for.",
    })
}

#[test]
fn openai_asks_like_this() {
    let (request, body) = sent(Protocol::OpenAi, Structured::Auto);
    assert_eq!(request.url, "https://api.openai.com/v1/chat/completions");
    assert_eq!(request.secret_headers[0].0, "authorization");
    let messages = json!([{"role": "system", "content": "Find the problem."}, {"role": "user", "content": "1 C: It was slow."}]);
    let format = json!({"type": "json_schema", "json_schema": {"name": "find", "strict": true, "schema": schema()}});
    assert_eq!(body, json!({"model": "m", "messages": messages, "max_completion_tokens": 99, "response_format": format}));
    let (_, body) = sent(Protocol::OpenAi, Structured::Prompt);
    let prompt = body["messages"][0]["content"].as_str().unwrap();
    assert!(prompt.starts_with("Find the problem.\n\nReply with one JSON object") && prompt.contains("\"turn\""), "{prompt}");
}

#[test]
fn anthropic_asks_like_this() {
    let (request, body) = sent(Protocol::Anthropic, Structured::Auto);
    assert_eq!(request.url, "https://api.anthropic.com/v1/messages");
    assert!(request.headers.contains(&("anthropic-version".into(), "2023-06-01".into())));
    assert_eq!(request.secret_headers[0].0, "x-api-key");
    let messages = json!([{"role": "user", "content": "1 C: It was slow."}]);
    let config = json!({"format": {"type": "json_schema", "schema": schema()}});
    let expected = json!({"model": "m", "max_tokens": 99, "system": "Find the problem.", "messages": messages, "output_config": config});
    assert_eq!(body, expected);
    let (_, body) = sent(Protocol::Anthropic, Structured::Tool);
    assert_eq!(body["tool_choice"], json!({"type": "tool", "name": "find"}));
    assert_eq!(body["tools"][0]["input_schema"], schema());
}

#[test]
fn gemini_asks_like_this() {
    let (request, body) = sent(Protocol::Gemini, Structured::Auto);
    assert_eq!(request.url, "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent");
    assert_eq!(request.secret_headers[0].0, "x-goog-api-key");
    let expected = json!({
        "systemInstruction": {"parts": [{"text": "Find the problem."}]},
        "contents": [{"role": "user", "parts": [{"text": "1 C: It was slow."}]}],
        "generationConfig": {"maxOutputTokens": 99, "responseMimeType": "application/json", "responseJsonSchema": schema()},
    });
    assert_eq!(body, expected);
}

#[test]
fn ollama_asks_like_this() {
    let (request, body) = sent(Protocol::Ollama, Structured::Auto);
    assert_eq!(request.url, "http://127.0.0.1:11434/api/chat");
    let messages = json!([{"role": "system", "content": "Find the problem."}, {"role": "user", "content": "1 C: It was slow."}]);
    let expected = json!({
        "model": "m", "messages": messages, "stream": false, "truncate": false, "shift": false,
        "options": {"num_ctx": 999, "num_predict": 99}, "format": schema(),
    });
    assert_eq!(body, expected);
}

#[test]
fn whole_replies_are_understood() {
    let usage = Some(Usage { input: 40, output: 12 });
    let parts = json!([{"type": "thinking"}, {"type": "text", "text": GOOD}]);
    let replies = [
        (Protocol::OpenAi, chat(GOOD, "stop")),
        (Protocol::OpenAi, chat("", "eos").replace("\"content\":\"\"", &format!("\"content\":{parts}"))),
        (
            Protocol::Anthropic,
            json!({"content": [{"type": "text", "text": GOOD}], "stop_reason": "end_turn",
                "usage": {"input_tokens": 30, "cache_read_input_tokens": 10, "output_tokens": 12}})
            .to_string(),
        ),
        (
            Protocol::Anthropic,
            json!({"content": [{"type": "text", "text": "So:"}, {"type": "tool_use", "input": {"problem": "It was slow.", "turn": 3}}],
                "stop_reason": "tool_use", "usage": {"input_tokens": 40, "output_tokens": 12}})
            .to_string(),
        ),
        (
            Protocol::Gemini,
            json!({"candidates": [{"content": {"parts": [{"text": "hm {", "thought": true}, {"text": &GOOD[..9]}, {"text": &GOOD[9..]}]},
                "finishReason": "STOP"}],
                "usageMetadata": {"promptTokenCount": 40, "candidatesTokenCount": 10, "thoughtsTokenCount": 2}})
            .to_string(),
        ),
        (
            Protocol::Ollama,
            json!({"message": {"content": GOOD, "thinking": "hm"}, "done": true, "done_reason": "stop", "prompt_eval_count": 40, "eval_count": 12})
                .to_string(),
        ),
    ];
    for (protocol, body) in replies {
        let reply = wire::read(protocol, body.as_bytes()).unwrap();
        assert_eq!((reply.text.as_str(), &reply.finish, reply.usage), (GOOD, &Finish::Stop, usage), "{body}");
    }
}

#[test]
fn streamed_replies_are_the_same_and_a_broken_stream_is_none() {
    let (a, b) = GOOD.split_at(9);
    let sse = |events: &[Value]| events.iter().map(|event| format!("event: x\ndata: {event}\n\n")).collect::<String>();
    let openai = sse(&[
        json!({"choices": [{"delta": {"role": "assistant", "content": a}}]}),
        json!({"choices": [{"delta": {"content": b}, "finish_reason": "stop"}]}),
        json!({"choices": [], "usage": {"prompt_tokens": 40, "completion_tokens": 12}}),
    ]);
    let anthropic = sse(&[
        json!({"type": "message_start", "message": {"model": "m", "usage": {"input_tokens": 40, "output_tokens": 1}}}),
        json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": a}}),
        json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": b}}),
        json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 12}}),
    ]);
    let gemini = sse(&[
        json!({"candidates": [{"content": {"parts": [{"text": a}]}}]}),
        json!({"candidates": [{"content": {"parts": [{"text": b}]}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 40, "candidatesTokenCount": 12}}),
    ]);
    let ollama = [
        json!({"message": {"content": a}, "done": false}),
        json!({"message": {"content": b}, "done": true, "done_reason": "stop", "prompt_eval_count": 40, "eval_count": 12}),
    ];
    let ollama: String = ollama.iter().map(|line| format!("{line}\n")).collect();
    let streams = [
        (Protocol::OpenAi, format!(": comment\n{openai}data: [DONE]\n")),
        (Protocol::Anthropic, anthropic),
        (Protocol::Gemini, gemini),
        (Protocol::Ollama, ollama),
    ];
    for (protocol, body) in streams {
        let reply = wire::read(protocol, body.as_bytes()).unwrap();
        assert_eq!((reply.text.as_str(), reply.finish, reply.usage), (GOOD, Finish::Stop, Some(Usage { input: 40, output: 12 })), "{body}");
        let half = &body.as_bytes()[..body.find("slow").unwrap_or(40) + 8];
        assert!(wire::read(protocol, half).is_err(), "{}", String::from_utf8_lossy(half));
    }
    let broken = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
    assert!(
        matches!(wire::read(Protocol::Anthropic, broken.as_bytes()), Err(wire::NoReply::Fault(fault)) if fault.kind == FaultKind::Overloaded)
    );
}

#[test]
fn refusals_of_each_protocol_are_told_apart_from_cuts() {
    let finish = |protocol, body: Value| wire::read(protocol, body.to_string().as_bytes()).unwrap().finish;
    let gemini = |reason: &str| finish(Protocol::Gemini, json!({"candidates": [{"finishReason": reason}]}));
    assert_eq!(gemini("RECITATION"), Finish::Filtered("RECITATION".into()));
    assert_eq!(gemini("MAX_TOKENS"), Finish::Length);
    assert_eq!(finish(Protocol::Gemini, json!({"promptFeedback": {"blockReason": "SAFETY"}})), Finish::Filtered("SAFETY".into()));
    let claude = |reason: &str| finish(Protocol::Anthropic, json!({"content": [], "stop_reason": reason}));
    assert_eq!(claude("refusal"), Finish::Refused(String::new()));
    assert_eq!(claude("model_context_window_exceeded"), Finish::Length);
    assert_eq!(finish(Protocol::Ollama, json!({"message": {}, "done_reason": "length"})), Finish::Length);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_body_makes_the_reader_panic(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), json in "(data: )?[{}\\[\\]\",:a-z0-9\n]{0,80}") {
        for protocol in [Protocol::OpenAi, Protocol::Anthropic, Protocol::Gemini, Protocol::Ollama] {
            let _ = wire::read(protocol, &body);
            let _ = wire::read(protocol, json.as_bytes());
        }
    }
}
