//! Calls over time, step by step, of which some may not be known.

use core::ops::RangeInclusive;

use crate::document::Spark;
use crate::record::track::Track;

/// Steps that a sparkline shows.
const STEPS: u64 = 120;

/// The last 120 steps of a circuit up to a tick, as far as there were so many; nothing of one that
/// is not remembered.
pub(crate) fn of(track: Option<&Track>, tick: u64, step: u64) -> Spark {
    let Some(track) = track else { return Spark::default() };
    let to = tick / step;
    spread(track, (to + 1).saturating_sub(STEPS)..=to, tick, step)
}

/// Steps per second, from the first one on whose calls are known; `tick` is in the last one.
pub(crate) fn spread(track: &Track, steps: RangeInclusive<u64>, tick: u64, seconds: u64) -> Spark {
    let mut spark = Spark::default();
    let called = track.steps(seconds, *steps.start(), *steps.end());
    let mut called = called.iter().peekable();
    for step in steps {
        let counts = called.next_if(|(at, _)| *at == step).map(|(_, counts)| *counts);
        let end = ((step + 1) * seconds - 1).min(tick);
        let is_known = track.is_followed(seconds, end);
        if is_known || !spark.calls.is_empty() {
            let rates = is_known.then(|| counts.unwrap_or_default().rates(seconds));
            spark.calls.push(rates.map(|rates| rates.calls));
            spark.failures.push(rates.map(|rates| rates.failures));
            spark.rejected.push(rates.map(|rates| rates.rejected));
        }
    }
    spark
}
