//! What customers say against what the vendor says today: accepted themes that the current messaging doesn't address, objections that it doesn't
//! answer, claims that no customer echoed, and marketing speak.
//!
//! All of it is counted by rules that the document states, and reviewed by nobody. Words are compared by their stems (Porter's English stemmer), without
//! those that carry no content.

use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};
use serde::Serialize;

use super::Reviewed;
use super::theme::ThemeShown;
use crate::calls::Call;
use crate::themes::Kind;

/// The words that vendors use and customers seldom do, one a line, until a project has its own list.
pub const MARKETING_SPEAK: &str = include_str!("../../templates/marketing-speak.txt");

/// How many words of a theme have to stand in one passage, and how few content words make a claim.
const SHARED: usize = 2;
const CLAIM: usize = 3;
/// The most claims that are listed.
const LISTED: usize = 40;

/// A file of the current messaging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Its name.
    pub file: String,
    /// Its paragraphs, list items and table cells.
    pub passages: Vec<String>,
}

/// What the current messaging lacks, and what it has that customers don't say.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// The files that were read.
    pub files: Vec<String>,
    /// Accepted themes, objections aside, that no passage addresses.
    pub unaddressed: Vec<ThemeShown>,
    /// Objections that no passage answers.
    pub unanswered: Vec<ThemeShown>,
    /// How many sentences of it claim something.
    pub claims: usize,
    /// Those of them that no customer echoed: the first few.
    pub unechoed: Vec<String>,
    /// How many more there are.
    pub more_unechoed: usize,
    /// Its marketing speak, what is used most first.
    pub speak: Vec<Speak>,
}

/// A term of marketing speak in the current messaging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Speak {
    /// The term, as the list has it.
    pub term: String,
    /// How often the current messaging has it, in any form.
    pub uses: usize,
    /// In how many of the counted calls a customer said it.
    pub calls: usize,
    /// What customers say where the current messaging says that.
    pub instead: Option<Instead>,
}

/// A verbatim to say instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instead {
    /// The words.
    pub text: String,
    /// The evidence number.
    pub evidence: u32,
    /// The accepted theme that it carries.
    pub theme: String,
}

const STOP: &str = "a about after all also am an and any are as at be because been before being but by can could did do does doing each even ever every for from get gets had has have having he her here his how i if in into is it its just like made make makes many may me more most much must my no not now of off on one only or other our out over own same she should so some such than that the their them then there these they this those through to too up us use used using very was we well were what when where which while who why will with without would you your re ve ll don doesn didn isn can't won";

struct Words {
    stemmer: Stemmer,
    stop: BTreeSet<&'static str>,
}

impl Words {
    fn new() -> Words {
        Words { stemmer: Stemmer::create(Algorithm::English), stop: STOP.split(' ').collect() }
    }

    /// Every word's stem, in order.
    fn row(&self, text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| self.stem(w)).collect()
    }

    /// The stems of the words that carry content.
    fn content(&self, text: &str) -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| w.chars().count() > 2 && !self.stop.contains(w)).map(|w| self.stem(w)).collect()
    }

    /// A word's stem; British spellings count as American ones.
    fn stem(&self, word: &str) -> String {
        let british = [("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize")];
        let spelt = british.into_iter().find_map(|(gb, us)| word.strip_suffix(gb).filter(|w| w.len() > 3).map(|w| format!("{w}{us}")));
        self.stemmer.stem(spelt.as_deref().unwrap_or(word)).into_owned()
    }
}

impl Gap {
    /// Compares the accepted themes of `reviewed` and what customers say in `calls` with the current messaging; `speak` is the list of marketing
    /// speak, a term a line, `#` before a note.
    pub fn of(reviewed: &Reviewed<'_>, calls: &[Call], current: &[Current], speak: &str) -> Gap {
        let words = Words::new();
        let passages: Vec<&String> = current.iter().flat_map(|c| &c.passages).collect();
        let contents: Vec<BTreeSet<String>> = passages.iter().map(|p| words.content(p)).collect();
        let missing = |is_objection: bool| {
            let of_kind = reviewed.themes().filter(move |t| (t.kind == Kind::Objection) == is_objection);
            of_kind.filter(|t| !is_addressed(&key_words(&words, t), &contents)).cloned().collect::<Vec<_>>()
        };
        let claims: Vec<(String, BTreeSet<String>)> = passages
            .iter()
            .flat_map(|p| sentences(p))
            .map(|s| (s.clone(), words.content(&s)))
            .filter(|(_, content)| content.len() >= CLAIM)
            .collect();
        let echoed = echoed(&words, &claims, calls);
        let mut unechoed: Vec<String> = claims.iter().zip(&echoed).filter(|(_, echoed)| !**echoed).map(|((s, _), _)| s.clone()).collect();
        let more_unechoed = unechoed.len().saturating_sub(LISTED);
        unechoed.truncate(LISTED);
        Gap {
            files: current.iter().map(|c| c.file.clone()).collect(),
            unaddressed: missing(false),
            unanswered: missing(true),
            claims: claims.len(),
            unechoed,
            more_unechoed,
            speak: speaks(&words, reviewed, calls, &passages, speak),
        }
    }
}

