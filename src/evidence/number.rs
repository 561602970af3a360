//! One form for a number, however its digits are separated.

/// The number in plain digits with a decimal point: `1,000`, `1'000` and `1 000` give `1000`; `99,5` gives `99.5`; `.5` gives `0.5`.
///
/// `1.000` stays as it is: a thousand in Berlin and one in Boston, so it is equal to neither. Times (`10:30`) and versions (`1.2.3`) stay too.
pub(super) fn normal(raw: &str) -> String {
    let raw: String = raw
        .chars()
        .map(|c| match c {
            '’' | '\u{A0}' | '\u{2009}' | '\u{202F}' | ' ' | '٬' => '\'',
            '٫' => '.',
            c => c,
        })
        .collect();
    if raw.contains(':') {
        return raw;
    }
    let separators: Vec<char> = raw.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(&last) = separators.last() else { return raw };
    if raw.starts_with(['.', ',']) {
        return if separators.len() == 1 { format!("0.{}", &raw[1..]) } else { raw };
    }
    let groups: Vec<&str> = raw.split(|c: char| !c.is_ascii_digit()).collect();
    let one_kind = separators.iter().all(|c| *c == last);
    if one_kind && is_grouped(&groups) && (last != '.' || separators.len() > 1) {
        return groups.concat();
    }
    let decimals = separators.iter().filter(|c| **c == last).count() == 1;
    if decimals
        && last != '\''
        && separators.len() > 1
        && is_grouped(&groups[..groups.len() - 1])
        && separators[..separators.len() - 1].iter().all(|c| *c == separators[0])
    {
        return format!("{}.{}", groups[..groups.len() - 1].concat(), groups[groups.len() - 1]);
    }
    if separators.len() == 1 && last == ',' { format!("{}.{}", groups[0], groups[1]) } else { raw }
}

/// Whether the groups are those of a large number: one to three digits, then threes (or twos before the last, as in India).
fn is_grouped(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else { return false };
    (1..=3).contains(&first.len())
        && *first != "0"
        && last.len() == 3
        && (middle.iter().all(|g| g.len() == 3) || (first.len() <= 2 && middle.iter().all(|g| g.len() == 2)))
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn separators_do_not_matter_but_digits_do() {
        for (raw, want) in [
            ("1,000", "1000"),
            ("1'000'000", "1000000"),
            ("1,00,000", "100000"),
            ("1.000.000", "1000000"),
            ("1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("99,5", "99.5"),
            ("1.000", "1.000"),
            ("0,500", "0.500"),
            (".5", "0.5"),
            ("10:30", "10:30"),
            ("1.2.3", "1.2.3"),
            ("2024", "2024"),
            ("1,2,3", "1,2,3"),
        ] {
            assert_eq!(normal(raw), want, "{raw}");
        }
    }
}
