//! The blind-spot check in the session.

use super::{Session, Step, View};
use crate::review::blind_spots::{self, Sample};
use crate::review::{Act, Hash};

impl Session {
    /// The sample, once it was drawn.
    pub fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Draws the sample where it isn't yet, and shows its first turn that nobody looked at.
    pub(super) fn next_sample(&mut self) {
        let open = |s: &Session, sample: &Sample| {
            let looked = |call, turn| s.reviews.sampled().iter().any(|a| a.seed == sample.seed && a.call == call && a.turn == turn);
            sample.turns.iter().position(|(call, turn)| !looked(call.clone(), *turn))
        };
        let at = self.sample.as_ref().and_then(|sample| open(self, sample));
        let at = match (at, self.view) {
            (None, View::End) => {
                let head = self.entries.last().map_or(Hash::start(), |e| e.hash.clone());
                let sample = blind_spots::draw(&self.docket, &self.reviews, &head);
                let at = open(self, &sample);
                self.sample = Some(sample);
                at
            }
            (at, _) => at,
        };
        match at {
            Some(at) => self.go(View::Sample { at }),
            None => {
                if self.view == View::End {
                    self.say("Every turn of the customers that says anything is cited: there is nothing to draw from.");
                } else {
                    self.go(View::End);
                }
            }
        }
    }

    /// Keeps whether something was missed in the turn on the screen.
    pub(super) fn sampled(&mut self, missed: bool) -> Step {
        let View::Sample { at } = self.view else { return Step::default() };
        if !self.viewport.read {
            self.say("Read the turn to its last line first: Space goes on.");
            return Step::default();
        }
        let Some(sample) = &self.sample else { return Step::default() };
        let Some((call, turn)) = sample.turns.get(at).cloned() else { return Step::default() };
        let Some(words) = self.docket.call(&call).and_then(|c| c.turn(turn)).map(|t| Hash::of(&t.text)) else { return Step::default() };
        Step::of(Act::Sampled { seed: sample.seed.clone(), call, turn, words, of: sample.of, missed })
    }
}
