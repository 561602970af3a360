//! The names that the calls know, each with what stands in its place outside.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use super::composed::Composed;
use super::word::{TITLES, Word, fold, words};
use crate::calls::{Call, CallId, Role, Speaker};
use crate::evidence::may_stand_in_brackets;
use crate::export::persona::Personas;

/// A name as a row of words, and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The words, folded.
    pub words: Vec<String>,
    /// What stands for it in brackets.
    pub stands: String,
    /// The call that knows it.
    pub call: CallId,
    /// Whether it is also an ordinary word ("Will"), which only a capital inside a sentence tells apart.
    pub is_ordinary: bool,
}

/// What the config says of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameLists {
    /// Words with a capital that name neither people nor accounts.
    pub known: Vec<String>,
    /// Names that no call knows as a speaker's or an account's: they are replaced too.
    pub hidden: Vec<String>,
}

/// All names that the calls know, and the words that are none.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// By first word, longest first.
    pub by_first: BTreeMap<String, Vec<Name>>,
    /// Names that show inside other words: `CorvidFreight`, `corvids`, `har borline`.
    pub composed: Composed,
    /// Names in scripts that don't part words, as written.
    pub unparted: Vec<(String, String)>,
    /// Words that are no names of people or accounts: the product, competitors, what the config lists.
    known: BTreeSet<String>,
    /// Words of people's and accounts' names that are also known for something else: "April", a competitor's name.
    doubtful: BTreeSet<String>,
    /// Words that the calls also write small, more than once.
    ordinary: BTreeSet<String>,
    /// Their stems.
    stems: BTreeSet<String>,
    /// Calls whose transcripts have no capitals, so that names don't show.
    pub without_case: BTreeSet<CallId>,
}

/// Words in a speaker's label that name a device or a room.
const DEVICES: &[&str] = &[
    "iphone", "ipad", "android", "phone", "laptop", "macbook", "desktop", "zoom", "teams", "room", "guest", "external", "he", "him", "she",
    "her", "they", "them", "the", "and", "of",
];
/// Endings of company names that people leave out.
const LEGAL: &[&str] =
    &["inc", "llc", "ltd", "limited", "corp", "corporation", "co", "gmbh", "ag", "sa", "bv", "plc", "pty", "group", "holding", "holdings"];
/// Words that are written with a capital and name neither people nor accounts.
const CAPITALISED: &str = "i a ok okay monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas day labor easter thanksgiving english german french spanish ai api b2b ceo cfo cio cmo coo crm cto csv cx dso eod erp eta excel faq fte gdpr hr html id it kpi mrr nps ok pc pdf pilot pm po poc pr q1 q2 q3 q4 qa qr rfi rfp roi saas sdk sku sla sms sop sow sql sso tv uat ui uk url us usa usd usb ux vat vp wifi";
/// Words that often start a sentence, in case the calls never write them small.
const STARTERS: &str = "about actually after again all also although always am an and another any anybody anyone anything anyway are as ask at back basically because been before being believe both but by can come could did do does doing done during each either else enough even every everybody everyone everything exactly except few first five for four fourteen from get give go going gonna good got great had half has have having he hello help her here hers hey hi him his how however if in instead is it its just keep last later less let like look lot made make many maybe me mean might mine more most mostly much must my need never next nine no nobody none nope nor not nothing now of off often oh on once one only or other our out over people plus probably put quite rather really right same say see seven she should since six so some somebody someone something sometimes somewhere soon sorry still stuff such sure take ten than thank thanks that the their them then there these they thing things think this those though thought three through thus to today together tomorrow too took totally try turns twelve twenty two typically uh um under unless until up us use used usually very wait want was we well went were what whatever when whenever where whether which while who whoever whole why will with without wonder would wow yeah year yep yes yesterday yet you your";

