//! The canonical parse as JSON, the shape of section 1 of the formats page.

use serde_json::{Value, json};

use super::{Parsed, ParsedCall, Reject, Warning};

/// What reading a file gave, as one JSON object. `format` names what the content looked like where it was refused.
pub fn canonical_json(parsed: &Result<Parsed, Reject>, format: Option<&str>) -> Value {
    match parsed {
        Err(reject) => json!({ "format": format, "reject": { "code": reject.code, "message": reject.message } }),
        Ok(Parsed::Call(call)) => call_json(call),
        Ok(Parsed::Calls(calls)) => {
            let format = calls.first().map(|c| c.format.as_str()).or(format);
            json!({ "format": format, "calls": calls.iter().map(call_json).collect::<Vec<_>>() })
        }
        Ok(Parsed::Sidecar { format, rows, warnings, .. }) => {
            let mut out = json!({ "format": format, "sidecar": { "rows": rows } });
            if !warnings.is_empty() {
                out["warnings"] = codes(warnings);
            }
            out
        }
        Ok(Parsed::Speakers { rows }) => {
            let rows: Vec<Value> =
                rows.iter().map(|(call, speaker, role, _)| json!({ "call": call, "speaker": speaker, "role": role })).collect();
            json!({ "format": "speakers-csv", "sidecar": { "rows": rows } })
        }
        Ok(Parsed::Companion { format, calls }) => json!({ "format": format, "calls": calls.iter().map(call_json).collect::<Vec<_>>() }),
    }
}

fn codes(warnings: &[Warning]) -> Value {
    json!(warnings.iter().map(|w| &w.code).collect::<Vec<_>>())
}

fn call_json(call: &ParsedCall) -> Value {
    serde_json::to_value(call).unwrap_or_else(|_| json!({ "format": call.format, "turns": [] }))
}
