//! What an endpoint means by an error: read from the status and from whichever of the many shapes of error body it uses.

use std::fmt;

use serde_json::Value;

use super::HttpResponse;

/// What kind of error it is, which decides what happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// 401, or Gemini's 400 for a wrong key.
    Key,
    /// 403.
    Forbidden,
    /// 404: the address or the model.
    NotFound,
    /// The account has no money or quota left: waiting does not help.
    Quota,
    /// 429: too many requests; waiting helps.
    RateLimited,
    /// The question is longer than the model can hold.
    TooLong,
    /// The endpoint's filter stopped the question itself.
    Filtered,
    /// Any other 4xx: the request is not as the endpoint wants it.
    Rejected,
    /// 503 and 529: try later.
    Overloaded,
    /// 408 and 504: the endpoint itself ran out of time.
    Timeout,
    /// Any other 5xx.
    Server,
    /// A redirect; it is never followed, for the key would go with it.
    Redirect,
}

impl FaultKind {
    /// Whether the same request may work a moment later.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Self::RateLimited | Self::Overloaded | Self::Timeout | Self::Server)
    }
}

/// An error that the endpoint reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind it is.
    pub kind: FaultKind,
    /// The HTTP status; 200 when a reply turned out to be an error.
    pub status: u16,
    /// The endpoint's own words, cut to some 300 characters; may be empty.
    pub message: String,
    /// The endpoint's code or type for it.
    pub code: String,
    /// The number under which the vendor's support finds the request.
    pub request_id: Option<String>,
}

impl Fault {
    /// Reads an error response.
    #[must_use]
    pub fn of(response: &HttpResponse) -> Self {
        let body = serde_json::from_slice::<Value>(strip_bom(&response.body)).ok();
        let mut fault = Self::of_body(response.status, body.as_ref());
        if body.is_none() {
            fault.message = plain(&response.body);
        }
        fault.kind = kind(&fault);
        let id = ["x-request-id", "request-id"].iter().find_map(|name| response.header(name));
        fault.request_id = id.map(|id| excerpt(id, 80)).or(fault.request_id);
        fault
    }

    /// Reads an error out of a body that came with a good status, if it is one.
    #[must_use]
    pub fn in_reply(body: &Value) -> Option<Self> {
        let error = body.get("error").or_else(|| body.pointer("/choices/0/error"))?;
        if error.is_null() {
            return None;
        }
        let mut fault = Self::of_body(200, Some(&serde_json::json!({"error": error})));
        // Such errors carry the status they should have had as a number (OpenRouter) or in words.
        if let Ok(status @ 400..=599) = fault.code.parse::<u16>() {
            fault.status = status;
        }
        fault.kind = kind(&fault);
        fault.status = 200;
        Some(fault)
    }

    fn of_body(status: u16, body: Option<&Value>) -> Self {
        let text = |value: Option<&Value>| match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let mut message = String::new();
        let mut code = String::new();
        let mut request_id = None;
        if let Some(body) = body {
            let error = body.get("error").unwrap_or(body);
            message = match (error, body.get("detail")) {
                (Value::String(text), _) | (_, Some(Value::String(text))) => text.clone(),
                (_, Some(detail @ Value::Array(_))) => detail.to_string(),
                _ => text(error.get("message")),
            };
            let param = text(error.get("param"));
            if !param.is_empty() && !message.contains(&param) {
                message = format!("{message} ({param})");
            }
            let places = ["/details/error_code", "/code", "/type", "/status"];
            let reasons = error.get("details").and_then(Value::as_array).into_iter().flatten().map(|detail| text(detail.get("reason")));
            let codes: Vec<_> =
                places.iter().map(|place| text(error.pointer(place))).chain(reasons).filter(|code| !code.is_empty()).collect();
            code = codes.join(" ");
            request_id = body.get("request_id").and_then(Value::as_str).map(|id| excerpt(id, 80));
        }
        Self { kind: FaultKind::Rejected, status, message: excerpt(&message, 300), code: excerpt(&code, 120), request_id }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self.kind {
            FaultKind::Key => "The endpoint does not accept the key",
            FaultKind::Forbidden => "The key may not do this",
            FaultKind::NotFound => "The endpoint does not know the model or the address",
            FaultKind::Quota => "The account's money or quota is used up",
            FaultKind::RateLimited => "The endpoint says that these are too many requests",
            FaultKind::TooLong => "The question is longer than the model can hold",
            FaultKind::Filtered => "The endpoint's content filter stopped the question",
            FaultKind::Rejected => "The endpoint does not accept the request",
            FaultKind::Overloaded => "The endpoint is overloaded",
            FaultKind::Timeout => "The endpoint ran out of time",
            FaultKind::Server => "The endpoint had an error of its own",
            FaultKind::Redirect => "The endpoint redirects to another address, which is never followed, for the key would go with it",
        };
        write!(f, "{said} (status {}", self.status)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message.trim_end_matches('.'))?;
        }
        if let Some(id) = &self.request_id {
            write!(f, "; request {id}")?;
        }
        f.write_str(").")
    }
}