impl Names {
    /// The names that `calls` know; `known` are words that are none.
    pub fn of(calls: &[Call], lists: &NameLists) -> Names {
        let mut names = Names { known: CAPITALISED.split(' ').map(str::to_owned).collect(), ..Names::default() };
        let listed: BTreeSet<String> = lists.known.iter().flat_map(|text| words(text)).map(|w| w.folded).collect();
        for text in lists.known.iter().chain(calls.iter().flat_map(|c| &c.metadata.competitors)) {
            names.known.extend(words(text).into_iter().map(|w| w.folded));
        }
        names.ordinary = STARTERS.split(' ').map(str::to_owned).collect();
        let mut small: HashMap<String, u32> = HashMap::new();
        for call in calls {
            if is_without_case(call) {
                names.without_case.insert(call.id.clone());
                continue;
            }
            for word in call.turns.iter().flat_map(|t| t.text.split(|c: char| !c.is_alphanumeric())) {
                if !word.is_empty() && !word.chars().any(|c| c.is_uppercase() || c.is_numeric()) {
                    match small.get_mut(word) {
                        Some(n) => *n += 1,
                        None => drop(small.insert(word.to_owned(), 1)),
                    }
                }
            }
        }
        names.ordinary.extend(small.into_iter().filter(|(_, n)| *n > 1).map(|(w, _)| fold(&w)));
        let stemmer = Stemmer::create(Algorithm::English);
        names.stems = names.ordinary.iter().map(|w| stemmer.stem(w).into_owned()).collect();
        let personas = Personas::of(calls);
        for call in calls {
            call.speakers.iter().filter(|s| !s.is_generic()).for_each(|s| names.add_person(call, s, &personas));
            names.add_account(call);
        }
        // What the config lists was looked at by a person.
        names.doubtful.retain(|word| !listed.contains(word));
        for name in &lists.hidden {
            names.add_hidden(name);
        }
        names.by_first.values_mut().for_each(|list| list.sort_by_key(|n| std::cmp::Reverse(n.words.len())));
        names
    }

    /// Whether a word is one that the calls also write small.
    pub fn is_ordinary(&self, folded: &str) -> bool {
        self.ordinary.contains(folded)
    }

    /// Whether a word names neither people nor accounts, in one or in many.
    pub fn is_known(&self, folded: &str) -> bool {
        self.known.contains(folded) || folded.strip_suffix('s').is_some_and(|one| self.known.contains(one))
    }

    /// The same for a form of one ("Counting" where the calls say count).
    pub fn is_form_of_ordinary(&self, folded: &str) -> bool {
        self.is_ordinary(folded) || self.stems.contains(Stemmer::create(Algorithm::English).stem(folded).as_ref())
    }

    fn add_person(&mut self, call: &Call, speaker: &Speaker, personas: &Personas) {
        let stands = in_brackets(&role_words(call, speaker, personas), call, speaker.role());
        for label in std::iter::once(&speaker.name).chain(&speaker.labels) {
            let name = label.split(['(', '|', '/', '[', '<']).next().unwrap_or_default();
            let skipped = |w: &str| TITLES.contains(&w) || DEVICES.contains(&w) || w.chars().all(char::is_numeric);
            let parts: Vec<String> = words(name).into_iter().map(|w| w.folded).filter(|w| !skipped(w)).collect();
            self.add_row(call, name, &parts, &stands);
            let parts = self.not_known(parts);
            self.add_row(call, name, &parts, &stands);
            self.add_row(call, name, &parts.iter().rev().cloned().collect::<Vec<_>>(), &stands);
            self.composed.add_person(&parts, |part| self.ordinary.contains(part));
            for part in parts.into_iter().filter(|p| p.chars().count() > 1) {
                self.add(call, vec![part], &stands);
            }
        }
        if let Some((_, domain)) = speaker.email.as_deref().filter(|_| speaker.role() != Role::Rep).and_then(|e| e.split_once('@')) {
            let stem = fold(domain.split('.').next().unwrap_or_default());
            if !["gmail", "outlook", "hotmail", "yahoo", "icloud"].contains(&stem.as_str()) && !self.known.contains(&stem) {
                self.composed.add_company(std::slice::from_ref(&stem), |part| self.ordinary.contains(part));
                self.add(call, vec![stem], &account_stands(call));
            }
        }
        if let Some(company) = speaker.company.as_deref().filter(|_| speaker.role() == Role::Customer) {
            self.add_company(call, company);
        }
    }

    fn add_hidden(&mut self, name: &str) {
        let row: Vec<String> = words(name).into_iter().map(|w| w.folded).collect();
        let Some(first) = row.first().cloned() else { return };
        let is_ordinary = row.len() == 1 && self.is_ordinary(&first);
        let hidden = Name { words: row, stands: "name".into(), call: CallId(String::new()), is_ordinary };
        self.known.remove(&first);
        self.by_first.entry(first).or_default().push(hidden);
    }

    fn add_account(&mut self, call: &Call) {
        if let Some(account) = call.metadata.account.clone() {
            self.add_company(call, &account);
        }
    }

