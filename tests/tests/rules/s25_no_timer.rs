//! S25: a `timeout` without a timer of tokio panics at the first call, where the function is, and
//! before anything is counted.

use core::future::pending;
use core::pin::Pin;
use core::time::Duration;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

use breaker_runtime::testing::ManualClock;
use breaker_runtime::{CircuitBreaker, State, circuit_breaker, registry};
use tests::poll_once;

#[circuit_breaker(name = "no timer: async", threshold = 1, timeout = "3s")]
async fn guarded() -> io::Result<()> {
    Ok(())
}
const LINE_OF_GUARDED: u32 = line!() - 3;

#[circuit_breaker(
    name = "no timer: fallback", threshold = 1, timeout = "3s", fallback = Ok(()),
    fallback_on = failure
)]
async fn with_a_fallback() -> io::Result<()> {
    pending().await
}

#[circuit_breaker(name = "no timer: boxed", threshold = 1, timeout = "3s", success(Err(_)))]
fn boxed() -> Pin<Box<dyn Future<Output = io::Result<()>>>> {
    Box::pin(async { Ok(()) })
}

#[circuit_breaker(name = "no timer: dry run", threshold = 1, timeout = "3s", dry_run = true)]
async fn in_a_dry_run() -> io::Result<()> {
    Ok(())
}

#[circuit_breaker(name = "no timer: keyed", key = key, timeout = "3s")]
async fn keyed(key: &str) -> io::Result<()> {
    if key.is_empty() { pending().await } else { Ok(()) }
}

/// Where it panics, and with which message.
fn panic_of<T>(future: impl Future<Output = T>) -> (u32, String) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    static SEEN: Mutex<Vec<(u32, String)>> = Mutex::new(Vec::new());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let before = take_hook();
    set_hook(Box::new(|panic| {
        let place = panic.location().filter(|place| place.file() == file!());
        let line = place.map(core::panic::Location::line).unwrap_or_default();
        SEEN.lock()
            .expect("one at a time")
            .push((line, panic.payload_as_str().unwrap_or_default().to_owned()));
    }));
    let mut future = Box::pin(future);
    let result = catch_unwind(AssertUnwindSafe(|| poll_once(future.as_mut())));
    set_hook(before);
    assert!(result.is_err(), "no panic");
    SEEN.lock().expect("one at a time").pop().expect("a panic")
}

#[track_caller]
fn assert_nothing_counted(name: &str, state: State) {
    let circuit = registry().get(name).expect("a circuit of the name");
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.total(), circuit.state()), (0, state), "{name}");
}

#[test]
fn it_panics_where_the_function_is() {
    let (line, message) = panic_of(guarded());
    assert_eq!(line, LINE_OF_GUARDED);
    let place = format!("{}:{line}", file!());
    assert!(message.starts_with("`guarded` at ") && message.contains(&place), "{message}");
    assert!(message.contains("enable_time"), "{message}");
}

#[test]
fn a_runtime_without_a_timer_is_none() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (line, message) = panic_of(async { runtime.block_on(guarded()) });
    assert_eq!(line, LINE_OF_GUARDED);
    assert!(message.contains("enable_time"), "{message}");
}

#[test]
fn whatever_the_state_and_nothing_is_counted() {
    let circuit = registry().get("no timer: fallback").unwrap();
    let clock = ManualClock::new();
    circuit.set_clock(clock.clone());
    panic_of(with_a_fallback());
    assert_nothing_counted("no timer: fallback", State::Closed);
    circuit.force_open();
    panic_of(with_a_fallback());
    assert_nothing_counted("no timer: fallback", State::ForcedOpen);
    circuit.open_for(Duration::from_secs(1));
    circuit.reset();
    circuit.open_for(Duration::from_secs(1));
    panic_of(with_a_fallback());
    assert_nothing_counted("no timer: fallback", State::Open);
    clock.advance(Duration::from_secs(1));
    let trial = circuit.try_acquire().unwrap();
    panic_of(with_a_fallback());
    assert_nothing_counted("no timer: fallback", State::HalfOpen);
    trial.ignore();
    assert!(circuit.try_acquire().is_ok(), "the place is free");
}

#[test]
fn whatever_the_shape() {
    panic_of(boxed());
    assert_nothing_counted("no timer: boxed", State::Closed);
    panic_of(in_a_dry_run());
    registry().get("no timer: dry run").map(CircuitBreaker::force_open).unwrap();
    panic_of(in_a_dry_run());
    assert_eq!(registry().get("no timer: dry run").unwrap().snapshot().calls.total(), 0);
    panic_of(keyed("a"));
    assert_eq!(registry().keyed("no timer: keyed").unwrap().calls().total(), 0);
}

#[test]
fn with_a_runtime_all_is_well() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    assert!(runtime.block_on(keyed("b")).is_ok());
    panic_of(keyed("b"));
    assert!(runtime.block_on(keyed("b")).is_ok());
}

/// A body that uses up its task's budget whenever it is polled is stopped all the same.
#[circuit_breaker(name = "no timer: busy", timeout = "10ms")]
async fn busy() -> io::Result<()> {
    let places = tokio::sync::Semaphore::new(1);
    loop {
        drop(places.acquire().await);
    }
}

#[test]
fn a_busy_body_is_stopped() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let error = runtime.block_on(async { tokio::spawn(busy()).await.unwrap().unwrap_err() });
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}
