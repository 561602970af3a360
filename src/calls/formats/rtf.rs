//! RTF's text: code pages, `\u` escapes, paragraphs (section 3.24). What is not text (fonts, pictures, fields) is skipped.

use std::collections::HashMap;

use encoding_rs::Encoding;

/// Deepest nesting of groups that is followed; deeper ones are read as if they were at this depth.
const DEEPEST: usize = 200;

const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "themedata",
    "datastore",
    "listtable",
    "listoverridetable",
    "generator",
    "fldinst",
    "object",
    "rsidtbl",
    "xmlnstbl",
];

/// State of a group.
#[derive(Clone, Copy)]
struct Group {
    skip: bool,
    /// Hidden or deleted text: switched on and off inside of a group.
    hidden: bool,
    fallback: usize,
    /// In which the bytes of the current font are written; `None` is the document's.
    encoding: Option<&'static Encoding>,
    /// Inside the table of fonts: the font that is being told of.
    font: Option<i64>,
}

impl Default for Group {
    fn default() -> Self {
        Group { skip: false, hidden: false, fallback: 1, encoding: None, font: None }
    }
}

/// The plain text of an RTF file.
pub fn text(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut groups = vec![Group::default()];
    let mut page: &'static Encoding = encoding_rs::WINDOWS_1252;
    let mut fonts: HashMap<i64, &'static Encoding> = HashMap::new();
    let mut pending: Vec<u8> = Vec::new();
    let mut high: Option<u16> = None;
    let mut to_skip = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        at += 1;
        let mut group = groups.last().copied().unwrap_or_default();
        let destination = group.skip;
        group.skip |= group.hidden;
        let encoding = group.encoding.unwrap_or(page);
        match byte {
            b'{' | b'}' => {
                flush(&mut out, &mut pending, encoding);
                if byte == b'{' && groups.len() < DEEPEST {
                    groups.push(Group { skip: destination, ..group });
                } else if byte == b'}' && groups.len() > 1 {
                    groups.pop();
                }
                to_skip = 0;
            }
            b'\r' | b'\n' => {}
            b'\\' => {
                let Some(next) = bytes.get(at).copied() else { break };
                if next == b'\'' {
                    let hex =
                        bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
                    at += 3;
                    if to_skip > 0 {
                        to_skip -= 1;
                    } else if let (Some(b), false) = (hex, group.skip) {
                        pending.push(b);
                    }
                    continue;
                }
                if !next.is_ascii_alphabetic() {
                    at += 1;
                    flush(&mut out, &mut pending, encoding);
                    match next {
                        b'*' => groups.last_mut().into_iter().for_each(|g| g.skip = true),
                        _ if group.skip => {}
                        b'~' => out.push('\u{a0}'),
                        b'_' => out.push('-'),
                        b'-' => {}
                        b'\r' | b'\n' => out.push('\n'),
                        other => out.push(char::from(other)),
                    }
                    continue;
                }
                let (word, number, length) = control(bytes.get(at..).unwrap_or_default());
                at += length;
                if word != "u" {
                    flush(&mut out, &mut pending, encoding);
                }
                match word.as_str() {
                    "ansicpg" => page = code_page(number.unwrap_or(1252)),
                    "f" | "fcharset" if group.skip => {
                        let Some(open) = groups.last_mut() else { continue };
                        match (word.as_str(), open.font, number.and_then(charset)) {
                            ("f", ..) => open.font = number,
                            (_, Some(font), Some(encoding)) => drop(fonts.insert(font, encoding)),
                            _ => {}
                        }
                    }
                    "f" => {
                        let encoding = number.and_then(|n| fonts.get(&n)).copied();
                        groups.last_mut().into_iter().for_each(|g| g.encoding = encoding);
                    }
                    "uc" => {
                        if let Some(g) = groups.last_mut() {
                            g.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8);
                        }
                    }
                    "u" => {
                        flush(&mut out, &mut pending, encoding);
                        to_skip = group.fallback;
                        // A signed 16-bit number; characters above the first plane come as two.
                        let unit = u16::try_from(number.unwrap_or(0) & 0xffff).unwrap_or(0);
                        if group.skip {
                            continue;
                        }
                        match (high.take(), unit) {
                            (Some(h), 0xdc00..=0xdfff) => out.extend(char::decode_utf16([h, unit]).flatten()),
                            (_, 0xd800..=0xdbff) => high = Some(unit),
                            (_, other) => out.extend(char::from_u32(u32::from(other))),
                        }
                    }
                    word if SKIPPED.contains(&word) => groups.last_mut().into_iter().for_each(|g| g.skip = true),
                    "v" | "deleted" => groups.last_mut().into_iter().for_each(|g| g.hidden = number != Some(0)),
                    "plain" => groups.last_mut().into_iter().for_each(|g| (g.hidden, g.encoding) = (false, None)),
                    "bin" => at += usize::try_from(number.unwrap_or(0)).unwrap_or(0),
                    _ if group.skip => {}
                    "par" | "line" | "row" | "sect" | "page" => out.push('\n'),
                    "tab" | "cell" => out.push('\t'),
                    "emdash" => out.push('—'),
                    "endash" => out.push('–'),
                    "lquote" => out.push('‘'),
                    "rquote" => out.push('’'),
                    "ldblquote" => out.push('“'),
                    "rdblquote" => out.push('”'),
                    "bullet" => out.push('•'),
                    _ => {}
                }
            }
            _ if to_skip > 0 => to_skip -= 1,
            _ if group.skip => {}
            _ => pending.push(byte),
        }
    }
    flush(&mut out, &mut pending, groups.last().and_then(|g| g.encoding).unwrap_or(page));
    out
}

fn flush(out: &mut String, pending: &mut Vec<u8>, encoding: &'static Encoding) {
    if !pending.is_empty() {
        out.push_str(&encoding.decode_without_bom_handling(pending).0);
        pending.clear();
    }
}

/// A control word, its number, and how many bytes it took, the one space after it included.
fn control(bytes: &[u8]) -> (String, Option<i64>, usize) {
    let letters = bytes.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = String::from_utf8_lossy(bytes.get(..letters).unwrap_or_default()).into_owned();
    let rest = bytes.get(letters..).unwrap_or_default();
    let digits = rest.iter().take(11).enumerate().take_while(|(at, b)| b.is_ascii_digit() || *at == 0 && **b == b'-').count();
    let number = std::str::from_utf8(rest.get(..digits).unwrap_or_default()).ok().and_then(|n| n.parse().ok());
    let space = usize::from(rest.get(digits) == Some(&b' '));
    (word, number, letters + digits + space)
}

/// A font's charset; none where it is the document's own.
fn charset(number: i64) -> Option<&'static Encoding> {
    let pages = [
        (77, 10000),
        (128, 932),
        (129, 949),
        (134, 936),
        (136, 950),
        (161, 1253),
        (162, 1254),
        (163, 1258),
        (177, 1255),
        (178, 1256),
        (186, 1257),
        (204, 1251),
        (222, 874),
        (238, 1250),
    ];
    pages.iter().find(|(set, _)| *set == number).map(|(_, page)| code_page(*page))
}

fn code_page(number: i64) -> &'static Encoding {
    let name = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        n => format!("windows-{n}"),
    };
    Encoding::for_label(name.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn escapes_and_destinations() {
        let rtf = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Dana: caf\'e9 \u8217?s \u-10179?\u-8704? \emdash  it{\b  was}\par Priya: ok\
next}";
        assert_eq!(text(rtf), "Dana: café ’s 😀 — it was\nPriya: ok\nnext");
    }
}
