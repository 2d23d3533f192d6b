//! Circuits of a test's own from their first call on, also where the linker can't list them: Miri,
//! under which `ci/miri` runs this.
#![cfg(feature = "test-util")]
#![expect(clippy::unwrap_used, reason = "a failed test")]

use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;

use breaker_runtime::testing::isolate;
use breaker_runtime::{CircuitBreaker, Policy, State, circuit_breaker, registry};

type Answer = std::io::Result<u32>;

fn ask(works: bool) -> Answer {
    if works { Ok(1) } else { Err(std::io::ErrorKind::ConnectionRefused.into()) }
}

#[circuit_breaker(threshold = 1, name = "plain")]
fn plain(works: bool) -> Answer {
    ask(works)
}

static SHARED: CircuitBreaker = CircuitBreaker::new("shared", Policy::new().threshold(1));

#[circuit_breaker(breaker = SHARED)]
fn shared(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 1, name = "later")]
async fn later(works: bool) -> Answer {
    ask(works)
}

#[circuit_breaker(threshold = 1, name = "made")]
fn made(works: bool) -> impl Future<Output = Answer> {
    ready(ask(works))
}

#[circuit_breaker(threshold = 1, name = "by key", key = key)]
fn by_key(key: u8, works: bool) -> Answer {
    ask(works && key > 0)
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("it is ready at once"),
    }
}

/// Asserts that tests have a circuit of their own for their first call, and the program has its
/// own.
fn assert_isolated(name: &str, call: fn(bool) -> Answer) {
    for _ in 0..2 {
        let test = isolate();
        call(false).unwrap_err();
        let own = test.circuit(name).unwrap();
        assert_eq!((own.state(), own.snapshot().calls.total()), (State::Open, 1), "{name}");
        let handle = test.handle();
        let elsewhere = thread::spawn(move || {
            let _inside = handle.enter();
            call(true).is_err()
        });
        assert!(elsewhere.join().unwrap(), "{name} is open for the whole test");
        assert_eq!(own.snapshot().calls.rejected, 1);
    }
    assert_eq!(call(true).unwrap(), 1, "{name} of the program is as it was");
    let full_name = |circuit: &CircuitBreaker| match circuit.key() {
        Some(key) => format!("{}[{key}]", circuit.name()),
        None => circuit.name().to_owned(),
    };
    let listed = registry().iter().filter(|circuit| full_name(circuit) == name);
    assert_eq!(listed.count(), 1, "no copies of {name}");
    assert_eq!(registry().get(name).unwrap().snapshot().calls.total(), 1, "{name}");
}

#[test]
fn a_function() {
    assert_isolated("plain", plain);
}

#[test]
fn a_function_with_a_shared_circuit() {
    assert_isolated("shared", shared);
}

#[test]
fn a_function_that_is_awaited() {
    assert_isolated("later", |works| now(later(works)));
}

#[test]
fn a_function_that_makes_a_future() {
    assert_isolated("made", |works| now(made(works)));
}

#[test]
fn a_function_with_a_circuit_for_each_key() {
    assert_isolated("by key[7]", |works| by_key(7, works));
}
