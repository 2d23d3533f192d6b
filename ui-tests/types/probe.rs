//! A function that tries whether the callee is back, of a type that can't.
use breaker_runtime::{CircuitBreaker, KeyedCircuitBreaker, Policy, circuit_breaker, probe};
type Result = std::result::Result<(), std::io::Error>;

fn nothing() {}

fn of_a_key(host: &str) -> bool {
    !host.is_empty()
}

fn of_a_number(number: u32) -> bool {
    number > 0
}

async fn of_one_thread() -> bool {
    let kept = std::rc::Rc::new(());
    std::future::ready(()).await;
    drop(kept);
    true
}

#[circuit_breaker(probe = nothing)]
fn says_nothing() -> Result {
    Ok(())
}

#[circuit_breaker(probe = of_a_key)]
fn without_a_key() -> Result {
    Ok(())
}

#[circuit_breaker(probe = of_a_number, key = host)]
fn of_another_argument(host: &str) -> Result {
    let _ = host;
    Ok(())
}

#[circuit_breaker(probe = of_one_thread)]
async fn cannot_be_sent() -> Result {
    Ok(())
}

#[circuit_breaker(probe = missing)]
fn not_there() -> Result {
    Ok(())
}

static DB: CircuitBreaker =
    CircuitBreaker::new("db", Policy::new()).with_probe(probe!(DB, of_a_key));

static HOSTS: KeyedCircuitBreaker =
    KeyedCircuitBreaker::new("hosts", Policy::new(), 8).with_probe(probe!(HOSTS, nothing));

fn main() {}
