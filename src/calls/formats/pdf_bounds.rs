//! What a PDF could do to its reader, found before it is read: streams that unpack to gigabytes, and drawings (forms) that draw
//! themselves, or each other a billion times.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// Most bytes that all streams but pictures may unpack to. The text of a day's talk takes a hundredth.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// Most forms that may be drawn, counted with what they draw in turn.
const MOST_DRAWN: u64 = 20_000;
/// How deep forms may draw forms.
const DEEPEST: usize = 24;

/// Whether the streams of a PDF's bytes unpack to a bounded size; pictures, which nobody unpacks here, aside.
pub fn unpacks_bounded(bytes: &[u8]) -> bool {
    let mut left = MOST_UNPACKED;
    let mut buffer = vec![0; 64 * 1024];
    let mut ends = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        if at < ends || at >= 3 && bytes.get(at - 3..at) == Some(b"end") {
            continue;
        }
        let head = bytes.get(at.saturating_sub(1024)..at).unwrap_or_default();
        let head = memchr::memmem::rfind(head, b" obj").and_then(|from| head.get(from..)).unwrap_or(head);
        let names = |name: &[u8]| memchr::memmem::find_iter(head, name).count();
        let packings = names(b"FlateDecode") + names(b"LZWDecode") + names(b"/Fl ") + names(b"/Fl]") + names(b"/Fl/") + names(b"/LZW ");
        let is_picture = names(b"/Image") > 0;
        // Packed twice, or by the older packing: no producer of transcripts does either.
        if packings > 1 || names(b"LZWDecode") > 0 && !is_picture {
            return false;
        }
        let body = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).or_else(|| body.strip_prefix(b"\r")).unwrap_or(body);
        if is_picture || packings == 0 {
            continue;
        }
        let mut unpacked = flate2::read::ZlibDecoder::new(body);
        while let Ok(n @ 1..) = unpacked.read(&mut buffer) {
            match left.checked_sub(n as u64) {
                Some(less) => left = less,
                None => return false,
            }
        }
        ends = at + usize::try_from(unpacked.total_in()).unwrap_or(0);
    }
    true
}

/// Whether its pages draw a bounded number of forms, none of which draws itself.
pub fn draws_bounded(document: &Document) -> bool {
    let mut forms = Forms { document, drawn: HashMap::new(), all: None };
    let mut drawn = 0_u64;
    for page in document.get_pages().into_values() {
        let content = document.get_page_content(page).unwrap_or_default();
        let resources = forms.of_page(page);
        match forms.drawn_by(&content, &resources, 0) {
            Some(n) => drawn += n,
            None => return false,
        }
        if drawn > MOST_DRAWN {
            return false;
        }
    }
    true
}

/// Forms by name, as a resource dictionary has them.
type Named = BTreeMap<Vec<u8>, ObjectId>;

struct Forms<'a> {
    document: &'a Document,
    /// How many forms a form draws, itself included; `None` while that is being counted.
    drawn: HashMap<ObjectId, Option<u64>>,
    all: Option<Named>,
}

impl Forms<'_> {
    /// How many forms a content stream draws; `None` where it never ends.
    fn drawn_by(&mut self, content: &[u8], resources: &Named, depth: usize) -> Option<u64> {
        if depth > DEEPEST {
            return None;
        }
        let mut drawn = 0_u64;
        let words: Vec<&[u8]> = content.split(|b| b.is_ascii_whitespace()).filter(|w| !w.is_empty()).collect();
        for pair in words.windows(2) {
            let [name, b"Do"] = pair else { continue };
            let name = name.rsplit(|b| *b == b'/').next().unwrap_or(name);
            let Some(form) = resources.get(name) else { continue };
            drawn += self.drawn_in(*form, resources, depth)?;
            if drawn > MOST_DRAWN {
                return None;
            }
        }
        Some(drawn)
    }

    fn drawn_in(&mut self, form: ObjectId, outer: &Named, depth: usize) -> Option<u64> {
        match self.drawn.get(&form) {
            Some(Some(known)) => return Some(*known),
            Some(None) => return None,
            None => {}
        }
        let Ok(stream) = self.document.get_object(form).and_then(Object::as_stream) else { return Some(0) };
        if is_picture(stream) {
            return Some(0);
        }
        self.drawn.insert(form, None);
        let own = stream.dict.get(b"Resources").ok().and_then(|r| self.dictionary(r)).map(|r| self.named(r));
        let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let drawn = 1 + self.drawn_by(&content, own.as_ref().unwrap_or(outer), depth + 1)?;
        // Without resources of its own, a form draws what its caller names: each caller is counted anew.
        if own.is_some() {
            self.drawn.insert(form, Some(drawn));
        } else {
            self.drawn.remove(&form);
        }
        Some(drawn)
    }

    fn dictionary<'b>(&'b self, object: &'b Object) -> Option<&'b Dictionary> {
        self.document.dereference(object).ok()?.1.as_dict().ok()
    }

    fn named(&self, resources: &Dictionary) -> Named {
        let objects = resources.get(b"XObject").ok().and_then(|x| self.dictionary(x));
        objects.into_iter().flat_map(Dictionary::iter).filter_map(|(name, o)| Some((name.clone(), o.as_reference().ok()?))).collect()
    }

    /// The forms that a page may draw: its own names, and, since pages inherit names, those of all resources of the document below them.
    fn of_page(&mut self, page: ObjectId) -> Named {
        if self.all.is_none() {
            let dictionaries = self.document.objects.values().filter_map(|o| o.as_dict().ok());
            let resources = dictionaries.filter_map(|d| d.get(b"Resources").ok()).filter_map(|r| self.dictionary(r));
            let mut all = Named::new();
            resources.for_each(|r| all.extend(self.named(r)));
            self.all = Some(all);
        }
        let mut named = self.all.clone().unwrap_or_default();
        let own = self.document.get_dictionary(page).ok().and_then(|d| d.get(b"Resources").ok()).and_then(|r| self.dictionary(r));
        named.extend(own.map(|r| self.named(r)).unwrap_or_default());
        named
    }
}

fn is_picture(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
}
