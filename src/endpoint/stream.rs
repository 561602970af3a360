//! A reply that came piece by piece, put together into the same JSON as one that came whole.
//!
//! So there is one reader for each protocol, and a server that streams without being asked is understood too.

use serde_json::{Value, json};

use super::wire::NoReply;
use super::{Fault, Protocol};

/// The events in a body, if it is a stream: server-sent events, or one JSON object a line (Ollama). A broken event ends the list.
pub(super) fn events(body: &[u8]) -> Option<Vec<Value>> {
    let text = String::from_utf8_lossy(body);
    let marks = ["data:", "event:", "id:", ":"];
    if marks.iter().any(|mark| text.starts_with(mark)) {
        let data = text.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim);
        return Some(
            data.map_while(|data| if data == "[DONE]" { Some(json!("[DONE]")) } else { serde_json::from_str(data).ok() }).collect(),
        );
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_object = |line: Option<&str>| line.is_some_and(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok());
    // Two lines that are JSON each: a stream. One that is alone is a whole reply.
    (is_object(lines.next()) && is_object(lines.next()))
        .then(|| text.lines().filter(|line| !line.trim().is_empty()).map_while(|line| serde_json::from_str(line).ok()).collect())
}

/// Joins the events of one reply.
///
/// # Errors
/// [`NoReply`] when the stream holds an error or breaks off before its end.
pub(super) fn whole(protocol: Protocol, events: Vec<Value>) -> Result<Value, NoReply> {
    if let Some(fault) = events.iter().find_map(Fault::in_reply) {
        return Err(NoReply::Fault(fault));
    }
    let joined = match protocol {
        Protocol::OpenAi => openai(&events),
        Protocol::Anthropic => anthropic(&events),
        Protocol::Gemini => gemini(events),
        Protocol::Ollama => ollama(&events),
    };
    joined.ok_or_else(|| NoReply::NotJson("the stream broke off before its end".into()))
}

fn last<'a>(events: &'a [Value], pointer: &str) -> Option<&'a Value> {
    events.iter().rev().filter_map(|event| event.pointer(pointer)).find(|value| !value.is_null())
}

fn joined(events: &[Value], pointer: &str) -> String {
    events.iter().filter_map(|event| event.pointer(pointer)?.as_str()).collect()
}

fn openai(events: &[Value]) -> Option<Value> {
    let finish = last(events, "/choices/0/finish_reason");
    if finish.is_none() && events.last() != Some(&json!("[DONE]")) {
        return None;
    }
    let refusal = joined(events, "/choices/0/delta/refusal");
    let mut message = json!({"content": joined(events, "/choices/0/delta/content"), "refusal": refusal});
    let arguments = joined(events, "/choices/0/delta/tool_calls/0/function/arguments");
    if !arguments.is_empty() {
        message["tool_calls"] = json!([{"function": {"arguments": arguments}}]);
    }
    Some(json!({
        "model": last(events, "/model"), "usage": last(events, "/usage"), "choices": [{"message": message, "finish_reason": finish}],
    }))
}

fn anthropic(events: &[Value]) -> Option<Value> {
    let stop = last(events, "/delta/stop_reason")?;
    let input = joined(events, "/delta/partial_json");
    let block = if input.is_empty() {
        json!({"type": "text", "text": joined(events, "/delta/text")})
    } else {
        json!({"type": "tool_use", "input": input})
    };
    let mut usage = last(events, "/message/usage").cloned().unwrap_or_else(|| json!({}));
    if let Some(output) = last(events, "/usage/output_tokens") {
        usage["output_tokens"] = output.clone();
    }
    Some(json!({
        "model": last(events, "/message/model"), "content": [block], "stop_reason": stop,
        "stop_details": last(events, "/delta/stop_details"), "usage": usage,
    }))
}

fn gemini(events: Vec<Value>) -> Option<Value> {
    let finish = last(&events, "/candidates/0/finishReason").cloned();
    let feedback = last(&events, "/promptFeedback").cloned();
    if finish.is_none() && feedback.is_none() {
        return None;
    }
    let mut whole = json!({"usageMetadata": last(&events, "/usageMetadata"), "modelVersion": last(&events, "/modelVersion")});
    if finish.is_some() {
        let parts: Vec<_> =
            events.iter().filter_map(|event| event.pointer("/candidates/0/content/parts")?.as_array()).flatten().cloned().collect();
        whole["candidates"] = json!([{"finishReason": finish, "content": {"parts": parts}}]);
    }
    if let Some(feedback) = feedback {
        whole["promptFeedback"] = feedback;
    }
    Some(whole)
}

fn ollama(events: &[Value]) -> Option<Value> {
    let mut whole = events.iter().find(|event| event.get("done") == Some(&Value::Bool(true)))?.clone();
    whole["message"] = json!({"content": joined(events, "/message/content")});
    Some(whole)
}
