//! The numbers in a text, each in one form: "two hundred", "200" and "200.0" are the same, "200", "200%" and "$200" are not.

use unicode_normalization::UnicodeNormalization;

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its words there.
    pub words: String,
    /// Its one form.
    pub value: String,
}

impl Figure {
    /// Whether it claims an amount: "one" alone is more often a pronoun.
    pub fn is_claim(&self) -> bool {
        self.words != "one"
    }
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, f64); 6] = [("hundred", 1e2), ("thousand", 1e3), ("k", 1e3), ("million", 1e6), ("billion", 1e9), ("bn", 1e9)];
/// Words that say an amount without being a number, each in its one form.
const AMOUNTS: &[(&str, &str)] = &[
    ("half", "half"),
    ("halves", "half"),
    ("halved", "half"),
    ("halving", "half"),
    ("twice", "2x"),
    ("double", "2x"),
    ("doubled", "2x"),
    ("doubles", "2x"),
    ("doubling", "2x"),
    ("twofold", "2x"),
    ("thrice", "3x"),
    ("triple", "3x"),
    ("tripled", "3x"),
    ("triples", "3x"),
    ("tripling", "3x"),
    ("threefold", "3x"),
    ("quadruple", "4x"),
    ("quadrupled", "4x"),
    ("fourfold", "4x"),
    ("fivefold", "5x"),
    ("tenfold", "10x"),
    ("dozen", "dozen"),
    ("dozens", "dozens"),
    ("hundreds", "hundreds"),
    ("thousands", "thousands"),
    ("millions", "millions"),
    ("billions", "billions"),
    ("third", "3rd"),
    ("thirds", "thirds"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
];

/// All numbers in `text`, in order.
pub fn figures(text: &str) -> Vec<Figure> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let tokens = tokens(&text);
    let mut found: Vec<Figure> = Vec::new();
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        match number(&tokens[i..]) {
            Some((value, used)) => {
                let unit = tokens.get(i + used).map(String::as_str).and_then(unit);
                let used = used + usize::from(unit.is_some());
                let words = tokens[i..i + used].join(" ").replace(" %", "%").replace("$ ", "$").replace("€ ", "€").replace("£ ", "£");
                found.push(Figure { words, value: format!("{value}{}", unit.unwrap_or_default()) });
                i += used;
            }
            None => {
                if let Some((_, value)) = AMOUNTS.iter().find(|(word, _)| word == token) {
                    found.push(Figure { words: token.clone(), value: (*value).into() });
                } else if token.chars().any(char::is_numeric) {
                    found.push(Figure { words: token.clone(), value: token.clone() });
                }
                i += 1;
            }
        }
    }
    found
}

/// A unit after a number, in its one form.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "%" | "percent" | "pct" => "%",
        "dollars" | "dollar" | "bucks" | "usd" => "$",
        "euros" | "euro" | "eur" => "€",
        "pounds" | "quid" | "gbp" => "£",
        _ => return None,
    })
}

/// The number that `tokens` start with, in its one form, and how many of them it takes.
fn number(tokens: &[String]) -> Option<(String, usize)> {
    let word = |i: usize| tokens.get(i).map(String::as_str);
    if let Some(sign @ ("$" | "€" | "£")) = word(0) {
        let (value, used) = number(&tokens[1..])?;
        return Some((format!("{value}{sign}"), used + 1));
    }
    let (mut value, mut used) = below_hundred(tokens).or_else(|| digits(word(0)?).map(|v| (v, 1))).unwrap_or((1.0, 0));
    let mut total = 0.0;
    let mut scaled = false;
    loop {
        while let Some((_, scale)) = word(used).and_then(|w| SCALES.iter().find(|(s, _)| *s == w)) {
            // "k" alone is a letter.
            if used == 0 && word(0) == Some("k") {
                return None;
            }
            (value, used, scaled) = (value * scale, used + 1, true);
        }
        total += value;
        // "two hundred and fifty", "three thousand two hundred": more follows only after a scale.
        let skip = usize::from(word(used) == Some("and"));
        match below_hundred(&tokens[(used + skip).min(tokens.len())..]).filter(|_| scaled) {
            Some((more, n)) if more > 0.0 => {
                let next = tokens.get(used + skip + n).map(String::as_str).and_then(|w| SCALES.iter().find(|(s, _)| *s == w)).map(|s| s.1);
                if next.is_some_and(|next| more * next >= total) && next != Some(1e2) {
                    // "two hundred fifty thousand": all of it is of that scale.
                    (value, total, used) = (total + more, 0.0, used + skip + n);
                } else {
                    (value, used) = (more, used + skip + n);
                }
                scaled = next.is_some();
            }
            _ => break,
        }
        if !scaled {
            total += value;
            break;
        }
    }
    (used > 0).then(|| (format!("{total}"), used))
}

