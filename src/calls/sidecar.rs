//! Columns of a CRM's export, and keys of front matter, as our fields (sections 4.2 and 4.3).

use serde_json::{Value, json};

use super::Outcome;
use super::date::{self, Found, SlashOrder};

/// Our name of a column or key, where it is a known one; lower case with underscores otherwise.
pub fn our_name(key: &str) -> String {
    let plain: String = key.trim().to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let plain = plain.split('_').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("_");
    match plain.as_str() {
        "id" | "callid" | "gong_call_id" | "conversation_id" | "recording_id" | "meeting_id" => "call_id",
        "transcript_file" | "file" | "file_name" | "filename" | "recording" | "recording_file" | "transcript" => "transcript_file",
        "recorded" | "call_date" | "recorded_on" | "meeting_date" => "date",
        "account" | "company" | "customer" | "account_name" | "organization" | "organisation" | "company_name" => "account",
        "segment" | "industry" | "size" | "company_size" => "segment",
        "persona" | "role" | "title_of_contact" | "contact_title" | "job_title" | "contact_role" => "persona",
        "outcome" | "result" | "status" | "deal_stage" | "opportunity_stage" | "stage" => "outcome",
        "competitor" | "competitors" | "lost_to" | "primary_competitor" | "main_competitor" => "competitor",
        "deal_size" | "arr" | "acv" | "amount" | "deal_amount" => "deal_size",
        "loss_reason"
        | "closed_lost_reason"
        | "reason"
        | "crm_reason"
        | "cancellation_reason"
        | "win_reason"
        | "closed_won_reason"
        | "churn_reason" => "crm_reason",
        "opportunity" | "opportunity_name" | "deal_name" => "opportunity",
        "type" | "conversation_type" | "call_type" => "conversation_type",
        _ => return plain,
    }
    .to_owned()
}

/// One key and value of front matter in our names and forms; unknown ones as they are.
pub fn field(key: &str, value: &Value) -> (String, Value) {
    let name = our_name(key);
    if name == "crm_reason" || matches!(value, Value::Null) {
        return (name, value.clone());
    }
    let text = match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Array(_) if name == "competitor" => return (name, value.clone()),
        _ => return (name, value.clone()),
    };
    let value = match name.as_str() {
        "competitor" | "outcome" | "deal_size" => cell(&name, &text, None),
        _ => value.clone(),
    };
    (name, value)
}

/// One cell of a sidecar in our form. Empty is null, but no competitors are an empty list.
pub fn cell(name: &str, text: &str, order: Option<SlashOrder>) -> Value {
    let text = text.trim();
    match name {
        "competitor" => json!(competitors(text)),
        _ if text.is_empty() => Value::Null,
        "date" | "close_date" | "created_date" => match date::find(text, order) {
            Some(Found::Date(d)) => json!(d),
            _ => Value::Null,
        },
        "outcome" => json!(Outcome::from_words(text).map_or_else(|| text.to_owned(), |o| o.as_str().to_owned())),
        "deal_size" => money(text).unwrap_or_else(|| json!(text)),
        _ => json!(text),
    }
}

/// Names split at `;`, `/` and ` and `.
pub fn competitors(text: &str) -> Vec<String> {
    text.split([';', '/']).flat_map(|part| part.split(" and ")).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// `$84,000`, `84k`, `1.2M`, `12,500.00 USD`, `12.500,00 €` as a number.
pub fn money(text: &str) -> Option<Value> {
    let lower = text.to_lowercase();
    let digits: String = lower.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')).collect();
    let rest: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let factor = match rest.as_str() {
        "k" | "kusd" | "keur" | "kgbp" => 1e3,
        "m" | "mio" | "musd" | "meur" | "million" => 1e6,
        "" | "usd" | "eur" | "gbp" | "chf" | "cad" | "aud" | "us" => 1.0,
        _ => return None,
    };
    let decimal = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (Some(at), None) | (None, Some(at)) => {
            let single = digits.matches(['.', ',']).count() == 1;
            // Three digits behind a single mark are thousands, unless a factor follows.
            (single && (digits.len() - at - 1 != 3 || factor > 1.0)).then_some(at)
        }
        (None, None) => None,
    };
    let number: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            '.' | ',' if Some(at) == decimal => Some('.'),
            '.' | ',' => None,
            c => Some(c),
        })
        .collect();
    let value = number.parse::<f64>().ok()? * factor;
    #[allow(clippy::cast_possible_truncation)] // whole and far below 2^53
    let whole = (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64);
    Some(whole.map_or_else(|| json!(value), |n| json!(n)))
}

/// Whether a spreadsheet has cut an id: `7.78234E+18`.
pub fn is_damaged_id(text: &str) -> bool {
    let text = text.trim().replace(',', ".");
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    exponent.starts_with('+') && exponent.get(1..).is_some_and(|e| e.parse::<u32>().is_ok()) && mantissa.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{competitors, is_damaged_id, money};
    use serde_json::json;

    #[test]
    fn money_competitors_and_ids() {
        for (text, value) in [
            ("$84,000", json!(84000)),
            ("84k", json!(84000)),
            ("1.2M", json!(1_200_000)),
            ("12,500.00 USD", json!(12500)),
            ("12.500,00 €", json!(12500)),
            ("7,5", json!(7.5)),
            ("250000", json!(250_000)),
        ] {
            assert_eq!(money(text), Some(value), "{text}");
        }
        assert_eq!(money("call us"), None);
        assert_eq!(competitors("Harrowgate; spreadsheets / Foo and Bar"), ["Harrowgate", "spreadsheets", "Foo", "Bar"]);
        assert!(is_damaged_id("7.78234E+18") && is_damaged_id("7,78E+18") && !is_damaged_id("CH-0091") && !is_damaged_id("01JP5EXAMPLE"));
    }
}
