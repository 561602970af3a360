//! What a key does: moves of the view at once, everything else as something to keep.

use super::{Action, Session, Step, View};

impl Session {
    /// What `action` asks to be kept. Moves of the view happen at once; everything else waits for [`Recorder::record`](crate::review::Recorder::record).
    /// `shown_ms` is how long the screen was looked at.
    pub fn press(&mut self, action: Action, shown_ms: u64) -> Step {
        self.viewport.clear_note();
        if self.viewport.help().is_some() {
            self.quit = action == Action::Quit;
            self.viewport.page_help(self.quit);
            return Step::default();
        }
        if self.reading.is_some() {
            return self.page_call(action);
        }
        if let Some(why) = self.only_judges().filter(|_| !action.only_judges()) {
            self.say(why);
            return Step::default();
        }
        if let View::Trim { .. } = self.view {
            return self.trim(action);
        }
        let blind = matches!(
            action,
            Action::Next | Action::Back | Action::ToDecision | Action::MoreContext | Action::Help | Action::Close | Action::Quit
        );
        let was_shown = std::mem::take(&mut self.viewport.shown);
        if !blind && !was_shown {
            self.say("That key came before the screen was drawn, so it was not taken.");
            return Step::default();
        }
        match action {
            Action::Judge(judgement) => return self.judge(judgement, shown_ms),
            Action::Accept => return self.accept(),
            Action::Reject(reason) => return self.reject(reason, None),
            Action::PutOff => return self.put_off(),
            Action::Undo => return self.undo(),
            Action::NoneAgainst => return self.none_against(),
            Action::Missed(missed) => return self.sampled(missed),
            Action::TakeAsStatement => return self.take_as_statement(),
            Action::LookFurther => self.look_further(),
            Action::WholeCall => self.open_call(),
            Action::WhoFirst => self.who_first(),
            Action::Trim => self.start_trim(),
            Action::Sample => self.next_sample(),
            Action::Cut(_) => {}
            Action::ToDecision => {
                if let View::Quote { theme, .. } | View::Offer { theme, .. } = self.view {
                    self.go(View::Decision { theme });
                }
            }
            Action::Next => self.next(),
            Action::Back => self.back(),
            Action::MoreContext => {
                self.context = (self.context + 3).min(60);
                self.viewport.scroll.reset();
            }
            Action::PageDown => self.page_down(),
            Action::PageUp => self.viewport.scroll.page_up(),
            Action::LineDown => self.viewport.scroll.line_down(),
            Action::LineUp => self.viewport.scroll.line_up(),
            Action::Help => self.viewport.open_help(),
            Action::Close => match self.view {
                View::Offer { theme, .. } => self.go(View::Decision { theme }),
                View::Sample { .. } => self.go(View::End),
                _ => self.say("Nothing lies over this page. q leaves; everything is kept."),
            },
            Action::Quit => self.quit = true,
        }
        Step::default()
    }
}
