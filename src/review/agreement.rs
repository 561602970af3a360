//! Whether coders agree: percent agreement, Cohen's κ, Krippendorff's α (nominal) and Gwet's AC1.
//!
//! Sources: Cohen 1960; Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked values the tests check; Gwet 2008
//! for AC1, which stays meaningful where one answer is much more common than the others and κ does not.

use std::collections::BTreeMap;

use crate::themes::Judgement;

/// How far two coders agree on all four answers, a pair for each verbatim that both judged; `None` without any.
pub fn of_answers(both: &[(Judgement, Judgement)]) -> Option<Agreement> {
    agreement(&both.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>())
}

/// How far they agree on what counts: whether a verbatim supports its claim or does not.
pub fn of_support(both: &[(Judgement, Judgement)]) -> Option<Agreement> {
    let carries = |j: Judgement| if j == Judgement::Supports { "supports" } else { "does not" };
    agreement(&both.iter().map(|(a, b)| (carries(*a), carries(*b))).collect::<Vec<_>>())
}

/// How far two coders agree, over the units that both judged.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Agreement {
    /// How many units both judged.
    pub n: usize,
    /// How many of them they judged alike.
    pub same: usize,
    /// Cohen's κ; `None` where chance alone would agree on everything.
    pub kappa: Option<f64>,
    /// Krippendorff's α; `None` where all judgements are the same.
    pub alpha: Option<f64>,
    /// Gwet's AC1.
    pub ac1: Option<f64>,
    /// How often each answer was given, of `2 n`.
    pub prevalence: BTreeMap<String, usize>,
}

/// The agreement of two coders on `pairs`, one of each for each unit; `None` without any.
pub fn agreement(pairs: &[(&str, &str)]) -> Option<Agreement> {
    let n = pairs.len();
    if n == 0 {
        return None;
    }
    let same = pairs.iter().filter(|(a, b)| a == b).count();
    let mut prevalence: BTreeMap<String, usize> = BTreeMap::new();
    for (a, b) in pairs {
        *prevalence.entry((*a).to_owned()).or_default() += 1;
        *prevalence.entry((*b).to_owned()).or_default() += 1;
    }
    let total = n as f64;
    let observed = same as f64 / total;
    let share = |of: fn(&(&str, &str)) -> String, answer: &str| pairs.iter().filter(|p| of(p) == answer).count() as f64 / total;
    let by_chance: f64 = prevalence.keys().map(|k| share(|p| p.0.to_owned(), k) * share(|p| p.1.to_owned(), k)).sum();
    let q = prevalence.len() as f64;
    let spread: f64 = prevalence.values().map(|count| *count as f64 / (2.0 * total)).map(|p| p * (1.0 - p)).sum();
    // With one answer only there is nothing to agree on by chance.
    let by_chance_ac1 = if q > 1.0 { spread / (q - 1.0) } else { 0.0 };
    let units: Vec<Vec<Option<&str>>> = pairs.iter().map(|(a, b)| vec![Some(*a), Some(*b)]).collect();
    Some(Agreement { n, same, kappa: beyond(observed, by_chance), alpha: alpha(&units), ac1: beyond(observed, by_chance_ac1), prevalence })
}

fn beyond(observed: f64, by_chance: f64) -> Option<f64> {
    (by_chance < 1.0).then(|| (observed - by_chance) / (1.0 - by_chance))
}

/// Krippendorff's α for nominal data: `units` by unit, one place for each coder, `None` where one gave no answer. `None` where no unit has two
/// answers, or all answers are the same.
pub fn alpha(units: &[Vec<Option<&str>>]) -> Option<f64> {
    let mut coincidences: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for unit in units {
        let answers: Vec<&str> = unit.iter().flatten().copied().collect();
        let pairable = answers.len() as f64 - 1.0;
        for (i, a) in answers.iter().enumerate() {
            for (_, b) in answers.iter().enumerate().filter(|(j, _)| *j != i) {
                *coincidences.entry((a, b)).or_default() += 1.0 / pairable;
            }
        }
    }
    let mut margins: BTreeMap<&str, f64> = BTreeMap::new();
    for ((a, _), count) in &coincidences {
        *margins.entry(a).or_default() += count;
    }
    let n: f64 = margins.values().sum();
    let observed: f64 = coincidences.iter().filter(|((a, b), _)| a != b).map(|(_, count)| count).sum();
    let expected = n * n - margins.values().map(|m| m * m).sum::<f64>();
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units<'a>(coders: &[&'a str]) -> Vec<Vec<Option<&'a str>>> {
        let answers: Vec<Vec<&str>> = coders.iter().map(|c| c.split(' ').collect()).collect();
        (0..answers[0].len()).map(|u| answers.iter().map(|a| Some(a[u]).filter(|x| *x != ".")).collect()).collect()
    }

    fn near(value: Option<f64>, wanted: f64) {
        assert!(value.is_some_and(|v| (v - wanted).abs() < 0.0005), "{value:?} is not {wanted}");
    }

    #[test]
    fn alpha_has_the_published_values() {
        // Krippendorff 2011: A, two coders and ten binary units; B, two coders and twelve units; C, four coders with missing data.
        near(alpha(&units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"])), 0.095);
        near(alpha(&units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"])), 0.692);
        let four = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."];
        near(alpha(&units(&four)), 0.743);
        assert_eq!(alpha(&units(&["1 1", "1 1"])), None);
        assert_eq!(alpha(&[]), None);
    }

    #[test]
    fn two_coders_are_compared() {
        // Cohen's κ of the textbook table 20, 5, 10, 15: (0.70 − 0.50) / 0.50.
        let table = [("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)];
        let pairs: Vec<(&str, &str)> = table.iter().flat_map(|(a, b, n)| std::iter::repeat_n((*a, *b), *n)).collect();
        let found = agreement(&pairs).unwrap();
        assert_eq!((found.n, found.same), (50, 35));
        near(found.kappa, 0.4);
        near(found.ac1, (0.7 - 0.495) / 0.505);
        assert_eq!(found.prevalence["y"], 55);
        // Rare answers: nearly all alike, and κ near nothing.
        let rare: Vec<(&str, &str)> = std::iter::repeat_n(("n", "n"), 46).chain([("y", "n"), ("n", "y"), ("y", "n"), ("n", "y")]).collect();
        let found = agreement(&rare).unwrap();
        assert!(found.kappa.unwrap() < 0.0 && found.ac1.unwrap() > 0.9, "{found:?}");
        assert_eq!(agreement(&[]), None);
        let all = agreement(&[("s", "s"), ("s", "s")]).unwrap();
        assert_eq!((all.kappa, all.alpha, all.ac1), (None, None, Some(1.0)));
    }
}
