//! What language a call is held in, as far as the fillers want to know it.

/// Function words of English, to tell an English call from others.
pub const ENGLISH: &[&str] = &["the", "and", "to", "of", "it", "is", "that", "you", "i", "we", "a", "in", "for", "was", "so", "but"];

/// Function words of the languages in which an English filler is a word.
pub const NOT_ENGLISH: &[&str] = &[
    "der", "die", "das", "und", "ist", "nicht", "ich", "wir", "ein", "zu",
    "que", "não", "uma", "de", "para", "com", "os", "nós", "este", "isso", "muito", "você", "está", "foi",
    "och", "det", "att", "jag", "som",
    "og", "er", "på",
    "het", "een", "ik", "niet", "en", "van",
];
