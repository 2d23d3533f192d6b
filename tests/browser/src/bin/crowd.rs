//! A large program: 500 circuits, of which one has ten thousand keys.

use std::sync::LazyLock;
use std::time::Duration;

use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, registry};

const CIRCUITS: usize = 499;
const KEYS: u32 = 10_000;

static FETCH: LazyLock<KeyedCircuitBreaker> =
    LazyLock::new(|| KeyedCircuitBreaker::new("fetch tile", policy(), KEYS));

fn policy() -> Policy {
    Policy::new().threshold(5).window(Duration::from_secs(10))
}

fn main() -> std::io::Result<()> {
    let circuits: Vec<&'static CircuitBreaker> = (0..CIRCUITS)
        .map(|nth| {
            let name: &'static str = String::leak(format!("service {nth:03}"));
            let circuit = Box::leak(Box::new(CircuitBreaker::new(name, policy())));
            registry().register(circuit);
            &*circuit
        })
        .collect();
    registry().register_keyed(&FETCH);
    browser::run(&browser::dashboard(), customers(circuits, &FETCH))
}

/// Each circuit is called once a second; one of twenty-five is down.
async fn customers(circuits: Vec<&'static CircuitBreaker>, fetch: &'static KeyedCircuitBreaker) {
    let hosts: Vec<_> = (0..KEYS).map(|nth| format!("tile-{nth:05}")).collect();
    let mut pace = tokio::time::interval(Duration::from_millis(50));
    for round in 0_usize.. {
        pace.tick().await;
        for (nth, circuit) in circuits.iter().enumerate().skip(round % 20).step_by(20) {
            match circuit.try_acquire() {
                Ok(permit) if nth.is_multiple_of(25) => permit.failure(),
                Ok(permit) => permit.success(),
                Err(_) => {}
            }
        }
        for (nth, host) in hosts.iter().enumerate().skip(round % 20).step_by(20) {
            match fetch.try_acquire(host) {
                Ok(permit) if nth.is_multiple_of(25) => permit.failure(),
                Ok(permit) => permit.success(),
                Err(_) => {}
            }
        }
    }
}
