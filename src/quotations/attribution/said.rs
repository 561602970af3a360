//! Words that tie a name to a quotation.

/// Verbs of speech, in the forms that stand beside a name.
const VERBS: &[&str] = &[
    // English
    "said",
    "says",
    "explained",
    "explains",
    "told",
    "tells",
    "noted",
    "notes",
    "recalled",
    "recalls",
    "added",
    "adds",
    "admitted",
    "admits",
    "wrote",
    "writes",
    "put",
    "puts",
    "shared",
    "shares",
    "remembers",
    "remembered",
    "complained",
    "complains",
    "commented",
    "comments",
    "reported",
    "reports",
    "believes",
    "believed",
    "thinks",
    "feels",
    "argues",
    "argued",
    "claims",
    "claimed",
    "states",
    "stated",
    "replied",
    "replies",
    "answered",
    "answers",
    "asked",
    "asks",
    "remarked",
    "remarks",
    "observed",
    "observes",
    "mentioned",
    "mentions",
    "insisted",
    "insists",
    "warned",
    "warns",
    "concluded",
    "concludes",
    "confirmed",
    "confirms",
    "described",
    "describes",
    // German
    "sagte",
    "sagt",
    "erklärt",
    "erklärte",
    "meint",
    "meinte",
    "berichtet",
    "berichtete",
    "betont",
    "betonte",
    "erzählt",
    "erzählte",
    "schreibt",
    "schrieb",
    "findet",
    "ergänzt",
    "ergänzte",
    // French
    "dit",
    "disait",
    "explique",
    "expliquait",
    "expliqué",
    "déclare",
    "déclaré",
    "raconte",
    "raconté",
    "affirme",
    "affirmé",
    "précise",
    "précisé",
    "ajoute",
    "ajouté",
    "confie",
    "confié",
    "souligne",
    "souligné",
    "témoigne",
    "résume",
    "estime",
    "écrit",
    "pense",
    // Spanish, Portuguese, Italian, Dutch
    "dijo",
    "dice",
    "explicó",
    "contó",
    "cuenta",
    "afirma",
    "afirmó",
    "señala",
    "señaló",
    "comenta",
    "comentó",
    "añade",
    "añadió",
    "disse",
    "diz",
    "explica",
    "explicou",
    "conta",
    "contou",
    "afirmou",
    "comentou",
    "spiega",
    "racconta",
    "dichiara",
    "zegt",
    "zei",
    "vertelt",
    "vertelde",
    "schrijft",
];

/// Helping verbs and openings before a verb of speech: "a déclaré Dana", "so sagte Dana".
const BEFORE_VERBS: &[&str] = &["a", "ha", "hat", "heeft", "as", "so", "wie", "come", "como", "comme", "nous"];

/// What stands before the name of the one whose words they are.
const LEADS: &[&[&str]] = &[
    &["according", "to"],
    &["in", "the", "words", "of"],
    &["in", "the", "own", "words", "of"],
    &["to", "quote"],
    &["quoting"],
    &["per"],
    &["laut"],
    &["nach"],
    &["selon"],
    &["d'après"],
    &["según"],
    &["segundo"],
    &["secondo"],
    &["volgens"],
];

/// What leads to a name only at the start of a line.
const FIRST_LEADS: &[&str] = &["from", "für", "para", "von", "da", "by"];
/// Words that start a clause about the one before them.
const WHO: &[&str] = &["who", "whose", "qui", "dont", "que", "der", "die", "che"];

/// What somebody may have in "Dana's view: …".
const VIEWS: &[&str] = &[
    "view",
    "views",
    "take",
    "words",
    "verdict",
    "opinion",
    "answer",
    "summary",
    "reaction",
    "comment",
    "feedback",
    "version",
    "point",
    "conclusion",
    "advice",
    "reply",
    "experience",
    "quote",
    "statement",
];

/// Whether it is a verb of speech.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.contains(&plain(word).as_str())
}

/// Whether it may stand before a verb of speech whose subject comes behind it.
pub(super) fn is_before_verb(word: &str) -> bool {
    BEFORE_VERBS.contains(&plain(word).as_str())
}

/// Whether a word leads to a name, where it starts the line.
pub(super) fn is_first_lead(word: &str) -> bool {
    FIRST_LEADS.contains(&plain(word).as_str())
}

/// Whether a clause starts with it that says more of somebody: "Dana, who".
pub(super) fn is_who(word: &str) -> bool {
    WHO.contains(&plain(word).as_str())
}

/// How many of `words` at their start lead to a name: 0 where they don't.
pub(super) fn lead(words: &[&str]) -> usize {
    let starts = |lead: &&&[&str]| lead.len() < words.len() && lead.iter().zip(words).all(|(l, w)| plain(w) == *l);
    LEADS.iter().find(starts).map_or(0, |lead| lead.len())
}

/// The one whose view it is: "Dana" of "Dana's view".
pub(super) fn whose_view(label: &str) -> Option<&str> {
    let (who, view) = label.split_once("'s ").or_else(|| label.split_once("’s "))?;
    view.split_whitespace().last().filter(|last| VIEWS.contains(&plain(last).as_str())).map(|_| who.trim())
}

/// In lower case, without what stands around it.
pub(super) fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'")
}
