//! Times of a recording (rule C3): `72:15` is 72 minutes, `.9` is 900 ms.

/// A printed time: its value and how it was printed. One file uses one style; another style is speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds.
    pub ms: u64,
    /// Two fields are minutes and seconds, three are hours, minutes and seconds.
    pub fields: u8,
    /// Whether a fraction of a second was printed.
    pub fraction: bool,
}

/// Reads a time at the start of `text`; gives it and what follows. `padded` wants two digits in all fields but the first.
pub fn at_start(text: &str, padded: bool) -> Option<(Clock, &str)> {
    let (first, mut rest) = digits(text, 4)?;
    let mut values = vec![first];
    while values.len() < 3
        && let Some(tail) = rest.strip_prefix(':')
        && let Some((field, after)) = digits(tail, 2)
    {
        let width = tail.len() - after.len();
        if padded && width != 2 {
            return None;
        }
        values.push(field);
        rest = after;
    }
    if values.len() < 2 || values.iter().skip(1).any(|v| *v > 59) {
        return None;
    }
    let seconds = values.iter().fold(0u64, |sum, v| sum * 60 + v);
    let mut clock = Clock { ms: seconds * 1000, fields: u8::try_from(values.len()).unwrap_or(3), fraction: false };
    if let Some(tail) = rest.strip_prefix(['.', ','])
        && let Some(length) = tail.find(|c: char| !c.is_ascii_digit()).or(Some(tail.len())).filter(|n| (1..=9).contains(n))
        && let Some(fraction) = tail.get(..length)
    {
        let scaled: u64 = format!("{fraction:0<9}").parse().ok()?;
        clock.ms += (scaled + 500_000) / 1_000_000;
        clock.fraction = true;
        rest = tail.get(length..)?;
    }
    // "10:30pm", "1:2:3:4" and "3:45ish" are no times of a recording.
    let glued = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || c == ':' && rest.get(1..).is_some_and(|r| r.starts_with(|d: char| d.is_ascii_digit())));
    (!glued).then_some((clock, rest))
}

/// Reads a text that is a time and nothing else.
pub fn whole(text: &str, padded: bool) -> Option<Clock> {
    at_start(text.trim(), padded).filter(|(_, rest)| rest.is_empty()).map(|(clock, _)| clock)
}

/// Reads `[00:01:30]`, `(1:30)` or a bare time at the start of `text`; gives the bracket that opened it and what follows.
pub fn bracketed_at_start(text: &str) -> Option<(Clock, Option<char>, &str)> {
    let open = text.chars().next().filter(|c| matches!(c, '[' | '('));
    let (clock, rest) = at_start(text.get(open.map_or(0, char::len_utf8)..)?.trim_start(), true)?;
    let rest = match open {
        Some('[') => rest.trim_start().strip_prefix(']')?,
        Some(_) => rest.trim_start().strip_prefix(')')?,
        None => rest,
    };
    Some((clock, open, rest))
}

/// Reads a time, bracketed or not, that ends `text`; gives what stands before it, untrimmed.
pub fn at_end(text: &str) -> Option<(Clock, Option<char>, &str)> {
    let text = text.trim_end();
    let open = match text.chars().next_back()? {
        ']' => Some('['),
        ')' => Some('('),
        _ => None,
    };
    let start = match open {
        Some(c) => text.rfind(c)?,
        None => text
            .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
            .map_or(0, |at| at + text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)),
    };
    let (clock, bracket, rest) = bracketed_at_start(text.get(start..)?)?;
    rest.is_empty().then_some((clock, bracket, text.get(..start)?))
}

/// Seconds, as a number or a text of one, in milliseconds.
pub fn seconds(value: f64) -> Option<u64> {
    (value.is_finite() && (0.0..1e12).contains(&value)).then(|| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the range was checked above
        let ms = (value * 1000.0).round() as u64;
        ms
    })
}

fn digits(text: &str, most: usize) -> Option<(u64, &str)> {
    let length = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&length).then_some(())?;
    Some((text.get(..length)?.parse().ok()?, text.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::{at_end, at_start, bracketed_at_start, whole};

    #[test]
    fn fractions_are_decimal_and_minutes_may_pass_59() {
        assert_eq!(whole("0:0:7.86", false).map(|c| c.ms), Some(7860));
        assert_eq!(whole("00:00:03,120", true).map(|c| c.ms), Some(3120));
        assert_eq!(whole("72:15", true).map(|c| c.ms), Some(4_335_000));
        assert_eq!(whole("00:00:01.5820000", true).map(|c| c.ms), Some(1582));
        assert_eq!(whole("1:02:10", true).map(|c| c.ms), Some(3_730_000));
        for not in ["10", "1:7", "10:30pm", "1:2:3:4", "00:61", "12:34:56:78", "::", "", "99999:00"] {
            assert_eq!(whole(not, true), None, "{not}");
        }
    }

    #[test]
    fn finds_them_at_both_ends_of_a_line() {
        let (clock, bracket, rest) = bracketed_at_start("[00:01:23] Dana: hi").unwrap();
        assert_eq!((clock.ms, bracket, rest), (83_000, Some('['), " Dana: hi"));
        let (clock, bracket, name) = at_end("Dana Whitfield (00:16)").unwrap();
        assert_eq!((clock.ms, bracket, name), (16_000, Some('('), "Dana Whitfield "));
        assert_eq!(at_end("田村 葵  0:07  ").map(|(c, _, n)| (c.ms, n)), Some((7000, "田村 葵  ")));
        assert_eq!(at_start("15:02:07Z", true), None);
    }
}
