//! One circuit for each key.
use breaker_runtime::{KeyedCircuitBreaker, Policy, circuit_breaker};
type Result = std::result::Result<(), std::io::Error>;

static API: KeyedCircuitBreaker = KeyedCircuitBreaker::new("api", Policy::new(), 64);

#[circuit_breaker(key = "host")]
fn in_quotes(_host: &str) -> Result {
    Ok(())
}

#[circuit_breaker(key = 5)]
fn the_same_for_all() -> Result {
    Ok(())
}

#[circuit_breaker(key = |host| host)]
fn a_closure(_host: &str) -> Result {
    Ok(())
}

#[circuit_breaker(max_keys = 10)]
fn a_bound_without_a_key() -> Result {
    Ok(())
}

#[circuit_breaker(key = host, max_keys = 0)]
fn no_keys(host: &str) -> Result {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = host, max_keys = 4_294_967_295)]
fn too_many_keys(host: &str) -> Result {
    let _ = host;
    Ok(())
}

#[circuit_breaker(key = host, breaker = API, max_keys = 5, threshold = 3)]
fn settings_beside_a_circuit(host: &str) -> Result {
    let _ = host;
    Ok(())
}

#[circuit_breaker(per_host = host, capacity = 10)]
fn by_other_names(host: &str) -> Result {
    let _ = host;
    Ok(())
}

struct Client;

#[circuit_breaker]
impl Client {
    #[circuit_breaker(key = host)]
    fn of_a_method(&self, host: &str) -> Result {
        let _ = host;
        Ok(())
    }
}

fn main() {}
