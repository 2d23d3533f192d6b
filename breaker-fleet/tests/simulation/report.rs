//! Figures of scenarios, over several seeds: as a line of a table, and against goals.

use core::ops::Range;
use std::env;

use crate::world::Fleet;

/// Seeds of random faults that a test of seconds has, and what other scenarios' numbers go by.
pub(crate) const QUICKLY: u64 = 40;

/// The seeds of a scenario: so many in a test of seconds, and as many times more as `FLEET_SEEDS`
/// is more than [`QUICKLY`]; `FLEET_SEED` alone if that is set.
pub(crate) fn seeds(quickly: u64) -> Range<u64> {
    let number = |name| env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    if let Some(seed) = number("FLEET_SEED") {
        return seed..seed + 1;
    }
    let all = number("FLEET_SEEDS").unwrap_or(QUICKLY);
    0..(quickly * all).div_ceil(QUICKLY)
}

/// A figure of a scenario, with a fleet and without, of each seed.
#[derive(Debug)]
pub(crate) struct Compared {
    what: String,
    seeds: Vec<u64>,
    alone: Vec<f64>,
    joined: Vec<f64>,
}

/// Runs the scenario of each seed in a fleet and alone.
pub(crate) fn compare(
    what: &str,
    seeds: Range<u64>,
    mut run: impl FnMut(u64, Fleet) -> f64,
) -> Compared {
    let seeds: Vec<u64> = seeds.collect();
    let mut of = |fleet| seeds.iter().map(|seed| run(*seed, fleet)).collect();
    let (alone, joined) = (of(Fleet::Alone), of(Fleet::Joined));
    let compared = Compared { what: what.to_owned(), seeds, alone, joined };
    let (alone, joined) = (shown(&compared.alone), shown(&compared.joined));
    println!("| {what} | {alone} | {joined} |");
    compared
}

/// A figure of a scenario in a fleet, of each seed.
pub(crate) fn measure(what: &str, seeds: Range<u64>, run: impl FnMut(u64) -> f64) -> Vec<f64> {
    let figures: Vec<f64> = seeds.map(run).collect();
    println!("| {what} | | {} |", shown(&figures));
    figures
}

impl Compared {
    /// Of each seed: the fleet's figure is at most this share of the one alone.
    pub(crate) fn is_at_most(&self, share: f64) {
        self.holds(|alone, joined| joined <= share * alone);
    }

    /// Of all seeds together: the fleet's figure is at most this share of the one alone.
    pub(crate) fn is_on_average_at_most(&self, share: f64) {
        self.holds_on_average(|alone, joined| joined <= share * alone);
    }

    /// Of each seed: the fleet's figure is at most so much more than the one alone.
    pub(crate) fn is_at_most_more_by(&self, more: f64) {
        self.holds(|alone, joined| joined <= alone + more);
    }

    /// Of all seeds together: the fleet's figure is at most so much more than the one alone. What
    /// is seldom may be much in a seed.
    pub(crate) fn is_on_average_at_most_more_by(&self, more: f64) {
        self.holds_on_average(|alone, joined| joined <= alone + more);
    }

    /// Of all seeds in the order of their figures: the fleet's are at most so much more than those
    /// alone. One seed's luck with its calls decides nothing.
    pub(crate) fn all_are_at_most_more_by(&self, more: f64) {
        let sorted = Self {
            what: self.what.clone(),
            seeds: self.seeds.clone(),
            alone: sorted(&self.alone),
            joined: sorted(&self.joined),
        };
        sorted.holds(|alone, joined| joined <= alone + more);
    }

    fn holds_on_average(&self, is_so: impl Fn(f64, f64) -> bool) {
        let (what, alone, joined) = (&self.what, average(&self.alone), average(&self.joined));
        assert!(is_so(alone, joined), "{what}, on average: {joined} in a fleet, {alone} alone");
    }

    fn holds(&self, is_so: impl Fn(f64, f64) -> bool) {
        let figures = self.alone.iter().zip(&self.joined);
        for (seed, (&alone, &joined)) in self.seeds.iter().zip(figures) {
            let what = &self.what;
            assert!(
                is_so(alone, joined),
                "{what}, seed {seed}: {joined} in a fleet, {alone} alone"
            );
        }
    }
}

/// A number of something as a figure.
pub(crate) fn figure(number: impl TryInto<u32>) -> f64 {
    number.try_into().map_or_else(|_| unreachable!("few"), f64::from)
}

/// Median and greatest.
fn shown(figures: &[f64]) -> String {
    let sorted = sorted(figures);
    match sorted.as_slice() {
        [] => String::new(),
        [one] => format!("{one:.3}"),
        [.., greatest] => format!("{:.3}, at most {greatest:.3}", sorted[sorted.len() / 2]),
    }
}

fn average(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figure(figures.len())
}

fn sorted(figures: &[f64]) -> Vec<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}