fn kind(fault: &Fault) -> FaultKind {
    let said = format!("{} {}", fault.code, fault.message).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let too_long = [
        "context_length",
        "context length",
        "context size",
        "exceed_context",
        "context window",
        "prompt is too long",
        "input is too long",
        "maximum context",
        "exceeds the maximum number of tokens",
        "too many tokens",
    ];
    let no_money =
        ["insufficient_quota", "spend_limit", "credit balance", "billing_error", "insufficient credits", "exceeded your current quota"];
    match fault.status {
        300..=399 => FaultKind::Redirect,
        402 => FaultKind::Quota,
        429 | 400 | 403 if says(&no_money) => FaultKind::Quota,
        429 => FaultKind::RateLimited,
        401 => FaultKind::Key,
        400 | 403 if says(&["api_key_invalid", "api key not valid", "invalid api key", "authentication_error"]) => FaultKind::Key,
        403 => FaultKind::Forbidden,
        413 => FaultKind::TooLong,
        400 | 422 | 500 if says(&too_long) => FaultKind::TooLong,
        400 if says(&["content_filter", "content management policy", "content_policy"]) => FaultKind::Filtered,
        404 => FaultKind::NotFound,
        408 | 504 => FaultKind::Timeout,
        409 | 425 => FaultKind::Overloaded,
        503 | 529 => FaultKind::Overloaded,
        500..=599 => FaultKind::Server,
        200 if says(&["overloaded", "unavailable"]) => FaultKind::Overloaded,
        200 if says(&["rate_limit", "rate limit"]) => FaultKind::RateLimited,
        200 if says(&no_money) => FaultKind::Quota,
        200 => FaultKind::Server,
        _ => FaultKind::Rejected,
    }
}

/// A body that is no JSON, as one line without markup.
fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let mut words = String::new();
    let mut inside_tag = false;
    for c in text.chars() {
        match c {
            '<' => inside_tag = true,
            '>' if inside_tag => {
                inside_tag = false;
                words.push(' ');
            }
            _ if inside_tag => {}
            _ => words.push(c),
        }
    }
    excerpt(&words, 300)
}

/// At most `most` characters on one line, without control characters: it may be shown in a terminal.
pub(super) fn excerpt(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        for c in (length > 0).then_some(' ').into_iter().chain(word.chars()) {
            if length == most {
                line.push('…');
                return line;
            }
            line.push(c);
            length += 1;
        }
    }
    line
}

/// The body without a byte order mark.
pub(super) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(status: u16, body: &str) -> Fault {
        Fault::of(&HttpResponse { status, headers: vec![("x-request-id".into(), "r1".into())], body: body.into() })
    }

    #[test]
    fn every_shape_of_error_gives_its_words() {
        let shapes = [
            (401, r#"{"error":{"message":"nope","type":"x","code":null}}"#, FaultKind::Key),
            (400, r#"{"error":"nope"}"#, FaultKind::Rejected),
            (401, r#"{"detail":"nope"}"#, FaultKind::Key),
            (422, r#"{"detail":[{"msg":"nope","loc":["body"]}]}"#, FaultKind::Rejected),
            (422, r#"{"message":"nope"}"#, FaultKind::Rejected),
            (400, "nope", FaultKind::Rejected),
            (502, "<html><head><title>nope</title></head></html>", FaultKind::Server),
            (529, r#"{"type":"error","error":{"type":"overloaded_error","message":"nope"}}"#, FaultKind::Overloaded),
        ];
        for (status, body, kind) in shapes {
            let fault = fault(status, body);
            assert_eq!(fault.kind, kind, "{body}");
            assert!(fault.message.contains("nope"), "{body}: {}", fault.message);
            assert!(fault.to_string().contains("request r1"), "{fault}");
        }
        assert_eq!(fault(500, "").to_string(), "The endpoint had an error of its own (status 500; request r1).");
    }

    #[test]
    fn codes_tell_what_the_status_does_not() {
        let kinds = [
            (429, r#"{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}"#, FaultKind::Quota),
            (429, r#"{"error":{"message":"m","details":{"error_code":"enforced_spend_limit_reached"}}}"#, FaultKind::Quota),
            (429, r#"{"error":{"message":"m","code":"rate_limit_exceeded"}}"#, FaultKind::RateLimited),
            (400, r#"{"error":{"message":"m","code":"context_length_exceeded"}}"#, FaultKind::TooLong),
            (400, r#"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#, FaultKind::TooLong),
            (400, r#"{"error":{"code":400,"message":"m","details":[{"reason":"API_KEY_INVALID"}]}}"#, FaultKind::Key),
            (400, r#"{"error":{"message":"m","type":null,"param":"prompt","code":"content_filter","status":400}}"#, FaultKind::Filtered),
            (402, "{}", FaultKind::Quota),
            (307, "", FaultKind::Redirect),
        ];
        for (status, body, kind) in kinds {
            assert_eq!(fault(status, body).kind, kind, "{status} {body}");
        }
    }

    #[test]
    fn an_error_can_hide_behind_a_good_status() {
        let body = serde_json::json!({"error": {"message": "upstream failed", "code": 502}});
        let fault = Fault::in_reply(&body).unwrap();
        assert_eq!((fault.kind, fault.status), (FaultKind::Server, 200));
        assert_eq!(Fault::in_reply(&serde_json::json!({"error": null})), None);
    }

    #[test]
    fn what_a_server_says_cannot_move_the_cursor_or_fill_the_screen() {
        let fault = fault(400, &format!("\x1b[2J{}", "very long ".repeat(1000)));
        assert!(!fault.message.contains('\x1b') && fault.message.chars().count() <= 301);
    }
}
