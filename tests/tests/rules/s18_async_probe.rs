//! S18: probes that run beside calls: on a runtime, and on threads.

use core::sync::atomic::AtomicU64;
use core::sync::atomic::Ordering::SeqCst;
use core::time::Duration;
use std::io;
use std::sync::{Mutex, PoisonError};

use breaker_runtime::testing::{Isolation, isolate};
use breaker_runtime::{
    CircuitBreaker, CircuitOpen, Event, EventKind, NoVerdict, Policy, State, circuit_breaker,
    probe, registry,
};
use tests::{poll_to_end, wait_until};
use tokio::sync::Notify;
use tokio::task::yield_now;

const OPEN_FOR: Duration = Duration::from_secs(10);

fn is_rejected<T>(result: io::Result<T>) -> bool {
    result.is_err_and(|error| CircuitOpen::behind(&error).is_some())
}

fn silences(circuit: &CircuitBreaker) -> Vec<NoVerdict> {
    let why = |event: &Event| match event.kind {
        EventKind::ProbeSilent { why } => Some(why),
        _ => None,
    };
    circuit.history().iter().filter_map(why).collect()
}

/// A probe that waits until it is let go on, and how often it was begun and ended.
macro_rules! patient {
    ($module:ident, $name:literal) => {
        mod $module {
            use super::*;

            pub(super) static BEGUN: AtomicU64 = AtomicU64::new(0);
            pub(super) static GO: Notify = Notify::const_new();

            async fn try_bank() -> io::Result<()> {
                BEGUN.fetch_add(1, SeqCst);
                GO.notified().await;
                Ok(())
            }

            #[circuit_breaker(name = $name, threshold = 1, open_for = "10s", probe = try_bank)]
            pub(super) async fn pay(works: bool) -> io::Result<()> {
                if works { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
            }

            /// Its circuit, whose open time has just ended.
            pub(super) async fn after_open_time(test: &Isolation) -> &'static CircuitBreaker {
                assert!(!is_rejected(pay(false).await));
                test.clock().advance(OPEN_FOR);
                test.circuit($name).expect("annotated above")
            }
        }
    };
}

patient!(spawned, "s18::spawned");
patient!(hangs, "s18::hangs");
patient!(dropped, "s18::dropped");
patient!(alone, "s18::alone");
patient!(reset, "s18::reset");

#[tokio::test]
async fn an_async_one_is_spawned_and_others_are_rejected_until_it_has_ended() {
    use spawned::{BEGUN, GO, after_open_time, pay};
    let test = isolate();
    let circuit = after_open_time(&test).await;
    assert!(is_rejected(pay(true).await));
    assert_eq!((circuit.state(), BEGUN.load(SeqCst)), (State::HalfOpen, 0));
    yield_now().await;
    for _ in 0..3 {
        assert!(is_rejected(pay(true).await));
        yield_now().await;
    }
    assert_eq!((circuit.state(), BEGUN.load(SeqCst)), (State::HalfOpen, 1), "one at a time");
    GO.notify_one();
    yield_now().await;
    assert_eq!(circuit.state(), State::Closed);
    assert!(pay(true).await.is_ok());
}

