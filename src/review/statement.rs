//! What a statement may say: words in quotation marks and numbers in it must stand in its verbatims.

/// Something in a statement that its verbatims don't say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// There is nothing in it.
    #[error("the statement is empty")]
    Empty,
    /// Words stand in quotation marks that no verbatim has.
    #[error("“{0}” stands in quotation marks, but no quote that supports the theme says so")]
    Quotation(String),
    /// A number stands in it that no verbatim has.
    #[error("the number {0} stands in the statement, but no quote that supports the theme says it")]
    Number(String),
}

const NUMBER_WORDS: &[&str] = &[
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
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "half",
    "twice",
    "dozen",
];

/// Whether `statement` says only what `verbatims` (the words of those that support it) say, where it quotes or counts.
///
/// # Errors
/// The first thing in it that they don't say.
pub fn check_statement(statement: &str, verbatims: &[&str]) -> Result<(), StatementFault> {
    if statement.trim().is_empty() {
        return Err(StatementFault::Empty);
    }
    let sources: Vec<String> = verbatims.iter().map(|v| format!(" {} ", plain(v))).collect();
    // A statement that is a verbatim says only what it says.
    if verbatims.contains(&statement) {
        return Ok(());
    }
    let stands = |words: &str| sources.iter().any(|s| s.contains(&format!(" {words} ")));
    for quoted in quotations(statement) {
        if !stands(&plain(&quoted)) {
            return Err(StatementFault::Quotation(quoted));
        }
    }
    for word in plain(statement).split(' ') {
        let number = word.chars().any(|c| c.is_numeric()) || word.split('-').any(|w| NUMBER_WORDS.contains(&w));
        if number && !stands(word) {
            return Err(StatementFault::Number(word.to_owned()));
        }
    }
    Ok(())
}

/// Lower case, with every run of other characters than letters and digits as one space; separators inside a number fall away.
fn plain(text: &str) -> String {
    let chars: Vec<char> = text.to_lowercase().replace('’', "'").chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let digit = |at: Option<&char>| at.is_some_and(|c| c.is_ascii_digit());
        let inside_number = (c == ',' || c == '.') && i > 0 && digit(chars.get(i - 1)) && digit(chars.get(i + 1));
        if c.is_alphanumeric() || c == '\'' || (inside_number && c == '.') {
            out.push(c);
        } else if !inside_number && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// What stands between quotation marks; an apostrophe inside a word opens and closes nothing.
fn quotations(text: &str) -> Vec<String> {
    const OPEN: &[char] = &['"', '“', '”', '„', '«', '»', '‟', '「', '『', '‘', '\''];
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let single = matches!(chars[i], '\'' | '‘');
        let starts = OPEN.contains(&chars[i]) && (!single || i == 0 || !chars[i - 1].is_alphanumeric());
        let close = |c: char, at: usize| match chars[i] {
            '\'' | '‘' => matches!(c, '\'' | '’') && chars.get(at + 1).is_none_or(|n| !n.is_alphanumeric()),
            '「' => c == '」',
            '『' => c == '』',
            _ => matches!(c, '"' | '”' | '“' | '»' | '«'),
        };
        match starts.then(|| (i + 1..chars.len()).find(|&j| close(chars[j], j))).flatten() {
            Some(end) => {
                let inside: String = chars[i + 1..end].iter().collect();
                if inside.chars().any(char::is_alphanumeric) {
                    found.push(inside);
                }
                i = end + 1;
            }
            None => i += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_and_numbers_must_be_the_customers() {
        let said = ["We're out of gloves every 1,000 patients, it's a mess.", "eleven people in spreadsheets"];
        assert_eq!(check_statement("It's \"a mess\" every 1000 patients", &said), Ok(()));
        assert_eq!(check_statement("Eleven people keep it going; it isn't fun", &said), Ok(()));
        assert_eq!(check_statement("They call it “a disaster”", &said), Err(StatementFault::Quotation("a disaster".into())));
        assert_eq!(check_statement("twelve people in spreadsheets", &said), Err(StatementFault::Number("twelve".into())));
        assert_eq!(check_statement("100 patients", &said), Err(StatementFault::Number("100".into())));
        assert_eq!(check_statement(" ", &said), Err(StatementFault::Empty));
    }
}
