//! What a recorder of the program gets.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use breaker_fleet::metrics::{
    AWAY_SINCE, LEASES, MEMBERS, MESSAGES_RECEIVED, MESSAGES_SENT, REQUESTS_DROPPED, SAME_NAME,
};
use engines::Server;
use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    set_global_recorder,
};

/// What a recorder was told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Metrics>>);

#[derive(Default)]
struct Metrics {
    described: BTreeSet<String>,
    /// By namespace and name: counters as they are, gauges as bits.
    counters: BTreeMap<(String, String), Arc<AtomicU64>>,
    gauges: BTreeMap<(String, String), Arc<AtomicU64>>,
}

/// Namespace and name.
fn ids(key: &Key) -> (String, String) {
    let namespace = key.labels().find(|label| label.key() == "namespace").unwrap();
    assert_eq!(key.labels().len(), 1);
    (namespace.value().to_owned(), key.name().to_owned())
}

impl Recorder for Told {
    fn describe_counter(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        self.with(|all| all.described.insert(name.as_str().to_owned()));
    }

    fn describe_gauge(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        self.with(|all| all.described.insert(name.as_str().to_owned()));
    }

    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        unreachable!("{name:?}");
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.with(|all| Arc::clone(all.counters.entry(ids(key)).or_default())))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.with(|all| Arc::clone(all.gauges.entry(ids(key)).or_default())))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        unreachable!("{key:?}");
    }
}

impl Told {
    fn with<R>(&self, act: impl FnOnce(&mut Metrics) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn counter(&self, namespace: &str, name: &str) -> Option<u64> {
        let key = (namespace.to_owned(), name.to_owned());
        self.with(|all| all.counters.get(&key).map(|count| count.load(Ordering::Relaxed)))
    }

    fn gauge(&self, namespace: &str, name: &str) -> Option<f64> {
        let key = (namespace.to_owned(), name.to_owned());
        let bits = self.with(|all| all.gauges.get(&key).map(|bits| bits.load(Ordering::Relaxed)));
        bits.map(f64::from_bits)
    }
}

#[track_caller]
fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(10), "never");
        thread::sleep(Duration::from_millis(20));
    }
}

/// One test, for a program has one recorder.
#[test]
fn a_membership_is_published_from_beginning_to_end() {
    let told = Told::default();
    set_global_recorder(told.clone()).unwrap();
    let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let is_away = |namespace: &str| {
        let since = told.gauge(namespace, AWAY_SINCE).unwrap_or_default();
        since >= began - 1.0 && since < began + 60.0
    };

    // An address that names no engine is told too.
    let nowhere = breaker_fleet::join("nowhere", "nonsense").start();
    until(|| is_away("nowhere"));
    drop(nowhere);

    let Some(server) = Server::start(&[]) else { return };
    let fleet = breaker_fleet::join("shop", server.url()).start();
    until(|| told.gauge("shop", MEMBERS) >= Some(1.0));
    assert_eq!(told.counter("shop", REQUESTS_DROPPED), Some(0));
    assert!(told.gauge("shop", LEASES) <= Some(0.0) && told.gauge("shop", LEASES).is_some());
    until(|| told.gauge("shop", AWAY_SINCE) <= Some(0.0));
    until(|| told.counter("shop", MESSAGES_SENT) >= Some(3));
    assert!(told.counter("shop", MESSAGES_RECEIVED) >= Some(2));
    let sent = told.counter("shop", MESSAGES_SENT);
    until(|| told.counter("shop", MESSAGES_SENT) > sent);
    drop(fleet);
    until(|| is_away("shop"));
    assert_eq!(told.gauge("shop", SAME_NAME), Some(0.0));
    assert_eq!(told.with(|all| all.described.len()), 7);
}
