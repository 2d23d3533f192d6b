//! A recorder of counters that notices when one is told to go down. Others hide that.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

use crate::recorded::series;

/// What one function's counters were told last, and which of them ever went down.
#[derive(Default)]
struct Seen {
    counts: BTreeMap<String, u64>,
    went_down: Vec<String>,
}

pub(crate) struct Watched {
    name: &'static str,
    seen: Arc<Mutex<Seen>>,
}

struct Watch {
    series: String,
    seen: Arc<Mutex<Seen>>,
}

impl Watched {
    /// Looks at the function of this name alone.
    pub(crate) fn of(name: &'static str) -> Self {
        Self { name, seen: Arc::default() }
    }

    pub(crate) fn went_down(&self) -> Vec<String> {
        self.seen.lock().expect("no panic under it").went_down.clone()
    }

    /// The sum of these series.
    pub(crate) fn sum(&self, is_wanted: impl Fn(&str) -> bool) -> u64 {
        let seen = self.seen.lock().expect("no panic under it");
        seen.counts.iter().filter(|(series, _)| is_wanted(series)).map(|(_, count)| count).sum()
    }
}

impl CounterFn for Watch {
    fn increment(&self, _: u64) {
        let mut seen = self.seen.lock().expect("no panic under it");
        seen.went_down.push(format!("{} is not told as a whole", self.series));
    }

    fn absolute(&self, now: u64) {
        let mut seen = self.seen.lock().expect("no panic under it");
        let before = seen.counts.insert(self.series.clone(), now).unwrap_or(0);
        if now < before {
            seen.went_down.push(format!("{}: {before}, then {now}", self.series));
        }
    }
}

impl Recorder for Watched {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        if !key.labels().any(|label| label.key() == "name" && label.value() == self.name) {
            return Counter::noop();
        }
        let watch = Watch { series: series(key), seen: Arc::clone(&self.seen) };
        Counter::from_arc(Arc::new(watch))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}
