//! The blind-spot check: a few customers' turns that no theme cites, drawn at random. How often was something missed in them?

use super::{Docket, Hash, Reviews, coverage};
use crate::calls::CallId;

/// How many turns are drawn.
pub const DRAWN: usize = 8;

/// Turns drawn at random.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The ledger's end when it was drawn.
    pub seed: Hash,
    /// The turns.
    pub turns: Vec<(CallId, u32)>,
    /// How many there were to draw from.
    pub of: u32,
}

/// Draws the sample that `head`, the ledger's end, seeds; one that was begun goes on. Whoever holds the ledger can draw it again: the turns with the
/// smallest hashes of seed and place.
pub fn draw(docket: &Docket, reviews: &Reviews, head: &Hash) -> Sample {
    let begun = reviews.sampled().last().map(|s| &s.seed).filter(|seed| answered(reviews, seed) < DRAWN);
    let seed = begun.unwrap_or(head).clone();
    let unused = coverage::unused(docket, reviews, coverage::TELLING);
    let of = u32::try_from(unused.len()).unwrap_or(u32::MAX);
    let rank = |(call, turn): &(CallId, u32)| Hash::of_parts([seed.0.as_str(), &call.0, &turn.to_string()]);
    let mut turns: Vec<(Hash, (CallId, u32))> = unused.into_iter().map(|place| (rank(&place), place)).collect();
    turns.sort();
    Sample { turns: turns.into_iter().take(DRAWN).map(|(_, place)| place).collect(), seed, of }
}

fn answered(reviews: &Reviews, seed: &Hash) -> usize {
    reviews.sampled().iter().filter(|s| s.seed == *seed).count()
}

/// What the answers say of all uncited turns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// In how many of the drawn turns something was missed.
    pub missed: u32,
    /// How many were looked at.
    pub looked_at: u32,
    /// How many uncited turns there were.
    pub of: u32,
    /// The 95 % interval of the share, from 0 to 1.
    pub interval: (f64, f64),
}

/// The estimate from the latest sample; `None` where nobody looked at one.
pub fn estimate(reviews: &Reviews) -> Option<Estimate> {
    let last = reviews.sampled().last()?;
    let mut answers: Vec<_> = reviews.sampled().iter().filter(|s| s.seed == last.seed).collect();
    // Of a turn that was looked at twice, the last answer counts.
    answers.reverse();
    let mut seen = std::collections::BTreeSet::new();
    answers.retain(|a| seen.insert((&a.call, a.turn)));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let missed = count(answers.iter().filter(|a| a.missed).count());
    let looked_at = count(answers.len());
    Some(Estimate { missed, looked_at, of: last.of, interval: wilson(missed, looked_at) })
}

impl Estimate {
    /// In how many of all uncited turns something was missed: the fewest and the most, by the interval.
    pub fn turns(&self) -> (u32, u32) {
        let turns = |share: f64| (share * f64::from(self.of)).round() as u32;
        (turns(self.interval.0), turns(self.interval.1))
    }
}

impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Estimate { missed, looked_at, of, .. } = self;
        let (low, high) = self.turns();
        write!(
            f,
            "something missed in {missed} of {looked_at} turns drawn at random from {of} that no theme cites; \
             so in about {low} to {high} of those (95 % interval)"
        )
    }
}

/// The 95 % score interval of a share, which holds for few and for none too (Wilson 1927).
pub fn wilson(hits: u32, n: u32) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, p) = (f64::from(n), f64::from(hits) / f64::from(n));
    let middle = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_interval_is_the_published_one() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (hits, n, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)] {
            let (l, h) = wilson(hits, n);
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{hits} of {n}: {l} {h}");
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        assert_eq!(wilson(5, 5).1, 1.0);
    }
}
