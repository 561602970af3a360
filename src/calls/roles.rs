//! Who is on which side (section 4.4): what gives a role, and what only suggests one.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{Given, Guess, ParsedParticipant, Role, Speaker, Turn};

/// What the config says of the vendor's people.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The vendor's name.
    pub vendor: Option<String>,
    /// Names of people on the vendor's side.
    pub reps: Vec<String>,
    /// The vendor's mail domains.
    pub domains: Vec<String>,
    /// Parts of labels that mark the vendor's people, such as `(Acme)`.
    pub patterns: Vec<String>,
}

/// Mail providers for anybody: their domains prove nothing.
const FREE_MAIL: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "proton.me",
    "protonmail.com",
    "mail.com",
];

/// The side that a word in front matter or `speakers.csv` names, in the formats page's words.
pub fn side_of_word(word: &str) -> Option<&'static str> {
    Some(match word.trim().to_lowercase().as_str() {
        "external" | "customer" | "prospect" | "respondent" | "client" | "buyer" | "user" | "interviewee" => "external",
        "internal" | "interviewer" | "rep" | "ae" | "csm" | "vendor" | "seller" | "moderator" | "host" | "sales" | "se" | "sdr" | "bdr"
        | "am" | "pmm" => "internal",
        _ => return None,
    })
}

/// The role that such a word names, `other` and `unknown` included.
pub fn role_of_word(word: &str) -> Option<Role> {
    match side_of_word(word) {
        Some("external") => Some(Role::Customer),
        Some(_) => Some(Role::Rep),
        None => match word.trim().to_lowercase().as_str() {
            "other" | "partner" | "analyst" | "notetaker" => Some(Role::Other),
            "unknown" => Some(Role::Unknown),
            _ => None,
        },
    }
}

/// The role that file and config give to a speaker, first source first.
pub fn given(speaker: &Speaker, listed: Option<&ParsedParticipant>, people: &People) -> Option<Given> {
    let by_file = listed.and_then(|p| Some((p.role.as_deref().and_then(role_of_word)?, p.role_given_by.clone()?)));
    if let Some((role, by)) = by_file.filter(|(role, _)| *role != Role::Unknown) {
        return Some(Given { role, by });
    }
    let rep = |by: String| Some(Given { role: Role::Rep, by });
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    if people.reps.iter().any(|r| same(r, &speaker.name) || speaker.labels.iter().any(|l| same(r, l))) {
        return rep("your list of reps".into());
    }
    let labels = || speaker.labels.iter().chain([&speaker.name]);
    if let Some(pattern) =
        people.patterns.iter().filter(|p| !p.trim().is_empty()).find(|p| labels().any(|l| l.to_lowercase().contains(&p.to_lowercase())))
    {
        return rep(format!("your pattern {pattern}"));
    }
    if let (Some(company), Some(vendor)) = (&speaker.company, &people.vendor) {
        let role = if same_company(company, vendor) { Role::Rep } else { Role::Customer };
        return Some(Given { role, by: format!("company {company}") });
    }
    let domain = speaker.email.as_deref().and_then(|e| e.rsplit_once('@')).map(|(_, d)| d.to_lowercase())?;
    if people.domains.is_empty() || FREE_MAIL.contains(&domain.as_str()) {
        return None;
    }
    let ours = people.domains.iter().any(|d| d.trim_start_matches('@').to_lowercase() == domain);
    Some(Given { role: if ours { Role::Rep } else { Role::Customer }, by: format!("mail domain {domain}") })
}

/// `Acme` and `Acme, Inc.` are one company.
fn same_company(a: &str, b: &str) -> bool {
    const FORMS: &[&str] = &["inc", "llc", "ltd", "gmbh", "corp", "co", "ag", "plc", "bv", "sa", "limited", "corporation", "company"];
    let plain = |name: &str| {
        let words: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        words.split_whitespace().filter(|w| !FORMS.contains(w)).collect::<Vec<_>>().join(" ")
    };
    !plain(a).is_empty() && plain(a) == plain(b)
}

/// Guesses for all speakers without a given role, each with its reason.
pub fn guess(speakers: &mut [Speaker], listed: &[ParsedParticipant], turns: &[Turn], organiser: Option<&str>) {
    for speaker in speakers.iter_mut().filter(|s| s.given.is_none()) {
        speaker.guess = by_label(speaker, listed).or_else(|| by_organiser(speaker, organiser));
    }
    by_manner(speakers, turns);
}

