//! Who hears of a circuit goes by whose it is, not by the thread that acts on it.

use core::pin::Pin;
use core::task::{Context, Waker};
use std::sync::{Arc, Mutex};
use std::thread;

use breaker_runtime::metrics::publish;
use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::{
    CircuitBreaker, Event, KeyedCircuitBreaker, Policy, State, Subscription, circuit_breaker,
    register, register_keyed, registry,
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

use crate::{Down, SECOND};

const ONE: Policy = Policy::new().threshold(1);

/// What was heard of the circuits of this name.
struct Heard {
    events: Arc<Mutex<Vec<String>>>,
    subscription: Subscription,
}

impl Heard {
    fn by(
        name: &'static str,
        subscribe: impl FnOnce(Box<dyn FnMut(&Event) + Send>) -> Subscription,
    ) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let listener = move |event: &Event| {
            if event.name == name {
                heard.lock().expect("nobody panics").push(event.to_string());
            }
        };
        Self { events, subscription: subscribe(Box::new(listener)) }
    }

    fn by_program(name: &'static str) -> Self {
        Self::by(name, |listener| registry().subscribe(listener))
    }

    fn by_test(test: &Isolation, name: &'static str) -> Self {
        Self::by(name, |listener| test.subscribe(listener))
    }

    fn so_far(&self) -> Vec<String> {
        self.subscription.flush();
        self.events.lock().expect("nobody panics").clone()
    }
}

fn opened(circuit: &str) -> [String; 1] {
    [format!("circuit `{circuit}` opened for 30s: 1 failure within 10s")]
}

fn on_another_thread(act: impl FnOnce() + Send + 'static) {
    thread::spawn(act).join().expect("no panic");
}

/// How often circuits of this name opened, as metrics say on this thread.
fn openings(name: &str) -> u64 {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, publish);
    let series = snapshotter.snapshot().into_vec().into_iter();
    let of_openings = series.filter_map(|(key, _, _, value)| {
        let labels: Vec<_> = key.key().labels().map(|label| label.value().to_owned()).collect();
        let is_it = key.key().name() == "circuit_breaker_transitions_total"
            && [name, "closed", "open"].iter().all(|part| labels.iter().any(|label| label == part));
        match value {
            DebugValue::Counter(count) if is_it => Some(count),
            _ => None,
        }
    });
    of_openings.sum()
}

#[circuit_breaker(threshold = 1, name = "isolated::heard future", fallback = Ok(()))]
async fn future() -> Result<(), Down> {
    tokio::task::yield_now().await;
    Err(Down)
}

#[tokio::test]
async fn a_future_that_began_in_a_test_is_heard_there_whoever_drives_it() {
    let outside = Heard::by_program("isolated::heard future");
    let test = isolate();
    let inside = Heard::by_test(&test, "isolated::heard future");
    let mut call: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(future());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    on_another_thread(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it can be had");
        assert_eq!(runtime.block_on(call), Err(Down));
    });
    assert_eq!(inside.so_far(), opened("isolated::heard future"));
    assert_eq!(outside.so_far(), [""; 0]);
    assert_eq!(openings("isolated::heard future"), 1);
    drop(test);
    assert_eq!(openings("isolated::heard future"), 0);
}

static OWN: CircuitBreaker = CircuitBreaker::new("isolated::heard own", ONE);
register!(OWN);

#[test]
fn a_tests_circuit_is_heard_in_the_test_from_a_thread_that_is_in_another_one_or_in_none() {
    let (outside, other) = (Heard::by_program("isolated::heard own"), isolate());
    let in_other = Heard::by_test(&other, "isolated::heard own");
    let test = isolate();
    let inside = Heard::by_test(&test, "isolated::heard own");
    let own = test.circuit("isolated::heard own").expect("registered");
    let elsewhere = other.handle();
    on_another_thread(move || {
        let _in_other = elsewhere.enter();
        own.try_acquire().expect("closed").failure();
    });
    test.clock().advance(30 * SECOND);
    on_another_thread(move || own.try_acquire().expect("half-open").success());
    assert_eq!(own.state(), State::Closed);
    assert_eq!(inside.so_far().len(), 3, "opened, half-open, closed");
    assert_eq!((in_other.so_far(), outside.so_far()), (Vec::new(), Vec::new()));
}

