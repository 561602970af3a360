//! How much, how often, in which direction.

/// Say how much, how often, or in which direction.
pub const COMPARISONS: &[&str] = &[
    "more", "less", "most", "least", "fewer", "fewest", "better", "worse", "best", "worst", "higher", "lower", "bigger", "smaller",
    "faster", "slower", "cheaper", "easier", "harder", "longer", "shorter", "greater", "larger", "earlier", "later", "before", "after",
    "first", "last", "always", "often", "sometimes", "usually", "frequently", "occasionally", "every", "each", "all", "some", "any",
    "many", "few", "several", "much", "only", "just", "too", "very", "really", "so", "quite", "extremely", "completely", "totally",
    "absolutely", "incredibly", "same", "different", "than", "up", "down", "increase", "increased", "increases", "decrease",
    "decreased", "decreases", "above", "below", "over", "under", "doubled", "halved",
    "immer", "oft", "mehr", "weniger",
    "toujours", "souvent", "plus", "moins",
    "siempre", "más", "menos",
    "sempre", "mais",
    "altijd", "meer", "minder",
    "更", "最",
    "もっと", "いつも",
];

/// Said twice they are no slip of the tongue ("very very slow").
pub const INTENSIFIERS: &[&str] = &[
    "very", "really", "so", "too", "much", "many", "more", "way", "far", "long", "big", "super",
    "sehr",
    "muy",
    "très",
    "很", "太",
];
