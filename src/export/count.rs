//! How many of a thing, in words: what the macro `of` in `templates/lines.md` is to the templates.

/// `1 call`, `3 calls`.
pub(super) fn of(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
