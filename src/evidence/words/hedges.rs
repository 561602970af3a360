//! What makes a statement, a number or a degree less certain.

/// Soften a number or degree: hedges where they stand right before what is quoted, ordinary words elsewhere.
pub const SOFTENERS: &[&str] = &[
    "about", "around", "roughly", "approximately", "nearly", "almost", "mostly", "fairly", "pretty", "maybe", "up to", "at least",
    "at most", "could", "may", "can", "try to", "a bit", "a little", "or so", "or something", "usually", "generally",
    "etwa", "ungefähr",
    "environ",
    "casi",
    "quasi",
    "约", "大约",
];

/// Soften a statement.
pub const HEDGES: &[&str] = &[
    "probably", "perhaps", "maybe", "possibly", "likely", "might", "i think", "i guess", "i believe", "i suppose", "i feel",
    "i feel like", "i would say", "id say", "kind of", "kinda", "sort of", "sorta", "somewhat", "pretty much", "more or less", "seems",
    "seem", "seemed", "apparently", "supposedly", "presumably", "in theory", "to some extent", "as far as i know", "i dunno",
    "i dont know", "im not sure", "not sure", "arguably", "potentially", "hopefully", "ideally",
    "vielleicht", "wahrscheinlich", "eigentlich", "glaube",
    "peut être", "probablement",
    "quizás", "quizá", "tal vez", "probablemente", "creo",
    "talvez", "provavelmente", "acho",
    "forse", "probabilmente",
    "misschien", "waarschijnlijk",
    "наверное", "может", "возможно",
    "かもしれ", "たぶん", "多分", "と思", "でしょう",
    "可能", "也许", "大概", "觉得",
    "아마",
];
