//! Policies and circuits that are given by their paths.
use std::io::Error;
use std::sync::LazyLock;
use std::time::Duration;

use breaker_runtime::{
    CircuitBreaker, KeyedCircuitBreaker, Policy, Window, circuit_breaker, register, register_keyed,
};

const HTTP: Policy = Policy::new().max_open_for(Duration::from_secs(60)).window_calls(10);
const BROKEN: Policy = Policy::new().threshold(0);
const TEN: u32 = 10;
const LAST: Window = Window::calls(3);
static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());
const COPIED: CircuitBreaker = CircuitBreaker::new("copied", Policy::new());

#[circuit_breaker(policy = TEN)]
fn policy_number() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = DB)]
fn policy_circuit() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = MISSING)]
fn policy_not_there() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = BROKEN, threshold = 5)]
fn policy_with_a_mistake() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = HTTP, open_for = "2m")]
fn open_for_above_that_of_the_policy() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = HTTP, min_calls = 5)]
fn min_calls_with_the_count_of_the_policy() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(policy = HTTP, window = LAST)]
fn window_below_the_threshold() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(breaker = HTTP)]
fn breaker_policy() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(breaker = COPIED)]
fn breaker_constant() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(breaker = NOWHERE)]
fn breaker_not_there() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(breaker = policy_number)]
fn breaker_function() -> Result<(), Error> {
    Ok(())
}

static LAZY: LazyLock<CircuitBreaker> =
    LazyLock::new(|| CircuitBreaker::new("lazy", Policy::new()));

#[circuit_breaker(breaker = LAZY)]
fn breaker_made_later() -> Result<(), Error> {
    Ok(())
}

static KEYED: KeyedCircuitBreaker = KeyedCircuitBreaker::new("keyed", Policy::new(), 10);

#[circuit_breaker(breaker = KEYED)]
fn breaker_that_wants_a_key() -> Result<(), Error> {
    Ok(())
}

#[circuit_breaker(breaker = DB, key = host)]
fn breaker_without_keys(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

static LAZY_KEYED: LazyLock<KeyedCircuitBreaker> =
    LazyLock::new(|| KeyedCircuitBreaker::new("lazy", Policy::new(), 10));

#[circuit_breaker(breaker = LAZY_KEYED, key = host)]
fn keyed_breaker_made_later(host: &str) -> Result<(), Error> {
    let _ = host;
    Ok(())
}

register!(KEYED);
register!(LAZY);
register_keyed!(DB);
register!(TEN);
register!(HTTP);

static LAZY_REFERENCE: LazyLock<&'static CircuitBreaker> = LazyLock::new(|| &DB);

#[circuit_breaker(breaker = LAZY_REFERENCE)]
fn reference_made_later() -> Result<(), Error> {
    Ok(())
}

fn main() {}
