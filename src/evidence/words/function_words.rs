//! Words that point or join, and say nothing by themselves.

/// Words that a bracket may stand for.
pub const PRONOUNS: &[&str] = &[
    "it", "its", "this", "that", "these", "those", "they", "them", "their", "theirs", "he", "him", "his", "she", "her", "hers", "we",
    "us", "our", "ours", "you", "your", "i", "me", "my", "mine", "one", "ones", "there", "here", "who", "whom", "which", "the",
    "thing", "stuff", "guys",
    "es", "das", "sie", "er", "ihn", "dies", "diese",
    "il", "elle", "ils", "ça", "cela",
    "eso", "esto", "él", "ella", "ellos",
    "isso", "ele", "ela",
    "それ", "これ", "あれ", "彼",
    "它", "他", "她", "这", "那",
];

/// Words that carry no content of their own, beside pronouns: a shared run of these is no echo.
pub const EMPTY: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "so", "to", "of", "in", "on", "at", "for", "with", "is", "are", "was", "were", "be", "been",
    "am", "do", "does", "did", "have", "has", "had", "it", "its", "this", "that", "these", "those", "they", "them", "he", "she", "we",
    "us", "you", "i", "me", "my", "your", "our", "their", "im", "ive", "youre", "thats", "what", "how", "when", "where", "why", "who",
    "which", "just", "really", "very", "like", "well", "yeah", "yes", "no", "not", "okay", "ok", "right", "oh", "if", "then", "there",
    "here", "can", "could", "would", "will", "should", "kind", "sort", "think", "know", "mean", "going", "gonna", "get", "got", "one",
    "some", "any", "all", "about", "as", "from", "by", "up", "out",
];

/// What forms of a word add to it.
pub const INFLECTIONS: &[&str] = &["s", "es", "ed", "d", "ing", "ly", "er", "ers", "r", "rs", "y", "al", "able", "ment", "ments"];

/// Pronouns that are never objects.
pub const SUBJECTS: &[&str] = &["i", "we", "they", "he", "she"];
