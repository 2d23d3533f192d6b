//! Samples of several things, taken in turns: whatever disturbs the machine disturbs them all.

use std::time::{Duration, Instant};

/// Takes one sample.
pub type Sampler<'a> = Box<dyn FnMut() -> f64 + 'a>;

/// The samples of one thing, in ascending order.
#[derive(Clone, Debug)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// In any order; what is no number is left out.
    #[must_use]
    pub fn new(mut samples: Vec<f64>) -> Self {
        samples.retain(|sample| !sample.is_nan());
        samples.sort_by(f64::total_cmp);
        Self(samples)
    }

    /// The sample above that many hundredths of the others; no number if there is none.
    #[must_use]
    pub fn percentile(&self, hundredths: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * hundredths / 100).copied().unwrap_or(f64::NAN)
    }
}

/// One sample by each, for as many rounds as told, or fewer once the time is over.
pub fn take(rounds: usize, at_most: Duration, samplers: &mut [Sampler<'_>]) -> Vec<Samples> {
    let start = Instant::now();
    let mut taken = vec![Vec::with_capacity(rounds); samplers.len()];
    for _ in 0..rounds {
        for (sampler, taken) in samplers.iter_mut().zip(&mut taken) {
            taken.push(sampler());
        }
        if start.elapsed() >= at_most {
            break;
        }
    }
    taken.into_iter().map(Samples::new).collect()
}

/// Nanoseconds of each call, while as many are made as take about that long.
pub fn nanos_per_call<'a>(slice: Duration, mut run: impl FnMut(u64) + 'a) -> Sampler<'a> {
    let calls = calls_in(slice, &mut run);
    Box::new(move || {
        let start = Instant::now();
        run(calls);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let calls = calls as f64;
        start.elapsed().as_secs_f64() * 1e9 / calls
    })
}

/// As many calls as take about that long. The first ones, slower than the others, are made on the
/// way.
///
/// The most of some attempts: one that is interrupted takes a few calls for many, and then the
/// reading of the clock for the calls.
pub fn calls_in(slice: Duration, mut run: impl FnMut(u64)) -> u64 {
    (0..ATTEMPTS).map(|_| calls_once_in(slice, &mut run)).max().unwrap_or(1)
}

const ATTEMPTS: usize = 9;

fn calls_once_in(slice: Duration, mut run: impl FnMut(u64)) -> u64 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        run(calls);
        if start.elapsed() >= slice / 2 {
            return calls;
        }
        calls *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_samples() {
        let samples = Samples::new(vec![3.0, f64::NAN, 1.0, 2.0]);
        let [least, median, most] = [0, 50, 100].map(|at| samples.percentile(at).to_bits());
        assert_eq!([least, median, most], [1.0, 2.0, 3.0].map(f64::to_bits));
    }

    #[test]
    fn an_interrupted_calibration_is_no_slice() {
        let mut first = true;
        let calls = calls_in(Duration::from_micros(200), |calls| {
            // As if another process had run meanwhile.
            let pause = if std::mem::take(&mut first) { 5_000_000 } else { calls * 1_000 };
            let start = Instant::now();
            while start.elapsed() < Duration::from_nanos(pause) {}
        });
        assert!(calls > 1, "{calls}");
    }

    #[test]
    fn rounds_end_with_their_time() {
        let one: Sampler<'_> = Box::new(|| 1.0);
        let [samples] = &take(1_000, Duration::ZERO, &mut [one])[..] else { panic!("one sampler") };
        assert_eq!(samples.0.len(), 1);
    }
}
