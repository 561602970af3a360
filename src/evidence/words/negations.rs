//! What turns a statement round, or makes it hold only here and there: negations, conditions and exceptions.

/// Turn a statement into its opposite, or nearly.
pub const NEGATIONS: &[&str] = &[
    "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "cannot", "cant", "dont", "doesnt", "didnt",
    "isnt", "arent", "wasnt", "werent", "wont", "wouldnt", "couldnt", "shouldnt", "hasnt", "havent", "hadnt", "aint", "mustnt",
    "mightnt", "neednt", "shant", "dunno", "without", "hardly", "barely", "scarcely", "rarely", "seldom", "nope", "nah", "unable",
    "far from", "anything but", "failed to", "fails to", "refused to", "refuses to",
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "nichts", "niemand", "ohne", "kaum", "weder",
    "pas", "jamais", "rien", "aucun", "aucune", "sans", "rarement", "guère", "personne ne",
    "nunca", "jamás", "nada", "sin", "ninguno", "ninguna", "nadie", "tampoco", "apenas",
    "não", "nem", "sem",
    "mai", "senza", "nessuno",
    "niet", "geen", "nooit", "zonder",
    "inte", "aldrig",
    "ikke",
    "не", "нет", "никогда", "без",
    "不", "没", "沒", "未", "无", "無", "别", "很少", "并非",
    "ない", "ません", "なかった", "なく", "だめ", "めったに",
    "안", "못", "않",
];

/// Make a statement depend on something.
pub const CONDITIONS: &[&str] = &[
    "if", "unless", "until", "provided", "providing", "assuming", "depends", "depending", "as long as", "only when", "only if",
    "in case",
    "wenn", "falls", "sofern",
    "si", "sauf si", "à moins que", "à moins de",
    "siempre que", "a menos que",
    "se",
    "mits", "als",
    "если",
    "もし", "なら", "たら", "れば",
    "如果", "要是", "除非", "只要",
    "만약",
];

/// Take something out of a statement.
pub const EXCEPTIONS: &[&str] = &[
    "except", "excepting", "apart from", "aside from", "other than", "besides", "excluding", "but for", "save for", "barring", "instead of",
    "außer", "statt", "anstatt",
    "sauf",
    "excepto", "salvo",
    "tranne",
    "behalve",
    "кроме",
    "以外",
    "除了",
];

/// Before "if" they make it mean "whether", which is no condition.
pub const ASKING: &[&str] = &[
    "ask", "asks", "asked", "asking", "wonder", "wonders", "wondered", "wondering", "know", "knew", "see", "check", "checked", "tell",
    "find", "sure",
];
