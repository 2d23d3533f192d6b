//! A recorder that keeps what it is told.

use std::collections::{BTreeMap, BTreeSet};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

/// What a test's thread records.
pub(crate) struct Recorded {
    recorder: DebuggingRecorder,
    snapshotter: Snapshotter,
}

impl Recorded {
    pub(crate) fn new() -> Self {
        let recorder = DebuggingRecorder::new();
        let snapshotter = recorder.snapshotter();
        Self { recorder, snapshotter }
    }

    pub(crate) fn during(&self, act: impl FnOnce()) {
        metrics::with_local_recorder(&self.recorder, act);
    }

    /// All series that the name belongs to: `metric{label=value,..}` without the name, and their
    /// values.
    pub(crate) fn of(&self, name: &str) -> BTreeMap<String, u64> {
        self.of_each(&[name]).into_iter().map(|((_, series), value)| (series, value)).collect()
    }

    /// The same of several names. Who reads them one after another finds zeros in the later ones.
    pub(crate) fn of_each(&self, names: &[&str]) -> BTreeMap<(String, String), u64> {
        let all = self.snapshotter.snapshot().into_vec().into_iter();
        all.filter_map(|(key, _, _, value)| {
            let key = key.key();
            let name = key.labels().find(|label| label.key() == "name")?.value();
            names.contains(&name).then(|| ((name.to_owned(), series(key)), whole(&value)))
        })
        .collect()
    }

    /// The value of this series, without a circuit's name.
    pub(crate) fn value(&self, wanted: &str) -> Option<u64> {
        let all = self.snapshotter.snapshot().into_vec().into_iter();
        all.filter(|(key, ..)| series(key.key()) == wanted).map(|(.., value)| whole(&value)).next()
    }

    /// By metric the labels of its series, and the values that they have.
    pub(crate) fn labels(&self) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
        let mut metrics: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for (key, ..) in self.snapshotter.snapshot().into_vec() {
            let labels = metrics.entry(key.key().name().to_owned()).or_default();
            for label in key.key().labels() {
                let values = labels.entry(label.key().to_owned()).or_default();
                values.insert(label.value().to_owned());
            }
        }
        metrics
    }

    /// The units and descriptions of all metrics.
    pub(crate) fn described(&self) -> BTreeMap<String, String> {
        let all = self.snapshotter.snapshot().into_vec().into_iter();
        all.map(|(key, unit, description, _)| {
            let unit = unit.map_or("none", |unit| unit.as_str());
            let description = description.as_deref().unwrap_or("none");
            (key.key().name().to_owned(), format!("{unit}: {description}"))
        })
        .collect()
    }
}

/// `metric{label=value,..}`, without the name.
pub(crate) fn series(key: &metrics::Key) -> String {
    let labels = key.labels().filter(|label| label.key() != "name");
    let labels: Vec<_> = labels.map(|label| format!("{}={}", label.key(), label.value())).collect();
    format!("{}{{{}}}", key.name(), labels.join(","))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts, all of them")]
fn whole(value: &DebugValue) -> u64 {
    match value {
        DebugValue::Counter(count) => *count,
        DebugValue::Gauge(value) => value.0 as u64,
        DebugValue::Histogram(values) => values.len() as u64,
    }
}
