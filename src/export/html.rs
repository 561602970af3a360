//! A document as one HTML page, rendered from the tree of its Markdown: it asks the network for nothing and runs nothing.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

use super::{ExportError, escape, parts};

/// How a Markdown document is read, for every format that is made of its tree.
pub(super) fn options<'a>() -> Options<'a> {
    let mut options = Options::default();
    options.extension.table = true;
    options.render.r#unsafe = false;
    options
}

/// The page. Raw HTML in the Markdown is left out; the marks of a [PMM] part become a frame around it.
///
/// # Errors
/// Where the page can't be written to memory, which doesn't happen.
pub(super) fn page(markdown: &str, title: &str) -> Result<Vec<u8>, ExportError> {
    let arena = Arena::new();
    let options = options();
    let root = comrak::parse_document(&arena, markdown, &options);
    let (mut body, mut contents) = (String::new(), String::new());
    let (mut sections, mut framed) = (0, false);
    for block in root.children() {
        let value = &block.data.borrow().value;
        match value {
            NodeValue::HtmlBlock(html) if parts::opens(&html.literal) && !framed => {
                framed = true;
                body.push_str("<div class=\"pmm\" role=\"note\" aria-label=\"To write\">\n");
            }
            NodeValue::HtmlBlock(html) if parts::closes(&html.literal) && framed => {
                framed = false;
                body.push_str("</div>\n");
            }
            NodeValue::HtmlBlock(_) => {}
            NodeValue::Heading(heading) if heading.level == 2 => {
                sections += 1;
                let words = escape_html(&text_of(block));
                contents.push_str(&format!("<li><a href=\"#s{sections}\">{words}</a></li>\n"));
                body.push_str(&format!("<h2 id=\"s{sections}\">{words}</h2>\n"));
            }
            NodeValue::Table(_) => {
                body.push_str("<div class=\"table\">\n");
                comrak::format_html(block, &options, &mut body)?;
                body.push_str("</div>\n");
            }
            _ => comrak::format_html(block, &options, &mut body)?,
        }
    }
    if framed {
        body.push_str("</div>\n");
    }
    let title = escape_html(&escape::printable(title));
    let style = include_str!("../../templates/document.css");
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<nav aria-label=\"Contents\">\n<ol class=\"contents\">\n{contents}</ol>\n</nav>\n\
         <main>\n{body}</main>\n</body>\n</html>\n"
    )
    .into_bytes())
}

/// The words of a node, without their formatting.
pub(super) fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match &inner.data.borrow().value {
            NodeValue::Text(words) => text.push_str(words),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// `text` as HTML or XML text, also inside an attribute.
pub(super) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
