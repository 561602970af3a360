//! Any quote against any talk: no panic, a verified quote's pieces are characters of the turn, and an exact one's are its own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::calls::{Call, CallId, Chars, Metadata, Turn, Version};
use verbatim::evidence::{ClaimedQuote, Library, Verdict};

fuzz_target!(|input: (String, String, String)| {
    let (first, second, quote) = input;
    let turn = |index: u32, speaker: &str, text: String| Turn { index, speaker: Some(speaker.into()), text: text.into(), ..Turn::default() };
    let calls = [Call {
        id: CallId("a".into()),
        version: Version(String::new()),
        file: "a.txt".into(),
        format: "plain".into(),
        title: None,
        metadata: Metadata::default(),
        speakers: Vec::new(),
        turns: vec![turn(1, "Dana", first.clone()), turn(2, "Ray", second), turn(3, "Dana", first)],
        warnings: Vec::new(),
    }];
    let checked = Library::new(&calls).check(&ClaimedQuote { text: quote.clone(), ..ClaimedQuote::default() });
    let mut said = String::new();
    for piece in checked.verbatim.iter().flat_map(|v| &v.place().pieces) {
        let turn = calls[0].turn(piece.turn).expect("a turn of the call");
        said += Chars::slice(&turn.text, piece.start, piece.end).expect("characters of the turn");
    }
    if checked.verdict == Verdict::Exact {
        assert_eq!(said.trim(), quote.trim());
    }
});
