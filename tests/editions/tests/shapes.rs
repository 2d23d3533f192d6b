//! Every shape works, opens, and answers without its body.

use std::future::Future;
use std::io::Result;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use breaker_runtime::{State, registry};
use editions::{Blocked, Gateway, asynchronous, boxed, future, gen, opaque, sync};

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

fn assert_guarded<T>(name: &str, mut call: impl FnMut(bool) -> Result<T>) {
    assert!(call(true).is_ok());
    assert!(call(false).is_err() && call(false).is_err());
    let circuit = registry().get(name).unwrap();
    assert_eq!(circuit.state(), State::Open);
    let _answer = call(true);
    let calls = circuit.snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (1, 2, 1));
}

#[test]
fn functions() {
    assert_guarded("sync", sync);
    assert_guarded("gen", gen);
    assert_guarded("async", |works| now(asynchronous(works, vec![1])));
}

#[test]
fn opaque_types() {
    assert_guarded("impl Trait", |works| opaque(works, [1, 2]));
    assert_guarded("impl Future", |works| now(future(works)));
    assert_guarded("boxed future", |works| now(boxed(&works)).copied());
}

#[test]
fn methods() {
    let mut gateway = Gateway { cached: 3 };
    assert_guarded("method", |works| gateway.charge((works, 0)));
    assert_eq!(gateway.charge((true, 0)).unwrap(), 3);
    assert_guarded("async method", |works| now(gateway.refund(works)).copied());
}

#[test]
fn a_block_of_methods() {
    let ask = |works| Blocked.one(works).and_then(|_| now(Blocked.other(works)));
    assert!(ask(false).is_err() && now(Blocked.other(false)).is_err());
    assert!(Blocked.one(true).is_err() && now(Blocked.other(true)).is_err());
    let calls = registry().get("block").unwrap().snapshot().calls;
    assert_eq!((calls.success, calls.failure, calls.rejected), (0, 2, 2));
}
