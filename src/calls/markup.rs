//! Tags and entities (rule C7): tags go first, then entities are decoded exactly once.

/// `text` without `<…>` tags and `{\…}` position codes, entities decoded once: `&lt;was&gt;` is the speech `<was>`.
pub fn plain(text: &str) -> String {
    decode_entities(&without_tags(text))
}

/// `text` without `<…>` tags and SubRip's `{\an8}` codes. A `<` that opens no tag stays.
pub fn without_tags(text: &str) -> String {
    if !text.contains(['<', '{']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        match tag_length(tail) {
            Some(length) => rest = tail.get(length..).unwrap_or_default(),
            None => {
                out.push_str(tail.get(..1).unwrap_or_default());
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The longest tag that is believed; a `<` without a `>` near it is a sign for "less than".
const LONGEST_TAG: usize = 400;

fn tag_length(tail: &str) -> Option<usize> {
    let close = if tail.starts_with('{') {
        tail.get(1..)?.starts_with('\\').then_some('}')?
    } else {
        let first = tail.get(1..)?.chars().next()?;
        let time = first.is_ascii_digit() && tail.split('>').next()?.contains(':');
        (first.is_alphabetic() || first == '/' || time).then_some('>')?
    };
    let window = tail.char_indices().take(LONGEST_TAG).find(|(_, c)| *c == close || *c == '\n' && close == '}')?;
    (window.1 == close).then_some(window.0 + 1)
}

/// `text` with HTML's and XML's entities decoded, once.
pub fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        match entity(tail) {
            Some((c, length)) => {
                out.push(c);
                rest = tail.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether there is any entity in `text`.
pub fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| text.get(at..).and_then(entity).is_some())
}

/// The character that an entity at the start stands for, and how many bytes the entity has.
pub fn entity(text: &str) -> Option<(char, usize)> {
    let behind = text.strip_prefix('&')?;
    let (end, _) = behind.char_indices().take(12).find(|(_, c)| *c == ';')?;
    Some((character(behind.get(..end)?)?, end + 2))
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    // The names that transcripts have been seen with: punctuation, and Latin-1's letters.
    const NAMES: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("lrm", '\u{200e}'),
        ("rlm", '\u{200f}'),
        ("shy", '\u{ad}'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bull", '•'),
        ("middot", '·'),
        ("euro", '€'),
        ("pound", '£'),
        ("cent", '¢'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("deg", '°'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("agrave", 'à'),
        ("aacute", 'á'),
        ("acirc", 'â'),
        ("atilde", 'ã'),
        ("auml", 'ä'),
        ("aring", 'å'),
        ("aelig", 'æ'),
        ("ccedil", 'ç'),
        ("egrave", 'è'),
        ("eacute", 'é'),
        ("ecirc", 'ê'),
        ("euml", 'ë'),
        ("iacute", 'í'),
        ("icirc", 'î'),
        ("iuml", 'ï'),
        ("ntilde", 'ñ'),
        ("oacute", 'ó'),
        ("ocirc", 'ô'),
        ("otilde", 'õ'),
        ("ouml", 'ö'),
        ("oslash", 'ø'),
        ("uacute", 'ú'),
        ("ugrave", 'ù'),
        ("ucirc", 'û'),
        ("uuml", 'ü'),
        ("szlig", 'ß'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("Aring", 'Å'),
        ("Eacute", 'É'),
        ("Oslash", 'Ø'),
    ];
    NAMES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn tags_go_and_entities_are_decoded_once() {
        assert_eq!(plain("it &amp; March &lt;was&gt; nine"), "it & March <was> nine");
        assert_eq!(plain("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
        assert_eq!(plain("{\\an8}<i>Yes,</i> <font color=\"#ff0\">that&#39;s</font> S&#xF8;ren"), "Yes, that's Søren");
        assert_eq!(plain("a < b and 3 <4 > AT&T; &bogus;"), "a < b and 3 <4 > AT&T; &bogus;");
        assert_eq!(plain("so<00:00:00.415><c.x> month</c>"), "so month");
    }
}
