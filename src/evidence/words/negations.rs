//! What turns a statement round, or makes it hold only here and there: negations, conditions and exceptions.

/// Turn a statement into its opposite, or nearly.
pub const NEGATIONS: &[&str] = &[
    "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "cannot", "cant", "dont", "doesnt", "didnt",
    "isnt", "arent", "wasnt", "werent", "wont", "wouldnt", "couldnt", "shouldnt", "hasnt", "havent", "hadnt", "aint", "mustnt",
    "mightnt", "neednt", "shant", "dunno", "without", "hardly", "barely", "scarcely", "rarely", "seldom", "nope", "nah", "unable",
    "far from", "anything but", "failed to", "fails to", "refused to", "refuses to",
    "zero", "nt", "doubt", "doubts", "doubted", "doubtful",
    "impossible", "incapable", "unlikely", "fail to", "failing to", "refuse to", "refusing to",
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "keinerlei", "keineswegs", "nie", "niemals", "nein", "nichts", "nix",
    "niemand", "niemanden", "niemandem", "nirgends", "nirgendwo", "ohne", "kaum", "selten", "weder",
    "ne", "non", "pas", "jamais", "rien", "aucun", "aucune", "nulle part", "sans", "ni", "rarement", "guère", "personne ne",
    "nunca", "jamás", "nada", "sin", "ninguno", "ninguna", "ningún", "nadie", "tampoco", "apenas",
    "não", "nem", "sem", "ninguém", "nenhum", "nenhuma", "jamais", "raramente",
    "mai", "senza", "nessuno", "nessuna", "nessun", "niente", "nulla", "né", "neanche", "nemmeno", "neppure", "mica",
    "niet", "geen", "nooit", "zonder", "niets", "niks", "niemand", "nergens", "nauwelijks", "amper", "zelden",
    "inte", "aldrig", "ingen", "inget", "inga", "ingenting", "utan", "knappt", "sällan",
    "ikke", "aldri", "intet", "uten", "uden", "neppe", "næppe",
    "nigdy", "nikt", "bez", "żaden", "żadna", "żadne", "ani",
    "не", "нет", "никогда", "без", "ни", "никто", "ничего", "нельзя", "никак", "едва", "редко",
    "नहीं", "नही", "बिना",
    "لا", "ليس", "لم", "لن", "بدون",
    "不", "没", "沒", "未", "无", "無", "别", "很少", "并非",
    "ない", "ません", "なかった", "なく", "だめ", "めったに",
    "안", "못",
];

/// Say that there is hardly any: "there is little demand".
pub const HARDLY_ANY: &[&str] = &["little", "few"];

/// Before "little" and "few" they make them say that there is some; so does "bit" behind them.
pub const SOME: &[&str] = &[
    "a", "the", "this", "that", "these", "those", "my", "our", "your", "his", "her", "its", "their", "some", "every", "any", "last", "next",
    "first", "past", "nice", "own", "one", "as",
];
pub const BIT: &[&str] = &["bit", "bits", "one", "ones", "by", "things", "thing", "guy", "guys", "button", "buttons"];

/// Negate the word that they are joined to with a hyphen, or make it another: "non-intuitive", "error-free".
pub const NEGATIVE_PREFIXES: &[&str] = &[
    "non", "un", "anti", "dis", "ir", "il", "im", "mis", "de", "counter", "pseudo", "quasi", "ex", "semi", "half", "under", "over", "sub",
];
pub const NEGATIVE_SUFFIXES: &[&str] = &["free", "less", "averse", "resistant", "proof"];

/// Behind one of these, "but" is an exception: "everyone but the CFO".
pub const ALL: &[&str] = &["everyone", "everybody", "everything", "everywhere", "anyone", "anybody", "anything", "all", "nobody", "nothing", "none"];

/// Syllables of Korean that make a negation of each word they are in.
pub const NEGATIVE_SYLLABLES: &[&str] = &["없", "않", "아니", "아닌", "아닙"];

/// Make a statement depend on something.
pub const CONDITIONS: &[&str] = &[
    "if", "unless", "until", "till", "provided", "providing", "assuming", "depend", "depends", "depended", "depending", "dependent", "contingent", "as long as", "only when", "only if",
    "in case", "so long as", "on condition", "in the event", "supposing",
    "wenn", "falls", "sofern", "solange", "vorausgesetzt", "es sei denn",
    "si", "sauf si", "sinon", "pourvu que", "tant que", "à condition", "à moins que", "à moins de",
    "siempre que", "a menos que", "a no ser que", "con tal de",
    "se", "desde que", "a não ser",
    "a meno che", "purché", "qualora",
    "als", "mits", "tenzij", "indien", "zolang",
    "om", "ifall", "såvida",
    "hvis", "dersom", "med mindre", "medmindre",
    "jeśli", "jeżeli", "chyba że", "pod warunkiem",
    "если", "при условии", "пока не",
    "अगर", "यदि", "जब तक",
    "إذا", "لو",
    "もし", "なら", "たら", "れば", "限り",
    "如果", "要是", "除非", "只要", "只有", "假如", "倘若", "的话",
    "만약",
];

/// Take something out of a statement.
pub const EXCEPTIONS: &[&str] = &[
    "except", "excepting", "only", "solely", "apart from", "aside from", "other than", "besides", "excluding", "but for", "save for", "barring", "instead of",
    "rather than", "with the exception",
    "außer", "ausgenommen", "abgesehen von", "bis auf", "statt", "anstatt", "anstelle",
    "sauf", "hormis", "excepté", "à part", "au lieu de",
    "excepto", "salvo", "en vez de", "en lugar de", "a excepción de",
    "exceto", "em vez de",
    "tranne", "eccetto", "invece di", "anziché",
    "behalve", "uitgezonderd", "afgezien van", "in plaats van",
    "utom", "förutom", "istället för", "i stället för",
    "unntatt", "undtagen", "bortsett fra", "bortset fra", "i stedet for",
    "oprócz", "z wyjątkiem", "zamiast",
    "кроме", "вместо", "за исключением",
    "के अलावा", "सिवाय",
    "إلا", "باستثناء",
    "以外", "除いて",
    "除了", "除外",
];

/// Before "if" they make it mean "whether", which is no condition.
pub const ASKING: &[&str] = &[
    "ask", "asks", "asked", "asking", "wonder", "wonders", "wondered", "wondering", "see", "check", "checks", "checked", "checking", "tell", "find out",
];

/// So do these behind a negation or [`OPEN_QUESTIONS`]: "we don't know if", "make sure if".
pub const KNOWING: &[&str] = &["know", "knew", "sure", "certain"];
pub const OPEN_QUESTIONS: &[&str] = &["do", "does", "did", "to", "make", "let", "wanna"];
