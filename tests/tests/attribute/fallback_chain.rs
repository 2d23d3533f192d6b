//! Gateway A falls back to gateway B, and B to a queue.

use core::time::Duration;

use breaker_runtime::{State, circuit_breaker};

use crate::callee::{Answer, Error, ask, ask_later, circuit, wait};

/// Which gateways work.
#[derive(Clone, Copy)]
struct Up {
    a: bool,
    b: bool,
}

const QUEUED: Answer<&str> = Ok("queue");

#[circuit_breaker(threshold = 2, name = "chain: A", fallback = gateway_b)]
fn gateway_a(up: Up) -> Answer<&'static str> {
    ask(up.a).map(|_| "A")
}

#[circuit_breaker(threshold = 2, name = "chain: B", fallback = |_| QUEUED)]
fn gateway_b(up: Up) -> Answer<&'static str> {
    ask(up.b).map(|_| "B")
}

struct Shop {
    up: Up,
}

impl Shop {
    #[circuit_breaker(threshold = 2, name = "async chain: A", fallback = Self::charge_b)]
    async fn charge_a(&self) -> Answer<&'static str> {
        ask_later(self.up.a).await.map(|_| "A")
    }

    #[circuit_breaker(threshold = 2, name = "async chain: B", fallback = Self::queue)]
    async fn charge_b(&self) -> Answer<&'static str> {
        ask_later(self.up.b).await.map(|_| "B")
    }

    async fn queue(&self) -> Answer<&'static str> {
        QUEUED
    }
}

fn assert_chain(names: [&str; 2], mut charge: impl FnMut(Up) -> Answer<&'static str>) {
    let [(a, clock_a), (b, clock_b)] = names.map(circuit);
    let only_b = Up { a: false, b: true };
    let none = Up { a: false, b: false };
    let all = Up { a: true, b: true };
    assert_eq!(charge(all), Ok("A"));
    assert_eq!(
        [charge(only_b), charge(only_b), charge(only_b)],
        [Err(Error::Down), Err(Error::Down), Ok("B")]
    );
    assert_eq!(
        [charge(none), charge(none), charge(none)],
        [Err(Error::Down), Err(Error::Down), QUEUED]
    );
    assert_eq!((a.state(), b.state()), (State::Open, State::Open));
    clock_a.advance(Duration::from_secs(30));
    assert_eq!(charge(all), Ok("A"));
    assert_eq!((a.state(), b.state()), (State::Closed, State::Open), "nobody asked B meanwhile");
    a.force_open();
    assert_eq!(charge(all), QUEUED);
    clock_b.advance(Duration::from_secs(30));
    assert_eq!(charge(all), Ok("B"));
}

#[test]
fn of_functions() {
    assert_chain(["chain: A", "chain: B"], gateway_a);
}

#[test]
fn of_async_methods() {
    assert_chain(["async chain: A", "async chain: B"], |up| wait(Shop { up }.charge_a()));
}
