//! What is no name of a circuit.
use breaker_dashboard::Dashboard;
use breaker_runtime::{CircuitBreaker, Policy};

static DB: CircuitBreaker = CircuitBreaker::new("db", Policy::new());

fn main() {
    let _ = Dashboard::new().unready_if("db").unready_if(["cache", "search"]);
    let _ = Dashboard::new().unready_if(&DB);
    let _ = Dashboard::new().unready_if([&DB]);
    let _ = Dashboard::new().unready_if(5);
}
