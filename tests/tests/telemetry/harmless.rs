//! What subscribers and recorders do harms nobody (rule S11).

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use breaker_runtime::testing::{ManualClock, isolate};
use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Overrides, Policy, Setting, State, register, registry,
};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use tests::{Bomb, TestCircuit, panic_quietly, wait_until};
use tracing::subscriber::with_default;

use crate::Heard;

#[test]
fn a_subscriber_that_panics_harms_no_call_and_hears_the_next_event() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let heard = Heard::default();
    let panics = heard.clone().reacting(|_| resume_unwind(Box::new("subscriber")));
    with_default(panics, || {
        circuit.fail();
        circuit.rejected();
        circuit.reset();
        circuit.succeed();
    });
    assert_eq!(heard.names(), ["opened", "rejected", "reset"]);
}

#[test]
fn a_subscriber_that_panics_while_a_call_does_harms_neither() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let heard = Heard::default();
    let panics = heard.clone().reacting(|_| resume_unwind(Box::new("subscriber")));
    with_default(panics, || panic_quietly(circuit.admitted()));
    assert_eq!(heard.names(), ["opened"]);
    circuit.is(State::Open);
}

#[test]
fn what_the_panic_of_a_subscriber_or_a_recorder_carries_may_panic_when_it_is_dropped() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let heard = Heard::default();
    let panics = heard.clone().reacting(|_| resume_unwind(Box::new(Bomb)));
    metrics::with_local_recorder(&Foolish(|| resume_unwind(Box::new(Bomb))), || {
        with_default(panics, || {
            circuit.fail();
            circuit.rejected();
            circuit.reset();
            panic_quietly(circuit.admitted());
        });
    });
    assert_eq!(heard.names(), ["opened", "rejected", "reset", "opened"]);
    let heard = Heard::during(|| circuit.reset());
    assert_eq!(heard.names(), ["reset"], "nobody else has to suffer for it");
}

#[test]
fn a_subscriber_may_call_back_into_the_circuit() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("called back", Policy::new().threshold(1));
    let heard = Heard::default();
    let calls_back = heard.clone().reacting(|told| {
        if told.name == "circuit_breaker.opened" {
            let _ = (CIRCUIT.snapshot(), CIRCUIT.history(), CIRCUIT.policy());
            CIRCUIT.try_acquire().expect_err("open");
            CIRCUIT.reset();
        }
    });
    with_default(calls_back, || {
        CIRCUIT.try_acquire().expect("closed").failure();
        CIRCUIT.try_acquire().expect("reset by the subscriber").success();
    });
    assert_eq!(heard.names(), ["opened"], "there is no event about what happens within an event");
}

#[test]
fn a_subscriber_whose_circuit_changes_at_each_event_is_told_no_more_for_that() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("changed back", Policy::new());
    static OTHER: CircuitBreaker = CircuitBreaker::new("changed as well", Policy::new());
    let heard = Heard::default();
    let changes = heard.clone().reacting(|_| {
        CIRCUIT.reset();
        OTHER.reset();
    });
    with_default(changes, || CIRCUIT.force_open());
    assert_eq!(heard.names(), ["forced_open"]);
    assert_eq!((CIRCUIT.state(), CIRCUIT.history().len()), (State::Closed, 2));
    let heard = Heard::during(|| OTHER.force_open());
    assert_eq!(heard.names(), ["forced_open"], "what was not told is not made up for");
}

#[test]
fn a_subscriber_may_use_the_registry_that_makes_the_change() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("configured back", Policy::new());
    register!(CIRCUIT);
    static LATE: CircuitBreaker = CircuitBreaker::new("registered back", Policy::new());
    let _test = isolate();
    let heard = Heard::default();
    let once = AtomicBool::new(true);
    let calls_back = heard.clone().reacting(move |told| {
        registry().register(&LATE);
        if told.line.contains("name=configured back") && once.swap(false, Ordering::Relaxed) {
            registry().configure(&Overrides::new()).expect("nothing is wrong with nothing");
        }
    });
    with_default(calls_back, || {
        let overrides = Overrides::new().circuit("configured back", Setting::Threshold(7));
        registry().configure(&overrides).expect("it exists");
    });
    assert_eq!(heard.names(), ["reconfigured"]);
    assert!(registry().get("registered back").is_some());
}

