//! Dates of a call (rule C14): an ISO date, or nothing. `03/04/2025` settles nothing by itself.

/// What a text says of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An ISO date.
    Date(String),
    /// Day and month could be either.
    Ambiguous,
    /// Day and month, but no year.
    NoYear,
}

/// Order of `dd/mm` in a column or file, where other values settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlashOrder {
    /// As in `25/03/2025`.
    DayFirst,
    /// As in `03/25/2025`.
    MonthFirst,
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "janvier", "enero"],
    &["feb", "february", "februar", "février", "febrero"],
    &["mar", "march", "märz", "mars", "marzo"],
    &["apr", "april", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["jun", "june", "juni", "juin", "junio"],
    &["jul", "july", "juli", "juillet", "julio"],
    &["aug", "august", "août", "agosto"],
    &["sep", "sept", "september", "septembre", "septiembre"],
    &["oct", "october", "oktober", "octobre", "octubre", "okt"],
    &["nov", "november", "novembre", "noviembre"],
    &["dec", "december", "dezember", "décembre", "diciembre", "dez"],
];

fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word.as_str())).and_then(|at| u32::try_from(at + 1).ok())
}

/// An ISO date, if the numbers make one between 1990 and 2099.
pub fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1990..2100).contains(&year).then(|| date.to_string())
}

/// The ISO date of an instant, in milliseconds since 1970, in UTC.
pub fn from_epoch_ms(ms: i64) -> Option<String> {
    let date = jiff::Timestamp::from_millisecond(ms).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    (1990..2100).contains(&date.year()).then(|| date.to_string())
}

/// Milliseconds since 1970 of a printed instant such as `2025-03-12T15:02:04.000+00:00`.
pub fn instant_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    let stamp: Result<jiff::Timestamp, _> = text.parse();
    stamp.or_else(|_| format!("{text}Z").parse()).ok().map(|t: jiff::Timestamp| t.as_millisecond())
}

/// The first date in a short text, such as a heading, a cell or a value of front matter.
pub fn find(text: &str, order: Option<SlashOrder>) -> Option<Found> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '_')).filter(|w| !w.is_empty()).take(60).collect();
    let mut lesser = None;
    for (at, word) in words.iter().enumerate() {
        if let Some(found) = numeric(word, order) {
            match found {
                Found::Date(_) => return Some(found),
                _ => lesser = lesser.or(Some(found)),
            }
        }
        let Some(m) = month(word) else { continue };
        let number = |w: Option<&&str>| {
            w.and_then(|w| {
                w.trim_end_matches(['.', ';', ':'])
                    .trim_end_matches("st")
                    .trim_end_matches("nd")
                    .trim_end_matches("rd")
                    .trim_end_matches("th")
                    .parse::<u32>()
                    .ok()
            })
        };
        let before = at.checked_sub(1).and_then(|i| number(words.get(i)));
        let after = number(words.get(at + 1));
        let third = number(words.get(at + 2));
        let found = match (before, after, third) {
            (Some(d), Some(y), _) if d <= 31 && y >= 1990 => iso(y, m, d),
            (_, Some(d), Some(y)) if d <= 31 && y >= 1990 => iso(y, m, d),
            _ => None,
        };
        if let Some(date) = found {
            return Some(Found::Date(date));
        }
        if after.or(before).is_some_and(|d| (1..=31).contains(&d)) {
            lesser = lesser.or(Some(Found::NoYear));
        }
    }
    lesser
}

/// `2025-03-12…`, `2025/03/12`, `12.03.2025`, `25/03/2025`.
fn numeric(word: &str, order: Option<SlashOrder>) -> Option<Found> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit() && c != 'T');
    let word = word.split('T').next()?;
    let separator = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let value = |t: &str| t.parse::<u32>().ok().filter(|_| t.len() <= 4);
    let (x, y, z) = (value(a)?, value(b)?, value(c)?);
    if a.len() == 4 {
        return iso(x, y, z).map(Found::Date);
    }
    let year = match c.len() {
        4 => z,
        2 => 2000 + z,
        _ => return None,
    };
    let (day, month) = match (separator, order) {
        ('.', _) | (_, Some(SlashOrder::DayFirst)) => (x, y),
        (_, Some(SlashOrder::MonthFirst)) => (y, x),
        _ if x > 12 => (x, y),
        _ if y > 12 => (y, x),
        _ if x == y => (x, y),
        _ => return iso(year, x, y).map(|_| Found::Ambiguous),
    };
    iso(year, month, day).map(Found::Date)
}

/// Which order the dates of one column or file use, where at least one of them settles it.
pub fn slash_order<'a>(values: impl Iterator<Item = &'a str>) -> Option<SlashOrder> {
    for value in values {
        let mut parts = value.split(|c: char| c.is_whitespace() || c == 'T').next().unwrap_or_default().split(['/', '-']);
        let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else { continue };
        let (Ok(a), Ok(b), true) = (a.parse::<u32>(), b.parse::<u32>(), c.len() == 4 || c.len() == 2) else { continue };
        match (a > 12 && a <= 31, b > 12 && b <= 31) {
            (true, false) => return Some(SlashOrder::DayFirst),
            (false, true) => return Some(SlashOrder::MonthFirst),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Found, SlashOrder, find, instant_ms, slash_order};

    #[test]
    fn printed_dates() {
        let date = |text: &str| match find(text, None) {
            Some(Found::Date(d)) => d,
            other => format!("{other:?}"),
        };
        for text in [
            "Mar 12, 2025",
            "March 12, 2025, 3:02PM",
            "12 March 2025, 03:02pm",
            "12 Mar 2025",
            "Recorded on Mar 12, 2025 via Zoom, 31m",
            "2025-03-12T08:02:04-07:00",
            "2025/03/12 11:02 EDT",
            "12.03.2025",
            "12. März 2025",
            "x (2025-03-12 11:02 GMT-4) - Transcript",
            "March 12th, 2025",
        ] {
            assert_eq!(date(text), "2025-03-12", "{text}");
        }
        assert_eq!(find("03/04/2025", None), Some(Found::Ambiguous));
        assert_eq!(find("03/04/2025", Some(SlashOrder::DayFirst)), Some(Found::Date("2025-04-03".into())));
        assert_eq!(find("win review - March 12", None), Some(Found::NoYear));
        assert_eq!(find("we have 14 entities", None), None);
        assert_eq!(find("31/02/2025", None), None);
        assert_eq!(slash_order(["03/04/2025", "03/25/2025"].into_iter()), Some(SlashOrder::MonthFirst));
        assert_eq!(instant_ms("2025-03-12T15:02:04.000000+00:00"), Some(1_741_791_724_000));
    }
}
