//! Publishing from time to time, to the program's recorder: the only test of this program that
//! installs one.

use core::time::Duration;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use breaker_runtime::metrics::publish_every;
use breaker_runtime::{CircuitBreaker, Policy, registry};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

/// Tells a test of the gauges of its circuit, and panics the first time.
struct Announcing(Mutex<(Sender<String>, u32)>);

impl Recorder for Announcing {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        let is_it = key.labels().any(|label| label.value() == "published")
            && key.name() == "circuit_breaker_failures_in_window";
        if is_it {
            let round = {
                let mut announcing = self.0.lock().expect("no panic under it");
                announcing.1 += 1;
                let _ = announcing.0.send(std::thread::current().name().unwrap_or("?").to_owned());
                announcing.1
            };
            if round == 1 {
                std::panic::resume_unwind(Box::new("recorder"));
            }
        }
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

fn install() -> Receiver<String> {
    let (sender, rounds) = channel();
    let recorder = Announcing(Mutex::new((sender, 0)));
    assert!(metrics::set_global_recorder(recorder).is_ok(), "nobody else installs one");
    rounds
}

#[test]
fn a_publisher_publishes_at_once_and_again_until_it_is_dropped() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("published", Policy::new());
    registry().register(&CIRCUIT);
    let rounds = install();
    let publisher = publish_every(Duration::from_millis(1));
    assert!(publisher.is_running());
    for _ in 0..3 {
        let round = rounds.recv_timeout(Duration::from_mins(1));
        assert_eq!(round.as_deref(), Ok("circuit-breaker-metrics"));
    }
    drop(publisher);

    let slow = publish_every(Duration::MAX);
    let is_quiet = |_| rounds.recv_timeout(Duration::from_millis(100)).is_err();
    assert!((0..100).any(is_quiet), "one has ended, and the other one has nothing to do for long");
    drop(slow);
}
