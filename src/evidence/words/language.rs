//! Which language is spoken, as far as fillers and words that mean something else elsewhere want to know it: function words of each.

pub const ENGLISH: &[&str] = &["the", "and", "to", "of", "it", "is", "that", "you", "i", "we", "a", "in", "for", "was", "so", "but"];

pub const GERMAN: &[&str] = &["der", "die", "das", "und", "ist", "nicht", "ich", "wir", "ein", "zu", "es", "den", "man", "in", "so", "was"];

pub const PORTUGUESE: &[&str] =
    &["que", "não", "uma", "de", "para", "com", "os", "nós", "este", "isso", "muito", "você", "está", "foi"];

pub const SWEDISH: &[&str] = &["och", "det", "att", "jag", "som"];

pub const DANISH: &[&str] = &["og", "er", "på"];

pub const DUTCH: &[&str] = &["het", "een", "ik", "niet", "en", "van"];

pub const FRENCH: &[&str] = &["le", "les", "des", "est", "et", "que", "de", "pour", "avec", "nous", "une", "pas", "ce"];

pub const SPANISH: &[&str] = &["el", "los", "las", "que", "de", "para", "con", "una", "y", "es", "pero", "muy", "lo", "está"];

pub const ITALIAN: &[&str] = &["il", "gli", "che", "di", "per", "con", "una", "è", "ma", "molto", "abbiamo", "questo", "lo", "non"];

/// Function words of some languages.
type Languages = &'static [&'static [&'static str]];

/// Words that turn a statement round, or make it depend on something, in the languages of the first lists, and are common and harmless in
/// those of the others.
pub const FALSE_FRIENDS: &[(&str, Languages, Languages)] = &[
    ("als", &[DUTCH], &[GERMAN]),
    ("om", &[SWEDISH], &[DUTCH]),
    ("se", &[ITALIAN, PORTUGUESE], &[SPANISH, FRENCH]),
    ("si", &[SPANISH, FRENCH], &[ITALIAN]),
    ("ne", &[FRENCH], &[GERMAN, ITALIAN]),
    ("mai", &[ITALIAN], &[GERMAN, FRENCH]),
    ("no", &[ENGLISH, SPANISH, ITALIAN], &[PORTUGUESE]),
];
