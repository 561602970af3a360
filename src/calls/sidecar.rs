//! Columns of a CRM's export, and keys of front matter, as our fields (sections 4.2 and 4.3).

use serde_json::{Value, json};

use super::Outcome;
use super::date::{self, Found, SlashOrder};

/// A heading in lower case with underscores.
fn plain_name(key: &str) -> String {
    let plain: String = key.trim().to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    plain.split('_').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("_")
}

/// Our names of a table's columns. What the config says of a heading (`given`: theirs, ours) comes first, and no other column gets that name.
pub fn our_names(header: &[String], given: &[(String, String)]) -> Vec<String> {
    let by_config =
        |heading: &str| given.iter().find(|(theirs, _)| plain_name(theirs) == plain_name(heading)).map(|(_, ours)| our_name(ours));
    let taken: Vec<String> = header.iter().filter_map(|h| by_config(h)).collect();
    header
        .iter()
        .map(|heading| {
            by_config(heading).unwrap_or_else(|| match our_name(heading) {
                name if !taken.contains(&name) => name,
                name if plain_name(heading) != name => plain_name(heading),
                name => format!("{name}_2"),
            })
        })
        .collect()
}

/// The names that a column of a table about calls is likely to have, with ours.
const HEADINGS: &[(&str, &str)] = &[
    ("file", "file"),
    ("transcript_file", "file"),
    ("recording", "file"),
    ("call_id", "source_id"),
    ("date", "date"),
    ("call_date", "date"),
    ("called_on", "date"),
    ("account", "account"),
    ("account_name", "account"),
    ("company_name", "account"),
    ("segment", "segment"),
    ("industry", "segment"),
    ("persona", "persona"),
    ("contact_title", "persona"),
    ("outcome", "outcome"),
    ("stage", "outcome"),
    ("deal_status", "outcome"),
    ("deal_result", "outcome"),
    ("competitor", "competitor"),
    ("primary_competitor", "competitor"),
    ("loss_reason", "crm_reason"),
    ("consent", "consent"),
    ("permission", "permission"),
];

/// Whether a heading is one of our own names already.
fn is_ours(name: &str) -> bool {
    HEADINGS.iter().any(|(near, key)| *near == name || *key == name)
}

/// For headings that we don't know but that look like ones we do: (their heading, the key of `[calls.columns]` that it may be).
pub fn near_names(header: &[String], given: &[(String, String)]) -> Vec<(String, &'static str)> {
    let names = our_names(header, given);
    let known = |key: &str| names.contains(&our_name(key));
    let mut out: Vec<(String, &'static str)> = Vec::new();
    for (heading, name) in header.iter().zip(&names).filter(|(h, name)| !h.trim().is_empty() && plain_name(h) == **name && !is_ours(name)) {
        let best = HEADINGS
            .iter()
            .filter(|(near, key)| near != name && !known(key))
            .map(|(near, key)| (strsim::jaro_winkler(near, name).max(if name.split('_').any(|w| w == *near) { 0.9 } else { 0.0 }), *key))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((likeness, key)) = best
            && likeness >= 0.86
            && !out.iter().any(|(_, k)| *k == key)
        {
            out.push((heading.trim().to_owned(), key));
        }
    }
    out
}

/// What to do about headings that look like ones we know; empty where there are none.
pub fn near_names_hint(header: &[String], given: &[(String, String)]) -> String {
    let near: Vec<String> = near_names(header, given).into_iter().map(|(theirs, key)| format!("{key} = \"{theirs}\"")).collect();
    if near.is_empty() {
        return String::new();
    }
    format!("If it is a table about calls, say what its columns are in verbatim.toml, below [calls.columns]; perhaps {}.", near.join(", "))
}

/// Our name of a column or key, where it is a known one; lower case with underscores otherwise.
pub fn our_name(key: &str) -> String {
    let plain = plain_name(key);
    match plain.as_str() {
        "id" | "callid" | "source_id" | "gong_call_id" | "conversation_id" | "recording_id" | "meeting_id" => "call_id",
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
    use super::{competitors, is_damaged_id, money, near_names, near_names_hint, our_names};
    use serde_json::json;

    #[test]
    fn the_config_names_columns_and_near_names_are_offered() {
        let header: Vec<String> = ["Recording Link", "Deal Result", "Stage", "Acct Name"].map(str::to_owned).to_vec();
        let given = vec![("deal result".to_owned(), "outcome".to_owned()), ("Recording Link".to_owned(), "file".to_owned())];
        assert_eq!(our_names(&header, &given), ["transcript_file", "outcome", "stage", "acct_name"]);
        assert_eq!(near_names(&header, &given), [("Acct Name".to_owned(), "account")]);
        assert_eq!(near_names(&["Account".to_owned(), "Stage".to_owned()], &[]), []);
        assert!(near_names_hint(&header, &given).contains("account = \"Acct Name\""));
    }

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
