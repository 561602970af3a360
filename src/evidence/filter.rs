//! Which words a turn may hold: found in a fifth of the time that making it into words takes, and enough to see where a quote can't stand.

use super::{scan, wording};

/// Words of 64 bits in a filter: with the 150 words of a usual turn, a word that isn't there is taken to be in one of fifteen.
const WORDS: usize = 32;

/// A bit for the hash of each word of a turn, and of words joined as a quote may join them (a Bloom filter with one hash; Bloom, 1970).
#[derive(Debug)]
pub(super) struct Filter([u64; WORDS]);

impl Filter {
    /// The filter of a turn's text.
    pub fn of(text: &str) -> Filter {
        let mut filter = Filter([0; WORDS]);
        // The words before, folded, as long as nothing but hyphens parts them; up to four make one word of a quote.
        let mut joined: Vec<String> = Vec::new();
        let mut before: Option<(u32, u32)> = None;
        scan::scan(text, |token| {
            filter.add(token.hash);
            let slice = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default();
            let at = before.map_or(0, |(_, end)| end);
            let may_be_hyphen = text.as_bytes().get(at as usize).is_some_and(|b| *b == b'-' || *b >= 0x80);
            match (before, may_be_hyphen && wording::is_hyphen(slice(at, token.start))) {
                (Some((start, end)), true) => {
                    if joined.is_empty() {
                        joined.push(scan::fold(slice(start, end)));
                    }
                    let next = scan::fold(slice(token.start, token.end));
                    joined.iter_mut().for_each(|word| word.push_str(&next));
                    joined.iter().for_each(|word| filter.add(scan::hash(word)));
                    joined.push(next);
                    if joined.len() > 3 {
                        joined.remove(0);
                    }
                }
                _ => joined.clear(),
            }
            before = Some((token.start, token.end));
        });
        filter
    }

    fn add(&mut self, hash: u64) {
        let (word, bit) = place(hash);
        self.0[word] |= bit;
    }

    /// Whether the word with this hash may stand in the turn; `false` is certain.
    pub fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = place(hash);
        self.0[word] & bit != 0
    }
}

fn place(hash: u64) -> (usize, u64) {
    ((hash >> 59) as usize % WORDS, 1 << ((hash >> 53) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_joined_words_are_held() {
        let filter = Filter::of("It's a well-known state-of-the-art thing, re-started.");
        for word in ["it's", "well", "wellknown", "stateof", "stateofthe", "stateoftheart", "ofthe", "oftheart", "restarted"] {
            let hash = scan::tokens(word).first().map(|t| t.hash).unwrap();
            assert!(filter.may_hold(hash), "{word}");
        }
        let absent = ["flamingo", "eleven", "weeks", "never"].iter().filter(|w| filter.may_hold(scan::hash(w))).count();
        assert!(absent < 4);
    }
}