#[tokio::test]
async fn one_that_is_late_leaves_the_round_to_users_and_no_other_begins_beside_it() {
    use hangs::{BEGUN, GO, after_open_time, pay};
    let test = isolate();
    let circuit = after_open_time(&test).await;
    assert!(is_rejected(pay(true).await));
    yield_now().await;
    test.clock().advance(OPEN_FOR);
    assert!(!is_rejected(pay(false).await), "a user's call is the trial");
    assert_eq!((circuit.state(), silences(circuit)), (State::Open, vec![NoVerdict::Late]));
    // The next round finds it still there.
    test.clock().advance(OPEN_FOR);
    assert!(pay(true).await.is_ok());
    assert_eq!(silences(circuit), [NoVerdict::Late; 2]);
    assert_eq!((circuit.state(), BEGUN.load(SeqCst)), (State::Closed, 1));
    // Its own result comes too late to matter.
    GO.notify_one();
    yield_now().await;
    assert_eq!(circuit.state(), State::Closed);
    assert!(!is_rejected(pay(false).await));
    test.clock().advance(OPEN_FOR);
    assert!(is_rejected(pay(true).await));
    yield_now().await;
    assert_eq!(BEGUN.load(SeqCst), 2, "the next one can begin");
    GO.notify_one();
    yield_now().await;
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn one_whose_runtime_ends_says_nothing() {
    use dropped::{after_open_time, pay};
    let test = isolate();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let circuit = runtime.block_on(async {
        let circuit = after_open_time(&test).await;
        assert!(is_rejected(pay(true).await));
        circuit
    });
    drop(runtime);
    assert_eq!((circuit.state(), silences(circuit)), (State::HalfOpen, vec![NoVerdict::Dropped]));
    poll_to_end(pay(true)).expect("a user's call is the trial");
    assert_eq!(circuit.state(), State::Closed);
}

#[test]
fn without_a_runtime_it_runs_on_a_thread() {
    use alone::{BEGUN, GO, after_open_time, pay};
    let test = isolate();
    let circuit = poll_to_end(after_open_time(&test));
    assert!(is_rejected(poll_to_end(pay(true))));
    wait_until(|| BEGUN.load(SeqCst) == 1);
    assert!(is_rejected(poll_to_end(pay(true))));
    GO.notify_one();
    wait_until(|| circuit.state() == State::Closed);
}

#[tokio::test]
async fn what_is_done_by_hand_meanwhile_holds() {
    use reset::{GO, after_open_time, pay};
    let test = isolate();
    let circuit = after_open_time(&test).await;
    for (act, state) in [
        (CircuitBreaker::reset as fn(&CircuitBreaker), State::Closed),
        (CircuitBreaker::force_open, State::ForcedOpen),
    ] {
        circuit.reset();
        assert!(!is_rejected(pay(false).await));
        test.clock().advance(OPEN_FOR);
        assert!(is_rejected(pay(true).await));
        yield_now().await;
        act(circuit);
        GO.notify_one();
        yield_now().await;
        assert_eq!(circuit.state(), state);
    }
}

/// A sync probe without a clock that anybody holds: it runs on a thread, and where it waits no call
/// does.
#[test]
fn a_sync_one_runs_on_a_thread() {
    static GATE: Mutex<()> = Mutex::new(());
    static BEGUN: AtomicU64 = AtomicU64::new(0);
    static DB: CircuitBreaker = CircuitBreaker::new(
        "s18::thread",
        Policy::new().threshold(1).open_for(Duration::from_millis(500)),
    )
    .with_probe(probe!(DB, ping));

    fn ping() -> bool {
        BEGUN.fetch_add(1, SeqCst);
        drop(GATE.lock().unwrap_or_else(PoisonError::into_inner));
        true
    }

    registry().register(&DB);
    let held = GATE.lock().unwrap_or_else(PoisonError::into_inner);
    DB.try_acquire().expect("it is closed").failure();
    wait_until(|| DB.state() == State::HalfOpen);
    assert!(DB.try_acquire().is_err());
    wait_until(|| BEGUN.load(SeqCst) == 1);
    drop(held);
    wait_until(|| DB.state() == State::Closed);
    assert_eq!(BEGUN.load(SeqCst), 1);
}

#[circuit_breaker(name = "s18::of_key", key = host, threshold = 1, open_for = "10s", probe = ping)]
async fn fetch(host: &str, works: bool) -> io::Result<usize> {
    if works { Ok(host.len()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

/// It borrows its key across an `await`.
async fn ping(host: &str) -> io::Result<()> {
    yield_now().await;
    if host.starts_with("up") { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[tokio::test]
async fn an_async_one_gets_the_key() {
    let test = isolate();
    for host in ["up.example", "down.example"] {
        assert!(!is_rejected(fetch(host, false).await));
    }
    test.clock().advance(OPEN_FOR);
    for host in ["up.example", "down.example"] {
        assert!(is_rejected(fetch(host, true).await));
    }
    for _ in 0..4 {
        yield_now().await;
    }
    assert!(fetch("up.example", true).await.is_ok());
    assert!(is_rejected(fetch("down.example", true).await));
}