/// One test at a time gives the program settings, which replace each other.
fn settings_of_the_program() -> std::sync::MutexGuard<'static, ()> {
    static SETTINGS: Mutex<()> = Mutex::new(());
    SETTINGS.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[test]
fn a_subscriber_may_use_the_registry_that_lists_a_circuit() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("listed back", Policy::new());
    let _alone = settings_of_the_program();
    let heard = Heard::default();
    let looks = heard.clone().reacting(|_| {
        let _ = registry().iter().count();
        registry().configure(&Overrides::new()).expect("nothing is wrong with nothing");
    });
    let overrides = Overrides::new().all(Setting::HalfOpenCalls(2));
    registry().configure(&overrides).expect("nothing is wrong with it");
    with_default(looks, || registry().register(&CIRCUIT));
    assert_eq!(heard.names().first(), Some(&"reconfigured"));
    assert_eq!(CIRCUIT.policy(), Policy::new(), "the subscriber has undone it");
}

#[test]
fn a_subscriber_may_look_for_keys_when_a_circuit_goes_to_another_one() {
    static FETCH: KeyedCircuitBreaker = KeyedCircuitBreaker::new(
        "handed over",
        Policy::new().threshold(1).ramp_up(Duration::from_secs(4)),
        1,
    );
    let clock = ManualClock::new();
    FETCH.set_clock(clock.clone());
    FETCH.try_acquire("a").expect("closed").failure();
    clock.advance(Duration::from_secs(30));
    FETCH.try_acquire("a").expect("half-open").success();
    clock.advance(Duration::from_secs(4));
    let heard = Heard::default();
    let looks = heard.clone().reacting(|_| FETCH.try_acquire("c").expect("closed").success());
    with_default(looks, || FETCH.try_acquire("b").expect("closed").success());
    let [line] = &heard.lines()[..] else { panic!("{:?}", heard.lines()) };
    assert!(line.contains("circuit_breaker.key=a circuit_breaker.state=closed"), "{line}");
}

#[test]
fn a_subscriber_may_use_the_registry_that_configures_a_key() {
    static FETCH: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("configured by key", Policy::new(), 8);
    static LATE: CircuitBreaker = CircuitBreaker::new("listed for a key", Policy::new());
    let _alone = settings_of_the_program();
    registry().register_keyed(&FETCH);
    FETCH.try_acquire("a").expect("closed").success();
    let heard = Heard::default();
    let lists = heard.clone().reacting(|_| registry().register(&LATE));
    let overrides = Overrides::new().circuit("configured by key[a]", Setting::Threshold(2));
    with_default(lists, || registry().configure(&overrides).expect("it exists"));
    assert!(heard.names().contains(&"reconfigured"), "{:?}", heard.names());
    registry().configure(&Overrides::new()).expect("nothing is wrong with nothing");
}

#[test]
fn what_waits_to_be_told_is_not_lost_where_whoever_is_told_changes_the_same_circuit() {
    static SINK: CircuitBreaker = CircuitBreaker::new("sink of events", Policy::new());
    static FETCH: KeyedCircuitBreaker =
        KeyedCircuitBreaker::new("fetch beside a sink", Policy::new(), 8);
    let _alone = settings_of_the_program();
    registry().register(&SINK);
    registry().register_keyed(&FETCH);
    FETCH.try_acquire("a").expect("closed").success();
    let heard = Heard::default();
    let fails = heard.clone().reacting(|told| {
        if told.line.contains("fetch beside a sink") {
            SINK.force_open();
        }
    });
    let overrides = Overrides::new()
        .circuit("sink of events", Setting::Threshold(2))
        .circuit("fetch beside a sink[a]", Setting::Threshold(2));
    with_default(fails, || registry().configure(&overrides).expect("they exist"));
    let of_sink = |line: &&String| line.contains("name=sink of events");
    assert_eq!(heard.lines().iter().filter(of_sink).count(), 1, "{:?}", heard.lines());
    registry().configure(&Overrides::new()).expect("nothing is wrong with nothing");
}