/// The words of a theme: those of its statement, and those that stand in two or more of the verbatims that carry it.
fn key_words(words: &Words, theme: &ThemeShown) -> BTreeSet<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    theme.supports.iter().flat_map(|q| words.content(&q.text)).for_each(|w| *count.entry(w).or_default() += 1);
    let mut key = words.content(&theme.statement);
    key.extend(count.into_iter().filter(|(_, n)| *n > 1).map(|(w, _)| w));
    key
}

fn is_addressed(key: &BTreeSet<String>, passages: &[BTreeSet<String>]) -> bool {
    let needed = SHARED.min(key.len()).max(1);
    passages.iter().any(|p| key.intersection(p).count() >= needed)
}

/// For each claim, whether one turn of a customer has half of its content words, and two at least.
fn echoed(words: &Words, claims: &[(String, BTreeSet<String>)], calls: &[Call]) -> Vec<bool> {
    let mut of_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (_, content)) in claims.iter().enumerate() {
        content.iter().for_each(|w| of_word.entry(w).or_default().push(i));
    }
    let mut echoed = vec![false; claims.len()];
    for turn in calls.iter().filter(|c| c.counts()).flat_map(Call::customer_turns) {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in words.content(&turn.text) {
            of_word.get(word.as_str()).into_iter().flatten().for_each(|&i| *shared.entry(i).or_default() += 1);
        }
        for (i, n) in shared {
            let whole = claims.get(i).map_or(usize::MAX, |(_, content)| content.len());
            if let Some(echoed) = echoed.get_mut(i).filter(|_| n >= SHARED && n * 2 >= whole) {
                *echoed = true;
            }
        }
    }
    echoed
}

/// The terms of the list that the current messaging has.
fn speaks(words: &Words, reviewed: &Reviewed<'_>, calls: &[Call], passages: &[&String], list: &str) -> Vec<Speak> {
    let terms = list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut seen = BTreeSet::new();
    let sentences: Vec<String> = passages.iter().flat_map(|p| sentences(p)).collect();
    let rows: Vec<Vec<String>> = sentences.iter().map(|s| words.row(s)).collect();
    let mut found: Vec<(Speak, Vec<String>)> = Vec::new();
    for term in terms {
        let row = words.row(term);
        let uses = rows.iter().map(|r| times(r, &row)).sum();
        // Two lines may be forms of one word.
        if uses > 0 && seen.insert(row.clone()) {
            let mut about: BTreeSet<String> = BTreeSet::new();
            for (sentence, _) in sentences.iter().zip(&rows).filter(|(_, r)| times(r, &row) > 0) {
                about.extend(words.content(sentence).into_iter().filter(|w| !row.contains(w)));
            }
            found.push((Speak { term: term.to_owned(), uses, calls: 0, instead: instead(words, reviewed, &about) }, row));
        }
    }
    if !found.is_empty() {
        for call in calls.iter().filter(|c| c.counts()) {
            let turns: Vec<Vec<String>> = call.customer_turns().map(|t| words.row(&t.text)).collect();
            for (speak, row) in &mut found {
                speak.calls += usize::from(turns.iter().any(|t| times(t, row) > 0));
            }
        }
    }
    let mut found: Vec<Speak> = found.into_iter().map(|(speak, _)| speak).collect();
    found.sort_by(|a, b| (a.calls > 0, std::cmp::Reverse(a.uses), &a.term).cmp(&(b.calls > 0, std::cmp::Reverse(b.uses), &b.term)));
    found
}

/// The verbatim that shares most content words with `about`; of several, one of the theme that most calls support.
fn instead(words: &Words, reviewed: &Reviewed<'_>, about: &BTreeSet<String>) -> Option<Instead> {
    let all = reviewed.themes().flat_map(|t| t.supports.iter().map(move |q| (t, q)));
    let scored = all.map(|(t, q)| (words.content(&q.text).intersection(about).count(), t, q)).filter(|(n, _, _)| *n > 0);
    let best = scored.max_by_key(|(n, t, q)| (*n, t.support.calls, std::cmp::Reverse(q.evidence)));
    best.map(|(_, t, q)| Instead { text: q.text.clone(), evidence: q.evidence, theme: t.id.clone() })
}

