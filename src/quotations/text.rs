//! Plain text: paragraphs between empty lines, list items, and lines quoted with `>`.

use super::{
    At,
    block::{Block, Passage},
};

/// The blocks of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut current: Option<Passage> = None;
    let mut quotes = 0;
    for (line, number) in text.lines().zip(1..) {
        let trimmed = line.trim();
        let quoted = trimmed.strip_prefix('>').map(str::trim_start);
        let words = quoted.unwrap_or(trimmed);
        let in_quote = current.as_ref().is_some_and(|c| c.block_quote.is_some());
        let new = words.is_empty() || quoted.is_some() != in_quote || is_item(words);
        if new {
            out.extend(current.take().map(Block::Passage));
        }
        if words.is_empty() {
            // An empty line ends a block quote, an empty quoted line only its paragraph.
            quotes += u32::from(quoted.is_none());
            continue;
        }
        match &mut current {
            Some(passage) => {
                passage.text.push('\n');
                passage.text.push_str(words);
            }
            None => current = Some(Passage { text: words.to_owned(), at: At::Line(number), block_quote: quoted.map(|_| quotes) }),
        }
    }
    out.extend(current.map(Block::Passage));
    out
}

/// Whether a line starts an item of a list.
fn is_item(line: &str) -> bool {
    let numbered = line
        .split_once(['.', ')'])
        .is_some_and(|(n, rest)| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' '));
    numbered || ["- ", "* ", "• ", "– ", "◦ ", "+ "].iter().any(|b| line.starts_with(b))
}
