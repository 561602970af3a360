//! Who is known to whoever asks for the quotations of a document.

/// The names that are known. Where the form alone doesn't show that somebody is named as the one who said it ("Dana, Acme" on a line of its own),
/// a known name does.
pub trait Names {
    /// Whether somebody who spoke is called so.
    fn is_speaker(&self, name: &str) -> bool;
    /// Whether it is the whole name of somebody who spoke, as the calls have it.
    fn is_whole_name(&self, name: &str) -> bool;
    /// Whether a customer's account is called so.
    fn is_account(&self, name: &str) -> bool;
}

/// Nobody is known.
impl Names for () {
    fn is_speaker(&self, _: &str) -> bool {
        false
    }

    fn is_whole_name(&self, _: &str) -> bool {
        false
    }

    fn is_account(&self, _: &str) -> bool {
        false
    }
}
