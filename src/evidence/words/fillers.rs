//! What may be left out of a quote: sounds without meaning, and sounds beside the speech.

/// Sounds that carry no meaning and may be left out of a quote.
pub const FILLERS: &[&str] = &[
    "um", "umm", "ummm", "uh", "uhh", "uhm", "uhmm", "er", "erm", "err", "ah", "ahh", "eh", "ehm",
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
pub const ENGLISH_FILLERS: &[&str] = &["um", "er", "err", "eh", "ah"];

/// Fillers only where punctuation, another filler or the end of the turn sets them off on both sides: "it was, you know, slow", never
/// "all you know".
pub const SET_OFF_FILLERS: &[&str] = &[
    "you know", "ya know",
    "あの",
    "weißt du",
    "tu sais", "vous savez",
];

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

/// Characters of Chinese that make no other word when they are said twice: that is a stutter, as 天天 ("every day") is none.
pub const STUMBLED_OVER: &str = "我你他她它这這那就是";
