//! Policies and circuits that are given by their paths.
use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, register, register_keyed};
type Result = std::result::Result<(), std::io::Error>;

const HTTP: Policy = Policy::new();
static DB: CircuitBreaker = CircuitBreaker::new("db", HTTP);

#[circuit_breaker(policy = "HTTP")]
fn policy_in_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(config = HTTP)]
fn policy_by_another_name() -> Result {
    Ok(())
}

#[circuit_breaker(breaker = "DB")]
fn breaker_in_quotes() -> Result {
    Ok(())
}

#[circuit_breaker(breaker = &DB)]
fn breaker_by_reference() -> Result {
    Ok(())
}

#[circuit_breaker(breaker = CircuitBreaker::new("db", HTTP))]
fn breaker_made_in_place() -> Result {
    Ok(())
}

#[circuit_breaker(breaker = DB, threshold = 5, window = "10", policy = HTTP, name = "db")]
fn breaker_with_settings() -> Result {
    Ok(())
}

#[circuit_breaker(threshold = limit)]
fn setting_by_an_argument(limit: u32) -> Result {
    let _ = limit;
    Ok(())
}

register!("DB");
register!(&DB);
register!();
register!(DB, DB);
register_keyed!("DB");
register_keyed!(&DB);
register_keyed!();

fn main() {}