/// "seven", "seventeen", "seventy" and "seventy-seven".
fn below_hundred(tokens: &[String]) -> Option<(f64, usize)> {
    let at = |list: &[&str], i: usize| tokens.get(i).and_then(|w| list.iter().position(|l| l == w));
    if let Some(ten) = at(&TENS, 0) {
        let ten = (ten as f64 + 2.0) * 10.0;
        return Some(match at(&SMALL, 1).filter(|one| (1..10).contains(one)) {
            Some(one) => (ten + one as f64, 2),
            None => (ten, 1),
        });
    }
    at(&SMALL, 0).map(|n| (n as f64, 1))
}

/// "1,000", "2.50".
fn digits(token: &str) -> Option<f64> {
    let plain = token.chars().all(|c| c.is_ascii_digit() || c == '.') && token.starts_with(|c: char| c.is_ascii_digit());
    // More digits than a number with a fraction holds exactly would make two numbers one.
    if plain && token.len() <= 15 { token.parse().ok() } else { None }
}

/// The words, numbers with what stands inside them (`1,000`, `10:30`, `24/7`), and the signs that make a number another.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut tokens: Vec<String> = Vec::new();
    let mut open = false;
    for (i, &c) in chars.iter().enumerate() {
        let inside = i > 0 && digit(i - 1) && digit(i + 1);
        let before = i > 0 && digit(i - 1);
        match c {
            // A comma before exactly three digits only groups; before others it is a decimal one.
            ',' | '’' | '\'' if inside && (1..=3).all(|n| digit(i + n)) && !digit(i + 4) => {}
            ',' if inside => tokens.last_mut().into_iter().for_each(|t| t.push('.')),
            '.' | ':' | '/' | '⁄' if inside => tokens.last_mut().into_iter().for_each(|t| t.push(c)),
            '%' | '$' | '€' | '£' => {
                tokens.push(c.to_string());
                open = false;
            }
            // "300k", "5x", "2m": the letter is a word of its own only where it is a scale.
            'k' if before && !chars.get(i + 1).is_some_and(|n| n.is_alphanumeric()) => {
                tokens.push("k".into());
                open = false;
            }
            _ if c.is_alphanumeric() => {
                match tokens.last_mut().filter(|_| open) {
                    Some(token) => token.push(c),
                    None => tokens.push(c.to_string()),
                }
                open = true;
            }
            _ => open = false,
        }
    }
    let mut joined: Vec<String> = Vec::new();
    for token in tokens {
        match joined.last_mut() {
            Some(last) if last == "per" && token == "cent" => *last = "percent".into(),
            _ => joined.push(token),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        figures(text).into_iter().map(|f| f.value).collect()
    }

    #[test]
    fn one_form_for_each_number() {
        for (text, wanted) in [
            ("two hundred", "200"),
            ("a hundred", "100"),
            ("two hundred and fifty thousand", "250000"),
            ("three thousand two hundred and six", "3206"),
            ("Twenty-five", "25"),
            ("1,000", "1000"),
            ("１,０００", "1000"),
            ("1.5 million", "1500000"),
            ("300k", "300000"),
            ("1,5", "1.5"),
            ("50 per cent", "50%"),
            ("50%", "50%"),
            ("fifty percent", "50%"),
            ("$50", "50$"),
            ("50 dollars", "50$"),
            ("$2.5 million", "2500000$"),
            ("24/7", "24/7"),
            ("10:30", "10:30"),
            ("3rd", "3rd"),
            ("third", "3rd"),
            ("2x", "2x"),
            ("twice", "2x"),
            ("Q3", "q3"),
            ("½", "1⁄2"),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(values(text), [wanted], "{text}");
        }
        assert_eq!(values("two three times"), ["2", "3"]);
        assert_eq!(values("nineteen eighty-four"), ["19", "84"]);
        assert_eq!(values("between 5-10, and k"), ["5", "10"]);
        assert!(values("nobody, and the first one? hundredfold").iter().all(|v| v == "1"));
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "$", "$$$", "%", "and and", "hundred hundred hundred", "one hundred and", "1.2.3.4", "k", "$k", "two and"] {
            let _ = figures(text);
        }
        let long = "hundred ".repeat(5_000);
        assert_eq!(figures(&long).len(), 1);
    }
}
