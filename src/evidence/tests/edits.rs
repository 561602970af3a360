//! Properties: what honest quoting does to real words loses none of them, and what it must not do never passes.

use proptest::prelude::*;

use super::*;

const WORDS: &[&str] = &[
    "the",
    "export",
    "is",
    "slow",
    "and",
    "we",
    "lost",
    "a",
    "week",
    "every",
    "month",
    "it",
    "took",
    "eleven",
    "people",
    "to",
    "fix",
    "invoices",
    "by",
    "hand",
    "which",
    "cost",
    "12,500",
    "dollars",
    "Northwind",
    "told",
    "us",
    "migration",
    "was",
    "not",
    "easy",
    "but",
    "now",
    "reports",
    "arrive",
    "on",
    "time",
    "don't",
    "know",
    "why",
    "um",
    "uh",
    "I",
    "think",
    "probably",
    "zürich",
    "naïve",
    "café",
    "you",
    "very",
    "twenty",
    "percent",
];

/// Words that read otherwise when something stands beside them.
const AWKWARD: &[&str] = &[
    "so",
    "we",
    "can",
    "can't",
    "5",
    "5,000",
    "1.5",
    ".5",
    "-5",
    "$5",
    "5%",
    "10+",
    "C++",
    "re-started",
    "well-known",
    "know",
    "you",
    "um,",
    "w",
    "what",
    "the",
    "the",
    "slow.",
    "slow,",
    "slow?!",
    "...",
    "\u{2026}",
    "[laughs]",
    "[1:02:33]",
    "(so",
    "it)",
    "it's",
    "its",
    "he",
    "she",
    "o'clock",
    "'tis",
    "customers'",
    "caf\u{e9}",
    "25\u{a0}000",
    "no",
    "not",
    "<b>",
    "*it*",
    "_so_",
    "and",
    "and",
    "I",
    "mean",
    "&amp;",
    "A&B",
    "#1",
];

/// Words that make talk in which everything is said often.
const COMMON: &[&str] = &["I", "mean", "it", "so", "is", "we", "think", "don't"];

/// Words that stand beside marks which a quote's reader takes for markup, Markdown or cuts, with characters that nobody sees.
const MARKED: &[&str] = &["so", "it", "is\u{200b}", "<b>", "</i>", "[it]", "*so*", "...", "…", "&amp;", "(is)", "#1"];

fn talk() -> impl Strategy<Value = Vec<String>> {
    let word = proptest::sample::select(WORDS);
    let sentence = proptest::collection::vec(word, 3..16).prop_map(|w| format!("{}.", w.join(" ")));
    proptest::collection::vec(proptest::collection::vec(sentence, 1..4).prop_map(|s| s.join(" ")), 3..10)
}

fn spoken(turns: &[String]) -> Call {
    let named: Vec<(&str, &str)> = turns
        .iter()
        .enumerate()
        .map(|(i, t)| {
            (
                if i % 3 == 1 {
                    "Rep Ray"
                } else if i % 3 == 0 {
                    "Dana"
                } else {
                    "Tom"
                },
                t.as_str(),
            )
        })
        .collect();
    call("talk", &named)
}

/// A span of words of one of Dana's turns.
fn span(turns: &[String], pick: usize, from: usize, len: usize) -> (usize, Vec<String>) {
    let turn = pick % turns.len().div_ceil(3) * 3;
    let words: Vec<String> = turns[turn].split(' ').map(str::to_owned).collect();
    let from = from % words.len();
    let to = (from + 1 + len).min(words.len());
    (turn, words[from..to].to_vec())
}

fn check(call: Call, text: String) -> Checked {
    let calls = [call, super::call("other", &[("Ines", "something else was said here entirely")])];
    Library::new(&calls).check(&ClaimedQuote { text, call: Some("talk".into()), speaker: Some("Dana".into()), turn: None })
}