    fn add_company(&mut self, call: &Call, company: &str) {
        let stands = account_stands(call);
        let parts: Vec<String> = words(company).into_iter().map(|w| w.folded).collect();
        self.add_row(call, company, &parts, &stands);
        let without: Vec<String> = parts.iter().filter(|p| !LEGAL.contains(&p.as_str())).cloned().collect();
        self.add_row(call, company, &without, &stands);
        if let [one] = parts.as_slice() {
            self.add(call, vec![one.clone()], &stands);
        }
        let parts = self.not_known(parts);
        self.composed.add_company(&without, |part| self.ordinary.contains(part) || self.known.contains(part));
        // "Corvid" for Corvid Freight; not "freight", which is a word.
        for part in parts {
            if part.chars().count() > 2 && !self.is_ordinary(&part) && !self.known.contains(&part) {
                self.add(call, vec![part], &stands);
            }
        }
    }

    /// The parts of a name that are known for nothing else; the others are kept as doubtful.
    fn not_known(&mut self, parts: Vec<String>) -> Vec<String> {
        let (known, parts): (Vec<String>, Vec<String>) = parts.into_iter().partition(|p| self.known.contains(p));
        self.doubtful.extend(known);
        parts
    }

    /// Whether the word holds a name, or may be one that is known for something else too ("April").
    pub fn may_hold_a_name(&self, word: &Word<'_>) -> bool {
        (self.doubtful.contains(&word.folded) && (word.has_capital() || !self.is_ordinary(&word.folded)))
            || (!self.is_ordinary(&word.folded) && self.composed.is_inside(&word.folded))
    }

    fn add_row(&mut self, call: &Call, as_written: &str, parts: &[String], stands: &str) {
        if as_written.chars().any(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()) {
            self.unparted.push((as_written.trim().to_owned(), stands.to_owned()));
        }
        if parts.len() > 1 {
            self.add(call, parts.to_vec(), stands);
        }
    }

    fn add(&mut self, call: &Call, row: Vec<String>, stands: &str) {
        let Some(first) = row.first().cloned() else { return };
        let is_ordinary = row.len() == 1 && self.is_ordinary(&first);
        let list = self.by_first.entry(first).or_default();
        if !list.iter().any(|n| n.words == row && n.call == call.id) {
            list.push(Name { words: row, stands: stands.to_owned(), call: call.id.clone(), is_ordinary });
        }
    }
}

/// Whether a transcript is written without capitals: fewer than one letter in 200 is one.
fn is_without_case(call: &Call) -> bool {
    let letters = || call.turns.iter().flat_map(|t| t.text.chars()).filter(|c| c.is_alphabetic());
    letters().filter(|c| c.is_uppercase()).count() * 200 < letters().count()
}

/// What a speaker is, for an attribution: `Operations director, mid-size distributor`.
pub(super) fn role_words(call: &Call, speaker: &Speaker, personas: &Personas) -> Vec<String> {
    match speaker.role() {
        Role::Rep => vec!["rep".into()],
        Role::Customer => {
            let persona = || personas.of_speaker(call, speaker).map(str::to_owned);
            let who = speaker.title.clone().or_else(persona).unwrap_or_else(|| "customer".into());
            std::iter::once(who).chain(call.metadata.segment.clone()).collect()
        }
        Role::Other | Role::Unknown => vec!["another participant".into()],
    }
}

/// The most of `parts` that may stand in brackets inside a quote: neither a number nor a word that could turn its meaning.
fn in_brackets(parts: &[String], call: &Call, role: Role) -> String {
    let plain = |text: &str| text.split('(').next().unwrap_or_default().replace(['[', ']', '"', '“', '”'], "").trim().to_owned();
    let parts: Vec<String> = parts.iter().map(|p| plain(p)).filter(|p| !p.is_empty()).collect();
    let fits = |text: &String| !text.is_empty() && may_stand_in_brackets(text) && !is_named(text, call);
    let tries = [parts.join(", "), parts.first().cloned().unwrap_or_default()];
    tries.into_iter().find(fits).unwrap_or_else(|| if role == Role::Customer { "customer".into() } else { "another participant".into() })
}

fn account_stands(call: &Call) -> String {
    let segment = call.metadata.segment.clone().unwrap_or_default();
    in_brackets(&[segment], call, Role::Customer)
}

/// Whether what should hide a name holds it.
fn is_named(text: &str, call: &Call) -> bool {
    let text = fold(text);
    let names = call.speakers.iter().map(|s| &s.name).chain(&call.metadata.account);
    names.map(|n| fold(n)).any(|n| !n.is_empty() && text.contains(&n))
}
