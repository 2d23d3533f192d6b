//! The ways to call: with a closure, with a future, with a permit.

use core::future::ready;
use core::task::Poll;
use std::io;

use breaker_runtime::State;
use tests::poll_once;

use crate::Keyed;

fn result(works: bool) -> io::Result<u32> {
    if works { Ok(7) } else { Err(io::ErrorKind::TimedOut.into()) }
}

#[test]
fn a_closure_runs_unless_its_keys_circuit_rejects_it() {
    let keys = Keyed::new(4);
    (0..2).for_each(|_| _ = keys.call("down", || result(false)).unwrap_err());
    let mut ran = false;
    let rejected = keys.call("down", || {
        ran = true;
        result(true)
    });
    assert!(rejected.is_err() && !ran);
    assert_eq!(keys.call("up", || result(true)).unwrap(), 7);
}

#[test]
fn a_panic_is_a_failure_of_its_key() {
    let keys = Keyed::new(4);
    for _ in 0..2 {
        let panics = || tests::panic_quietly(keys.try_acquire("down").unwrap());
        panics();
    }
    assert_eq!(keys.state("down"), Some(State::Open));
}

#[test]
fn a_future_looks_at_its_key_at_once_and_asks_when_it_is_polled() {
    let keys = Keyed::new(4);
    let mut host = String::from("down");
    let waiting = keys.call_async(&host, ready(result(true)));
    host.replace_range(.., "up");
    assert!(keys.is_empty());
    keys.open("down");
    assert!(matches!(poll_once(waiting), Poll::Ready(Err(_))));
    assert!(matches!(poll_once(keys.call_async(&host, ready(result(true)))), Poll::Ready(Ok(7))));
}

#[test]
fn a_future_dropped_before_it_finished_is_abandoned_by_its_key() {
    let keys = Keyed::new(4);
    let pending = keys.call_async("slow", core::future::pending::<io::Result<u32>>());
    assert!(poll_once(pending).is_pending());
    assert_eq!(keys.get("slow").unwrap().snapshot().calls.abandoned, 1);
}
