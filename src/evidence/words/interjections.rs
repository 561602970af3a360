//! What a listener says between a speaker's words.

/// What a listener says without taking the floor.
pub const INTERJECTIONS: &[&str] = &[
    "yeah", "yep", "yes", "yup", "right", "ok", "okay", "kay", "sure", "mm", "hm", "hmm", "mhm", "mmhm", "mmhmm", "uh", "huh", "ah",
    "oh", "um", "i", "see", "got", "it", "exactly", "wow", "great", "cool", "nice", "true", "totally", "absolutely", "interesting",
    "gotcha", "really", "indeed", "alright", "of", "course", "makes", "sense", "fair", "enough", "good", "perfect", "definitely",
    "ja", "genau", "verstehe", "stimmt",
    "oui", "daccord", "je vois",
    "sí", "claro", "vale", "ya", "entiendo",
    "sim", "certo",
    "sì",
    "はい", "ええ", "うん", "そう", "です", "ね", "なるほど",
    "对", "嗯", "是", "好", "的",
];

/// Words of the interjections above that make none by themselves.
pub const INTERJECTION_GLUE: &[&str] = &["i", "it", "of", "sense", "enough", "です", "ね", "的", "but", "and", "so"];

/// Sounds of assent: said twice they say no more than once, whatever stands between.
pub const ASSENT: &[&str] = &["yeah", "yep", "yup", "ok", "okay", "kay", "mm", "hm", "hmm", "mhm", "mmhm", "mmhmm", "oh", "wow"];
