//! The end of a call, where people become candid: what is said once the business is done, after "anything else?" or a goodbye.

use super::{Call, Role, Turn};

/// What opens the end of a call, said by whoever leads it.
const LAST_QUESTIONS: &[&str] = &[
    "anything else",
    "anything i didn't ask",
    "anything we didn't cover",
    "anything i should have asked",
    "anything we haven't covered",
    "any last thoughts",
    "any final thoughts",
    "any parting thoughts",
    "before we wrap up",
    "before i let you go",
    "before we go",
    "one last question",
    "one final question",
    "last question from me",
    "noch etwas",
    "autre chose",
    "algo más",
];

/// Words of leaving.
const GOODBYES: &[&str] = &[
    "goodbye",
    "bye",
    "bye bye",
    "take care",
    "have a good one",
    "have a great day",
    "have a good day",
    "have a great rest of your",
    "talk soon",
    "thanks for your time",
    "thank you for your time",
    "thanks so much for your time",
    "thank you so much for your time",
    "i'll stop the recording",
    "stop recording",
    "tschüss",
    "au revoir",
];

/// The index (from 1) of the first turn after the last "anything else?" or the first goodbye, whichever is earlier, in the call's
/// last third; `None` where there is no such moment, or a customer says nothing after it.
///
/// A question in the middle ("did you look at anything else?") is no end, so only the last third is looked at.
pub fn closing_from(call: &Call) -> Option<u32> {
    let words: Vec<usize> = call.turns.iter().map(|t| t.text.split_whitespace().count()).collect();
    let all: usize = words.iter().sum();
    let mut before = 0;
    let mut asked = None;
    let mut left = None;
    for (turn, count) in call.turns.iter().zip(&words) {
        if before * 3 >= all * 2 {
            if left.is_none() && turn.speaker.is_some() && call.role_of(turn) != Role::Customer && says(turn, LAST_QUESTIONS) {
                asked = Some(turn.index);
            }
            if left.is_none() && says(turn, GOODBYES) {
                left = Some(turn.index);
            }
        }
        before += count;
    }
    let from = asked.or(left)? + 1;
    let speaks = |t: &&Turn| t.index >= from && !matches!(call.role_of(t), Role::Rep | Role::Other);
    call.turns.iter().find(speaks).map(|_| from)
}

/// Whether one of `phrases` stands in the turn, whole words, letter case and punctuation aside.
fn says(turn: &Turn, phrases: &[&str]) -> bool {
    let text: String =
        turn.text.to_lowercase().replace('’', "'").chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let text = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    phrases.iter().any(|p| text.contains(&format!(" {p} ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{CallId, Given, Metadata, Speaker, Version};

    fn call(said: &[(&str, &str)]) -> Call {
        let speaker =
            |name: &str, role| Speaker { name: name.into(), given: Some(Given { role, by: "test".into() }), ..Default::default() };
        Call {
            id: CallId("a".into()),
            version: Version("a".into()),
            file: "a.txt".into(),
            format: "plain".into(),
            title: None,
            metadata: Metadata::default(),
            speakers: vec![speaker("Rita", Role::Customer), speaker("Sam", Role::Rep)],
            turns: said
                .iter()
                .zip(1..)
                .map(|((who, text), index)| Turn { index, speaker: Some((*who).into()), text: (*text).into(), ..Default::default() })
                .collect(),
            warnings: Vec::new(),
        }
    }

    const LONG: &str = "we went through all of it again and again and again until nobody wanted to hear of it any more at all";

    #[test]
    fn the_end_starts_after_the_last_question_or_goodbye() {
        let asked = call(&[
            ("Sam", "Did you look at anything else?"),
            ("Rita", LONG),
            ("Rita", LONG),
            ("Sam", "Is there anything else?"),
            ("Rita", "Honestly, yes."),
            ("Sam", "Bye."),
        ]);
        assert_eq!(closing_from(&asked), Some(5));
        let left = call(&[("Rita", LONG), ("Rita", LONG), ("Sam", "Thanks for your time!"), ("Rita", "Oh, between us: it was the price.")]);
        assert_eq!(closing_from(&left), Some(4));
        let nothing_after = call(&[("Rita", LONG), ("Rita", LONG), ("Sam", "Goodbye!")]);
        assert_eq!(closing_from(&nothing_after), None);
        assert_eq!(closing_from(&call(&[("Rita", LONG), ("Sam", LONG)])), None);
        assert_eq!(closing_from(&call(&[])), None);
    }
}
