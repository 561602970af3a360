//! Markdown, by its syntax tree.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::{
    At,
    block::{Block, Passage},
};

/// The blocks of a Markdown document. Code is no speech and left out; so are comments and front matter.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.front_matter_delimiter = Some("---".into());
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let mut out = Vec::new();
    let mut quotes = 0;
    walk(root, &mut quotes, &mut out);
    out
}

/// Block quotes are walked with a list of what is still to do, not by recursion: a hostile document nests deeply.
fn walk<'a>(root: &'a AstNode<'a>, quotes: &mut u32, out: &mut Vec<Block>) {
    let mut todo: Vec<(&'a AstNode<'a>, Option<u32>)> = vec![(root, None)];
    while let Some((node, quote)) = todo.pop() {
        let data = node.data.borrow();
        let at = At::Line(u32::try_from(data.sourcepos.start.line).unwrap_or(u32::MAX));
        match &data.value {
            NodeValue::Heading(_) if quote.is_none() => out.push(Block::Heading(Passage { text: words(node), at, block_quote: None })),
            NodeValue::Paragraph | NodeValue::Heading(_) => out.push(Block::Passage(Passage { text: words(node), at, block_quote: quote })),
            NodeValue::Table(_) => out.push(Block::Table(rows(node))),
            NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_) | NodeValue::FrontMatter(_) => {}
            NodeValue::BlockQuote => {
                let quote = quote.unwrap_or_else(|| {
                    *quotes += 1;
                    *quotes - 1
                });
                todo.extend(node.children().collect::<Vec<_>>().into_iter().rev().map(|c| (c, Some(quote))));
            }
            _ => todo.extend(node.children().collect::<Vec<_>>().into_iter().rev().map(|c| (c, quote))),
        }
    }
}

fn rows<'a>(table: &'a AstNode<'a>) -> Vec<Vec<Passage>> {
    let row = |r: &'a AstNode<'a>| {
        let line = u32::try_from(r.data.borrow().sourcepos.start.line).unwrap_or(u32::MAX);
        r.children().map(|c| Passage { text: words(c), at: At::Line(line), block_quote: None }).collect()
    };
    table.children().map(row).collect()
}

/// The text of a node without its markup.
fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for n in node.descendants() {
        match &n.data.borrow().value {
            NodeValue::Text(t) => out.push_str(t),
            NodeValue::Code(c) => out.push_str(&c.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push('\n'),
            NodeValue::HtmlInline(tag) if tag.to_lowercase().starts_with("<br") => out.push('\n'),
            _ => {}
        }
    }
    out
}
