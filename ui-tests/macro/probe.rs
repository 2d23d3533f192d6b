//! A function that tries whether the callee is back: `probe`.
use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker};
type Result = std::result::Result<(), std::io::Error>;

static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());

fn ping() -> bool {
    true
}

#[circuit_breaker(probe = "ping")]
fn in_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(probe = ping())]
fn called() -> Result {
    Ok(())
}

#[circuit_breaker(probe = || true)]
fn a_closure() -> Result {
    Ok(())
}

#[circuit_breaker(probe = 5)]
fn a_number() -> Result {
    Ok(())
}

#[circuit_breaker(probe = off)]
fn switched_off() -> Result {
    Ok(())
}

#[circuit_breaker(probe)]
fn without_a_value() -> Result {
    Ok(())
}

#[circuit_breaker(breaker = DB, probe = ping)]
fn beside_a_breaker() -> Result {
    Ok(())
}

#[circuit_breaker(health_check = ping)]
fn by_another_name() -> Result {
    Ok(())
}

struct Client;

impl Client {
    #[circuit_breaker(probe = Self::ping)]
    fn of_its_type(&self) -> Result {
        Ok(())
    }

    fn ping() -> bool {
        true
    }
}

fn main() {}