fn by_label(speaker: &Speaker, listed: &[ParsedParticipant]) -> Option<Guess> {
    let guess = |role, reason: String| Some(Guess { role, reason });
    let hint = listed.iter().find(|p| p.name == speaker.name).filter(|p| p.role_given_by.is_none());
    if hint.and_then(|p| p.role.as_deref()) == Some("external") {
        return guess(Role::Customer, "the label says guest; a guest can be a colleague, too".into());
    }
    std::iter::once(&speaker.name).chain(&speaker.labels).find_map(|label| {
        let lower = label.to_lowercase();
        match lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '_') {
            "interviewer" | "moderator" | "agent" | "rep" | "me" | "assistant" | "ai" | "host" | "q" => {
                guess(Role::Rep, format!("the label \"{label}\""))
            }
            "respondent" | "participant" | "customer" | "client" | "them" | "interviewee" | "user" | "caller" | "prospect" => {
                guess(Role::Customer, format!("the label \"{label}\""))
            }
            _ => None,
        }
    })
}

fn by_organiser(speaker: &Speaker, organiser: Option<&str>) -> Option<Guess> {
    let domain = |mail: &str| mail.rsplit_once('@').map(|(_, d)| d.to_lowercase());
    let (ours, theirs) = (domain(organiser?)?, domain(speaker.email.as_deref()?)?);
    if FREE_MAIL.contains(&ours.as_str()) || FREE_MAIL.contains(&theirs.as_str()) {
        return None;
    }
    let role = if ours == theirs { Role::Rep } else { Role::Customer };
    Some(Guess { role, reason: format!("their mail domain {theirs} against the organiser's {ours}") })
}

/// What somebody says who runs a call.
const HOSTING: &[&str] = &[
    "thanks for joining",
    "thank you for joining",
    "thanks for making the time",
    "thanks for doing this",
    "is it okay if i record",
    "okay if we record",
    "we're recording",
    "i'm recording",
    "happy for me to record",
    "walk you through",
    "show you",
    "the agenda",
    "our roadmap",
    "i'll send you",
    "i can send you",
    "follow up with you",
    "what made you",
    "tell me about",
    "tell me more",
    "could you tell me",
    "how did you",
    "when you say",
    "anything else",
];

/// [`HOSTING`] twice, the second time with curly apostrophes: looked for in one pass.
static HOSTING_CUES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let curly = HOSTING.iter().map(|cue| cue.replace('\'', "’"));
    AhoCorasick::builder().ascii_case_insensitive(true).build(HOSTING.iter().map(|cue| (*cue).to_owned()).chain(curly)).ok()
});

/// The weakest guess, where nothing else spoke: whoever hosts the call is likely the vendor, and the others are not.
fn by_manner(speakers: &mut [Speaker], turns: &[Turn]) {
    if speakers.iter().any(|s| s.guess.is_some()) && speakers.iter().all(|s| s.given.is_some() || s.guess.is_some()) {
        return;
    }
    let mut hosts: Vec<(usize, String, &str)> = Vec::new();
    let mut said: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for turn in turns {
        let Some(name) = turn.speaker.as_deref() else { continue };
        let cues = HOSTING_CUES.iter().flat_map(|cues| cues.find_overlapping_iter(&*turn.text));
        said.entry(name).or_default().extend(cues.map(|found| found.pattern().as_usize() % HOSTING.len()));
    }
    for speaker in speakers.iter() {
        let cues = said.remove(speaker.name.as_str()).unwrap_or_default();
        if let Some(first) = cues.first().and_then(|at| HOSTING.get(*at)) {
            hosts.push((cues.len(), speaker.name.clone(), first));
        }
    }
    hosts.sort_by_key(|h| std::cmp::Reverse(h.0));
    let Some((cues, host, cue)) = hosts.first().cloned().filter(|(n, ..)| *n >= 2 && hosts.get(1).is_none_or(|(m, ..)| n > m)) else {
        return;
    };
    for speaker in speakers.iter_mut().filter(|s| s.given.is_none() && s.guess.is_none()) {
        let guess = if speaker.name == host {
            Guess { role: Role::Rep, reason: format!("runs the call ({cues} such phrases, \"{cue}\" among them); a weak sign") }
        } else {
            Guess { role: Role::Customer, reason: format!("{host} seems to run the call; a weak sign") }
        };
        speaker.guess = Some(guess);
    }
}