/// The words without marks, fillers and repetitions, each between spaces.
fn bare(text: &str) -> String {
    let plain = text.to_lowercase().replace(['[', ']', '.'], " ");
    let mut words: Vec<&str> = plain.split_whitespace().filter(|w| !matches!(*w, "um" | "uh")).collect();
    words.dedup();
    format!(" {} ", words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_commonplace_is_found_where_it_is_claimed_also_when_it_is_looked_for_nowhere_else(
        talk in proptest::collection::vec(
            proptest::collection::vec(proptest::sample::select(&COMMON[..3]), 8..30).prop_map(|w| w.join(" ")), 12..24),
        picks in proptest::collection::vec((0usize..70, 0usize..24, 0usize..12, 1usize..6), 1..20),
    ) {
        let calls: Vec<Call> = (0..70).map(|i| Call { id: CallId(format!("c{i:02}")), ..spoken(&talk) }).collect();
        let claims: Vec<ClaimedQuote> = picks.iter().map(|(at, pick, from, len)| {
            let (_, words) = span(&talk, *pick, *from, *len);
            ClaimedQuote { text: words.join(" "), call: Some(format!("c{at:02}")), speaker: Some("Dana".into()), turn: None }
        }).collect();
        for got in Library::new(&calls).check_all(&claims) {
            prop_assert!(got.verdict.is_verified(), "{:?} in {:?}: {:?}", got.claim, talk, got.verdict);
            let place = got.verified().map(|v| (v.speaker(), Some(v.call().0.as_str())));
            prop_assert_eq!(place, Some((Some("Dana"), got.claim.call.as_deref())));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn honest_edits_lose_nothing(turns in talk(), pick in 0usize..9, from in 0usize..40, len in 0usize..20, edits in proptest::collection::vec(0usize..7, 0..3)) {
        let (_, words) = span(&turns, pick, from, len);
        let mut words = words;
        for edit in edits {
            words = match edit {
                0 => words.iter().map(|w| w.to_uppercase()).collect(),
                1 => words.iter().map(|w| w.replace('\'', "’").replace('.', "")).collect(),
                2 => words.iter().map(|w| w.replace("12,500", "12500")).collect(),
                3 => words.iter().map(|w| format!("{w}\u{200b}")).collect(),
                4 => words.iter().map(|w| unicode_normalization::UnicodeNormalization::nfd(w.as_str()).collect()).collect(),
                5 => { let plain: Vec<String> = words.iter().filter(|w| !matches!(w.trim_end_matches('.'), "um" | "uh")).cloned().collect(); if plain.is_empty() { words } else { plain } }
                _ => words.iter().map(|w| format!("*{w}*")).collect(),
            };
        }
        let text = words.join(" ");
        let got = check(spoken(&turns), text.clone());
        prop_assert!(got.verdict.is_verified(), "{text:?} in {turns:?}: {:?}", got.verdict);
        let v = got.verified().unwrap();
        prop_assert_eq!(v.speaker(), Some("Dana"));
    }

    #[test]
    fn a_changed_word_never_passes(turns in talk(), pick in 0usize..9, from in 0usize..40, len in 1usize..20, at in 0usize..20, how in 0usize..4) {
        let (_, mut words) = span(&turns, pick, from, len);
        let at = at % words.len();
        match how {
            // Words that stand nowhere in the talk.
            0 => words[at] = "flamingo".into(),
            1 => words.insert(at, "never".into()),
            2 => words.insert(at, "[not]".into()),
            _ => words[at] = "12,501".into(),
        }
        // An insertion before the first word in brackets is outside of the span, but a negation all the same.
        let text = words.join(" ");
        // A "not" put where the talk happens to have one, fillers and repetitions aside, changes nothing.
        prop_assume!(how != 2 || !turns.iter().any(|turn| bare(turn).contains(&bare(&text))));
        let got = check(spoken(&turns), text.clone());
        prop_assert!(!got.verdict.is_verified(), "{text:?} in {turns:?}: {:?}", got.verdict);
    }

    #[test]
    fn what_everybody_says_is_found_where_it_is_claimed(
        talks in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec(proptest::sample::select(COMMON), 2..12).prop_map(|w| w.join(" ")), 20..80), 2),
        picks in proptest::collection::vec((0usize..80, 0usize..12, 1usize..6), 1..20),
    ) {
        let calls: Vec<Call> = talks.iter().zip(0..).map(|(t, i)| Call { id: CallId(format!("c{i}")), ..spoken(t) }).collect();
        let claims: Vec<ClaimedQuote> = picks.iter().zip([0, 1].into_iter().cycle()).map(|((pick, from, len), at)| {
            let (_, words) = span(&talks[at], *pick, *from, *len);
            ClaimedQuote { text: words.join(" "), call: Some(format!("c{at}")), speaker: Some("Dana".into()), turn: None }
        }).collect();
        for got in Library::new(&calls).check_all(&claims) {
            prop_assert!(got.verdict.is_verified(), "{:?} in {:?}: {:?}", got.claim, talks, got.verdict);
            prop_assert_eq!(got.verified().and_then(Verbatim::speaker), Some("Dana"));
        }
    }

    #[test]
    fn marked_quotes_that_claim_no_call_are_each_found_as_they_are_written(
        talks in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec(proptest::sample::select(MARKED), 2..9).prop_map(|w| w.join(" ")), 3..9), 3),
        picks in proptest::collection::vec((0usize..3, 0usize..9, 0usize..9, 0usize..9, any::<bool>()), 1..12),
    ) {
        let calls: Vec<Call> = talks.iter().zip(0..).map(|(t, i)| Call { id: CallId(format!("c{i}")), ..spoken(t) }).collect();
        let claims: Vec<ClaimedQuote> = picks.iter().map(|(at, pick, from, len, is_changed)| {
            let (_, mut words) = span(&talks[*at], *pick, *from, *len);
            if *is_changed {
                words.insert(0, "flamingo".into());
            }
            ClaimedQuote { text: words.join(" "), speaker: Some("Dana".into()), ..ClaimedQuote::default() }
        }).collect();
        for got in Library::new(&calls).check_all(&claims) {
            let text = &got.claim.text;
            if text.contains("flamingo") {
                prop_assert!(!got.verdict.is_verified(), "{text:?} in {talks:?}");
            } else if text.split(' ').any(|word| ["so", "it", "is\u{200b}"].contains(&word)) {
                prop_assert_eq!(got.verdict, Verdict::Exact, "{:?} in {:?}", text, talks);
            }
        }
    }

    #[test]
    fn the_slice_holds_the_words(turns in talk(), pick in 0usize..9, from in 0usize..40, len in 0usize..20) {
        let (_, words) = span(&turns, pick, from, len);
        let call = spoken(&turns);
        let got = check(call.clone(), words.join(" "));
        let v = got.verified().unwrap();
        prop_assert_eq!(got.verdict, Verdict::Exact);
        let p = v.place().pieces[0];
        let sliced = crate::calls::Chars::slice(&call.turn(p.turn).unwrap().text, p.start, p.end).unwrap();
        prop_assert_eq!(sliced, words.join(" "));
    }

    #[test]
    fn a_quote_seen_at_once_is_one_that_following_its_words_finds(
        turns in proptest::collection::vec(
            proptest::collection::vec(proptest::sample::select(AWKWARD), 6..30).prop_map(|words| words.join(" ")), 3..6),
        from in 0usize..90,
        len in 1usize..60,
    ) {
        let text: String = turns[0].chars().skip(from).take(len).collect();
        let text = text.trim();
        let seen = check(spoken(&turns), text.to_owned());
        // Nobody sees the mark behind, but with it the quote isn't the source's own characters.
        let followed = check(spoken(&turns), format!("{text}\u{200b}"));
        prop_assert_eq!(seen.verdict.is_verified(), followed.verdict.is_verified(), "{:?} in {:?}: {:?}, {:?}", text, turns, seen.verdict, followed.verdict);
        let turn = |c: &Checked| c.verified().map(|v| v.turn());
        prop_assert_eq!(turn(&seen), turn(&followed));
    }

    #[test]
    fn any_text_is_checked_without_panic(turns in proptest::collection::vec("\\PC{0,60}", 1..5), quote in "\\PC{0,40}", from in 0usize..60, len in 1usize..30) {
        let call = spoken(&turns);
        let own: String = turns[0].chars().skip(from).take(len).collect();
        for text in [quote, own] {
            let got = check(call.clone(), text);
            if let Some(v) = &got.verbatim {
                for p in &v.place().pieces {
                    prop_assert!(crate::calls::Chars::slice(&call.turn(p.turn).unwrap().text, p.start, p.end).is_some());
                }
            }
        }
    }

    #[test]
    fn the_order_of_calls_does_not_matter(talks in proptest::collection::vec(talk(), 2..5), pick in 0usize..9, from in 0usize..40, len in 1usize..12, rename in proptest::option::of(0usize..12)) {
        let (_, mut words) = span(&talks[0], pick, from, len);
        if let Some(at) = rename {
            let at = at % words.len();
            words[at] = "flamingo".into();
        }
        let calls: Vec<Call> = talks.iter().enumerate().map(|(i, t)| Call { id: CallId(format!("c{i}")), file: format!("c{i}.txt"), ..spoken(t) }).collect();
        let back: Vec<Call> = calls.iter().rev().cloned().collect();
        let claim = ClaimedQuote { text: words.join(" "), ..ClaimedQuote::default() };
        prop_assert_eq!(Library::new(&calls).check(&claim), Library::new(&back).check(&claim));
    }
}
