//! What the loop of draw, key and keep needs of whatever it drives.

use super::{Docket, Entry};
use crate::evidence::Checked;
use crate::themes::ThemeId;

/// A state machine whose acts are kept by the edge: only what was kept moves it on.
pub trait Recorder {
    /// What it works on.
    fn docket(&self) -> &Docket;
    /// The entries so far.
    fn entries(&self) -> &[Entry];
    /// Who acts.
    fn who(&self) -> &str;
    /// Takes a quote that was kept with a theme just now.
    fn add_quote(&mut self, theme: &ThemeId, quote: Checked);
    /// Takes an entry that was kept, and goes on.
    fn record(&mut self, entry: Entry);
    /// Takes a ledger that another window wrote to as well.
    fn reload(&mut self, entries: Vec<Entry>);
}
