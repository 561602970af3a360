//! Other people's words: what somebody else said, or is said to have said.

/// Verbs of saying: with another person before them, what follows are that person's words.
pub const SAYING: &[&str] = &[
    "said", "says", "say", "saying", "told", "tells", "tell", "telling", "claimed", "claims", "claim", "mentioned", "mentions",
    "argued", "argues", "complained", "complains", "complain", "asked", "asks", "thinks", "thought", "believes", "believed", "insisted", "insists",
    "explained", "explains", "reported", "wrote", "writes", "goes", "went like", "was like", "were like", "is like",
    "are like", "be like",
    "sagte", "sagt", "meinte",
    "dit", "disait",
    "dijo", "dice",
    "disse", "detto",
    "zei",
    "сказал", "сказала",
    "と言", "って言",
    "说",
    "표현",
];

/// Sayers who are the customer: their own words are not hearsay.
pub const SELVES: &[&str] = &[
    "i", "we", "id", "ive", "weve", "im",
    "ich", "wir",
    "je", "nous",
    "yo", "nosotros",
    "eu", "nós",
    "io", "noi",
    "ik", "wij",
    "я", "мы",
    "私",
    "我", "我们",
];

/// Name a source outright.
pub const HEARSAY: &[&str] = &[
    "according to", "i heard", "i heard that", "i was told", "we were told", "apparently", "supposedly", "people say", "they say",
    "laut",
    "selon",
    "según",
];

/// Behind a verb of saying these are what is said, or to whom, and nobody who says it: "told me", "said that".
pub const AFTER_SAYING: &[&str] = &["me", "us", "you", "him", "them", "that", "it", "this", "so", "to", "what", "how", "why", "when", "whether", "if", "about", "for", "and", "or", "but"];

/// Whoever says nothing.
pub const NOBODY: &[&str] = &["nobody", "no one", "noone", "niemand", "personne", "nadie", "ninguém", "nessuno"];
