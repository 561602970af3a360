//! Titles before names: "Dr. Haddad", "Hon. Mary Ng".

/// Titles that are known without a dot too.
const PLAIN: &[&str] = &["dr", "mr", "mrs", "ms", "mx", "prof", "hon"];
/// Titles that are names or words without their dot.
const DOTTED: &[&str] =
    &["rev", "sen", "rep", "gov", "amb", "capt", "col", "gen", "lt", "maj", "sgt", "mme", "mlle", "hr", "sra", "srta", "dra"];
/// What else stands beside a name with a dot, and parts nobody from a person of the same name.
const BESIDE: &[&str] = &["st", "jr", "sr", "phd", "ph.d", "med", "fr", "ing", "dipl", "mag", "lic", "esq", "ret"];

/// Whether `word`, in lower case and without its last dot, is a short form that ends in one beside a name.
pub fn is_short_form(word: &str) -> bool {
    [PLAIN, DOTTED, BESIDE].iter().any(|list| list.contains(&word))
}

/// The title of a name in lower case, and the name.
pub fn split_title(name: &str) -> (Option<&str>, &str) {
    match name.split_once(' ') {
        Some((first, rest)) => {
            let title = first.strip_suffix('.').unwrap_or(first);
            let known = PLAIN.contains(&title) || first.ends_with('.') && DOTTED.contains(&title);
            if known { (Some(title), rest) } else { (None, name) }
        }
        None => (None, name),
    }
}