/// How often `term` stands in `row`.
fn times(row: &[String], term: &[String]) -> usize {
    if term.is_empty() { 0 } else { row.windows(term.len()).filter(|w| *w == term).count() }
}

/// The sentences of a passage, without quotation marks, which are for verbatims alone.
fn sentences(passage: &str) -> Vec<String> {
    let plain: String = passage.chars().filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」')).collect();
    let mut out: Vec<String> = Vec::new();
    let mut sentence = String::new();
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        sentence.push(if c == '\n' { ' ' } else { c });
        if matches!(c, '.' | '!' | '?' | '。') && chars.peek().is_none_or(|next| next.is_whitespace()) {
            out.push(std::mem::take(&mut sentence));
        }
    }
    out.push(sentence);
    out.into_iter().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Outcome, Role};
    use crate::export::tests::{call, quote, reviewed_by, theme};
    use crate::review::{Docket, Reviews};

    fn gap(passages: &[&str], speak: &str) -> Gap {
        let both = [("Ana", Role::Customer), ("Rob", Role::Rep)];
        let turns = [
            ("Ana", "We count the pallets by hand every Friday."),
            ("Rob", "Our platform is seamless and streamlines counting."),
            ("Ana", "It costs more than the two people who count, and the rollout took months."),
            ("Ana", "Now the pallet count is done before lunch, that is robust."),
        ];
        let calls = vec![call("c1", "Fjord", Outcome::Won, &both, &turns)];
        let themes = vec![
            theme(
                "T1",
                Kind::Problem,
                "Pallets are counted by hand",
                vec![quote(&calls, "c1", "We count the pallets by hand every Friday.")],
            ),
            theme("T2", Kind::Objection, "The rollout takes months", vec![quote(&calls, "c1", "the rollout took months")]),
            theme("T3", Kind::Success, "Done before lunch", vec![quote(&calls, "c1", "Now the pallet count is done before lunch")]),
        ];
        let (docket, entries, head) = reviewed_by(Docket::new(calls, themes, []), "");
        let reviewed = Reviewed::of(&docket, &Reviews::replay(&entries), &entries, &head, None).unwrap();
        let current = Current { file: "site.md".into(), passages: passages.iter().map(|p| (*p).to_owned()).collect() };
        Gap::of(&reviewed, docket.calls(), &[current], speak)
    }

    fn ids(themes: &[ThemeShown]) -> Vec<&str> {
        themes.iter().map(|t| t.id.as_str()).collect()
    }

    #[test]
    fn what_is_missing_is_listed() {
        let none = gap(&["Beautiful software."], MARKETING_SPEAK);
        assert_eq!((ids(&none.unaddressed), ids(&none.unanswered)), (vec!["T1", "T3"], vec!["T2"]));
        let some = gap(&["Counting pallets by hand is over.", "A rollout in weeks, not months."], MARKETING_SPEAK);
        assert_eq!((ids(&some.unaddressed), ids(&some.unanswered)), (vec!["T3"], vec![]));
    }

    #[test]
    fn claims_that_customers_echo_are_told_from_those_they_dont() {
        let gap = gap(&["Your \"pallet\" count, done before lunch. AI agents reimagine warehouse orchestration! Hello."], "");
        assert_eq!((gap.claims, gap.unechoed), (2, vec!["AI agents reimagine warehouse orchestration!".to_owned()]));
    }

    #[test]
    fn marketing_speak_is_found_in_every_form_and_counted_over_customers_alone() {
        let text = ["Streamlined pallet counting. We streamline. Best in class, seamlessly robust.", "Optimise everything."];
        let gap = gap(&text, "# note\nstreamline\nstreamlining\nseamless\nbest-in-class\nrobust\noptimize\nsynergy\n");
        let shown: Vec<(&str, usize, usize)> = gap.speak.iter().map(|s| (s.term.as_str(), s.uses, s.calls)).collect();
        assert_eq!(shown, [("streamline", 2, 0), ("best-in-class", 1, 0), ("optimize", 1, 0), ("seamless", 1, 0), ("robust", 1, 1)]);
        let instead = gap.speak[0].instead.as_ref().unwrap();
        assert_eq!((instead.evidence, instead.theme.as_str()), (1, "T1"), "customers' words about counting pallets");
        assert_eq!(gap.speak[2].instead, None);
    }
}
