//! The metrics of a circuit: names, labels and units to the letter.

mod calls;
mod names;
mod states;
mod transitions;

use std::collections::BTreeMap;

fn expected<const N: usize>(series: [(&str, u64); N]) -> BTreeMap<String, u64> {
    series.into_iter().map(|(series, value)| (series.to_owned(), value)).collect()
}

/// The series of all other metrics.
fn without(metrics: &[&str], series: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let is_other = |name: &str| !metrics.iter().any(|metric| name.contains(metric));
    series
        .iter()
        .filter(|(name, _)| is_other(name))
        .map(|(name, value)| (name.clone(), *value))
        .collect()
}

/// The transitions that there were.
fn happened(series: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let is_it =
        |(name, count): &(&String, &u64)| name.contains("_transitions_total{") && **count > 0;
    series.iter().filter(is_it).map(|(name, count)| (name.clone(), *count)).collect()
}
