//! Progress while a model is asked: a bar for each step with calls, tokens, cost and time left.

use std::sync::{Arc, Mutex, PoisonError};

use crate::endpoint::{Budget, Event, Watch};
use crate::page::{plural, thousands};
use crate::propose::model::Step;
use crate::ui::{Progress, Ui};

/// Shows what happens, and counts replies that were kept.
pub(super) struct Meter {
    ui: Ui,
    budget: Arc<Budget>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    bar: Option<Progress>,
    calls: usize,
    kept: u64,
    /// Whether a price is known.
    priced: bool,
}

impl Meter {
    pub(super) fn new(ui: &Ui, budget: Arc<Budget>) -> Meter {
        Meter { ui: ui.clone(), budget, now: Mutex::default() }
    }

    pub(super) fn begins(&self, step: Step, questions: usize, calls: usize) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.calls = calls;
        now.bar = Some(self.ui.progress(questions, &format!("  {}", step.doing())));
    }

    pub(super) fn ends(&self) {
        let bar = self.now.lock().unwrap_or_else(PoisonError::into_inner).bar.take();
        if let Some(bar) = bar {
            bar.done();
        }
    }

    /// What was asked and what it took, in a sentence.
    pub(super) fn summary(&self) -> String {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = self.budget.spent();
        let before = match now.kept {
            0 => String::new(),
            1 => " One reply from before was used again.".to_owned(),
            kept => format!(" {kept} replies from before were used again."),
        };
        if spent.requests == 0 {
            return format!("Nothing was sent.{before}");
        }
        let cost = if now.priced { format!(", which cost {:.2}", spent.cost) } else { String::new() };
        let count = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
        format!(
            "{} sent: {} tokens out, {} back{cost}.{before}",
            plural(usize::try_from(spent.requests).unwrap_or(usize::MAX), "request"),
            count(spent.usage.input),
            count(spent.usage.output)
        )
    }
}

impl Watch for Meter {
    fn event(&self, event: &Event<'_>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Answered { cost, kept, .. } => {
                now.kept += u64::from(*kept);
                now.priced |= cost.is_some();
                let spent = self.budget.spent();
                let tokens = spent.usage.input.saturating_add(spent.usage.output);
                let tokens = thousands(usize::try_from(tokens).unwrap_or(usize::MAX));
                let cost = if now.priced { format!(" · {:.2}", spent.cost) } else { String::new() };
                let said = format!("{} · {tokens} tokens{cost}", plural(now.calls, "call"));
                if let Some(bar) = &now.bar {
                    bar.step(&said);
                }
            }
            Event::Waiting { time, why, .. } => {
                if let Some(bar) = &now.bar {
                    bar.say(&format!("waits {} s: {why}", time.as_secs().max(1)));
                }
            }
            Event::Adapted { said } => {
                let ui = self.ui.clone();
                let show = || ui.say(format!("  {said}"));
                match &now.bar {
                    Some(bar) => bar.aside(show),
                    None => show(),
                }
            }
            _ => {}
        }
    }
}
