//! When to send again, and how long to wait: a value and pure functions.
//!
//! The numbers follow what the vendors' own clients do: half a second, doubled, capped at 8 s, up to a quarter less by chance; a
//! `Retry-After` is obeyed, but not beyond two minutes.

use std::time::{Duration, SystemTime};

use super::HttpResponse;

/// How often, and how long at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a failed request is sent again.
    pub retries: u32,
    /// The first wait; doubled each time.
    pub first: Duration,
    /// The longest wait of our own choice.
    pub cap: Duration,
    /// The longest wait that the endpoint may ask for.
    pub patience: Duration,
}

impl RetryPolicy {
    /// The usual waits with this many retries.
    #[must_use]
    pub fn with_retries(retries: u32) -> Self {
        Self { retries, first: Duration::from_millis(500), cap: Duration::from_secs(8), patience: Duration::from_secs(120) }
    }

    /// What to do after the `failed`-th failure (from 1) of a request that may be sent again. `asked` is the wait that the endpoint
    /// asked for, `chance` a random number below 1.
    #[must_use]
    pub fn after(&self, failed: u32, asked: Option<Duration>, chance: f64) -> Wait {
        if let Some(asked) = asked
            && asked > self.patience
        {
            return Wait::TooLong(asked);
        }
        if failed > self.retries {
            return Wait::GiveUp;
        }
        let own = self.first.saturating_mul(1_u32.checked_shl(failed - 1).unwrap_or(u32::MAX)).min(self.cap);
        let own = own.mul_f64(1.0 - chance.clamp(0.0, 1.0) / 4.0);
        // Asked to wait 0 s, some servers mean "now", and some nothing at all.
        Wait::For(asked.map_or(own, |asked| asked.max(Duration::from_millis(100))))
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Wait, then send again.
    For(Duration),
    /// It was tried often enough.
    GiveUp,
    /// The endpoint asks for more patience than we have.
    TooLong(Duration),
}

/// The wait that a response asks for: `retry-after-ms`, `retry-after` in seconds (whole or broken) or as a date, or Gemini's
/// `retryDelay` in the body.
#[must_use]
pub fn asked_wait(response: &HttpResponse, now: SystemTime) -> Option<Duration> {
    let number = |text: &str, unit: f64| {
        let value: f64 = text.trim().parse().ok()?;
        // A week is as good as for ever, and safe to turn into a Duration.
        (value >= 0.0).then(|| Duration::from_secs_f64((value * unit).min(604_800.0)))
    };
    let from_date = |text: &str| {
        let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
        let date: SystemTime = date.into();
        Some(date.duration_since(now).unwrap_or_default())
    };
    response
        .header("retry-after-ms")
        .and_then(|text| number(text, 0.001))
        .or_else(|| response.header("retry-after").and_then(|text| number(text, 1.0).or_else(|| from_date(text))))
        .or_else(|| retry_delay(&response.body).and_then(|text| number(text.trim_end_matches('s'), 1.0)))
}

/// `error.details[].retryDelay`, such as `"17s"`, as Google's APIs send it.
fn retry_delay(body: &[u8]) -> Option<String> {
    if body.len() > 1 << 16 {
        return None;
    }
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let details = body.pointer("/error/details")?.as_array()?;
    details.iter().find_map(|detail| Some(detail.get("retryDelay")?.as_str()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(name: &str, value: &str) -> HttpResponse {
        HttpResponse { status: 429, headers: vec![(name.into(), value.into())], body: Vec::new() }
    }

    #[test]
    fn waits_double_up_to_the_cap_and_vary_downwards() {
        let policy = RetryPolicy::with_retries(9);
        let waits: Vec<_> = (1..=7).map(|n| policy.after(n, None, 0.0)).collect();
        let expected = [500, 1000, 2000, 4000, 8000, 8000, 8000].map(|ms| Wait::For(Duration::from_millis(ms)));
        assert_eq!(waits, expected);
        assert_eq!(policy.after(1, None, 1.0), Wait::For(Duration::from_millis(375)));
        assert_eq!(policy.after(10, None, 0.0), Wait::GiveUp);
    }

    #[test]
    fn what_the_endpoint_asks_for_is_obeyed_within_reason() {
        let policy = RetryPolicy::with_retries(2);
        assert_eq!(policy.after(1, Some(Duration::from_secs(30)), 0.5), Wait::For(Duration::from_secs(30)));
        assert_eq!(policy.after(1, Some(Duration::from_secs(3600)), 0.5), Wait::TooLong(Duration::from_secs(3600)));
        assert_eq!(policy.after(3, Some(Duration::from_secs(1)), 0.5), Wait::GiveUp);
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        let asked = |name, value| asked_wait(&response(name, value), now);
        assert_eq!(asked("retry-after", "7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("retry-after", "0.25"), Some(Duration::from_millis(250)));
        assert_eq!(asked("retry-after-ms", "300"), Some(Duration::from_millis(300)));
        assert_eq!(asked("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(asked("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        for nonsense in ["", "soon", "-3", "NaN", "Sun, 99 Foo 1994"] {
            assert_eq!(asked("retry-after", nonsense), None, "{nonsense}");
        }
        assert_eq!(asked("retry-after", "1e300"), Some(Duration::from_secs(604_800)));
        let body = br#"{"error":{"code":429,"details":[{"@type":"x"},{"retryDelay":"17s"}]}}"#.to_vec();
        assert_eq!(asked_wait(&HttpResponse { status: 429, headers: vec![], body }, now), Some(Duration::from_secs(17)));
    }
}
