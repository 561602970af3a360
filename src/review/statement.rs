//! What a statement may say: words in quotation marks and numbers in it must stand in its verbatims.

use unicode_normalization::UnicodeNormalization;

use super::figures::{Figure, figures};

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

/// Whether `statement` says only what `verbatims` (the words of those that support it) say, where it quotes or counts.
///
/// # Errors
/// The first thing in it that they don't say.
pub fn check_statement(statement: &str, verbatims: &[&str]) -> Result<(), StatementFault> {
    if !statement.chars().any(char::is_alphanumeric) {
        return Err(StatementFault::Empty);
    }
    // A statement that is a verbatim says only what it says.
    if verbatims.contains(&statement) {
        return Ok(());
    }
    let sources: Vec<String> = verbatims.iter().map(|v| format!(" {} ", plain(v))).collect();
    for quoted in quotations(statement) {
        let words = format!(" {} ", plain(&quoted));
        if !sources.iter().any(|s| s.contains(&words)) {
            return Err(StatementFault::Quotation(quoted));
        }
    }
    let said: Vec<Figure> = verbatims.iter().flat_map(|v| figures(v)).collect();
    match figures(statement).into_iter().find(|f| f.is_claim() && !said.iter().any(|s| s.value == f.value)) {
        Some(figure) => Err(StatementFault::Number(figure.words)),
        None => Ok(()),
    }
}

/// Lower case, compatible forms made one, and every run of other characters than letters and digits one space. What is left out
/// inside a number or between quotations (`…`) stays: “a … c” is not “a c”.
fn plain(text: &str) -> String {
    let text: String = text.replace("[…]", "…").replace("[...]", "…").replace("...", "…").replace('…', "\u{1}").nfkc().collect();
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let (before, after) = (i.checked_sub(1), Some(i + 1));
        match c {
            _ if c.is_alphanumeric() => out.push(c),
            '\'' | '’' | 'ʼ' if letter(before) && letter(after) => out.push('\''),
            '.' | ',' if digit(before) && digit(after) => out.push(c),
            '\u{1}' => out.push_str(if out.ends_with(' ') { "… " } else { " … " }),
            _ if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// What stands between quotation marks. An apostrophe in a word opens and closes nothing; a mark without its partner quotes all that
/// follows it, or all before it where nothing does.
fn quotations(text: &str) -> Vec<String> {
    const DOUBLE: &[char] = &['"', '“', '”', '„', '‟', '«', '»', '″', '＂', '「', '」', '『', '』', '《', '》', '〝', '〞', '〟', '❝', '❞'];
    const SINGLE: &[char] = &['\'', '‘', '’', '‚', '‛', '`', '´', '′', '‹', '›', '＇', '❛', '❜'];
    let chars: Vec<char> = text.replace("<<", "«").replace(">>", "»").replace("``", "“").replace("''", "”").chars().collect();
    let word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let inches = |i: usize| matches!(chars[i], '"' | '″') && i > 0 && chars[i - 1].is_ascii_digit();
    let words =
        |range: std::ops::Range<usize>| Some(chars[range].iter().collect::<String>()).filter(|s| s.chars().any(char::is_alphanumeric));
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let double = DOUBLE.contains(&chars[i]);
        let opens = double || (SINGLE.contains(&chars[i]) && !word(i.checked_sub(1)) && word(Some(i + 1)));
        if !opens {
            i += 1;
            continue;
        }
        let closes = |j: &usize| match double {
            true => DOUBLE.contains(&chars[*j]),
            // `'a disaster"`: a mark of the other kind ends it too.
            false => (SINGLE.contains(&chars[*j]) && !word(Some(j + 1)) && !is_possessive(&chars, *j)) || DOUBLE.contains(&chars[*j]),
        };
        match (i + 1..chars.len()).find(closes) {
            Some(end) => {
                found.extend(words(i + 1..end));
                i = end + 1;
            }
            None => {
                if double && !inches(i) {
                    found.extend(words(i + 1..chars.len()).or_else(|| words(0..i)));
                }
                // An apostrophe at the start of a word ('cause) quotes nothing; a mark that can only open does.
                if matches!(chars[i], '‘' | '‚' | '‛' | '‹' | '›' | '`' | '❛') {
                    found.extend(words(i + 1..chars.len()));
                }
                i += 1;
            }
        }
    }
    found
}

/// Whether the mark at `at` is the apostrophe of a plural's possessive (the users' data), with another one after it to close.
fn is_possessive(chars: &[char], at: usize) -> bool {
    let mark = |c: &char| matches!(c, '\'' | '’');
    let plural = mark(&chars[at]) && at > 0 && matches!(chars[at - 1], 's' | 'S') && chars.get(at + 1) == Some(&' ');
    plural && chars[at + 1..].iter().enumerate().any(|(i, c)| mark(c) && !chars.get(at + 2 + i).is_some_and(|n| n.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(statement: &str, said: &[&str]) {
        assert_eq!(check_statement(statement, said), Ok(()), "{statement}");
    }

    fn number(statement: &str, said: &[&str], words: &str) {
        assert_eq!(check_statement(statement, said), Err(StatementFault::Number(words.into())), "{statement}");
    }

    fn quotation(statement: &str, said: &[&str], words: &str) {
        assert_eq!(check_statement(statement, said), Err(StatementFault::Quotation(words.into())), "{statement}");
    }

    #[test]
    fn quotations_and_numbers_must_be_the_customers() {
        let said = ["We're out of gloves every 1,000 patients, it's a mess.", "eleven people in spreadsheets"];
        ok("It's \"a mess\" every 1000 patients", &said);
        ok("Eleven people keep it going; it isn't fun", &said);
        ok("11 people keep it going", &said);
        quotation("They call it “a disaster”", &said, "a disaster");
        number("twelve people in spreadsheets", &said, "twelve");
        number("100 patients", &said, "100");
        assert_eq!(check_statement(" … ", &said), Err(StatementFault::Empty));
    }

    #[test]
    fn every_kind_of_quotation_mark_is_one() {
        let said = ["it's a mess and the users' data … was 'gone'"];
        for (open, close) in
            ["\"\"", "“”", "„“", "««", "»«", "‹›", "‘’", "’’", "''", "‚‘", "「」", "『』", "＂＂", "``", "《》", "'\"", "‘”"].map(|p| {
                let mut c = p.chars();
                (c.next().unwrap(), c.next().unwrap())
            })
        {
            ok(&format!("They say {open}it's a mess{close}."), &said);
            quotation(&format!("They say {open}a disaster{close}."), &said, "a disaster");
        }
        quotation("They say <<a disaster>>", &said, "a disaster");
        quotation("They say “a disaster", &said, "a disaster");
        quotation("a disaster”", &said, "a disaster");
        quotation("They say ‘a disaster", &said, "a disaster");
        ok("They say ‘the users’ data … was gone’", &said);
        ok("'cause the tools aren't theirs", &said);
        ok("a 15\" screen", &["a 15 inch screen"]);
    }

    #[test]
    fn a_cut_is_never_closed_in_silence() {
        let said = ["we never use it … on weekends"];
        quotation("“use it on weekends”", &said, "use it on weekends");
        ok("“use it … on weekends”", &said);
        ok("“use it [...] on weekends”", &said);
    }
}
