//! What may be left out of a quote: sounds without meaning, and sounds beside the speech.

/// Sounds that carry no meaning and may be left out of a quote.
pub const FILLERS: &[&str] = &[
    "um", "umm", "ummm", "uh", "uhh", "uhm", "uhmm", "er", "erm", "ah", "ahh", "eh", "ehm",
    "hm", "hmm", "hmmm", "mm", "mmm", "mhm", "yknow",
    "äh", "ähm", "öh", "öhm", "hä",
    "euh", "heu",
    "えーと", "ええと", "えっと", "えーっと", "うーん", "あのー",
    "呃",
    "음",
    "эм", "ээ",
];

/// Fillers of English talk that are words elsewhere ("er" and "um" in German, "um" in Portuguese): they count as words in calls that
/// aren't English.
pub const ENGLISH_FILLERS: &[&str] = &["um", "er", "eh", "ah"];

/// Fillers only where punctuation, another filler or the end of the turn sets them off on both sides: "it was, you know, slow", never
/// "all you know".
pub const SET_OFF_FILLERS: &[&str] = &[
    "you know", "ya know", "err",
    "あの",
    "weißt du",
    "tu sais", "vous savez",
];

/// Behind one of these no "you know" begins a clause: it is a filler there without punctuation too ("of you know the onboarding").
pub const BEFORE_NO_CLAUSE: &[&str] = &[
    "a", "an", "the", "my", "our", "your", "their", "its", "very", "with", "for", "from", "at", "into", "in", "on", "by", "of",
];

/// Behind one of these "you know" is a filler where punctuation stands behind it ("it was you know, slow").
pub const BEFORE_HARDLY_A_CLAUSE: &[&str] =
    &["is", "was", "are", "were", "be", "been", "being", "its", "thats", "theyre", "were", "have", "has", "had", "ive", "weve", "got", "to"];

/// Behind "you know" they belong to it: "of you know who".
pub const AFTER_KNOW: &[&str] = &["who", "whom", "what", "where", "when", "why", "how", "which", "it", "him", "her", "them", "this", "that"];

/// Sounds beside the speech, in square brackets, that may be left out. Never "inaudible" or "crosstalk", which stand for words.
pub const SOUNDS: &[&str] = &[
    "laughs", "laugh", "laughter", "laughing", "chuckles", "chuckle", "chuckling", "sighs", "sigh", "coughs", "cough", "coughing",
    "pause", "pauses", "silence", "applause", "music", "noise", "clears throat", "sniffs", "typing", "breathes", "smiles",
    "background noise",
    "lacht",
    "rires",
    "risas",
    "笑", "笑い",
];

/// Those of them that are also spoken of: "the *pause* button".
pub const THINGS_TOO: &[&str] = &["pause", "silence", "applause", "music", "noise", "typing", "background noise", "laughter"];

/// Characters of Chinese that make no other word when they are said twice: that is a stutter, as 天天 ("every day") is none.
pub const STUMBLED_OVER: &str = "我你他她它这這那就是";
