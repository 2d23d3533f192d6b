//! What a recorder of the program gets.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "of tests")]

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use breaker_fleet::metrics::{
    AWAY_SINCE, LEASES, MEMBERS, MESSAGES_RECEIVED, MESSAGES_SENT, REQUESTS_DROPPED,
};
use engines::Server;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

/// The metrics of a namespace by name.
fn of(snapshotter: &Snapshotter, namespace: &str) -> BTreeMap<String, f64> {
    let all = snapshotter.snapshot().into_vec().into_iter();
    let here = all.filter_map(|(key, unit, description, value)| {
        let (_, key) = key.into_parts();
        let (name, labels) = key.into_parts();
        assert!(unit.is_some() && description.is_some(), "{name:?}");
        let is_here = labels.iter().any(|label| label.value() == namespace);
        let value = match value {
            DebugValue::Counter(count) => f64::from(u32::try_from(count).unwrap()),
            DebugValue::Gauge(value) => value.into_inner(),
            DebugValue::Histogram(_) => panic!("{name:?}"),
        };
        is_here.then(|| (name.as_str().to_owned(), value))
    });
    here.collect()
}

fn until(snapshotter: &Snapshotter, is_so: impl Fn(&BTreeMap<String, f64>) -> bool) {
    let start = Instant::now();
    loop {
        let metrics = of(snapshotter, "shop-prod");
        if is_so(&metrics) {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "still {metrics:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// One test, for a program has one recorder.
#[test]
fn a_membership_is_published_from_beginning_to_end() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    recorder.install().unwrap();
    let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let is_away = |metrics: &BTreeMap<String, f64>| {
        let since = metrics.get(AWAY_SINCE).copied().unwrap_or_default();
        since >= began - 1.0 && since < began + 60.0
    };

    // An address that names no engine is told too.
    let nowhere = breaker_fleet::join("nowhere", "nonsense").start();
    let start = Instant::now();
    while !is_away(&of(&snapshotter, "nowhere")) {
        assert!(start.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(20));
    }
    drop(nowhere);

    let Some(server) = Server::start(&[]) else { return };
    let fleet = breaker_fleet::join("shop-prod", server.url()).start();
    let counters = [MESSAGES_SENT, MESSAGES_RECEIVED, REQUESTS_DROPPED];
    until(&snapshotter, |metrics| counters.iter().all(|name| metrics.contains_key(*name)));
    // A snapshot takes what it shows: all of it has to be seen in one.
    until(&snapshotter, |metrics| {
        let takes_part = metrics[MEMBERS] >= 1.0 && metrics[AWAY_SINCE] <= 0.0;
        let talks = metrics[MESSAGES_SENT] >= 3.0 && metrics[MESSAGES_RECEIVED] >= 2.0;
        let calm = metrics[REQUESTS_DROPPED] <= 0.0 && metrics[LEASES] <= 0.0;
        takes_part && talks && calm && metrics.len() == 6
    });
    drop(fleet);
    until(&snapshotter, is_away);
}
