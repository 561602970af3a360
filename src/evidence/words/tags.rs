//! Tags that are no words.

/// Tags of HTML and WebVTT that documents and captions have around words; any other between angle brackets are words.
pub const TAGS: &[&str] = &[
    "a", "abbr", "article", "b", "big", "blockquote", "body", "br", "c", "center", "cite", "code", "dd", "del", "div", "dl", "dt",
    "em", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "i", "img", "ins", "kbd", "label", "lang",
    "li", "main", "mark", "nobr", "o:p", "ol", "p", "pre", "q", "rt", "ruby", "s", "samp", "section", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "v", "var", "wbr",
];