static LATE: CircuitBreaker = CircuitBreaker::new("isolated::heard late", ONE);
register!(LATE);

#[test]
fn a_permit_that_outlives_its_test_is_heard_by_who_listened_there() {
    let outside = Heard::by_program("isolated::heard late");
    let test = isolate();
    let inside = Heard::by_test(&test, "isolated::heard late");
    let late = test.circuit("isolated::heard late").expect("registered");
    let permit = late.try_acquire().expect("closed");
    drop(test);
    permit.failure();
    assert_eq!(inside.so_far(), opened("isolated::heard late"));
    assert_eq!((outside.so_far(), openings("isolated::heard late")), (Vec::new(), 0));
}

static PROGRAM: CircuitBreaker = CircuitBreaker::new("isolated::heard program", ONE);
register!(PROGRAM);

#[test]
fn a_circuit_of_the_program_is_heard_by_the_program_from_a_thread_that_is_in_a_test() {
    let outside = Heard::by_program("isolated::heard program");
    let permit = PROGRAM.try_acquire().expect("closed");
    let test = isolate();
    let inside = Heard::by_test(&test, "isolated::heard program");
    permit.failure();
    assert_eq!((inside.so_far(), openings("isolated::heard program")), (Vec::new(), 0));
    assert_eq!(PROGRAM.state(), State::Closed, "the test's own");
    drop(test);
    assert_eq!(outside.so_far(), opened("isolated::heard program"));
    assert_eq!((PROGRAM.state(), openings("isolated::heard program")), (State::Open, 1));
    PROGRAM.reset();
}

#[test]
fn a_circuit_that_nobody_lists_is_the_programs() {
    static UNLISTED: CircuitBreaker = CircuitBreaker::new("isolated::heard unlisted", ONE);
    let outside = Heard::by_program("isolated::heard unlisted");
    let test = isolate();
    let inside = Heard::by_test(&test, "isolated::heard unlisted");
    UNLISTED.try_acquire().expect("closed").failure();
    assert_eq!((inside.so_far(), outside.so_far().len()), (Vec::new(), 1));
}

static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("isolated::heard keyed", ONE, 2);
register_keyed!(KEYED);

#[test]
fn so_are_the_circuits_of_keys_new_ones_and_the_whole_included() {
    let outside = Heard::by_program("isolated::heard keyed");
    for on_program_clock in [false, true] {
        let test = isolate();
        let test = if on_program_clock { test.on_program_clock() } else { test };
        let inside = Heard::by_test(&test, "isolated::heard keyed");
        let permit = KEYED.try_acquire("a").expect("closed");
        let whole = KEYED.whole();
        // Places that nobody has had, and one that changes hands.
        for key in ["b", "c"] {
            KEYED.try_acquire(key).expect("closed").success();
        }
        let c = test.circuit("isolated::heard keyed[c]").expect("called");
        drop(test);
        permit.failure();
        assert_eq!(inside.so_far(), opened("isolated::heard keyed[(unnamed)]"));
        c.try_acquire().expect("closed").failure();
        assert_eq!(inside.so_far()[1..], opened("isolated::heard keyed[c]"));
        on_another_thread(|| whole.force_open());
        let forced = "circuit `isolated::heard keyed` was forced open";
        assert!(inside.so_far().iter().any(|event| event == forced), "{:?}", inside.so_far());
    }
    assert_eq!((outside.so_far(), openings("isolated::heard keyed")), (Vec::new(), 0));
    assert!(KEYED.is_empty());
}

static FIRST: CircuitBreaker = CircuitBreaker::new("isolated::heard first", ONE);
static SECOND_ONE: CircuitBreaker = CircuitBreaker::new("isolated::heard second", ONE);
register!(FIRST);
register!(SECOND_ONE);

#[test]
fn what_a_listener_of_a_test_steers_is_the_tests() {
    let test = isolate();
    let listening = test.subscribe(|event| {
        if event.name == FIRST.name() {
            SECOND_ONE.force_open();
        }
    });
    FIRST.force_open();
    listening.flush();
    assert_eq!(SECOND_ONE.state(), State::ForcedOpen, "the test's");
    drop(test);
    assert_eq!(SECOND_ONE.state(), State::Closed, "the program's");
}
