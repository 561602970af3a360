//! Progress on stderr.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar; where nobody sees it, it does nothing.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new(length: usize, what: &str, shown: bool) -> Progress {
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:24} {pos}/{len} {eta} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        Progress(bar)
    }

    /// One step further; `what` is at work now.
    pub fn step(&self, what: &str) {
        self.0.set_message(crate::page::visible(what).into_owned());
        self.0.inc(1);
    }

    /// Says what is going on, without a step.
    pub fn say(&self, what: &str) {
        self.0.set_message(crate::page::visible(what).into_owned());
    }

    /// Does something that may print, with the bar out of the way.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.suspend(work)
    }

    /// Takes the bar away.
    pub fn done(self) {
        self.0.finish_and_clear();
    }
}