/// What is heard where the first of nine events takes until the others have happened, so that most
/// are told by an emitter, which does this beside.
fn left_to_an_emitter(beside: impl Fn() + Send + Sync + 'static) -> Heard {
    let circuit = CircuitBreaker::new("left to an emitter", Policy::new());
    let heard = Heard::default();
    let ((has_begun, begun), (go, may_go)) = (mpsc::channel(), mpsc::channel());
    let first = Mutex::new(Some((has_begun, may_go)));
    let subscriber = heard.clone().reacting(move |_| {
        let first = first.lock().expect("no panic under it").take();
        if let Some((has_begun, may_go)) = first {
            has_begun.send(()).expect("the test waits");
            may_go.recv().expect("the test says so");
        } else if thread::current().name() == Some("circuit-breaker-telemetry") {
            beside();
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| with_default(subscriber, || circuit.force_open()));
        begun.recv().expect("an event");
        for _ in 0..4 {
            circuit.reset();
            circuit.force_open();
        }
        go.send(()).expect("the subscriber waits");
    });
    heard
}

#[test]
fn a_subscriber_that_hangs_silences_no_other_circuit() {
    let hang = Arc::new(Mutex::new(()));
    let hangs = hang.lock().expect("no panic under it");
    let stuck: Vec<_> = (0..6)
        .map(|_| {
            let hang = Arc::clone(&hang);
            left_to_an_emitter(move || drop(hang.lock()))
        })
        .collect();
    wait_until(|| stuck.iter().filter(|heard| heard.names().len() == 5).count() >= 4);
    let circuit = CircuitBreaker::new("told all the same", Policy::new());
    let heard = left_to_an_emitter(|| ());
    assert!(heard.names().len() >= 4, "what calls tell themselves");
    assert_eq!(Heard::during(|| circuit.force_open()).names(), ["forced_open"]);
    drop(hangs);
    wait_until(|| stuck.iter().all(|heard| heard.names().len() == 9));
    wait_until(|| heard.names().len() == 9);
}

#[test]
fn a_subscriber_may_panic_when_an_emitter_drops_it() {
    let (bomb, hang) = (Bomb, Arc::new(Mutex::new(())));
    let until = hang.lock().expect("no panic under it");
    let waits = Arc::clone(&hang);
    let heard = left_to_an_emitter(move || {
        let _ = (&bomb, waits.lock());
    });
    drop(until);
    wait_until(|| heard.names().len() == 9);
    let heard = left_to_an_emitter(|| ());
    wait_until(|| heard.names().len() == 9);
}

/// Does something foolish whenever it is asked for anything.
struct Foolish<F>(F);

impl<F: Fn()> Recorder for Foolish<F> {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        (self.0)();
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        (self.0)();
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[test]
fn a_recorder_that_panics_harms_no_call() {
    let circuit = TestCircuit::new(Policy::new().threshold(1));
    let panics = Foolish(|| resume_unwind(Box::new("recorder")));
    metrics::with_local_recorder(&panics, || {
        circuit.fail();
        circuit.rejected();
        circuit.reset();
        circuit.succeed();
    });
    assert_eq!(circuit.history().len(), 2);
}

#[test]
fn a_recorder_may_publish_and_call_back_into_the_circuit() {
    static CIRCUIT: CircuitBreaker = CircuitBreaker::new("recorded", Policy::new().threshold(1));
    register!(CIRCUIT);
    let _test = isolate();
    let once = AtomicBool::new(true);
    let calls_back = Foolish(|| {
        if once.swap(false, Ordering::Relaxed) {
            breaker_runtime::metrics::publish();
            CIRCUIT.try_acquire().expect("closed").failure();
        }
    });
    metrics::with_local_recorder(&calls_back, breaker_runtime::metrics::publish);
    assert_eq!(CIRCUIT.state(), State::Open);
}

#[test]
fn a_recorder_whose_circuits_change_whenever_it_is_told_is_told_no_more_for_that() {
    static ONE: CircuitBreaker = CircuitBreaker::new("recorded one", Policy::new());
    static OTHER: CircuitBreaker = CircuitBreaker::new("recorded other", Policy::new());
    let changes = Foolish(|| {
        ONE.reset();
        OTHER.reset();
    });
    metrics::with_local_recorder(&changes, || {
        ONE.force_open();
        breaker_runtime::metrics::publish();
    });
    assert_eq!(ONE.state(), State::Closed);
}
