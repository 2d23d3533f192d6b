//! What was promised, beside what was measured.

use super::rows::Rows;
use super::table;
use crate::Path;
use crate::measure::sizes::{Futures, annotated_static};
use crate::subjects::{CONSECUTIVE, COUNT, SHARE};

/// A promise about the attribute.
struct Promise {
    what: String,
    limit: Limit,
    measured: f64,
    unit: &'static str,
}

enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Promise {
    fn at_most(what: impl Into<String>, limit: f64, measured: f64, unit: &'static str) -> Self {
        Self { what: what.into(), limit: Limit::AtMost(limit), measured, unit }
    }

    fn is_kept(&self) -> bool {
        // What is printed is what counts.
        let measured = (self.measured * 100.0).round() / 100.0;
        match self.limit {
            Limit::AtMost(limit) => measured <= limit,
            Limit::AtLeast(limit) => measured >= limit,
        }
    }

    fn cells(self) -> Vec<String> {
        let kept = if self.is_kept() { "yes" } else { "**no**" };
        let limit = match self.limit {
            Limit::AtMost(limit) => format!("≤ {limit:.3}"),
            Limit::AtLeast(limit) => format!("≥ {limit:.3}"),
        };
        let (unit, measured) = (self.unit, self.measured);
        let measured = format!("{measured:.2}");
        let [limit, measured] = [limit, measured].map(|number| with_unit(&number, unit));
        vec![self.what, limit, measured, kept.to_owned()]
    }
}

/// The number without superfluous decimals, and its unit.
fn with_unit(number: &str, unit: &str) -> String {
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{number} {unit}").trim_end().to_owned()
}

/// The table of promises.
#[must_use]
pub fn budget(rows: &Rows, futures: &[Futures]) -> String {
    let promises =
        [closed(rows), closed_async(rows), share(rows), not_closed(rows), memory(futures)];
    let lines = promises.into_iter().flatten().map(Promise::cells);
    table(&["promise", "budget", "measured", "kept"], lines)
}

fn closed(rows: &Rows) -> Vec<Promise> {
    let count = rows.find(Path::Success, COUNT);
    let mut promises = vec![Promise {
        what: "throughput of two threads on one circuit".to_owned(),
        limit: Limit::AtLeast(1.9),
        measured: count.times.scaling(),
        unit: "× one",
    }];
    let bare = rows.bare(Path::Success);
    for (rule, row) in [("count", count), ("consecutive", rows.find(Path::Success, CONSECUTIVE))] {
        let what = |cost| format!("success, {rule} rule: {cost}");
        promises.push(Promise::at_most(what("time"), 1.0, row.nanos_over(&bare), "ns"));
        let instructions = row.instructions_over(&bare);
        promises.push(Promise::at_most(what("instructions"), 15.0, instructions, ""));
        promises.push(Promise::at_most(what("allocations"), 0.0, row.allocations, ""));
    }
    promises
}

fn closed_async(rows: &Rows) -> Vec<Promise> {
    let bare = rows.bare(Path::AsyncSuccess);
    let promises = |(rule, subject)| {
        let row = rows.find(Path::AsyncSuccess, subject);
        let what = |cost| format!("success, {rule} rule, async: {cost}");
        [
            Promise::at_most(what("time"), 1.5, row.nanos_over(&bare), "ns"),
            Promise::at_most(what("allocations"), 0.0, row.allocations, ""),
        ]
    };
    [("count", COUNT), ("consecutive", CONSECUTIVE)].into_iter().flat_map(promises).collect()
}

fn share(rows: &Rows) -> Vec<Promise> {
    let share = rows.find(Path::Success, SHARE);
    let over_bare = share.nanos_over(&rows.bare(Path::Success));
    let flat = share.times.together.p10 / share.times.alone.p10;
    vec![
        Promise::at_most("success, share rule: time", 8.0, over_bare, "ns"),
        Promise::at_most("success, share rule: time on two threads", 1.1, flat, "× one"),
    ]
}

fn not_closed(rows: &Rows) -> Vec<Promise> {
    let in_clock_readings = |nanos: f64| nanos / rows.instant().times.alone.p10;
    let failure = rows.find(Path::Failure, COUNT);
    let failed = in_clock_readings(failure.nanos_over(&rows.bare(Path::Failure)));
    let rejection = rows.find(Path::Rejection, COUNT);
    vec![
        Promise::at_most("failure recorded", 1.5, failed, "× `Instant::now`"),
        Promise::at_most("rejected: time", 5.0, rejection.times.alone.p10, "ns"),
        Promise::at_most("rejected: allocations", 0.0, rejection.allocations, ""),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn memory(futures: &[Futures]) -> Vec<Promise> {
    let of_static = Promise::at_most("static", 512.0, annotated_static() as f64, "bytes");
    let of_futures = futures.iter().map(|future| {
        let what = format!("future with {} bytes of arguments", future.arguments);
        Promise::at_most(what, 48.0, future.growth() as f64, "bytes more")
    });
    [of_static].into_iter().chain(of_futures).collect()
}
